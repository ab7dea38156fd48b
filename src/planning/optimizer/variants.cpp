// SPDX-License-Identifier: EUPL-1.2
// Joins offers that teach and need the same into one item whose dates may cost something more than the item itself.
// A plan never gains from two of them, so the search decides between what is taught, and dates are chosen where dates are.
#include <algorithm>
#include <tuple>

#include "planning/optimizer/learner_model.hpp"

namespace kc::planning::optimizer {

namespace {
int size_of(const auto& list) { return static_cast<int>(list.size()); }

bool have_same(std::span<const int> a, std::span<const int> b) {
    return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](int value) { return std::find(b.begin(), b.end(), value) != b.end(); });
}

bool covers(const ModelDate& better, const ModelDate& worse) {
    return better.first_day >= worse.first_day && better.last_day <= worse.last_day && better.extra_half_hours <= worse.extra_half_hours &&
           better.extra_price_cents <= worse.extra_price_cents && better.extra_presence_days <= worse.extra_presence_days;
}
}  // namespace

// What a former plan holds, what has to be taken and what others name stays apart, because it matters which one it is.
bool LearnerModel::may_be_joined(const Item& item) const {
    return item.scheduled && item.units.size() == 1 && item.former_units == 0 && !item.named_before && !item.teaches.empty();
}

bool LearnerModel::is_variant(const Item& leader, const Item& other) const {
    return leader.half_hours <= other.half_hours && leader.price_cents <= other.price_cents && leader.presence_days <= other.presence_days &&
           std::ranges::equal(part(item_teaches, leader.teaches), part(item_teaches, other.teaches)) &&
           have_same(part(item_needs, leader.needs), part(item_needs, other.needs)) &&
           have_same(part(item_after, leader.after), part(item_after, other.after));
}

void LearnerModel::join_variants() {
    leader_of_.assign(items.size(), -1);
    next_variant_.assign(items.size(), -1);
    for (const int item : forced) leader_of_[item] = item;
    bool any = false;
    for (int step = 0; step < step_count; ++step) {
        stack_.clear();
        for (const int item : providers_of(step)) {  // cheapest first, so the first of a kind leads
            const auto& data = items[item];
            if (leader_of_[item] >= 0 || !may_be_joined(data) || item_teaches[data.teaches.begin] != step) continue;
            const auto found = std::find_if(stack_.begin(), stack_.end(), [&](int leader) { return is_variant(items[leader], data); });
            if (found == stack_.end()) {
                leader_of_[item] = item;
                stack_.push_back(item);
                continue;
            }
            leader_of_[item] = *found;
            next_variant_[item] = next_variant_[*found];
            next_variant_[*found] = item;
            any = true;
        }
    }
    for (const auto& unit : units)
        for (int date = unit.dates.begin; date < unit.dates.end; ++date) dates[date].unit = unit.unit;
    if (any) keep_leaders();
}

void LearnerModel::keep_leaders() {
    std::vector<int>& item_index = waiting_;  // scratch: new numbers
    std::vector<int>& unit_index = needs_of_unit_;
    item_index.assign(items.size(), -1);
    unit_index.assign(units.size(), -1);
    apart_.items.swap(items);
    apart_.units.swap(units);
    apart_.dates.swap(dates);
    items.clear();
    units.clear();
    dates.clear();
    for (int item = 0; item < size_of(apart_.items); ++item) {
        if (leader_of_[item] >= 0 && leader_of_[item] != item) continue;
        item_index[item] = size_of(items);
        auto data = apart_.items[item];
        const Range own_units = data.units;
        data.units = {size_of(units), size_of(units) + own_units.size()};
        for (int index = own_units.begin; index < own_units.end; ++index) {
            unit_index[index] = size_of(units);
            auto unit = apart_.units[index];
            unit.item = size_of(items);
            const int begin = size_of(dates);
            for (int variant = item; variant >= 0; variant = next_variant_[variant]) add_dates_of(variant, item, index);
            if (next_variant_[item] >= 0) drop_useless_dates(begin);
            unit.dates = {begin, size_of(dates)};
            if (unit.scheduled) data.finish_min = std::max(next_variant_[item] >= 0 ? 0 : data.finish_min, dates[begin].last_day);
            units.push_back(unit);
        }
        items.push_back(data);
    }
    for (auto& unit : units)
        if (unit.after >= 0) unit.after = unit_index[unit.after];
    for (auto* list : {&item_after, &forced})
        for (int& item : *list) item = item_index[item];
    std::erase_if(free_items, [&](int item) { return item_index[item] < 0; });
    for (int& item : free_items) item = item_index[item];
    int kept = 0;
    int begin = 0;
    for (int step = 0; step < step_count; ++step) {
        const int end = provider_begin[step + 1];
        for (int i = begin; i < end; ++i)
            if (item_index[providers[i]] >= 0) providers[kept++] = item_index[providers[i]];
        begin = end;
        provider_begin[step + 1] = kept;
    }
    providers.resize(kept);
}

