// SPDX-License-Identifier: EUPL-1.2
// What all pages about the dates of one unit begin and end with. Included by the date pages only.
#pragma once

#include "authoring/date_form.hpp"
#include "authoring/date_pages.hpp"
#include "authoring/date_refusals.hpp"

#include <fmt/format.h>

namespace kc::authoring {

inline std::string unit_path(LearningUnitId unit) { return fmt::format("/anbieter-bereich/angebote/{}", unit.value); }
inline std::string dates_path(LearningUnitId unit) { return unit_path(unit) + "/termine"; }

inline http::Response date_refusal_page(const http::Request& request, const web::Site& site, DateError error) {
    return site.error_page(request, status_of(error), message_key_of(error));
}

// Calls page(viewer, unit with dates); others get the page that says why not.
template <class Page> http::Response with_unit_dates(const http::Request& request, const web::Site& site, const DateService& dates, Page&& page) {
    const auto* viewer = request.viewer();
    if (viewer == nullptr) return web::redirect("/anmelden");
    const auto unit = dates.list(*viewer, request.get_id<LearningUnitId>("id"));
    if (!unit) return date_refusal_page(request, site, unit.error());
    return page(*viewer, *unit);
}

inline std::vector<web::Crumb> date_crumbs(const web::Site& site, const http::Request& request, const UnitFacts& unit, bool below) {
    std::vector<web::Crumb> crumbs{{"/anbieter-bereich", site.text(request, "authoring.work.area")}, {unit_path(unit.id), unit.title}};
    if (below) crumbs.push_back({dates_path(unit.id), site.text(request, "authoring.dates.title")});
    return crumbs;
}

}  // namespace kc::authoring
