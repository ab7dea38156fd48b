// SPDX-License-Identifier: EUPL-1.2
// JSON answers of /api/v1: described structs as they are (the schema is json_schema.hpp), and one form for every refusal:
//     {"error":{"code":"email_taken","message":"…","fields":[{"field":"email","message":"…"}]}}
#pragma once

#include "base/date.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "base/problem.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "web/messages.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

namespace kc::web {

struct ApiFieldProblem {
    std::string field;
    std::string message;
};

// `code` is stable for programs, `message` is for people, in the language of the request.
http::Response api_error(const http::Request& request, int status, std::string_view code, std::string_view message,
                         const std::vector<ApiFieldProblem>& fields = {});
// 422 with the texts of the catalogue.
http::Response api_problems(const http::Request& request, const Messages& messages, const std::vector<FieldProblem>& problems);

void append_json_text(std::string& out, std::string_view text);  // quoted and escaped
void append_json_number(std::string& out, double number);

namespace api_detail {

template <class T> inline constexpr bool is_vector = false;
template <class T> inline constexpr bool is_vector<std::vector<T>> = true;
template <class T> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;

}  // namespace api_detail

template <class T> void append_json(std::string& out, const T& value) {
    using namespace api_detail;
    if constexpr (std::is_same_v<T, bool>) {
        out += value ? "true" : "false";
    } else if constexpr (std::is_floating_point_v<T>) {
        append_json_number(out, value);
    } else if constexpr (std::is_integral_v<T>) {
        out += std::to_string(value);
    } else if constexpr (is_id<T> || is_quantity<T>) {
        out += std::to_string(value.value);
    } else if constexpr (std::is_same_v<T, Date> || std::is_same_v<T, Instant>) {
        append_json_text(out, to_iso(value));
    } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
        append_json_text(out, value);
    } else if constexpr (is_optional<T>) {
        if (value)
            append_json(out, *value);
        else
            out += "null";
    } else if constexpr (is_vector<T>) {
        out += '[';
        bool first = true;
        for (const auto& element : value) {
            if (!first) out += ',';
            first = false;
            append_json(out, element);
        }
        out += ']';
    } else if constexpr (boost::describe::has_describe_enumerators<T>::value) {
        append_json_text(out, boost::describe::enum_to_string(value, ""));
    } else {
        static_assert(boost::describe::has_describe_members<T>::value, "this type cannot be written as JSON: describe it");
        out += '{';
        bool first = true;
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>>(
            [&](auto member) {
                if (!first) out += ',';
                first = false;
                append_json_text(out, member.name);
                out += ':';
                append_json(out, value.*member.pointer);
            });
        out += '}';
    }
}

template <class T> std::string to_json(const T& value) {
    std::string out;
    append_json(out, value);
    return out;
}

// 200 (or 201 …) with the struct as JSON; never cached, because what one may see depends on who asks.
template <class T> http::Response api_json(const T& value, int status = 200) {
    auto response = http::json(to_json(value), status);
    response.header("Cache-Control", "no-store");
    return response;
}

}  // namespace kc::web
