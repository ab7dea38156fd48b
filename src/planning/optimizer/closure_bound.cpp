// SPDX-License-Identifier: EUPL-1.2
// Hours and money get a price in closure. What the budgets leave beside the unit is worth so much at most; an offer pays for
// each open step it teaches in proportion to the weights, so a step is worth its weight less what the cheapest offer pays for it. Whatever the
// prices are, the sum is more than any plan reaches; some prices that the budgets suggest are tried. Integers only, rounded in favour of the
// plan: the same answer everywhere.
#include "planning/optimizer/closure_bound.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace kc::planning::optimizer {

namespace {

constexpr std::int64_t total_weight_max = 1 << 20;         // beyond that the products below might overflow
constexpr std::int64_t worth_max = std::int64_t{1} << 37;  // of all steps together, in the units of the prices

struct Amounts {
    std::int64_t half_hours, price_cents;
};

class ClosureBound {
public:
    bool is_below(const PreparedCatalogue& catalogue, const Learner& learner, int unit, std::int64_t closure) {
        catalogue_ = &catalogue;
        learner_ = &learner;
        const bool below = take_in_steps() && (total_ < closure || (total_ > 0 && total_ <= total_weight_max && prices_show_less(unit, closure)));
        for (const auto& step : steps_) position_of_step_[at(step.index)] = -1;
        return below;
    }

private:
    struct OpenStep {
        int index;  // of the catalogue
        std::int64_t weight;
        bool begins;  // the first of its competence
        bool taught;  // by the unit
        int offers_begin, offers_end;
    };
    struct Offer {
        Amounts amounts;
        std::int64_t weight;  // of all open steps it teaches beside those of the unit
    };
    struct Prices {
        std::int64_t half_hour, cent;
    };

    static std::size_t at(int index) { return static_cast<std::size_t>(index); }

    bool take_in_steps() {
        steps_.clear();
        total_ = 0;
        position_of_step_.resize(at(catalogue_->step_count()), -1);
        for (const auto& target : learner_->target) {
            std::int64_t weight = 0;
            for (const auto& entry : learner_->weight)
                if (entry.competence == target.competence) weight = entry.value;
            if (weight <= 0) continue;
            int level = 0;
            for (const auto& entry : learner_->current)
                if (entry.competence == target.competence) level = entry.value;
            bool begins = true;
            while (++level <= target.value) {
                const int index = catalogue_->step_index({target.competence, level});
                if (position_of_step_[at(index)] >= 0) return false;  // named twice
                position_of_step_[at(index)] = static_cast<int>(steps_.size());
                steps_.push_back({index, weight, begins, false, 0, 0});
                total_ += weight;
                begins = false;
            }
        }
        return true;
    }

    bool prices_show_less(int unit, std::int64_t closure) {
        const auto& own = catalogue_->bundle(catalogue_->bundle_of(unit));
        for (const int step : catalogue_->steps_of(own))
            if (const int position = position_of_step_[at(step)]; position >= 0) steps_[at(position)].taught = true;
        left_ = {learner_->budget.half_hours - own.half_hours, learner_->budget.price_cents - own.price_cents};
        if (left_.half_hours < 0 || left_.price_cents < 0) return true;
        list_offers(catalogue_->bundle_of(unit));

        scale_ = worth_max / total_;
        const std::int64_t enough = closure * scale_;
        const auto whole = [&](std::int64_t left) { return left > 0 ? worth_max / left : 0; };
        // In sixteenths of what would make a budget worth as much as all steps; mostly one of the two is tight, at about a quarter.
        using Parts = std::array<int, 2>;
        std::int64_t least = std::numeric_limits<std::int64_t>::max();
        Parts best{};
        const auto shows = [&](Parts parts) {
            const auto most = most_with({whole(left_.half_hours) * parts[0] / 16, whole(left_.price_cents) * parts[1] / 16});
            if (most < least) {
                least = most;
                best = parts;
            }
            return most < enough;
        };
        for (const Parts parts : {Parts{4, 0}, Parts{0, 4}, Parts{7, 0}, Parts{0, 0}, Parts{3, 3}})
            if (shows(parts)) return true;
        for (const int step : {2, 1}) {
            for (const std::size_t which : {0u, 1u}) {
                for (const int direction : {-step, step}) {
                    auto near = best;
                    near[which] += direction;
                    if (near[which] >= 0 && shows(near)) return true;
                }
            }
        }
        return false;
    }

