// SPDX-License-Identifier: EUPL-1.2
#include "learning_history/pages.hpp"
#include "web/format.hpp"

#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace kc::learning_history {

int status_of(HistoryError error) {
    switch (error) {
        case HistoryError::not_permitted: return 403;
        case HistoryError::not_found: return 404;
        case HistoryError::too_large: return 413;
        case HistoryError::code_used:
        case HistoryError::other_person:
        case HistoryError::own_file:
        case HistoryError::consent_outdated: return 409;
        case HistoryError::key_sealed: return 503;
        case HistoryError::nothing_chosen:
        case HistoryError::unknown_entry:
        case HistoryError::too_many:
        case HistoryError::empty_file:
        case HistoryError::not_a_token:
        case HistoryError::unsupported:
        case HistoryError::altered:
        case HistoryError::not_a_history:
        case HistoryError::in_future:
        case HistoryError::unknown_issuer:
        case HistoryError::withdrawn_issuer:
        case HistoryError::wrong_code:
        case HistoryError::consent_missing: return 422;
    }
    return 422;
}

std::string message_key_of(HistoryError error) {
    return fmt::format("learning_history.problem.{}", boost::describe::enum_to_string(error, "not_found"));
}

int status_of(IssuerError error) {
    switch (error) {
        case IssuerError::not_permitted: return 403;
        case IssuerError::not_found: return 404;
        case IssuerError::own_key:
        case IssuerError::already_trusted: return 409;
        case IssuerError::unreadable_key:
        case IssuerError::name_missing: return 422;
    }
    return 422;
}

std::string message_key_of(IssuerError error) {
    return fmt::format("learning_history.issuer_problem.{}", boost::describe::enum_to_string(error, "not_found"));
}

std::string facts_of(const web::Site& site, const http::Request& request, const Entry& entry) {
    const auto language = web::language_of(request);
    std::vector<std::string> facts;
    if (entry.kind != EntryKind::unit) {
        facts.push_back(site.text(request, "learning_history.facts.level", {{"level", std::to_string(entry.level)}}));
        facts.push_back(site.text(request, fmt::format("competence.evidence_source.{}", boost::describe::enum_to_string(entry.source, ""))));
    }
    facts.push_back(web::format_date(entry.on_day, language));
    if (entry.half_hours > 0) {
        facts.push_back(site.text(request, "learning_history.facts.hours", {{"hours", web::format_hours(HalfHours{entry.half_hours}, language)}}));
    }
    if (!entry.provider.empty()) facts.push_back(entry.provider);
    if (!entry.reached.empty()) {
        std::string levels;
        for (const auto& reached : entry.reached) levels += fmt::format("{}{} {}", levels.empty() ? "" : ", ", reached.name, reached.level);
        facts.push_back(site.text(request, "learning_history.facts.reached", {{"levels", levels}}));
    }
    if (!entry.taken_over_from.empty()) {
        facts.push_back(site.text(request, "learning_history.facts.from", {{"issuer", entry.taken_over_from}}));
    }
    return fmt::format("{}", fmt::join(facts, " · "));
}

LineView line_view(const web::Site& site, const http::Request& request, const Entry& entry) {
    return {entry.title, entry.address, facts_of(site, request, entry), entry.kind, entry.kind != EntryKind::unit};
}

std::string short_key(std::string_view thumbprint) {
    std::string grouped;
    for (std::size_t i = 0; i < thumbprint.size(); i += 6) grouped += (i == 0 ? "" : " ") + std::string(thumbprint.substr(i, 6));
    return grouped;
}

std::optional<std::string> uploaded_history(http::Request& request, web::FormReader& form, std::string_view field) {
    const auto* upload = request.file(field);
    if (upload == nullptr || upload->file.size() == 0) {
        form.refuse(field, message_key_of(HistoryError::empty_file));
        return std::nullopt;
    }
    if (upload->file.size() > document_bytes_max) {
        form.refuse(field, message_key_of(HistoryError::too_large));
        return std::nullopt;
    }
    std::ifstream in(upload->file.path(), std::ios::binary);
    std::ostringstream content;
    content << in.rdbuf();
    return std::move(content).str();
}

void register_routes(http::Router& router, const PageParts& parts) {
    register_history_pages(router, parts);
    register_takeover_pages(router, parts);
    register_check_pages(router, parts);
    register_issuer_pages(router, parts);
    register_api(router, parts);
}

}  // namespace kc::learning_history
