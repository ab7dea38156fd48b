// SPDX-License-Identifier: EUPL-1.2
// The shared samples with known optima: every learner gets the optimum, proven, and the checker approves each plan.
// The samples lie beside the project (KC_SHARED or ../shared); without them these cases say so and pass.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "planning/optimizer/checker.hpp"
#include "planning/optimizer/instance_file.hpp"
#include "planning/optimizer/located_json.hpp"
#include "planning/optimizer/optimizer.hpp"
#include "planning/optimizer/plan_command.hpp"

namespace kc::planning::optimizer::test {

namespace {

namespace fs = std::filesystem;

fs::path sample(const char* name) {
    const char* shared = std::getenv("KC_SHARED");
    const fs::path root = shared != nullptr ? fs::path(shared) : fs::path(KC_SOURCE_DIR) / ".." / "shared";
    return root / "planning" / name;
}

void expect_known_optima(const char* name) {
    const auto folder = sample(name);
    if (!fs::exists(folder / "expected.jsonl")) {
        MESSAGE("skipped: no sample at ", folder.string());
        return;
    }
    const auto catalogue = read_catalogue(*read_file(folder / "catalogue.json"), "catalogue.json");
    REQUIRE(catalogue.has_value());
    const auto learners = read_learners(*read_file(folder / "learners.jsonl"), "learners.jsonl", *catalogue);
    REQUIRE(learners.has_value());
    const PreparedCatalogue prepared(*catalogue);
    Workspace workspace;
    std::vector<std::string> sums;
    for (const auto& learner : *learners) {
        const auto plan = solve(prepared, learner, {}, workspace);
        INFO("learner ", learner.id);
        CHECK(plan.status == Status::optimal);
        ClaimedPlan claimed{plan.items, plan.closure, plan.half_hours, plan.price_cents, {}};
        for (const auto& missing : plan.mandatory_not_taken) claimed.mandatory_not_taken.push_back(missing.unit);
        CHECK(check_plan(*catalogue, learner, claimed).empty());
        sums.push_back(learner.id + " " + std::to_string(plan.closure) + " " + std::to_string(plan.half_hours) + " " +
                       std::to_string(plan.price_cents));
    }
    std::istringstream lines(*read_file(folder / "expected.jsonl"));
    int compared = 0;
    for (std::string line; std::getline(lines, line);) {
        const auto expected = read_located_json(line);
        REQUIRE(expected.has_value());
        const auto number = [&](const char* field) { return std::to_string(expected->find(field)->integer); };
        const auto wanted = expected->find("id")->text + " " + number("closure") + " " + number("half_hours") + " " + number("price_cents");
        CHECK_MESSAGE(std::find(sums.begin(), sums.end(), wanted) != sums.end(), "expected ", wanted);
        ++compared;
    }
    CHECK(compared >= 58);
}

}  // namespace

TEST_CASE("every learner of the sample with 200 units gets the known optimum") { expect_known_optima("sample-200"); }
TEST_CASE("every learner of the sample with 2,000 units gets the known optimum") { expect_known_optima("sample-2000"); }

TEST_CASE("answers are the same byte for byte with one thread and with four, and the check command accepts them") {
    const auto folder = sample("sample-200");
    if (!fs::exists(folder / "catalogue.json")) {
        MESSAGE("skipped: no sample at ", folder.string());
        return;
    }
    const auto out = fs::temp_directory_path() / ("kc-plan-" + std::to_string(std::rand()));
    std::ostringstream told;
    PlanSolveOptions options{(folder / "catalogue.json").string(), (folder / "learners.jsonl").string(), out.string() + "-1", 1, 0};
    REQUIRE(run_plan_solve(options, told, told) == 0);
    options.threads = 4;
    options.out = out.string() + "-4";
    REQUIRE(run_plan_solve(options, told, told) == 0);
    CHECK(*read_file(out.string() + "-1") == *read_file(out.string() + "-4"));
    CHECK(run_plan_check({options.catalogue, options.learners, options.out}, told, told) == 0);
    fs::remove(out.string() + "-1");
    fs::remove(out.string() + "-4");
}

}  // namespace kc::planning::optimizer::test
