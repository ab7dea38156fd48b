// SPDX-License-Identifier: EUPL-1.2
// What is known about offers outside a plan, for the reasons why they are not in it.
// An outline tells only of some whether their needs can be met; the others are settled one by one, when a reason depends on it.
#include <algorithm>

#include "planning/optimizer/learner_model.hpp"

namespace kc::planning::optimizer {

LearnerModel::Availability LearnerModel::availability_of(int bundle) const {
    const int index = candidate_of_[bundle];
    if (index < 0) return outlined_ && !was_looked_at(bundle) ? Availability::uncertain : Availability::unavailable;
    if (!candidates_[index].attainable) return Availability::needs_unmet;
    return candidates_[index].certain || !outlined_ ? Availability::attainable : Availability::uncertain;
}

void LearnerModel::settle(int bundle) {
    while (availability_of(bundle) == Availability::uncertain) {
        remove_stand_ins();
        if (!was_looked_at(bundle))
            pending_bundles_.push_back(bundle);
        else if (!ask_below(candidate_of_[bundle])) {
            settled_.push_back(candidate_of_[bundle]);  // no stand-in has a part in it
        }
        collect();
        look_at_offers();
        for (const int index : settled_) candidates_[index].certain = true;
    }
}

// Asks for everything that still has a stand-in among what the candidate builds on. False when there is nothing.
bool LearnerModel::ask_below(int candidate_index) {
    seen_.assign(candidates_.size(), 0);
    stack_.assign(1, candidate_index);
    bool asked = false;
    const auto visit = [&](int index) {
        if (index < 0 || seen_[index] || !candidates_[index].attainable) return;
        seen_[index] = 1;
        stack_.push_back(index);
    };
    while (!stack_.empty()) {
        const auto candidate = candidates_[stack_.back()];
        stack_.pop_back();
        for (int unit = candidate.units.begin; unit < candidate.units.end; ++unit) {
            for (const int raw : part(raw_unit_needs_, raw_units_[unit].needs)) {
                if (!asked_[raw]) {
                    ask_for(raw);
                    asked = true;
                } else {
                    for (const int index : raw_providers_of(raw)) visit(index);
                }
            }
        }
        for (const int other : part(raw_after_, candidate.after)) visit(candidate_of_[other]);
    }
    return asked;
}

}  // namespace kc::planning::optimizer
