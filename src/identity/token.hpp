// SPDX-License-Identifier: EUPL-1.2
// Secrets that are given out once and recognised later: sessions, invitations, password resets, recovery codes.
// Only their SHA-256 is stored, so a copied database opens nothing.
#pragma once

#include "storage/parameters.hpp"

#include <string>
#include <string_view>

namespace kc::identity {

std::string new_token();                       // 32 random bytes as 43 characters
bool looks_like_token(std::string_view text);  // saves the database from nonsense
storage::Bytes token_hash(std::string_view token);

}  // namespace kc::identity
