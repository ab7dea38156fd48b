// SPDX-License-Identifier: EUPL-1.2
// JSON Schema of a described struct, for the OpenAPI document: the same structs that pages and API answers are made of.
// Money is whole cents, HalfHours counts half hours, Date and Instant are ISO text, an enum its enumerator's name.
// An optional member may be absent from a body, and stands as null in an answer.
#pragma once

#include "base/date.hpp"
#include "base/id.hpp"
#include "base/money.hpp"

#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

namespace kc::web {

namespace schema_detail {

template <class T> inline constexpr bool is_vector = false;
template <class T> inline constexpr bool is_vector<std::vector<T>> = true;
template <class T> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;

}  // namespace schema_detail

template <class T> std::string json_schema() {
    using namespace schema_detail;
    if constexpr (std::is_same_v<T, bool>) {
        return R"({"type":"boolean"})";
    } else if constexpr (std::is_same_v<T, Money>) {
        return R"({"type":"integer","format":"int64","description":"Cent"})";
    } else if constexpr (std::is_same_v<T, HalfHours>) {
        return R"({"type":"integer","format":"int64","description":"halbe Stunden"})";
    } else if constexpr (std::is_same_v<T, Date>) {
        return R"({"type":"string","format":"date"})";
    } else if constexpr (std::is_same_v<T, Instant>) {
        return R"({"type":"string","format":"date-time"})";
    } else if constexpr (is_id<T>) {
        return R"({"type":"integer","format":"int64"})";
    } else if constexpr (std::is_integral_v<T>) {
        return R"({"type":"integer"})";
    } else if constexpr (std::is_floating_point_v<T>) {
        return R"({"type":"number"})";
    } else if constexpr (is_vector<T>) {
        return R"({"type":"array","items":)" + json_schema<typename T::value_type>() + "}";
    } else if constexpr (is_optional<T>) {
        return R"({"anyOf":[)" + json_schema<typename T::value_type>() + R"(,{"type":"null"}]})";
    } else if constexpr (std::is_enum_v<T>) {
        std::string names;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto entry) {
            if (!names.empty()) names += ',';
            names += '"' + std::string(entry.name) + '"';
        });
        return R"({"type":"string","enum":[)" + names + "]}";
    } else if constexpr (boost::describe::has_describe_members<T>::value) {
        using Members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;
        std::string properties, required;
        boost::mp11::mp_for_each<Members>([&](auto member) {
            using Type = std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>;
            if (!properties.empty()) properties += ',';
            properties += '"' + std::string(member.name) + "\":" + json_schema<Type>();
            if constexpr (!is_optional<Type>) {
                if (!required.empty()) required += ',';
                required += '"' + std::string(member.name) + '"';
            }
        });
        return R"({"type":"object","properties":{)" + properties + R"(},"required":[)" + required + "]}";
    } else {
        static_assert(std::is_convertible_v<T, std::string>, "this type has no JSON form");
        return R"({"type":"string"})";
    }
}

}  // namespace kc::web
