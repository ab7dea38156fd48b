// SPDX-License-Identifier: EUPL-1.2
// Builds and asks the tables of least cost.
// Sharing is always resolved downwards (split costs, rounded down), so the tables never claim more than a plan really pays.
#include "planning/optimizer/bound.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace kc::planning::optimizer {

namespace {

constexpr std::int32_t unreachable = 1'050'000'000;  // above every budget; twice this still fits into 32 bits
constexpr std::int64_t rows_max = 3000;
constexpr std::int64_t width_max = 1024;
constexpr std::int64_t credit_hours_min = 64;

// The inner loop of the whole optimiser. Integer arithmetic gives the same result with and without vector instructions.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
__attribute__((target_clones("avx2", "default"), optimize("O3")))
#endif
void relax(std::int32_t* __restrict target, const std::int32_t* __restrict source, int count, std::int32_t amount) {
    for (int i = 0; i < count; ++i) {
        const std::int32_t value = source[i] + amount;
        target[i] = value < target[i] ? value : target[i];
    }
}

}  // namespace

void BoundTable::prepare(const LearnerModel& model, const SearchState& state, int from) {
    model_ = &model;
    state_ = &state;
    from_ = from;
    positions_ = static_cast<int>(model.open.size());
    rows_ = 0;
    chosen_before_ = state.chosen().size();
    split_into_runs();
    charge_prerequisites();
    choose_units();
    list_options();
}

