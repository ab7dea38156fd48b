// SPDX-License-Identifier: EUPL-1.2
#include "roles/page_parts.hpp"

namespace kc::roles {

std::optional<Named> find_named(const http::Request& request, const RoleService& roles) {
    Named named{roles.framework(), nullptr, std::string(request.path_value("slug").value_or(""))};
    if (named.slug == general_slug) return named;
    named.role = named.framework->role_profile_by_slug(named.slug);
    if (named.role == nullptr) return std::nullopt;
    const bool draft = named.role->state == competence::FrameworkState::draft;
    if (draft && (request.viewer() == nullptr || !RoleService::rights_of(*request.viewer()).everything)) return std::nullopt;
    return named;
}

std::string name_of(const Named& named, const web::Site& site, const http::Request& request) {
    return named.role != nullptr ? named.role->name_in(web::language_of(request)) : site.text(request, "roles.general.title");
}

std::map<OrganisationId, std::string> names_of_authorities(const RoleService& roles) {
    return roles.database().read([&](storage::Session& session) { return authority_names(session, roles.today()); });
}

std::string count_words(const web::Site& site, const http::Request& request, const ToldCount& count) {
    if (count.none) return site.text(request, "roles.count.none");
    if (count.few) return site.text(request, "roles.count.few");
    if (count.most) return site.text(request, "roles.count.most");
    return site.text(request, "roles.count.exact", {{"number", count.number}});
}

std::vector<std::string> impact_sentences(const web::Site& site, const http::Request& request, const Impact& impact) {
    const auto shown = told(impact);
    std::vector<std::string> sentences{site.text(request, "roles.impact.people", {{"count", count_words(site, request, shown.people)}})};
    if (shown.people.none) return sentences;
    if (!shown.gaps_told) {
        sentences.push_back(site.text(request, "roles.impact.too_few"));
        return sentences;
    }
    sentences.push_back(site.text(request, "roles.impact.new_gaps", {{"count", count_words(site, request, shown.new_gaps)}}));
    sentences.push_back(site.text(request, "roles.impact.closed_gaps", {{"count", count_words(site, request, shown.closed_gaps)}}));
    if (shown.looked_at) sentences.push_back(site.text(request, "roles.impact.looked_at", {{"number", *shown.looked_at}}));
    return sentences;
}

std::string importance_words(const web::Site& site, const http::Request& request, int weight) {
    return site.text(request, fmt::format("competence.importance.{}", boost::describe::enum_to_string(competence::importance_of(weight), "helpful")));
}

std::vector<web::Option> weight_options(const web::Site& site, const http::Request& request, int from) {
    std::vector<web::Option> options;
    for (int weight = from; weight <= 10; ++weight) {
        options.push_back({std::to_string(weight), fmt::format("{} – {}", weight, importance_words(site, request, weight)), {}});
    }
    return options;
}

}  // namespace kc::roles
