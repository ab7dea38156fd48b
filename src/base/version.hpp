// SPDX-License-Identifier: EUPL-1.2
// The version of the program, as /healthz, the backup header and `--version` tell it.
#pragma once

#include <string_view>

namespace kc {

inline constexpr std::string_view program_version = "0.1.0";

}  // namespace kc
