// SPDX-License-Identifier: EUPL-1.2
// How a refused change of a date is told: HTTP status and message, for pages and the JSON interface alike.
#pragma once

#include "authoring/date_service.hpp"

#include <string>

namespace kc::authoring {

int status_of(DateError error);
std::string message_key_of(DateError error);  // "authoring.dates.problem.unit_not_found"

}  // namespace kc::authoring
