// SPDX-License-Identifier: EUPL-1.2
// What may stand for a `?` in SQL, and how C++ values become such parameters. A Parameter only refers to its text or bytes:
// it lives no longer than the call it is made for.
#pragma once

#include "base/date.hpp"
#include "base/id.hpp"
#include "base/money.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>

namespace kc::storage {

using Bytes = std::vector<std::byte>;

template <class T> inline constexpr bool always_false = false;
template <class T> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;
template <class T>
concept DescribedStruct = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

// A list of ids or texts as one parameter, whatever its length. In SQL it stands where `$LIST` or `$TEXTS` is written:
//     session.query<Row>("SELECT … FROM people WHERE id IN ($LIST)", json_ids(people));
//     session.query<Row>("SELECT … FROM roles WHERE code IN ($TEXTS)", json_texts(codes));
// `$LIST` becomes `SELECT value FROM json_each(?)` on SQLite and `SELECT unnest(?::bigint[])` on PostgreSQL, `$TEXTS` likewise.
struct IdList {
    std::string json;  // "[1,2,3]"
};
struct TextList {
    std::string json;
};

std::string json_text_array(std::span<const std::string_view> texts);

template <std::ranges::input_range R> IdList json_ids(const R& ids) {
    IdList list{"["};
    for (const auto& id : ids) {
        if (list.json.size() > 1) list.json += ',';
        if constexpr (std::integral<std::ranges::range_value_t<R>>)
            list.json += std::to_string(id);
        else
            list.json += std::to_string(id.value);
    }
    list.json += ']';
    return list;
}

template <std::ranges::input_range R> TextList json_texts(const R& texts) {
    std::vector<std::string_view> views;
    for (const auto& text : texts) views.emplace_back(text);
    return {json_text_array(views)};
}

class Parameter {
public:
    enum class Kind : std::uint8_t { integer, real, boolean, text, bytes, id_list, text_list };

    Kind kind() const { return kind_; }
    bool is_null() const { return null_; }
    bool is_inline() const { return inline_; }  // its text lies in the parameter itself
    std::int64_t integer() const { return integer_; }
    double real() const { return real_; }
    bool boolean() const { return integer_ != 0; }
    std::string_view text() const { return inline_ ? std::string_view(day_.data(), day_.size()) : std::string_view(data_, size_); }
    std::span<const std::byte> bytes() const { return {reinterpret_cast<const std::byte*>(data_), size_}; }

    static Parameter null(Kind kind) {
        Parameter p(kind);
        p.null_ = true;
        return p;
    }
    static Parameter of_integer(std::int64_t value) {
        Parameter p(Kind::integer);
        p.integer_ = value;
        return p;
    }
    static Parameter of_boolean(bool value) {
        Parameter p(Kind::boolean);
        p.integer_ = value;
        return p;
    }
    static Parameter of_real(double value) {
        Parameter p(Kind::real);
        p.real_ = value;
        return p;
    }
    static Parameter of_text(std::string_view value, Kind kind = Kind::text) {
        Parameter p(kind);
        p.data_ = value.data();
        p.size_ = value.size();
        return p;
    }
    static Parameter of_bytes(std::span<const std::byte> value) {
        return of_text({reinterpret_cast<const char*>(value.data()), value.size()}, Kind::bytes);
    }
    static Parameter of_day(Date value);  // ISO text kept inside the parameter

private:
    explicit Parameter(Kind kind) : kind_(kind) {}

    Kind kind_;
    bool null_ = false;
    bool inline_ = false;
    union {
        std::int64_t integer_ = 0;
        double real_;
        const char* data_;
    };
    std::size_t size_ = 0;
    std::array<char, 10> day_{};
};

[[noreturn]] void throw_integer_too_large();
[[noreturn]] void throw_parameter_count(int expected, std::size_t given);
void refuse_nul(std::string_view text);  // PostgreSQL cannot store it, SQLite would cut the text there

template <class T> consteval Parameter::Kind parameter_kind() {
    using Kind = Parameter::Kind;
    if constexpr (is_optional<T>)
        return parameter_kind<typename T::value_type>();
    else if constexpr (std::same_as<T, bool>)
        return Kind::boolean;
    else if constexpr (std::integral<T> || is_id<T> || is_quantity<T> || std::same_as<T, Instant>)
        return Kind::integer;
    else if constexpr (std::floating_point<T>)
        return Kind::real;
    else if constexpr (std::same_as<T, IdList>)
        return Kind::id_list;
    else if constexpr (std::same_as<T, TextList>)
        return Kind::text_list;
    else if constexpr (std::same_as<T, Date> || DescribedEnum<T> || std::convertible_to<const T&, std::string_view>)
        return Kind::text;
    else if constexpr (std::convertible_to<const T&, std::span<const std::byte>>)
        return Kind::bytes;
    else
        static_assert(always_false<T>, "this type is not mapped to a database type; see the list in session.hpp");
}

template <class T> Parameter to_parameter(const T& value) {
    if constexpr (is_optional<T>) {
        return value ? to_parameter(*value) : Parameter::null(parameter_kind<T>());
    } else if constexpr (std::same_as<T, bool>) {
        return Parameter::of_boolean(value);
    } else if constexpr (std::integral<T>) {
        if (!std::in_range<std::int64_t>(value)) throw_integer_too_large();
        return Parameter::of_integer(static_cast<std::int64_t>(value));
    } else if constexpr (is_id<T> || is_quantity<T>) {
        return Parameter::of_integer(value.value);
    } else if constexpr (std::same_as<T, Instant>) {
        return Parameter::of_integer(value.time_since_epoch().count());
    } else if constexpr (std::floating_point<T>) {
        return Parameter::of_real(value);
    } else if constexpr (std::same_as<T, Date>) {
        return Parameter::of_day(value);
    } else if constexpr (DescribedEnum<T>) {
        const char* name = boost::describe::enum_to_string(value, nullptr);
        if (name == nullptr) throw_integer_too_large();
        return Parameter::of_text(name);
    } else if constexpr (std::same_as<T, IdList> || std::same_as<T, TextList>) {
        return Parameter::of_text(value.json, parameter_kind<T>());
    } else if constexpr (std::convertible_to<const T&, std::string_view>) {
        return Parameter::of_text(value);
    } else if constexpr (parameter_kind<T>() == Parameter::Kind::bytes) {
        return Parameter::of_bytes(value);
    }
}

// A row for bulk writing is a tuple or a described struct; column i is its i-th part.
template <class Row> constexpr std::size_t row_width() {
    if constexpr (DescribedStruct<Row>) {
        return boost::mp11::mp_size<boost::describe::describe_members<Row, boost::describe::mod_public | boost::describe::mod_inherited>>::value;
    } else {
        return std::tuple_size_v<Row>;
    }
}

template <class Row> void append_parameters(std::vector<Parameter>& to, const Row& row) {
    if constexpr (DescribedStruct<Row>) {
        boost::mp11::mp_for_each<boost::describe::describe_members<Row, boost::describe::mod_public | boost::describe::mod_inherited>>(
            [&](auto member) { to.push_back(to_parameter(row.*member.pointer)); });
    } else {
        std::apply([&](const auto&... part) { (to.push_back(to_parameter(part)), ...); }, row);
    }
}

}  // namespace kc::storage
