// SPDX-License-Identifier: EUPL-1.2
#include "competence/framework_editing.hpp"

#include "base/require.hpp"
#include "competence/store.hpp"
#include "storage/audit.hpp"
#include "storage/changes.hpp"
#include "storage/database.hpp"

namespace kc::competence {

using storage::Session;
using storage::Transaction;

namespace {

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text += (text.empty() ? "" : "\n") + line;
    return text;
}

CompetenceAreaId area_of(Session& session, std::string_view slug) {
    return session.get<CompetenceAreaId>("SELECT id FROM competence_areas WHERE slug = ?", slug);
}

int next_position(Session& session, CompetenceAreaId area) {
    return session.get<int>("SELECT CAST(COALESCE(MAX(position), 0) + 1 AS INTEGER) FROM competences WHERE area_id = ?", area);
}

void write_parts(Transaction& transaction, CompetenceId id, const CompetenceContent& content) {
    transaction.execute("DELETE FROM competence_levels WHERE competence_id = ?", id);
    int level = 0;
    for (const auto& descriptor : content.descriptors) {
        ++level;
        if (!descriptor.empty()) {
            transaction.execute("INSERT INTO competence_levels (competence_id, level, descriptor) VALUES (?, ?, ?)", id, level, descriptor);
        }
    }
    transaction.execute("DELETE FROM competence_alignments WHERE competence_id = ?", id);
    for (const auto& alignment : content.alignments) {
        transaction.execute("INSERT INTO competence_alignments (competence_id, framework, concept_id, label, relation) VALUES (?, ?, ?, ?, ?)", id,
                            alignment.framework, alignment.concept_id, alignment.label, alignment.relation);
    }
}

void framework_changed(Transaction& transaction, CompetenceId id) { storage::record_change(transaction, storage::ChangeTopic::framework, id.value); }

void profile_changed(Transaction& transaction, ProfileObserver& observer, PersonId person, std::string_view action, std::string_view slug,
                     std::optional<PersonId> actor, Instant now) {
    storage::record_audit(transaction, {now, actor, std::string(action), "person", person.value, fmt::format(R"({{"competence":"{}"}})", slug)});
    storage::record_change(transaction, storage::ChangeTopic::profile, person.value);
    observer.profile_changed(transaction, person);
}

}  // namespace

std::optional<StoredCompetence> lock_competence(Transaction& transaction, std::string_view slug) {
    return transaction.find_for_update<StoredCompetence>("SELECT id, state, version FROM competences WHERE slug = ?", slug);
}

CompetenceContent content_of(const CompetenceFramework& framework, const Competence& competence) {
    return {.slug = competence.slug,
            .area = framework.area_of(competence).slug,
            .name = competence.name,
            .description = competence.description,
            .keywords = competence.keywords,
            .half_life_months = competence.half_life_months,
            .level_0 = competence.level_0,
            .descriptors = {competence.descriptors.begin(), competence.descriptors.end()},
            .phrases = competence.phrases,
            .alignments = competence.alignments};
}

bool slug_is_taken(Session& session, std::string_view slug) {
    return session.find<CompetenceId>("SELECT id FROM competences WHERE slug = ?", slug).has_value();
}

CompetenceId insert_draft(Transaction& transaction, const CompetenceContent& content) {
    const auto area = area_of(transaction, content.area);
    const auto id = transaction.get<CompetenceId>(
        "INSERT INTO competences (slug, area_id, name, description, keywords, half_life_months, position, state, version, level_0, phrases) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, 'draft', 1, ?, ?) RETURNING id",
        content.slug, area, content.name, content.description, content.keywords, content.half_life_months, next_position(transaction, area),
        content.level_0, joined(content.phrases));
    write_parts(transaction, id, content);
    framework_changed(transaction, id);
    return id;
}

void write_competence(Transaction& transaction, const StoredCompetence& competence, const CompetenceContent& content) {
    const auto area = area_of(transaction, content.area);
    transaction.execute("UPDATE competences SET position = ?, area_id = ? WHERE id = ? AND area_id <> ?", next_position(transaction, area), area,
                        competence.id, area);
    transaction.execute(
        "UPDATE competences SET name = ?, description = ?, keywords = ?, half_life_months = ?, level_0 = ?, phrases = ?, state = ?, version = ? "
        "WHERE id = ?",
        content.name, content.description, content.keywords, content.half_life_months, content.level_0, joined(content.phrases), competence.state,
        competence.version, competence.id);
    write_parts(transaction, competence.id, content);
    framework_changed(transaction, competence.id);
}

