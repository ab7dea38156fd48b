// SPDX-License-Identifier: EUPL-1.2
// Signing in and the account itself: password, second factor, password reset, invitation, own name and language.
// Rules ID-10 to ID-29. Passwords are hashed outside transactions: a hash takes longer than a hundred writes.
#pragma once

#include "identity/mails.hpp"
#include "identity/password.hpp"
#include "identity/people_store.hpp"
#include "identity/sessions.hpp"
#include "identity/totp.hpp"
#include "mail/mail.hpp"

namespace kc::identity {

inline constexpr std::chrono::minutes challenge_valid{10};
inline constexpr std::chrono::hours password_reset_valid{2};
inline constexpr std::chrono::hours invitation_valid{14 * 24};
inline constexpr int challenge_attempts_max = 5;

enum class SignInError { wrong_credentials, blocked };
enum class SecondFactorError { wrong_code, too_many_attempts, expired };
enum class PasswordError { link_invalid, wrong_password, too_short, too_long, personal, too_common };
enum class TwoFactorError { already_on, not_begun, wrong_code, not_on, wrong_password };
enum class ProfileError { name_invalid };

PasswordError password_error(PasswordProblem problem);

struct SignedIn {
    PersonId person;
    std::string session_token;    // set when the sign-in is complete …
    std::string challenge_token;  // … otherwise this one, and the code is asked for
};

struct TwoFactorState {
    bool on = false;
    std::int64_t recovery_codes_left = 0;
    std::optional<storage::Bytes> unconfirmed_secret;
};

class SignIn {
public:
    SignIn(storage::Database& database, const Clock& clock, mail::Outbox& outbox, const MailTexts& texts, const PasswordHasher& hasher,
           Sessions& sessions)
        : database_(database), clock_(clock), outbox_(outbox), texts_(texts), hasher_(hasher), sessions_(sessions) {}

    Result<SignedIn, SignInError> sign_in(std::string_view email, std::string_view password, std::string_view device);
    Result<SignedIn, SecondFactorError> confirm(std::string_view challenge_token, std::string_view code, std::string_view device);
    void sign_out(const Viewer& viewer, SessionId session);

    // The same silence whether the address is known or not (ID-25).
    void request_password_reset(std::string_view email);
    bool is_reset_valid(std::string_view token);
    Result<void, PasswordError> reset_password(std::string_view token, std::string_view password);

    std::optional<store::Invitation> find_invitation(std::string_view token);
    Result<SignedIn, PasswordError> accept_invitation(std::string_view token, std::string_view password, std::string_view device);

    // Ends all other sessions and gives the present one a new token.
    Result<std::string, PasswordError> change_password(const Viewer& viewer, std::string_view current, std::string_view password,
                                                       std::string_view device);
    bool password_matches(PersonId person, std::string_view password);  // slow, see above

    TwoFactorState two_factor(const Viewer& viewer);
    Result<storage::Bytes, TwoFactorError> begin_two_factor(const Viewer& viewer);
    Result<std::vector<std::string>, TwoFactorError> confirm_two_factor(const Viewer& viewer, std::string_view code);
    Result<void, TwoFactorError> switch_off_two_factor(const Viewer& viewer, std::string_view password);

    std::optional<Person> find_profile(const Viewer& viewer);
    Result<void, ProfileError> change_profile(const Viewer& viewer, std::string_view first_name, std::string_view last_name, Language language);

    // Expired sessions, links and imports; for a job that runs every hour.
    std::int64_t remove_expired();

private:
    void audit(storage::Transaction& tx, std::optional<PersonId> actor, std::string_view action, PersonId subject);
    bool second_factor_matches(storage::Transaction& tx, const store::Account& account, std::string_view code);
    void set_new_password(storage::Transaction& tx, const store::Account& account, const std::string& hash);

    storage::Database& database_;
    const Clock& clock_;
    mail::Outbox& outbox_;
    const MailTexts& texts_;
    const PasswordHasher& hasher_;
    Sessions& sessions_;
};

}  // namespace kc::identity
