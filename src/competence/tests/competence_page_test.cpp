// SPDX-License-Identifier: EUPL-1.2
#include "competence/tests/pages_town.hpp"

using namespace kc;
using namespace kc::competence;
using namespace kc::competence::test;

TEST_CASE_FIXTURE(Pages, "a value is corrected, withdrawn and brought back on the page of its competence") {
    choose_job();
    CHECK(location(post("/kompetenzen/teamwork/stufe", {{"level", "2"}})) == "/kompetenzen/teamwork");
    auto page = get("/kompetenzen/teamwork");
    CHECK(contains(page.text(), "Zurücknehmen"));
    CHECK(contains(page.text(), "zählt"));
    const auto id = town.service->find_own(town.clerk)->facts.evidence.front().id;
    const auto path = fmt::format("/kompetenzen/teamwork/nachweise/{}", id.value);
    CHECK(post(path + "/ruecknahme", {}, town.colleague).status == 404);
    CHECK(post(path + "/ruecknahme", {}, town.editor).status == 403);
    CHECK(post(path + "/ruecknahme", {}).status == 303);
    CHECK(contains(get("/kompetenzen/teamwork").text(), "zurückgenommen"));
    CHECK(post(path + "/wiederherstellung", {}).status == 303);
    CHECK(town.service->find_own(town.clerk)->complete.assessed == 1);
    CHECK(post("/kompetenzen/teamwork/stufe", {}).status == 422);
    CHECK(post("/kompetenzen/teamwork/stufe", {{"level", "7"}}).status == 422);
    CHECK(post("/kompetenzen/no-such/stufe", {{"level", "1"}}).status == 404);
    CHECK(post("/kompetenzen/teamwork/nachweise/99999/ruecknahme", {}).status == 404);
    CHECK(get("/kompetenzen/no-such").status == 404);
}

TEST_CASE_FIXTURE(Pages, "a surer value is shown as the one that counts") {
    choose_job();
    const std::vector found{FoundLevel{town.competence("teamwork"), 4, EvidenceSource::test, today}};
    database->in_transaction([&](storage::Transaction& transaction) {
        return record_found_levels(transaction, town.observer, town.clerk.person, found, std::nullopt, town.clock.now());
    });
    REQUIRE(post("/kompetenzen/teamwork/stufe", {{"level", "1"}}).status == 303);
    CHECK(contains(get("/kompetenzen/teamwork").text(), "Zurzeit zählt ein anderer Wert"));
    CHECK(contains(get("/profil/koennen/teamwork").text(), "Test vom 2. März 2026, Stufe 4."));
}

TEST_CASE_FIXTURE(Pages, "every value says where it came from, how sure it was and is, and how fast that fades (F15, F25)") {
    choose_job();
    placement_tests = {town.competence("teamwork")};
    const std::vector found{FoundLevel{town.competence("teamwork"), 3, EvidenceSource::interview, today, "interview:2026-1:team"},
                            FoundLevel{town.competence("teamwork"), 2, EvidenceSource::test, today, "test:teamwork:2", 70},
                            FoundLevel{town.competence("teamwork"), 2, EvidenceSource::self_assessment, today, "document:17"},
                            FoundLevel{town.competence("teamwork"), 1, EvidenceSource::completed_unit, today, "unit:8"}};
    database->in_transaction([&](storage::Transaction& transaction) {
        record_found_levels(transaction, town.observer, town.clerk.person, found, std::nullopt, town.clock.now());
    });
    town.clock.advance(std::chrono::hours{24 * 365});
    auto page = get("/kompetenzen/teamwork");
    CHECK(contains(page.text(), "Aus dem Gespräch, Frage „Mit wem arbeiten Sie zusammen?“"));
    CHECK(contains(page.text(), "<a href=\"/kurz-pruefen/teamwork\">Aus dem kurzen Test, Fassung 2</a>"));
    CHECK(contains(page.text(), "<a href=\"/profil/nachweise\">Aus einem Nachweis</a>"));
    CHECK(contains(page.text(), "Aus einer Lerneinheit"));
    CHECK(contains(page.text(), "(damals 70 %)"));
    CHECK(contains(page.text(), "Die Sicherheit halbiert sich in 60 Monaten."));
    CHECK(contains(page.text(), "Stufe 1 bis 3"));
    CHECK(contains(page.text(), "/profil/bestaetigungen/neu?kompetenz=teamwork&amp;stufe=2"));
    CHECK_FALSE(contains(get("/kompetenzen/teamwork", town.colleague).text(), "/profil/bestaetigungen/neu"));
    CHECK(get("/kompetenzen/teamwork", town.clerk, Language::en).status == 200);
}
