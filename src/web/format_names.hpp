// SPDX-License-Identifier: EUPL-1.2
// Which format a template means by {{d.short}}, {{n.raw}} or no suffix at all, by kind of value.
#pragma once

#include "web/program.hpp"

#include <string>
#include <string_view>

namespace kc::web {

struct FormatChoice {
    ValueFormat format{};
    std::uint8_t form = 0;
    std::string problem;  // not empty: why this cannot be written, to follow the name
};

FormatChoice format_for(ViewKind kind, std::string_view suffix, bool for_machines);

}  // namespace kc::web
