// SPDX-License-Identifier: EUPL-1.2
// How a refused step of a description is told: HTTP status and message, for pages and the JSON interface alike.
#pragma once

#include "authoring/service.hpp"

namespace kc::authoring {

int status_of(AuthoringError error);
std::string message_key_of(AuthoringError error);  // "authoring.refusal.draft_submitted"

}  // namespace kc::authoring
