// SPDX-License-Identifier: EUPL-1.2
// From a question and coarse counts to a plan: ways by the optimiser, numbers of seats by the exact search, both checked.
#include "teams/plan_service.hpp"
#include "teams/shared_seats.hpp"
#include "teams/ways.hpp"

#include <algorithm>
#include <map>

namespace kc::teams {

namespace {

namespace opt = planning::optimizer;
using DateSeats = std::vector<std::pair<opt::PlannedUnit, int>>;

constexpr std::int64_t budget_step = 100'00;

// The seats of every date that a way uses; hybrid dates are attended at the screen (TP-09).
DateSeats seats_of_dates(const planning::PlanningCatalogue& catalogue, const opt::Catalogue& offers, const std::vector<SeatWay>& ways) {
    std::map<opt::PlannedUnit, int> seats;
    for (const auto& way : ways) {
        for (const auto& item : way.items) {
            if (item.date < 0) continue;
            const auto* date =
                planning::PlanningCatalogue::find_date(catalogue.unit(item.unit), planning::PlanningCatalogue::date_id(offers, item.unit, item.date));
            if (date == nullptr) continue;
            const bool at_screen = date->mode == catalogue::Format::hybrid && date->online_seats > 0;
            seats[item] = at_screen ? date->online_seats : date->seats;
        }
    }
    return {seats.begin(), seats.end()};
}

SeatPlan checked(const SeatQuestion& question, std::optional<int> away_max, const DateSeats& seats) {
    auto plan = plan_seats(question);
    const auto wrong = check_seat_plan(question, away_max, seats, plan);
    if (!wrong.empty()) throw SeatPlanRejected(wrong.front());
    return plan;
}

std::vector<PlannedSeatUnit> units_of(const planning::PlanningCatalogue& catalogue, const opt::Catalogue& offers, const SeatWay& way, int number) {
    std::vector<PlannedSeatUnit> units;
    const auto& snapshot = catalogue.snapshot();
    for (const auto& item : way.items) {
        const auto& unit = catalogue.unit(item.unit);
        PlannedSeatUnit planned{number, 0, unit.id, unit.title, unit.slug, {}, {}, {}};
        if (item.date >= 0) {
            const auto& days = offers.units[static_cast<std::size_t>(item.unit)].dates[static_cast<std::size_t>(item.date)].days;
            planned.first_day = planning::day_of(days.first_day);
            planned.last_day = planning::day_of(days.last_day);
            const auto* date = planning::PlanningCatalogue::find_date(unit, planning::PlanningCatalogue::date_id(offers, item.unit, item.date));
            if (date != nullptr && date->venue && date->mode == catalogue::Format::on_site) planned.place = snapshot.venues()[*date->venue].name;
        }
        units.push_back(std::move(planned));
    }
    std::stable_sort(units.begin(), units.end(), [](const auto& a, const auto& b) { return a.first_day < b.first_day; });
    for (std::size_t i = 0; i < units.size(); ++i) units[i].position = static_cast<int>(i);
    return units;
}

}  // namespace

TeamPlan compute_plan(const PlanInput& input, const TeamQuestion& question) {
    const auto& framework = input.catalogue.framework();
    const WaysQuestion ways_question{input.catalogue, question.organisation, input.member, input.counts};
    const auto offers = offers_of(ways_question);
    TeamPlan plan;
    SeatQuestion seats;
    for (std::size_t d = 0; d < question.duties.size(); ++d) {
        const auto& duty = question.duties[d];
        const auto competence = *framework.index_of(duty.competence);
        const int covered = input.counts.at_least(competence, duty.level);
        const auto range = range_of(covered, input.counts.people());
        SeatDuty wanted{std::max(0, duty.people - covered), {}};
        for (int start = 0; start < duty.level; ++start) {
            wanted.people[static_cast<std::size_t>(start)] = input.counts.starting_at(competence, start, duty.level);
            if (wanted.seats_wanted == 0 || wanted.people[static_cast<std::size_t>(start)] == 0) continue;
            auto found = find_ways(ways_question, static_cast<int>(d), competence, start, duty.level, duty.until);
            seats.ways.insert(seats.ways.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
        }
        seats.duties.push_back(wanted);
        plan.duties.push_back(
            {static_cast<int>(d), duty.competence, duty.level, duty.people, duty.until, duty.law, range.low, range.high, wanted.seats_wanted, 0});
    }
    if (question.budget) seats.budget_cents = question.budget->value;
    const auto date_seats = seats_of_dates(input.catalogue, offers->catalogue(), seats.ways);
    seats.limits = shared_limits(seats.ways, question.away_max, date_seats);
    const auto best = checked(seats, question.away_max, date_seats);

    const auto shared = share_seats(seats, best, offers->catalogue(), input.counts.people());

    auto& head = plan.head;
    head.organisation_id = question.organisation;
    head.department_id = question.department;
    head.people = input.counts.people();
    head.budget_cents = question.budget;
    head.away_max = question.away_max;
    head.status = best.proven && !shared.possible ? SearchStatus::proven : SearchStatus::unproven;
    head.price_cents = Money{shared.cost.price_cents};
    head.absence_days = shared.cost.absence_days;
    head.half_hours = HalfHours{shared.cost.half_hours};
    for (const auto& group : shared.groups) {
        const auto& way = group.way;
        const int number = static_cast<int>(plan.ways.size());
        plan.duties[static_cast<std::size_t>(way.duty)].seats_planned += group.seats;
        plan.ways.push_back({number, way.duty, way.start_level, group.seats, Money{way.price_cents}, static_cast<int>(way.away_days.size()),
                             HalfHours{way.half_hours}});
        for (auto& unit : units_of(input.catalogue, offers->catalogue(), way, number)) plan.units.push_back(std::move(unit));
    }

    // TP-13: what one step more of a limit would bring, by asking again.
    const auto gain = [&](LimitKind kind, const SeatQuestion& wider, std::optional<int> away_max) {
        const auto other = checked(wider, away_max, date_seats);
        const int more = static_cast<int>(best.cost.open - other.cost.open);
        const std::int64_t less = more == 0 ? best.cost.price_cents - other.cost.price_cents : 0;
        if (more > 0 || less > 0) plan.gains.push_back({kind, more, Money{less}});
    };
    if (question.budget && best.cost.open > 0) {
        auto wider = seats;
        *wider.budget_cents += budget_step;
        gain(LimitKind::budget, wider, question.away_max);
    }
    if (question.away_max) {
        auto wider = seats;
        wider.limits = shared_limits(seats.ways, *question.away_max + 1, date_seats);
        gain(LimitKind::away, wider, *question.away_max + 1);
    }
    return plan;
}

}  // namespace kc::teams
