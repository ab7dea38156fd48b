// SPDX-License-Identifier: EUPL-1.2
// Competence by competence, level by level: the most closure for every number of hours that the unit leaves, an offer for several competences
// having its cost split. Money has a price in closure; whatever it is, nothing exceeds what comes of it, so some prices are tried.
// Integers only, rounded in favour of the plan: the same answer everywhere.
#include "planning/optimizer/sums_bound.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>

#include "planning/optimizer/outside_needs.hpp"

namespace kc::planning::optimizer {

namespace {

constexpr std::int64_t total_weight_max = 1 << 20;  // beyond that the products below might overflow
constexpr std::int64_t price_max = 1 << 30;
constexpr std::int64_t width_max = 1024;
constexpr std::size_t positions_max = 64;
constexpr std::int64_t closure_unit = 1 << 20;                       // a point of closure where money is weighed against it
constexpr std::int64_t lavish_closure_unit = std::int64_t{1} << 37;  // more than all offers together cost

constexpr std::int64_t impossible = std::numeric_limits<std::int64_t>::min() / 4;  // whatever is added to it

constexpr int block_size = 4;
using Block = std::int64_t __attribute__((vector_size(block_size * sizeof(std::int64_t))));

// The inner loop: what the steps behind this one reach with the hours an offer leaves, and what the offer brings.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
__attribute__((target_clones("avx2", "default"), optimize("O3")))
#endif
void raise_row(std::int64_t* target, const std::int64_t* source, int count, std::int64_t worth) {
    const Block worths = worth - Block{};
    for (int i = 0; i < count; i += block_size) {
        Block values, most;
        __builtin_memcpy(&values, source + i, sizeof values);
        __builtin_memcpy(&most, target + i, sizeof most);
        values += worths;
        most = values > most ? values : most;
        __builtin_memcpy(target + i, &most, sizeof most);
    }
}

class SumsBound {
public:
    bool rules_out(const PreparedCatalogue& catalogue, const Learner& learner, int unit, const KnownSums& known, std::vector<int>* relies_on) {
        catalogue_ = &catalogue;
        learner_ = &learner;
        known_ = &known;
        outside_.clear();
        const bool answer = take_in_steps() && is_ruled_out(unit);
        if (answer && relies_on != nullptr) outside_.append_steps(*relies_on);
        for (const auto& step : steps_) position_of_step_[at(step.index)] = -1;
        return answer;
    }

private:
    struct OpenStep {
        int index;  // of the catalogue
        int weight;
        int chain_end;  // position of the first step of the next competence
        bool taught;    // by the unit
        bool needed;    // by the unit, this one or a later one of the competence
    };
    struct Run {  // consecutive positions of one competence taught by one offer
        int begin, end;
        int half_hours, price_cents;
        int needs_begin, needs_end;      // outside the gaps
        OutsideNeeds::Cost needed = {};  // for them, of each position
    };
    struct Option {
        int half_hours, price_cents, jump;
    };
    struct Claim {  // no plan with the unit reaches this closure with so much beside the unit
        std::int64_t closure, half_hours, price_cents;
    };

    static std::size_t at(int index) { return static_cast<std::size_t>(index); }

    bool take_in_steps() {
        steps_.clear();
        total_ = 0;
        unit_of_closure_ = 0;
        position_of_step_.resize(at(catalogue_->step_count()), -1);
        for (const auto& target : learner_->target) {
            std::int64_t weight = 0;
            for (const auto& entry : learner_->weight)
                if (entry.competence == target.competence) weight = entry.value;
            if (weight <= 0) continue;
            int level = 0;
            for (const auto& entry : learner_->current)
                if (entry.competence == target.competence) level = entry.value;
            const int chain_end = static_cast<int>(steps_.size()) + std::max(0, target.value - level);
            while (++level <= target.value) {
                const int index = catalogue_->step_index({target.competence, level});
                const bool named_twice = position_of_step_[at(index)] >= 0;
                if (named_twice || weight > total_weight_max) return false;
                position_of_step_[at(index)] = static_cast<int>(steps_.size());
                steps_.push_back({index, static_cast<int>(weight), chain_end, false, false});
                total_ += weight;
            }
            unit_of_closure_ = std::gcd(unit_of_closure_, weight);
        }
        return total_ > 0 && total_ <= total_weight_max && steps_.size() <= positions_max;
    }

