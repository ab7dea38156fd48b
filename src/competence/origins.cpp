// SPDX-License-Identifier: EUPL-1.2
#include "competence/origins.hpp"

#include <algorithm>
#include <array>

namespace kc::competence {

namespace {

// "a:b:c" → {a, b, c}; what is missing is empty.
std::array<std::string_view, 3> parts_of(std::string_view origin) {
    std::array<std::string_view, 3> parts;
    for (auto& part : parts) {
        const auto colon = &part == &parts.back() ? std::string_view::npos : origin.find(':');
        part = origin.substr(0, colon);
        origin = colon == std::string_view::npos ? std::string_view() : origin.substr(colon + 1);
    }
    return parts;
}

}  // namespace

OriginWords origin_in_words(const web::Site& site, const http::Request& request, std::string_view origin, const ProfileLinks& links) {
    const auto [kind, first, second] = parts_of(origin);
    auto title = origin.empty() || !links.origin_title ? std::string() : links.origin_title(origin, web::language_of(request));
    const auto words = [&](std::string_view key) {
        const auto full = fmt::format("competence.origin.{}{}", key, title.empty() ? "" : "_title");
        return title.empty() ? site.text(request, full) : site.text(request, full, {{"title", title}});
    };
    if (kind == "interview") return {words("interview"), links.origin_title ? "/interview" : ""};
    if (kind == "test") {
        return {site.text(request, "competence.origin.test", {{"version", std::string(second)}}),
                links.placement_tests ? "/kurz-pruefen/" + web::url_part(first) : std::string()};
    }
    if (kind == "document") return {words("document"), links.confirmations ? "/profil/nachweise" : ""};
    if (kind == "confirmation") return {site.text(request, "competence.origin.confirmation"), links.confirmations ? "/profil/bestaetigungen" : ""};
    if (kind == "unit") return {words("unit"), {}};
    if (kind == "history") {
        const bool there = std::any_of(links.ways.begin(), links.ways.end(), [](const auto& way) { return way.path == "/lernhistorie"; });
        return {site.text(request, "competence.origin.history"), there ? "/lernhistorie" : ""};
    }
    if (kind == "succession") return {site.text(request, "competence.origin.succession"), "/themenlandkarte/" + web::url_part(first)};
    return {};
}

bool has_placement_test(const ProfileLinks& links, CompetenceId competence) {
    if (!links.placement_tests) return false;
    const auto tests = links.placement_tests();
    return std::binary_search(tests.begin(), tests.end(), competence);
}

void mark_checks(CompetencesView& competences, const ProfileLinks& links) {
    if (!links.placement_tests) return;
    const auto tests = links.placement_tests();
    for (auto* list : {&competences.gaps, &competences.reached, &competences.further}) {
        for (auto& row : *list) row.may_check = row.unsure && std::binary_search(tests.begin(), tests.end(), row.id);
    }
}

}  // namespace kc::competence
