// SPDX-License-Identifier: EUPL-1.2
#include "competence/tests/pages_town.hpp"

using namespace kc;
using namespace kc::competence;
using namespace kc::competence::test;

TEST_CASE_FIXTURE(Pages, "the JSON interface reads and writes the same profile") {
    auto answer = api(Method::put, "/api/v1/me/jobs",
                      fmt::format(R"({{"present":"citizen-service","future":"team-lead","department":{}}})", town.citizen_office.value));
    CHECK(answer.status == 200);
    CHECK(contains(answer.text(), R"("present":{"slug":"citizen-service","name":"Bürgerservice"})"));
    CHECK(api(Method::post, "/api/v1/me/evidence", R"({"competence":"teamwork","level":3})").status == 201);
    CHECK(api(Method::post, "/api/v1/me/evidence", R"({"competence":"teamwork","level":3})").status == 200);  // sent twice
    CHECK(api(Method::post, "/api/v1/me/evidence", R"({"answers":[{"competence":"e-file","level":1},{"competence":"conversation"}]})").text() ==
          R"({"added":1})");
    answer = api(Method::get, "/api/v1/me/competences");
    CHECK(contains(
        answer.text(),
        R"("slug":"e-file","name":"E-Akte","area":"Digitales Arbeiten","area_slug":"digital","current":1,"low":0,"high":2,"uncertain":true,"target":2,"asked_for":true)"));
    CHECK(contains(answer.text(), R"("origin":"market")"));
    CHECK(api(Method::put, "/api/v1/me/interests", R"({"competences":["ai-basics"]})").text() == R"({"competences":["ai-basics"]})");
    const auto preferences = fmt::format(
        R"({{"half_hours":60,"budget_cents":0,"presence_days":0,"until":"2026-12-31","working_days":["monday"],"online":true,"on_site":true,"places":[{}],"absences":[{{"first_day":"2026-05-01","last_day":"2026-05-02"}}]}})",
        town.heidelberg.value);
    answer = api(Method::put, "/api/v1/me/learning-preferences", preferences);
    CHECK(answer.status == 200);
    CHECK(contains(answer.text(), R"("stated":true,"half_hours":60,"weekly_half_hours":null)"));
    const auto id = town.service->find_own(town.clerk)->facts.evidence.front().id;
    CHECK(api(Method::del, fmt::format("/api/v1/me/evidence/{}", id.value), "", town.colleague).status == 404);
    CHECK(api(Method::del, fmt::format("/api/v1/me/evidence/{}", id.value)).status == 204);
    CHECK(contains(api(Method::get, "/api/v1/me/evidence").text(), R"("withdrawn":true)"));
    CHECK(contains(api(Method::get, "/api/v1/competences").text(), R"("levels":["Ich kann Gesprächsführung auf Stufe 1.")"));
    CHECK(contains(api(Method::get, "/api/v1/role-profiles").text(), R"("successors":["team-lead"])"));
    const auto detail = api(Method::get, "/api/v1/role-profiles/citizen-service");
    CHECK(contains(detail.text(), "Viele kurze Gespräche."));
    CHECK_FALSE(contains(detail.text(), "Nur in dieser Kommune."));  // for the people of the other town
    CHECK(api(Method::get, "/api/v1/role-profiles/no-such").status == 404);
}

TEST_CASE_FIXTURE(Pages, "the JSON interface names the member it refuses and changes nothing") {
    const auto refused = [&](Method method, std::string_view path, std::string_view body, std::string_view field) {
        CAPTURE(body);
        const auto answer = api(method, path, body);
        CHECK(answer.status == 422);
        CHECK(contains(answer.text(), fmt::format(R"("field":"{}")", field)));
    };
    const auto jobs = "/api/v1/me/jobs", evidence = "/api/v1/me/evidence", interests = "/api/v1/me/interests",
               preferences = "/api/v1/me/learning-preferences";
    refused(Method::put, jobs, R"({"present":"no-such"})", "present");
    refused(Method::put, jobs, R"({"present":7})", "present");
    refused(Method::put, jobs, R"({"present":"citizen-service","job":1})", "job");
    refused(Method::put, jobs, "{", "");
    refused(Method::put, jobs, "[]", "");
    refused(Method::put, jobs, "\xff", "");
    CHECK(api(Method::put, jobs, R"({"present":"citizen-service","future":"citizen-service"})").status == 422);
    CHECK(contains(api(Method::put, jobs, "{}").text(), "present_job_missing"));
    refused(Method::post, evidence, R"({"level":2})", "competence");
    refused(Method::post, evidence, R"({"competence":"no-such","level":2})", "competence");
    refused(Method::post, evidence, R"({"competence":"teamwork","level":6})", "level");
    refused(Method::post, evidence, R"({"competence":"teamwork","level":1.5})", "level");
    refused(Method::post, evidence, R"({"answers":[{"competence":"teamwork","level":1},{"competence":"e-file","level":"2"}]})", "answers[1].level");
    refused(Method::post, evidence, R"({"answers":[{"competence":"teamwork","level":1,"x":1}]})", "answers[0].x");
    refused(Method::put, interests, R"({"competences":["ai-basics","no-such"]})", "competences[1]");
    refused(Method::put, interests, R"({"competences":"ai-basics"})", "competences");
    refused(Method::put, interests, "{}", "competences");
    const auto with = [](std::string_view part) {
        return fmt::format(R"({{"half_hours":60,"budget_cents":0,"presence_days":0,"until":"2026-12-31","working_days":["monday"],{}}})", part);
    };
    refused(Method::put, preferences, with(R"("online":false,"on_site":false)"), "online");
    refused(Method::put, preferences, with(R"("online":true,"on_site":true)"), "places");
    refused(Method::put, preferences, with(R"("online":true,"on_site":"yes")"), "on_site");
    refused(Method::put, preferences, with(R"("online":true,"on_site":false,"absences":[{"first_day":"2026-05-02","last_day":"2026-05-01"}])"),
            "absences[0].last_day");
    refused(Method::put, preferences, with(R"("online":true,"on_site":false,"absences":[{"first_day":"2026-02-30","last_day":"2026-05-01"}])"),
            "absences[0].first_day");
    refused(Method::put, preferences,
            R"({"half_hours":60,"budget_cents":0,"presence_days":0,"until":"2026-03-02","working_days":["monday"],"online":true,"on_site":false})",
            "until");
    refused(Method::put, preferences,
            R"({"half_hours":60,"budget_cents":0,"presence_days":0,"until":"2026-12-31","working_days":["montag"],"online":true,"on_site":false})",
            "working_days");
    const auto own = town.service->find_own(town.clerk);
    CHECK_FALSE(own->complete.job);
    CHECK(own->facts.evidence.empty());
    CHECK(own->facts.interests.empty());
    CHECK_FALSE(own->facts.preferences);
}
