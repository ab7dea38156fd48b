// SPDX-License-Identifier: EUPL-1.2
// Solves for explanations: changed questions about one plan, with one bound on the work of all of them together.
// Only proven answers come back, so whatever is said from them is certain.
#pragma once

#include <optional>

#include "planning/optimizer/explain.hpp"

namespace kc::planning::optimizer {

class FurtherSolves {
public:
    FurtherSolves(const PreparedCatalogue& catalogue, const Learner& learner, const Plan& plan, const ExplainOptions& options, Workspace& workspace)
        : catalogue(catalogue), learner(learner), plan(plan), options(options), workspace_(workspace), work_left_(options.work_together) {}

    // Nothing: the limit was hit. An answer may well be that no plan exists.
    std::optional<Plan> ask(const Learner& changed);
    bool work_is_left() const { return work_left_ > 0; }
    Change against_plan(const Plan& other) const;
    int level_of(int competence) const;
    int weight_of(int competence) const;
    const Unit& unit_of(int index) const { return catalogue.catalogue().units[static_cast<std::size_t>(index)]; }
    // The learner who wants exactly what the plan reaches.
    Learner content_with_plan() const;

    const PreparedCatalogue& catalogue;
    const Learner& learner;
    const Plan& plan;
    const ExplainOptions& options;

private:
    Workspace& workspace_;
    std::int64_t work_left_;
};

std::vector<StepRemedy> find_remedies(FurtherSolves& solves);
std::vector<Saving> find_savings(FurtherSolves& solves);

}  // namespace kc::planning::optimizer
