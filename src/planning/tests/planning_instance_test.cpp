// SPDX-License-Identifier: EUPL-1.2
#include "planning/tests/small_offers.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::planning;
using namespace kc::planning::test;
using catalogue::Format;

namespace {

using Units = std::vector<std::int64_t>;

// One unit on one date.
Units with_date(const DateOptions& date, const competence::LearnerProfile& profile, Format mode = Format::on_site, int presence_days = 0) {
    SmallOffers offers;
    offers.add({.presence_days = presence_days, .mode = mode}, {date});
    return units_of(plan_for(offers, profile));
}

}  // namespace

TEST_CASE("LP-03: a date can be planned until the day of its booking deadline, and never on the day of planning") {
    CHECK(with_date({.first = "2026-03-10", .deadline = "2026-03-02"}, learner(1)) == Units{1});
    CHECK(with_date({.first = "2026-03-10", .deadline = "2026-03-01"}, learner(1)).empty());
    CHECK(with_date({.first = "2026-03-02", .deadline = "2026-03-02"}, learner(1)).empty());
    CHECK(with_date({.first = "2026-03-03", .deadline = "2026-03-03"}, learner(1)) == Units{1});
    CHECK(with_date({.first = "2026-03-10", .state = catalogue::DateState::cancelled}, learner(1)).empty());
}

TEST_CASE("LP-04: a date on the last day is planned, one that ends a day later is not") {
    auto profile = learner(1);
    profile.preferences.until = day("2026-06-02");
    CHECK(with_date({.first = "2026-06-01", .last = "2026-06-02"}, profile) == Units{1});
    profile.preferences.until = day("2026-06-01");
    CHECK(with_date({.first = "2026-06-01", .last = "2026-06-02"}, profile).empty());
}

