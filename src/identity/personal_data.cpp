// SPDX-License-Identifier: EUPL-1.2
#include "identity/personal_data.hpp"

#include "identity/people_store.hpp"
#include "web/api_response.hpp"

namespace kc::identity {

namespace {

struct ExportedRole {
    Role role{};
    std::string organisation;
    Date valid_from{};
    std::optional<Date> valid_until;
};
BOOST_DESCRIBE_STRUCT(ExportedRole, (), (role, organisation, valid_from, valid_until))

struct ExportedMail {
    std::string recipient;
    std::string subject;
    mail::MailState state{};
    Instant created_at{};
    std::optional<Instant> sent_at;
};
BOOST_DESCRIBE_STRUCT(ExportedMail, (), (recipient, subject, state, created_at, sent_at))

struct ExportedEvent {
    Instant at{};
    std::string action;
};
BOOST_DESCRIBE_STRUCT(ExportedEvent, (), (at, action))

struct Exported {
    Person person;
    std::vector<ExportedRole> roles;
    std::vector<store::SessionRow> sessions;
    std::vector<store::InvitationRow> invitations;
    std::vector<ExportedMail> mails;
    std::int64_t unused_recovery_codes = 0;
    std::vector<ExportedEvent> log;  // what the audit log says this person did
};
BOOST_DESCRIBE_STRUCT(Exported, (), (person, roles, sessions, invitations, mails, unused_recovery_codes, log))

}  // namespace

std::string IdentityPersonalData::export_data(storage::Session& session, PersonId person) {
    const auto found = store::find_person(session, person);
    if (!found) return "null";
    Exported out{.person = *found};
    for (auto& role : store::list_roles(session, person)) out.roles.push_back({role.role, role.organisation, role.valid_from, role.valid_until});
    out.sessions = store::list_sessions(session, person, Instant{}, Instant{});
    out.invitations = store::list_invitations(session, person);
    for (auto& mail : outbox_.list_of(session, person)) {
        out.mails.push_back({std::move(mail.recipient), std::move(mail.subject), mail.state, mail.created_at, mail.sent_at});
    }
    out.unused_recovery_codes = store::count_recovery_codes(session, person);
    out.log = session.query<ExportedEvent>("SELECT at, action FROM audit_log WHERE actor = ? ORDER BY at LIMIT 10000", person);
    return web::to_json(out);
}

void IdentityPersonalData::erase(storage::Transaction& tx, PersonId person) {
    outbox_.remove_of(tx, person);
    store::erase_person(tx, person, clock_.today());
}

std::optional<std::string> IdentityPersonalData::objection(storage::Transaction& tx, PersonId person) {
    const Date today = clock_.today();
    for (const auto& role : store::list_roles(tx, person)) {
        const bool valid = role.valid_from <= today && (!role.valid_until || *role.valid_until >= today);
        if (valid && is_protected(role.role) && store::count_other_holders(tx, role.role, person, today) == 0) {
            return "identity.problem.last_of_its_kind_erasure";
        }
    }
    return std::nullopt;
}

}  // namespace kc::identity
