// SPDX-License-Identifier: EUPL-1.2
// Csrf: the token every POST form carries. The session filter puts the session's token into the request; visitors
// without a session get one derived from the server's key. Origin and Sec-Fetch-Site are checked as well.
#pragma once

#include "web/html.hpp"

#include <string>
#include <string_view>

namespace kc::http {
class Request;
}

namespace kc::web {

inline constexpr std::string_view csrf_field = "csrf";

class Csrf {
public:
    explicit Csrf(std::string_view secret);

    std::string token(const http::Request& request) const;
    Html hidden_field(const http::Request& request) const;  // a different value on each page, see csrf.cpp
    // For the filter in front of every POST: the form field or the header X-CSRF-Token must match, and the request must
    // come from this site.
    bool valid(const http::Request& request) const;

private:
    std::string visitor_token_;
};

// A one-time mark for forms whose second sending must not act twice: a hidden field with a fresh random value.
// The service stores it with a unique constraint and answers the second one like the first.
Html once_field();
inline constexpr std::string_view once_field_name = "einmal";

}  // namespace kc::web
