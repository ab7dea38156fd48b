// SPDX-License-Identifier: EUPL-1.2
// Takes an uploaded file out of its wrapping (gzip or ZIP) within bounds, so that a small hostile file cannot fill memory.
#pragma once

#include "base/problem.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace kc::curation {

inline constexpr std::size_t upload_bytes_max = 64 * 1024 * 1024;
inline constexpr std::size_t unpacked_bytes_max = 256 * 1024 * 1024;

struct UnpackProblem {
    std::string message_key;
    MessageArguments arguments = {};
};

// As it is when it is neither gzip nor ZIP. Of a ZIP the one table or JSON file in it; with several, the list of skills.
std::variant<std::string, UnpackProblem> unpack(std::string_view bytes);

}  // namespace kc::curation
