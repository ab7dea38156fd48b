// SPDX-License-Identifier: EUPL-1.2
// Broken instances are refused with file, line, field and remedy, and nothing is written.
// Sound ones survive being written and read again.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "planning/optimizer/generator.hpp"
#include "planning/optimizer/instance_file.hpp"
#include "planning/optimizer/plan_command.hpp"

namespace kc::planning::optimizer::test {

namespace {

namespace fs = std::filesystem;

const std::string good_catalogue = R"({"format":"kommunalcampus-planning-1","levels":5,
"competences":["k0","k1"],
"courses":[{"id":"c1","closed":false,"units":["u1","u2"]}],
"units":[
{"id":"u1","half_hours":16,"price_cents":24000,"presence_days":1,"place":"r3","teaches":[{"competence":"k0","level":1}],"requires":[],"dates":[{"id":"u1-0","first_day":45,"last_day":46}]},
{"id":"u2","half_hours":4,"price_cents":0,"presence_days":0,"teaches":[{"competence":"k0","level":2}],"requires":[{"competence":"k0","level":1}],"after":"u1"}
]})";

const std::string good_learner =
    R"({"id":"e1","current":{"k1":1},"target":{"k0":2},"weight":{"k0":5},"budget":{"half_hours":80,"price_cents":100000,"presence_days":5},"first_day":1,"last_day":365,"reachable_places":["r3"],"blocked":[{"first_day":14,"last_day":20}],"mandatory":["u2"]})";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

FileProblem catalogue_problem(const std::string& from, const std::string& to) {
    const auto result = read_catalogue(replaced(good_catalogue, from, to), "catalogue.json");
    REQUIRE(!result.has_value());
    CHECK(!result.error().text.empty());
    CHECK(!result.error().remedy.empty());
    return result.error();
}

FileProblem learner_problem(const std::string& from, const std::string& to) {
    const auto catalogue = read_catalogue(good_catalogue, "catalogue.json");
    REQUIRE(catalogue.has_value());
    const auto text = good_learner + "\n" + replaced(replaced(good_learner, "\"e1\"", "\"e2\""), from, to) + "\n";
    const auto result = read_learners(text, "learners.jsonl", *catalogue);
    REQUIRE(!result.has_value());
    CHECK(result.error().line == 2);
    CHECK(!result.error().remedy.empty());
    return result.error();
}

struct Folder {
    fs::path path = fs::temp_directory_path() / ("kc-optimizer-files-" + std::to_string(std::rand()));
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
    std::string file(const char* name, const std::string& text) const {
        REQUIRE(write_file(path / name, text).has_value());
        return (path / name).string();
    }
};

}  // namespace

TEST_CASE("a sound instance is read completely") {
    const auto catalogue = read_catalogue(good_catalogue, "catalogue.json");
    REQUIRE(catalogue.has_value());
    REQUIRE(catalogue->units.size() == 2);
    CHECK(catalogue->units[0].scheduled);
    CHECK(catalogue->units[0].dates[0].days.last_day == 46);
    CHECK(catalogue->units[1].after == 0);
    CHECK(!catalogue->units[1].scheduled);
    const auto learners = read_learners(good_learner + "\n\n", "learners.jsonl", *catalogue);
    REQUIRE(learners.has_value());
    REQUIRE(learners->size() == 1);
    CHECK((*learners)[0].weekly_half_hours == -1);
    CHECK(!(*learners)[0].has_former);
    const auto plan = solve(PreparedCatalogue(*catalogue), (*learners)[0]);
    CHECK(
        answer_line(*catalogue, (*learners)[0], plan) ==
        R"({"id":"e1","status":"optimal","closure":10,"half_hours":20,"price_cents":24000,"items":[{"unit":"u1","date":"u1-0"},{"unit":"u2"}],"unmet":[]})");
}

TEST_CASE("a date may be held elsewhere than its unit, and stays there when the catalogue is written") {
    const auto read = read_catalogue(replaced(good_catalogue, "\"last_day\":46", "\"last_day\":46,\"place\":\"r9\""), "catalogue.json");
    REQUIRE(read.has_value());
    const auto again = read_catalogue(catalogue_text(*read), "catalogue.json");
    REQUIRE(again.has_value());
    for (const auto* catalogue : {&*read, &*again}) {
        const auto& unit = catalogue->units[0];
        CHECK(catalogue->places[static_cast<std::size_t>(unit.place)] == "r3");
        CHECK(catalogue->places[static_cast<std::size_t>(place_of(unit, unit.dates[0]))] == "r9");
    }
}

