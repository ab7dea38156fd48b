// SPDX-License-Identifier: EUPL-1.2
#include "teams/page_parts.hpp"

#include "http/url_coding.hpp"

namespace kc::teams {

std::string prefilled_path(OrganisationId organisation, std::string_view competence, int level, std::optional<Date> until, std::string_view law) {
    auto path = fmt::format("{}/neu?verwaltung={}&kompetenz={}&stufe={}", plans_path, organisation.value, http::encode_component(competence), level);
    if (until) path += "&frist=" + to_iso(*until);
    if (!law.empty()) path += "&gesetz=" + http::encode_component(law);
    return path;
}

std::string range_words(const web::Site& site, const http::Request& request, const CountRange& range, int people) {
    if (range.low == 0 && range.high >= people) return site.text(request, "teams.count.untold");
    if (range.high >= people) return site.text(request, "teams.count.at_least", {{"low", range.low}});
    return site.text(request, "teams.count.between", {{"low", range.low}, {"high", range.high}});
}

}  // namespace kc::teams
