// SPDX-License-Identifier: EUPL-1.2
#include "identity/session_store.hpp"

namespace kc::identity::store {

std::vector<SessionRoleRow> load_session(Session& session, const Bytes& token_hash, Date day) {
    return session.query<SessionRoleRow>(
        "SELECT s.id AS session_id, s.person_id, s.last_seen_at, s.expires_at, p.organisation_id, p.first_name, p.last_name, p.language, "
        "r.role, r.organisation_id AS role_organisation_id FROM sessions s JOIN people p ON p.id = s.person_id "
        "LEFT JOIN role_assignments r ON r.person_id = p.id AND r.valid_from <= ? AND (r.valid_until IS NULL OR r.valid_until >= ?) "
        "WHERE s.token_hash = ? AND p.state = 'active'",
        day, day, token_hash);
}

SessionId insert_session(Transaction& tx, const Bytes& token_hash, PersonId person, Instant now, Instant expires_at, std::string_view device) {
    return tx.get<SessionId>(
        "INSERT INTO sessions (token_hash, person_id, created_at, last_seen_at, expires_at, device) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        token_hash, person, now, now, expires_at, device);
}

void update_last_seen(Transaction& tx, SessionId id, Instant now) { tx.execute("UPDATE sessions SET last_seen_at = ? WHERE id = ?", now, id); }

std::vector<SessionRow> list_sessions(Session& session, PersonId person, Instant last_seen_since, Instant now) {
    return session.query<SessionRow>(
        "SELECT id, created_at, last_seen_at, expires_at, device FROM sessions "
        "WHERE person_id = ? AND last_seen_at > ? AND expires_at > ? ORDER BY last_seen_at DESC, id DESC",
        person, last_seen_since, now);
}

bool remove_session(Transaction& tx, SessionId id, PersonId person) {
    return tx.execute("DELETE FROM sessions WHERE id = ? AND person_id = ?", id, person) == 1;
}

std::int64_t remove_sessions(Transaction& tx, PersonId person, std::optional<SessionId> except) {
    return tx.execute("DELETE FROM sessions WHERE person_id = ? AND id <> ?", person, except.value_or(SessionId{0}));
}

void insert_challenge(Transaction& tx, const Bytes& token_hash, PersonId person, Instant expires_at) {
    tx.execute("INSERT INTO sign_in_challenges (token_hash, person_id, expires_at) VALUES (?, ?, ?)", token_hash, person, expires_at);
}

std::optional<Challenge> lock_challenge(Transaction& tx, const Bytes& token_hash, Instant now) {
    return tx.find_for_update<Challenge>("SELECT id, person_id, attempts FROM sign_in_challenges WHERE token_hash = ? AND expires_at > ?", token_hash,
                                         now);
}

void count_attempt(Transaction& tx, std::int64_t challenge) {
    tx.execute("UPDATE sign_in_challenges SET attempts = attempts + 1 WHERE id = ?", challenge);
}

void remove_challenge(Transaction& tx, std::int64_t challenge) { tx.execute("DELETE FROM sign_in_challenges WHERE id = ?", challenge); }

void remove_challenges(Transaction& tx, PersonId person) { tx.execute("DELETE FROM sign_in_challenges WHERE person_id = ?", person); }

void update_totp(Transaction& tx, PersonId person, const std::optional<Bytes>& secret, std::optional<Instant> confirmed_at) {
    tx.execute("UPDATE people SET totp_secret = ?, totp_confirmed_at = ? WHERE id = ?", secret, confirmed_at, person);
}

bool use_totp_step(Transaction& tx, PersonId person, std::int64_t step) {
    return tx.execute("UPDATE people SET totp_last_step = ? WHERE id = ? AND totp_last_step < ?", step, person, step) == 1;
}

void replace_recovery_codes(Transaction& tx, PersonId person, const std::vector<Bytes>& hashes) {
    tx.execute("DELETE FROM recovery_codes WHERE person_id = ?", person);
    std::vector<std::tuple<PersonId, Bytes>> rows;
    for (const auto& hash : hashes) rows.emplace_back(person, hash);
    if (!rows.empty()) tx.execute_many("INSERT INTO recovery_codes (person_id, code_hash) VALUES (?, ?)", rows);
}

bool use_recovery_code(Transaction& tx, PersonId person, const Bytes& hash, Instant now) {
    return tx.execute("UPDATE recovery_codes SET used_at = ? WHERE person_id = ? AND code_hash = ? AND used_at IS NULL", now, person, hash) == 1;
}

std::int64_t count_recovery_codes(Session& session, PersonId person) {
    return session.get<std::int64_t>("SELECT count(*) FROM recovery_codes WHERE person_id = ? AND used_at IS NULL", person);
}

void insert_password_reset(Transaction& tx, const Bytes& token_hash, PersonId person, Instant now, Instant expires_at) {
    tx.execute("INSERT INTO password_resets (token_hash, person_id, created_at, expires_at) VALUES (?, ?, ?, ?)", token_hash, person, now,
               expires_at);
}

std::optional<PersonId> find_password_reset(Session& session, const Bytes& token_hash, Instant now) {
    return session.find<PersonId>(
        "SELECT p.id FROM password_resets r JOIN people p ON p.id = r.person_id "
        "WHERE r.token_hash = ? AND r.used_at IS NULL AND r.expires_at > ? AND p.state = 'active'",
        token_hash, now);
}

bool use_password_reset(Transaction& tx, const Bytes& token_hash, Instant now) {
    return tx.execute("UPDATE password_resets SET used_at = ? WHERE token_hash = ? AND used_at IS NULL AND expires_at > ?", now, token_hash, now) ==
           1;
}

void close_password_resets(Transaction& tx, PersonId person, Instant now) {
    tx.execute("UPDATE password_resets SET used_at = ? WHERE person_id = ? AND used_at IS NULL", now, person);
}

std::int64_t remove_expired(Transaction& tx, Instant now, Instant last_seen_before, Instant imports_before) {
    std::int64_t removed = tx.execute("DELETE FROM sessions WHERE expires_at <= ? OR last_seen_at <= ?", now, last_seen_before);
    removed += tx.execute("DELETE FROM sign_in_challenges WHERE expires_at <= ?", now);
    removed += tx.execute("DELETE FROM password_resets WHERE expires_at <= ?", now);
    removed += tx.execute("DELETE FROM people_imports WHERE created_at <= ?", imports_before);
    return removed;
}

}  // namespace kc::identity::store
