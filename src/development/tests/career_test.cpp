// SPDX-License-Identifier: EUPL-1.2
#include "development/tests/development_town.hpp"

#include "planning/planner.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::development;
using namespace kc::development::test;

namespace {

std::vector<RoleProfileId> roles_of(const DevelopmentTown& town, std::size_t count) {
    std::vector<RoleProfileId> roles;
    for (const auto& role : town.frameworks.current()->role_profiles()) {
        if (roles.size() < count && role.published()) roles.push_back(role.id);
    }
    return roles;
}

}  // namespace

TEST_CASE("career paths say what is missing, how long it takes, what it costs and what cannot be reached (MG-30, MG-32)") {
    for (auto& town : development_towns()) {
        const auto roles = roles_of(*town, 3);
        const auto comparison = town->careers.compare(town->town.clerk, roles);
        REQUIRE(comparison);
        REQUIRE(comparison->paths.size() == 3);
        CHECK(comparison->limits_stated);
        bool any_units = false;
        for (const auto& path : comparison->paths) {
            CHECK(path.asked >= path.reached);
            CHECK(path.missing.size() == static_cast<std::size_t>(path.asked - path.reached));
            CHECK(path.unlimited_percent >= path.limited_percent);
            CHECK(path.unlimited.closure >= path.limited.closure);
            CHECK(path.weeks >= 0);
            CHECK(path.weeks <= 106);
            any_units = any_units || !path.unlimited.items.empty();
            for (const auto& level : path.unreachable) CHECK(level.level >= 1);
            const bool all = path.unreachable.empty() && path.unlimited.status == planning::PlanStatus::optimal;
            if (all) CHECK(path.unlimited_percent == 100);
        }
        CHECK(any_units);
    }
}

TEST_CASE("a path counts the work asked for alone: neither the present one, interests nor agreed goals (MG-31)") {
    DevelopmentTown town;
    const auto roles = roles_of(town, 1);
    const auto before = *town.careers.compare(town.town.clerk, roles);
    (void)town.agreed(town.level_goal());
    REQUIRE(town.profiles.set_interests(town.town.clerk, {town.wanted()}));
    const auto after = *town.careers.compare(town.town.clerk, roles);
    CHECK(before.paths.front().asked == after.paths.front().asked);
    CHECK(before.paths.front().missing.size() == after.paths.front().missing.size());
    CHECK(planning::same_plan(before.paths.front().unlimited, after.paths.front().unlimited));
}

TEST_CASE("comparing leaves no trace, and only the person asks (MG-33)") {
    for (auto& town : development_towns()) {
        const auto& people = town->town;
        const auto roles = roles_of(*town, 2);
        const auto trace = [&] {
            return town->value(
                "SELECT (SELECT COUNT(*) FROM audit_log) + (SELECT COUNT(*) FROM change_log) + (SELECT COUNT(*) FROM curricula) + "
                "(SELECT COUNT(*) FROM jobs) + (SELECT COUNT(*) FROM career_shortlist)");
        };
        const auto before = trace();
        REQUIRE(town->careers.compare(people.clerk, roles));
        CHECK(trace() == before);
        CHECK(town->careers.compare(people.office, roles).error() == CareerError::not_permitted);
        CHECK(town->careers.compare(people.clerk, roles_of(*town, 5)).error() == CareerError::too_many_roles);
        CHECK(town->careers.compare(people.clerk, std::vector{RoleProfileId{999'999}}).error() == CareerError::unknown_role);
        const std::vector<RoleProfileId> twice{roles[0], roles[0]};
        CHECK(town->careers.compare(people.clerk, twice)->paths.size() == 1);
    }
}

TEST_CASE("the shortlist is hers alone and bounded, and leaves no audit entry (MG-33)") {
    for (auto& town : development_towns()) {
        const auto& people = town->town;
        const auto audits = town->value("SELECT COUNT(*) FROM audit_log");
        const auto roles = roles_of(*town, shortlist_max + 1);
        for (std::size_t i = 0; i < roles.size() && i < shortlist_max; ++i) REQUIRE(town->careers.put_on_shortlist(people.clerk, roles[i]));
        REQUIRE(town->careers.put_on_shortlist(people.clerk, roles[0]));  // there already
        if (roles.size() > shortlist_max) {
            CHECK(town->careers.put_on_shortlist(people.clerk, roles.back()).error() == CareerError::shortlist_full);
        }
        CHECK(town->careers.put_on_shortlist(people.clerk, RoleProfileId{999'999}).error() == CareerError::unknown_role);
        CHECK(town->careers.put_on_shortlist(people.office, roles[0]).error() == CareerError::not_permitted);
        CHECK(town->careers.shortlist(people.newcomer)->empty());
        REQUIRE(town->careers.take_off_shortlist(people.clerk, roles[0]));
        CHECK(town->careers.shortlist(people.clerk)->size() == std::min(roles.size(), shortlist_max) - 1);
        CHECK(town->value("SELECT COUNT(*) FROM audit_log") == audits);
    }
}

TEST_CASE("one click makes a compared work the future one") {
    DevelopmentTown town;
    const auto& people = town.town;
    const auto present = *town.profiles.find_own(people.clerk)->facts.jobs.present;
    CHECK(town.careers.choose_as_future(people.clerk, present).error() == CareerError::same_job);
    CHECK(town.careers.choose_as_future(people.newcomer, present).error() == CareerError::present_job_missing);
    CHECK(town.careers.choose_as_future(people.clerk, RoleProfileId{999'999}).error() == CareerError::unknown_role);
    CHECK(town.careers.choose_as_future(people.office, present).error() == CareerError::not_permitted);
    for (const auto role : roles_of(town, 2)) {
        if (role == present) continue;
        REQUIRE(town.careers.choose_as_future(people.clerk, role));
        CHECK(town.profiles.find_own(people.clerk)->facts.jobs.future == role);
    }
}
