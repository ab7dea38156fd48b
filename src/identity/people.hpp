// SPDX-License-Identifier: EUPL-1.2
// Administration of people: invite, change, block, give and end roles. For HR decision makers in their organisations and for the
// office everywhere; the rules are ID-30 to ID-39.
#pragma once

#include "identity/mails.hpp"
#include "identity/organisation_store.hpp"
#include "identity/people_store.hpp"
#include "identity/sessions.hpp"
#include "mail/mail.hpp"

namespace kc::identity {

enum class PeopleError {
    not_found,      // also: not yours to see
    not_permitted,  // you see the person but may not do this
    name_invalid,
    email_invalid,
    email_taken,
    source_key_taken,
    department_not_found,
    role_not_grantable,
    role_already_given,
    dates_reversed,
    oneself,            // nobody blocks their own account
    last_of_its_kind,   // the last office or system operator account
    already_signed_in,  // an accepted invitation is not sent again
    already_so,         // blocked already, or not blocked
};

struct PersonInput {
    OrganisationId organisation;
    std::optional<DepartmentId> department;
    std::string email;
    std::string first_name;
    std::string last_name;
    std::optional<std::string> source_key;
    Language language = Language::de;
};

struct RoleInput {
    Role role{};
    OrganisationId organisation;
    std::optional<Date> from;   // today when absent
    std::optional<Date> until;  // last day; without end when absent
};

struct PersonDetails {
    Person person;
    std::string organisation;
    std::vector<store::DepartmentName> departments;  // to choose from, today
    std::vector<store::RoleRow> roles;
    std::vector<store::InvitationRow> invitations;
    std::vector<Role> grantable;
    bool may_change = false;
};

class People {
public:
    People(storage::Database& database, const Clock& clock, mail::Outbox& outbox, const MailTexts& texts, Sessions& sessions)
        : database_(database), clock_(clock), outbox_(outbox), texts_(texts), sessions_(sessions) {}

    struct Page {
        std::vector<store::PersonRow> people;
        std::int64_t total = 0;
    };
    Page list(const Viewer& viewer, const store::PeopleQuery& query);
    void for_each(const Viewer& viewer, const store::PeopleQuery& query, const std::function<void(const store::PersonRow&)>& each);
    std::vector<store::RoleRow> own_roles(const Viewer& viewer);           // valid today
    std::optional<PersonDetails> find(const Viewer& viewer, PersonId id);  // for those who manage people

    Result<PersonId, PeopleError> invite(const Viewer& viewer, const PersonInput& input, const std::vector<Role>& roles);
    Result<void, PeopleError> invite_again(const Viewer& viewer, PersonId id);
    Result<void, PeopleError> change(const Viewer& viewer, PersonId id, const PersonInput& input);  // not the organisation
    Result<void, PeopleError> block(const Viewer& viewer, PersonId id);
    Result<void, PeopleError> unblock(const Viewer& viewer, PersonId id);
    Result<void, PeopleError> grant_role(const Viewer& viewer, PersonId id, const RoleInput& input);
    Result<void, PeopleError> end_role(const Viewer& viewer, PersonId id, RoleAssignmentId role);  // yesterday was its last day

    // The first account of an empty installation, by the command line. Returns the token of its invitation.
    Result<std::string, PeopleError> create_first_operator(std::string_view email, OrganisationId organisation);

private:
    Result<Person, PeopleError> lock_manageable(storage::Transaction& tx, const Viewer& viewer, PersonId id);
    std::optional<PeopleError> check_input(storage::Session& session, const PersonInput& input);
    bool is_last_of_its_kind(storage::Transaction& tx, PersonId id, std::optional<RoleAssignmentId> only);
    std::string send_invitation(storage::Transaction& tx, std::optional<PersonId> by, const Person& person);
    void audit(storage::Transaction& tx, std::optional<PersonId> actor, std::string_view action, PersonId subject, std::string details = "{}");
    friend class PeopleImport;

    storage::Database& database_;
    const Clock& clock_;
    mail::Outbox& outbox_;
    const MailTexts& texts_;
    Sessions& sessions_;
};

}  // namespace kc::identity