    bool is_ruled_out(int unit) {
        const int own_bundle = catalogue_->bundle_of(unit);
        const auto& own = catalogue_->bundle(own_bundle);
        const auto& budget = learner_->budget;
        hours_left_ = budget.half_hours - own.half_hours;
        price_left_ = budget.price_cents - own.price_cents;
        if (hours_left_ < 0 || price_left_ < 0) return true;
        if (hours_left_ >= width_max || price_left_ > price_max) return false;
        for (const int step : catalogue_->steps_of(own))
            if (const int position = position_of_step_[at(step)]; position >= 0) steps_[at(position)].taught = true;
        offers_.start(*catalogue_, *learner_, hours_left_, price_left_);
        outside_.start(*catalogue_, *learner_, position_of_step_, offers_, own_bundle);
        require_open_steps(own);
        if (!outside_.add_own()) return true;
        list_runs(own_bundle);
        list_options();

        // Shown one by one: nothing above the closure; nothing with it in fewer hours; nothing with both for less.
        const auto needed = outside_.own_cost();
        const auto hours_beside = hours_left_ - needed.half_hours, price_beside = price_left_ - needed.price_cents;
        const auto hours_known = known_->half_hours - own.half_hours - needed.half_hours;
        const auto price_known = known_->price_cents - own.price_cents - needed.price_cents - (known_->is_former ? 1 : 0);
        open_claims_ = {{known_->closure + 1, hours_beside, price_beside},
                        {known_->closure, std::min(hours_known - 1, hours_beside), price_beside},
                        {known_->closure, std::min(hours_known, hours_beside), std::min(price_known, price_beside)}};
        std::erase_if(open_claims_, [](const Claim& claim) { return claim.half_hours < 0 || claim.price_cents < 0; });
        if (money_is_plenty()) return false;
        // In sixteenths of what would make the money worth as much as all steps; where it is tight, mostly about a quarter.
        int best = 0;
        std::int64_t least = std::numeric_limits<std::int64_t>::max();
        const auto shown_with = [&](int part) {
            const auto closure = show_with(std::max<std::int64_t>(1, closure_unit * total_ / std::max<std::int64_t>(1, price_left_) * part / 16));
            if (closure < least) best = part;
            least = std::min(least, closure);
            return open_claims_.empty();
        };
        for (const int part : {4, 2, 7})
            if (open_claims_.empty() || shown_with(part)) return true;
        for (const int part : {best - 1, best + 1})
            if (shown_with(part)) return true;
        return false;
    }

    // With money as good as free: the most closure, and the least money for that much. True: one of the claims cannot be shown at all, because
    // what was imagined stays within the money.
    bool money_is_plenty() {
        fill_rows(lavish_closure_unit, 1);
        bool plenty = false;
        std::erase_if(open_claims_, [&](const Claim& claim) {
            const auto value = row(0)[claim.half_hours];
            const auto closure = (value + lavish_closure_unit - 1) / lavish_closure_unit;
            const auto price = closure * lavish_closure_unit - value;
            if (closure < claim.closure || (closure == claim.closure && price > claim.price_cents)) return true;
            plenty = plenty || price <= claim.price_cents;
            return false;
        });
        return plenty;
    }

    // Returns the most closure, in its own unit, for the claim that stays open longest.
    std::int64_t show_with(std::int64_t cent) {
        fill_rows(closure_unit, cent);
        std::int64_t most = 0;
        std::erase_if(open_claims_, [&](const Claim& claim) {
            most = row(0)[claim.half_hours] + cent * claim.price_cents;
            const auto closure = most / closure_unit;
            return closure / unit_of_closure_ * unit_of_closure_ < claim.closure;
        });
        return most;
    }

    // An open step that the unit needs cannot be given up, nor any before it.
    void require_open_steps(const Bundle& own) {
        const auto taught = catalogue_->steps_of(own);
        for (const int unit : catalogue_->units_of(own)) {
            for (const auto& need : catalogue_->needs_of(catalogue_->unit(unit))) {
                for (int level = 1; level <= need.level; ++level) {
                    const int step = catalogue_->step_index({need.competence, level});
                    const int position = position_of_step_[at(step)];
                    if (position >= 0 && std::find(taught.begin(), taught.end(), step) == taught.end()) steps_[at(position)].needed = true;
                }
            }
        }
        for (std::size_t position = steps_.size(); position-- > 1;) {
            auto& before = steps_[position - 1];
            before.needed = before.needed || (before.chain_end > static_cast<int>(position) && steps_[position].needed);
        }
    }

