// SPDX-License-Identifier: EUPL-1.2
#include "web/confirm.hpp"

namespace kc::web {

Template<Confirmation> bind_confirmation(const Site& site) { return site.bind<Confirmation>("web/confirm"); }

http::Response confirmation_page(const Site& site, const http::Request& request, const Template<Confirmation>& page, const Confirmation& confirmation,
                                 std::string_view active) {
    return site.render(request, {.title_text = confirmation.title, .active = active}, page, confirmation);
}

}  // namespace kc::web
