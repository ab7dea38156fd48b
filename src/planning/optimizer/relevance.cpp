// SPDX-License-Identifier: EUPL-1.2
// Which offers can matter to one learner: those for an open step and, transitively, for what these need.
// Offers without a usable date, over a budget, or with needs that nobody can meet are left out.
#include <algorithm>
#include <tuple>

#include "planning/optimizer/learner_model.hpp"

namespace kc::planning::optimizer {

namespace {
constexpr std::int64_t hours_counted_max = 4096;
constexpr int unseen = -1;
constexpr int unavailable = -2;  // no usable date, or over a budget by itself
int size_of(const auto& list) { return static_cast<int>(list.size()); }
}  // namespace

bool LearnerModel::build(const PreparedCatalogue& catalogue, const Learner& learner, const Question& question) {
    catalogue_ = &catalogue;
    learner_ = &learner;
    start(question);
    collect();
    find_attainable();
    const auto force = [&](int unit) {
        const int index = candidate_of_[catalogue.bundle_of(unit)];
        if (index < 0 || !candidates_[index].attainable)
            dead_forced.push_back(unit);
        else
            candidates_[index].forced = true;
    };
    for (const int unit : question.forced_units) force(unit);
    for (const auto& planned : question.fixed) force(planned.unit);
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

void LearnerModel::start(const Question& question) {
    const auto& names = catalogue_->catalogue();
    for (const int bundle : touched_bundles_)
        if (bundle < size_of(candidate_of_)) candidate_of_[bundle] = unseen;
    touched_bundles_.clear();
    candidate_of_.resize(catalogue_->bundle_count(), unseen);
    for (const int step : raw_steps_)
        if (step < size_of(raw_of_step_)) raw_of_step_[step] = -1;
    raw_of_step_.resize(catalogue_->step_count(), -1);
    for (auto* list : {&raw_steps_, &pending_bundles_, &raw_needs_, &raw_unit_needs_, &raw_after_, &roots_, &dead_forced}) list->clear();
    candidates_.clear();
    raw_units_.clear();
    raw_dates_.clear();
    gaps_.clear();
    former_.clear();

    budget = learner_->budget;
    first_day = learner_->first_day;
    weekly_half_hours = learner_->weekly_half_hours;
    has_former = learner_->has_former;
    fixed_ = question.fixed;
    if (has_former) former_ = learner_->former;
    std::sort(former_.begin(), former_.end());
    former_.erase(std::unique(former_.begin(), former_.end(), [](auto a, auto b) { return a.unit == b.unit; }), former_.end());

    level_of_.assign(names.competences.size(), 0);
    for (const auto& entry : learner_->current) level_of_[entry.competence] = entry.value;
    reachable_.assign(names.places.size(), 0);
    for (const int place : learner_->reachable_places)
        if (place >= 0) reachable_[place] = 1;
    for (const int unit : learner_->excluded) {
        candidate_of_[catalogue_->bundle_of(unit)] = unavailable;
        touched_bundles_.push_back(catalogue_->bundle_of(unit));
    }

    if (question.with_gaps) {
        for (const auto& target : learner_->target) {
            int weight = 0;
            for (const auto& entry : learner_->weight)
                if (entry.competence == target.competence) weight = entry.value;
            if (weight <= 0) continue;
            for (int level = level_of_[target.competence] + 1; level <= target.value; ++level)
                gaps_.push_back({target.competence, level, weight, raw_step(catalogue_->step_index({target.competence, level})), 0});
        }
        // A unit of the former plan that costs nothing stays by the fourth stage, even where nothing asks for it.
        for (const auto& planned : former_) {
            const auto& bundle = catalogue_->bundle(catalogue_->bundle_of(planned.unit));
            if (bundle.half_hours == 0 && bundle.price_cents == 0) pending_bundles_.push_back(catalogue_->bundle_of(planned.unit));
        }
    }
    for (const int unit : question.forced_units) pending_bundles_.push_back(catalogue_->bundle_of(unit));
    for (const auto& planned : question.fixed) pending_bundles_.push_back(catalogue_->bundle_of(planned.unit));
    const auto wanted = pending_bundles_;
    for (const int bundle : wanted)
        if (const int index = admit(bundle); index >= 0) roots_.push_back(index);
}

int LearnerModel::raw_step(int catalogue_step) {
    int& raw = raw_of_step_[catalogue_step];
    if (raw < 0) {
        raw = size_of(raw_steps_);
        raw_steps_.push_back(catalogue_step);
    }
    return raw;
}

int LearnerModel::admit(int bundle_index) {
    if (candidate_of_[bundle_index] != unseen) return candidate_of_[bundle_index];
    touched_bundles_.push_back(bundle_index);
    candidate_of_[bundle_index] = unavailable;
    const auto& bundle = catalogue_->bundle(bundle_index);
    if (bundle.half_hours > budget.half_hours || bundle.price_cents > budget.price_cents || bundle.presence_days > budget.presence_days)
        return unavailable;
    Candidate candidate;
    candidate.bundle = bundle_index;
    candidate.half_hours = static_cast<int>(bundle.half_hours);
    candidate.price_cents = static_cast<int>(bundle.price_cents);
    candidate.presence_days = static_cast<int>(bundle.presence_days);
    const int index = size_of(candidates_);
    candidates_.push_back(candidate);
    if (!add_units(index)) {
        candidates_.pop_back();
        return unavailable;
    }
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

bool LearnerModel::add_units(int candidate_index) {
    const int bundle_index = candidates_[candidate_index].bundle;
    const auto members = catalogue_->units_of(catalogue_->bundle(bundle_index));
    const int dates_before = size_of(raw_dates_);
    const int units_before = size_of(raw_units_);
    bool scheduled = false;
    for (const int unit : members) {  // dates first: they decide whether the rest is worth the work
        const auto& data = catalogue_->unit(unit);
        ModelUnit model{unit, candidate_index, data.scheduled, not_former, {}, {}, {}, -1};
        model.dates.begin = size_of(raw_dates_);
        if (data.scheduled) {
            scheduled = true;
            int only = -1;
            for (const auto& planned : fixed_)
                if (planned.unit == unit) only = planned.date;
            const auto dates = catalogue_->dates_of(data);
            const auto places = catalogue_->places_of(data);
            for (int i = 0; i < size_of(dates); ++i) {
                if (only >= 0 && i != only) continue;
                if (places[i] >= 0 && !reachable_[places[i]]) continue;
                if (dates[i].first_day < learner_->first_day || dates[i].last_day > learner_->last_day) continue;
                bool blocked = false;
                for (const auto& range : learner_->blocked) blocked = blocked || range.touches(dates[i]);
                if (!blocked) raw_dates_.push_back({dates[i].first_day, dates[i].last_day, i});
            }
        }
        model.dates.end = size_of(raw_dates_);
        if (data.scheduled && model.dates.empty()) {
            raw_dates_.resize(dates_before);
            raw_units_.resize(units_before);
            return false;
        }
        std::sort(raw_dates_.begin() + model.dates.begin, raw_dates_.end(), [](const ModelDate& a, const ModelDate& b) {
            return std::tie(a.last_day, a.first_day, a.index) < std::tie(b.last_day, b.first_day, b.index);
        });
        raw_units_.push_back(model);
    }
    auto& candidate = candidates_[candidate_index];
    candidate.scheduled = scheduled;
    candidate.units = {units_before, size_of(raw_units_)};
    candidate.needs.begin = size_of(raw_needs_);
    candidate.after.begin = size_of(raw_after_);
    for (int i = candidate.units.begin; i < candidate.units.end; ++i) {
        auto& model = raw_units_[i];
        const auto& data = catalogue_->unit(model.unit);
        model.former_date = former_date_of(model.unit);
        candidate.former = candidate.former || model.former_date != not_former;
        model.needs.begin = size_of(raw_unit_needs_);
        for (const auto& need : catalogue_->needs_of(data)) {
            for (int level = level_of_[need.competence] + 1; level <= need.level; ++level) {
                const int step = catalogue_->step_index({need.competence, level});
                const int raw = raw_step(step);
                const auto own = raw_unit_needs_.begin() + model.needs.begin;
                if (std::find(own, raw_unit_needs_.end(), raw) != raw_unit_needs_.end()) continue;
                raw_unit_needs_.push_back(raw);
                if (members.size() > 1 && is_taught_beside(model.unit, bundle_index, step)) continue;
                const auto outer = raw_needs_.begin() + candidate.needs.begin;
                if (std::find(outer, raw_needs_.end(), raw) == raw_needs_.end()) raw_needs_.push_back(raw);
            }
        }
        model.needs.end = size_of(raw_unit_needs_);
        if (data.after >= 0 && catalogue_->bundle_of(data.after) != bundle_index) {
            raw_after_.push_back(catalogue_->bundle_of(data.after));
            pending_bundles_.push_back(raw_after_.back());
        }
    }
    candidate.needs.end = size_of(raw_needs_);
    candidate.after.end = size_of(raw_after_);
    return true;
}

LearnerModel::Availability LearnerModel::availability_of(int bundle) const {
    const int index = candidate_of_[bundle];
    if (index < 0) return Availability::unavailable;
    return candidates_[index].attainable ? Availability::attainable : Availability::needs_unmet;
}

void LearnerModel::collect() {
    std::size_t next_step = 0;
    std::size_t next_bundle = 0;
    while (next_step < raw_steps_.size() || next_bundle < pending_bundles_.size()) {
        if (next_bundle < pending_bundles_.size()) {
            admit(pending_bundles_[next_bundle++]);
            continue;
        }
        for (const int bundle : catalogue_->providers_of(raw_steps_[next_step])) admit(bundle);
        ++next_step;
    }
    for (const auto& candidate : candidates_)
        for (const int bundle : part(raw_after_, candidate.after))
            if (candidate_of_[bundle] >= 0) candidates_[candidate_of_[bundle]].needed_after = true;
}

// Builds up from what needs nothing, cheapest chain of hours first, so that circles of needs never become attainable and
// an offer whose cheapest chain breaks the hours is dropped. Dates are looked at later, in the search.
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
    for (int i = 0; i < size_of(raw_units_); ++i) {
        const auto& unit = raw_units_[i];
        for (const int raw : part(raw_unit_needs_, unit.needs)) link(step_edge_[raw], i);
        needs_of_unit_[i] = unit.needs.size();
        const int after = catalogue_->unit(unit.unit).after;
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
    waiting_ = needs_of_unit_;
    hours_least_.assign(raw_units_.size(), 0);
    step_kept_.assign(raw_steps_.size(), 0);  // here: already attainable
    // Hours are small numbers, so a list per hour replaces a heap. Unusually many hours are not looked at here.
    const bool counts_hours = budget.half_hours <= hours_counted_max;
    const int last_hour = counts_hours ? static_cast<int>(budget.half_hours) : 0;
    first_at_hour_.assign(static_cast<std::size_t>(last_hour) + 1, -1);
    next_at_hour_.resize(raw_units_.size());
    const auto become_ready = [&](int unit) {
        const auto& candidate = candidates_[raw_units_[unit].item];
        if (candidate.dropped) return;
        // What a unit of a closed course needs may in turn need another unit of that course, whose hours must not count twice.
        std::int64_t hours = candidate.units.size() == 1 ? hours_least_[unit] + candidate.half_hours
                                                         : std::max<std::int64_t>(hours_least_[unit], candidate.half_hours);
        if (!counts_hours) hours = 0;
        if (hours > budget.half_hours) return;
        next_at_hour_[unit] = first_at_hour_[hours];
        first_at_hour_[hours] = unit;
    };
    for (int i = 0; i < size_of(raw_units_); ++i)
        if (waiting_[i] == 0) become_ready(i);
    const auto satisfy = [&](int head, std::int64_t hours) {
        for (int edge = head; edge >= 0; edge = edge_next_[edge]) {
            const int unit = edge_to_[edge];
            hours_least_[unit] = std::max(hours_least_[unit], hours);
            if (--waiting_[unit] == 0) become_ready(unit);
        }
    };
    unit_ready_.assign(raw_units_.size(), 0);
    for (int hours = 0; hours <= last_hour; ++hours) {
        while (first_at_hour_[hours] >= 0) {
            const int i = first_at_hour_[hours];
            first_at_hour_[hours] = next_at_hour_[i];
            unit_ready_[i] = 1;
            for (const int step : catalogue_->teaches_of(catalogue_->unit(raw_units_[i].unit))) {
                const int raw = raw_of_step_[step];
                if (raw < 0 || step_kept_[raw]) continue;
                step_kept_[raw] = 1;
                satisfy(step_edge_[raw], hours);
            }
            satisfy(after_edge_[i], hours);
        }
    }
    bool whole = true;
    for (auto& candidate : candidates_) {
        int ready = 0;
        for (int i = candidate.units.begin; i < candidate.units.end; ++i) ready += unit_ready_[i];
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
        for (const int bundle : catalogue_->providers_of(raw_steps_[raw])) keep(candidate_of_[bundle]);
    };
    for (const auto& gap : gaps_) ask(gap.raw);
    for (const int root : roots_) keep(root);
    while (!stack_.empty()) {
        const int i = stack_.back();
        stack_.pop_back();
        for (int need = candidates_[i].units.begin; need < candidates_[i].units.end; ++need)
            for (const int raw : part(raw_unit_needs_, raw_units_[need].needs)) ask(raw);
        for (const int bundle : part(raw_after_, candidates_[i].after)) keep(candidate_of_[bundle]);
    }
}

}  // namespace kc::planning::optimizer
