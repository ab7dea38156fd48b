// SPDX-License-Identifier: EUPL-1.2
#include "competence/model.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::competence;

namespace {

constexpr OrganisationId own_town{1}, other_town{2};
constexpr Date today{std::chrono::year{2026}, std::chrono::month{3}, std::chrono::day{2}};

CompetenceFramework framework() {
    CompetenceFramework::Parts parts;
    parts.areas = {{CompetenceAreaId{1}, "digital", "Digital", "Digital", 1}};
    for (int i = 0; i < 3; ++i) {
        parts.competences.push_back({.id = CompetenceId{100 + i}, .slug = fmt::format("k{}", i), .area = 0, .name = "K", .half_life_months = 24});
    }
    parts.general_demands = {{.layer = DemandLayer::general, .competence = 0, .level = 2, .weight = 5, .reason = "Alle", .stated_on = today}};
    return CompetenceFramework(std::move(parts));
}

AgreedDemand agreed(std::int64_t competence, int level, Date until, OrganisationId organisation = own_town) {
    return {"goal:1", organisation, CompetenceId{competence}, level, 9, until, "Weil es gebraucht wird", today};
}

}  // namespace

TEST_CASE("an agreed goal raises level and weight until its day and shows where it comes from (KO-30)") {
    const auto used = framework();
    const std::vector<AgreedDemand> demands{agreed(100, 4, today), agreed(101, 3, add_days(today, 30))};
    const std::vector<CompetenceId> interests{CompetenceId{101}, CompetenceId{102}};
    const Facts facts{own_town, {}, {}, interests, {}, demands};
    auto all = standings(used, facts, today);
    CHECK(all[0].target.value.level == 4);
    CHECK(all[0].target.value.weight == 9);
    REQUIRE(all[0].target.origins.size() == 2);
    CHECK(all[0].target.origins[1].agreed == &demands[0]);
    CHECK_FALSE(all[0].target.by_interest());
    CHECK(all[1].target.value.level == 3);
    CHECK_FALSE(all[1].target.by_interest());
    CHECK(all[2].target.by_interest());
    const auto targets = target_levels(used, facts, current_levels(used, {}, today), today);
    for (std::size_t i = 0; i < all.size(); ++i) {
        CHECK(targets[i].level == all[i].target.value.level);
        CHECK(targets[i].weight == all[i].target.value.weight);
    }
    all = standings(used, facts, add_days(today, 1));
    CHECK(all[0].target.value.level == 2);
    CHECK(all[0].target.value.weight == 5);
    CHECK(all[1].target.value.level == 3);
}

TEST_CASE("an agreed goal asks for nothing with another employer, and never lowers what work asks for (KO-30)") {
    const auto used = framework();
    const std::vector<AgreedDemand> demands{agreed(100, 1, add_days(today, 9)), agreed(101, 5, add_days(today, 9), other_town),
                                            agreed(999, 5, add_days(today, 9))};
    const auto all = standings(used, Facts{own_town, {}, {}, {}, {}, demands}, today);
    CHECK(all[0].target.value.level == 2);
    CHECK_FALSE(all[1].target.asked_for());
}
