// SPDX-License-Identifier: EUPL-1.2
// Values that all nodes of an installation share and nobody types in (table settings).
#pragma once

#include "storage/database.hpp"

#include <string>

namespace kc::app {

// The stored secret of this name; the first node to ask makes it.
std::string shared_secret(storage::Database& database, std::string_view name);

}  // namespace kc::app
