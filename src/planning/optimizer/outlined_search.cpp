// SPDX-License-Identifier: EUPL-1.2
// Most plans consist of offers that need nothing beyond the open steps, so an outline finds them. Every round that does not settle
// the question puts real offers in the place of the stand-ins that the best plan asked for.
#include "planning/optimizer/outlined_search.hpp"

#include <algorithm>

namespace kc::planning::optimizer {

namespace {

constexpr int rounds_max = 4;
constexpr std::int64_t outline_work_max = 400;  // an outline that takes longer belongs to a hard question

bool has_stand_ins(const std::vector<PlannedUnit>& plan) {
    return std::any_of(plan.begin(), plan.end(), [](const PlannedUnit& planned) { return LearnerModel::is_stand_in(planned.unit); });
}

SearchResult impossible(std::int64_t work) {
    SearchResult result;
    result.complete = true;
    result.work = work;
    return result;
}

}  // namespace

SearchResult search_with_outline(const PreparedCatalogue& catalogue, const Learner& learner, const Question& question, const SearchLimits& limits,
                                 LearnerModel& model, Search& search) {
    std::int64_t work = 0;
    SearchLimits small = limits;
    small.work = std::min({limits.work, limits.hard_after, outline_work_max});
    small.outline = true;
    // A free offer for several steps could be a former unit met by several stand-ins, which would look like more differences.
    const bool outlines = small.work > 0 && !(learner.has_former && catalogue.has_free_offers());
    SearchResult result;
    for (int round = 0; round < rounds_max && outlines; ++round) {
        const bool possible = round == 0 ? model.outline(catalogue, learner, question) : model.refine(result.best.plan);
        if (!possible) return impossible(work);
        result = search.run(model, small);
        work += result.work;
        if (!result.complete) break;
        if (has_stand_ins(result.best.plan)) continue;
        result.work = work;
        return result;
    }
    if (!model.build(catalogue, learner, question)) return impossible(work);
    result = search.run(model, limits);
    result.work += work;
    return result;
}

}  // namespace kc::planning::optimizer
