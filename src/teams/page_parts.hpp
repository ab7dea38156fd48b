// SPDX-License-Identifier: EUPL-1.2
// What the pages of this room begin and end with. Included by its pages only.
#pragma once

#include "teams/pages.hpp"
#include "teams/refusals.hpp"

#include <algorithm>

namespace kc::teams {

inline http::Response refusal_page(const http::Request& request, const web::Site& site, TeamError error) {
    return site.error_page(request, status_of(error), message_key_of(error));
}

// HR decision makers only; the organisation is the one the address or form names, else their first.
template <class Page> http::Response with_planner(const http::Request& request, const web::Site& site, Page&& page) {
    const auto* viewer = request.viewer();
    if (viewer == nullptr) return web::redirect("/anmelden");
    const auto organisations = PlanService::organisations_of(*viewer);
    if (organisations.empty()) return refusal_page(request, site, TeamError::not_permitted);
    const auto named = request.form("verwaltung").value_or(request.query("verwaltung").value_or(""));
    if (named.empty()) return page(*viewer, organisations.front());
    const OrganisationId chosen{web::parse_integer(named).value_or(0)};
    if (std::find(organisations.begin(), organisations.end(), chosen) == organisations.end()) {
        return refusal_page(request, site, TeamError::not_permitted);
    }
    return page(*viewer, chosen);
}

inline web::Crumb plans_crumb(const web::Site& site, const http::Request& request) {
    return {std::string(plans_path), site.text(request, "teams.plans.title")};
}

inline std::string path_of(TeamPlanId id) { return fmt::format("{}/{}", plans_path, id.value); }

// The form of a new plan with one duty filled in.
std::string prefilled_path(OrganisationId organisation, std::string_view competence, int level, std::optional<Date> until, std::string_view law);

inline std::string group_name(const web::Site& site, const http::Request& request, std::string_view name) {
    return name.empty() ? site.text(request, "teams.group.whole") : std::string(name);
}

// "0 bis 4", "mindestens 45".
std::string range_words(const web::Site& site, const http::Request& request, const CountRange& range, int people);

}  // namespace kc::teams
