// SPDX-License-Identifier: EUPL-1.2
#include "learning_history/history_report.hpp"

#include <string_view>
#include <unordered_map>

namespace kc::learning_history {

using storage::Session;

namespace {

struct UnitRow {
    LearningUnitId id;
    std::string slug;
    std::optional<std::string> source_system, source_id, source_url;
};
BOOST_DESCRIBE_STRUCT(UnitRow, (), (id, slug, source_system, source_id, source_url))

std::string_view last_part(std::string_view address) {
    const auto slash = address.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : address.substr(slash + 1);
}

// Two different units that answer to one name are no match at all.
using Found = std::unordered_map<std::string, std::optional<LearningUnitId>>;
void note(Found& found, std::string name, LearningUnitId unit) {
    const auto [at, added] = found.emplace(std::move(name), unit);
    if (!added && at->second != unit) at->second.reset();
}
std::optional<LearningUnitId> look_up(const Found& found, const std::string& name) {
    const auto at = found.find(name);
    return at == found.end() ? std::nullopt : at->second;
}

std::string source_name(std::string_view system, std::string_view id) { return std::string(system) + '\n' + std::string(id); }

}  // namespace

std::vector<CompletedUnitRow> list_completed_units(Session& session, PersonId person) {
    return session.query<CompletedUnitRow>(
        "SELECT c.unit_id, u.slug, u.title, u.objective, p.name AS provider, "
        "u.self_study_half_hours + u.tutorial_half_hours + u.follow_up_half_hours AS half_hours, c.completed_on, u.source_system, u.source_id "
        "FROM completed_units c JOIN learning_units u ON u.id = c.unit_id JOIN providers p ON p.id = u.provider_id "
        "WHERE c.person_id = ? ORDER BY c.completed_on DESC, c.unit_id",
        person);
}

std::vector<std::optional<LearningUnitId>> same_units(Session& session, const std::vector<Entry>& entries, const UnitMatching& matching) {
    std::vector<std::string_view> addresses, sources, slugs;
    for (const auto& entry : entries) {
        if (entry.kind != EntryKind::unit) continue;
        if (!entry.address.empty()) addresses.push_back(entry.address);
        if (!entry.source_id.empty()) sources.push_back(entry.source_id);
        if (matching.own_issuer && !last_part(entry.address).empty()) slugs.push_back(last_part(entry.address));
    }
    Found by_address, by_source, by_slug;
    if (!addresses.empty() || !sources.empty() || !slugs.empty()) {
        for (const auto& unit : session.query<UnitRow>(
                 "SELECT id, slug, source_system, source_id, source_url FROM learning_units WHERE state <> 'draft' "
                 "AND (only_for_id IS NULL OR only_for_id = ?) "
                 "AND (source_url IN ($TEXTS) OR source_id IN ($TEXTS) OR slug IN ($TEXTS)) ORDER BY id",
                 matching.organisation, storage::json_texts(addresses), storage::json_texts(sources), storage::json_texts(slugs))) {
            if (unit.source_url && !unit.source_url->empty()) note(by_address, *unit.source_url, unit.id);
            if (unit.source_system && unit.source_id) note(by_source, source_name(*unit.source_system, *unit.source_id), unit.id);
            note(by_slug, unit.slug, unit.id);
        }
    }
    std::vector<std::optional<LearningUnitId>> same;
    for (const auto& entry : entries) {
        std::optional<LearningUnitId> unit;
        if (entry.kind == EntryKind::unit) {
            if (matching.own_issuer) unit = look_up(by_slug, std::string(last_part(entry.address)));
            if (!unit) unit = look_up(by_address, entry.address);
            if (!unit && !entry.source_id.empty()) unit = look_up(by_source, source_name(entry.source_system, entry.source_id));
        }
        same.push_back(unit);
    }
    return same;
}

bool is_completed(Session& session, PersonId person, LearningUnitId unit) {
    return session.find<LearningUnitId>("SELECT unit_id FROM completed_units WHERE person_id = ? AND unit_id = ?", person, unit).has_value();
}

bool is_active(Session& session, PersonId person) {
    return session.find<PersonId>("SELECT id FROM people WHERE id = ? AND state = 'active'", person).has_value();
}

}  // namespace kc::learning_history
