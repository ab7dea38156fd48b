// SPDX-License-Identifier: EUPL-1.2
#include "identity/csv.hpp"

#include "base/text.hpp"

namespace kc::identity {

namespace {

// 0x80 to 0x9f of Windows-1252; the five unassigned places become the replacement character.
constexpr std::array<char16_t, 32> windows_1252{u'\u20ac', u'\ufffd', u'\u201a', u'\u0192', u'\u201e', u'\u2026', u'\u2020', u'\u2021',
                                                u'\u02c6', u'\u2030', u'\u0160', u'\u2039', u'\u0152', u'\ufffd', u'\u017d', u'\ufffd',
                                                u'\ufffd', u'\u2018', u'\u2019', u'\u201c', u'\u201d', u'\u2022', u'\u2013', u'\u2014',
                                                u'\u02dc', u'\u2122', u'\u0161', u'\u203a', u'\u0153', u'\ufffd', u'\u017e', u'\u0178'};

void append_utf8(std::string& out, char16_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xc0 | c >> 6);
        out += static_cast<char>(0x80 | (c & 0x3f));
    } else {
        out += static_cast<char>(0xe0 | c >> 12);
        out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
        out += static_cast<char>(0x80 | (c & 0x3f));
    }
}

// Whichever occurs more often in the first line, outside quotes.
char delimiter_of(std::string_view text) {
    int semicolons = 0, commas = 0, tabs = 0;
    bool quoted = false;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        if (!quoted && c == '\n') break;
        semicolons += !quoted && c == ';';
        commas += !quoted && c == ',';
        tabs += !quoted && c == '\t';
    }
    if (tabs > semicolons && tabs > commas) return '\t';
    return commas > semicolons ? ',' : ';';
}

}  // namespace

std::string decode_table_text(std::string_view bytes) {
    if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
    if (is_valid_utf8(bytes)) return std::string(bytes);
    std::string text;
    text.reserve(bytes.size() * 5 / 4);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        append_utf8(text, byte >= 0x80 && byte < 0xa0 ? windows_1252[byte - 0x80] : byte);
    }
    return text;
}

CsvTable parse_csv(std::string_view text) {
    CsvTable table;
    const char delimiter = delimiter_of(text);
    CsvRow row{.line = 1};
    std::string cell;
    bool quoted = false, was_quoted = false;
    int line = 1, quote_line = 1;
    const auto end_cell = [&] {
        row.cells.push_back(was_quoted ? cell : std::string(trim(cell)));
        cell.clear();
        was_quoted = false;
    };
    const auto end_row = [&] {
        end_cell();
        const bool empty = std::all_of(row.cells.begin(), row.cells.end(), [](const std::string& c) { return trim(c).empty(); });
        if (!empty) table.rows.push_back(std::move(row));
        row = CsvRow{.line = line};
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '\n') ++line;
            if (c != '"') {
                cell += c;
            } else if (i + 1 < text.size() && text[i + 1] == '"') {
                cell += '"';
                ++i;
            } else {
                quoted = false;
            }
        } else if (c == '"' && trim(cell).empty() && !was_quoted) {
            cell.clear();
            quoted = was_quoted = true;
            quote_line = line;
        } else if (c == delimiter) {
            end_cell();
        } else if (c == '\n') {
            ++line;
            end_row();
        } else if (c == '\r') {
            if (i + 1 >= text.size() || text[i + 1] != '\n') {  // line ends of old Macs
                ++line;
                end_row();
            }
        } else if (!was_quoted || (c != ' ' && c != '\t')) {
            cell += c;
        }
    }
    if (quoted) table.open_quote_line = quote_line;
    end_row();
    return table;
}

}  // namespace kc::identity
