// SPDX-License-Identifier: EUPL-1.2
// Builds the bundles and provider lists of a catalogue.
// Everything is sorted by values and indices only, so equal catalogues give equal results everywhere.
#include "planning/optimizer/prepared_catalogue.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <queue>
#include <tuple>

namespace kc::planning::optimizer {

bool is_usable(const Unit& unit, const UnitDate& date, const Learner& learner) {
    if (date.days.first_day < learner.first_day || date.days.last_day > learner.last_day) return false;
    for (const auto& blocked : learner.blocked)
        if (date.days.touches(blocked)) return false;
    const int place = place_of(unit, date);
    if (place < 0) return true;
    return std::find(learner.reachable_places.begin(), learner.reachable_places.end(), place) != learner.reachable_places.end();
}

PreparedCatalogue::PreparedCatalogue(Catalogue catalogue) : catalogue_(std::move(catalogue)) {
    compact_units();
    join_closed_courses();
    list_providers();
    find_least_costs();
    find_self_paced_chains();
}

void PreparedCatalogue::compact_units() {
    const auto size = [](const auto& list) { return static_cast<int>(list.size()); };
    for (const auto& unit : catalogue_.units) {
        CompactUnit compact{};
        compact.after = unit.after;
        compact.scheduled = unit.scheduled;
        compact.dates_begin = size(dates_);
        for (const auto& date : unit.dates)
            dates_.push_back({date.days.first_day, date.days.last_day, place_of(unit, date), size(dates_) - compact.dates_begin});
        compact.dates_end = size(dates_);
        std::sort(dates_.begin() + compact.dates_begin, dates_.end(), [](const CompactDate& a, const CompactDate& b) {
            return std::tie(a.last_day, a.first_day, a.index) < std::tie(b.last_day, b.first_day, b.index);
        });
        compact.needs_begin = size(needs_);
        needs_.insert(needs_.end(), unit.needs.begin(), unit.needs.end());
        compact.needs_end = size(needs_);
        compact.teaches_begin = size(teaches_);
        for (const auto& step : unit.teaches) teaches_.push_back(step_index(step));
        compact.teaches_end = size(teaches_);
        units_.push_back(compact);
    }
}

// A unit may stand in several closed courses; then all of them hang together, hence the union-find.
void PreparedCatalogue::join_closed_courses() {
    const int count = static_cast<int>(catalogue_.units.size());
    std::vector<int> root(count);
    std::iota(root.begin(), root.end(), 0);
    const auto find = [&](int unit) {
        while (root[unit] != unit) unit = root[unit] = root[root[unit]];
        return unit;
    };
    for (const auto& course : catalogue_.courses) {
        if (!course.closed) continue;
        for (const int unit : course.units) {
            const int a = find(course.units.front());
            const int b = find(unit);
            root[std::max(a, b)] = std::min(a, b);
        }
    }
    std::vector<std::vector<int>> members(count);
    for (int unit = 0; unit < count; ++unit) members[find(unit)].push_back(unit);
    bundle_of_.assign(count, -1);
    for (int unit = 0; unit < count; ++unit) {
        if (members[unit].empty()) continue;
        Bundle bundle;
        bundle.units_begin = static_cast<int>(bundle_units_.size());
        bundle.steps_begin = static_cast<int>(bundle_steps_.size());
        std::vector<int> steps;
        for (const int member : members[unit]) {
            const auto& data = catalogue_.units[member];
            bundle_of_[member] = static_cast<int>(bundles_.size());
            bundle_units_.push_back(member);
            bundle.half_hours += data.half_hours;
            bundle.price_cents += data.price_cents;
            bundle.presence_days += data.presence_days;
            for (const auto& step : data.teaches) steps.push_back(step_index(step));
        }
        std::sort(steps.begin(), steps.end());
        steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
        bundle_steps_.insert(bundle_steps_.end(), steps.begin(), steps.end());
        bundle.units_end = static_cast<int>(bundle_units_.size());
        bundle.steps_end = static_cast<int>(bundle_steps_.size());
        bundles_.push_back(bundle);
    }
}

void PreparedCatalogue::list_providers() {
    std::vector<std::vector<int>> lists(step_count());
    for (int index = 0; index < bundle_count(); ++index)
        for (const int step : steps_of(bundles_[index])) lists[step].push_back(index);
    provider_begin_.assign(1, 0);
    for (auto& list : lists) {
        std::sort(list.begin(), list.end(), [&](int a, int b) {
            const auto key = [&](int i) { return std::tuple(bundles_[i].half_hours, bundles_[i].price_cents, bundles_[i].presence_days, i); };
            return key(a) < key(b);
        });
        providers_.insert(providers_.end(), list.begin(), list.end());
        provider_begin_.push_back(static_cast<int>(providers_.size()));
    }
}

// An offer for several steps counts a cent less: so whoever pays for its steps one by one always pays less than for the offer,
// and never the same with more units.
void PreparedCatalogue::find_least_costs() {
    least_costs_.assign(step_count(), {});
    const auto bounded = [](std::int64_t amount) { return static_cast<int>(std::min<std::int64_t>(amount, amount_max)); };
    for (const auto& bundle : bundles_) {
        const auto steps = steps_of(bundle);
        const auto count = static_cast<std::int64_t>(steps.size());
        std::int64_t half_hours = bundle.half_hours;
        std::int64_t price = bundle.price_cents;
        if (count > 1 && price > 0)
            --price;
        else if (count > 1 && half_hours > 0)
            --half_hours;
        else if (count > 1)
            has_free_offers_ = true;
        for (const int step : steps) {
            auto& least = least_costs_[step];
            LeastCost part{true, bounded(half_hours / count), bounded(price / count), bounded(bundle.presence_days / count), 0};
            part.half_hours_before = part.half_hours;
            for (const int unit : units_of(bundle)) {
                const auto taught = teaches_of(units_[unit]);
                if (std::find(taught.begin(), taught.end(), step) == taught.end()) continue;
                const auto own = bounded(catalogue_.units[unit].half_hours / static_cast<std::int64_t>(taught.size()));
                part.half_hours_before = std::min(part.half_hours_before, own);
            }
            if (!least.taught) {
                least = part;
                continue;
            }
            least.half_hours = std::min(least.half_hours, part.half_hours);
            least.price_cents = std::min(least.price_cents, part.price_cents);
            least.presence_days = std::min(least.presence_days, part.presence_days);
            least.half_hours_before = std::min(least.half_hours_before, part.half_hours_before);
        }
    }
}

// Fewest hours first, over units that are no part of a closed course; named predecessors are left aside.
void PreparedCatalogue::find_self_paced_chains() {
    constexpr SelfPacedChain none{std::numeric_limits<std::int64_t>::max() / 4, std::numeric_limits<std::int64_t>::max() / 4};
    self_paced_chains_.assign(step_count(), none);
    std::vector<std::vector<int>> waiting_for(step_count());
    std::vector<int> missing(units_.size(), 0);
    std::vector<SelfPacedChain> before(units_.size(), SelfPacedChain{0, 0});
    std::priority_queue<std::pair<std::int64_t, int>, std::vector<std::pair<std::int64_t, int>>, std::greater<>> ready;
    const auto hours_of = [&](int unit) { return before[unit].half_hours + catalogue_.units[unit].half_hours; };
    for (int unit = 0; unit < static_cast<int>(units_.size()); ++unit) {
        const auto& data = units_[unit];
        const bool everywhere = !data.scheduled && catalogue_.units[unit].presence_days == 0;
        if (!everywhere || data.after >= 0 || units_of(bundles_[bundle_of_[unit]]).size() > 1) continue;
        for (const auto& need : needs_of(data)) {
            for (int level = 1; level <= need.level; ++level) {
                waiting_for[step_index({need.competence, level})].push_back(unit);
                ++missing[unit];
            }
        }
        if (missing[unit] == 0) ready.push({hours_of(unit), unit});
    }
    while (!ready.empty()) {
        const auto [hours, unit] = ready.top();
        ready.pop();
        const SelfPacedChain chain{hours, std::max<std::int64_t>(before[unit].price_cents, catalogue_.units[unit].price_cents)};
        for (const int step : teaches_of(units_[unit])) {
            if (self_paced_chains_[step].half_hours < none.half_hours) continue;
            self_paced_chains_[step] = chain;
            for (const int other : waiting_for[step]) {
                before[other].half_hours = std::max(before[other].half_hours, chain.half_hours);
                before[other].price_cents = std::max(before[other].price_cents, chain.price_cents);
                if (--missing[other] == 0) ready.push({hours_of(other), other});
            }
        }
    }
}

}  // namespace kc::planning::optimizer
