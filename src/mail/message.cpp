// SPDX-License-Identifier: EUPL-1.2
#include "mail/message.hpp"

#include "base/require.hpp"

namespace kc::mail {

namespace {

bool is_plain_header_text(std::string_view text) {
    // "=?" would be read as the begin of an encoded word.
    return text.find("=?") == std::string_view::npos && std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c <= 0x7e; });
}

std::string base64(std::string_view bytes) {
    static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) group = group << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k) out += k <= count ? alphabet[group >> (18 - 6 * k) & 63] : '=';
    }
    return out;
}

std::size_t code_point_bytes(char first) {
    const auto byte = static_cast<unsigned char>(first);
    return byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

std::string without_line_breaks(std::string_view text) {
    std::string out(text);
    std::replace_if(out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    return out;
}

std::string address(std::string_view text) {
    // Whatever checked the address before: no header leaves here with a character that could end it.
    for (const char c : text) require(static_cast<unsigned char>(c) > 0x20 && c != '<' && c != '>' && c != 0x7f);
    return "<" + std::string(text) + ">";
}

// A name in front of an address: quoted when it is plain, encoded otherwise.
std::string display_name(std::string_view name) {
    const std::string clean = without_line_breaks(name);
    if (!is_plain_header_text(clean)) return encode_header_text(clean);
    std::string out = "\"";
    for (const char c : clean) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

}  // namespace

std::string encode_header_text(std::string_view text) {
    const std::string clean = without_line_breaks(text);
    if (is_plain_header_text(clean) && clean.size() <= 200) return clean;
    // 45 bytes become 60 characters; with "=?UTF-8?B?" and "?=" the word stays below 75. A code point is never cut.
    constexpr std::size_t word_bytes_max = 45;
    std::string out;
    for (std::size_t begin = 0; begin < clean.size();) {
        std::size_t end = begin;
        while (end < clean.size() && end + code_point_bytes(clean[end]) <= begin + word_bytes_max) end += code_point_bytes(clean[end]);
        end = std::min(end, clean.size());
        if (end == begin) end = clean.size();
        if (!out.empty()) out += "\r\n ";
        out += "=?UTF-8?B?" + base64(std::string_view(clean).substr(begin, end - begin)) + "?=";
        begin = end;
    }
    return out;
}

std::string encode_quoted_printable(std::string_view text) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    std::size_t column = 0;
    const auto put = [&](std::string_view piece) {
        if (column + piece.size() > 75) {
            out += "=\r\n";
            column = 0;
        }
        out += piece;
        column += piece.size();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        if (c == '\n') {
            out += "\r\n";
            column = 0;
            continue;
        }
        const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
        const bool plain = (c >= 0x21 && c <= 0x7e && c != '=') || ((c == ' ' || c == '\t') && !ends_line);
        // A dot alone on a line ends an SMTP message: encoded, it needs no care further on.
        if (plain && !(c == '.' && column == 0)) {
            put(std::string_view(&text[i], 1));
        } else {
            const auto byte = static_cast<unsigned char>(c);
            const char escaped[3] = {'=', digits[byte >> 4], digits[byte & 15]};
            put(std::string_view(escaped, 3));
        }
    }
    if (column > 0) out += "\r\n";
    return out;
}

std::string format_mail_date(Instant instant) {
    static constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{instant - day};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", days[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                       months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                       time.seconds().count());
}

std::string format_message(const Message& message) {
    std::string out;
    out += "Date: " + format_mail_date(message.date) + "\r\n";
    out += "From: " + (message.from_name.empty() ? std::string() : display_name(message.from_name) + " ") + address(message.from_address) + "\r\n";
    out += "To: " + address(message.recipient) + "\r\n";
    out += "Subject: " + encode_header_text(message.subject) + "\r\n";
    out += "Message-ID: " + address(message.message_id) + "\r\n";
    out += "Auto-Submitted: auto-generated\r\n";
    out += "MIME-Version: 1.0\r\n";
    out += "Content-Type: text/plain; charset=utf-8\r\n";
    out += "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
    out += encode_quoted_printable(message.body);
    return out;
}

}  // namespace kc::mail
