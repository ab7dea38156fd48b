// SPDX-License-Identifier: EUPL-1.2
// SQL of signing in: sessions, first steps of a sign-in with second factor, recovery codes, password resets.
#pragma once

#include "identity/model.hpp"
#include "storage/database.hpp"

namespace kc::identity::store {

using storage::Bytes;
using storage::Session;
using storage::Transaction;

struct SessionRoleRow {  // one row per valid role; one without a role for a person who has none
    SessionId session_id;
    PersonId person_id;
    Instant last_seen_at{};
    Instant expires_at{};
    OrganisationId organisation_id;
    std::string first_name;
    std::string last_name;
    Language language{};
    std::optional<Role> role;
    std::optional<OrganisationId> role_organisation_id;
};
BOOST_DESCRIBE_STRUCT(SessionRoleRow, (),
                      (session_id, person_id, last_seen_at, expires_at, organisation_id, first_name, last_name, language, role, role_organisation_id))

struct SessionRow {
    SessionId id;
    Instant created_at{};
    Instant last_seen_at{};
    Instant expires_at{};
    std::string device;
};
BOOST_DESCRIBE_STRUCT(SessionRow, (), (id, created_at, last_seen_at, expires_at, device))

std::vector<SessionRoleRow> load_session(Session& session, const Bytes& token_hash, Date day);
SessionId insert_session(Transaction& tx, const Bytes& token_hash, PersonId person, Instant now, Instant expires_at, std::string_view device);
void update_last_seen(Transaction& tx, SessionId id, Instant now);
std::vector<SessionRow> list_sessions(Session& session, PersonId person, Instant last_seen_since, Instant now);
bool remove_session(Transaction& tx, SessionId id, PersonId person);
std::int64_t remove_sessions(Transaction& tx, PersonId person, std::optional<SessionId> except);

struct Challenge {
    std::int64_t id = 0;
    PersonId person_id;
    int attempts = 0;
};
BOOST_DESCRIBE_STRUCT(Challenge, (), (id, person_id, attempts))

void insert_challenge(Transaction& tx, const Bytes& token_hash, PersonId person, Instant expires_at);
std::optional<Challenge> lock_challenge(Transaction& tx, const Bytes& token_hash, Instant now);
void count_attempt(Transaction& tx, std::int64_t challenge);
void remove_challenge(Transaction& tx, std::int64_t challenge);
void remove_challenges(Transaction& tx, PersonId person);

void update_totp(Transaction& tx, PersonId person, const std::optional<Bytes>& secret, std::optional<Instant> confirmed_at);
bool use_totp_step(Transaction& tx, PersonId person, std::int64_t step);  // false: this step or a later one was used already
void replace_recovery_codes(Transaction& tx, PersonId person, const std::vector<Bytes>& hashes);
bool use_recovery_code(Transaction& tx, PersonId person, const Bytes& hash, Instant now);
std::int64_t count_recovery_codes(Session& session, PersonId person);  // unused ones

void insert_password_reset(Transaction& tx, const Bytes& token_hash, PersonId person, Instant now, Instant expires_at);
std::optional<PersonId> find_password_reset(Session& session, const Bytes& token_hash, Instant now);
bool use_password_reset(Transaction& tx, const Bytes& token_hash, Instant now);
void close_password_resets(Transaction& tx, PersonId person, Instant now);

std::int64_t remove_expired(Transaction& tx, Instant now, Instant last_seen_before, Instant imports_before);

}  // namespace kc::identity::store