void LearnerModel::add_dates_of(int variant, int leader, int leading_unit) {
    const auto& cheapest = apart_.items[leader];
    const auto& item = apart_.items[variant];
    const Range own = apart_.units[variant == leader ? leading_unit : item.units.begin].dates;
    for (int date = own.begin; date < own.end; ++date) {
        auto added = apart_.dates[date];
        added.extra_half_hours = item.half_hours - cheapest.half_hours;
        added.extra_price_cents = item.price_cents - cheapest.price_cents;
        added.extra_presence_days = item.presence_days - cheapest.presence_days;
        dates.push_back(added);
    }
}

// A date within which another lies that costs no more is never needed.
void LearnerModel::drop_useless_dates(int begin) {
    std::sort(dates.begin() + begin, dates.end(), [](const ModelDate& a, const ModelDate& b) {
        return std::tuple(a.last_day, -a.first_day, a.extra_half_hours, a.extra_price_cents, a.extra_presence_days, a.unit, a.index) <
               std::tuple(b.last_day, -b.first_day, b.extra_half_hours, b.extra_price_cents, b.extra_presence_days, b.unit, b.index);
    });
    int kept = begin;
    for (int date = begin; date < size_of(dates); ++date) {
        const auto first = dates.begin() + begin;
        if (std::none_of(first, dates.begin() + kept, [&](const ModelDate& other) { return covers(other, dates[date]); }))
            dates[kept++] = dates[date];
    }
    dates.resize(kept);
}

// Dates that come too early may have been the cheap ones: then the item costs what is left. Afterwards the cheapest dates stand first
// in a list of their own.
void LearnerModel::order_dates_by_cost() {
    dates_by_cost.resize(dates.size());
    for (const auto& unit : units) {
        const auto begin = dates.begin() + unit.dates.begin;
        const auto end = dates.begin() + unit.dates.end;
        const auto order = dates_by_cost.begin() + unit.dates.begin;
        for (int i = 0; i < unit.dates.size(); ++i) order[i] = unit.dates.begin + i;
        if (std::none_of(begin, end, [](const ModelDate& date) { return date.costs_extra(); })) continue;
        auto least = *begin;
        for (auto date = begin; date != end; ++date) {
            least.extra_half_hours = std::min(least.extra_half_hours, date->extra_half_hours);
            least.extra_price_cents = std::min(least.extra_price_cents, date->extra_price_cents);
            least.extra_presence_days = std::min(least.extra_presence_days, date->extra_presence_days);
        }
        auto& item = items[unit.item];
        item.half_hours += least.extra_half_hours;
        item.price_cents += least.extra_price_cents;
        item.presence_days += least.extra_presence_days;
        for (auto date = begin; date != end; ++date) {
            date->extra_half_hours -= least.extra_half_hours;
            date->extra_price_cents -= least.extra_price_cents;
            date->extra_presence_days -= least.extra_presence_days;
        }
        std::sort(order, order + unit.dates.size(), [&](int a, int b) {
            return std::tie(dates[a].extra_half_hours, dates[a].extra_price_cents, a) <
                   std::tie(dates[b].extra_half_hours, dates[b].extra_price_cents, b);
        });
    }
}

}  // namespace kc::planning::optimizer
