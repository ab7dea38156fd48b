// SPDX-License-Identifier: EUPL-1.2
// Builds the bundles and provider lists of a catalogue.
// Everything is sorted by values and indices only, so equal catalogues give equal results everywhere.
#include "planning/optimizer/prepared_catalogue.hpp"

#include <algorithm>
#include <numeric>
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
}

void PreparedCatalogue::compact_units() {
    const auto size = [](const auto& list) { return static_cast<int>(list.size()); };
    for (const auto& unit : catalogue_.units) {
        CompactUnit compact{};
        compact.after = unit.after;
        compact.scheduled = unit.scheduled;
        compact.dates_begin = size(dates_);
        for (const auto& date : unit.dates) {
            dates_.push_back(date.days);
            date_places_.push_back(place_of(unit, date));
        }
        compact.dates_end = size(dates_);
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

}  // namespace kc::planning::optimizer
