// SPDX-License-Identifier: EUPL-1.2
// A mail as it goes over the wire (RFC 5322): headers that nothing can break out of, UTF-8 subject (RFC 2047),
// quoted-printable text (RFC 2045) with CRLF line ends.
#pragma once

#include "base/date.hpp"

#include <string>
#include <string_view>

namespace kc::mail {

struct Message {
    std::string from_address;
    std::string from_name;
    std::string recipient;
    std::string subject;
    std::string body;
    std::string message_id;  // without angle brackets; the same for each attempt, so that a repeated delivery can be recognised
    Instant date{};
};

std::string format_message(const Message& message);

std::string encode_header_text(std::string_view text);  // as it is when printable ASCII, else encoded words of at most 75 characters
std::string encode_quoted_printable(std::string_view text);
std::string format_mail_date(Instant instant);  // "Mon, 02 Mar 2026 08:30:00 +0000"

}  // namespace kc::mail
