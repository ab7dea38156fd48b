// SPDX-License-Identifier: EUPL-1.2
#include "teams/shared_seats.hpp"

#include <algorithm>
#include <map>

namespace kc::teams {

namespace {

namespace opt = planning::optimizer;

std::vector<opt::PlannedUnit> in_common(const SeatWay& a, const SeatWay& b) {
    std::vector<opt::PlannedUnit> common;
    for (const auto& item : a.items)
        if (std::find(b.items.begin(), b.items.end(), item) != b.items.end()) common.push_back(item);
    return common;
}

const opt::DayRange* days_of(const opt::Catalogue& offers, const opt::PlannedUnit& item) {
    return item.date < 0 ? nullptr : &offers.units[static_cast<std::size_t>(item.unit)].dates[static_cast<std::size_t>(item.date)].days;
}

// What is left of a way for who attends these items anyway.
SeatWay without(const SeatWay& way, const std::vector<opt::PlannedUnit>& attended, const opt::Catalogue& offers) {
    SeatWay rest = way;
    for (const auto& item : attended) {
        const auto& unit = offers.units[static_cast<std::size_t>(item.unit)];
        rest.price_cents -= unit.price_cents;
        rest.half_hours -= unit.half_hours;
        std::erase(rest.items, item);
        if (const auto* days = days_of(offers, item))
            std::erase_if(rest.away_days, [&](int day) { return days->first_day <= day && day <= days->last_day; });
    }
    return rest;
}

// One person cannot be at two dates on the same day.
bool attendable(const SeatWay& a, const SeatWay& rest_of_b, const opt::Catalogue& offers) {
    for (const auto& one : a.items) {
        for (const auto& other : rest_of_b.items) {
            if (one.unit == other.unit) return false;  // the same unit on another date
            const auto *first = days_of(offers, one), *second = days_of(offers, other);
            if (first != nullptr && second != nullptr && first->touches(*second)) return false;
        }
    }
    return true;
}

struct Pair {
    std::size_t first = 0, second = 0;  // ways
    SeatWay rest;                       // of the second
    std::int64_t saved_cents = 0;
};

std::vector<Pair> pairs_of(const SeatQuestion& question, const SeatPlan& plan, const opt::Catalogue& offers, int duty, int other_duty) {
    std::vector<Pair> pairs;
    for (std::size_t a = 0; a < question.ways.size(); ++a) {
        if (plan.seats[a] == 0 || question.ways[a].duty != duty) continue;
        for (std::size_t b = 0; b < question.ways.size(); ++b) {
            if (plan.seats[b] == 0 || question.ways[b].duty != other_duty) continue;
            const auto common = in_common(question.ways[a], question.ways[b]);
            if (common.empty()) continue;
            auto rest = without(question.ways[b], common, offers);
            if (!attendable(question.ways[a], rest, offers)) continue;
            const auto saved = question.ways[b].price_cents - rest.price_cents;
            pairs.push_back({a, b, std::move(rest), saved});
        }
    }
    std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.saved_cents > b.saved_cents; });
    return pairs;
}

// The seats of two duties that certainly the same people can take.
std::vector<int> shared_between(const SeatQuestion& question, const SeatPlan& plan, const std::vector<Pair>& pairs, int people) {
    auto left = plan.seats;
    std::map<std::pair<int, int>, int> certain;  // by start levels
    std::vector<int> shared;
    for (const auto& pair : pairs) {
        const auto &a = question.ways[pair.first], &b = question.ways[pair.second];
        const auto starting = [&](const SeatWay& way) {
            return question.duties[static_cast<std::size_t>(way.duty)].people[static_cast<std::size_t>(way.start_level)];
        };
        const auto [known, is_new] = certain.try_emplace({a.start_level, b.start_level}, std::max(0, starting(a) + starting(b) - people));
        const int seats = std::min({left[pair.first], left[pair.second], known->second});
        left[pair.first] -= seats;
        left[pair.second] -= seats;
        known->second -= seats;
        shared.push_back(seats);
    }
    return shared;
}

bool any_in_common(const SeatQuestion& question) {
    for (const auto& a : question.ways)
        for (const auto& b : question.ways)
            if (a.duty < b.duty && !in_common(a, b).empty()) return true;
    return false;
}

}  // namespace

SharedSeats share_seats(const SeatQuestion& question, const SeatPlan& plan, const opt::Catalogue& offers, int people) {
    SharedSeats result{.groups = {}, .cost = plan.cost, .possible = any_in_common(question)};
    // Only two duties are put together: whether the same people also serve a third cannot be told from the numbers.
    std::vector<Pair> pairs;
    std::vector<int> shared;
    std::int64_t most = 0;
    const int duties = static_cast<int>(question.duties.size());
    for (int duty = 0; duty < duties; ++duty) {
        for (int other = duty + 1; other < duties; ++other) {
            auto found = pairs_of(question, plan, offers, duty, other);
            auto seats = shared_between(question, plan, found, people);
            std::int64_t saved = 0;
            for (std::size_t i = 0; i < found.size(); ++i) saved += found[i].saved_cents * seats[i] + seats[i];  // free offers are worth a little
            if (saved <= most) continue;
            most = saved;
            pairs = std::move(found);
            shared = std::move(seats);
        }
    }
    auto left = plan.seats;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (shared[i] == 0) continue;
        const auto& full = question.ways[pairs[i].second];
        result.groups.push_back({question.ways[pairs[i].first], shared[i]});
        result.groups.push_back({pairs[i].rest, shared[i]});
        left[pairs[i].first] -= shared[i];
        left[pairs[i].second] -= shared[i];
        result.cost.price_cents -= pairs[i].saved_cents * shared[i];
        result.cost.half_hours -= (full.half_hours - pairs[i].rest.half_hours) * shared[i];
        result.cost.absence_days -= static_cast<std::int64_t>(full.away_days.size() - pairs[i].rest.away_days.size()) * shared[i];
    }
    for (std::size_t i = 0; i < left.size(); ++i)
        if (left[i] > 0) result.groups.push_back({question.ways[i], left[i]});
    return result;
}

}  // namespace kc::teams
