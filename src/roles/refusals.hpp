// SPDX-License-Identifier: EUPL-1.2
// How a refusal of this room is told: HTTP status and message, for pages and the JSON interface alike.
#pragma once

#include "roles/description_service.hpp"
#include "roles/service.hpp"

#include <string>

namespace kc::roles {

int status_of(RoleError error);
std::string message_key_of(RoleError error);  // "roles.refusal.already_asked"
int status_of(DescriptionError error);
std::string message_key_of(DescriptionError error);

}  // namespace kc::roles