    void list_runs(int own_bundle) {
        runs_.clear();
        parts_.clear();
        needs_.clear();
        if (seen_.size() < at(catalogue_->bundle_count())) seen_.resize(at(catalogue_->bundle_count()), 0);
        ++round_;
        elsewhere_.assign(steps_.size(), 16 * hours_left_ + 16);
        if (plain_.size() <= steps_.size()) plain_.resize(steps_.size() + 1);
        for (std::size_t end = 0; end <= steps_.size(); ++end) plain_[end].clear();
        seen_[at(own_bundle)] = round_;
        for (const auto& step : steps_) {
            if (step.taught) continue;
            for (const int bundle : catalogue_->providers_of(step.index)) {  // fewest hours first
                if (catalogue_->bundle(bundle).half_hours > hours_left_) break;
                if (std::exchange(seen_[at(bundle)], round_) != round_) add_runs(bundle);
            }
        }
        share_costs();
        outside_.find_costs();
        for (auto& run : runs_) {
            for (int i = run.needs_begin; i < run.needs_end; ++i) {
                const auto part = outside_.part_of(needs_[at(i)]);
                run.needed.half_hours += part.half_hours;
                run.needed.price_cents += part.price_cents;
            }
        }
    }

    void add_runs(int index) {
        const auto& bundle = catalogue_->bundle(index);
        positions_.clear();
        for (const int taught : catalogue_->steps_of(bundle)) {
            const int position = position_of_step_[at(taught)];
            if (position >= 0 && !steps_[at(position)].taught) positions_.push_back(position);
        }
        std::sort(positions_.begin(), positions_.end());
        // Most offers for one competence alone are told before anything else is looked at.
        const int begin = positions_.front(), end = positions_.back() + 1;
        const bool in_one_run = end - begin == static_cast<int>(positions_.size()) && steps_[at(begin)].chain_end >= end;
        if ((in_one_run && is_beaten(begin, end, bundle)) || !offers_.is_takeable(index)) return;
        std::uint64_t users = 0;
        for (const int position : positions_) users |= std::uint64_t{1} << position;
        const int needs_begin = static_cast<int>(needs_.size());
        if (!outside_.add(bundle, users, needs_)) return;
        const int needs_end = static_cast<int>(needs_.size());
        const auto first = runs_.size();
        for (const int position : positions_) {
            const bool continues = runs_.size() > first && runs_.back().end == position && steps_[at(runs_.back().begin)].chain_end > position;
            if (continues)
                ++runs_.back().end;
            else
                runs_.push_back(
                    {position, position + 1, static_cast<int>(bundle.half_hours), static_cast<int>(bundle.price_cents), needs_begin, needs_end});
        }
        if (!in_one_run) {
            parts_.push_back({static_cast<int>(first), static_cast<int>(runs_.size())});
        } else {
            const auto& run = runs_.back();
            if (needs_begin == needs_end) plain_[at(end)].push_back(run);
            const std::int64_t part = (16 * static_cast<std::int64_t>(bundle.half_hours) + 1) / (run.end - run.begin);
            for (int position = run.begin; position < run.end; ++position) elsewhere_[at(position)] = std::min(elsewhere_[at(position)], part);
        }
    }

    // Another one leads as far for no more, and needs nothing beyond the gaps.
    bool is_beaten(int begin, int end, const Bundle& bundle) const {
        return std::any_of(plain_[at(end)].begin(), plain_[at(end)].end(), [&](const Run& other) {
            return other.begin <= begin && other.half_hours <= bundle.half_hours && other.price_cents <= bundle.price_cents;
        });
    }

    // In proportion to what each part would cost elsewhere: then all parts are cheaper than elsewhere, or all dearer, just as the whole is.
    void share_costs() {
        const auto weight_of = [&](const Run& run) {
            return std::accumulate(elsewhere_.begin() + run.begin, elsewhere_.begin() + run.end, std::int64_t{1});
        };
        for (const auto& [begin, end] : parts_) {
            std::int64_t weight_left = 0;
            for (int i = begin; i < end; ++i) weight_left += weight_of(runs_[at(i)]);
            int hours = runs_[at(begin)].half_hours, price = runs_[at(begin)].price_cents;
            for (int i = begin; i < end; ++i) {
                auto& run = runs_[at(i)];
                const auto weight = weight_of(run);
                const auto take = [&](int& left) {
                    const auto part = static_cast<int>((left * weight + weight_left / 2) / weight_left);
                    left -= part;
                    return part;
                };
                run.half_hours = take(hours);
                run.price_cents = take(price);
                weight_left -= weight;
            }
        }
    }

