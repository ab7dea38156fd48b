// SPDX-License-Identifier: EUPL-1.2
// SQL of people, their roles and their invitations. Lists and single rows that a viewer asks for are narrowed by that viewer.
#pragma once

#include "identity/model.hpp"
#include "storage/database.hpp"

namespace kc::privacy {
struct Scope;
}

namespace kc::identity::store {

using storage::Bytes;
using storage::Session;
using storage::Transaction;

// Which people a viewer may see: those of these organisations, or everybody's.
struct Scope {
    bool everywhere = false;
    std::vector<OrganisationId> organisations;
    static Scope of(const Viewer& viewer, Permission permission);
    static Scope of(const privacy::Scope& sight);  // of names, by the table of visibility
};

struct PeopleQuery {
    std::string search;                          // part of a name or address
    std::optional<OrganisationId> organisation;  // narrows further
    enum class Order { last_name, organisation, department, email } order = Order::last_name;
    bool descending = false;
    int page = 1;
    int page_size = 50;
};

struct PersonRow {
    PersonId id;
    OrganisationId organisation_id;
    std::string organisation;
    std::optional<std::string> department;
    std::string first_name;
    std::string last_name;
    std::string email;
    PersonState state{};
    bool has_password = false;
    std::string roles;  // "learner,supervisor", valid on the day asked for
    std::optional<std::string> source_key;
};
BOOST_DESCRIBE_STRUCT(PersonRow, (),
                      (id, organisation_id, organisation, department, first_name, last_name, email, state, has_password, roles, source_key))

struct RoleRow {
    RoleAssignmentId id;
    Role role{};
    OrganisationId organisation_id;
    std::string organisation;
    Date valid_from{};
    std::optional<Date> valid_until;
};
BOOST_DESCRIBE_STRUCT(RoleRow, (), (id, role, organisation_id, organisation, valid_from, valid_until))

struct NewPerson {
    OrganisationId organisation;
    std::optional<DepartmentId> department;
    std::string email;
    std::string first_name;
    std::string last_name;
    Language language = Language::de;
    std::optional<std::string> source_key;
};

struct Account {  // what signing in needs to know
    PersonId id;
    PersonState state{};
    std::string email;
    std::string first_name;
    std::string last_name;
    Language language{};
    std::optional<std::string> password_hash;
    std::optional<Bytes> totp_secret;
    std::optional<Instant> totp_confirmed_at;
};
BOOST_DESCRIBE_STRUCT(Account, (), (id, state, email, first_name, last_name, language, password_hash, totp_secret, totp_confirmed_at))

std::vector<PersonRow> list_people(Session& session, const Scope& scope, const PeopleQuery& query, Date day);
std::int64_t count_people(Session& session, const Scope& scope, const PeopleQuery& query);
void for_each_person(Session& session, const Scope& scope, const PeopleQuery& query, Date day, const std::function<void(const PersonRow&)>& each);
std::optional<Person> find_person(Session& session, PersonId id);
std::optional<Person> find_person(Session& session, PersonId id, const Scope& scope);
std::optional<PersonId> find_person_by_email(Session& session, std::string_view email);
std::optional<PersonId> find_person_by_source_key(Session& session, OrganisationId organisation, std::string_view key);
std::optional<Account> find_account(Session& session, std::string_view email);
std::optional<Account> find_account(Session& session, PersonId id);
std::optional<Account> lock_account(Transaction& tx, PersonId id);  // stays as read until the transaction ends

// Nothing when the address is taken already.
std::optional<PersonId> insert_person(Transaction& tx, const NewPerson& person, Instant now);
void update_person(Transaction& tx, PersonId id, const NewPerson& values);
void update_name(Transaction& tx, PersonId id, std::string_view first_name, std::string_view last_name, Language language);
void update_state(Transaction& tx, PersonId id, PersonState state);
void update_department(Transaction& tx, PersonId id, std::optional<DepartmentId> department);
void update_password(Transaction& tx, PersonId id, const std::string& hash, Instant now);
void update_password_hash(Transaction& tx, PersonId id, const std::string& hash);  // same password, stronger hash

// Everything that could lead back to the person: name, address, secrets, sessions, links, lists. The row keeps its number, because
// other rows refer to it.
void erase_person(Transaction& tx, PersonId id, Date today);

std::vector<RoleRow> list_roles(Session& session, PersonId person);
bool insert_role(Transaction& tx, PersonId person, Role role, OrganisationId organisation, Date from, std::optional<Date> until,
                 std::optional<PersonId> granted_by);
bool has_role_on(Session& session, PersonId person, Role role, OrganisationId organisation, Date from, std::optional<Date> until);
void end_role(Transaction& tx, RoleAssignmentId id, Date last_day);
void remove_role(Transaction& tx, RoleAssignmentId id);
// People other than `without` who hold the role on that day with a usable account, rows locked where needed.
std::int64_t count_other_holders(Transaction& tx, Role role, PersonId without, Date day);

struct Invitation {
    InvitationId id;
    PersonId person_id;
    std::string organisation;
    std::string email;
    std::string first_name;
    std::string last_name;
    Language language{};
    Instant expires_at{};
};
BOOST_DESCRIBE_STRUCT(Invitation, (), (id, person_id, organisation, email, first_name, last_name, language, expires_at))

struct InvitationRow {
    InvitationId id;
    Instant created_at{};
    Instant expires_at{};
    std::optional<Instant> accepted_at;
    std::optional<Instant> withdrawn_at;
};
BOOST_DESCRIBE_STRUCT(InvitationRow, (), (id, created_at, expires_at, accepted_at, withdrawn_at))

std::optional<Invitation> find_open_invitation(Session& session, const Bytes& token_hash, Instant now, Date day);
std::vector<InvitationRow> list_invitations(Session& session, PersonId person);
void insert_invitation(Transaction& tx, const Bytes& token_hash, OrganisationId organisation, PersonId person, std::optional<PersonId> invited_by,
                       Instant now, Instant expires_at);
bool accept_invitation(Transaction& tx, InvitationId id, Instant now);  // false when somebody was faster
void withdraw_invitations(Transaction& tx, PersonId person, Instant now);

}  // namespace kc::identity::store
