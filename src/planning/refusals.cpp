// SPDX-License-Identifier: EUPL-1.2
#include "planning/refusals.hpp"

namespace kc::planning {

int status_of(CurriculumError error) {
    switch (error) {
        case CurriculumError::not_permitted: return 403;
        case CurriculumError::unit_not_found:
        case CurriculumError::date_not_found:
        case CurriculumError::choice_not_found:
        case CurriculumError::no_proposal: return 404;
        case CurriculumError::not_offered:
        case CurriculumError::proposal_outdated:
        case CurriculumError::plan_infeasible:
        case CurriculumError::nothing_to_undo:
        case CurriculumError::already_completed:
        case CurriculumError::not_completed:
        case CurriculumError::profile_incomplete: return 409;
        case CurriculumError::date_not_usable:
        case CurriculumError::completed_in_future:
        case CurriculumError::completed_too_long_ago:
        case CurriculumError::invalid_postponement:
        case CurriculumError::invalid_limits: return 422;
    }
    return 422;
}

std::string message_key_of(CurriculumError error) { return std::string("planning.problem.") + boost::describe::enum_to_string(error, ""); }

int status_of(PlanSettingsError error) {
    switch (error) {
        case PlanSettingsError::not_permitted: return 403;
        case PlanSettingsError::consent_missing:
        case PlanSettingsError::consent_outdated: return 409;
        case PlanSettingsError::notice_days: return 422;
    }
    return 422;
}

std::string message_key_of(PlanSettingsError error) { return std::string("planning.problem.") + boost::describe::enum_to_string(error, ""); }

}  // namespace kc::planning
