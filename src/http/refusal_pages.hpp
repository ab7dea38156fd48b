// SPDX-License-Identifier: EUPL-1.2
// The application's error pages for what is refused before a worker sees it, made ready at the start:
// an overloaded server must not render templates to say that it is overloaded.
#pragma once

#include "http/router.hpp"

#include <map>
#include <tuple>

namespace kc::http {

class RefusalPages {
public:
    explicit RefusalPages(const Router& router);
    Response page(int status, Language language, std::string_view path, std::string_view number) const;

private:
    std::map<std::tuple<int, Language, bool>, Response> pages_;  // the last: for /api/, where JSON is expected
};

}  // namespace kc::http
