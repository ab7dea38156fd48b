// SPDX-License-Identifier: EUPL-1.2
#include "authoring/tests/work_town.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

namespace kc::authoring {
namespace {

using http::Method;
using test::contains;
using test::work_towns;
using test::WorkPages;
using test::WorkTown;

const Viewer& editor(const WorkTown& town) { return town.town.provider_editor; }

ProviderId own_provider(const WorkTown& town) { return town.courses.providers(editor(town))->at(0).id; }

// All mandatory units of the module and as many elective ones as make a course, in an order that fits.
CourseInput sound_course(const WorkTown& town) {
    const auto snapshot = town.catalogues.current();
    for (const auto& module : snapshot->modules()) {
        CourseInput input{"Mein Kurs", module.slug, false, {}};
        for (const auto index : module.mandatory_units) input.units.push_back(snapshot->unit(index).id);
        for (const auto index : module.elective_units) {
            if (input.units.size() < 4 && !snapshot->unit(index).only_for) input.units.push_back(snapshot->unit(index).id);
        }
        const auto check = town.courses.check(editor(town), input);
        if (!check || check->order.size() != input.units.size()) continue;
        input.units = check->order;
        if (town.courses.check(editor(town), input)->sound()) return input;
    }
    throw Impossible("no module of the sample makes a course");
}

}  // namespace

TEST_CASE("RE-65: a provider adds, changes, retires and restores its own courses") {
    for (auto& town : work_towns()) {
        auto input = sound_course(*town);
        const auto id = town->courses.add(editor(*town), own_provider(*town), input);
        REQUIRE(id);
        CHECK(town->audits("course.added") == 1);
        town->catalogues.reload();
        const auto* course = town->catalogues.current()->find_course("mein-kurs");
        REQUIRE(course != nullptr);
        CHECK(course->unit_ids == input.units);
        input.name = "Unser Kurs";
        input.closed = true;
        CHECK(town->courses.change(editor(*town), *id, input));
        const auto found = town->courses.find(editor(*town), *id);
        REQUIRE(found);
        CHECK(found->row.name == "Unser Kurs");
        CHECK(found->row.closed);
        CHECK(found->check.sound());
        CHECK(town->courses.retire(editor(*town), *id));
        CHECK(town->courses.retire(editor(*town), *id));
        CHECK(town->audits("course.retired") == 1);
        CHECK(town->courses.restore(editor(*town), *id));
        CHECK(town->audits("course.restored") == 1);
    }
}

TEST_CASE("RE-66: a course that breaks a rule is not saved and says which rule") {
    for (auto& town : work_towns()) {
        auto input = sound_course(*town);
        const auto id = town->courses.add(editor(*town), own_provider(*town), input);
        REQUIRE(id);
        auto broken = input;
        broken.units.resize(2);
        const auto refused = town->courses.change(editor(*town), *id, broken);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().error == CourseError::rules_broken);
        REQUIRE(refused.error().check);
        CHECK_FALSE(refused.error().check->rules.at(0).met);
        CHECK(town->courses.find(editor(*town), *id)->units.size() == input.units.size());
        broken = input;
        broken.name = "x";
        CHECK(town->courses.change(editor(*town), *id, broken).error().error == CourseError::invalid);
        broken.module = "nichts";
        CHECK(town->courses.change(editor(*town), *id, broken).error().error == CourseError::module_not_found);
        // A unit that is withdrawn later breaks the course; it is told, and the course cannot come back as it is.
        town->write("UPDATE learning_units SET state = 'retired' WHERE id = ?", input.units.back());
        town->catalogues.reload();
        CHECK_FALSE(town->courses.find(editor(*town), *id)->check.sound());
        CHECK(town->courses.retire(editor(*town), *id));
        CHECK(town->courses.restore(editor(*town), *id).error().error == CourseError::rules_broken);
    }
}

TEST_CASE("RE-69: courses belong to their provider; those without one to the office") {
    for (auto& town : work_towns()) {
        const auto input = sound_course(*town);
        const auto foreign =
            town->value<ProviderId>("SELECT id FROM providers WHERE organisation_id <> ? ORDER BY id LIMIT 1", town->editor_organisation());
        CHECK(town->courses.add(editor(*town), foreign, input).error().error == CourseError::not_own_provider);
        const auto id = town->courses.add(town->town.office, foreign, input);
        REQUIRE(id);
        CHECK(town->courses.find(editor(*town), *id).error() == CourseError::course_not_found);
        CHECK(town->courses.change(editor(*town), *id, input).error().error == CourseError::course_not_found);
        CHECK(town->courses.retire(editor(*town), *id).error() == CourseError::course_not_found);
        CHECK(town->courses.list(town->town.clerk).error() == CourseError::not_permitted);
        CHECK(town->courses.list(editor(*town))->empty());
        CHECK_FALSE(town->courses.list(town->town.office)->empty());
    }
}

