// SPDX-License-Identifier: EUPL-1.2
#include "competence/tests/pages_town.hpp"

using namespace kc;
using namespace kc::competence;
using namespace kc::competence::test;

TEST_CASE_FIXTURE(Pages, "the overview shows five steps and one prominent next step") {
    auto page = get("/profil");
    CHECK(page.status == 200);
    CHECK(count(page.text(), "<h1") == 1);
    CHECK(contains(page.text(), R"(<section class="kc-next")"));
    CHECK(count(page.text(), "aria-current=\"step\"") == 1);
    CHECK(contains(page.text(), "Tätigkeit wählen"));
    for (const auto path : {"/profil/taetigkeit", "/profil/koennen", "/profil/interessen", "/profil/lernzeit", "/kompetenzen"}) {
        CHECK(contains(page.text(), fmt::format("href=\"{}\"", path)));
    }
    choose_job();
    page = get("/profil");
    CHECK(contains(page.text(), "Können einschätzen"));
    CHECK(contains(page.text(), "Bürgerservice"));
    CHECK(contains(page.text(), "0 von 4 beantwortet"));
}

TEST_CASE_FIXTURE(Pages, "every page exists in English as well") {
    choose_job();
    REQUIRE(town.service->set_preferences(town.clerk, town.preferences()));
    for (const auto path : {"/profil", "/profil/taetigkeit", "/profil/koennen", "/profil/koennen/alle", "/profil/koennen/weitere",
                            "/profil/koennen/teamwork", "/profil/interessen", "/profil/lernzeit", "/kompetenzen", "/kompetenzen/teamwork"}) {
        CAPTURE(path);
        const auto page = get(path, town.clerk, Language::en);
        CHECK(page.status == 200);
        CHECK(contains(page.text(), "lang=\"en\""));
        CHECK(count(page.text(), "<h1") == 1);
        CHECK(get(path).status == 200);
    }
}

TEST_CASE_FIXTURE(Pages, "nobody without a profile of their own gets in") {
    for (const auto path :
         {"/profil", "/profil/taetigkeit", "/profil/koennen", "/profil/koennen/alle", "/profil/koennen/weitere", "/profil/koennen/teamwork",
          "/profil/interessen", "/profil/lernzeit", "/kompetenzen", "/kompetenzen/teamwork", "/kompetenzen/export.csv"}) {
        CAPTURE(path);
        CHECK(get(path, town.editor).status == 403);
        auto request = http::RequestBuilder(Method::get, path).build();
        CHECK(location(router.handle(request)) == "/anmelden");
    }
    for (const auto path :
         {"/api/v1/me/jobs", "/api/v1/me/competences", "/api/v1/me/evidence", "/api/v1/me/interests", "/api/v1/me/learning-preferences"}) {
        CAPTURE(path);
        CHECK(api(Method::get, path, "", town.editor).status == 403);
        auto request = http::RequestBuilder(Method::get, path).build();
        CHECK(router.handle(request).status == 401);
    }
}

TEST_CASE_FIXTURE(Pages, "choosing the Tätigkeit leads on to the assessment") {
    const auto form = get("/profil/taetigkeit");
    CHECK(contains(form.text(), "Dienststelle"));
    CHECK(contains(form.text(), "Bürgeramt"));
    CHECK_FALSE(contains(form.text(), "Altes Amt"));  // closed
    CHECK_FALSE(contains(form.text(), "Hauptamt"));   // of another municipality
    CHECK(contains(form.text(), "name=\"csrf\""));
    const auto saved = post("/profil/taetigkeit",
                            {{"present", role_id("citizen-service")}, {"future", ""}, {"department", std::to_string(town.citizen_office.value)}});
    CHECK(saved.status == 303);
    CHECK(location(saved) == "/profil/koennen");
    CHECK(contains(get("/profil").text(), "Bürgeramt"));
    const auto again = get("/profil/taetigkeit");
    // What often comes next stands before the rest.
    CHECK(again.text().find("Teamleitung (oft der nächste Schritt)") < again.text().rfind("Standesamt</option>"));
}

TEST_CASE_FIXTURE(Pages, "a refused Tätigkeit keeps the input and names the field") {
    const auto id = role_id("citizen-service");
    struct Case {
        Fields fields;
        std::string href;
    };
    for (const auto& [fields, href] : {Case{{{"present", ""}}, "#feld-present"}, Case{{{"present", id}, {"future", id}}, "#feld-future"},
                                       Case{{{"present", "9999"}}, "#feld-present"}, Case{{{"present", "abc"}}, "#feld-present"},
                                       Case{{{"present", id}, {"department", std::to_string(town.other_department.value)}}, "#feld-department"}}) {
        CAPTURE(href);
        const auto refused = post("/profil/taetigkeit", fields);
        CHECK(refused.status == 422);
        CHECK(contains(refused.text(), "role=\"alert\""));
        CHECK(contains(refused.text(), fmt::format("href=\"{}\"", href)));
        if (fields[0].second == id) CHECK(contains(refused.text(), fmt::format("<option value=\"{}\" selected>Bürgerservice", id)));
    }
    CHECK_FALSE(town.service->find_own(town.clerk)->complete.job);
}

TEST_CASE_FIXTURE(Pages, "whoever has an outdated kind of work reads what takes its place (TA-15)") {
    choose_job();
    CHECK_FALSE(contains(get("/profil").text(), "Ihre Tätigkeit ist veraltet"));
    town.database.in_transaction([&](storage::Transaction& transaction) {
        transaction.execute("UPDATE role_profiles SET state = 'outdated' WHERE slug = 'citizen-service'");
        transaction.execute("DELETE FROM role_profile_successors");
        transaction.execute(
            "INSERT INTO role_profile_successors (role_profile_id, successor_id) SELECT a.id, b.id FROM role_profiles a, role_profiles b "
            "WHERE a.slug = 'citizen-service' AND b.slug = 'registry-office'");
    });
    town.frameworks->reload();
    const auto page = get("/profil");
    CHECK(contains(page.text(), "Ihre Tätigkeit ist veraltet"));
    CHECK(contains(page.text(), "/taetigkeiten/registry-office"));
}
