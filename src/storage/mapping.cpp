// SPDX-License-Identifier: EUPL-1.2
// The parts of parameters.hpp, row_mapping.hpp and session.hpp that need no template.
#include "storage/session.hpp"

#include <fmt/format.h>

namespace kc::storage {

std::string json_text_array(std::span<const std::string_view> texts) {
    std::string json = "[";
    for (const auto text : texts) {
        if (json.size() > 1) json += ',';
        json += '"';
        for (const char c : text) {
            if (c == '"' || c == '\\')
                (json += '\\') += c;
            else if (static_cast<unsigned char>(c) < 0x20)
                json += fmt::format("\\u{:04x}", static_cast<int>(c));
            else
                json += c;
        }
        json += '"';
    }
    return json += ']';
}

Parameter Parameter::of_day(Date value) {
    Parameter parameter(Kind::text);
    const std::string iso = to_iso(value);
    if (iso.size() != parameter.day_.size()) {
        throw StorageError(StorageErrorKind::other, "A day outside the years 0000 to 9999 cannot be stored.");
    }
    iso.copy(parameter.day_.data(), iso.size());
    parameter.inline_ = true;
    parameter.size_ = iso.size();
    return parameter;
}

void throw_integer_too_large() {
    throw StorageError(StorageErrorKind::other, "A value does not fit the 64 bits of a database number or is no known enumerator.");
}

void throw_parameter_count(int expected, std::size_t given) {
    throw StorageError(StorageErrorKind::other, fmt::format("The statement takes {} parameters, but {} are given.", expected, given));
}

void refuse_nul(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) {
        throw StorageError(StorageErrorKind::other, "A text with a NUL character cannot be stored.");
    }
}

namespace {
[[noreturn]] void throw_mapping(const Cursor& cursor, int column, std::string_view problem) {
    throw StorageError(StorageErrorKind::other, fmt::format("Column '{}': {}.", cursor.column_name(column), problem));
}
}  // namespace

void throw_unexpected_null(const Cursor& cursor, int column) {
    throw_mapping(cursor, column, "NULL, but the program expects a value; make the member optional or the column NOT NULL");
}
void throw_out_of_range(const Cursor& cursor, int column) {
    throw_mapping(cursor, column, "the number does not fit the type the program reads it into");
}
void throw_unknown_name(const Cursor& cursor, int column, const char* what) {
    throw_mapping(cursor, column, std::string("the stored text is not ") + what);
}

void check_column_count(const Cursor& cursor, int members) {
    if (cursor.columns() != members) {
        throw StorageError(StorageErrorKind::other,
                           fmt::format("The statement has {} columns, but the program reads {}.", cursor.columns(), members));
    }
}

void check_column_name(const Cursor& cursor, int column, std::string_view member) {
    if (cursor.column_name(column) != member) {
        throw StorageError(StorageErrorKind::other, fmt::format("Column {} of the statement is called '{}', but the program reads '{}'.", column + 1,
                                                                cursor.column_name(column), member));
    }
}

void throw_no_row() { throw StorageError(StorageErrorKind::other, "A row that must exist was not found."); }
void throw_several_rows() { throw StorageError(StorageErrorKind::other, "Several rows were found where there may be one at most."); }

}  // namespace kc::storage
