// SPDX-License-Identifier: EUPL-1.2
// Which offers one learner could take if nothing else were planned: within what is left of the budgets, not excluded, and with a usable date
// for each of their units. Asked for some hundred offers of very many learners, so each answer is remembered.
#pragma once

#include <algorithm>
#include <vector>

#include "planning/optimizer/usable_dates.hpp"

namespace kc::planning::optimizer {

class TakeableOffers {
public:
    void start(const PreparedCatalogue& catalogue, const Learner& learner, std::int64_t half_hours, std::int64_t price_cents) {
        catalogue_ = &catalogue;
        learner_ = &learner;
        half_hours_ = half_hours;
        price_cents_ = price_cents;
        dates_.start(catalogue.catalogue(), learner);
        ++round_;
        const auto bundles = static_cast<std::size_t>(catalogue.bundle_count());
        if (known_.size() < bundles) known_.resize(bundles);
    }

    bool is_takeable(int bundle) {
        auto& known = known_[static_cast<std::size_t>(bundle)];
        if (known.round != round_) known = {round_, find_out(catalogue_->bundle(bundle))};
        return known.answer;
    }

    // Bundles that teach a step, cheapest in hours first, until one is met with which `visit` is content.
    template <class Visit> bool any_teaching(int step, Visit&& visit) {
        for (const int bundle : catalogue_->providers_of(step)) {
            if (catalogue_->bundle(bundle).half_hours > half_hours_) return false;
            if (is_takeable(bundle) && visit(bundle)) return true;
        }
        return false;
    }

private:
    bool find_out(const Bundle& bundle) const {
        if (bundle.half_hours > half_hours_ || bundle.price_cents > price_cents_ || bundle.presence_days > learner_->budget.presence_days)
            return false;
        const auto units = catalogue_->units_of(bundle);
        return std::all_of(units.begin(), units.end(), [&](int index) {
            if (std::find(learner_->excluded.begin(), learner_->excluded.end(), index) != learner_->excluded.end()) return false;
            const auto& unit = catalogue_->unit(index);
            if (!unit.scheduled) return true;
            const auto dates = catalogue_->dates_of(unit);
            return std::any_of(dates.begin(), dates.end(), [&](const CompactDate& date) { return dates_.is_usable(date); });
        });
    }

    struct Known {
        unsigned round = 0;
        bool answer = false;
    };
    const PreparedCatalogue* catalogue_ = nullptr;
    const Learner* learner_ = nullptr;
    std::int64_t half_hours_ = 0, price_cents_ = 0;
    UsableDates dates_;
    unsigned round_ = 0;
    std::vector<Known> known_;  // per bundle
};

}  // namespace kc::planning::optimizer
