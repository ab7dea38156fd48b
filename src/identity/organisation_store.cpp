// SPDX-License-Identifier: EUPL-1.2
#include "identity/organisation_store.hpp"

#include "base/text.hpp"

namespace kc::identity::store {

namespace {

constexpr std::string_view select_organisation =
    "SELECT o.id, o.slug, o.kind, o.land, v.name, v.parent_id, pv.name AS parent, o.staff_count, o.is_member FROM organisations o "
    "JOIN organisation_versions v ON v.organisation_id = o.id AND v.valid_from <= ? AND (v.valid_until IS NULL OR v.valid_until > ?) "
    "LEFT JOIN organisation_versions pv ON pv.organisation_id = v.parent_id AND pv.valid_from <= ? AND (pv.valid_until IS NULL OR pv.valid_until > "
    "?) ";

}  // namespace

std::vector<OrganisationRow> list_organisations(Session& session, const Scope& scope, std::string_view search, Date day) {
    static const std::string sql = std::string(select_organisation) + "WHERE (? OR o.id IN ($LIST)) ORDER BY v.name, o.id";
    auto rows = session.query<OrganisationRow>(sql, day, day, day, day, scope.everywhere, storage::json_ids(scope.organisations));
    // Some hundred rows: searching them here spares a second form of the statement.
    const std::string needle = lower_ascii(trim(search));
    if (!needle.empty()) {
        std::erase_if(rows, [&](const OrganisationRow& row) { return lower_ascii(row.name).find(needle) == std::string::npos; });
    }
    return rows;
}

std::optional<OrganisationRow> find_organisation(Session& session, OrganisationId id, Date day) {
    static const std::string sql = std::string(select_organisation) + "WHERE o.id = ?";
    return session.find<OrganisationRow>(sql, day, day, day, day, id);
}

std::vector<OrganisationVersion> list_organisation_versions(Session& session, OrganisationId id) {
    return session.query<OrganisationVersion>(
        "SELECT organisation_id, valid_from, valid_until, name, parent_id FROM organisation_versions WHERE organisation_id = ? ORDER BY valid_from",
        id);
}

OrganisationId insert_organisation(Transaction& tx, const NewOrganisation& organisation, Instant now) {
    const std::string slug = slug_of(organisation.name);
    for (int number = 1;; ++number) {
        const std::string attempt = number == 1 ? slug : fmt::format("{}-{}", slug, number);
        const auto id = tx.find<OrganisationId>(
            "INSERT INTO organisations (slug, kind, land, staff_count, is_member, created_at) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING RETURNING id",
            attempt, organisation.kind, organisation.land, organisation.staff_count, organisation.is_member, now);
        if (!id) continue;
        insert_organisation_version(tx, {*id, organisation.valid_from, std::nullopt, organisation.name, organisation.parent});
        return *id;
    }
}

void lock_organisation(Transaction& tx, OrganisationId id) { tx.query_for_update<OrganisationId>("SELECT id FROM organisations WHERE id = ?", id); }

std::vector<DepartmentName> list_departments(Session& session, OrganisationId organisation, Date day) {
    return session.query<DepartmentName>(
        "SELECT d.id, v.name, v.parent_id FROM departments d JOIN department_versions v ON v.department_id = d.id "
        "WHERE d.organisation_id = ? AND v.valid_from <= ? AND (v.valid_until IS NULL OR v.valid_until > ?) ORDER BY v.name, d.id",
        organisation, day, day);
}

std::vector<DepartmentVersion> list_department_versions(Session& session, OrganisationId organisation) {
    return session.query<DepartmentVersion>(
        "SELECT v.department_id, v.valid_from, v.valid_until, v.name, v.parent_id FROM departments d "
        "JOIN department_versions v ON v.department_id = d.id WHERE d.organisation_id = ? ORDER BY v.department_id, v.valid_from",
        organisation);
}

std::optional<OrganisationId> find_department_organisation(Session& session, DepartmentId id) {
    return session.find<OrganisationId>("SELECT organisation_id FROM departments WHERE id = ?", id);
}

bool is_department_open(Session& session, DepartmentId id, OrganisationId organisation, Date day) {
    return session
        .find<DepartmentId>(
            "SELECT d.id FROM departments d JOIN department_versions v ON v.department_id = d.id "
            "WHERE d.id = ? AND d.organisation_id = ? AND v.valid_from <= ? AND (v.valid_until IS NULL OR v.valid_until > ?)",
            id, organisation, day, day)
        .has_value();
}

DepartmentId insert_department(Transaction& tx, OrganisationId organisation, Instant now) {
    return tx.get<DepartmentId>("INSERT INTO departments (organisation_id, created_at) VALUES (?, ?) RETURNING id", organisation, now);
}

std::int64_t count_people_in_department(Session& session, DepartmentId id) {
    return session.get<std::int64_t>("SELECT count(*) FROM people WHERE department_id = ? AND state <> 'erased'", id);
}

void insert_department_version(Transaction& tx, const DepartmentVersion& version) {
    tx.execute("INSERT INTO department_versions (department_id, valid_from, valid_until, name, parent_id) VALUES (?, ?, ?, ?, ?)",
               version.department_id, version.valid_from, version.valid_until, version.name, version.parent_id);
}

void update_department_version(Transaction& tx, const DepartmentVersion& version) {
    tx.execute("UPDATE department_versions SET valid_until = ?, name = ?, parent_id = ? WHERE department_id = ? AND valid_from = ?",
               version.valid_until, version.name, version.parent_id, version.department_id, version.valid_from);
}

void remove_department_version(Transaction& tx, DepartmentId id, Date valid_from) {
    tx.execute("DELETE FROM department_versions WHERE department_id = ? AND valid_from = ?", id, valid_from);
}

void insert_organisation_version(Transaction& tx, const OrganisationVersion& version) {
    tx.execute("INSERT INTO organisation_versions (organisation_id, valid_from, valid_until, name, parent_id) VALUES (?, ?, ?, ?, ?)",
               version.organisation_id, version.valid_from, version.valid_until, version.name, version.parent_id);
}

void update_organisation_version(Transaction& tx, const OrganisationVersion& version) {
    tx.execute("UPDATE organisation_versions SET valid_until = ?, name = ?, parent_id = ? WHERE organisation_id = ? AND valid_from = ?",
               version.valid_until, version.name, version.parent_id, version.organisation_id, version.valid_from);
}

}  // namespace kc::identity::store
