// SPDX-License-Identifier: EUPL-1.2
#include "competence/demand_editing.hpp"

#include "storage/changes.hpp"
#include "storage/database.hpp"

namespace kc::competence {

namespace {

constexpr std::string_view columns =
    "id, layer, role_profile_id, organisation_id, competence_id, level, weight, reason, stated_on, deadline_on, deadline_weight, deadline_law";

void changed(storage::Transaction& transaction, std::optional<RoleProfileId> role) {
    storage::record_change(transaction, storage::ChangeTopic::role_profile, role ? role->value : 0);
}

std::string titles_text(const std::vector<std::string>& titles) {
    std::string text;
    for (const auto& title : titles) text += (text.empty() ? "" : "\n") + title;
    return text;
}

struct RoleTextsRow {
    std::string name, name_en, description, titles;
    FrameworkState state{};
    int version = 1;
};
BOOST_DESCRIBE_STRUCT(RoleTextsRow, (), (name, name_en, description, titles, state, version))

constexpr std::string_view role_texts = "SELECT name, name_en, description, titles, state, version FROM role_profiles WHERE id = ?";

std::optional<StoredRole> stored_role(storage::Session& session, RoleProfileId id, std::optional<RoleTextsRow> row) {
    if (!row) return std::nullopt;
    StoredRole role{{std::move(row->name), std::move(row->name_en), std::move(row->description), {}, row->state}, row->version};
    for (std::string_view rest = row->titles; !rest.empty();) {
        const auto end = std::min(rest.find('\n'), rest.size());
        if (end > 0) role.texts.titles.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(rest.size(), end + 1));
    }
    role.texts.alignments = session.query<Alignment>(
        "SELECT framework, concept_id, label, relation FROM role_profile_alignments WHERE role_profile_id = ? ORDER BY framework, concept_id", id);
    role.texts.successors =
        session.query<RoleProfileId>("SELECT successor_id FROM role_profile_successors WHERE role_profile_id = ? ORDER BY successor_id", id);
    return role;
}

void write_references(storage::Transaction& transaction, RoleProfileId role, const RoleTexts& texts) {
    transaction.execute("DELETE FROM role_profile_alignments WHERE role_profile_id = ?", role);
    transaction.execute("DELETE FROM role_profile_successors WHERE role_profile_id = ?", role);
    for (const auto& alignment : texts.alignments) {
        transaction.execute("INSERT INTO role_profile_alignments (role_profile_id, framework, concept_id, label, relation) VALUES (?, ?, ?, ?, ?)",
                            role, alignment.framework, alignment.concept_id, alignment.label, alignment.relation);
    }
    for (const auto successor : texts.successors) {
        transaction.execute("INSERT INTO role_profile_successors (role_profile_id, successor_id) VALUES (?, ?)", role, successor);
    }
}

// The people of list and count alike; -1 stands for no organisation, so that there are two texts and not four.
constexpr std::string_view asked_of_role =
    "FROM people p WHERE p.state = 'active' AND (? = -1 OR p.organisation_id = ?) "
    "AND EXISTS (SELECT 1 FROM person_jobs j WHERE j.person_id = p.id AND j.role_profile_id = ?)";
constexpr std::string_view asked_of_all =
    "FROM people p WHERE p.state = 'active' AND (? = -1 OR p.organisation_id = ?) AND EXISTS (SELECT 1 FROM person_jobs j WHERE j.person_id = p.id)";

std::int64_t number_of(std::optional<OrganisationId> organisation) { return organisation ? organisation->value : -1; }

}  // namespace

std::vector<DemandRecord> list_demands(storage::Session& session, std::optional<RoleProfileId> role) {
    static const std::string of_role = fmt::format("SELECT {} FROM role_demands WHERE role_profile_id = ? ORDER BY id", columns);
    static const std::string general = fmt::format("SELECT {} FROM role_demands WHERE role_profile_id IS NULL ORDER BY id", columns);
    return role ? session.query<DemandRecord>(of_role, *role) : session.query<DemandRecord>(general);
}

std::optional<DemandRecord> find_demand(storage::Session& session, std::int64_t id) {
    static const std::string sql = fmt::format("SELECT {} FROM role_demands WHERE id = ?", columns);
    return session.find<DemandRecord>(sql, id);
}

std::optional<DemandRecord> lock_demand(storage::Transaction& transaction, std::int64_t id) {
    static const std::string sql = fmt::format("SELECT {} FROM role_demands WHERE id = ?", columns);
    return transaction.find_for_update<DemandRecord>(sql, id);
}

std::vector<DemandRecord> list_demands_with_deadline(storage::Session& session, Date first, Date end) {
    static const std::string sql = fmt::format("SELECT {} FROM role_demands WHERE deadline_on >= ? AND deadline_on < ? ORDER BY id", columns);
    return session.query<DemandRecord>(sql, first, end);
}

