// SPDX-License-Identifier: EUPL-1.2
// What can be printed: a title and blocks in reading order, in finished words. pdf.hpp draws it.
#pragma once

#include "base/date.hpp"

#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace kc::print {

struct Heading {
    int level = 2;  // 1 to 3
    std::string text;
};

struct Paragraph {
    std::string text;
};

struct List {
    std::vector<std::string> entries;
};

// Short facts: a name and its value on one line.
struct Facts {
    std::vector<std::pair<std::string, std::string>> facts;
};

struct Column {
    std::string title;
    int share = 1;         // of the width
    bool numbers = false;  // at the right edge of the column
};

struct Row {
    std::vector<std::string> cells;  // as many as there are columns
    bool total = false;              // stands out: bold under a line
};

struct Table {
    std::vector<Column> columns;
    std::vector<Row> rows;
};

using Block = std::variant<Heading, Paragraph, List, Facts, Table>;

struct Document {
    std::string title, subject;
    std::string language = "de-DE";
    std::string foot;                                      // at the left of every page's foot
    std::function<std::string(int page, int of)> page_of;  // at the right of it: "Seite 1 von 3"
    Instant made_at{};
    std::vector<Block> blocks;
};

}  // namespace kc::print
