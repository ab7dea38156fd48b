// SPDX-License-Identifier: EUPL-1.2
#include "web/api_response.hpp"

#include "web/page.hpp"

#include <cmath>

#include <boost/json.hpp>

namespace kc::web {

void append_json_text(std::string& out, std::string_view text) { out += boost::json::serialize(boost::json::string_view(text)); }

void append_json_number(std::string& out, double number) {
    if (!std::isfinite(number)) {
        out += "null";  // JSON has no other way to say it
        return;
    }
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    out.append(text.data(), end);
}

http::Response api_error(const http::Request& request, int status, std::string_view code, std::string_view message,
                         const std::vector<ApiFieldProblem>& fields) {
    boost::json::array list;
    for (const auto& field : fields) list.push_back(boost::json::object{{"field", field.field}, {"message", field.message}});
    boost::json::object error{{"code", code}, {"message", message}, {"fields", std::move(list)}};
    if (!request.number.empty()) error["request"] = request.number;
    auto response = http::json(boost::json::serialize(boost::json::object{{"error", std::move(error)}}), status);
    response.header("Cache-Control", "no-store");
    return response;
}

http::Response api_problems(const http::Request& request, const Messages& messages, const std::vector<FieldProblem>& problems) {
    std::vector<ApiFieldProblem> fields;
    const Language language = language_of(request);
    for (const auto& problem : problems) fields.push_back({problem.field, messages.text(language, problem)});
    return api_error(request, 422, "invalid_input", fields.empty() ? "" : fields.front().message, fields);
}

}  // namespace kc::web
