// SPDX-License-Identifier: EUPL-1.2
// Fills and asks the tables of least cost.
// A row is kept once for all losses that make no difference to it, which is most of them where few competences are left.
#include "planning/optimizer/bound.hpp"

#include <algorithm>
#include <numeric>

namespace kc::planning::optimizer {

namespace {

constexpr std::int32_t unreachable = unreachable_amount;
constexpr std::int64_t rows_max = 3000;
constexpr std::int64_t width_max = 1024;
constexpr std::int64_t credit_hours_min = 64;
constexpr int word_bits = 64;

// Rows are padded so that whole blocks can be read and written from any column on.
constexpr int block_size = 8;
using Block = std::int32_t __attribute__((vector_size(block_size * sizeof(std::int32_t))));
constexpr int padded(int width) { return (width + 2 * (block_size - 1)) / block_size * block_size; }

struct Source {
    const std::int32_t* row;
    int half_hours;
    std::int32_t amount;
};

// The inner loop of the whole optimiser. Integer arithmetic gives the same result with and without vector instructions.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
__attribute__((target_clones("avx2", "default"), optimize("O3")))
#endif
void fill_cell(std::int32_t* target, int width, const std::int32_t* base, const Source* sources, int count) {
    Block none;
    for (int i = 0; i < block_size; ++i) none[i] = unreachable;
    // What is there before the first source comes together with it.
    const int before = count > 0 ? sources->half_hours : width;
    for (int i = 0; i < before; i += block_size) {
        Block values = none;
        if (base != nullptr) __builtin_memcpy(&values, base + i, sizeof values);
        __builtin_memcpy(target + i, &values, sizeof values);
    }
    for (const auto* source = sources; source != sources + count; ++source) {
        const Block amounts = source->amount - Block{};
        const std::int32_t* known = source == sources ? base : target;
        std::int32_t* const to = target + source->half_hours;
        const int columns = width - source->half_hours;
        for (int i = 0; i < columns; i += block_size) {
            Block values;
            Block least = none;
            __builtin_memcpy(&values, source->row + i, sizeof values);
            if (known != nullptr) __builtin_memcpy(&least, known + source->half_hours + i, sizeof least);
            values += amounts;
            least = values < least ? values : least;
            __builtin_memcpy(to + i, &least, sizeof least);
        }
        // The last column stands for any number of hours.
        target[width - 1] = std::min(target[width - 1], source->row[width - 1] + source->amount);
    }
}

// The first column with a value within the limit, of which the last is one. Values only fall from column to column; every step halves
// what is left without a branch that could be guessed wrong.
int first_within(const std::int32_t* values, std::int64_t limit, int last) {
    const std::int32_t* first = values;
    for (int count = last + 1; count > 1;) {
        const int half = count / 2;
        first += first[half - 1] > limit ? half : 0;
        count -= half;
    }
    return static_cast<int>(first - values);
}

int first_within(const std::int32_t* prices, std::int64_t price, const std::int32_t* days, std::int64_t day_limit, int last) {
    int first = 0;
    for (int count = last + 1; count > 1;) {
        const int half = count / 2;
        const bool beyond = prices[first + half - 1] > price || days[first + half - 1] > day_limit;
        first += beyond ? half : 0;
        count -= half;
    }
    return first;
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

const std::int32_t* BoundTable::row(const std::vector<std::int32_t>& table, std::int64_t loss, int position) const {
    return table.data() + static_cast<std::size_t>(cell_at(loss, position)) * stride_;
}

// A row differs from the one before only where exactly that much can be given up from the position on.
void BoundTable::find_possible_losses() {
    std::int64_t total = 0;
    for (int i = from_; i < positions_; ++i) total += model_->open[i].weight / loss_unit_;
    loss_words_ = static_cast<int>(total / word_bits) + 2;
    possible_losses_.assign(static_cast<std::size_t>(positions_ - from_ + 1) * loss_words_, 0);
    const auto words_of = [&](int position) { return possible_losses_.data() + static_cast<std::size_t>(position - from_) * loss_words_; };
    words_of(positions_)[0] = 1;
    for (int position = positions_ - 1; position >= from_; --position) {
        auto* words = words_of(position);
        const auto add = [&](int next) {
            const auto* more = words_of(next);
            for (int i = 0; i < loss_words_; ++i) words[i] |= more[i];
        };
        for (int i = price_ranges_[position].begin; i < price_ranges_[position].end; ++i) add(price_options_[i].jump);
        for (int i = day_ranges_[position].begin; i < day_ranges_[position].end; ++i) add(day_options_[i].jump);
        const auto& step = model_->open[position];
        const auto* more = words_of(step.chain_end);
        const std::int64_t given_up = step.weight_left / loss_unit_;
        const int words_up = static_cast<int>(given_up / word_bits);
        const int bits_up = static_cast<int>(given_up % word_bits);
        for (int i = words_up; i < loss_words_; ++i) {
            words[i] |= more[i - words_up] << bits_up;
            if (bits_up > 0 && i > words_up) words[i] |= more[i - words_up - 1] >> (word_bits - bits_up);
        }
    }
}

bool BoundTable::differs_from_row_before(std::int64_t loss, int position) const {
    if (loss == 0) return true;
    const std::int64_t word = loss / word_bits;
    if (word >= loss_words_) return false;
    return (possible_losses_[static_cast<std::size_t>(position - from_) * loss_words_ + word] >> (loss % word_bits) & 1) != 0;
}

void BoundTable::fill_row(std::vector<std::int32_t>& table, const std::vector<Option>& options, const std::vector<Range>& ranges, std::int64_t loss,
                          int position) {
    auto* target = const_cast<std::int32_t*>(row(table, loss, position));
    if (position == positions_) {
        std::fill_n(target, stride_, 0);
        return;
    }
    const auto& step = model_->open[position];
    const std::int64_t without = loss - step.weight_left / loss_unit_;
    const auto* base = without >= 0 ? row(table, without, step.chain_end) : nullptr;
    constexpr int sources_max = 64;
    Source sources[sources_max];
    int count = 0;
    for (int i = ranges[position].begin; i < ranges[position].end; ++i) {
        if (count == sources_max) {
            fill_cell(target, width_, base, sources, count);
            base = target;
            count = 0;
        }
        sources[count++] = {row(table, loss, options[i].jump), options[i].half_hours, options[i].amount};
    }
    fill_cell(target, width_, base, sources, count);
}

void BoundTable::grow(std::int64_t loss) {
    const std::int64_t wanted = loss / loss_unit_ + 1;
    if (wanted <= rows_) return;
    if (rows_ == 0) {
        cell_count_ = 0;
        stride_ = padded(width_);
        find_possible_losses();
    }
    const int columns = positions_ - from_ + 1;
    cells_.resize(static_cast<std::size_t>(wanted) * columns);
    for (; rows_ < wanted; ++rows_) {
        const auto size = static_cast<std::size_t>(cell_count_ + columns) * stride_;
        if (price_.size() < size) price_.resize(2 * size);
        if (limits_days_ && days_.size() < size) days_.resize(2 * size);
        for (int position = positions_; position >= from_; --position) {
            auto& cell = cells_[static_cast<std::size_t>(rows_) * columns + (position - from_)];
            if (!differs_from_row_before(rows_, position)) {
                cell = cell_at(rows_ - 1, position);
                continue;
            }
            cell = cell_count_++;
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
    for (const auto& charge : counted_charges_) {
        const bool met =
            charge.step >= 0 ? state.is_covered(charge.step) || state.is_unmet(charge.step) : state.status(charge.item) == ItemStatus::chosen;
        if (!met) continue;
        const std::int64_t users = users_left_[charge.users_left + position - from_];
        credit.half_hours += charge.half_hours * users;
        credit.price_cents += charge.price_cents * users;
        credit.presence_days += charge.presence_days * users;
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
    const auto* prices = row(price_, low, position);
    int least = limits_days_ ? first_within(prices, price, row(days_, low, position), days, column) : first_within(prices, price, column);
    // What is credited can at most make the rest free, never give hours back.
    least = std::max(least, static_cast<int>(std::min<std::int64_t>(credit.half_hours / hour_unit_, column)));
    cost.loss = std::max(loss_min, state.loss + low * loss_unit_);
    cost.half_hours = std::max(hours_spent, hours_spent - credit.half_hours + least * hour_unit_);
    cost.price_cents = std::max(price_spent, price_spent - credit.price_cents + prices[least]);
    return true;
}

bool BoundTable::may_match(const SearchState& state, int position, const Cost& known) {
    const auto credit = credit_for(state, position);
    const Amounts most{known.half_hours - state.half_hours - state.unmet().half_hours + credit.half_hours,
                       known.price_cents - state.price_cents - state.unmet().price_cents + credit.price_cents};
    const std::int64_t loss_left = (known.loss - state.loss) / loss_unit_;
    if (loss_left < 0 || loss_left >= rows_) return loss_left >= 0;
    constexpr Amounts nothing_possible{std::numeric_limits<std::int64_t>::max() / 2, 0};
    least_amounts_.resize(cell_count_);
    for (std::int64_t loss = 0; loss <= loss_left; ++loss) {
        if (loss == 0) least_amounts_[cell_at(0, positions_)] = {0, 0};
        for (int at = positions_ - 1; at >= position; --at) {
            if (!differs_from_row_before(loss, at)) continue;
            auto least = nothing_possible;
            if (state.is_covered(at)) {
                least = least_amounts_[cell_at(loss, at + 1)];
            } else {
                for (const int index : runs_at_[at]) {
                    const auto& run = runs_[index];
                    if (run.half_hours >= unreachable || !state.is_open(run.item)) continue;
                    const auto& rest = least_amounts_[cell_at(loss, run.end)];
                    least = std::min(least, Amounts{rest.half_hours + run.half_hours, rest.price_cents + run.price_cents});
                }
                const auto& step = model_->open[at];
                const std::int64_t without = loss - step.weight_left / loss_unit_;
                if (without >= 0) least = std::min(least, least_amounts_[cell_at(without, step.chain_end)]);
            }
            least_amounts_[cell_at(loss, at)] = least;
        }
    }
    return least_amounts_[cell_at(loss_left, position)] <= most;
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
    const int least = presence == nullptr ? first_within(prices, price, most) : first_within(prices, price, presence, days, most);
    return {std::max(spent.half_hours, spent.half_hours - credit.half_hours + least * hour_unit_),
            std::max(spent.price_cents, spent.price_cents - credit.price_cents + prices[most]),
            presence == nullptr ? spent.presence_days : std::max(spent.presence_days, spent.presence_days - credit.presence_days + presence[most])};
}

}  // namespace kc::planning::optimizer
