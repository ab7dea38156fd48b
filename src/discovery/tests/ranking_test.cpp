// SPDX-License-Identifier: EUPL-1.2
#include "discovery/ranking.hpp"

#include "discovery/audience.hpp"
#include "discovery/offer_map.hpp"

#include <doctest/doctest.h>

namespace kc::discovery {
namespace {

const CompetenceId talking{1}, writing{2};

competence::LearnerProfile learner(std::vector<competence::LevelOf> current, std::vector<competence::TargetOf> targets) {
    competence::LearnerProfile profile;
    profile.current = std::move(current);
    profile.targets = std::move(targets);
    return profile;
}

catalogue::LearningUnit unit(std::vector<catalogue::CompetenceLevel> teaches, int half_hours = 16) {
    catalogue::LearningUnit unit;
    unit.teaches = std::move(teaches);
    unit.self_study = HalfHours{half_hours};
    return unit;
}

Rank rank(const catalogue::LearningUnit& unit, const competence::LearnerProfile& profile, RankCosts costs = {}, RankWeights weights = {}) {
    return rank_offer(unit, Needs(profile), costs, weights);
}

}  // namespace

TEST_CASE("an offer that closes no gap has no points, levels above the target or below today do not count (FI-20)") {
    const auto profile = learner({{talking, 2}}, {{talking, 3, 8}});
    CHECK(rank(unit({{writing, 1}}), profile).points == 0);
    CHECK(rank(unit({{talking, 2}}), profile).points == 0);
    CHECK(rank(unit({{talking, 4}}), profile).points == 0);
    const auto found = rank(unit({{talking, 3}, {talking, 4}}), profile);
    CHECK(found.closed.size() == 1);
    CHECK(found.benefit == 80);
    CHECK(found.gaps == 1);
}

TEST_CASE("points are a hundred times the benefit per hour of effort (FI-21)") {
    const auto profile = learner({}, {{talking, 2, 5}});
    const auto found = rank(unit({{talking, 1}, {talking, 2}}), profile, {Money{160'00}, std::nullopt});
    CHECK(found.learning_minutes == 8 * 60);
    CHECK(found.cost_minutes == 4 * 60);  // 160 € at 40 € an hour
    CHECK(found.effort_minutes == 8 * 60 + 4 * 60 + fixed_minutes);
    CHECK(found.benefit == 100);
    CHECK(found.points == 77);  // 10 / 13 h
}

TEST_CASE("ways and days on site take time as well") {
    const auto profile = learner({}, {{talking, 1, 5}});
    auto present = unit({{talking, 1}});
    present.presence_days = 2;
    const auto near = rank(present, profile, {Money{}, catalogue::Travel{5, 20}});
    const auto far = rank(present, profile, {Money{}, catalogue::Travel{80, 110}});
    CHECK(near.way_minutes == 2 * 20 * 2);
    CHECK(near.absence_minutes == 2 * absence_minutes_a_day);
    CHECK(near.points > far.points);
}

TEST_CASE("a level counts half while one before it is missing, and missing prerequisites halve the benefit") {
    const auto profile = learner({}, {{talking, 3, 6}});
    CHECK(rank(unit({{talking, 3}}), profile).benefit == 30);
    CHECK(rank(unit({{talking, 1}, {talking, 2}, {talking, 3}}), profile).benefit == 180);
    auto demanding = unit({{talking, 1}});
    demanding.needs = {{writing, 2}};
    const auto found = rank(demanding, profile);
    CHECK(found.needs_missing);
    CHECK(found.benefit == 30);
}

TEST_CASE("people move the weights (FI-22)") {
    const auto profile = learner({}, {{talking, 2, 5}});
    const auto offer = unit({{talking, 1}, {talking, 2}});
    const RankCosts costs{Money{400'00}, std::nullopt};
    const auto normal = rank(offer, profile, costs);
    CHECK(rank(offer, profile, costs, {.cost = Importance::low}).effort_minutes == normal.effort_minutes - normal.cost_minutes);
    CHECK(rank(offer, profile, costs, {.cost = Importance::high}).effort_minutes == normal.effort_minutes + normal.cost_minutes);
    CHECK(rank(offer, profile, costs, {.time = Importance::high}).effort_minutes == normal.effort_minutes + normal.learning_minutes);
    CHECK(rank(offer, profile, costs, {.benefit = Importance::high}).points > normal.points);
    CHECK(rank(offer, profile, costs, {.benefit = Importance::low}).points < normal.points);
}

TEST_CASE("a way is the great circle with a detour, in whole kilometres and five minutes (FI-30)") {
    const catalogue::Coordinates heidelberg{49.4094, 8.6942}, mannheim{49.4875, 8.4660};
    const auto way = catalogue::estimate_travel(heidelberg, mannheim);
    CHECK(way.kilometres == 24);  // 18.7 km as the crow flies
    CHECK(way.minutes == 40);
    CHECK(catalogue::estimate_travel(mannheim, heidelberg).kilometres == way.kilometres);
    CHECK(catalogue::estimate_travel(heidelberg, heidelberg).minutes == 0);
    CHECK(catalogue::estimate_travel({90, 0}, {-90, 0}).kilometres > 20'000);
}

TEST_CASE("the map draws every place and labels none over another") {
    std::vector<MapPoint> points{{"Heidelberg", {49.41, 8.69}, 9}, {"Heidelberg-Nord <b>", {49.411, 8.691}, 1}, {"Mannheim", {49.49, 8.47}, 4}};
    const auto picture = draw_map(points, catalogue::Coordinates{49.45, 8.60}).text;
    CHECK(picture.find("Heidelberg 9") != std::string::npos);
    CHECK(picture.find("Mannheim 4") != std::string::npos);
    CHECK(picture.find("<b>") == std::string::npos);
    CHECK(picture.find("kc-map__origin") != std::string::npos);
    CHECK(draw_map({}, std::nullopt).text.starts_with("<svg"));
    CHECK(draw_map({{"Ein Ort", {49.4, 8.7}, 1}}, std::nullopt).text.find("nan") == std::string::npos);
}

}  // namespace kc::discovery
