// SPDX-License-Identifier: EUPL-1.2
// Values that all nodes of an installation share and nobody types in (table settings).
#pragma once

#include "storage/database.hpp"

#include <string>

namespace kc::app {

// The stored secret of this name; the first node to ask makes it.
std::string shared_secret(storage::Database& database, std::string_view name);

// What the operator's file holds that seals the signing key; empty without one. Throws in plain words when it cannot be used.
std::string read_seal_key(const std::string& file);

}  // namespace kc::app
