// SPDX-License-Identifier: EUPL-1.2
#include "http/answer_request.hpp"

#include "http/url_coding.hpp"

namespace kc::http {

Response answer_request(const Router& router, Request& request) {
    const auto type = request.header("Content-Type").value_or("");
    if (same_name(type.substr(0, type.find(';')), "application/x-www-form-urlencoded") && !request.body().empty()) {
        auto fields = decode_form(request.body());
        if (!fields) return router.refuse(request, 400);
        request.parts().form = std::move(*fields);
    }
    return router.handle(request);
}

}  // namespace kc::http