// Coarse grids only for unusually large numbers; rounding is always in favour of the plan, so the bound stays valid.
void BoundTable::choose_units() {
    std::int64_t divisor = 0;
    std::int64_t total = 0;
    for (int i = from_; i < positions_; ++i) {
        divisor = std::gcd(divisor, model_->open[i].weight);
        total += model_->open[i].weight;
    }
    loss_unit_ = std::max<std::int64_t>(1, divisor);
    if (total / loss_unit_ > rows_max) loss_unit_ = total / rows_max + 1;

    std::int64_t extra = 0;  // hours that may be credited later: then more hours are asked for than the budget has
    for (const auto& run : runs_)
        if (runs_of_item_[run.item].size() > 1 && run.half_hours < unreachable) extra += run.half_hours;
    for (const auto& charge : charges_)
        if (charge.half_hours < unreachable) extra += 2 * static_cast<std::int64_t>(charge.half_hours) * charge.users.size();
    std::int64_t sum = 0;
    for (const auto& run : runs_)
        if (run.half_hours < unreachable) sum += run.half_hours;
    const std::int64_t left = model_->budget.half_hours - state_->half_hours;
    // The last column stands for "any number of hours", so credits beyond it only make the bound weaker, never wrong.
    const std::int64_t hours = std::min(left + std::min(extra, left + credit_hours_min), sum);
    hour_unit_ = hours / width_max + 1;
    width_ = static_cast<int>(hours / hour_unit_) + 2;
    limits_days_ = false;
    std::int64_t days = 0;
    for (const auto& run : runs_)
        if (run.half_hours < unreachable) days += run.presence_days;
    limits_days_ = days > model_->budget.presence_days - state_->presence_days;
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
            if (step >= positions_ && !state_->is_covered(step)) ++shares;
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
    std::vector<std::pair<int, int>> uses;  // (charge, position)
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
    charges_that_count_.clear();
    for (int i = 0; i < static_cast<int>(charges_.size()); ++i) {
        const auto& charge = charges_[i];
        const bool nothing = charge.half_hours == 0 && charge.price_cents == 0 && charge.presence_days == 0;
        if (!nothing && charge.half_hours < unreachable) charges_that_count_.push_back(i);
    }
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

const std::int32_t* BoundTable::row(const std::vector<std::int32_t>& table, std::int64_t loss, int position) const {
    return table.data() + (static_cast<std::size_t>(loss) * (positions_ - from_ + 1) + (position - from_)) * width_;
}

void BoundTable::fill_row(std::vector<std::int32_t>& table, const std::vector<Option>& options, const std::vector<Range>& ranges, std::int64_t loss,
                          int position) {
    auto* target = const_cast<std::int32_t*>(row(table, loss, position));
    if (position == positions_) {
        std::fill(target, target + width_, 0);
        return;
    }
    const auto& step = model_->open[position];
    const std::int64_t without = loss - step.weight_left / loss_unit_;
    if (without >= 0)
        std::copy_n(row(table, without, step.chain_end), width_, target);
    else
        std::fill(target, target + width_, unreachable);
    for (int i = ranges[position].begin; i < ranges[position].end; ++i) {
        const auto& option = options[i];
        const auto* source = row(table, loss, option.jump);
        relax(target + option.half_hours, source, width_ - option.half_hours, option.amount);
        target[width_ - 1] = std::min(target[width_ - 1], source[width_ - 1] + option.amount);
    }
}

void BoundTable::grow(std::int64_t loss) {
    const std::int64_t wanted = loss / loss_unit_ + 1;
    if (wanted <= rows_) return;
    const auto size = static_cast<std::size_t>(wanted) * (positions_ - from_ + 1) * width_;
    if (price_.size() < size) price_.resize(size);
    if (limits_days_ && days_.size() < size) days_.resize(size);
    for (; rows_ < wanted; ++rows_) {
        for (int position = positions_; position >= from_; --position) {
            fill_row(price_, price_options_, price_ranges_, rows_, position);
            if (limits_days_) fill_row(days_, day_options_, day_ranges_, rows_, position);
        }
    }
}

BoundTable::Credit BoundTable::credit_for(const SearchState& state, int position) const {
    Credit credit;
    const auto& chosen = state.chosen();
    for (std::size_t i = chosen_before_; i < chosen.size(); ++i) {
        const Range range = runs_of_item_[chosen[i]];
        for (int r = range.begin; r < range.end; ++r) {
            const auto& run = runs_[r];
            if (run.end <= position || run.half_hours >= unreachable) continue;
            credit.half_hours += run.half_hours;
            credit.price_cents += run.price_cents;
            credit.presence_days += run.presence_days;
        }
    }
    for (const int index : charges_that_count_) {
        const auto& charge = charges_[index];
        const bool met = charge.key < model_->step_count ? state.is_covered(charge.key) || state.is_unmet(charge.key)
                                                         : state.status(charge.key - model_->step_count) == ItemStatus::chosen;
        if (!met) continue;
        int users = 0;
        for (int i = charge.users.begin; i < charge.users.end; ++i) users += charge_users_[i] >= position;
        credit.half_hours += static_cast<std::int64_t>(charge.half_hours) * users;
        credit.price_cents += static_cast<std::int64_t>(charge.price_cents) * users;
        credit.presence_days += static_cast<std::int64_t>(charge.presence_days) * users;
    }
    return credit;
}

bool BoundTable::estimate(const SearchState& state, int position, std::int64_t loss_max, Cost& cost, std::int64_t loss_min) const {
    const auto credit = credit_for(state, position);
    const std::int64_t hours_spent = state.half_hours + state.unmet().half_hours;
    const std::int64_t price_spent = state.price_cents + state.unmet().price_cents;
    const std::int64_t hours = hours_most() - hours_spent + credit.half_hours;
    const std::int64_t price = price_most() - price_spent + credit.price_cents;
    const std::int64_t days = model_->budget.presence_days - state.presence_days - state.unmet().presence_days + credit.presence_days;
    if (loss_max < state.loss || hours < credit.half_hours || price < credit.price_cents || days < credit.presence_days) return false;
    const auto column = static_cast<int>(std::min<std::int64_t>(hours / hour_unit_, width_ - 1));
    const auto reachable = [&](std::int64_t loss, int column_index) {
        return row(price_, loss, position)[column_index] <= price && (!limits_days_ || row(days_, loss, position)[column_index] <= days);
    };
    std::int64_t high = std::min((loss_max - state.loss) / loss_unit_, rows_ - 1);
    if (!reachable(high, column)) return false;
    std::int64_t low = std::clamp<std::int64_t>((loss_min - state.loss) / loss_unit_, 0, high);
    while (low < high) {
        const auto middle = (low + high) / 2;
        if (reachable(middle, column))
            high = middle;
        else
            low = middle + 1;
    }
    int least = 0;
    int most = column;
    while (least < most) {
        const int middle = (least + most) / 2;
        if (reachable(low, middle))
            most = middle;
        else
            least = middle + 1;
    }
    // What is credited can at most make the rest free, never give hours back.
    least = std::max(least, static_cast<int>(std::min<std::int64_t>(credit.half_hours / hour_unit_, column)));
    cost.loss = std::max(loss_min, state.loss + low * loss_unit_);
    cost.half_hours = std::max(hours_spent, hours_spent - credit.half_hours + least * hour_unit_);
    cost.price_cents = std::max(price_spent, price_spent - credit.price_cents + row(price_, low, position)[least]);
    return true;
}

BoundTable::Sums BoundTable::least_sums(const SearchState& state, int position, std::int64_t loss_max) const {
    const auto credit = credit_for(state, position);
    const auto& unmet = state.unmet();
    const Sums spent{state.half_hours + unmet.half_hours, state.price_cents + unmet.price_cents, state.presence_days + unmet.presence_days};
    const std::int64_t hours = hours_most() - spent.half_hours + credit.half_hours;
    const std::int64_t price = price_most() - spent.price_cents + credit.price_cents;
    const std::int64_t days = model_->budget.presence_days - spent.presence_days + credit.presence_days;
    const auto most = static_cast<int>(std::clamp<std::int64_t>(hours / hour_unit_, 0, width_ - 1));
    const std::int64_t high = std::clamp<std::int64_t>((loss_max - state.loss) / loss_unit_, 0, rows_ - 1);
    const auto* prices = row(price_, high, position);
    const auto* presence = limits_days_ ? row(days_, high, position) : nullptr;
    int least = 0;
    int enough = most;
    while (least < enough) {
        const int middle = (least + enough) / 2;
        if (prices[middle] <= price && (presence == nullptr || presence[middle] <= days))
            enough = middle;
        else
            least = middle + 1;
    }
    return {std::max(spent.half_hours, spent.half_hours - credit.half_hours + least * hour_unit_),
            std::max(spent.price_cents, spent.price_cents - credit.price_cents + prices[most]),
            presence == nullptr ? spent.presence_days : std::max(spent.presence_days, spent.presence_days - credit.presence_days + presence[most])};
}

}  // namespace kc::planning::optimizer
