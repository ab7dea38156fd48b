// SPDX-License-Identifier: EUPL-1.2
#include "interview/refusals.hpp"

#include <fmt/format.h>

namespace kc::interview {

int status_of(InterviewError error) {
    switch (error) {
        case InterviewError::not_permitted: return 403;
        case InterviewError::no_session:
        case InterviewError::session_open:
        case InterviewError::guide_missing:
        case InterviewError::nothing_before: return 409;
        case InterviewError::proposal_not_found:
        case InterviewError::entry_not_found:
        case InterviewError::checkin_not_found: return 404;
        case InterviewError::unknown_question:
        case InterviewError::invalid_answer: return 422;
    }
    return 422;
}

std::string message_key_of(InterviewError error) {
    return fmt::format("interview.problem.{}", boost::describe::enum_to_string(error, "not_permitted"));
}

}  // namespace kc::interview
