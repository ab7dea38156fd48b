// SPDX-License-Identifier: EUPL-1.2
// The request methods the server knows; any other is answered with 501 before a route is looked for.
#pragma once

#include <optional>
#include <string_view>

namespace kc::http {

enum class Method { get, head, post, put, patch, del, options };

constexpr std::string_view method_name(Method method) {
    switch (method) {
        case Method::get: return "GET";
        case Method::head: return "HEAD";
        case Method::post: return "POST";
        case Method::put: return "PUT";
        case Method::patch: return "PATCH";
        case Method::del: return "DELETE";
        case Method::options: return "OPTIONS";
    }
    return "";
}

constexpr std::optional<Method> parse_method(std::string_view name) {
    for (auto method : {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::del, Method::options}) {
        if (method_name(method) == name) return method;
    }
    return std::nullopt;
}

}  // namespace kc::http
