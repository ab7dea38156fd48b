// SPDX-License-Identifier: EUPL-1.2
#include "http/refusal_pages.hpp"

namespace kc::http {
namespace {

constexpr std::string_view placeholder = "UUUUUU-UUUU";  // request numbers never contain a U

}  // namespace

RefusalPages::RefusalPages(const Router& router) {
    for (const int status : {400, 408, 413, 414, 417, 429, 431, 500, 501, 503, 505}) {
        for (const auto language : {Language::de, Language::en}) {
            for (const bool api : {false, true}) {
                Request request;
                request.path = request.target = api ? "/api/" : "/";
                request.number = placeholder;
                request.language = language;
                pages_.emplace(std::tuple(status, language, api), router.error_page(request, status));
            }
        }
    }
}

Response RefusalPages::page(int status, Language language, std::string_view path, std::string_view number) const {
    const auto found = pages_.find(std::tuple(status, language, path.starts_with("/api/")));
    if (found == pages_.end()) return text(std::string(reason_phrase(status)) + '\n', status);
    Response response = found->second;
    std::string body(response.text());
    for (auto at = body.find(placeholder); at != std::string::npos; at = body.find(placeholder, at)) body.replace(at, placeholder.size(), number);
    response.body = std::move(body);
    return response;
}

}  // namespace kc::http
