// SPDX-License-Identifier: EUPL-1.2
// Tables for spreadsheets.
#pragma once

#include <string>
#include <string_view>

namespace kc {

// A cell: quoted where needed, and never taken for a formula.
std::string csv_cell(std::string_view text);

}  // namespace kc
