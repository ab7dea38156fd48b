// SPDX-License-Identifier: EUPL-1.2
#include "identity/import_store.hpp"

namespace kc::identity::store {

ImportId insert_import(Transaction& tx, OrganisationId organisation, PersonId by, std::string_view content, Instant now) {
    tx.execute("DELETE FROM people_imports WHERE uploaded_by = ?", by);  // one at a time, so that lists do not pile up
    return tx.get<ImportId>("INSERT INTO people_imports (organisation_id, uploaded_by, content, created_at) VALUES (?, ?, ?, ?) RETURNING id",
                            organisation, by, content, now);
}

std::optional<ImportRow> find_import(Session& session, ImportId id, PersonId uploaded_by) {
    return session.find<ImportRow>("SELECT organisation_id, content FROM people_imports WHERE id = ? AND uploaded_by = ?", id, uploaded_by);
}

bool remove_import(Transaction& tx, ImportId id, PersonId uploaded_by) {
    return tx.execute("DELETE FROM people_imports WHERE id = ? AND uploaded_by = ?", id, uploaded_by) == 1;
}

std::vector<KnownPerson> list_known_people(Session& session, OrganisationId organisation, const std::vector<std::string>& source_keys,
                                           const std::vector<std::string>& emails, Date day) {
    return session.query<KnownPerson>(
        "SELECT p.id, p.organisation_id, p.department_id, coalesce(p.email, '') AS email, p.first_name, p.last_name, p.source_key, "
        "p.password_hash IS NOT NULL AS has_password, EXISTS (SELECT 1 FROM role_assignments r WHERE r.person_id = p.id "
        "AND r.role IN ('office', 'system_operator') AND (r.valid_until IS NULL OR r.valid_until >= ?)) AS is_protected, "
        "EXISTS (SELECT 1 FROM role_assignments r WHERE r.person_id = p.id AND (r.organisation_id <> ? OR r.role IN ('provider_editor', "
        "'board_member')) "
        "AND (r.valid_until IS NULL OR r.valid_until >= ?)) AS has_foreign_roles, p.language "
        "FROM people p WHERE p.id IN (SELECT id FROM people WHERE organisation_id = ? AND source_key IN ($TEXTS) "
        "UNION SELECT id FROM people WHERE email IN ($TEXTS))",
        day, organisation, day, organisation, storage::json_texts(source_keys), storage::json_texts(emails));
}

std::vector<KnownRole> list_known_roles(Session& session, OrganisationId organisation, const std::vector<PersonId>& people, Date day) {
    return session.query<KnownRole>(
        "SELECT DISTINCT person_id, role FROM role_assignments WHERE person_id IN ($LIST) AND organisation_id = ? "
        "AND (valid_until IS NULL OR valid_until >= ?)",
        storage::json_ids(people), organisation, day);
}

void insert_people(Transaction& tx, OrganisationId organisation, const std::vector<PersonValues>& people, Instant now) {
    std::vector<std::tuple<OrganisationId, std::optional<DepartmentId>, std::string, std::string, std::string, std::string, Instant>> rows;
    for (const auto& p : people) {
        rows.emplace_back(organisation, p.department_id, p.email, p.first_name, p.last_name, p.source_key, now);
    }
    if (rows.empty()) return;
    tx.execute_many(
        "INSERT INTO people (organisation_id, department_id, email, first_name, last_name, source_key, created_at, state) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, 'active')",
        rows);
}

void update_people(Transaction& tx, const std::vector<PersonValues>& people) {
    if (people.empty()) return;
    // Two people may swap their addresses in one file: both are set aside before the new ones are written.
    std::vector<PersonId> ids;
    for (const auto& person : people) ids.push_back(person.id);
    tx.execute("UPDATE people SET email = NULL WHERE id IN ($LIST)", storage::json_ids(ids));
    tx.execute_many("UPDATE people SET department_id = ?, email = ?, first_name = ?, last_name = ?, source_key = ? WHERE id = ?", people);
}

std::vector<SourceKeyOwner> list_source_keys(Session& session, OrganisationId organisation, const std::vector<std::string>& source_keys) {
    return session.query<SourceKeyOwner>("SELECT source_key, id FROM people WHERE organisation_id = ? AND source_key IN ($TEXTS)", organisation,
                                         storage::json_texts(source_keys));
}

void insert_roles(Transaction& tx, OrganisationId organisation, const std::vector<KnownRole>& roles, Date from, PersonId granted_by) {
    std::vector<std::tuple<PersonId, Role, OrganisationId, Date, PersonId>> rows;
    for (const auto& role : roles) rows.emplace_back(role.person_id, role.role, organisation, from, granted_by);
    if (rows.empty()) return;
    tx.execute_many(
        "INSERT INTO role_assignments (person_id, role, organisation_id, valid_from, granted_by) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        rows);
}

}  // namespace kc::identity::store
