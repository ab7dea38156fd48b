// SPDX-License-Identifier: EUPL-1.2
// What may be kept of a search that found nothing (FI-80, FI-81): its words in one writing, and none that could say who somebody is.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kc::discovery {

inline constexpr std::size_t demand_letters_max = 60;

// Lower case, single blanks. Nothing for what is too long or looks like an address, a telephone number, a date of birth or another
// number of a person. An empty text is an answer as well: a search by filters alone.
std::optional<std::string> demand_text(std::string_view typed);

}  // namespace kc::discovery
