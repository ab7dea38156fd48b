// SPDX-License-Identifier: EUPL-1.2
#include "teams/plan_view.hpp"

#include "teams/page_parts.hpp"
#include "web/format.hpp"

#include <map>
#include <set>
#include <tuple>

namespace kc::teams {

namespace {

bool is_working_day(Date day) {
    const auto weekday = weekday_of(day);
    return weekday != Weekday::saturday && weekday != Weekday::sunday;
}

}  // namespace

PlanView plan_view(const web::Site& site, const http::Request& request, const competence::CompetenceFramework& framework, const TeamPlan& plan,
                   const std::vector<AgreedGoal>& goals, Date today) {
    const auto& head = plan.head;
    PlanView view{.id = head.id,
                  .organisation = head.organisation_id,
                  .name = group_name(site, request, head.group_name),
                  .people = head.people,
                  .created_at = head.created_at,
                  .proven = head.status == SearchStatus::proven,
                  .price_cents = head.price_cents,
                  .absence_days = head.absence_days,
                  .half_hours = head.half_hours,
                  .budget = head.budget_cents,
                  .away_max = head.away_max};
    const auto name_of = [&](CompetenceId id) {
        const auto index = framework.index_of(id);
        return index ? framework.competence(*index).name : std::string();
    };
    for (const auto& duty : plan.duties) {
        DutyView one{.position = duty.position,
                     .competence = name_of(duty.competence_id),
                     .law = duty.law,
                     .covered = range_words(site, request, {duty.covered, duty.covered_at_most}, head.people),
                     .level = duty.level,
                     .people_needed = duty.people_needed,
                     .until_day = duty.until_day,
                     .seats_wanted = duty.seats_wanted,
                     .seats_planned = duty.seats_planned,
                     .open = duty.seats_wanted - duty.seats_planned};
        if (const auto index = framework.index_of(duty.competence_id)) one.slug = framework.competence(*index).slug;
        one.complete = one.open == 0;
        one.callable = duty.seats_planned > 0 && duty.until_day > today;
        for (const auto& goal : goals) {
            if (goal.competence_id != duty.competence_id || goal.level < duty.level) continue;
            one.people.push_back({goal.first_name + " " + goal.last_name, goal.level, goal.deadline_on});
        }
        view.seats += duty.seats_planned;
        view.open += one.open;
        view.duties.push_back(std::move(one));
    }
    view.complete = view.open == 0;
    view.nothing_needed = view.open == 0 && view.seats == 0;

    std::map<std::tuple<std::optional<Date>, std::string, std::optional<Date>, LearningUnitId>, OfferSeats> offers;
    std::map<std::chrono::sys_days, int> away;
    for (const auto& way : plan.ways) {
        const auto& duty = plan.duties[static_cast<std::size_t>(way.duty)];
        WayView shown{.competence = name_of(duty.competence_id),
                      .start_level = way.start_level,
                      .level = duty.level,
                      .seats = way.seats,
                      .absence_days = way.absence_days,
                      .price_cents = way.price_cents,
                      .sum = way.price_cents * way.seats,
                      .half_hours = way.half_hours,
                      .units = {}};
        std::set<std::chrono::sys_days> days;
        for (const auto& unit : plan.units) {
            if (unit.way != way.position) continue;
            const bool several = unit.first_day != unit.last_day;
            shown.units.push_back({unit.title, unit.slug, unit.place, unit.first_day, unit.last_day, several});
            auto& offer = offers[{unit.first_day, unit.title, unit.last_day, unit.unit_id}];
            offer.title = unit.title;
            offer.slug = unit.slug;
            offer.place = unit.place;
            offer.first_day = unit.first_day;
            offer.last_day = unit.last_day;
            offer.several_days = several;
            offer.seats += way.seats;
            if (!unit.first_day || !unit.last_day) continue;
            for (Date day = *unit.first_day; day <= *unit.last_day; day = add_days(day, 1)) {
                if (is_working_day(day)) days.insert(std::chrono::sys_days{day});
            }
        }
        for (const auto day : days) away[day] += way.seats;
        view.ways.push_back(std::move(shown));
    }
    for (auto& [key, offer] : offers) view.offers.push_back(std::move(offer));
    int most = head.away_max.value_or(0);
    for (const auto& [day, people] : away) most = std::max(most, people);
    for (const auto& [day, people] : away) view.days.push_back({Date{day}, people, people * 100 / std::max(1, most)});

    for (const auto& gain : plan.gains) {
        const std::string kind = boost::describe::enum_to_string(gain.limit_kind, "");
        if (gain.more_seats > 0)
            view.gains.push_back(site.text(request, "teams.gain." + kind + "_seats", {{"seats", gain.more_seats}}));
        else
            view.gains.push_back(
                site.text(request, "teams.gain." + kind + "_money", {{"money", web::format_money(gain.less_cents, web::language_of(request))}}));
    }
    return view;
}

}  // namespace kc::teams
