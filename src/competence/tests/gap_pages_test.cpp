// SPDX-License-Identifier: EUPL-1.2
#include "competence/tests/pages_town.hpp"

using namespace kc;
using namespace kc::competence;
using namespace kc::competence::test;

TEST_CASE_FIXTURE(Pages, "IST beside SOLL as a list with source, date and origin, without a picture") {
    choose_job();
    const Answer answer{town.competence("conversation"), 2};
    REQUIRE(town.service->self_assess(town.clerk, std::span(&answer, 1)));
    const auto page = get("/kompetenzen");
    CHECK_FALSE(contains(page.text(), "kc-chart"));  // a view of its own
    CHECK(contains(page.text(), "Möglich: Stufe 1 bis 3."));
    CHECK(contains(page.text(), "href=\"/profil/nachweise\""));
    CHECK(contains(page.text(), "Stufe 2 von 3"));
    CHECK(contains(page.text(), "Selbsteinschätzung vom 2. März 2026, Sicherheit 60 %"));
    CHECK(contains(page.text(), "Noch nicht eingeschätzt"));
    for (const auto origin : {"Allgemein", "Markt", "Eigene Verwaltung"}) CHECK(contains(page.text(), origin));
    // By importance: digital-basics 3 × 6, teamwork 2 × 6, e-file 2 × 5, conversation 1 × 8
    const auto first = page.text().find("id=\"luecken\"");
    CHECK(page.text().find("#einschaetzen", first) > page.text().find("/kompetenzen/digital-basics", first));
    CHECK(page.text().find("/kompetenzen/digital-basics", first) < page.text().find("/kompetenzen/teamwork", first));
    CHECK(page.text().find("/kompetenzen/teamwork", first) < page.text().find("/kompetenzen/e-file", first));
    CHECK(page.text().find("/kompetenzen/e-file", first) < page.text().find("/kompetenzen/conversation", first));
    CHECK(page.text().size() < 40 * 1024);
}

TEST_CASE_FIXTURE(Pages, "more than six gaps: the first as cards, the others as rows, none missing") {
    choose_job();
    std::vector<CompetenceId> all;
    for (const auto& competence : town.frameworks->current()->competences()) all.push_back(competence.id);
    REQUIRE(town.service->set_interests(town.clerk, all));
    const auto page = get("/kompetenzen");
    CHECK(count(page.text(), "<article class=\"kc-card\"") == 6);
    CHECK(count(page.text(), "#einschaetzen\"") == 8);
    CHECK(contains(page.text(), "Eigenes Interesse 1"));
}

TEST_CASE_FIXTURE(Pages, "one person never sees what another has said") {
    choose_job();
    REQUIRE(post("/kompetenzen/teamwork/stufe", {{"level", "5"}}).status == 303);
    REQUIRE(town.service->set_interests(town.clerk, {town.competence("ai-basics")}));
    REQUIRE(town.service->set_preferences(town.clerk, town.preferences()));
    CHECK_FALSE(contains(get("/kompetenzen/teamwork", town.colleague).text(), "Zurücknehmen"));
    CHECK_FALSE(contains(get("/kompetenzen", town.colleague).text(), "Selbsteinschätzung vom"));
    CHECK_FALSE(contains(get("/profil/interessen", town.colleague).text(), " checked"));
    CHECK_FALSE(contains(get("/profil/lernzeit", town.colleague).text(), "2026-07-01"));
    CHECK(api(Method::get, "/api/v1/me/evidence", "", town.colleague).text() == R"({"evidence":[]})");
}

TEST_CASE_FIXTURE(Pages, "the CSV opens in a spreadsheet and runs nothing there") {
    choose_job();
    REQUIRE(post("/kompetenzen/conversation/stufe", {{"level", "2"}}).status == 303);
    const auto csv = get("/kompetenzen/export.csv");
    CHECK(csv.status == 200);
    CHECK(csv.text().starts_with("\xEF\xBB\xBFKompetenz;"));
    CHECK(contains(csv.text(), "Gesprächsführung;Soziale Kompetenzen;2;3;1;8;Selbsteinschätzung;2026-03-02;60;1;3;"));
    CHECK(count(csv.text(), "\r\n") == 5);
}

TEST_CASE_FIXTURE(Pages, "bars and net are views by address, each with its values as a table (KO-22)") {
    choose_job();
    const std::vector answers{Answer{town.competence("conversation"), 2}, Answer{town.competence("digital-basics"), 1}};
    REQUIRE(town.service->self_assess(town.clerk, answers));
    auto page = get("/kompetenzen?ansicht=balken");
    CHECK(contains(page.text(), "kc-levels"));
    CHECK(contains(page.text(), "class=\"is-band\""));
    CHECK(contains(page.text(), "1 bis 3"));
    CHECK(contains(page.text(), "href=\"/kompetenzen?ansicht=balken\" aria-current=\"page\""));
    CHECK(count(page.text(), "<h1") == 1);
    page = get("/kompetenzen?ansicht=netz");
    CHECK(contains(page.text(), "Soziale Kompetenzen"));
    CHECK(contains(page.text(), "Mittelwerte"));
    CHECK(contains(page.text(), "<table"));
    CHECK_FALSE(contains(page.text(), "<polygon"));  // two areas make no net
    page = get("/kompetenzen?ansicht=netz&bereich=social");
    CHECK(contains(page.text(), "Gesprächsführung"));
    CHECK_FALSE(contains(page.text(), "E-Akte"));
    CHECK(get("/kompetenzen?ansicht=netz&bereich=no-such").status == 200);
    CHECK(get("/kompetenzen?ansicht=<script>").status == 200);
    std::vector<CompetenceId> all;
    for (const auto& competence : town.frameworks->current()->competences()) all.push_back(competence.id);
    REQUIRE(town.service->set_interests(town.clerk, all));
    page = get("/kompetenzen?ansicht=netz&bereich=digital");
    CHECK(count(page.text(), "<polygon class=\"is-ring\"") == 5);
    CHECK(contains(page.text(), "class=\"is-band\""));
    CHECK(get("/kompetenzen?ansicht=balken", town.colleague).status == 200);
}

TEST_CASE_FIXTURE(Pages, "where a level is unsure and there is a short test, the list offers it (KO-21)") {
    choose_job();
    placement_tests = {town.competence("teamwork")};
    CHECK(contains(get("/kompetenzen").text(), "href=\"/kurz-pruefen/teamwork\""));
    CHECK_FALSE(contains(get("/kompetenzen").text(), "href=\"/kurz-pruefen/e-file\""));
    CHECK(contains(api(Method::get, "/api/v1/me/competences").text(), R"("may_check":true)"));
    const Answer answer{town.competence("teamwork"), 1};
    REQUIRE(town.service->self_assess(town.clerk, std::span(&answer, 1)));
    CHECK_FALSE(contains(get("/kompetenzen").text(), "href=\"/kurz-pruefen/teamwork\""));
    // A finished unit raises the level, but not for sure (KO-23).
    const std::vector found{FoundLevel{town.competence("teamwork"), 2, EvidenceSource::completed_unit, today, "unit:7"}};
    database->in_transaction([&](storage::Transaction& transaction) {
        record_found_levels(transaction, town.observer, town.clerk.person, found, std::nullopt, town.clock.now());
    });
    const auto page = get("/kompetenzen");
    CHECK(contains(page.text(), "href=\"/kurz-pruefen/teamwork\""));
    CHECK(contains(page.text(), "Sollte bestätigt werden"));
    CHECK(contains(page.text(), "Abgeschlossene Lerneinheit vom 2. März 2026, Sicherheit 45 %"));
}
