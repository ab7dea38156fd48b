// SPDX-License-Identifier: EUPL-1.2
// Compression of what is made on the fly: brotli at its fastest, gzip for clients without it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kc::http {

bool is_compressible(std::string_view content_type);
bool accepts_coding(std::string_view accept_encoding, std::string_view coding);  // q=0 means no
std::optional<std::string> brotli_fast(std::string_view text);
std::optional<std::string> gzip_fast(std::string_view text);

}  // namespace kc::http
