// SPDX-License-Identifier: EUPL-1.2
#include "identity/people_store.hpp"

#include "base/text.hpp"
#include "privacy/visibility.hpp"

namespace kc::identity::store {

Scope Scope::of(const Viewer& viewer, Permission permission) {
    // A permission that comes with that for all organisations holds everywhere, as in Viewer::may(permission, in).
    const bool everywhere = std::any_of(viewer.roles.begin(), viewer.roles.end(), [&](const RoleAssignment& r) {
        return role_grants(r.role, permission) && role_grants(r.role, Permission::manage_all_organisations);
    });
    return {everywhere, viewer.organisations_where(permission)};
}

Scope Scope::of(const privacy::Scope& sight) { return {sight.sight == privacy::Sight::all, sight.organisations}; }

namespace {

// Part of a name or address, with the wildcards of LIKE taken literally.
std::string pattern_of(std::string_view search) {
    std::string pattern = "%";
    for (const char c : trim(search)) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

std::string_view like(Session& session) {
    return session.engine() == storage::Engine::postgres ? "ILIKE" : "LIKE";  // SQLite's LIKE knows no case
}

// WHERE with five parameters: everywhere, organisations, organisation twice, and the pattern where something is searched for.
std::string where(Session& session, const PeopleQuery& query) {
    std::string sql = " WHERE p.state <> 'erased' AND (? OR p.organisation_id IN ($LIST)) AND (CAST(? AS BIGINT) IS NULL OR p.organisation_id = ?)";
    if (!trim(query.search).empty()) {
        sql += fmt::format(" AND (p.last_name || ', ' || p.first_name || ' ' || p.last_name || ' ' || coalesce(p.email, '') {} ? ESCAPE '\\')",
                           like(session));
    }
    return sql;
}

// By name within the same organisation or department, and by number within the same name: pages must not overlap.
std::string order(const PeopleQuery& query) {
    const std::string_view direction = query.descending ? " DESC" : "";
    switch (query.order) {
        case PeopleQuery::Order::last_name: return fmt::format(" ORDER BY p.last_name{0}, p.first_name{0}, p.id", direction);
        case PeopleQuery::Order::organisation: return fmt::format(" ORDER BY coalesce(o.name, ''){}, p.last_name, p.first_name, p.id", direction);
        case PeopleQuery::Order::department: return fmt::format(" ORDER BY coalesce(d.name, ''){}, p.last_name, p.first_name, p.id", direction);
        case PeopleQuery::Order::email: return fmt::format(" ORDER BY coalesce(p.email, ''){}, p.id", direction);
    }
    return {};
}

std::string select_people(Session& session) {
    const std::string_view gather =
        session.engine() == storage::Engine::postgres ? "string_agg(DISTINCT r.role, ',' ORDER BY r.role)" : "group_concat(DISTINCT r.role)";
    return fmt::format(
        "SELECT p.id, p.organisation_id, coalesce(o.name, '') AS organisation, d.name AS department, p.first_name, p.last_name, "
        "coalesce(p.email, '') AS email, p.state, p.password_hash IS NOT NULL AS has_password, "
        "coalesce((SELECT {} FROM role_assignments r WHERE r.person_id = p.id AND r.valid_from <= ? "
        "AND (r.valid_until IS NULL OR r.valid_until >= ?)), '') AS roles, p.source_key "
        "FROM people p "
        "LEFT JOIN organisation_versions o ON o.organisation_id = p.organisation_id AND o.valid_from <= ? AND (o.valid_until IS NULL OR "
        "o.valid_until > ?) "
        "LEFT JOIN department_versions d ON d.department_id = p.department_id AND d.valid_from <= ? AND (d.valid_until IS NULL OR d.valid_until > ?)",
        gather);
}

constexpr std::string_view select_person =
    "SELECT p.id, p.organisation_id, p.department_id, coalesce(p.email, '') AS email, p.first_name, p.last_name, p.language, p.state, "
    "p.source_key, p.password_hash IS NOT NULL AS has_password, p.totp_confirmed_at IS NOT NULL AS has_second_factor, p.created_at "
    "FROM people p ";

constexpr std::string_view select_account =
    "SELECT id, state, coalesce(email, '') AS email, first_name, last_name, language, password_hash, totp_secret, totp_confirmed_at FROM people ";

}  // namespace

std::vector<PersonRow> list_people(Session& session, const Scope& scope, const PeopleQuery& query, Date day) {
    const std::string sql = select_people(session) + where(session, query) + order(query) + " LIMIT ? OFFSET ?";
    const auto organisations = storage::json_ids(scope.organisations);
    const int offset = (query.page - 1) * query.page_size;
    if (trim(query.search).empty()) {
        return session.query<PersonRow>(sql, day, day, day, day, day, day, scope.everywhere, organisations, query.organisation, query.organisation,
                                        query.page_size, offset);
    }
    return session.query<PersonRow>(sql, day, day, day, day, day, day, scope.everywhere, organisations, query.organisation, query.organisation,
                                    pattern_of(query.search), query.page_size, offset);
}

std::int64_t count_people(Session& session, const Scope& scope, const PeopleQuery& query) {
    const std::string sql = "SELECT count(*) FROM people p" + where(session, query);
    const auto organisations = storage::json_ids(scope.organisations);
    if (trim(query.search).empty()) {
        return session.get<std::int64_t>(sql, scope.everywhere, organisations, query.organisation, query.organisation);
    }
    return session.get<std::int64_t>(sql, scope.everywhere, organisations, query.organisation, query.organisation, pattern_of(query.search));
}

void for_each_person(Session& session, const Scope& scope, const PeopleQuery& query, Date day, const std::function<void(const PersonRow&)>& each) {
    const std::string sql = select_people(session) + where(session, query) + order(query);
    const auto organisations = storage::json_ids(scope.organisations);
    if (trim(query.search).empty()) {
        session.for_each<PersonRow>(sql, each, day, day, day, day, day, day, scope.everywhere, organisations, query.organisation, query.organisation);
    } else {
        session.for_each<PersonRow>(sql, each, day, day, day, day, day, day, scope.everywhere, organisations, query.organisation, query.organisation,
                                    pattern_of(query.search));
    }
}

std::optional<Person> find_person(Session& session, PersonId id) {
    static const std::string sql = std::string(select_person) + "WHERE p.id = ?";
    return session.find<Person>(sql, id);
}

std::optional<Person> find_person(Session& session, PersonId id, const Scope& scope) {
    static const std::string sql = std::string(select_person) + "WHERE p.id = ? AND p.state <> 'erased' AND (? OR p.organisation_id IN ($LIST))";
    return session.find<Person>(sql, id, scope.everywhere, storage::json_ids(scope.organisations));
}

std::optional<PersonId> find_person_by_email(Session& session, std::string_view email) {
    return session.find<PersonId>("SELECT id FROM people WHERE email = ?", email);
}

std::optional<PersonId> find_person_by_source_key(Session& session, OrganisationId organisation, std::string_view key) {
    return session.find<PersonId>("SELECT id FROM people WHERE organisation_id = ? AND source_key = ?", organisation, key);
}

std::optional<Account> find_account(Session& session, std::string_view email) {
    static const std::string sql = std::string(select_account) + "WHERE email = ?";
    return session.find<Account>(sql, email);
}

std::optional<Account> find_account(Session& session, PersonId id) {
    static const std::string sql = std::string(select_account) + "WHERE id = ?";
    return session.find<Account>(sql, id);
}

std::optional<Account> lock_account(Transaction& tx, PersonId id) {
    static const std::string sql = std::string(select_account) + "WHERE id = ?";
    return tx.find_for_update<Account>(sql, id);
}

std::optional<PersonId> insert_person(Transaction& tx, const NewPerson& person, Instant now) {
    return tx.find<PersonId>(
        "INSERT INTO people (organisation_id, department_id, email, first_name, last_name, language, state, source_key, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, 'active', ?, ?) ON CONFLICT DO NOTHING RETURNING id",
        person.organisation, person.department, person.email, person.first_name, person.last_name, person.language, person.source_key, now);
}

void update_person(Transaction& tx, PersonId id, const NewPerson& values) {
    tx.execute("UPDATE people SET department_id = ?, email = ?, first_name = ?, last_name = ?, source_key = ? WHERE id = ?", values.department,
               values.email, values.first_name, values.last_name, values.source_key, id);
}

void update_name(Transaction& tx, PersonId id, std::string_view first_name, std::string_view last_name, Language language) {
    tx.execute("UPDATE people SET first_name = ?, last_name = ?, language = ? WHERE id = ?", first_name, last_name, language, id);
}

void update_state(Transaction& tx, PersonId id, PersonState state) { tx.execute("UPDATE people SET state = ? WHERE id = ?", state, id); }

void update_department(Transaction& tx, PersonId id, std::optional<DepartmentId> department) {
    tx.execute("UPDATE people SET department_id = ? WHERE id = ?", department, id);
}

void update_password(Transaction& tx, PersonId id, const std::string& hash, Instant now) {
    tx.execute("UPDATE people SET password_hash = ?, password_changed_at = ? WHERE id = ?", hash, now, id);
}

void update_password_hash(Transaction& tx, PersonId id, const std::string& hash) {
    tx.execute("UPDATE people SET password_hash = ? WHERE id = ?", hash, id);
}

void erase_person(Transaction& tx, PersonId id, Date today) {
    for (const std::string_view sql : {"DELETE FROM sessions WHERE person_id = ?", "DELETE FROM sign_in_challenges WHERE person_id = ?",
                                       "DELETE FROM recovery_codes WHERE person_id = ?", "DELETE FROM password_resets WHERE person_id = ?",
                                       "DELETE FROM invitations WHERE person_id = ?", "DELETE FROM people_imports WHERE uploaded_by = ?"}) {
        tx.execute(sql, id);
    }
    tx.execute("DELETE FROM role_assignments WHERE person_id = ? AND valid_from >= ?", id, today);
    tx.execute("UPDATE role_assignments SET valid_until = ? WHERE person_id = ? AND (valid_until IS NULL OR valid_until >= ?)", add_days(today, -1),
               id, today);
    tx.execute(
        "UPDATE people SET state = 'erased', email = NULL, first_name = '', last_name = '', department_id = NULL, language = 'de', "
        "password_hash = NULL, password_changed_at = NULL, totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = 0, source_key = NULL "
        "WHERE id = ?",
        id);
}

std::vector<RoleRow> list_roles(Session& session, PersonId person) {
    return session.query<RoleRow>(
        "SELECT r.id, r.role, r.organisation_id, "
        "coalesce((SELECT v.name FROM organisation_versions v WHERE v.organisation_id = r.organisation_id ORDER BY v.valid_from DESC LIMIT 1), '') "
        "AS organisation, r.valid_from, r.valid_until FROM role_assignments r WHERE r.person_id = ? ORDER BY r.valid_from, r.id",
        person);
}

bool insert_role(Transaction& tx, PersonId person, Role role, OrganisationId organisation, Date from, std::optional<Date> until,
                 std::optional<PersonId> granted_by) {
    return tx.execute(
               "INSERT INTO role_assignments (person_id, role, organisation_id, valid_from, valid_until, granted_by) "
               "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
               person, role, organisation, from, until, granted_by) == 1;
}

bool has_role_on(Session& session, PersonId person, Role role, OrganisationId organisation, Date from, std::optional<Date> until) {
    return !session
                .query<RoleAssignmentId>(
                    "SELECT id FROM role_assignments WHERE person_id = ? AND role = ? AND organisation_id = ? "
                    "AND (valid_until IS NULL OR valid_until >= ?) AND (CAST(? AS TEXT) IS NULL OR valid_from <= ?) LIMIT 1",
                    person, role, organisation, from, until, until)
                .empty();
}

void end_role(Transaction& tx, RoleAssignmentId id, Date last_day) {
    tx.execute("UPDATE role_assignments SET valid_until = ? WHERE id = ?", last_day, id);
}

void remove_role(Transaction& tx, RoleAssignmentId id) { tx.execute("DELETE FROM role_assignments WHERE id = ?", id); }

std::int64_t count_other_holders(Transaction& tx, Role role, PersonId without, Date day) {
    // Locking the holders makes two of them who leave at the same moment wait for each other.
    return static_cast<std::int64_t>(
        tx.query_for_update<PersonId>("SELECT p.id FROM people p WHERE p.state = 'active' AND p.id <> ? AND EXISTS "
                                      "(SELECT 1 FROM role_assignments r WHERE r.person_id = p.id AND r.role = ? AND r.valid_from <= ? "
                                      "AND (r.valid_until IS NULL OR r.valid_until >= ?))",
                                      without, role, day, day)
            .size());
}

std::optional<Invitation> find_open_invitation(Session& session, const Bytes& token_hash, Instant now, Date day) {
    return session.find<Invitation>(
        "SELECT i.id, i.person_id, coalesce(o.name, '') AS organisation, coalesce(p.email, '') AS email, p.first_name, p.last_name, "
        "p.language, i.expires_at FROM invitations i JOIN people p ON p.id = i.person_id "
        "LEFT JOIN organisation_versions o ON o.organisation_id = i.organisation_id AND o.valid_from <= ? AND (o.valid_until IS NULL OR "
        "o.valid_until > ?) "
        "WHERE i.token_hash = ? AND i.accepted_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > ? AND p.state = 'active'",
        day, day, token_hash, now);
}

std::vector<InvitationRow> list_invitations(Session& session, PersonId person) {
    return session.query<InvitationRow>(
        "SELECT id, created_at, expires_at, accepted_at, withdrawn_at FROM invitations WHERE person_id = ? ORDER BY id DESC", person);
}

void insert_invitation(Transaction& tx, const Bytes& token_hash, OrganisationId organisation, PersonId person, std::optional<PersonId> invited_by,
                       Instant now, Instant expires_at) {
    tx.execute("INSERT INTO invitations (token_hash, organisation_id, person_id, invited_by, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
               token_hash, organisation, person, invited_by, now, expires_at);
}

bool accept_invitation(Transaction& tx, InvitationId id, Instant now) {
    return tx.execute("UPDATE invitations SET accepted_at = ? WHERE id = ? AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > ?", now,
                      id, now) == 1;
}

void withdraw_invitations(Transaction& tx, PersonId person, Instant now) {
    tx.execute("UPDATE invitations SET withdrawn_at = ? WHERE person_id = ? AND accepted_at IS NULL AND withdrawn_at IS NULL", now, person);
}

}  // namespace kc::identity::store
