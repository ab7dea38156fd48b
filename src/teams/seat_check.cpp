// SPDX-License-Identifier: EUPL-1.2
// The independent checker of seat plans: adds up again from the ways alone, shares nothing with the search. Written for being read.
#include "teams/seat_plan.hpp"

#include <map>

namespace kc::teams {

std::vector<std::string> check_seat_plan(const SeatQuestion& question, std::optional<int> away_max,
                                         const std::vector<std::pair<planning::optimizer::PlannedUnit, int>>& date_seats, const SeatPlan& plan) {
    std::vector<std::string> wrong;
    if (plan.seats.size() != question.ways.size()) return {"Der Plan nennt andere Wege als gefragt."};
    std::map<int, std::int64_t> of_duty, away;
    std::map<std::pair<int, int>, std::int64_t> of_level;
    std::map<planning::optimizer::PlannedUnit, std::int64_t> at_date;
    std::int64_t price = 0, days = 0, hours = 0, wanted = 0, given = 0;
    for (std::size_t i = 0; i < plan.seats.size(); ++i) {
        const auto& way = question.ways[i];
        const std::int64_t seats = plan.seats[i];
        if (seats < 0) wrong.push_back("Ein Weg hat weniger als null Plätze.");
        of_duty[way.duty] += seats;
        of_level[{way.duty, way.start_level}] += seats;
        for (const int day : way.away_days) away[day] += seats;
        for (const auto& item : way.items) at_date[item] += seats;
        price += seats * way.price_cents;
        days += seats * static_cast<std::int64_t>(way.away_days.size());
        hours += seats * way.half_hours;
        given += seats;
    }
    for (std::size_t d = 0; d < question.duties.size(); ++d) {
        const auto& duty = question.duties[d];
        wanted += duty.seats_wanted;
        if (of_duty[static_cast<int>(d)] > duty.seats_wanted) wrong.push_back("Eine Aufgabe hat mehr Plätze als gewünscht.");
        for (int level = 0; level < 6; ++level) {
            if (of_level[{static_cast<int>(d), level}] > duty.people[static_cast<std::size_t>(level)]) {
                wrong.push_back("Für eine Ausgangsstufe sind mehr Plätze geplant, als es dort Menschen gibt.");
            }
        }
    }
    for (const auto& [day, people] : away) {
        if (away_max && people > *away_max) wrong.push_back("An einem Tag fehlen zu viele Menschen zugleich.");
    }
    for (const auto& [date, seats] : date_seats) {
        if (const auto found = at_date.find(date); found != at_date.end() && found->second > seats) {
            wrong.push_back("Ein Termin hat nicht so viele Plätze.");
        }
    }
    if (question.budget_cents && price > *question.budget_cents) wrong.push_back("Der Plan kostet mehr als das Budget.");
    const SeatCost sums{wanted - given, price, days, hours};
    if (!(sums == plan.cost)) wrong.push_back("Die Summen des Plans stimmen nicht.");
    if (plan.cost < plan.bound) wrong.push_back("Der Plan ist besser, als er sein kann.");
    if (plan.proven && !(plan.bound == plan.cost)) wrong.push_back("Der Nachweis fehlt.");
    return wrong;
}

}  // namespace kc::teams