void remove_draft(Transaction& transaction, CompetenceId draft) {
    transaction.execute("DELETE FROM competence_levels WHERE competence_id = ?", draft);
    transaction.execute("DELETE FROM competence_alignments WHERE competence_id = ?", draft);
    transaction.execute("DELETE FROM competence_successions WHERE successor_id = ?", draft);
    require(transaction.execute("DELETE FROM competences WHERE id = ? AND state = 'draft'", draft) == 1);
    framework_changed(transaction, draft);
}

void write_areas(Transaction& transaction, std::span<const AreaContent> in_order) {
    int position = 0;
    for (const auto& area : in_order) {
        transaction.execute("UPDATE competence_areas SET name = ?, name_en = ?, position = ? WHERE slug = ?", area.name, area.name_en, ++position,
                            area.slug);
    }
    storage::record_change(transaction, storage::ChangeTopic::framework, 0);
}

void write_outdated(Transaction& transaction, CompetenceId outdated, std::span<const SuccessorContent> successors) {
    transaction.execute("UPDATE competences SET state = 'outdated' WHERE id = ?", outdated);
    transaction.execute("DELETE FROM competence_successions WHERE outdated_id = ?", outdated);
    for (const auto& [successor, shift] : successors) {
        transaction.execute("INSERT INTO competence_successions (outdated_id, successor_id, level_shift) VALUES (?, ?, ?)", outdated, successor,
                            shift);
    }
    framework_changed(transaction, outdated);
}

void write_published_again(Transaction& transaction, CompetenceId competence) {
    transaction.execute("UPDATE competences SET state = 'published' WHERE id = ?", competence);
    transaction.execute("DELETE FROM competence_successions WHERE outdated_id = ?", competence);
    framework_changed(transaction, competence);
}

OutdatingImpact impact_of_outdating(Session& session, CompetenceId competence) {
    return session.get<OutdatingImpact>(
        "SELECT (SELECT COUNT(DISTINCT person_id) FROM evidence WHERE competence_id = ? AND withdrawn_at IS NULL) AS people, "
        "(SELECT COUNT(*) FROM evidence WHERE competence_id = ? AND withdrawn_at IS NULL) AS evidence, "
        "(SELECT COUNT(*) FROM person_interests WHERE competence_id = ?) AS interests, "
        "(SELECT COUNT(*) FROM role_demands WHERE competence_id = ?) AS demands, "
        "(SELECT COUNT(DISTINCT role_profile_id) FROM role_demands WHERE competence_id = ?) AS role_profiles",
        competence, competence, competence, competence, competence);
}

namespace {

constexpr std::string_view demand_columns =
    "layer, role_profile_id, organisation_id, competence_id, level, weight, reason, stated_on, deadline_on, deadline_weight, deadline_law";

std::int64_t insert_demand(Transaction& transaction, const DemandRecord& demand) {
    return transaction.get<std::int64_t>(
        fmt::format("INSERT INTO role_demands ({}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id", demand_columns), demand.layer,
        demand.role_profile_id, demand.organisation_id, demand.competence_id, demand.level, demand.weight, demand.reason, demand.stated_on,
        demand.deadline_on, demand.deadline_weight, demand.deadline_law);
}

struct SuccessorRow {
    CompetenceId successor_id;
    int level_shift = 0;
};
BOOST_DESCRIBE_STRUCT(SuccessorRow, (), (successor_id, level_shift))

}  // namespace

RewrittenDemands rewrite_demands(Transaction& transaction, CompetenceId outdated) {
    RewrittenDemands rewritten;
    const auto successors = transaction.query<SuccessorRow>(
        "SELECT successor_id, level_shift FROM competence_successions WHERE outdated_id = ? ORDER BY successor_id", outdated);
    if (successors.empty()) return rewritten;
    rewritten.before = transaction.query_for_update<DemandRecord>(
        fmt::format("SELECT id, {} FROM role_demands WHERE competence_id = ? ORDER BY id", demand_columns), outdated);
    for (const auto& demand : rewritten.before) {
        for (const auto& successor : successors) {
            auto next = demand;
            next.competence_id = successor.successor_id;
            next.level = std::clamp(demand.level + successor.level_shift, 1, level_max);
            rewritten.after.push_back(insert_demand(transaction, next));
        }
    }
    transaction.execute("DELETE FROM role_demands WHERE competence_id = ?", outdated);
    storage::record_change(transaction, storage::ChangeTopic::role_profile, 0);
    return rewritten;
}

