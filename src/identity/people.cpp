// SPDX-License-Identifier: EUPL-1.2
#include "identity/people.hpp"

#include "identity/sign_in.hpp"
#include "identity/token.hpp"
#include "privacy/visibility.hpp"
#include "storage/audit.hpp"
#include "storage/changes.hpp"

namespace kc::identity {

using storage::Session;
using storage::Transaction;

void People::audit(Transaction& tx, std::optional<PersonId> actor, std::string_view action, PersonId subject, std::string details) {
    storage::record_audit(tx, {clock_.now(), actor, std::string(action), "person", subject.value, std::move(details)});
    storage::record_change(tx, storage::ChangeTopic::person, subject.value);
}

People::Page People::list(const Viewer& viewer, const store::PeopleQuery& query) {
    const auto scope = store::Scope::of(privacy::scope_of(viewer, privacy::DataKind::name_and_department, privacy::Purpose::staff_management));
    return database_.read(
        [&](Session& s) { return Page{store::list_people(s, scope, query, clock_.today()), store::count_people(s, scope, query)}; });
}

void People::for_each(const Viewer& viewer, const store::PeopleQuery& query, const std::function<void(const store::PersonRow&)>& each) {
    const auto scope = store::Scope::of(viewer, Permission::manage_people);
    database_.read([&](Session& s) { store::for_each_person(s, scope, query, clock_.today(), each); });
}

namespace {

// Accounts of the office and of system operators are changed by their equals only (ID-32).
bool may_change(const Viewer& viewer, const std::vector<store::RoleRow>& roles, Date day) {
    return std::all_of(roles.begin(), roles.end(), [&](const store::RoleRow& r) {
        const bool counts = is_protected(r.role) && (!r.valid_until || *r.valid_until >= day);
        return !counts || viewer.has_role(r.role);
    });
}

std::string organisation_name_of(Session& session, OrganisationId id, Date day) {
    const auto row = store::find_organisation(session, id, day);
    return row ? row->name : std::string();
}

}  // namespace

std::vector<store::RoleRow> People::own_roles(const Viewer& viewer) {
    auto roles = database_.read([&](Session& s) { return store::list_roles(s, viewer.person); });
    const Date today = clock_.today();
    std::erase_if(roles, [&](const store::RoleRow& r) { return r.valid_from > today || (r.valid_until && *r.valid_until < today); });
    return roles;
}

std::optional<PersonDetails> People::find(const Viewer& viewer, PersonId id) {
    const auto scope = store::Scope::of(viewer, Permission::manage_people);
    return database_.read([&](Session& s) -> std::optional<PersonDetails> {
        const auto person = store::find_person(s, id, scope);
        if (!person) return std::nullopt;
        PersonDetails details{.person = *person};
        details.organisation = organisation_name_of(s, person->organisation_id, clock_.today());
        details.departments = store::list_departments(s, person->organisation_id, clock_.today());
        details.roles = store::list_roles(s, id);
        details.invitations = store::list_invitations(s, id);
        details.grantable = grantable_roles(viewer, person->organisation_id);
        details.may_change = may_change(viewer, details.roles, clock_.today());
        return details;
    });
}

Result<Person, PeopleError> People::lock_manageable(Transaction& tx, const Viewer& viewer, PersonId id) {
    if (!store::lock_account(tx, id)) return refuse(PeopleError::not_found);
    const auto person = store::find_person(tx, id, store::Scope::of(viewer, Permission::manage_people));
    if (!person) return refuse(PeopleError::not_found);
    if (!may_change(viewer, store::list_roles(tx, id), clock_.today())) return refuse(PeopleError::not_permitted);
    return *person;
}

std::optional<PeopleError> People::check_input(Session& session, const PersonInput& input) {
    if (!is_person_name(input.first_name) || !is_person_name(input.last_name)) return PeopleError::name_invalid;
    if (!parse_email(input.email)) return PeopleError::email_invalid;
    if (input.department && !store::is_department_open(session, *input.department, input.organisation, clock_.today())) {
        return PeopleError::department_not_found;
    }
    return std::nullopt;
}

namespace {

store::NewPerson row_of(const PersonInput& input) {
    return {input.organisation,
            input.department,
            *parse_email(input.email),
            input.first_name,
            input.last_name,
            input.language,
            input.source_key && !input.source_key->empty() ? input.source_key : std::nullopt};
}

bool is_source_key_taken(Session& session, OrganisationId organisation, const std::optional<std::string>& key, std::optional<PersonId> except) {
    if (!key || key->empty()) return false;
    const auto owner = store::find_person_by_source_key(session, organisation, *key);
    return owner && owner != except;
}

}  // namespace

Result<PersonId, PeopleError> People::invite(const Viewer& viewer, const PersonInput& input, const std::vector<Role>& roles) {
    if (!viewer.may(Permission::manage_people, input.organisation)) return refuse(PeopleError::not_permitted);
    for (const Role role : roles) {
        if (!may_grant(viewer, role, input.organisation)) return refuse(PeopleError::role_not_grantable);
    }
    return database_.in_transaction([&](Transaction& tx) -> Result<PersonId, PeopleError> {
        if (!store::find_organisation(tx, input.organisation, clock_.today())) return refuse(PeopleError::not_found);
        if (const auto problem = check_input(tx, input)) return refuse(*problem);
        if (is_source_key_taken(tx, input.organisation, input.source_key, std::nullopt)) return refuse(PeopleError::source_key_taken);
        const auto id = store::insert_person(tx, row_of(input), clock_.now());
        if (!id) return refuse(PeopleError::email_taken);
        const Date today = clock_.today();
        for (const Role role : roles) store::insert_role(tx, *id, role, input.organisation, today, std::nullopt, viewer.person);
        const auto person = store::find_person(tx, *id);
        send_invitation(tx, viewer.person, *person);
        audit(tx, viewer.person, "person.invited", *id, fmt::format(R"({{"organisation":{}}})", input.organisation.value));
        return *id;
    });
}

std::string People::send_invitation(Transaction& tx, std::optional<PersonId> by, const Person& person) {
    const Instant now = clock_.now();
    store::withdraw_invitations(tx, person.id, now);  // only the newest link works
    std::string token = new_token();
    store::insert_invitation(tx, token_hash(token), person.organisation_id, person.id, by, now, now + invitation_valid);
    const auto content = texts_.invitation(person.language, display_name(person.first_name, person.last_name),
                                           organisation_name_of(tx, person.organisation_id, clock_.today()), token, now + invitation_valid);
    outbox_.queue(tx, {person.id, person.email, content.subject, content.body});
    return token;
}

Result<void, PeopleError> People::invite_again(const Viewer& viewer, PersonId id) {
    return database_.in_transaction([&](Transaction& tx) -> Result<void, PeopleError> {
        const auto person = lock_manageable(tx, viewer, id);
        if (!person) return refuse(person.error());
        if (person->has_password) return refuse(PeopleError::already_signed_in);
        if (person->state != PersonState::active) return refuse(PeopleError::not_permitted);
        send_invitation(tx, viewer.person, *person);
        audit(tx, viewer.person, "person.invited_again", id);
        return {};
    });
}

Result<void, PeopleError> People::change(const Viewer& viewer, PersonId id, const PersonInput& input) {
    const auto done = database_.in_transaction([&](Transaction& tx) -> Result<void, PeopleError> {
        const auto person = lock_manageable(tx, viewer, id);
        if (!person) return refuse(person.error());
        PersonInput checked = input;
        checked.organisation = person->organisation_id;
        if (checked.department == person->department_id) checked.department.reset();  // may have been closed since; keeping it is no change
        if (const auto problem = check_input(tx, checked)) return refuse(*problem);
        checked.department = input.department;
        const auto row = row_of(checked);
        const auto owner = store::find_person_by_email(tx, row.email);
        if (owner && *owner != id) return refuse(PeopleError::email_taken);
        if (is_source_key_taken(tx, person->organisation_id, row.source_key, id)) return refuse(PeopleError::source_key_taken);
        if (person->email != row.email) {
            // Whoever can change an address can take over the account by it: that needs power over all of its roles (ID-32).
            for (const auto& role : store::list_roles(tx, id)) {
                const bool counts = !role.valid_until || *role.valid_until >= clock_.today();
                if (counts && !may_grant(viewer, role.role, role.organisation_id)) return refuse(PeopleError::not_permitted);
            }
        }
        store::update_person(tx, id, row);
        if (person->email != row.email) {
            // Whoever reads the old mailbox must neither get in by an old link nor stay unaware (ID-36).
            store::close_password_resets(tx, id, clock_.now());
            store::withdraw_invitations(tx, id, clock_.now());
            if (person->has_password) {
                const auto content = texts_.address_changed(person->language, display_name(person->first_name, person->last_name));
                outbox_.queue(tx, {id, person->email, content.subject, content.body});
            } else if (const auto changed = store::find_person(tx, id)) {
                send_invitation(tx, viewer.person, *changed);
            }
        }
        audit(tx, viewer.person, "person.changed", id);
        return {};
    });
    sessions_.forget(id);
    return done;
}

// `only`: that one role assignment would go; otherwise the whole account.
bool People::is_last_of_its_kind(Transaction& tx, PersonId id, std::optional<RoleAssignmentId> only) {
    const Date today = clock_.today();
    for (const auto& role : store::list_roles(tx, id)) {
        const bool valid = role.valid_from <= today && (!role.valid_until || *role.valid_until >= today);
        if (!is_protected(role.role) || !valid || (only && role.id != *only)) continue;
        if (store::count_other_holders(tx, role.role, id, today) == 0) return true;
    }
    return false;
}

Result<void, PeopleError> People::block(const Viewer& viewer, PersonId id) {
    const auto done = database_.in_transaction([&](Transaction& tx) -> Result<void, PeopleError> {
        const auto person = lock_manageable(tx, viewer, id);
        if (!person) return refuse(person.error());
        if (id == viewer.person) return refuse(PeopleError::oneself);
        if (person->state != PersonState::active) return refuse(PeopleError::already_so);
        if (is_last_of_its_kind(tx, id, std::nullopt)) return refuse(PeopleError::last_of_its_kind);
        store::update_state(tx, id, PersonState::blocked);
        store::remove_sessions(tx, id, std::nullopt);
        store::remove_challenges(tx, id);
        audit(tx, viewer.person, "person.blocked", id);
        return {};
    });
    sessions_.forget(id);
    return done;
}

Result<void, PeopleError> People::unblock(const Viewer& viewer, PersonId id) {
    return database_.in_transaction([&](Transaction& tx) -> Result<void, PeopleError> {
        const auto person = lock_manageable(tx, viewer, id);
        if (!person) return refuse(person.error());
        if (person->state != PersonState::blocked) return refuse(PeopleError::already_so);
        store::update_state(tx, id, PersonState::active);
        audit(tx, viewer.person, "person.unblocked", id);
        return {};
    });
}

Result<void, PeopleError> People::grant_role(const Viewer& viewer, PersonId id, const RoleInput& input) {
    const Date from = input.from.value_or(clock_.today());
    if (input.until && *input.until < from) return refuse(PeopleError::dates_reversed);
    const auto done = database_.in_transaction([&](Transaction& tx) -> Result<void, PeopleError> {
        const auto person = lock_manageable(tx, viewer, id);
        if (!person) return refuse(person.error());
        if (!may_grant(viewer, input.role, input.organisation)) return refuse(PeopleError::role_not_grantable);
        if (!store::find_organisation(tx, input.organisation, clock_.today())) return refuse(PeopleError::not_found);
        if (store::has_role_on(tx, id, input.role, input.organisation, from, input.until)) return refuse(PeopleError::role_already_given);
        if (!store::insert_role(tx, id, input.role, input.organisation, from, input.until, viewer.person)) {
            return refuse(PeopleError::role_already_given);
        }
        audit(tx, viewer.person, "role.granted", id,
              fmt::format(R"({{"role":"{}","organisation":{}}})", boost::describe::enum_to_string(input.role, ""), input.organisation.value));
        return {};
    });
    sessions_.forget(id);
    return done;
}

Result<void, PeopleError> People::end_role(const Viewer& viewer, PersonId id, RoleAssignmentId role) {
    const Date today = clock_.today();
    const auto done = database_.in_transaction([&](Transaction& tx) -> Result<void, PeopleError> {
        const auto person = lock_manageable(tx, viewer, id);
        if (!person) return refuse(person.error());
        const auto roles = store::list_roles(tx, id);
        const auto found = std::find_if(roles.begin(), roles.end(), [&](const store::RoleRow& r) { return r.id == role; });
        if (found == roles.end()) return refuse(PeopleError::not_found);
        if (!may_grant(viewer, found->role, found->organisation_id)) return refuse(PeopleError::role_not_grantable);
        if (found->valid_until && *found->valid_until < today) return refuse(PeopleError::already_so);
        if (is_last_of_its_kind(tx, id, role)) return refuse(PeopleError::last_of_its_kind);
        // Begun: yesterday was its last day. Begun today or planned: it never was.
        if (found->valid_from < today)
            store::end_role(tx, role, add_days(today, -1));
        else
            store::remove_role(tx, role);
        audit(tx, viewer.person, "role.ended", id,
              fmt::format(R"({{"role":"{}","organisation":{}}})", boost::describe::enum_to_string(found->role, ""), found->organisation_id.value));
        return {};
    });
    sessions_.forget(id);
    return done;
}

Result<std::string, PeopleError> People::create_first_operator(std::string_view email, OrganisationId organisation) {
    const auto address = parse_email(email);
    if (!address) return refuse(PeopleError::email_invalid);
    return database_.in_transaction([&](Transaction& tx) -> Result<std::string, PeopleError> {
        if (!store::find_organisation(tx, organisation, clock_.today())) return refuse(PeopleError::not_found);
        const auto id =
            store::insert_person(tx, {.organisation = organisation, .email = *address, .first_name = "System", .last_name = "Betrieb"}, clock_.now());
        if (!id) return refuse(PeopleError::email_taken);
        for (const Role role : {Role::system_operator, Role::office}) {
            store::insert_role(tx, *id, role, organisation, clock_.today(), std::nullopt, std::nullopt);
        }
        std::string token = send_invitation(tx, std::nullopt, *store::find_person(tx, *id));
        audit(tx, std::nullopt, "person.first_operator_created", *id);
        return token;
    });
}

}  // namespace kc::identity