TEST_CASE("every kind of broken catalogue is refused with line and field") {
    CHECK(catalogue_problem("\"levels\":5,", "\"levels\":5").line == 2);
    CHECK(catalogue_problem("\"half_hours\":4,", "\"half_hours\":-4,").field == "units[1].half_hours");
    CHECK(catalogue_problem("\"half_hours\":4,", "\"half_hours\":-4,").line == 6);
    CHECK(catalogue_problem("\"half_hours\":4,", "\"half_hours\":\"4\",").field == "units[1].half_hours");
    CHECK(catalogue_problem("\"half_hours\":4,", "\"half_hours\":4.5,").field == "units[1].half_hours");
    CHECK(catalogue_problem("\"half_hours\":4,", "").field == "units[1].half_hours");
    CHECK(catalogue_problem("\"price_cents\":0", "\"price_cents\":9000000000").field == "units[1].price_cents");
    CHECK(catalogue_problem("\"after\":\"u1\"", "\"after\":\"u9\"").field == "units[1].after");
    CHECK(catalogue_problem("{\"competence\":\"k0\",\"level\":2}", "{\"competence\":\"k7\",\"level\":2}").field == "units[1].teaches[0].competence");
    CHECK(catalogue_problem("\"level\":2}", "\"level\":6}").field == "units[1].teaches[0].level");
    CHECK(catalogue_problem("\"level\":2}", "\"level\":0}").field == "units[1].teaches[0].level");
    CHECK(catalogue_problem("\"id\":\"u2\"", "\"id\":\"u1\"").field == "units[1].id");
    CHECK(catalogue_problem("[\"u1\",\"u2\"]", "[\"u1\",\"u5\"]").field == "courses[0].units[1]");
    CHECK(catalogue_problem("[\"u1\",\"u2\"]", "\"u1\"").field == "courses[0].units");
    CHECK(catalogue_problem("\"closed\":false", "\"closed\":0").field == "courses[0].closed");
    CHECK(catalogue_problem("\"last_day\":46", "\"last_day\":44").field == "units[0].dates[0].last_day");
    CHECK(catalogue_problem("planning-1", "planning-9").field == "format");
    CHECK(catalogue_problem("\"k0\",\"k1\"", "\"k0\",\"k0\"").field == "competences[1]");
    CHECK(catalogue_problem("\"place\":\"r3\"", "\"place\":3").field == "units[0].place");
    CHECK(catalogue_problem("\"place\":\"r3\"", "\"id\":\"r3\"").field == "id");
    CHECK(catalogue_problem("\"last_day\":46", "\"last_day\":46,\"place\":3").field == "units[0].dates[0].place");
    CHECK(catalogue_problem("\"r3\"", "\"r\xFF\"").text.find("UTF-8") != std::string::npos);
    CHECK(catalogue_problem("\n]}", "\n]").text.find("endet") != std::string::npos);
    CHECK(catalogue_problem("\n]}", "\n]} x").line == 7);
}

TEST_CASE("every kind of broken learner is refused with line and field") {
    CHECK(learner_problem("\"e2\"", "\"e1\"").field == "id");
    CHECK(learner_problem("\"target\":{\"k0\":2}", "\"target\":{\"k5\":2}").field == "target.k5");
    CHECK(learner_problem("\"target\":{\"k0\":2}", "\"target\":{\"k0\":6}").field == "target.k0");
    CHECK(learner_problem("\"current\":{\"k1\":1}", "\"current\":[]").field == "current");
    CHECK(learner_problem("\"weight\":{\"k0\":5}", "\"weight\":{\"k0\":-5}").field == "weight.k0");
    CHECK(learner_problem("\"presence_days\":5", "\"presence_days\":null").field == "budget.presence_days");
    CHECK(learner_problem("\"last_day\":365", "\"last_day\":0").field == "last_day");
    CHECK(learner_problem("[\"u2\"]", "[\"u3\"]").field == "mandatory[0]");
    CHECK(learner_problem("\"last_day\":20", "\"last_day\":2").field == "blocked[0].last_day");
    CHECK(learner_problem("[\"u2\"]}", "[\"u2\"],\"fixed\":[{\"unit\":\"u1\",\"date\":\"u1-9\"}]}").field == "fixed[0].date");
    CHECK(learner_problem("[\"u2\"]}", "[\"u2\"],\"fixed\":[{\"unit\":\"u1\"}]}").field == "fixed[0].date");
    CHECK(learner_problem("[\"u2\"]}", "[\"u2\"],\"excluded\":[\"u8\"]}").field == "excluded[0]");
    CHECK(learner_problem("[\"u2\"]}", "[\"u2\"],\"weekly_half_hours\":\"8\"}").field == "weekly_half_hours");
    CHECK(learner_problem("[\"u2\"]}", "[\"u2\"]").text.find("endet") != std::string::npos);
}

