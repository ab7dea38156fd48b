// SPDX-License-Identifier: EUPL-1.2
#include "competence/tests/pages_town.hpp"

using namespace kc;
using namespace kc::competence;
using namespace kc::competence::test;

TEST_CASE_FIXTURE(Pages, "interests are chosen by area") {
    const auto id = std::to_string(town.competence("ai-basics").value);
    const auto saved = post("/profil/interessen", {{"interests-digital", id}});
    CHECK(location(saved) == "/profil/lernzeit");
    const auto page = get("/profil/interessen");
    CHECK(contains(page.text(), fmt::format("value=\"{}\" checked", id)));
    CHECK(contains(page.text(), "(1 gewählt)"));
    CHECK(post("/profil/interessen", {{"interests-social", id}}).status == 422);  // not of that area
    CHECK(post("/profil/interessen", {{"interests-digital", "9999"}}).status == 422);
    CHECK(town.service->find_own(town.clerk)->facts.interests.size() == 1);
    CHECK(post("/profil/interessen", {}).status == 303);
    CHECK(town.service->find_own(town.clerk)->facts.interests.empty());
}

TEST_CASE_FIXTURE(Pages, "learning time starts with usual values and is stored as entered") {
    const auto form = get("/profil/lernzeit");
    CHECK(contains(form.text(), "value=\"40\""));
    CHECK(contains(form.text(), "value=\"500,00\""));
    CHECK(contains(form.text(), "value=\"2027-03-02\""));
    CHECK(has_place(form, town.heidelberg));
    CHECK_FALSE(has_place(form, town.berlin));
    auto fields = good_preferences();
    fields.insert(fields.end(),
                  {{"absence_first_0", "2026-07-01"}, {"absence_last_0", "2026-07-14"}, {"absence_first_1", ""}, {"absence_last_1", ""}});
    const auto saved = post("/profil/lernzeit", fields);
    CHECK(location(saved) == "/profil");
    const auto stored = town.service->find_own(town.clerk)->facts.preferences;
    REQUIRE(stored);
    CHECK(stored->hours == HalfHours{41});
    CHECK_FALSE(stored->weekly_hours);
    CHECK(stored->budget == Money{250'00});
    CHECK(stored->working_days == 0b101);
    CHECK(stored->absences == std::vector<Absence>{{day(2026, 7, 1), day(2026, 7, 14)}});
    const auto overview = get("/profil");
    CHECK(contains(overview.text(), "1. Juli 2026 bis 14. Juli 2026"));
    CHECK(contains(overview.text(), "Montag, Mittwoch"));
}

TEST_CASE_FIXTURE(Pages, "absences are added and removed without a script, and nothing is stored by it") {
    auto fields = good_preferences();
    fields[0].second = "add_absence";
    auto page = post("/profil/lernzeit", fields);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "name=\"absence_first_0\""));
    CHECK(contains(page.text(), "value=\"20,5\""));  // kept
    CHECK_FALSE(contains(page.text(), "role=\"alert\""));
    fields.insert(
        fields.end(),
        {{"absence_first_0", "2026-07-01"}, {"absence_last_0", "2026-07-02"}, {"absence_first_1", "2026-08-01"}, {"absence_last_1", "2026-08-02"}});
    fields[0].second = "remove_absence_0";
    page = post("/profil/lernzeit", fields);
    CHECK_FALSE(contains(page.text(), "2026-07-01"));
    CHECK(contains(page.text(), "2026-08-01"));
    CHECK_FALSE(contains(page.text(), "absence_first_1"));
    fields[0].second = "remove_absence_99";
    CHECK(post("/profil/lernzeit", fields).status == 200);
    fields[0].second = "within_25";
    page = post("/profil/lernzeit", fields);
    CHECK(has_place(page, town.speyer));
    CHECK_FALSE(contains(page.text(), "Berlin"));  // far away: shown on request
    fields[0].second = "show_places";
    page = post("/profil/lernzeit", fields);
    CHECK(contains(page.text(), "Berlin"));
    CHECK(contains(page.text(), "name=\"all_places\""));
    CHECK_FALSE(town.service->find_own(town.clerk)->facts.preferences);
}

TEST_CASE_FIXTURE(Pages, "a far place that was chosen stays in sight") {
    auto preferences = town.preferences();
    preferences.places.push_back(town.berlin);
    REQUIRE(town.service->set_preferences(town.clerk, preferences));
    CHECK(has_place(get("/profil/lernzeit"), town.berlin));
}

TEST_CASE_FIXTURE(Pages, "contradictions in the learning time are refused beside their field") {
    const auto refuse_with = [&](const std::function<void(Fields&)>& change, std::string_view href) {
        auto fields = good_preferences();
        change(fields);
        CAPTURE(href);
        const auto page = post("/profil/lernzeit", fields);
        CHECK(page.status == 422);
        CHECK(contains(page.text(), fmt::format("href=\"#feld-{}\"", href)));
        CHECK(contains(page.text(), fmt::format("id=\"feld-{}\"", href)));
    };
    const auto set = [](std::string name, std::string value) {
        return [=](Fields& fields) {
            std::erase_if(fields, [&](const auto& field) { return field.first == name; });
            fields.emplace_back(name, value);
        };
    };
    const auto drop = [](std::string name) {
        return [=](Fields& fields) { std::erase_if(fields, [&](const auto& field) { return field.first == name; }); };
    };
    refuse_with(set("hours", ""), "hours");
    refuse_with(set("hours", "0"), "hours");
    refuse_with(set("hours", "<script>alert(1)</script>"), "hours");
    refuse_with(set("weekly_hours", "41"), "weekly_hours");
    refuse_with(set("budget", "-5"), "budget");
    refuse_with(set("presence_days", "1,5"), "presence_days");
    refuse_with(set("until", "2026-03-02"), "until");
    refuse_with(set("until", "2028-03-03"), "until");
    refuse_with(drop("working_days"), "working_days");
    refuse_with(drop("formats"), "formats");
    refuse_with(drop("places"), "places");
    refuse_with(set("places", "9999"), "places");
    refuse_with([](Fields& fields) { fields.insert(fields.end(), {{"absence_first_0", "2026-07-02"}, {"absence_last_0", "2026-07-01"}}); },
                "absence_last_0");
    refuse_with([](Fields& fields) { fields.insert(fields.end(), {{"absence_first_0", "2026-07-02"}, {"absence_last_0", ""}}); }, "absence_last_0");
    CHECK_FALSE(town.service->find_own(town.clerk)->facts.preferences);
}

TEST_CASE_FIXTURE(Pages, "what is typed comes back escaped") {
    auto fields = good_preferences();
    fields[1].second = "\"><script>alert(1)</script>";
    const auto page = post("/profil/lernzeit", fields);
    CHECK_FALSE(contains(page.text(), "<script>alert"));
    CHECK(contains(page.text(), "&lt;script&gt;alert(1)&lt;/script&gt;"));
    const auto catalogue = get("/kompetenzen/escape");
    CHECK_FALSE(contains(catalogue.text(), "Mit <script>"));
    CHECK(contains(catalogue.text(), "Mit &lt;script&gt; &amp; &quot;Zeichen&quot;"));
}
