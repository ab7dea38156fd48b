// SPDX-License-Identifier: EUPL-1.2
// Reads rendered descriptions as a browser would and accepts the allow-list only; written apart from the code it checks.
#pragma once

#include <string_view>

namespace kc::fuzz {

void expect_safe_html(std::string_view html);

}  // namespace kc::fuzz