std::int64_t insert_demand(storage::Transaction& transaction, const DemandRecord& demand) {
    const auto id = transaction.get<std::int64_t>(
        "INSERT INTO role_demands (layer, role_profile_id, organisation_id, competence_id, level, weight, reason, stated_on, deadline_on, "
        "deadline_weight, deadline_law) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        demand.layer, demand.role_profile_id, demand.organisation_id, demand.competence_id, demand.level, demand.weight, demand.reason,
        demand.stated_on, demand.deadline_on, demand.deadline_weight, demand.deadline_law);
    changed(transaction, demand.role_profile_id);
    return id;
}

void update_demand(storage::Transaction& transaction, const DemandRecord& demand) {
    transaction.execute(
        "UPDATE role_demands SET level = ?, weight = ?, reason = ?, stated_on = ?, deadline_on = ?, deadline_weight = ?, deadline_law = ? "
        "WHERE id = ?",
        demand.level, demand.weight, demand.reason, demand.stated_on, demand.deadline_on, demand.deadline_weight, demand.deadline_law, demand.id);
    changed(transaction, demand.role_profile_id);
}

void delete_demand(storage::Transaction& transaction, std::int64_t id, std::optional<RoleProfileId> role) {
    transaction.execute("DELETE FROM role_demands WHERE id = ?", id);
    changed(transaction, role);
}

bool role_slug_is_taken(storage::Session& session, std::string_view slug) {
    return session.get<std::int64_t>("SELECT count(*) FROM role_profiles WHERE slug = ?", slug) > 0;
}

RoleProfileId insert_role_profile(storage::Transaction& transaction, const std::string& slug, const RoleTexts& texts) {
    const auto id = transaction.get<RoleProfileId>(
        "INSERT INTO role_profiles (slug, name, name_en, description, position, titles, state) "
        "SELECT ?, ?, ?, ?, COALESCE(max(position), 0) + 1, ?, ? FROM role_profiles RETURNING id",
        slug, texts.name, texts.name_en, texts.description, titles_text(texts.titles), texts.state);
    write_references(transaction, id, texts);
    changed(transaction, id);
    return id;
}

void update_role_profile(storage::Transaction& transaction, RoleProfileId role, const RoleTexts& texts) {
    transaction.execute("UPDATE role_profiles SET name = ?, name_en = ?, description = ?, titles = ?, state = ?, version = version + 1 WHERE id = ?",
                        texts.name, texts.name_en, texts.description, titles_text(texts.titles), texts.state, role);
    write_references(transaction, role, texts);
    changed(transaction, role);
}

std::optional<StoredRole> find_role_profile(storage::Session& session, RoleProfileId role) {
    return stored_role(session, role, session.find<RoleTextsRow>(role_texts, role));
}

std::optional<StoredRole> lock_role_profile(storage::Transaction& transaction, RoleProfileId role) {
    return stored_role(transaction, role, transaction.find_for_update<RoleTextsRow>(role_texts, role));
}

std::vector<PersonId> list_people_asked(storage::Session& session, std::optional<RoleProfileId> role, std::optional<OrganisationId> organisation,
                                        PersonId after, int limit) {
    static const std::string of_role = fmt::format("SELECT p.id {} AND p.id > ? ORDER BY p.id LIMIT ?", asked_of_role);
    static const std::string of_all = fmt::format("SELECT p.id {} AND p.id > ? ORDER BY p.id LIMIT ?", asked_of_all);
    const auto where = number_of(organisation);
    return role ? session.query<PersonId>(of_role, where, where, *role, after, limit) : session.query<PersonId>(of_all, where, where, after, limit);
}

std::int64_t count_people_asked(storage::Session& session, std::optional<RoleProfileId> role, std::optional<OrganisationId> organisation) {
    static const std::string of_role = fmt::format("SELECT count(*) {}", asked_of_role);
    static const std::string of_all = fmt::format("SELECT count(*) {}", asked_of_all);
    const auto where = number_of(organisation);
    return role ? session.get<std::int64_t>(of_role, where, where, *role) : session.get<std::int64_t>(of_all, where, where);
}

std::vector<PeopleAtWork> list_people_at_work(storage::Session& session) {
    auto rows = session.query<PeopleAtWork>(
        "SELECT j.role_profile_id, p.organisation_id, count(DISTINCT p.id) AS people FROM people p JOIN person_jobs j ON j.person_id = p.id "
        "WHERE p.state = 'active' GROUP BY j.role_profile_id, p.organisation_id");
    for (auto& row : session.query<PeopleAtWork>(
             "SELECT CAST(NULL AS BIGINT) AS role_profile_id, p.organisation_id, count(*) AS people FROM people p WHERE p.state = 'active' "
             "AND EXISTS (SELECT 1 FROM person_jobs j WHERE j.person_id = p.id) GROUP BY p.organisation_id")) {
        rows.push_back(row);
    }
    return rows;
}

}  // namespace kc::competence