    void list_offers(int own_bundle) {
        offers_.clear();
        for (auto& step : steps_) {
            step.offers_begin = static_cast<int>(offers_.size());
            if (!step.taught) {
                for (const int index : catalogue_->providers_of(step.index)) {
                    const auto& bundle = catalogue_->bundle(index);
                    if (bundle.half_hours > left_.half_hours) break;  // sorted by hours
                    if (index == own_bundle || bundle.price_cents > left_.price_cents) continue;
                    if (!can_be_attended(bundle)) continue;
                    std::int64_t weight = 0;
                    for (const int taught : catalogue_->steps_of(bundle)) {
                        const int position = position_of_step_[at(taught)];
                        if (position >= 0 && !steps_[at(position)].taught) weight += steps_[at(position)].weight;
                    }
                    offers_.push_back({{bundle.half_hours, bundle.price_cents}, weight});
                }
            }
            step.offers_end = static_cast<int>(offers_.size());
        }
    }

    // Leaves aside blocked days, which takes the longest to look at.
    bool can_be_attended(const Bundle& bundle) const {
        const auto units = catalogue_->units_of(bundle);
        return std::all_of(units.begin(), units.end(), [&](int index) {
            if (std::find(learner_->excluded.begin(), learner_->excluded.end(), index) != learner_->excluded.end()) return false;
            const auto& unit = catalogue_->unit(index);
            if (!unit.scheduled) return true;
            const auto dates = catalogue_->dates_of(unit);
            return std::any_of(dates.begin(), dates.end(), [&](const CompactDate& date) {
                return date.first_day >= learner_->first_day && date.last_day <= learner_->last_day &&
                       (date.place < 0 || std::find(learner_->reachable_places.begin(), learner_->reachable_places.end(), date.place) !=
                                              learner_->reachable_places.end());
            });
        });
    }

    // The most any plan with the unit reaches, were the budgets sold and bought at these prices.
    std::int64_t most_with(const Prices& prices) const {
        std::int64_t most = prices.half_hour * left_.half_hours + prices.cent * left_.price_cents;
        std::int64_t sum = 0, best = 0;  // of the levels of one competence up to here, and where it is best to stop
        for (const auto& step : steps_) {
            if (step.begins) {
                most += best;
                sum = best = 0;
            }
            std::int64_t cost = step.taught ? 0 : std::numeric_limits<std::int64_t>::max() / 4;
            for (int i = step.offers_begin; i < step.offers_end; ++i) {
                const auto& [amounts, weight] = offers_[at(i)];
                const auto whole = prices.half_hour * amounts.half_hours + prices.cent * amounts.price_cents;
                cost = std::min(cost, whole * step.weight / weight);
            }
            sum = std::max(sum + step.weight * scale_ - cost, std::numeric_limits<std::int64_t>::min() / 4);
            best = std::max(best, sum);
        }
        return most + best;
    }

    const PreparedCatalogue* catalogue_ = nullptr;
    const Learner* learner_ = nullptr;
    std::vector<OpenStep> steps_;
    std::vector<Offer> offers_;
    std::vector<int> position_of_step_;  // per catalogue step, -1: not open
    std::int64_t total_ = 0;
    std::int64_t scale_ = 1;
    Amounts left_{};
};

}  // namespace

bool always_reaches_less(const PreparedCatalogue& catalogue, const Learner& learner, int unit, std::int64_t closure) {
    thread_local ClosureBound bound;
    return bound.is_below(catalogue, learner, unit, closure);
}

}  // namespace kc::planning::optimizer
