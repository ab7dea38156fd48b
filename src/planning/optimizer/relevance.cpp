// SPDX-License-Identifier: EUPL-1.2
// Which offers can matter to one learner: those for an open step and, transitively, for what these need.
// In an outline only the steps asked for count, and what is needed besides has a stand-in.
#include <algorithm>
#include <tuple>

#include "planning/optimizer/learner_model.hpp"

namespace kc::planning::optimizer {

namespace {
constexpr int unseen = -1;
constexpr int unavailable = -2;  // no usable date, or over a budget by itself
constexpr std::size_t offers_few = 40;
int size_of(const auto& list) { return static_cast<int>(list.size()); }
}  // namespace

bool LearnerModel::build(const PreparedCatalogue& catalogue, const Learner& learner, const Question& question) {
    outlined_ = false;
    start(catalogue, learner, question);
    if (!named_are_available()) return false;
    collect();
    return finish();
}

bool LearnerModel::outline(const PreparedCatalogue& catalogue, const Learner& learner, const Question& question) {
    outlined_ = true;
    start(catalogue, learner, question);
    asks_for_all_ = false;
    if (!named_are_available()) return false;
    // What the former plan held is no stand-in's business: a plan that keeps it differs less.
    for (const auto& planned : former_) pending_bundles_.push_back(catalogue.bundle_of(planned.unit));
    collect();
    ask_for_what_cheap_offers_need();
    return finish();
}

// Of the steps with a stand-in a plan most often asks for those that the offer with the fewest hours for an open step needs: their
// offers are taken in at once, which spares most of the further outlines. Where there are very many offers, an outline costs less.
void LearnerModel::ask_for_what_cheap_offers_need() {
    for (const auto& gap : wanted_gaps_) {
        const auto offers = raw_providers_of(gap.raw);
        if (offers.empty()) continue;
        for (const int raw : part(raw_needs_, candidates_[offers.front()].needs))
            if (!asked_[raw] && catalogue_->providers_of(raw_steps_[raw]).size() <= offers_few) ask_for(raw);
    }
    collect();
}

bool LearnerModel::refine(const std::vector<PlannedUnit>& plan) {
    remove_stand_ins();
    for (const auto& planned : plan)
        if (is_stand_in(planned.unit)) ask_for(raw_of_step_[~planned.unit]);
    collect();
    return finish();
}

void LearnerModel::remove_stand_ins() {
    candidates_.resize(real_candidates_);
    raw_units_.resize(real_units_);
    raw_providers_.resize(real_providers_);
}

void LearnerModel::start(const PreparedCatalogue& catalogue, const Learner& learner, const Question& question) {
    for (const int bundle : touched_bundles_)
        if (bundle < size_of(candidate_of_)) candidate_of_[bundle] = unseen;
    for (const int step : raw_steps_)
        if (step < size_of(raw_of_step_)) raw_of_step_[step] = -1;
    catalogue_ = &catalogue;
    learner_ = &learner;
    candidate_of_.resize(catalogue.bundle_count(), unseen);
    raw_of_step_.resize(catalogue.step_count(), -1);
    for (auto* list : {&touched_bundles_, &raw_steps_, &pending_bundles_, &steps_to_ask_, &raw_providers_, &raw_needs_, &raw_unit_needs_,
                       &raw_unit_of_need_, &raw_after_, &roots_})
        list->clear();
    asked_.clear();
    providers_of_raw_.clear();
    candidates_.clear();
    raw_units_.clear();
    raw_dates_.clear();
    wanted_gaps_.clear();
    former_.clear();
    settled_.clear();
    next_pending_ = next_to_ask_ = 0;
    asks_for_all_ = true;

    budget = learner.budget;
    first_day = learner.first_day;
    weekly_half_hours = learner.weekly_half_hours;
    has_former = learner.has_former;
    fixed_ = question.fixed;
    forced_units_ = question.forced_units;
    if (has_former) former_ = learner.former;
    std::sort(former_.begin(), former_.end());
    former_.erase(std::unique(former_.begin(), former_.end(), [](auto a, auto b) { return a.unit == b.unit; }), former_.end());

    const auto& names = catalogue.catalogue();
    level_of_.assign(names.competences.size(), 0);
    for (const auto& entry : learner.current) level_of_[entry.competence] = entry.value;
    usable_dates_.start(names, learner);
    for (const int unit : learner.excluded) {
        candidate_of_[catalogue.bundle_of(unit)] = unavailable;
        touched_bundles_.push_back(catalogue.bundle_of(unit));
    }
    if (question.with_gaps) take_in_gaps();
    take_in_named(question);
}

void LearnerModel::take_in_gaps() {
    for (const auto& target : learner_->target) {
        if (target.value <= level_of_[target.competence]) continue;
        int weight = 0;
        for (const auto& entry : learner_->weight)
            if (entry.competence == target.competence) weight = entry.value;
        if (weight <= 0) continue;
        for (int level = level_of_[target.competence] + 1; level <= target.value; ++level)
            wanted_gaps_.push_back({target.competence, level, weight, raw_step(catalogue_->step_index({target.competence, level})), 0});
    }
    // A unit of the former plan that costs nothing stays by the fourth stage, even where nothing asks for it.
    for (const auto& planned : former_) {
        const auto& bundle = catalogue_->bundle(catalogue_->bundle_of(planned.unit));
        if (bundle.half_hours == 0 && bundle.price_cents == 0) pending_bundles_.push_back(catalogue_->bundle_of(planned.unit));
    }
}

void LearnerModel::take_in_named(const Question& question) {
    for (const int unit : question.forced_units) pending_bundles_.push_back(catalogue_->bundle_of(unit));
    for (const auto& planned : question.fixed) pending_bundles_.push_back(catalogue_->bundle_of(planned.unit));
    const std::size_t count = pending_bundles_.size();
    for (std::size_t i = 0; i < count; ++i)
        if (const int index = admit(pending_bundles_[i]); index >= 0) roots_.push_back(index);
}

// Spares the rest of the work where a wish or a booking is out of the question by itself.
bool LearnerModel::named_are_available() {
    dead_forced.clear();
    const auto look_at = [&](int unit) {
        if (candidate_of_[catalogue_->bundle_of(unit)] < 0) dead_forced.push_back(unit);
    };
    for (const int unit : forced_units_) look_at(unit);
    for (const auto& planned : fixed_) look_at(planned.unit);
    return dead_forced.empty();
}

int LearnerModel::raw_step(int catalogue_step) {
    int& raw = raw_of_step_[catalogue_step];
    if (raw < 0) {
        raw = size_of(raw_steps_);
        raw_steps_.push_back(catalogue_step);
        asked_.push_back(0);
        providers_of_raw_.push_back({});
        if (asks_for_all_) ask_for(raw);
    }
    return raw;
}

void LearnerModel::ask_for(int raw) {
    asked_[raw] = 1;
    providers_of_raw_[raw] = {};
    steps_to_ask_.push_back(raw);
}

bool LearnerModel::was_looked_at(int bundle) const { return candidate_of_[bundle] != unseen; }

int LearnerModel::admit(int bundle_index) {
    if (candidate_of_[bundle_index] != unseen) return candidate_of_[bundle_index];
    touched_bundles_.push_back(bundle_index);
    candidate_of_[bundle_index] = unavailable;
    const auto& bundle = catalogue_->bundle(bundle_index);
    if (bundle.half_hours > budget.half_hours || bundle.price_cents > budget.price_cents || bundle.presence_days > budget.presence_days)
        return unavailable;
    const int index = size_of(candidates_);
    if (!add_units(index, bundle_index)) return unavailable;
    return candidate_of_[bundle_index] = index;
}

bool LearnerModel::is_taught_beside(int unit, int bundle_index, int step) const {
    for (const int other : catalogue_->units_of(catalogue_->bundle(bundle_index))) {
        if (other == unit) continue;
        for (const int taught : catalogue_->teaches_of(catalogue_->unit(other)))
            if (taught == step) return true;
    }
    return false;
}

// Takes the units with their usable dates in. False, and nothing is taken in, when one that has dates has no usable one.
bool LearnerModel::add_units(int candidate_index, int bundle_index) {
    const auto& bundle = catalogue_->bundle(bundle_index);
    const auto members = catalogue_->units_of(bundle);
    const int dates_before = size_of(raw_dates_);
    const int units_before = size_of(raw_units_);
    bool scheduled = false;
    for (const int unit : members) {  // dates first: they decide whether the rest is worth the work
        const auto& data = catalogue_->unit(unit);
        const int dates_begin = size_of(raw_dates_);
        if (data.scheduled) {
            scheduled = true;
            add_usable_dates(unit);
            if (size_of(raw_dates_) == dates_begin) {
                raw_dates_.resize(dates_before);
                raw_units_.resize(units_before);
                return false;
            }
        }
        raw_units_.push_back({unit, candidate_index, data.scheduled, former_date_of(unit), {dates_begin, size_of(raw_dates_)}, {}, {}, data.after});
    }
    auto& candidate = candidates_.emplace_back();
    candidate.bundle = bundle_index;
    candidate.half_hours = static_cast<int>(bundle.half_hours);
    candidate.price_cents = static_cast<int>(bundle.price_cents);
    candidate.presence_days = static_cast<int>(bundle.presence_days);
    candidate.scheduled = scheduled;
    candidate.units = {units_before, size_of(raw_units_)};
    candidate.needs.begin = size_of(raw_needs_);
    candidate.after.begin = size_of(raw_after_);
    for (int i = candidate.units.begin; i < candidate.units.end; ++i) {
        candidate.former = candidate.former || raw_units_[i].former_date != not_former;
        add_needs(i, candidate, members.size() == 1);
    }
    candidate.needs.end = size_of(raw_needs_);
    candidate.after.end = size_of(raw_after_);
    return true;
}

void LearnerModel::add_usable_dates(int unit) {
    int only = -1;
    for (const auto& planned : fixed_)
        if (planned.unit == unit) only = planned.date;
    for (const auto& date : catalogue_->dates_of(catalogue_->unit(unit))) {
        if ((only >= 0 && date.index != only) || !usable_dates_.is_usable(date)) continue;
        raw_dates_.push_back({date.first_day, date.last_day, date.index});
    }
}

void LearnerModel::add_needs(int raw_unit, const Candidate& candidate, bool alone) {
    auto& unit = raw_units_[raw_unit];
    const auto& data = catalogue_->unit(unit.unit);
    unit.needs.begin = size_of(raw_unit_needs_);
    for (const auto& need : catalogue_->needs_of(data)) {
        for (int level = level_of_[need.competence] + 1; level <= need.level; ++level) {
            const int step = catalogue_->step_index({need.competence, level});
            const int raw = raw_step(step);
            const auto own = raw_unit_needs_.begin() + unit.needs.begin;
            if (std::find(own, raw_unit_needs_.end(), raw) != raw_unit_needs_.end()) continue;
            raw_unit_needs_.push_back(raw);
            raw_unit_of_need_.push_back(raw_unit);
            if (!alone && is_taught_beside(unit.unit, candidate.bundle, step)) continue;
            const auto outer = raw_needs_.begin() + candidate.needs.begin;
            if (std::find(outer, raw_needs_.end(), raw) == raw_needs_.end()) raw_needs_.push_back(raw);
        }
    }
    unit.needs.end = size_of(raw_unit_needs_);
    if (data.after >= 0 && catalogue_->bundle_of(data.after) != candidate.bundle) {
        raw_after_.push_back(catalogue_->bundle_of(data.after));
        pending_bundles_.push_back(raw_after_.back());
    }
}

void LearnerModel::collect() {
    for (;;) {
        if (next_pending_ < pending_bundles_.size()) {
            admit(pending_bundles_[next_pending_++]);
        } else if (next_to_ask_ < steps_to_ask_.size()) {
            const int raw = steps_to_ask_[next_to_ask_++];
            const int begin = size_of(raw_providers_);
            for (const int bundle : catalogue_->providers_of(raw_steps_[raw])) catalogue_->fetch_early(bundle);
            for (const int bundle : catalogue_->providers_of(raw_steps_[raw]))
                if (const int index = admit(bundle); index >= 0) raw_providers_.push_back(index);
            providers_of_raw_[raw] = {begin, size_of(raw_providers_)};
        } else {
            break;
        }
    }
    real_candidates_ = candidates_.size();
    real_units_ = raw_units_.size();
    real_providers_ = raw_providers_.size();
}

}  // namespace kc::planning::optimizer