TEST_CASE("LP-05: hours, price and days on site are kept to the last unit") {
    SmallOffers offers;
    offers.add({.half_hours = 8, .presence_days = 1, .mode = Format::on_site}, {{.first = "2026-04-13"}});
    auto profile = learner(1);
    profile.preferences.hours = HalfHours{8};
    profile.preferences.budget = Money{100'00};
    profile.preferences.presence_days = 1;
    CHECK(units_of(plan_for(offers, profile)) == Units{1});
    auto less = profile;
    less.preferences.hours = HalfHours{7};
    CHECK(units_of(plan_for(offers, less)).empty());
    less = profile;
    less.preferences.budget = Money{99'99};
    CHECK(units_of(plan_for(offers, less)).empty());
    less = profile;
    less.preferences.presence_days = 0;
    CHECK(units_of(plan_for(offers, less)).empty());
}

TEST_CASE("LP-05: weekly hours limit what has no date as well") {
    SmallOffers offers;
    offers.add({.half_hours = 8});
    auto profile = learner(1);
    profile.preferences.weekly_hours = HalfHours{2};
    profile.preferences.until = day("2026-03-24");  // 3 March to 24 March: four weeks begun
    CHECK(units_of(plan_for(offers, profile)) == Units{1});
    profile.preferences.until = day("2026-03-23");
    CHECK(units_of(plan_for(offers, profile)).empty());
}

TEST_CASE("LP-06: online dates need the wish to learn online, self-paced units do not") {
    auto profile = learner(1);
    CHECK(with_date({.first = "2026-04-13", .mode = Format::online}, profile, Format::online) == Units{1});
    profile.preferences.online = false;
    CHECK(with_date({.first = "2026-04-13", .mode = Format::online}, profile, Format::online).empty());
    SmallOffers offers;
    offers.add({});
    CHECK(units_of(plan_for(offers, profile)) == Units{1});
}

TEST_CASE("LP-06: a hybrid date is attended online where that is wanted, else on site at a place within reach") {
    auto profile = learner(1);
    profile.preferences.presence_days = 0;
    const DateOptions away{.first = "2026-04-13", .mode = Format::hybrid, .venue = 2};
    CHECK(with_date(away, profile, Format::hybrid, 1) == Units{1});  // online: no day on site, no way to go
    profile.preferences.online = false;
    CHECK(with_date(away, profile, Format::hybrid, 1).empty());
    profile.preferences.places = {PlaceId{1}, PlaceId{3}};
    CHECK(with_date(away, profile, Format::hybrid, 1).empty());  // reachable, but a day on site
    profile.preferences.presence_days = 1;
    CHECK(with_date(away, profile, Format::hybrid, 1) == Units{1});
}

TEST_CASE("LP-06: dates on site need a reachable place and the wish to learn on site") {
    auto profile = learner(1);
    CHECK(with_date({.first = "2026-04-13", .venue = 0}, profile) == Units{1});
    CHECK(with_date({.first = "2026-04-13", .venue = 1}, profile).empty());
    profile.preferences.on_site = false;
    CHECK(with_date({.first = "2026-04-13", .venue = 0}, profile).empty());
}

TEST_CASE("docs/adr/0005: a unit with dates in several towns is planned where the person can go") {
    SmallOffers offers;
    offers.add({.mode = Format::on_site}, {{.first = "2026-04-13", .venue = 1}, {.first = "2026-05-11", .venue = 0}});
    const auto plan = plan_for(offers, learner(1));
    REQUIRE(plan.items.size() == 1);
    CHECK(plan.items[0].date == TutorialDateId{101});
}

TEST_CASE("LP-07, LP-08: days without work and absences have no tutorial, the days around them have") {
    auto profile = learner(1);  // 13 April 2026 is a Monday
    profile.preferences.working_days = 0b0001;
    CHECK(with_date({.first = "2026-04-13"}, profile) == Units{1});
    CHECK(with_date({.first = "2026-04-13", .last = "2026-04-14"}, profile).empty());
    profile.preferences.working_days = 0b0010;
    CHECK(with_date({.first = "2026-04-13"}, profile).empty());
    profile.preferences.working_days = competence::monday_to_friday;
    profile.preferences.absences = {{day("2026-04-14"), day("2026-04-20")}};
    CHECK(with_date({.first = "2026-04-13"}, profile) == Units{1});
    CHECK(with_date({.first = "2026-04-14"}, profile).empty());
    CHECK(with_date({.first = "2026-04-20"}, profile).empty());
    CHECK(with_date({.first = "2026-04-21"}, profile) == Units{1});
}

TEST_CASE("LP-09: a completed unit is not planned again and counts as predecessor") {
    SmallOffers offers;
    offers.add({.competence = 2});
    offers.add({.after = 0});
    const auto profile = learner(1);
    CHECK(units_of(plan_for(offers, profile)) == Units{1, 2});
    PersonChoices choices;
    choices.completed.push_back({LearningUnitId{1}, day("2026-02-01")});
    CHECK(units_of(plan_for(offers, profile, choices)) == Units{2});
}

TEST_CASE("AN-43: an internal offer is planned for the people of its organisation only") {
    SmallOffers offers;
    offers.add({});
    offers.parts.units.back().only_for = OrganisationId{1};
    auto profile = learner(1);
    CHECK(units_of(plan_for(offers, profile)) == Units{1});
    profile.organisation = OrganisationId{2};
    CHECK(units_of(plan_for(offers, profile)).empty());
    PersonChoices wanted;
    wanted.choices.push_back({LearningUnitId{1}, Choice::locked, std::nullopt});
    CHECK(units_of(plan_for(offers, profile, wanted)).empty());
}

TEST_CASE("LP-10: what the person does not want is not planned, and the open level says so") {
    SmallOffers offers;
    offers.add({});
    PersonChoices choices;
    choices.choices.push_back({LearningUnitId{1}, Choice::excluded, std::nullopt});
    const auto plan = plan_for(offers, learner(1), choices);
    CHECK(plan.items.empty());
    REQUIRE(plan.open_gaps.size() == 1);
    CHECK(plan.open_gaps[0].reason == OpenReason::excluded);
}

TEST_CASE("LP-11: a locked unit is planned though no gap asks for it, on its date while that can be booked, else on another") {
    SmallOffers offers;
    offers.add({.competence = 2, .mode = Format::on_site}, {{.first = "2026-04-13"}, {.first = "2026-05-11"}});
    PersonChoices choices;
    choices.choices.push_back({LearningUnitId{1}, Choice::locked, TutorialDateId{101}});
    auto plan = plan_for(offers, learner(1), choices);
    REQUIRE(plan.items.size() == 1);
    CHECK(plan.items[0].date == TutorialDateId{101});
    CHECK(plan.items[0].locked);
    CHECK(plan.items[0].explanation.reason == ItemReason::own_wish);
    offers.parts.units[0].dates[1].state = catalogue::DateState::cancelled;
    plan = plan_for(offers, learner(1), choices);
    REQUIRE(plan.items.size() == 1);
    CHECK(plan.items[0].date == TutorialDateId{100});
}

TEST_CASE("wishes that cannot be together are named and nothing is planned") {
    SmallOffers offers;
    offers.add({.mode = Format::on_site}, {{.first = "2026-04-13"}});
    offers.add({.competence = 2, .mode = Format::on_site}, {{.first = "2026-04-13"}});
    PersonChoices choices;
    choices.choices = {{LearningUnitId{1}, Choice::locked, TutorialDateId{100}}, {LearningUnitId{2}, Choice::locked, TutorialDateId{200}}};
    const auto plan = plan_for(offers, learner(1), choices);
    CHECK(plan.status == PlanStatus::infeasible);
    CHECK(plan.items.empty());
    CHECK(plan.conflict == std::vector{LearningUnitId{1}, LearningUnitId{2}});
}

TEST_CASE("LP-12: among equally good plans the accepted one stays") {
    SmallOffers offers;
    offers.add({.mode = Format::on_site}, {{.first = "2026-04-13"}, {.first = "2026-05-11"}});
    Plan accepted = plan_for(offers, learner(1));
    REQUIRE(accepted.items.size() == 1);
    CHECK(accepted.items[0].date == TutorialDateId{100});
    accepted.items[0].date = TutorialDateId{101};
    CHECK(plan_for(offers, learner(1), {}, true, &accepted).items[0].date == TutorialDateId{101});
}

TEST_CASE("LP-13: members pay the member price, others the other one") {
    SmallOffers offers;
    offers.add({});
    CHECK(plan_for(offers, learner(1), {}, true).price == Money{100'00});
    CHECK(plan_for(offers, learner(1), {}, false).price == Money{150'00});
}

TEST_CASE("a competence nobody teaches stays open with its reason; a lower level comes first") {
    const auto plan = plan_for(SmallOffers{}, learner(2));
    REQUIRE(plan.open_gaps.size() == 2);
    CHECK(plan.open_gaps[0].reason == OpenReason::no_offer);
    CHECK(plan.closure == 0);
    CHECK(plan.closure_wanted == 6);
}

TEST_CASE("LP-31, LP-33, LP-34: reasons, the next best unit and the cheapest change that would close more") {
    SmallOffers offers;
    offers.add({.half_hours = 8});
    offers.add({.half_hours = 12, .member_cents = 300'00});
    offers.add({.level = 2, .half_hours = 10, .needs_level = 1});
    auto profile = learner(2);
    auto plan = plan_for(offers, profile);
    REQUIRE(units_of(plan) == Units{1, 3});
    CHECK(plan.items[0].explanation.raises == std::vector{LevelRaise{CompetenceId{1}, 0, 1}});
    CHECK(plan.items[0].explanation.needed_for == std::vector{LearningUnitId{3}});
    REQUIRE(plan.items[0].explanation.alternative);
    CHECK(plan.items[0].explanation.alternative->units == std::vector{LearningUnitId{2}});
    CHECK(plan.items[0].explanation.alternative->more_hours == HalfHours{4});
    CHECK(plan.items[0].explanation.alternative->more_price == Money{200'00});
    REQUIRE(plan.items[1].explanation.alternative);
    CHECK(plan.items[1].explanation.alternative->closure_lost == 3);

    profile.preferences.hours = HalfHours{16};
    CHECK(plan_for(offers, profile).gains.empty());  // LP-35: only when asked for
    plan = plan_for(offers, profile, {}, true, nullptr, Detail::thorough);
    REQUIRE(units_of(plan) == Units{1});
    REQUIRE(plan.open_gaps.size() == 1);
    CHECK(plan.open_gaps[0].reason == OpenReason::budget_hours);
    REQUIRE(plan.open_gaps[0].remedy);
    CHECK(plan.open_gaps[0].remedy->unit == LearningUnitId{3});
    CHECK(plan.open_gaps[0].remedy->more_hours == HalfHours{2});
    REQUIRE(plan.gains.size() == 1);
    CHECK(plan.gains[0] == Gain{"hours", 2, 3});
}

TEST_CASE("LP-35: a place out of reach that would help is named with what it would bring") {
    SmallOffers offers;
    offers.add({.mode = Format::on_site}, {{.first = "2026-04-13", .venue = 1}});
    const auto plan = plan_for(offers, learner(1), {}, true, nullptr, Detail::thorough);
    REQUIRE(plan.open_gaps.size() == 1);
    CHECK(plan.open_gaps[0].reason == OpenReason::place_not_reachable);
    REQUIRE(plan.gains.size() == 1);
    CHECK(plan.gains[0] == Gain{"place", 2, 3});
}
