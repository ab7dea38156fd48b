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
    unmet_mark_.assign(model.step_count, 0);
    unmet_round_ = 0;
    unmet_ = {};
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
    if (half_hours > model_->budget.half_hours || price_cents > model_->budget.price_cents || presence_days > model_->budget.presence_days)
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

const SearchState::Unmet& SearchState::look_up_unmet(int position) {
    unmet_ = {};
    unmet_steps_.clear();
    ++unmet_round_;
    for (const int index : chosen_) {
        const Range needs = model_->items[index].needs;
        for (int need = needs.begin; need < needs.end; ++need) {
            const int step = model_->item_needs[need];
            if (cover_[step] > model_->item_need_is_own[need]) continue;
            if (unmet_mark_[step] == unmet_round_) continue;
            unmet_mark_[step] = unmet_round_;
            int offers = 0;
            for (const int provider : model_->providers_of(step)) offers += status_[provider] == ItemStatus::open;
            if (unmet_.urgent < 0 || offers < unmet_.offers) {
                unmet_.urgent = step;
                unmet_.offers = offers;
            }
            if (offers == 0) return unmet_;
            if (step >= static_cast<int>(model_->open.size())) unmet_steps_.push_back(step);
        }
    }
    for (const int step : unmet_steps_) add_least_cost(step, position);
    return unmet_;
}

// An offer that meets several needs is counted for each with its part only. A step may be covered and unmet: by an item that needs it as well.
void SearchState::add_least_cost(int step, int position) {
    const int positions = static_cast<int>(model_->open.size());
    std::int64_t hours = amount_max;
    std::int64_t price = amount_max;
    std::int64_t days = amount_max;
    for (const int provider : model_->providers_of(step)) {
        if (status_[provider] != ItemStatus::open) continue;
        const auto& item = model_->items[provider];
        int shares = item.named_before ? 1 : 0;
        for (const int taught : model_->part(model_->item_teaches, item.teaches)) {
            if (cover_[taught] > 0 && !(taught >= positions && is_unmet(taught))) continue;
            if (taught >= positions)
                ++shares;
            else if (taught >= position)
                return;  // may be paid for by an open step
        }
        hours = std::min<std::int64_t>(hours, item.half_hours / shares);
        price = std::min<std::int64_t>(price, item.price_cents / shares);
        days = std::min<std::int64_t>(days, item.presence_days / shares);
    }
    unmet_.half_hours += hours;
    unmet_.price_cents += price;
    unmet_.presence_days += days;
}

int SearchState::finish_least() const {
    int finish = 0;
    for (const int index : chosen_) finish = std::max(finish, model_->items[index].finish_min);
    return finish;
}

}  // namespace kc::planning::optimizer
