// SPDX-License-Identifier: EUPL-1.2
#include "base/csv.hpp"

namespace kc {

std::string csv_cell(std::string_view text) {
    std::string out;
    // Spreadsheets run cells that begin like this; an apostrophe makes them plain text.
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) out += '\'';
    out += text;
    if (out.find_first_of(";,\"\r\n") == std::string::npos) return out;
    std::string quoted = "\"";
    for (const char c : out) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

}  // namespace kc
