// SPDX-License-Identifier: EUPL-1.2
// Leaves out an offer where another teaches at least as much, costs no more, needs no more and fits wherever the first fits.
// Exchanging the two in any plan keeps it valid and makes it no worse in any of the five stages.
#include <algorithm>
#include <tuple>

#include "planning/optimizer/learner_model.hpp"

namespace kc::planning::optimizer {

namespace {
// Both lists are short, so a plain search beats sorting.
template <class Part> bool contains_all(Part larger, Part smaller) {
    return std::all_of(smaller.begin(), smaller.end(), [&](int value) { return std::find(larger.begin(), larger.end(), value) != larger.end(); });
}
}  // namespace

// For every date of the worse unit the better one has a date inside it: no new clash, no later finish, no earlier start.
bool LearnerModel::fits_dates_of(const Candidate& better, const Candidate& worse) const {
    if (!better.scheduled) return true;
    if (!worse.scheduled || worse.units.size() != 1) return false;
    const auto better_dates = part(raw_dates_, raw_units_[better.units.begin].dates);
    for (const auto& date : part(raw_dates_, raw_units_[worse.units.begin].dates)) {
        if (std::none_of(better_dates.begin(), better_dates.end(),
                         [&](const ModelDate& other) { return other.first_day >= date.first_day && other.last_day <= date.last_day; }))
            return false;
    }
    return true;
}

// Of a closed course only the units that something builds on have to be finished before its date (rule 9), and a stand-in may be one of these.
bool LearnerModel::is_as_short_as_each_part(const Candidate& better, const Candidate& worse) const {
    if (weekly_half_hours < 0) return true;
    const auto half_hours = [&](const ModelUnit& unit) {
        return is_stand_in(unit.unit) ? catalogue_->least_cost_of(~unit.unit).half_hours_before : catalogue_->catalogue().units[unit.unit].half_hours;
    };
    const auto better_half_hours = is_stand_in(raw_units_[better.units.begin].unit) ? half_hours(raw_units_[better.units.begin]) : better.half_hours;
    const auto units = part(raw_units_, worse.units);
    return std::all_of(units.begin(), units.end(),
                       [&](const ModelUnit& unit) { return unit.teaches.empty() || better_half_hours <= half_hours(unit); });
}

bool LearnerModel::dominates(const Candidate& better, const Candidate& worse) const {
    if (better.half_hours > worse.half_hours || better.price_cents > worse.price_cents || better.presence_days > worse.presence_days) return false;
    if (better.units.size() != 1) return false;
    // In a closed course a unit may be ready before the last need of the course is met; then only an offer without needs can stand in.
    if (worse.units.size() != 1 && !(better.needs.empty() && better.after.empty())) return false;
    if (!is_as_short_as_each_part(better, worse)) return false;
    const bool strictly = std::tie(better.half_hours, better.price_cents) < std::tie(worse.half_hours, worse.price_cents);
    if (worse.former && !strictly) return false;
    const auto taught = part(raw_teaches_, better.teaches);
    for (const int raw : part(raw_teaches_, worse.teaches))
        if (step_kept_[raw] && std::find(taught.begin(), taught.end(), raw) == taught.end()) return false;
    if (!contains_all(part(raw_needs_, worse.needs), part(raw_needs_, better.needs))) return false;
    if (!contains_all(part(raw_after_, worse.after), part(raw_after_, better.after))) return false;
    return fits_dates_of(better, worse);
}

void LearnerModel::drop_dominated() {
    bool dropped = false;
    for (int raw = 0; raw < static_cast<int>(raw_steps_.size()); ++raw) {
        if (!step_kept_[raw]) continue;
        stack_.clear();
        for (const int index : raw_providers_of(raw)) {  // sorted by hours, then price
            auto& worse = candidates_[index];
            if (!worse.kept || worse.dominated) continue;
            if (!worse.forced && !worse.needed_after) {
                for (const int earlier : stack_) {
                    if (dominates(candidates_[earlier], worse)) {
                        worse.dominated = dropped = true;
                        break;
                    }
                }
            }
            if (!worse.dominated) stack_.push_back(index);
        }
    }
    if (dropped) keep_relevant();
}

}  // namespace kc::planning::optimizer
