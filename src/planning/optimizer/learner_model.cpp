// SPDX-License-Identifier: EUPL-1.2
// Numbers what is left of the catalogue densely for the search: open steps first, then steps only needed as prerequisites.
#include "planning/optimizer/learner_model.hpp"

#include <algorithm>
#include <tuple>

namespace kc::planning::optimizer {

namespace {
int size_of(const auto& list) { return static_cast<int>(list.size()); }
}  // namespace

int LearnerModel::former_date_of(int unit) const {
    if (!has_former) return not_former;
    const auto found =
        std::lower_bound(former_.begin(), former_.end(), unit, [](const PlannedUnit& planned, int value) { return planned.unit < value; });
    return found != former_.end() && found->unit == unit ? found->date : not_former;
}

int LearnerModel::unit_half_hours(int unit) const {
    if (is_stand_in(units[unit].unit)) return catalogue_->least_cost_of(~units[unit].unit).half_hours_before;
    const auto& item = items[units[unit].item];  // joined offers: what the cheapest date left costs, whoever offers it
    return item.units.size() == 1 ? item.half_hours : catalogue_->catalogue().units[units[unit].unit].half_hours;
}

// Competences that hang together with others (shared offers, prerequisites outside the gaps) come first: once they are decided
// the bound for the rest is exact.
void LearnerModel::order_open_steps() {
    std::vector<int>& competence_of = local_of_raw_;  // reused as scratch: raw step → competence of the gap, -1 outside
    competence_of.assign(raw_steps_.size(), -1);
    for (const auto& gap : gaps_) competence_of[gap.raw] = gap.competence;
    for (std::size_t begin = 0; begin < gaps_.size();) {
        std::size_t end = begin;
        int coupling = 0;
        for (; end < gaps_.size() && gaps_[end].competence == gaps_[begin].competence; ++end) {
            for (const int index : raw_providers_of(gaps_[end].raw)) {
                const auto& candidate = candidates_[index];
                if (!candidate.kept) continue;
                for (const int raw : part(raw_teaches_, candidate.teaches))
                    if (competence_of[raw] >= 0 && competence_of[raw] != gaps_[begin].competence) coupling += 4;
                for (const int raw : part(raw_needs_, candidate.needs))
                    if (competence_of[raw] != gaps_[begin].competence) coupling += 1;
                coupling += candidate.after.size();
            }
        }
        for (std::size_t i = begin; i < end; ++i) gaps_[i].coupling = coupling;
        begin = end;
    }
    std::sort(gaps_.begin(), gaps_.end(), [](const RawGap& a, const RawGap& b) {
        return std::tie(b.coupling, a.competence, a.level) < std::tie(a.coupling, b.competence, b.level);
    });
    open.clear();
    for (const auto& gap : gaps_) open.push_back({gap.competence, gap.level, gap.weight, 0, 0});
    for (int i = size_of(open) - 1; i >= 0; --i) {
        const bool last = i + 1 == size_of(open) || open[i + 1].competence != open[i].competence;
        open[i].chain_end = last ? i + 1 : open[i + 1].chain_end;
        open[i].weight_left = open[i].weight + (last ? 0 : open[i + 1].weight_left);
    }
}

void LearnerModel::renumber() {
    for (auto* list : {&unit_needs, &unit_teaches, &item_teaches, &item_needs, &item_after, &providers, &provider_begin, &forced, &free_items})
        list->clear();
    item_need_is_own.clear();
    items.clear();
    units.clear();
    dates.clear();
    step_count = 0;
    local_of_raw_.assign(raw_steps_.size(), -1);
    for (const auto& gap : gaps_) local_of_raw_[gap.raw] = step_count++;
    for (int raw = 0; raw < size_of(raw_steps_); ++raw)
        if (step_kept_[raw] && local_of_raw_[raw] < 0) local_of_raw_[raw] = step_count++;

    item_of_candidate_.assign(candidates_.size(), -1);
    int former_kept = 0;
    for (int i = 0; i < size_of(candidates_); ++i) {
        const auto& candidate = candidates_[i];
        if (!candidate.kept) continue;
        const int index = size_of(items);
        item_of_candidate_[i] = index;
        auto& added = items.emplace_back();
        added.bundle = candidate.bundle;
        added.half_hours = candidate.half_hours;
        added.price_cents = candidate.price_cents;
        added.presence_days = candidate.presence_days;
        added.scheduled = candidate.scheduled;
        added.finish_min = 0;
        added.former_units = 0;
        added.has_needs = false;
        added.named_before = candidate.needed_after;
        added.teaches.begin = size_of(item_teaches);
        for (const int raw : part(raw_teaches_, candidate.teaches))
            if (local_of_raw_[raw] >= 0) item_teaches.push_back(local_of_raw_[raw]);
        added.teaches.end = size_of(item_teaches);
        if (added.teaches.size() > 1) std::sort(item_teaches.begin() + added.teaches.begin, item_teaches.end());
        added.needs.begin = size_of(item_needs);
        for (const int raw : part(raw_needs_, candidate.needs)) {
            const auto taught = part(raw_teaches_, candidate.teaches);
            item_needs.push_back(local_of_raw_[raw]);
            item_need_is_own.push_back(std::find(taught.begin(), taught.end(), raw) != taught.end());
        }
        added.needs.end = size_of(item_needs);
        renumber_units(candidate, index);
        former_kept += added.former_units;
        if (candidate.forced) forced.push_back(index);
        if (candidate.half_hours == 0 && candidate.price_cents == 0 && !candidate.forced) free_items.push_back(index);
    }
    former_elsewhere = size_of(former_) - former_kept;
    link_items();
    list_providers();
}

// What names another item or unit can only be told once all have their numbers.
void LearnerModel::link_items() {
    for (int i = 0; i < size_of(candidates_); ++i) {
        if (item_of_candidate_[i] < 0) continue;
        auto& item = items[item_of_candidate_[i]];
        item.after.begin = size_of(item_after);
        for (const int bundle : part(raw_after_, candidates_[i].after)) {
            const int other = item_of_candidate_[candidate_of_[bundle]];
            const auto own = item_after.begin() + item.after.begin;
            if (std::find(own, item_after.end(), other) == item_after.end()) item_after.push_back(other);
        }
        item.after.end = size_of(item_after);
    }
    for (auto& unit : units) {
        const int after = unit.after;
        if (after < 0) continue;
        unit.after = -1;
        const auto& other = items[item_of_candidate_[candidate_of_[catalogue_->bundle_of(after)]]];
        for (int i = other.units.begin; i < other.units.end; ++i)
            if (units[i].unit == after) unit.after = i;
    }
}

// In the order of bundles by cost, so that equal offers are always tried in the same order.
void LearnerModel::list_providers() {
    provider_begin.assign(step_count + 1, 0);
    for (const int step : item_teaches) ++provider_begin[step + 1];
    for (int step = 0; step < step_count; ++step) provider_begin[step + 1] += provider_begin[step];
    providers.resize(item_teaches.size());
    for (int raw = 0; raw < size_of(raw_steps_); ++raw) {
        const int step = local_of_raw_[raw];
        if (step < 0) continue;
        int next = provider_begin[step];
        for (const int index : raw_providers_of(raw))
            if (item_of_candidate_[index] >= 0) providers[next++] = item_of_candidate_[index];
    }
}

void LearnerModel::renumber_units(const Candidate& candidate, int item_index) {
    auto& item = items[item_index];
    item.units.begin = size_of(units);
    for (int i = candidate.units.begin; i < candidate.units.end; ++i) {
        auto& unit = units.emplace_back(raw_units_[i]);
        unit.item = item_index;
        const Range raw_dates = unit.dates;
        unit.dates = {size_of(dates), size_of(dates) + raw_dates.size()};
        dates.insert(dates.end(), raw_dates_.begin() + raw_dates.begin, raw_dates_.begin() + raw_dates.end);
        const Range raw_needs = unit.needs;
        unit.needs.begin = size_of(unit_needs);
        for (const int raw : part(raw_unit_needs_, raw_needs)) unit_needs.push_back(local_of_raw_[raw]);
        unit.needs.end = size_of(unit_needs);
        const Range raw_teaches = unit.teaches;
        unit.teaches.begin = size_of(unit_teaches);
        for (const int raw : part(raw_teaches_, raw_teaches))
            if (local_of_raw_[raw] >= 0) unit_teaches.push_back(local_of_raw_[raw]);
        unit.teaches.end = size_of(unit_teaches);
        if (unit.scheduled) item.finish_min = std::max(item.finish_min, dates[unit.dates.begin].last_day);
        if (unit.former_date != not_former) ++item.former_units;
        item.has_needs = item.has_needs || unit.waits();
    }
    item.units.end = size_of(units);
}

}  // namespace kc::planning::optimizer
