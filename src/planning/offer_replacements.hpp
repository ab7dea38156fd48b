// SPDX-License-Identifier: EUPL-1.2
// For whom a changed offer changes nothing because others were already there that teach the same for no more (optimizer/replacement.hpp).
// Tells it from what is stored with the plan, without a profile and without a model.
#pragma once

#include "planning/planning_instance.hpp"
#include "storage/database.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kc::planning {

// What is known of a person's plan without reading her profile.
struct StandingPlan {
    bool member = false;         // her employer pays member prices
    bool best_in_force = false;  // accepted and proven: it stays among equals (LP-12)
    Instant created_at{};        // what has not changed since was weighed when the plan was found
    const std::optional<std::string>& reach;
    const PersonChoices& choices;
};

class OfferReplacements {
public:
    // `offered` are the numbers of those of the changed units that are on offer.
    OfferReplacements(storage::Session& session, const PlanningCatalogue& catalogue, std::span<const LearningUnitId> units,
                      std::span<const int> offered);

    // With these units there is no better plan than without them.
    bool settle(const StandingPlan& plan);

private:
    struct Known {
        std::vector<LearningUnitId> units;
        bool cheaper = false;
        Instant unchanged_since{};
    };
    struct Offer {
        int unit;
        std::vector<int> steps;                               // catalogue steps
        std::vector<std::string> tokens;                      // the same as they stand in a reach
        std::map<unsigned, std::vector<Known>> replacements;  // by steps that matter (a bit each) and variant
    };

    bool settle(Offer& offer, const StandingPlan& plan);
    const std::vector<Known>& replacements_of(Offer& offer, unsigned steps, bool member, bool online);

    storage::Session& session_;
    const PlanningCatalogue& catalogue_;
    std::span<const LearningUnitId> changed_;
    std::vector<Offer> offers_;
};

}  // namespace kc::planning
