// SPDX-License-Identifier: EUPL-1.2
// The names of the authorities on a day: for the lines that belong to one, and for choosing one. Read only.
#pragma once

#include "base/date.hpp"
#include "base/ids.hpp"
#include "storage/database.hpp"

#include <map>
#include <string>

namespace kc::roles {

std::map<OrganisationId, std::string> authority_names(storage::Session& session, Date day);

}  // namespace kc::roles