TEST_CASE("composing a course by page: module first, rules while composing, saved when they are kept") {
    WorkTown town;
    WorkPages pages(town);
    const auto input = sound_course(town);
    const std::string path = "/anbieter-bereich/kurse";
    CHECK(contains(pages.get(path, editor(town)).text(), "Noch kein Kurs"));
    CHECK(pages.get(path, town.town.clerk).status == 403);
    CHECK(contains(pages.get(path + "/neu", editor(town)).text(), "Weiter zu den Angeboten"));
    const auto composed = pages.get(path + "/neu?modul=" + input.module, editor(town));
    CHECK(composed.status == 200);
    CHECK(contains(composed.text(), "Alle Pflichteinheiten des Moduls sind dabei."));
    std::vector<std::pair<std::string, std::string>> fields{{"name", "Mein Kurs"},
                                                            {"module", input.module},
                                                            {"shown_module", input.module},
                                                            {"action", "check"},
                                                            {"unit_1", std::to_string(input.units[0].value)}};
    const auto checked = pages.post(path + "/neu", editor(town), fields);
    CHECK(checked.status == 200);
    CHECK(contains(checked.text(), "noch offen"));
    CHECK(town.audits("course.added") == 0);
    fields[3].second = "save";
    const auto refused = pages.post(path + "/neu", editor(town), fields);
    CHECK(refused.status == 422);
    CHECK(contains(refused.text(), "noch nicht alle Regeln"));
    for (std::size_t i = 1; i < input.units.size(); ++i) fields.emplace_back(fmt::format("unit_{}", i + 1), std::to_string(input.units[i].value));
    CHECK(pages.post(path + "/neu", editor(town), fields).status == 303);
    const auto id = town.value("SELECT max(id) FROM courses");
    const auto one = fmt::format("{}/{}", path, id);
    CHECK(contains(pages.get(one, editor(town)).text(), "Mein Kurs"));
    CHECK(pages.post(one + "/rueckzug", editor(town)).status == 303);
    CHECK(contains(pages.get(path, editor(town)).text(), "Wieder anbieten"));
    CHECK(pages.post(one + "/wiederaufnahme", editor(town)).status == 303);
    CHECK(pages.get(path, town.town.office).status == 200);
}

TEST_CASE("the JSON interface checks and keeps courses") {
    WorkTown town;
    WorkPages pages(town);
    const auto input = sound_course(town);
    std::string units;
    for (const auto unit : input.units) units += (units.empty() ? "" : ",") + std::to_string(unit.value);
    const auto check = pages.json(Method::post, "/api/v1/provider/courses/check", editor(town),
                                  fmt::format(R"({{"module":"{}","units":[{}]}})", input.module, input.units[0].value));
    CHECK(check.status == 200);
    CHECK(contains(check.text(), "\"sound\":false"));
    const auto body =
        fmt::format(R"({{"provider":{},"name":"Mein Kurs","module":"{}","units":[{}]}})", own_provider(town).value, input.module, units);
    CHECK(pages.json(Method::post, "/api/v1/provider/courses", editor(town), body).status == 201);
    const auto one = fmt::format("/api/v1/provider/courses/{}", town.value("SELECT max(id) FROM courses"));
    const auto refused = pages.json(Method::put, one, editor(town), fmt::format(R"({{"name":"Kurs","module":"{}","units":[1]}})", input.module));
    CHECK(refused.status == 422);
    CHECK(contains(refused.text(), "\"field\":\"count\""));
    CHECK(contains(pages.json(Method::put, one + "/retirement", editor(town)).text(), "\"retired\":true"));
    CHECK(contains(pages.json(Method::del, one + "/retirement", editor(town)).text(), "\"retired\":false"));
    CHECK(contains(pages.json(Method::get, "/api/v1/provider/courses", editor(town)).text(), "mein-kurs"));
}

}  // namespace kc::authoring
