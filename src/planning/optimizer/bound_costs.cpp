// SPDX-License-Identifier: EUPL-1.2
// What the options of each open step cost: offers split into the chains they serve, prerequisites charged to those who may need them.
// Sharing is always resolved downwards (split costs, rounded down), so the tables never claim more than a plan really pays.
#include <algorithm>
#include <tuple>

#include "planning/optimizer/bound.hpp"

namespace kc::planning::optimizer {

namespace {
constexpr std::int32_t unreachable = unreachable_amount;
}

void BoundTable::split_into_runs() {
    runs_.clear();
    items_.clear();
    runs_of_item_.assign(model_->items.size(), {});
    if (runs_at_.size() < model_->open.size()) runs_at_.resize(model_->open.size());
    for (int position = from_; position < positions_; ++position) {
        runs_at_[position].clear();
        if (state_->is_covered(position)) continue;
        for (const int item : model_->providers_of(position))
            if (state_->is_open(item) && runs_of_item_[item].end == 0) {
                runs_of_item_[item].end = -1;
                items_.push_back(item);
            }
    }
    for (const int item : items_) {
        const auto& data = model_->items[item];
        Range range{static_cast<int>(runs_.size()), 0};
        for (const int step : model_->part(model_->item_teaches, data.teaches)) {
            if (step >= positions_) break;
            if (step < from_ || state_->is_covered(step)) continue;
            const bool continues =
                static_cast<int>(runs_.size()) > range.begin && runs_.back().end == step && model_->open[runs_.back().begin].chain_end > step;
            if (continues)
                ++runs_.back().end;
            else
                runs_.push_back({item, step, step + 1, 0, 0, 0, 0, 0});
        }
        range.end = static_cast<int>(runs_.size());
        runs_of_item_[item] = range;
        for (int i = range.begin; i < range.end; ++i)
            for (int position = runs_[i].begin; position < runs_[i].end; ++position) runs_at_[position].push_back(i);
    }
    share_costs();
}

// The cost of an offer for several chains is split in proportion to what each part would cost elsewhere: then the parts are all
// cheaper than elsewhere, or all dearer, just as the whole is.
void BoundTable::share_costs() {
    elsewhere_.assign(positions_, std::min<std::int64_t>(16 * model_->budget.half_hours + 16, 1 << 20));
    for (const int item : items_) {
        const Range range = runs_of_item_[item];
        if (range.size() != 1) continue;
        const auto& run = runs_[range.begin];
        const std::int64_t part = (16 * static_cast<std::int64_t>(model_->items[item].half_hours) + 1) / (run.end - run.begin);
        for (int position = run.begin; position < run.end; ++position) elsewhere_[position] = std::min(elsewhere_[position], part);
    }
    for (const int item : items_) {
        const auto& data = model_->items[item];
        const Range range = runs_of_item_[item];
        std::int64_t weight_left = 0;
        for (int i = range.begin; i < range.end; ++i) weight_left += weight_of(runs_[i]);
        int hours_left = data.half_hours;
        int price_left = data.price_cents;
        int days_left = data.presence_days;
        for (int i = range.begin; i < range.end; ++i) {
            auto& run = runs_[i];
            const std::int64_t weight = weight_of(run);
            const auto take = [&](int& left) {
                const auto part = static_cast<int>((left * weight + weight_left / 2) / weight_left);
                left -= part;
                return part;
            };
            run.half_hours = take(hours_left);
            run.price_cents = take(price_left);
            run.presence_days = take(days_left);
            run.own_half_hours = run.half_hours;
            run.own_price_cents = run.price_cents;
            weight_left -= weight;
        }
    }
}

std::int64_t BoundTable::weight_of(const Run& run) const {
    std::int64_t sum = 1;
    for (int position = run.begin; position < run.end; ++position) sum += elsewhere_[position];
    return sum;
}

bool BoundTable::teaches_open_position(int item) const { return runs_of_item_[item].size() > 0; }

// The least an unmet prerequisite outside the gaps can cost: its cheapest offer, or the part of it that is not shared.
BoundTable::Charge BoundTable::least_outside_cost(int key) const {
    Charge least{key, unreachable, unreachable, unreachable, {}};
    const auto consider = [&](int item) {
        if (!state_->is_open(item)) return;
        const auto& data = model_->items[item];
        int shares = 0;  // what else this offer may be charged for
        for (const int step : model_->part(model_->item_teaches, data.teaches))
            if (step >= positions_ && (!state_->is_covered(step) || state_->is_unmet(step))) ++shares;
        if (data.named_before || shares == 0) ++shares;  // being named as predecessor
        if (teaches_open_position(item)) {
            least.half_hours = least.price_cents = least.presence_days = 0;
            return;
        }
        least.half_hours = std::min(least.half_hours, data.half_hours / shares);
        least.price_cents = std::min(least.price_cents, data.price_cents / shares);
        least.presence_days = std::min(least.presence_days, data.presence_days / shares);
    };
    if (key >= model_->step_count)
        consider(key - model_->step_count);
    else
        for (const int item : model_->providers_of(key)) consider(item);
    return least;
}

void BoundTable::charge_prerequisites() {
    charges_.clear();
    charge_users_.clear();
    charge_of_key_.assign(model_->step_count + model_->items.size(), -1);
    auto& uses = charge_uses_;
    uses.clear();
    const auto use = [&](int key, int position) {
        int& charge = charge_of_key_[key];
        if (charge < 0) {
            charge = static_cast<int>(charges_.size());
            charges_.push_back(least_outside_cost(key));
        }
        uses.push_back({charge, position});
    };
    for (int position = from_; position < positions_; ++position) {
        for (const int index : runs_at_[position]) {
            const auto& item = model_->items[runs_[index].item];
            for (const int step : model_->part(model_->item_needs, item.needs))
                if (step >= positions_ && !state_->is_covered(step)) use(step, position);
            for (const int other : model_->part(model_->item_after, item.after))
                if (state_->status(other) != ItemStatus::chosen) use(model_->step_count + other, position);
        }
    }
    std::sort(uses.begin(), uses.end());
    uses.erase(std::unique(uses.begin(), uses.end()), uses.end());
    for (std::size_t i = 0; i < uses.size();) {
        auto& charge = charges_[uses[i].first];
        charge.users.begin = static_cast<int>(charge_users_.size());
        for (const int first = uses[i].first; i < uses.size() && uses[i].first == first; ++i) charge_users_.push_back(uses[i].second);
        charge.users.end = static_cast<int>(charge_users_.size());
        if (charge.half_hours >= unreachable) continue;  // nobody can meet it: list_options() leaves the offer out
        charge.half_hours /= charge.users.size();
        charge.price_cents /= charge.users.size();
        charge.presence_days /= charge.users.size();
    }
    count_users_left();
    for (const int item : items_) {
        const auto& data = model_->items[item];
        const Range range = runs_of_item_[item];
        Charge sum{};
        const auto add = [&](int key) {
            if (charge_of_key_[key] < 0) return;
            const auto& charge = charges_[charge_of_key_[key]];
            sum.half_hours = std::min(unreachable, sum.half_hours + charge.half_hours);
            sum.price_cents = std::min(unreachable, sum.price_cents + charge.price_cents);
            sum.presence_days = std::min(unreachable, sum.presence_days + charge.presence_days);
        };
        for (const int step : model_->part(model_->item_needs, data.needs)) add(step);
        for (const int other : model_->part(model_->item_after, data.after)) add(model_->step_count + other);
        for (int i = range.begin; i < range.end; ++i) {
            const bool impossible = sum.half_hours >= unreachable;
            runs_[i].half_hours = impossible ? unreachable : runs_[i].half_hours + sum.half_hours / range.size();
            runs_[i].price_cents = impossible ? unreachable : runs_[i].price_cents + sum.price_cents / range.size();
            runs_[i].presence_days = impossible ? unreachable : runs_[i].presence_days + sum.presence_days / range.size();
        }
    }
}

// For credits: how many of those who pay for a charge are still to come at each position.
void BoundTable::count_users_left() {
    counted_charges_.clear();
    users_left_.clear();
    for (const auto& charge : charges_) {
        const bool nothing = charge.half_hours == 0 && charge.price_cents == 0 && charge.presence_days == 0;
        if (nothing || charge.half_hours >= unreachable) continue;
        const bool is_step = charge.key < model_->step_count;
        counted_charges_.push_back({is_step ? charge.key : -1, is_step ? -1 : charge.key - model_->step_count, charge.half_hours, charge.price_cents,
                                    charge.presence_days, static_cast<int>(users_left_.size())});
        int user = charge.users.begin;
        for (int position = from_; position <= positions_; ++position) {
            while (user < charge.users.end && charge_users_[user] < position) ++user;
            users_left_.push_back(charge.users.end - user);
        }
    }
}

void BoundTable::list_options() {
    price_options_.clear();
    day_options_.clear();
    price_ranges_.assign(positions_, {});
    day_ranges_.assign(positions_, {});
    add_options(price_options_, price_ranges_, false);
    if (limits_days_) add_options(day_options_, day_ranges_, true);
}

void BoundTable::add_options(std::vector<Option>& options, std::vector<Range>& ranges, bool days) {
    for (int position = from_; position < positions_; ++position) {
        ranges[position].begin = static_cast<int>(options.size());
        if (state_->is_covered(position)) {
            options.push_back({0, 0, position + 1});
        } else {
            const auto first = options.size();
            for (const int index : runs_at_[position]) {
                const auto& run = runs_[index];
                const int amount = days ? run.presence_days : run.price_cents;
                const auto hours = run.half_hours / hour_unit_;
                if (run.half_hours >= unreachable || amount >= unreachable) continue;
                options.push_back({static_cast<int>(std::min<std::int64_t>(hours, width_ - 1)), amount, run.end});
            }
            std::sort(options.begin() + static_cast<std::ptrdiff_t>(first), options.end(), [](const Option& a, const Option& b) {
                return std::tie(a.jump, a.half_hours, a.amount) < std::tie(b.jump, b.half_hours, b.amount);
            });
            auto kept = first;
            for (auto i = first; i < options.size(); ++i) {
                const bool beaten = kept > first && options[kept - 1].jump == options[i].jump && options[kept - 1].amount <= options[i].amount;
                if (!beaten) options[kept++] = options[i];
            }
            options.resize(kept);
        }
        ranges[position].end = static_cast<int>(options.size());
    }
}

}  // namespace kc::planning::optimizer
