// SPDX-License-Identifier: EUPL-1.2
// Tables as offices exchange them: semicolon, comma or tab, quotes doubled inside quotes, UTF-8 (with or without mark) or Windows-1252.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kc::identity {

struct CsvRow {
    int line = 0;  // where it begins in the file, counted from 1
    std::vector<std::string> cells;
};

struct CsvTable {
    std::vector<CsvRow> rows;            // the header is the first; empty lines are left out
    std::optional<int> open_quote_line;  // a quote that is never closed makes the rest unreadable
};

std::string decode_table_text(std::string_view bytes);  // UTF-8 without mark; anything that is not UTF-8 is taken as Windows-1252
CsvTable parse_csv(std::string_view text);

}  // namespace kc::identity
