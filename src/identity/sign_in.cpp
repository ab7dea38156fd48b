// SPDX-License-Identifier: EUPL-1.2
#include "identity/sign_in.hpp"

#include "base/text.hpp"
#include "identity/token.hpp"
#include "storage/audit.hpp"
#include "storage/changes.hpp"

namespace kc::identity {

using storage::Session;
using storage::Transaction;

void SignIn::audit(Transaction& tx, std::optional<PersonId> actor, std::string_view action, PersonId subject) {
    storage::record_audit(tx, {clock_.now(), actor, std::string(action), "person", subject.value, "{}"});
    storage::record_change(tx, storage::ChangeTopic::person, subject.value);
}

Result<SignedIn, SignInError> SignIn::sign_in(std::string_view email, std::string_view password, std::string_view device) {
    const auto address = parse_email(email);
    const auto account = address ? database_.read([&](Session& s) { return store::find_account(s, *address); }) : std::nullopt;
    // Without an account the same work is done, so that the time of the answer says nothing either (ID-15).
    const bool right = hasher_.matches(account ? account->password_hash : std::nullopt, password);
    if (!right || account->state == PersonState::erased) return refuse(SignInError::wrong_credentials);
    if (account->state == PersonState::blocked) return refuse(SignInError::blocked);
    std::optional<std::string> stronger;
    if (hasher_.needs_rehash(*account->password_hash)) stronger = hasher_.hash(password);

    return database_.in_transaction([&](Transaction& tx) -> Result<SignedIn, SignInError> {
        // The password may have been changed, or the account blocked, while the hash was computed.
        const auto now = store::lock_account(tx, account->id);
        if (!now || now->state != PersonState::active || now->password_hash != account->password_hash) {
            return refuse(SignInError::wrong_credentials);
        }
        if (stronger) store::update_password_hash(tx, account->id, *stronger);
        SignedIn signed_in{.person = account->id};
        if (now->totp_confirmed_at) {
            signed_in.challenge_token = new_token();
            store::insert_challenge(tx, token_hash(signed_in.challenge_token), account->id, clock_.now() + challenge_valid);
        } else {
            signed_in.session_token = sessions_.start(tx, account->id, device);
            storage::record_audit(tx, {clock_.now(), account->id, "session.started", "person", account->id.value, "{}"});
        }
        return signed_in;
    });
}

Result<SignedIn, SecondFactorError> SignIn::confirm(std::string_view challenge_token, std::string_view code, std::string_view device) {
    if (!looks_like_token(challenge_token)) return refuse(SecondFactorError::expired);
    struct Outcome {
        std::optional<SecondFactorError> error;
        SignedIn signed_in;
    };
    // A plain value, not a Result: a wrong attempt is counted, so its transaction must commit.
    const Outcome outcome = database_.in_transaction([&](Transaction& tx) -> Outcome {
        const auto challenge = store::lock_challenge(tx, token_hash(challenge_token), clock_.now());
        if (!challenge) return {SecondFactorError::expired, {}};
        const auto account = store::lock_account(tx, challenge->person_id);
        if (!account || account->state != PersonState::active || !account->totp_confirmed_at) {
            store::remove_challenge(tx, challenge->id);
            return {SecondFactorError::expired, {}};
        }
        if (!second_factor_matches(tx, *account, code)) {
            if (challenge->attempts + 1 >= challenge_attempts_max) {
                store::remove_challenge(tx, challenge->id);
                return {SecondFactorError::too_many_attempts, {}};
            }
            store::count_attempt(tx, challenge->id);
            return {SecondFactorError::wrong_code, {}};
        }
        store::remove_challenge(tx, challenge->id);
        storage::record_audit(tx, {clock_.now(), account->id, "session.started", "person", account->id.value, R"({"second_factor":true})"});
        return {std::nullopt, {.person = account->id, .session_token = sessions_.start(tx, account->id, device)}};
    });
    if (outcome.error) return refuse(*outcome.error);
    return outcome.signed_in;
}

bool SignIn::second_factor_matches(Transaction& tx, const store::Account& account, std::string_view code) {
    const std::string typed = normalised_recovery_code(code);
    if (typed.size() == 6 && account.totp_secret) {
        const auto step = matching_totp_step(*account.totp_secret, typed, clock_.now());
        return step && store::use_totp_step(tx, account.id, *step);  // each step once (ID-22)
    }
    return typed.size() == 16 && store::use_recovery_code(tx, account.id, token_hash(typed), clock_.now());
}

void SignIn::sign_out(const Viewer& viewer, SessionId session) {
    database_.in_transaction([&](Transaction& tx) {
        if (store::remove_session(tx, session, viewer.person)) audit(tx, viewer.person, "session.signed_out", viewer.person);
    });
    sessions_.forget(viewer.person);
}

void SignIn::request_password_reset(std::string_view email) {
    const auto address = parse_email(email);
    if (!address) return;
    const Instant now = clock_.now();
    database_.in_transaction([&](Transaction& tx) {
        const auto account = store::find_account(tx, *address);
        // Who has not accepted the invitation yet gets in by it; a reset would go around it.
        if (!account || account->state != PersonState::active || !account->password_hash) return;
        const std::string token = new_token();
        store::insert_password_reset(tx, token_hash(token), account->id, now, now + password_reset_valid);
        const auto content =
            texts_.password_reset(account->language, display_name(account->first_name, account->last_name), token, now + password_reset_valid);
        outbox_.queue(tx, {account->id, account->email, content.subject, content.body});
        storage::record_audit(tx, {now, std::nullopt, "password.reset_requested", "person", account->id.value, "{}"});
    });
}

bool SignIn::is_reset_valid(std::string_view token) {
    if (!looks_like_token(token)) return false;
    return database_.read([&](Session& s) { return store::find_password_reset(s, token_hash(token), clock_.now()).has_value(); });
}

PasswordError password_error(PasswordProblem problem) {
    switch (problem) {
        case PasswordProblem::too_short: return PasswordError::too_short;
        case PasswordProblem::too_long: return PasswordError::too_long;
        case PasswordProblem::personal: return PasswordError::personal;
        case PasswordProblem::too_common: return PasswordError::too_common;
    }
    throw Impossible("a password problem without an error");
}

// What follows every new password: other ways in are closed, sessions end, the owner hears of it (ID-26).
void SignIn::set_new_password(Transaction& tx, const store::Account& account, const std::string& hash) {
    const Instant now = clock_.now();
    store::update_password(tx, account.id, hash, now);
    store::close_password_resets(tx, account.id, now);
    store::remove_challenges(tx, account.id);
    store::remove_sessions(tx, account.id, std::nullopt);
    if (account.password_hash && !account.email.empty()) {
        const auto content = texts_.password_changed(account.language, display_name(account.first_name, account.last_name));
        outbox_.queue(tx, {account.id, account.email, content.subject, content.body});
    }
}

namespace {

PasswordOwner owner_of(const store::Account& account) { return {account.email, account.first_name, account.last_name}; }

}  // namespace

Result<void, PasswordError> SignIn::reset_password(std::string_view token, std::string_view password) {
    if (!looks_like_token(token)) return refuse(PasswordError::link_invalid);
    const auto hash_of_token = token_hash(token);
    const auto account = database_.read([&](Session& s) -> std::optional<store::Account> {
        const auto person = store::find_password_reset(s, hash_of_token, clock_.now());
        return person ? store::find_account(s, *person) : std::nullopt;
    });
    if (!account) return refuse(PasswordError::link_invalid);
    if (const auto problem = find_password_problem(password, owner_of(*account))) return refuse(password_error(*problem));
    const std::string hash = hasher_.hash(password);
    const auto done = database_.in_transaction([&](Transaction& tx) -> Result<void, PasswordError> {
        if (!store::use_password_reset(tx, hash_of_token, clock_.now())) return refuse(PasswordError::link_invalid);
        set_new_password(tx, *account, hash);
        audit(tx, account->id, "password.reset", account->id);
        return {};
    });
    sessions_.forget(account->id);
    return done;
}

std::optional<store::Invitation> SignIn::find_invitation(std::string_view token) {
    if (!looks_like_token(token)) return std::nullopt;
    return database_.read([&](Session& s) { return store::find_open_invitation(s, token_hash(token), clock_.now(), clock_.today()); });
}

Result<SignedIn, PasswordError> SignIn::accept_invitation(std::string_view token, std::string_view password, std::string_view device) {
    const auto invitation = find_invitation(token);
    if (!invitation) return refuse(PasswordError::link_invalid);
    const PasswordOwner owner{invitation->email, invitation->first_name, invitation->last_name};
    if (const auto problem = find_password_problem(password, owner)) return refuse(password_error(*problem));
    const std::string hash = hasher_.hash(password);
    return database_.in_transaction([&](Transaction& tx) -> Result<SignedIn, PasswordError> {
        // Two acceptances at once: the row is changed by exactly one of them.
        if (!store::accept_invitation(tx, invitation->id, clock_.now())) return refuse(PasswordError::link_invalid);
        const auto account = store::lock_account(tx, invitation->person_id);
        if (!account || account->state != PersonState::active) return refuse(PasswordError::link_invalid);
        set_new_password(tx, *account, hash);
        store::withdraw_invitations(tx, account->id, clock_.now());
        audit(tx, account->id, "invitation.accepted", account->id);
        return SignedIn{.person = account->id, .session_token = sessions_.start(tx, account->id, device)};
    });
}

bool SignIn::password_matches(PersonId person, std::string_view password) {
    const auto account = database_.read([&](Session& s) { return store::find_account(s, person); });
    return hasher_.matches(account ? account->password_hash : std::nullopt, password);
}

Result<std::string, PasswordError> SignIn::change_password(const Viewer& viewer, std::string_view current, std::string_view password,
                                                           std::string_view device) {
    const auto account = database_.read([&](Session& s) { return store::find_account(s, viewer.person); });
    if (!account || !hasher_.matches(account->password_hash, current)) return refuse(PasswordError::wrong_password);
    if (const auto problem = find_password_problem(password, owner_of(*account))) return refuse(password_error(*problem));
    const std::string hash = hasher_.hash(password);
    auto token = database_.in_transaction([&](Transaction& tx) -> Result<std::string, PasswordError> {
        const auto now = store::lock_account(tx, viewer.person);
        if (!now || now->password_hash != account->password_hash) return refuse(PasswordError::wrong_password);
        set_new_password(tx, *now, hash);
        audit(tx, viewer.person, "password.changed", viewer.person);
        return sessions_.start(tx, viewer.person, device);
    });
    sessions_.forget(viewer.person);
    return token;
}

TwoFactorState SignIn::two_factor(const Viewer& viewer) {
    return database_.read([&](Session& s) -> TwoFactorState {
        const auto account = store::find_account(s, viewer.person);
        if (!account) return {};
        if (!account->totp_confirmed_at) return {.unconfirmed_secret = account->totp_secret};
        return {.on = true, .recovery_codes_left = store::count_recovery_codes(s, viewer.person)};
    });
}

Result<storage::Bytes, TwoFactorError> SignIn::begin_two_factor(const Viewer& viewer) {
    return database_.in_transaction([&](Transaction& tx) -> Result<storage::Bytes, TwoFactorError> {
        const auto account = store::lock_account(tx, viewer.person);
        if (!account || account->totp_confirmed_at) return refuse(TwoFactorError::already_on);
        const auto secret = new_totp_secret();
        store::update_totp(tx, viewer.person, secret, std::nullopt);
        return secret;
    });
}

Result<std::vector<std::string>, TwoFactorError> SignIn::confirm_two_factor(const Viewer& viewer, std::string_view code) {
    return database_.in_transaction([&](Transaction& tx) -> Result<std::vector<std::string>, TwoFactorError> {
        const auto account = store::lock_account(tx, viewer.person);
        if (!account || !account->totp_secret) return refuse(TwoFactorError::not_begun);
        if (account->totp_confirmed_at) return refuse(TwoFactorError::already_on);
        const auto step = matching_totp_step(*account->totp_secret, normalised_recovery_code(code), clock_.now());
        if (!step || !store::use_totp_step(tx, viewer.person, *step)) return refuse(TwoFactorError::wrong_code);
        store::update_totp(tx, viewer.person, account->totp_secret, clock_.now());
        auto codes = new_recovery_codes();
        std::vector<storage::Bytes> hashes;
        for (const auto& one : codes) hashes.push_back(token_hash(normalised_recovery_code(one)));
        store::replace_recovery_codes(tx, viewer.person, hashes);
        audit(tx, viewer.person, "two_factor.switched_on", viewer.person);
        return codes;
    });
}

Result<void, TwoFactorError> SignIn::switch_off_two_factor(const Viewer& viewer, std::string_view password) {
    if (!password_matches(viewer.person, password)) return refuse(TwoFactorError::wrong_password);
    return database_.in_transaction([&](Transaction& tx) -> Result<void, TwoFactorError> {
        const auto account = store::lock_account(tx, viewer.person);
        if (!account || !account->totp_confirmed_at) return refuse(TwoFactorError::not_on);
        store::update_totp(tx, viewer.person, std::nullopt, std::nullopt);
        store::replace_recovery_codes(tx, viewer.person, {});
        audit(tx, viewer.person, "two_factor.switched_off", viewer.person);
        return {};
    });
}

std::optional<Person> SignIn::find_profile(const Viewer& viewer) {
    return database_.read([&](Session& s) { return store::find_person(s, viewer.person); });
}

Result<void, ProfileError> SignIn::change_profile(const Viewer& viewer, std::string_view first_name, std::string_view last_name, Language language) {
    if (!is_person_name(first_name) || !is_person_name(last_name)) return refuse(ProfileError::name_invalid);
    database_.in_transaction([&](Transaction& tx) {
        store::update_name(tx, viewer.person, first_name, last_name, language);
        audit(tx, viewer.person, "person.own_details_changed", viewer.person);
    });
    sessions_.forget(viewer.person);
    return {};
}

std::int64_t SignIn::remove_expired() {
    const Instant now = clock_.now();
    return database_.in_transaction(
        [&](Transaction& tx) { return store::remove_expired(tx, now, now - session_idle_max, now - std::chrono::hours(24)); });
}

}  // namespace kc::identity
