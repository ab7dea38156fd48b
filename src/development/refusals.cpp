// SPDX-License-Identifier: EUPL-1.2
#include "development/refusals.hpp"

namespace kc::development {

int status_of(TalkError error) {
    switch (error) {
        case TalkError::not_permitted: return 403;
        case TalkError::talk_not_found:
        case TalkError::person_not_found: return 404;
        case TalkError::already_open:
        case TalkError::talk_closed: return 409;
        case TalkError::date_out_of_range:
        case TalkError::text_too_long:
        case TalkError::item_not_offered: return 422;
    }
    return 422;
}

int status_of(GoalError error) {
    switch (error) {
        case GoalError::not_permitted: return 403;
        case GoalError::goal_not_found:
        case GoalError::talk_not_found: return 404;
        case GoalError::talk_closed:
        case GoalError::too_many_goals:
        case GoalError::proposal_outdated:
        case GoalError::nothing_to_accept:
        case GoalError::own_proposal:
        case GoalError::not_in_force:
        case GoalError::not_reported:
        case GoalError::counterpart_missing: return 409;
        case GoalError::subject_missing:
        case GoalError::subject_doubled:
        case GoalError::unknown_competence:
        case GoalError::level_out_of_range:
        case GoalError::text_too_long:
        case GoalError::reason_missing:
        case GoalError::deadline_out_of_range:
        case GoalError::nothing_changed: return 422;
    }
    return 422;
}

int status_of(CareerError error) {
    switch (error) {
        case CareerError::not_permitted: return 403;
        case CareerError::unknown_role: return 404;
        case CareerError::shortlist_full:
        case CareerError::present_job_missing: return 409;
        case CareerError::too_many_roles:
        case CareerError::same_job: return 422;
    }
    return 422;
}

std::string message_key_of(TalkError error) { return std::string("development.talk_problem.") + boost::describe::enum_to_string(error, ""); }
std::string message_key_of(GoalError error) { return std::string("development.goal_problem.") + boost::describe::enum_to_string(error, ""); }
std::string message_key_of(CareerError error) { return std::string("development.career_problem.") + boost::describe::enum_to_string(error, ""); }

}  // namespace kc::development
