// SPDX-License-Identifier: EUPL-1.2
#include "placement/competence_choice.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::placement {

std::vector<web::Option> competence_options(const competence::CompetenceFramework& framework, Language language) {
    std::vector<web::Option> options;
    for (const auto& competence : framework.competences()) {
        if (!competence.published()) continue;
        options.push_back({competence.slug, fmt::format("{} ({})", competence.name, framework.area_of(competence).name_in(language)), {}});
    }
    std::stable_sort(options.begin(), options.end(), [](const web::Option& a, const web::Option& b) { return a.label < b.label; });
    return options;
}

std::vector<web::Option> level_options(const web::Site& site, const http::Request& request, int least) {
    std::vector<web::Option> options;
    for (int level = least; level <= competence::level_max; ++level) {
        options.push_back({std::to_string(level), site.text(request, "placement.level", {{"level", level}}), {}});
    }
    return options;
}

std::optional<CompetenceId> read_competence(web::FormReader& form, const competence::CompetenceFramework& framework, const std::string& field,
                                            bool required) {
    const auto slug = form.text(field, {.required = required});
    if (slug.empty()) return std::nullopt;
    const auto index = framework.competence_by_slug(slug);
    if (!index || !framework.competence(*index).published()) {
        form.refuse(field, "placement.problem.unknown_competence");
        return std::nullopt;
    }
    return framework.competence(*index).id;
}

http::Response document_answer(const std::string& file_name, const std::string& media_type, std::string content) {
    auto response = http::bytes(std::move(content), media_type);
    response.header("Content-Disposition", http::attachment_disposition(file_name));
    response.header("Cache-Control", "no-store");
    response.header("X-Content-Type-Options", "nosniff");
    return response;
}

}  // namespace kc::placement
