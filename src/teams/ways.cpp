// SPDX-License-Identifier: EUPL-1.2
#include "teams/ways.hpp"

#include "competence/preferences.hpp"
#include "planning/optimizer/checker.hpp"
#include "planning/planner.hpp"

#include <algorithm>

namespace kc::teams {

namespace {

namespace opt = planning::optimizer;

constexpr int cheaper_steps = 4;       // how often a cheaper way is asked for on the same days
constexpr int other_days = 8;          // how often the days found so far are left out
constexpr int horizon_days = 2 * 366;  // for the lead time: as far as offers are known

bool is_working_day(int day) {
    const auto weekday = weekday_of(planning::day_of(day));
    return weekday != Weekday::saturday && weekday != Weekday::sunday;
}

opt::Learner learner_for(const WaysQuestion& question, const opt::PreparedCatalogue& offers, std::size_t competence, int start_level, int level,
                         Date until) {
    const auto& catalogue = question.catalogue;
    const auto& framework = catalogue.framework();
    opt::Learner learner;
    const int target = catalogue.competence_index(framework.competence(competence).id).value();
    for (std::size_t i = 0; i < framework.competences().size(); ++i) {
        const int usual = i == competence ? start_level : question.counts.usual_level(i);
        const auto index = catalogue.competence_index(framework.competence(i).id);
        if (index && usual > 0) learner.current.push_back({*index, usual});
    }
    learner.target.push_back({target, level});
    learner.weight.push_back({target, 1});
    learner.first_day = planning::day_number(catalogue.today()) + 1;
    learner.last_day = std::max(learner.first_day, planning::day_number(until));
    const std::int64_t weeks = (learner.last_day - learner.first_day) / 7 + 1;
    learner.budget = {std::min(competence::half_hours_max, weeks * weekly_most.value), competence::price_cents_max, competence::presence_days_max};
    for (const auto place : competence::places_within(framework, question.organisation, 25)) {
        if (const auto index = catalogue.place_index(place)) learner.reachable_places.push_back(*index);
    }
    for (int day = learner.first_day; day <= learner.last_day; ++day) {
        if (is_working_day(day)) continue;
        if (!learner.blocked.empty() && learner.blocked.back().last_day + 1 == day)
            learner.blocked.back().last_day = day;
        else
            learner.blocked.push_back({day, day});
    }
    for (const int unit : catalogue.internal_units()) {
        if (!catalogue.unit(unit).visible_to(question.organisation)) learner.excluded.push_back(unit);
    }
    (void)offers;
    return learner;
}

SeatWay way_of(const opt::Catalogue& offers, const opt::Plan& plan, int duty, int start_level) {
    SeatWay way{duty, start_level, plan.price_cents, plan.half_hours, {}, plan.items};
    for (const auto& item : plan.items) {
        if (item.date < 0) continue;
        const auto& days = offers.units[static_cast<std::size_t>(item.unit)].dates[static_cast<std::size_t>(item.date)].days;
        for (int day = days.first_day; day <= days.last_day; ++day) {
            if (is_working_day(day)) way.away_days.push_back(day);
        }
    }
    std::sort(way.away_days.begin(), way.away_days.end());
    way.away_days.erase(std::unique(way.away_days.begin(), way.away_days.end()), way.away_days.end());
    return way;
}

// Nothing when the level is not reached. What the optimiser answers is checked by its own checker before anything is built on it.
std::optional<opt::Plan> solved(const opt::PreparedCatalogue& offers, const opt::Learner& learner, opt::Workspace& workspace) {
    auto plan = opt::solve(offers, learner, {.work = 2'000'000}, workspace);
    if (plan.status == opt::Status::infeasible || plan.closure < opt::full_closure(learner)) return std::nullopt;
    const auto wrong = opt::check_plan(offers.catalogue(), learner, {plan.items, plan.closure, plan.half_hours, plan.price_cents, {}});
    if (!wrong.empty()) throw planning::PlanRejected(wrong.front().text);
    return plan;
}

bool is_known(const std::vector<SeatWay>& ways, const SeatWay& way) {
    return std::any_of(ways.begin(), ways.end(), [&](const SeatWay& known) { return known.items == way.items; });
}

}  // namespace

std::shared_ptr<const opt::PreparedCatalogue> offers_of(const WaysQuestion& question) {
    return question.catalogue.prepared({.member = question.member, .online = true}, {});
}

std::vector<SeatWay> find_ways(const WaysQuestion& question, int duty, std::size_t competence, int start_level, int level, Date until) {
    thread_local opt::Workspace workspace;
    const auto offers = offers_of(question);
    auto learner = learner_for(question, *offers, competence, start_level, level, until);
    const auto budget = learner.budget;
    std::vector<SeatWay> ways;
    for (int round = 0; round < other_days && ways.size() < ways_per_level; ++round) {
        learner.budget = budget;
        std::optional<SeatWay> cheapest;
        for (int step = 0; step < cheaper_steps && ways.size() < ways_per_level; ++step) {
            const auto plan = solved(*offers, learner, workspace);
            if (!plan) break;
            auto way = way_of(offers->catalogue(), *plan, duty, start_level);
            if (!is_known(ways, way)) ways.push_back(way);
            cheapest = std::move(way);
            if (plan->price_cents == 0) break;
            learner.budget.price_cents = plan->price_cents - 1;
        }
        if (!cheapest || cheapest->away_days.empty()) break;  // nothing more, or nothing that days could change
        for (const int day : cheapest->away_days) learner.blocked.push_back({day, day});
        std::sort(learner.blocked.begin(), learner.blocked.end(), [](const auto& a, const auto& b) { return a.first_day < b.first_day; });
    }
    return ways;
}

std::optional<int> lead_days(const WaysQuestion& question, std::size_t competence, int level) {
    thread_local opt::Workspace workspace;
    const auto offers = offers_of(question);
    const auto learner = learner_for(question, *offers, competence, 0, level, add_days(question.catalogue.today(), horizon_days));
    const auto plan = solved(*offers, learner, workspace);
    if (!plan) return std::nullopt;
    int first = 0, last = 0;
    for (const auto& item : plan->items) {
        if (item.date < 0) continue;
        const auto& days = offers->catalogue().units[static_cast<std::size_t>(item.unit)].dates[static_cast<std::size_t>(item.date)].days;
        first = first == 0 ? days.first_day : std::min(first, days.first_day);
        last = std::max(last, days.last_day);
    }
    constexpr std::int64_t usual_week = 8;  // half hours, as in LP-24
    const int study = static_cast<int>((plan->half_hours + usual_week - 1) / usual_week) * 7;
    return std::max(study, last - first + 1);
}

}  // namespace kc::teams
