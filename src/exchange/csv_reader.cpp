// SPDX-License-Identifier: EUPL-1.2
#include "base/text.hpp"
#include "exchange/offer_reading.hpp"
#include "exchange/table_columns.hpp"
#include "exchange/values.hpp"
#include "identity/csv.hpp"

namespace kc::exchange {

namespace {

constexpr std::size_t csv_bytes_max = 20 * 1024 * 1024;
constexpr std::size_t separators_max = 5'000'000;  // what cells can cost in memory stays bounded

}  // namespace

ReadResult read_csv(std::string_view bytes, const Vocabulary& vocabulary) {
    ReadResult result;
    result.format = SourceFormat::csv;
    if (bytes.size() > csv_bytes_max) {
        result.refuse(0, "Die Tabelle ist größer als 20 MB. Teilen Sie sie auf.");
        return result;
    }
    const auto separators = std::count_if(bytes.begin(), bytes.end(), [](char c) { return c == ';' || c == ',' || c == '\t'; });
    if (static_cast<std::size_t>(separators) > separators_max) {
        result.refuse(0, "Die Tabelle hat zu viele Spalten oder Zellen. Nehmen Sie die Vorlage.");
        return result;
    }
    if (bytes.substr(0, 4096).find('\0') != std::string_view::npos) {
        result.refuse(0, "Das ist keine Textdatei. Speichern Sie die Tabelle als „CSV UTF-8“ oder als Excel-Datei (.xlsx).");
        return result;
    }
    auto table = identity::parse_csv(without_control_characters(identity::decode_table_text(bytes)));
    if (table.open_quote_line) {
        result.refuse(*table.open_quote_line, "In dieser Zeile beginnt ein Anführungszeichen, das nie endet.");
        return result;
    }
    std::vector<TableRow> rows;
    rows.reserve(table.rows.size());
    for (auto& row : table.rows) {
        TableRow copy{row.line, {}};
        copy.cells.reserve(row.cells.size());
        for (auto& cell : row.cells) {
            // An apostrophe that keeps spreadsheets from running a formula is not part of the text.
            if (cell.size() > 1 && cell[0] == '\'' && std::string_view("=+-@").find(cell[1]) != std::string_view::npos) cell.erase(0, 1);
            copy.cells.push_back({std::move(cell), std::nullopt});
        }
        rows.push_back(std::move(copy));
    }
    result = read_table(rows, vocabulary);
    result.format = SourceFormat::csv;
    return result;
}

}  // namespace kc::exchange
