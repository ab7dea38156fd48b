// SPDX-License-Identifier: EUPL-1.2
// What an uploaded evidence document is, by its first bytes and not by what the client claims (KP-12), and a name that is safe to store.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kc::placement {

// "application/pdf", "image/jpeg", "image/png"; nothing for anything else.
std::optional<std::string> media_type_of(std::string_view bytes);

// The last part of the name without control characters and what file systems or headers misread, at most 80 characters, with the ending
// that fits the type.
std::string safe_file_name(std::string_view name, std::string_view media_type);

}  // namespace kc::placement