TEST_CASE("a refused instance leaves an older answer file as it was") {
    Folder folder;
    PlanSolveOptions options;
    options.catalogue = folder.file("catalogue.json", good_catalogue);
    options.learners = folder.file("learners.jsonl", good_learner + "\n{\"id\":\"e2\"}\n");
    options.out = folder.file("answers.jsonl", "old\n");
    std::ostringstream out;
    std::ostringstream err;
    CHECK(run_plan_solve(options, out, err) == 1);
    CHECK(err.str().find("learners.jsonl, Zeile 2, Feld current") != std::string::npos);
    CHECK(*read_file(options.out) == "old\n");
    options.learners = (folder.path / "missing.jsonl").string();
    CHECK(run_plan_solve(options, out, err) == 1);
    options.threads = 0;
    CHECK(run_plan_solve(options, out, err) == 2);
}

TEST_CASE("the check command objects to a plan that breaks a rule, to a missing and to a surplus answer") {
    Folder folder;
    PlanCheckOptions options;
    options.catalogue = folder.file("catalogue.json", good_catalogue);
    options.learners = folder.file("learners.jsonl", good_learner + "\n");
    std::ostringstream out;
    const auto check = [&](const std::string& answers) {
        options.answers = folder.file("answers.jsonl", answers);
        out.str("");
        return run_plan_check(options, out, out);
    };
    CHECK(
        check(
            R"({"id":"e1","status":"optimal","closure":10,"half_hours":20,"price_cents":24000,"items":[{"unit":"u1","date":"u1-0"},{"unit":"u2"}],"unmet":[]})") ==
        0);
    CHECK(check(R"({"id":"e1","status":"optimal","closure":0,"half_hours":4,"price_cents":0,"items":[{"unit":"u2"}],"unmet":[]})") == 1);
    CHECK(out.str().find("Regel 3") != std::string::npos);
    CHECK(check(R"({"id":"e7","status":"infeasible","conflict":[]})") == 1);
    CHECK(out.str().find("e1: Die Antwort fehlt") != std::string::npos);
    CHECK(out.str().find("e7") != std::string::npos);
}

TEST_CASE("the explain command writes one line of reasons per person, or for one person only") {
    Folder folder;
    PlanExplainOptions options;
    options.catalogue = folder.file("catalogue.json", good_catalogue);
    options.learners = folder.file("learners.jsonl", good_learner + "\n" + replaced(good_learner, "\"e1\"", "\"e2\"") + "\n");
    options.out = (folder.path / "reasons.jsonl").string();
    std::ostringstream out;
    std::ostringstream err;
    REQUIRE(run_plan_explain(options, out, err) == 0);
    const auto both = *read_file(options.out);
    CHECK(std::count(both.begin(), both.end(), '\n') == 2);
    CHECK(both.find(R"("unit":"u1","date":"u1-0","closes":[{"competence":"k0","level":1}],"needed_by":["u2"])") != std::string::npos);
    options.learner = "e2";
    options.out.clear();
    REQUIRE(run_plan_explain(options, out, err) == 0);
    CHECK(out.str().find(R"({"id":"e2","status":"optimal","closure":10)") != std::string::npos);
    options.learner = "e3";
    CHECK(run_plan_explain(options, out, err) == 1);
    CHECK(err.str().find("e3") != std::string::npos);
    options.catalogue = (folder.path / "missing.json").string();
    CHECK(run_plan_explain(options, out, err) == 1);
}

TEST_CASE("a generated instance is the same for the same seed and survives being written and read") {
    const auto instance = generate({.seed = 5, .units = 150, .learners = 20});
    const auto text = catalogue_text(instance.catalogue);
    CHECK(text == catalogue_text(generate({.seed = 5, .units = 150, .learners = 20}).catalogue));
    CHECK(text != catalogue_text(generate({.seed = 6, .units = 150, .learners = 20}).catalogue));
    const auto catalogue = read_catalogue(text, "catalogue.json");
    REQUIRE(catalogue.has_value());
    std::string lines;
    for (const auto& learner : instance.learners) lines += learner_line(instance.catalogue, learner) + "\n";
    const auto learners = read_learners(lines, "learners.jsonl", *catalogue);
    REQUIRE(learners.has_value());
    const PreparedCatalogue original(instance.catalogue);
    const PreparedCatalogue read_again(*catalogue);
    for (std::size_t i = 0; i < learners->size(); ++i)
        CHECK(answer_line(instance.catalogue, instance.learners[i], solve(original, instance.learners[i])) ==
              answer_line(*catalogue, (*learners)[i], solve(read_again, (*learners)[i])));
}

}  // namespace kc::planning::optimizer::test
