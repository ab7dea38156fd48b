// SPDX-License-Identifier: EUPL-1.2
// Builds a Request by hand, for tests of pages and filters: RequestBuilder(Method::post, "/buchungen").form("termin", "17").build().
// What the network would refuse (bad encodings) is refused here with an exception.
#pragma once

#include "http/request.hpp"

namespace kc::http {

class RequestBuilder {
public:
    explicit RequestBuilder(Method method, std::string_view target = "/");  // the target may carry ?a=b
    RequestBuilder& query(std::string_view name, std::string_view value);
    RequestBuilder& form(std::string_view name, std::string_view value);
    RequestBuilder& file(std::string_view field, std::string_view file_name, std::string_view content_type, std::string_view content);
    RequestBuilder& cookie(std::string_view name, std::string_view value);
    RequestBuilder& header(std::string_view name, std::string_view value);
    RequestBuilder& body(std::string_view bytes, std::string_view content_type = "application/json");
    RequestBuilder& path_value(std::string_view name, std::string_view value);  // only when no router is involved
    RequestBuilder& viewer(Viewer viewer);
    RequestBuilder& language(Language language);
    RequestBuilder& context(SessionContext context);
    RequestBuilder& remote_address(std::string_view address);
    RequestBuilder& secure(bool on = true);
    Request build();  // once: the builder is empty afterwards

private:
    Request request_;
    std::string cookies_;
};

}  // namespace kc::http
