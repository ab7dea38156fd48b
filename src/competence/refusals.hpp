// SPDX-License-Identifier: EUPL-1.2
// How a refused change of a profile is told: HTTP status and message, for pages and the JSON interface alike.
#pragma once

#include "competence/service.hpp"

#include <string>
#include <string_view>

namespace kc::competence {

int status_of(ProfileError error);
std::string message_key_of(ProfileError error);  // "competence.problem.same_job"

}  // namespace kc::competence
