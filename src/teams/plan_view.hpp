// SPDX-License-Identifier: EUPL-1.2
// What a page shows of a plan: numbers of seats by offer and date, days with people away, what a limit more would bring.
#pragma once

#include "competence/framework.hpp"
#include "teams/group_report.hpp"
#include "teams/model.hpp"
#include "web/page.hpp"

namespace kc::teams {

struct GoalPerson {
    std::string name;
    int level = 0;
    Date deadline_on{};
};
BOOST_DESCRIBE_STRUCT(GoalPerson, (), (name, level, deadline_on))

struct DutyView {
    int position = 0;
    std::string competence, slug, law, covered;
    int level = 0, people_needed = 0;
    Date until_day{};
    int seats_wanted = 0, seats_planned = 0, open = 0;
    bool complete = false, callable = false;
    std::vector<GoalPerson> people;
};
BOOST_DESCRIBE_STRUCT(DutyView, (),
                      (position, competence, slug, law, covered, level, people_needed, until_day, seats_wanted, seats_planned, open, complete,
                       callable, people))

struct WayUnitView {
    std::string title, slug, place;
    std::optional<Date> first_day, last_day;
    bool several_days = false;
};
BOOST_DESCRIBE_STRUCT(WayUnitView, (), (title, slug, place, first_day, last_day, several_days))

struct WayView {
    std::string competence;
    int start_level = 0, level = 0, seats = 0, absence_days = 0;
    Money price_cents, sum;
    HalfHours half_hours;
    std::vector<WayUnitView> units;
};
BOOST_DESCRIBE_STRUCT(WayView, (), (competence, start_level, level, seats, absence_days, price_cents, sum, half_hours, units))

struct OfferSeats {
    std::string title, slug, place;
    std::optional<Date> first_day, last_day;
    bool several_days = false;
    int seats = 0;
};
BOOST_DESCRIBE_STRUCT(OfferSeats, (), (title, slug, place, first_day, last_day, several_days, seats))

struct AwayDay {
    Date day{};
    int people = 0, percent = 0;
};
BOOST_DESCRIBE_STRUCT(AwayDay, (), (day, people, percent))

struct PlanView {
    TeamPlanId id;
    OrganisationId organisation;
    std::string name;
    int people = 0;
    Instant created_at{};
    bool proven = false, complete = false, nothing_needed = false;
    Money price_cents;
    std::int64_t absence_days = 0;
    HalfHours half_hours;
    std::optional<Money> budget;
    std::optional<int> away_max;
    int seats = 0, open = 0;
    std::vector<DutyView> duties;
    std::vector<WayView> ways;
    std::vector<OfferSeats> offers;
    std::vector<AwayDay> days;
    std::vector<std::string> gains;
};
BOOST_DESCRIBE_STRUCT(PlanView, (),
                      (id, organisation, name, people, created_at, proven, complete, nothing_needed, price_cents, absence_days, half_hours, budget,
                       away_max, seats, open, duties, ways, offers, days, gains))

PlanView plan_view(const web::Site& site, const http::Request& request, const competence::CompetenceFramework& framework, const TeamPlan& plan,
                   const std::vector<AgreedGoal>& goals, Date today);

}  // namespace kc::teams
