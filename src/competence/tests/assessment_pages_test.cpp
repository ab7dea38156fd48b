// SPDX-License-Identifier: EUPL-1.2
#include "competence/tests/pages_town.hpp"

using namespace kc;
using namespace kc::competence;
using namespace kc::competence::test;

TEST_CASE_FIXTURE(Pages, "the assessment asks one competence after the other, social ones first") {
    CHECK(contains(get("/profil/koennen").text(), "Wählen Sie zuerst Ihre Tätigkeit"));
    choose_job();
    const auto intro = get("/profil/koennen");
    CHECK(contains(intro.text(), "href=\"/profil/koennen/conversation\""));
    const auto step = get("/profil/koennen/conversation");
    CHECK(contains(step.text(), "1 von 4"));
    CHECK(contains(step.text(), "Ich kann Gesprächsführung auf Stufe 3."));
    CHECK(contains(step.text(), "Das habe ich noch nie gemacht."));  // level 0 in the words of this competence
    CHECK(count(step.text(), "type=\"radio\"") == 6);
    CHECK(count(step.text(), " checked") == 0);
    CHECK(location(post("/profil/koennen/conversation", {{"level", "2"}, {"action", "weiter"}})) == "/profil/koennen/teamwork");
    CHECK(location(post("/profil/koennen/teamwork", {{"action", "weiss_nicht"}})) == "/profil/koennen/digital-basics");
    CHECK(location(post("/profil/koennen/digital-basics", {{"level", "1"}, {"action", "pause"}})) == "/profil");
    CHECK(contains(get("/profil/koennen").text(), "Weiter mit Frage 4 von 4"));
    CHECK(location(post("/profil/koennen/e-file", {{"level", "0"}, {"action", "weiter"}})) == "/profil/interessen");
    const auto own = town.service->find_own(town.clerk);
    CHECK(own->complete.assessed == 3);
    CHECK(own->complete.skipped == 1);
    CHECK(own->complete.assessment_done());
    const auto before = get("/profil/koennen/conversation");
    CHECK(contains(before.text(), "Am 2. März 2026 haben Sie Stufe 2 angegeben."));
    CHECK(count(before.text(), " checked") == 1);
    // Going through the answers again moves to the neighbour.
    CHECK(location(post("/profil/koennen/conversation", {{"level", "2"}, {"action", "weiter"}})) == "/profil/koennen/teamwork");
}

TEST_CASE_FIXTURE(Pages, "a step without a choice is asked again, a pause needs none") {
    choose_job();
    for (const Fields& fields : {Fields{{"action", "weiter"}}, Fields{{"level", "6"}}, Fields{{"level", "-1"}}, Fields{{"level", "zwei"}}}) {
        const auto refused = post("/profil/koennen/teamwork", fields);
        CHECK(refused.status == 422);
        CHECK(contains(refused.text(), "href=\"#feld-level\""));
    }
    CHECK(post("/profil/koennen/teamwork", {{"action", "pause"}}).status == 303);
    CHECK(town.service->find_own(town.clerk)->facts.evidence.empty());
    CHECK(get("/profil/koennen/no-such").status == 404);
    CHECK(post("/profil/koennen/no-such", {{"level", "1"}}).status == 404);
    CHECK(location(get("/profil/koennen/ai-basics")) == "/kompetenzen/ai-basics");  // not asked for
}

TEST_CASE_FIXTURE(Pages, "all questions on one page store only what was changed") {
    choose_job();
    const auto name = [&](std::string_view slug) { return fmt::format("level-{}", town.competence(slug).value); };
    CHECK(contains(get("/profil/koennen/alle").text(), "Soziale Kompetenzen"));
    CHECK(post("/profil/koennen/alle", {{name("teamwork"), "3"}, {name("conversation"), ""}, {name("e-file"), "weiss_nicht"}}).status == 303);
    CHECK(town.service->find_own(town.clerk)->facts.evidence.size() == 1);
    town.clock.advance(std::chrono::hours{48});
    CHECK(post("/profil/koennen/alle", {{name("teamwork"), "3"}, {name("e-file"), "1"}, {name("ai-basics"), "5"}}).status == 303);
    const auto own = town.service->find_own(town.clerk);
    CHECK(own->facts.evidence.size() == 2);  // the untouched one keeps its date, the one nobody asked for is left out
    const auto refused = post("/profil/koennen/alle", {{name("teamwork"), "9"}, {name("conversation"), "4"}});
    CHECK(refused.status == 422);
    CHECK(contains(refused.text(), fmt::format("href=\"#feld-{}\"", name("teamwork"))));
    CHECK(contains(refused.text(), "<option value=\"4\" selected>"));
    CHECK(town.service->find_own(town.clerk)->facts.evidence.size() == 2);
}
