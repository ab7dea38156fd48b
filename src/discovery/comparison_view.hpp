// SPDX-License-Identifier: EUPL-1.2
// The comparison as people read it: groups of rows with one cell per offer, those that differ marked, and the calculation of each sum.
// The same rows make the page, the CSV file and the JSON answer.
#pragma once

#include "catalogue/views.hpp"
#include "discovery/comparison.hpp"
#include "web/messages.hpp"

namespace kc::discovery {

struct ComparisonCell {
    std::string offer;               // its title
    std::vector<std::string> lines;  // empty: nothing was said about it
};
BOOST_DESCRIBE_STRUCT(ComparisonCell, (), (offer, lines))

struct ComparisonRow {
    std::string key;  // stable name for programs: "price"
    std::string label;
    bool differs = false;
    bool strong = false;  // a sum
    std::vector<ComparisonCell> cells;
};
BOOST_DESCRIBE_STRUCT(ComparisonRow, (), (key, label, differs, strong, cells))

struct ComparisonGroup {
    std::string key, label;
    std::vector<ComparisonRow> rows;
};
BOOST_DESCRIBE_STRUCT(ComparisonGroup, (), (key, label, rows))

struct ComparedTitle {
    std::string slug, title, provider;
};
BOOST_DESCRIBE_STRUCT(ComparedTitle, (), (slug, title, provider))

// "Kurspreis: 120,00 €", one line per part, and what is missing in the sum.
struct CostCalculation {
    std::string title;
    std::vector<std::string> lines;
    std::string total;
    bool complete = true;
};
BOOST_DESCRIBE_STRUCT(CostCalculation, (), (title, lines, total, complete))

struct ComparisonView {
    std::vector<ComparedTitle> offers;
    std::vector<ComparisonGroup> groups;
    std::vector<CostCalculation> calculations;
    Money per_kilometre_cents, per_hour_cents;
    std::int64_t row_count = 0, differing_count = 0;
};
BOOST_DESCRIBE_STRUCT(ComparisonView, (), (offers, groups, calculations, per_kilometre_cents, per_hour_cents, row_count, differing_count))

ComparisonView comparison_view(const catalogue::Sight& sight, const Comparison& comparison, const web::Messages& messages);

void keep_differences(ComparisonView& view);  // drops the rows in which the offers agree, and the groups without a row (FI-61)

// Rows below each other, offers beside each other; UTF-8 with mark, semicolons, no cell that a spreadsheet would run.
std::string comparison_csv(const ComparisonView& view, const web::Messages& messages, Language language);

}  // namespace kc::discovery
