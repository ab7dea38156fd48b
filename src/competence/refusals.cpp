// SPDX-License-Identifier: EUPL-1.2
#include "competence/refusals.hpp"

namespace kc::competence {

int status_of(ProfileError error) {
    switch (error) {
        case ProfileError::not_permitted: return 403;
        case ProfileError::evidence_not_found: return 404;
        case ProfileError::present_job_missing:
        case ProfileError::unknown_role_profile:
        case ProfileError::same_job:
        case ProfileError::unknown_department:
        case ProfileError::unknown_competence:
        case ProfileError::level_out_of_range:
        case ProfileError::too_many_answers:
        case ProfileError::invalid_preferences: return 422;
    }
    return 422;
}

std::string message_key_of(ProfileError error) {
    return fmt::format("competence.problem.{}", boost::describe::enum_to_string(error, "not_permitted"));
}

}  // namespace kc::competence
