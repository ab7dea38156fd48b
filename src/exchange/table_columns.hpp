// SPDX-License-Identifier: EUPL-1.2
// The columns of the template for offers, in CSV and XLSX alike: titles, what may stand in them, and the words for each choice.
#pragma once

#include "exchange/offer_reading.hpp"

#include <array>

namespace kc::exchange {

enum class TableColumn {
    id,
    title,
    kind,
    objective,
    description_specialist,
    description_general,
    audience,
    practice,
    keywords,
    modules,
    mandatory_in,
    teaches,
    needs,
    after,
    mode,
    self_study,
    tutorial,
    follow_up,
    presence_days,
    participants_min,
    participants_max,
    price_member,
    price_other,
    origin,
    code_share_of,
    funding,
    language,
    difficulty,
    dqr,
    ects,
    credentials,
    accessibility,
    accessibility_note,
    seals,
    only_for,
    url,
    first_day,
    last_day,
    start,
    end,
    date_mode,
    venue,
    seats,
    online_seats,
    deadline,
    date_state,
    date_id
};

struct ColumnInfo {
    TableColumn column;
    std::string_view title;  // as the header row names it
    bool required = false;
    std::string_view explanation;  // German, for the second sheet
    std::string_view example;
};

inline constexpr std::size_t table_column_count = 47;
const std::array<ColumnInfo, table_column_count>& table_columns();
const ColumnInfo& column_info(TableColumn column);

// The German words of an enumeration, in the order of its enumerators.
template <class Enum> struct Word {
    Enum value;
    std::string_view word;
};
std::span<const Word<catalogue::OfferKind>> kind_words();
std::span<const Word<catalogue::Format>> mode_words();
std::span<const Word<catalogue::Origin>> origin_words();
std::span<const Word<catalogue::Difficulty>> difficulty_words();
std::span<const Word<catalogue::CredentialKind>> credential_words();
std::span<const Word<catalogue::AccessibilityFeature>> accessibility_words();

template <class Enum> std::string_view word_of(std::span<const Word<Enum>> words, Enum value) {
    for (const auto& word : words) {
        if (word.value == value) return word.word;
    }
    return "";
}

// What stands in a cell; XLSX also tells numbers as such.
struct TableCell {
    std::string text;
    std::optional<double> number;
};
struct TableRow {
    int line = 0;
    std::vector<TableCell> cells;
};

ReadResult read_table(const std::vector<TableRow>& rows, const Vocabulary& vocabulary, bool date_1904 = false);

}  // namespace kc::exchange
