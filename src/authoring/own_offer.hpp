// SPDX-License-Identifier: EUPL-1.2
// What all pages about one own offer begin and end with. Included by the pages of this room only.
#pragma once

#include "authoring/pages.hpp"
#include "authoring/refusals.hpp"

namespace kc::authoring {

constexpr std::string_view portal_path = "/anbieter-bereich";

inline std::string offer_path(LearningUnitId id, std::string_view rest = {}) {
    return fmt::format("/anbieter-bereich/angebote/{}{}{}", id.value, rest.empty() ? "" : "/", rest);
}

inline http::Response refusal_page(const http::Request& request, const web::Site& site, AuthoringError error) {
    return site.error_page(request, status_of(error), message_key_of(error));
}

// Calls page(viewer); visitors are asked to sign in, people without the right get the page that says so.
template <class Page> http::Response with_editor(const http::Request& request, const web::Site& site, Page&& page) {
    const auto* viewer = request.viewer();
    if (viewer == nullptr) return web::redirect("/anmelden");
    if (!viewer->may(Permission::edit_offers)) return refusal_page(request, site, AuthoringError::not_permitted);
    return page(*viewer);
}

// Calls page(viewer, offer) for {id} of the address.
template <class Page> http::Response with_offer(const http::Request& request, const PageParts& parts, Page&& page) {
    return with_editor(request, parts.site, [&](const Viewer& viewer) {
        const auto offer = parts.authoring.find(viewer, request.get_id<LearningUnitId>("id"));
        if (!offer) return refusal_page(request, parts.site, offer.error().error);
        return page(viewer, *offer);
    });
}

inline std::vector<web::Crumb> portal_crumbs(const web::Site& site, const http::Request& request) {
    return {{std::string(portal_path), site.text(request, "authoring.portal.title")}};
}

inline std::vector<web::Crumb> offer_crumbs(const web::Site& site, const http::Request& request, const Offer& offer) {
    auto crumbs = portal_crumbs(site, request);
    crumbs.push_back({offer_path(offer.unit.id), offer.content().title.empty() ? offer.unit.title : offer.content().title});
    return crumbs;
}

}  // namespace kc::authoring
