// SPDX-License-Identifier: EUPL-1.2
// All SQL about confirmations. A row is reached by the person it is about or by the one who was asked, never by anybody else (KP-14).
#pragma once

#include "placement/document_store.hpp"

namespace kc::placement {

using ConfirmationId = Id<struct ConfirmationTag>;

enum class ConfirmationState { open, confirmed, declined, withdrawn, expired };
BOOST_DESCRIBE_ENUM(ConfirmationState, open, confirmed, declined, withdrawn, expired)

struct Confirmation {
    ConfirmationId id;
    PersonId person_id, asked_id;
    CompetenceId competence_id;
    int level = 0;
    std::optional<DocumentId> document_id;
    std::string message;
    ConfirmationState state{};
    std::optional<int> confirmed_level;
    std::string reason;
    Instant requested_at{}, expires_at{};
    std::optional<Instant> decided_at;
    std::string person_name, asked_name;
};
BOOST_DESCRIBE_STRUCT(Confirmation, (),
                      (id, person_id, asked_id, competence_id, level, document_id, message, state, confirmed_level, reason, requested_at, expires_at,
                       decided_at, person_name, asked_name))

// `now` decides which open ones are expired.
std::vector<Confirmation> list_requests(storage::Session& session, PersonId person, Instant now);  // own ones, newest first
std::vector<Confirmation> list_asked(storage::Session& session, PersonId asked, Instant now);      // open ones only, oldest first
std::optional<Confirmation> find_request(storage::Session& session, PersonId person, ConfirmationId id, Instant now);
std::optional<Confirmation> find_asked(storage::Session& session, PersonId asked, ConfirmationId id, Instant now);  // open ones only

ConfirmationId insert_confirmation(storage::Transaction& transaction, const Confirmation& confirmation);
void expire_requests(storage::Transaction& transaction, PersonId person, Instant now);
// False when it was not open any more.
bool decide_confirmation(storage::Transaction& transaction, PersonId asked, ConfirmationId id, ConfirmationState state, std::optional<int> level,
                         std::string_view reason, Instant now);
bool withdraw_confirmation(storage::Transaction& transaction, PersonId person, ConfirmationId id, Instant now);

// What somebody decided, for access to one's own data: nothing about the people who asked.
struct Decision {
    ConfirmationState state{};
    std::optional<int> confirmed_level;
    Instant requested_at{};
    std::optional<Instant> decided_at;
};
BOOST_DESCRIBE_STRUCT(Decision, (), (state, confirmed_level, requested_at, decided_at))
std::vector<Decision> list_decisions(storage::Session& session, PersonId asked, Instant now);

// Erasure: the own requests go; what others asked of this person and is still open can no longer be answered.
void remove_confirmations(storage::Transaction& transaction, PersonId person, Instant now);

}  // namespace kc::placement
