// SPDX-License-Identifier: EUPL-1.2
#include "placement/confirmation_store.hpp"

namespace kc::placement {

using storage::Session;
using storage::Transaction;

namespace {

constexpr std::string_view columns =
    "SELECT c.id, c.person_id, c.asked_id, c.competence_id, c.level, c.document_id, c.message, "
    "CASE WHEN c.state = 'open' AND c.expires_at <= ? THEN 'expired' ELSE c.state END AS state, c.confirmed_level, c.reason, c.requested_at, "
    "c.expires_at, c.decided_at, p.first_name || ' ' || p.last_name AS person_name, a.first_name || ' ' || a.last_name AS asked_name "
    "FROM confirmations c JOIN people p ON p.id = c.person_id JOIN people a ON a.id = c.asked_id ";

}  // namespace

std::vector<Confirmation> list_requests(Session& session, PersonId person, Instant now) {
    return session.query<Confirmation>(std::string(columns) + "WHERE c.person_id = ? ORDER BY c.requested_at DESC, c.id DESC", now, person);
}

std::vector<Confirmation> list_asked(Session& session, PersonId asked, Instant now) {
    return session.query<Confirmation>(std::string(columns) +
                                           "WHERE c.asked_id = ? AND c.state = 'open' AND c.expires_at > ? "
                                           "ORDER BY c.requested_at, c.id",
                                       now, asked, now);
}

std::optional<Confirmation> find_request(Session& session, PersonId person, ConfirmationId id, Instant now) {
    return session.find<Confirmation>(std::string(columns) + "WHERE c.person_id = ? AND c.id = ?", now, person, id);
}

std::optional<Confirmation> find_asked(Session& session, PersonId asked, ConfirmationId id, Instant now) {
    return session.find<Confirmation>(std::string(columns) + "WHERE c.asked_id = ? AND c.id = ? AND c.state = 'open' AND c.expires_at > ?", now,
                                      asked, id, now);
}

ConfirmationId insert_confirmation(Transaction& transaction, const Confirmation& confirmation) {
    return transaction.get<ConfirmationId>(
        "INSERT INTO confirmations (person_id, asked_id, competence_id, level, document_id, message, state, requested_at, expires_at) "
        "VALUES (?, ?, ?, ?, ?, ?, 'open', ?, ?) RETURNING id",
        confirmation.person_id, confirmation.asked_id, confirmation.competence_id, confirmation.level, confirmation.document_id, confirmation.message,
        confirmation.requested_at, confirmation.expires_at);
}

void expire_requests(Transaction& transaction, PersonId person, Instant now) {
    transaction.execute("UPDATE confirmations SET state = 'expired' WHERE person_id = ? AND state = 'open' AND expires_at <= ?", person, now);
}

bool decide_confirmation(Transaction& transaction, PersonId asked, ConfirmationId id, ConfirmationState state, std::optional<int> level,
                         std::string_view reason, Instant now) {
    return transaction.execute(
               "UPDATE confirmations SET state = ?, confirmed_level = ?, reason = ?, decided_at = ? "
               "WHERE id = ? AND asked_id = ? AND state = 'open' AND expires_at > ?",
               state, level, reason, now, id, asked, now) == 1;
}

bool withdraw_confirmation(Transaction& transaction, PersonId person, ConfirmationId id, Instant now) {
    return transaction.execute(
               "UPDATE confirmations SET state = 'withdrawn', decided_at = ? WHERE id = ? AND person_id = ? AND state = 'open' AND expires_at > ?",
               now, id, person, now) == 1;
}

std::vector<Decision> list_decisions(Session& session, PersonId asked, Instant now) {
    return session.query<Decision>(
        "SELECT CASE WHEN state = 'open' AND expires_at <= ? THEN 'expired' ELSE state END AS state, confirmed_level, requested_at, decided_at "
        "FROM confirmations WHERE asked_id = ? ORDER BY requested_at, id",
        now, asked);
}

void remove_confirmations(Transaction& transaction, PersonId person, Instant now) {
    transaction.execute("DELETE FROM confirmations WHERE person_id = ?", person);
    transaction.execute("UPDATE confirmations SET state = 'withdrawn', decided_at = ? WHERE asked_id = ? AND state = 'open'", now, person);
}

}  // namespace kc::placement
