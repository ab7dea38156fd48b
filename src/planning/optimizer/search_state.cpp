// SPDX-License-Identifier: EUPL-1.2
// Choosing, barring and taking back.
// The state is changed in place and restored by a trail, because copying it per node would cost more than the search itself.
#include "planning/optimizer/search_state.hpp"

#include <algorithm>

namespace kc::planning::optimizer {

void SearchState::reset(const LearnerModel& model) {
    model_ = &model;
    status_.assign(model.items.size(), ItemStatus::open);
    cover_.assign(model.step_count, 0);
    chosen_.clear();
    trail_.clear();
    half_hours = price_cents = presence_days = loss = 0;
    differences_least = model.former_elsewhere;
}

bool SearchState::choose(int index) {
    if (status_[index] == ItemStatus::chosen) return true;
    if (status_[index] == ItemStatus::barred) return false;
    const auto& item = model_->items[index];
    status_[index] = ItemStatus::chosen;
    trail_.push_back(index);
    chosen_.push_back(index);
    half_hours += item.half_hours;
    price_cents += item.price_cents;
    presence_days += item.presence_days;
    for (const int step : model_->part(model_->item_teaches, item.teaches)) ++cover_[step];
    if (model_->has_former) differences_least += item.units.size() - item.former_units;
    if (half_hours > model_->budget.half_hours || price_cents > model_->budget.price_cents ||
        presence_days > model_->budget.presence_days)
        return false;
    for (const int other : model_->part(model_->item_after, item.after))
        if (!choose(other)) return false;
    return true;
}

void SearchState::bar(int index) {
    if (status_[index] != ItemStatus::open) return;
    status_[index] = ItemStatus::barred;
    trail_.push_back(index);
    differences_least += model_->items[index].former_units;
}

void SearchState::undo_to(std::size_t mark) {
    while (trail_.size() > mark) {
        const int index = trail_.back();
        trail_.pop_back();
        const auto& item = model_->items[index];
        if (status_[index] == ItemStatus::chosen) {
            chosen_.pop_back();
            half_hours -= item.half_hours;
            price_cents -= item.price_cents;
            presence_days -= item.presence_days;
            for (const int step : model_->part(model_->item_teaches, item.teaches)) --cover_[step];
            if (model_->has_former) differences_least -= item.units.size() - item.former_units;
        } else {
            differences_least -= item.former_units;
        }
        status_[index] = ItemStatus::open;
    }
}

bool SearchState::teaches(int item, int step) const {
    const auto taught = model_->part(model_->item_teaches, model_->items[item].teaches);
    return std::find(taught.begin(), taught.end(), step) != taught.end();
}

SearchState::Need SearchState::most_urgent_need() const {
    Need urgent;
    for (const int index : chosen_) {
        for (const int step : model_->part(model_->item_needs, model_->items[index].needs)) {
            if (cover_[step] > 1 || (cover_[step] == 1 && !teaches(index, step))) continue;
            int offers = 0;
            for (const int provider : model_->providers_of(step)) offers += status_[provider] == ItemStatus::open;
            if (urgent.step < 0 || offers < urgent.offers) urgent = {step, offers};
            if (offers == 0) return urgent;
        }
    }
    return urgent;
}

int SearchState::finish_least() const {
    int finish = 0;
    for (const int index : chosen_) finish = std::max(finish, model_->items[index].finish_min);
    return finish;
}

}  // namespace kc::planning::optimizer
