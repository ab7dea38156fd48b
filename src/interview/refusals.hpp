// SPDX-License-Identifier: EUPL-1.2
// How a refused turn is told: HTTP status and message, for pages and the JSON interface alike.
#pragma once

#include "interview/service.hpp"

#include <string>

namespace kc::interview {

int status_of(InterviewError error);
std::string message_key_of(InterviewError error);  // "interview.problem.no_session"

}  // namespace kc::interview
