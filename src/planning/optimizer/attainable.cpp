// SPDX-License-Identifier: EUPL-1.2
// Which of the offers taken in can be taken at all, and which of these can matter.
// Built up from what needs nothing, so that circles of needs never count; stand-ins of an outline need nothing.
#include <algorithm>
#include <limits>
#include <tuple>

#include "planning/optimizer/learner_model.hpp"

namespace kc::planning::optimizer {

namespace {
constexpr std::int64_t hours_counted_max = 4096;
constexpr std::int64_t uncertain_hours = std::numeric_limits<std::int64_t>::max() / 4;
int size_of(const auto& list) { return static_cast<int>(list.size()); }
}  // namespace

bool LearnerModel::finish() {
    look_at_offers();
    dead_forced.clear();
    force_named();
    if (!dead_forced.empty()) return false;
    keep_relevant();
    drop_dominated();
    order_open_steps();
    renumber();
    join_variants();
    hopeless.assign(items.size(), 0);
    do look_up_earliest_days();
    while (find_hopeless());
    drop_early_dates();
    order_dates_by_cost();
    return true;
}

void LearnerModel::look_at_offers() {
    for (auto& candidate : candidates_) {
        candidate.forced = candidate.needed_after = candidate.dropped = candidate.attainable = candidate.certain = false;
        candidate.kept = candidate.dominated = false;
    }
    for (const int bundle : raw_after_)
        if (candidate_of_[bundle] >= 0) candidates_[candidate_of_[bundle]].needed_after = true;
    gaps_ = wanted_gaps_;
    if (outlined_) add_stand_ins();
    list_teaches();
    if (outlined_) list_providers_beside_stand_ins();
    find_attainable();
}

void LearnerModel::force_named() {
    const auto force = [&](int unit) {
        const int index = candidate_of_[catalogue_->bundle_of(unit)];
        if (index < 0 || !candidates_[index].attainable)
            dead_forced.push_back(unit);
        else
            candidates_[index].forced = true;
    };
    for (const int unit : forced_units_) force(unit);
    for (const auto& planned : fixed_) force(planned.unit);
}

void LearnerModel::add_stand_ins() {
    for (int raw = 0; raw < size_of(raw_steps_); ++raw) {
        if (asked_[raw]) continue;
        const auto& least = catalogue_->least_cost_of(raw_steps_[raw]);
        if (!least.taught) continue;
        const int index = size_of(candidates_);
        auto& candidate = candidates_.emplace_back();
        candidate.bundle = -1;
        candidate.half_hours = least.half_hours;
        candidate.price_cents = least.price_cents;
        candidate.presence_days = least.presence_days;
        candidate.units = {size_of(raw_units_), size_of(raw_units_) + 1};
        raw_units_.push_back({~raw_steps_[raw], index, false, not_former, {}, {}, {}, -1});
    }
}

void LearnerModel::list_teaches() {
    raw_teaches_.clear();
    const auto add = [&](int step) {
        if (const int raw = raw_of_step_[step]; raw >= 0) raw_teaches_.push_back(raw);
    };
    for (auto& candidate : candidates_) {
        candidate.teaches.begin = size_of(raw_teaches_);
        auto& first = raw_units_[candidate.units.begin];
        if (is_stand_in(first.unit))
            raw_teaches_.push_back(raw_of_step_[~first.unit]);
        else
            for (const int step : catalogue_->steps_of(catalogue_->bundle(candidate.bundle))) add(step);
        candidate.teaches.end = size_of(raw_teaches_);
        if (candidate.units.size() == 1) {
            first.teaches = candidate.teaches;
            continue;
        }
        for (int i = candidate.units.begin; i < candidate.units.end; ++i) {
            auto& unit = raw_units_[i];
            unit.teaches.begin = size_of(raw_teaches_);
            for (const int step : catalogue_->teaches_of(catalogue_->unit(unit.unit))) add(step);
            unit.teaches.end = size_of(raw_teaches_);
        }
    }
}

// Steps not asked for have their stand-in and whatever was taken in for another reason; cheapest first, like everywhere.
void LearnerModel::list_providers_beside_stand_ins() {
    auto& end_of_raw = stack_;  // scratch
    end_of_raw.assign(raw_steps_.size(), 0);
    for (const auto& candidate : candidates_)
        for (const int raw : part(raw_teaches_, candidate.teaches)) ++end_of_raw[raw];
    int end = size_of(raw_providers_);
    for (int raw = 0; raw < size_of(raw_steps_); ++raw) {
        if (asked_[raw]) continue;
        const Range providers{end, end + end_of_raw[raw]};
        providers_of_raw_[raw] = providers;
        end_of_raw[raw] = providers.begin;
        end = providers.end;
    }
    raw_providers_.resize(end);
    for (int index = 0; index < size_of(candidates_); ++index)
        for (const int raw : part(raw_teaches_, candidates_[index].teaches))
            if (!asked_[raw]) raw_providers_[end_of_raw[raw]++] = index;
    const auto key = [&](int index) {
        const auto& candidate = candidates_[index];
        return std::tie(candidate.half_hours, candidate.price_cents, candidate.presence_days, candidate.bundle);
    };
    for (int raw = 0; raw < size_of(raw_steps_); ++raw) {
        const Range providers = providers_of_raw_[raw];
        if (asked_[raw] || providers.size() < 2) continue;
        std::sort(raw_providers_.begin() + providers.begin, raw_providers_.begin() + providers.end, [&](int a, int b) { return key(a) < key(b); });
    }
}

// What a unit of a closed course needs may in turn need another unit of that course, whose hours must not count twice.
std::int64_t LearnerModel::hours_with_own(int raw_unit, std::int64_t before) const {
    const auto& candidate = candidates_[raw_units_[raw_unit].item];
    return candidate.units.size() == 1 ? before + candidate.half_hours : std::max<std::int64_t>(before, candidate.half_hours);
}

// Hours with which what this unit teaches can certainly be had, once the unit is ready; of a stand-in those of self-paced offers,
// of a closed course only when none of its units has to wait for anything.
std::int64_t LearnerModel::certain_hours_of(int raw_unit) const {
    const auto& unit = raw_units_[raw_unit];
    if (is_stand_in(unit.unit)) {
        const auto& chain = catalogue_->self_paced_chain_of(~unit.unit);
        return learner_->excluded.empty() && chain.price_cents <= budget.price_cents ? chain.half_hours : uncertain_hours;
    }
    const Range course = candidates_[unit.item].units;
    const auto waits = [](int needs) { return needs > 0; };
    if (course.size() > 1 && std::any_of(needs_of_unit_.begin() + course.begin, needs_of_unit_.begin() + course.end, waits)) return uncertain_hours;
    return hours_with_own(raw_unit, standing_[raw_unit].hours_certain);
}

// Cheapest chain of hours first, so that an offer whose cheapest chain breaks the hours is dropped. Dates are looked at later, in the search.
void LearnerModel::find_attainable() {
    edge_next_.clear();
    edge_to_.clear();
    step_edge_.assign(raw_steps_.size(), -1);
    after_edge_.assign(raw_units_.size(), -1);
    needs_of_unit_.assign(raw_units_.size(), 0);
    const auto link = [&](int& head, int unit) {
        edge_next_.push_back(head);
        edge_to_.push_back(unit);
        head = size_of(edge_to_) - 1;
    };
    for (int need = 0; need < size_of(raw_unit_needs_); ++need) link(step_edge_[raw_unit_needs_[need]], raw_unit_of_need_[need]);
    for (int i = 0; i < size_of(raw_units_); ++i) {
        needs_of_unit_[i] = raw_units_[i].needs.size();
        const int after = raw_units_[i].after;
        if (after < 0) continue;
        ++needs_of_unit_[i];
        const int other = candidate_of_[catalogue_->bundle_of(after)];
        if (other < 0) continue;
        for (int k = candidates_[other].units.begin; k < candidates_[other].units.end; ++k)
            if (raw_units_[k].unit == after) link(after_edge_[k], i);
    }
    // A unit can only count as provider when its whole course can be taken; that is known afterwards, so it is tried again without.
    while (!build_up()) {
    }
    cut_chains();
}

// False when a course turned out to be possible only in part: it is then left out for good.
bool LearnerModel::build_up() {
    standing_.resize(raw_units_.size());
    for (std::size_t i = 0; i < raw_units_.size(); ++i) standing_[i] = {needs_of_unit_[i], false, -1, 0, 0};
    step_kept_.assign(raw_steps_.size(), 0);  // here: already attainable
    // Hours are small numbers, so a list per hour replaces a heap. Unusually many hours are not looked at here.
    const bool counts_hours = budget.half_hours <= hours_counted_max;
    const int last_hour = counts_hours ? static_cast<int>(budget.half_hours) : 0;
    if (size_of(first_at_hour_) <= last_hour) first_at_hour_.resize(static_cast<std::size_t>(last_hour) + 1, -1);  // emptied below
    const auto become_ready = [&](int unit) {
        if (candidates_[raw_units_[unit].item].dropped) return;
        const std::int64_t hours = counts_hours ? hours_with_own(unit, standing_[unit].hours_least) : 0;
        if (hours > budget.half_hours) return;
        standing_[unit].next = first_at_hour_[hours];
        first_at_hour_[hours] = unit;
    };
    for (int i = 0; i < size_of(raw_units_); ++i)
        if (needs_of_unit_[i] == 0) become_ready(i);
    const auto satisfy = [&](int head, std::int64_t hours, std::int64_t certain) {
        for (int edge = head; edge >= 0; edge = edge_next_[edge]) {
            const int unit = edge_to_[edge];
            auto& standing = standing_[unit];
            standing.hours_least = std::max(standing.hours_least, hours);
            standing.hours_certain = std::max(standing.hours_certain, certain);
            if (--standing.waiting == 0) become_ready(unit);
        }
    };
    for (int hours = 0; hours <= last_hour; ++hours) {
        while (first_at_hour_[hours] >= 0) {
            const int i = first_at_hour_[hours];
            first_at_hour_[hours] = standing_[i].next;
            standing_[i].ready = true;
            const std::int64_t certain = certain_hours_of(i);
            for (const int raw : part(raw_teaches_, raw_units_[i].teaches)) {
                if (step_kept_[raw]) continue;
                step_kept_[raw] = 1;
                satisfy(step_edge_[raw], hours, certain);
            }
            satisfy(after_edge_[i], hours, certain);
        }
    }
    bool whole = true;
    for (auto& candidate : candidates_) {
        if (candidate.units.size() == 1) {
            const auto& standing = standing_[candidate.units.begin];
            candidate.attainable = standing.ready;
            candidate.certain = standing.hours_certain + candidate.half_hours <= budget.half_hours;
            continue;
        }
        int ready = 0;
        candidate.certain = true;
        for (int i = candidate.units.begin; i < candidate.units.end; ++i) {
            ready += standing_[i].ready;
            candidate.certain = candidate.certain && hours_with_own(i, standing_[i].hours_certain) <= budget.half_hours;
        }
        candidate.attainable = ready == candidate.units.size();
        if (ready > 0 && !candidate.attainable) {
            candidate.dropped = true;
            whole = false;
        }
    }
    return whole;
}

void LearnerModel::cut_chains() {
    // A chain ends below the first level that nobody can teach.
    std::size_t kept = 0;
    for (std::size_t i = 0; i < gaps_.size(); ++i) {
        const bool same_chain = kept > 0 && gaps_[kept - 1].competence == gaps_[i].competence;
        const bool continues = same_chain ? gaps_[kept - 1].level + 1 == gaps_[i].level : level_of_[gaps_[i].competence] + 1 == gaps_[i].level;
        if (continues && step_kept_[gaps_[i].raw]) gaps_[kept++] = gaps_[i];
    }
    gaps_.resize(kept);
}

void LearnerModel::keep_relevant() {
    step_kept_.assign(raw_steps_.size(), 0);
    for (auto& candidate : candidates_) candidate.kept = false;
    stack_.clear();
    const auto keep = [&](int i) {
        if (i < 0) return;
        auto& candidate = candidates_[i];
        if (candidate.kept || candidate.dominated || !candidate.attainable) return;
        candidate.kept = true;
        stack_.push_back(i);
    };
    const auto ask = [&](int raw) {
        if (step_kept_[raw]) return;
        step_kept_[raw] = 1;
        for (const int index : raw_providers_of(raw)) keep(index);
    };
    std::vector<char>& forced = seen_;  // per raw step: taught by what is in the plan anyway
    forced.assign(raw_steps_.size(), 0);
    for (const auto& candidate : candidates_)
        if (candidate.forced)
            for (const int raw : part(raw_teaches_, candidate.teaches)) forced[raw] = 1;
    for (const auto& gap : gaps_)
        if (!forced[gap.raw]) ask(gap.raw);  // no plan gains from another offer for it
    for (const int root : roots_) keep(root);
    while (!stack_.empty()) {
        const auto& candidate = candidates_[stack_.back()];
        stack_.pop_back();
        for (const int raw : part(raw_unit_needs_, needs_of_units(candidate))) ask(raw);
        for (const int bundle : part(raw_after_, candidate.after)) keep(candidate_of_[bundle]);
    }
}

}  // namespace kc::planning::optimizer