    // Per position what may come next; of offers that lead as far only those that are not beaten in hours and price.
    void list_options() {
        std::sort(runs_.begin(), runs_.end(), [](const Run& a, const Run& b) {
            return std::tie(a.end, a.half_hours, a.price_cents) < std::tie(b.end, b.half_hours, b.price_cents);
        });
        if (options_.size() < steps_.size()) options_.resize(steps_.size());
        for (std::size_t position = 0; position < steps_.size(); ++position) options_[position].clear();
        for (const auto& run : runs_) {
            for (int position = run.begin; position < run.end; ++position) {
                const int positions = run.end - position;
                const Option option{run.half_hours + run.needed.half_hours * positions, run.price_cents + run.needed.price_cents * positions,
                                    run.end};
                if (option.half_hours > hours_left_ || option.price_cents > price_left_) continue;
                auto& options = options_[at(position)];
                const bool beaten = !options.empty() && options.back().jump == option.jump && options.back().half_hours <= option.half_hours &&
                                    options.back().price_cents <= option.price_cents;
                if (!beaten) options.push_back(option);
            }
        }
    }

    std::int64_t* row(int position) { return rows_.data() + at(position) * stride_; }

    void fill_rows(std::int64_t closure_worth, std::int64_t cent) {
        const int width = static_cast<int>(hours_left_) + 1;
        stride_ = at(width + 2 * block_size);
        rows_.resize((steps_.size() + 1) * stride_);
        std::fill_n(row(static_cast<int>(steps_.size())), stride_, 0);
        for (int position = static_cast<int>(steps_.size()) - 1; position >= 0; --position) {
            const auto& step = steps_[at(position)];
            std::int64_t* const target = row(position);
            if (step.taught) {
                std::copy_n(row(position + 1), stride_, target);
                for (int i = 0; i < width; ++i) target[i] += closure_worth * step.weight;
                continue;
            }
            if (step.needed)
                std::fill_n(target, stride_, impossible);
            else
                std::copy_n(row(step.chain_end), stride_, target);  // the rest of this competence is given up
            for (const auto& option : options_[at(position)]) {
                const auto worth = closure_worth * step.weight * (option.jump - position) - cent * option.price_cents;
                raise_row(target + option.half_hours, row(option.jump), width - option.half_hours, worth);
            }
        }
    }

    const PreparedCatalogue* catalogue_ = nullptr;
    const Learner* learner_ = nullptr;
    const KnownSums* known_ = nullptr;
    std::vector<OpenStep> steps_;
    std::vector<int> position_of_step_;  // per catalogue step, -1: not open
    std::int64_t total_ = 0;
    std::int64_t unit_of_closure_ = 1;
    std::int64_t hours_left_ = 0, price_left_ = 0;
    std::vector<Run> runs_;
    std::vector<std::pair<int, int>> parts_;  // runs of offers for several competences
    std::vector<std::vector<Run>> plain_;     // per end: offers for one competence that need nothing beyond the gaps
    std::vector<std::int64_t> elsewhere_;     // per position: sixteenth half hours of the cheapest offer for its competence alone
    std::vector<int> positions_;
    std::vector<OutsideNeeds::Need> needs_;
    TakeableOffers offers_;
    OutsideNeeds outside_;
    std::vector<unsigned> seen_;  // per bundle: the round it was met in
    unsigned round_ = 0;
    std::vector<Claim> open_claims_;
    std::vector<std::vector<Option>> options_;
    std::vector<std::int64_t> rows_;
    std::size_t stride_ = 0;
};

// Cheap, and the end for most: a unit without a date the learner could use, or dearer than the budgets by itself.
bool can_be_taken_alone(const PreparedCatalogue& catalogue, const Learner& learner, const Bundle& bundle) {
    const auto& budget = learner.budget;
    if (bundle.half_hours > budget.half_hours || bundle.price_cents > budget.price_cents || bundle.presence_days > budget.presence_days) return false;
    const auto members = catalogue.units_of(bundle);
    return std::all_of(members.begin(), members.end(), [&](int member) {
        if (std::find(learner.excluded.begin(), learner.excluded.end(), member) != learner.excluded.end()) return false;
        const auto& unit = catalogue.catalogue().units[static_cast<std::size_t>(member)];
        return !unit.scheduled ||
               std::any_of(unit.dates.begin(), unit.dates.end(), [&](const UnitDate& date) { return is_usable(unit, date, learner); });
    });
}

}  // namespace

bool sums_settle(const PreparedCatalogue& catalogue, const Learner& learner, int unit, const KnownSums& known, std::vector<int>* relies_on) {
    if (relies_on != nullptr) relies_on->clear();
    return !can_be_taken_alone(catalogue, learner, catalogue.bundle(catalogue.bundle_of(unit))) ||
           sums_rule_out(catalogue, learner, unit, known, relies_on);
}

bool sums_rule_out(const PreparedCatalogue& catalogue, const Learner& learner, int unit, const KnownSums& known, std::vector<int>* relies_on) {
    thread_local SumsBound bound;
    return bound.rules_out(catalogue, learner, unit, known, relies_on);
}

}  // namespace kc::planning::optimizer
