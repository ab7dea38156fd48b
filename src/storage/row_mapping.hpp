// SPDX-License-Identifier: EUPL-1.2
// From columns to C++ values: one scalar, or a struct with BOOST_DESCRIBE_STRUCT whose member i is column i, by equal names.
// Types are checked: NULL in a member that is not optional throws, as does a number out of range or a text in a number.
#pragma once

#include "storage/connection.hpp"

#include <utility>

namespace kc::storage {

[[noreturn]] void throw_unexpected_null(const Cursor& cursor, int column);
[[noreturn]] void throw_out_of_range(const Cursor& cursor, int column);
[[noreturn]] void throw_unknown_name(const Cursor& cursor, int column, const char* what);
void check_column_count(const Cursor& cursor, int members);
void check_column_name(const Cursor& cursor, int column, std::string_view member);

template <class Row> using members_of = boost::describe::describe_members<Row, boost::describe::mod_public | boost::describe::mod_inherited>;

// The address tells row types apart without run-time type information.
template <class Row> inline constexpr char row_type_mark = 0;

template <class T> T read_value(const Cursor& cursor, int column) {
    if constexpr (is_optional<T>) {
        if (cursor.is_null(column)) return std::nullopt;
        return read_value<typename T::value_type>(cursor, column);
    } else {
        if (cursor.is_null(column)) throw_unexpected_null(cursor, column);
        if constexpr (std::same_as<T, bool>) {
            return cursor.boolean(column);
        } else if constexpr (std::integral<T>) {
            const std::int64_t value = cursor.integer(column);
            if (!std::in_range<T>(value)) throw_out_of_range(cursor, column);
            return static_cast<T>(value);
        } else if constexpr (is_id<T> || is_quantity<T>) {
            return T{cursor.integer(column)};
        } else if constexpr (std::same_as<T, Instant>) {
            return Instant{std::chrono::seconds{cursor.integer(column)}};
        } else if constexpr (std::floating_point<T>) {
            return static_cast<T>(cursor.real(column));
        } else if constexpr (std::same_as<T, std::string>) {
            return std::string(cursor.text(column));
        } else if constexpr (std::same_as<T, Bytes>) {
            return cursor.bytes(column);
        } else if constexpr (std::same_as<T, Date>) {
            const auto date = parse_date(cursor.text(column));
            if (!date) throw_unknown_name(cursor, column, "a day such as 2026-03-02");
            return *date;
        } else if constexpr (DescribedEnum<T>) {
            T value;
            const std::string name(cursor.text(column));
            if (!boost::describe::enum_from_string(name.c_str(), value)) throw_unknown_name(cursor, column, "a known value");
            return value;
        } else {
            static_assert(always_false<T>, "this type is not mapped to a database type; see the list in session.hpp");
        }
    }
}

// Compares names once per prepared statement and row type, then costs one comparison of pointers.
template <class Row> void check_row(Cursor& cursor) {
    if (cursor.checked_row == &row_type_mark<Row>) return;
    if constexpr (DescribedStruct<Row>) {
        check_column_count(cursor, static_cast<int>(boost::mp11::mp_size<members_of<Row>>::value));
        int column = 0;
        boost::mp11::mp_for_each<members_of<Row>>([&](auto member) { check_column_name(cursor, column++, member.name); });
    } else {
        check_column_count(cursor, 1);
    }
    cursor.checked_row = &row_type_mark<Row>;
}

template <class Row> Row read_row(const Cursor& cursor) {
    if constexpr (DescribedStruct<Row>) {
        Row row{};
        int column = 0;
        boost::mp11::mp_for_each<members_of<Row>>([&](auto member) {
            auto& to = row.*member.pointer;
            to = read_value<std::remove_reference_t<decltype(to)>>(cursor, column++);
        });
        return row;
    } else {
        return read_value<Row>(cursor, 0);
    }
}

}  // namespace kc::storage
