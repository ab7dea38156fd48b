// SPDX-License-Identifier: EUPL-1.2
// A name as the last part of an address.
#pragma once

#include <string>
#include <string_view>

namespace kc {

// Lower case, umlauts written out, everything else one hyphen: "Straßenverkehr & Zulassung" → "strassenverkehr-zulassung". At most
// `length_max` bytes; empty when the name has neither letter nor digit.
std::string address_part(std::string_view name, std::size_t length_max);

}  // namespace kc