void restore_demands(Transaction& transaction, const RewrittenDemands& rewritten) {
    if (rewritten.before.empty()) return;
    transaction.execute("DELETE FROM role_demands WHERE id IN ($LIST)", storage::json_ids(rewritten.after));
    for (const auto& demand : rewritten.before) {
        const bool role_exists =
            !demand.role_profile_id || transaction.find<RoleProfileId>("SELECT id FROM role_profiles WHERE id = ?", *demand.role_profile_id);
        if (role_exists) insert_demand(transaction, demand);
    }
    storage::record_change(transaction, storage::ChangeTopic::role_profile, 0);
}

std::string succession_origin(std::string_view slug) { return fmt::format("succession:{}", slug); }

std::int64_t carry_evidence(Transaction& transaction, ProfileObserver& observer, const StoredCompetence& outdated, std::string_view slug,
                            std::span<const PersonId> people, std::optional<PersonId> actor, Instant now) {
    const auto origin = succession_origin(slug);
    std::int64_t added = 0;
    for (const auto person : people) {
        if (!lock_person(transaction, person)) continue;
        // Whoever has said something about the outdated competence before and took it back wants it nowhere.
        const auto rows = transaction.execute(
            "INSERT INTO evidence (person_id, competence_id, level, source, confidence_percent, assessed_on, created_at, origin) "
            "SELECT e.person_id, s.successor_id, CASE WHEN e.level + s.level_shift < 0 THEN 0 WHEN e.level + s.level_shift > 5 THEN 5 "
            "ELSE e.level + s.level_shift END, e.source, e.confidence_percent, e.assessed_on, ?, ? "
            "FROM evidence e JOIN competence_successions s ON s.outdated_id = e.competence_id "
            "WHERE e.person_id = ? AND e.competence_id = ? AND e.withdrawn_at IS NULL AND NOT EXISTS ("
            "SELECT 1 FROM evidence n WHERE n.person_id = e.person_id AND n.competence_id = s.successor_id AND n.origin = ? "
            "AND n.source = e.source AND n.assessed_on = e.assessed_on) ORDER BY e.id",
            now, origin, person, outdated.id, origin);
        if (rows == 0) continue;
        added += rows;
        profile_changed(transaction, observer, person, "profile.competence_succeeded", slug, actor, now);
    }
    return added;
}

std::int64_t remove_carried_evidence(Transaction& transaction, ProfileObserver& observer, std::string_view slug, Instant since,
                                     std::span<const PersonId> people, std::optional<PersonId> actor, Instant now) {
    const auto origin = succession_origin(slug);
    std::int64_t removed = 0;
    for (const auto person : people) {
        const auto rows = transaction.execute("DELETE FROM evidence WHERE person_id = ? AND origin = ? AND origin <> '' AND created_at >= ?", person,
                                              origin, since);
        if (rows == 0) continue;
        removed += rows;
        profile_changed(transaction, observer, person, "profile.succession_taken_back", slug, actor, now);
    }
    return removed;
}

std::vector<PersonId> list_people_with_evidence(Session& session, CompetenceId competence, PersonId after, int limit) {
    return session.query<PersonId>(
        "SELECT DISTINCT person_id FROM evidence WHERE competence_id = ? AND withdrawn_at IS NULL AND person_id > ? ORDER BY person_id LIMIT ?",
        competence, after, limit);
}

std::vector<PersonId> list_people_with_carried(Session& session, std::string_view slug, Instant since, PersonId after, int limit) {
    return session.query<PersonId>(
        "SELECT DISTINCT person_id FROM evidence WHERE origin = ? AND origin <> '' AND created_at >= ? AND person_id > ? ORDER BY person_id LIMIT ?",
        succession_origin(slug), since, after, limit);
}

}  // namespace kc::competence
