// SPDX-License-Identifier: EUPL-1.2
// How a second factor gets into an authenticator app: its address, and that address as a QR code.
#pragma once

#include "storage/parameters.hpp"
#include "web/html.hpp"

#include <string>
#include <string_view>

namespace kc::identity {

std::string totp_uri(const storage::Bytes& secret, std::string_view issuer, std::string_view account);

// An SVG with a white quiet zone, readable in dark pages as well. `label` is its text alternative.
web::Html qr_code_svg(std::string_view text, std::string_view label);

}  // namespace kc::identity
