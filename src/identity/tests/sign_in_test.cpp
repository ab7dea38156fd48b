// SPDX-License-Identifier: EUPL-1.2
#include "identity/tests/hall.hpp"

using namespace kc;
using namespace kc::identity;

TEST_CASE("ID-15: unknown address and wrong password get the same answer, and a right one a session") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        auto& sign_in = hall.identity.sign_in;
        CHECK(sign_in.sign_in("nobody@weinheim.example", good_password, "").error() == SignInError::wrong_credentials);
        CHECK(sign_in.sign_in("no address", good_password, "").error() == SignInError::wrong_credentials);
        CHECK(sign_in.sign_in("ada@weinheim.example", "falsch geraten", "").error() == SignInError::wrong_credentials);
        const auto signed_in = sign_in.sign_in(" ADA@Weinheim.example ", good_password, "Firefox, Linux");
        REQUIRE(signed_in);
        const auto session = hall.identity.sessions.load(signed_in->session_token);
        REQUIRE(session);
        CHECK(session->viewer.person == hall.clerk.person);
        CHECK(session->viewer.display_name == "Ada Clerk");
        CHECK(session->viewer.roles == hall.clerk.roles);
        CHECK(hall.audits("session.started") == 1);
    }
}

TEST_CASE("the token of a session is stored nowhere") {
    auto database = test::sqlite_database();
    Hall hall(**database);
    const std::string token = hall.signed_in(hall.clerk);
    const auto hash = hall.database.read([&](Session& s) { return s.get<storage::Bytes>("SELECT token_hash FROM sessions"); });
    CHECK(hash.size() == 32);
    CHECK(hash == token_hash(token));
    CHECK_FALSE(hall.identity.sessions.load(new_token()));
    CHECK_FALSE(hall.identity.sessions.load("not a token' OR 1=1"));
}

TEST_CASE("ID-20: a session ends after 12 hours without use and after 14 days at the latest") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        const std::string idle = hall.signed_in(hall.clerk);
        hall.clock.advance(std::chrono::hours{11});
        CHECK(hall.identity.sessions.load(idle));
        hall.clock.advance(std::chrono::hours{11});
        CHECK(hall.identity.sessions.load(idle));  // the use in between counted
        hall.clock.advance(std::chrono::hours{12});
        CHECK_FALSE(hall.identity.sessions.load(idle));
        const std::string busy = hall.signed_in(hall.clerk);
        for (int hours = 0; hours < 14 * 24 - 6; hours += 6) {
            CHECK(hall.identity.sessions.load(busy));
            hall.clock.advance(std::chrono::hours{6});
        }
        hall.clock.advance(std::chrono::hours{6});
        CHECK_FALSE(hall.identity.sessions.load(busy));
        CHECK(hall.identity.sign_in.remove_expired() >= 2);
        CHECK(hall.count("SELECT count(*) FROM sessions") == 0);
    }
}

TEST_CASE("a session in use writes its time at most every five minutes") {
    auto database = test::sqlite_database();
    Hall hall(**database);
    const std::string token = hall.signed_in(hall.clerk);
    const auto last_seen = [&] { return hall.count("SELECT last_seen_at FROM sessions"); };
    const auto begin = last_seen();
    hall.clock.advance(std::chrono::seconds{299});
    CHECK(hall.identity.sessions.load(token));
    CHECK(last_seen() == begin);
    hall.clock.advance(std::chrono::seconds{1});
    CHECK(hall.identity.sessions.load(token));
    CHECK(last_seen() == begin + 300);
}

TEST_CASE("ID-33: blocking somebody ends their sessions at once and refuses the next sign-in") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        const std::string token = hall.signed_in(hall.clerk);
        CHECK(hall.identity.sessions.load(token));
        REQUIRE(hall.identity.people.block(hall.hr, hall.clerk.person));
        CHECK_FALSE(hall.identity.sessions.load(token));
        CHECK(hall.identity.sign_in.sign_in("ada@weinheim.example", good_password, "").error() == SignInError::blocked);
        CHECK(hall.identity.sign_in.sign_in("ada@weinheim.example", "falsch geraten", "").error() == SignInError::wrong_credentials);
        REQUIRE(hall.identity.people.unblock(hall.hr, hall.clerk.person));
        CHECK(hall.identity.sign_in.sign_in("ada@weinheim.example", good_password, ""));
    }
}

TEST_CASE("ID-21: own sessions can be ended, those of others cannot") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        const std::string first = hall.signed_in(hall.clerk), second = hall.signed_in(hall.clerk), foreign = hall.signed_in(hall.outsider);
        const auto foreign_id = hall.identity.sessions.load(foreign)->id;
        CHECK(hall.identity.sessions.end(hall.clerk, foreign_id).error() == SessionError::not_found);
        CHECK(hall.identity.sessions.load(foreign));
        CHECK(hall.identity.sessions.list(hall.clerk).size() == 2);
        CHECK(hall.identity.sessions.end_others(hall.clerk, hall.identity.sessions.load(first)->id) == 1);
        CHECK(hall.identity.sessions.load(first));
        CHECK_FALSE(hall.identity.sessions.load(second));
    }
}

TEST_CASE("ID-10 to ID-13: unsuitable passwords are refused") {
    const PasswordOwner owner{"ada.clerk@weinheim.example", "Ada", "Clerkenwell"};
    CHECK(find_password_problem("elf Zeichen", owner) == PasswordProblem::too_short);
    CHECK_FALSE(find_password_problem("zwölf Zeiche", owner));
    CHECK(find_password_problem(std::string(129, 'x') + "abcd", owner) == PasswordProblem::too_long);
    CHECK(find_password_problem("Ada.Clerk@weinheim.example", owner) == PasswordProblem::personal);
    CHECK(find_password_problem("AdaClerkenwell", owner) == PasswordProblem::personal);
    CHECK(find_password_problem("adaclerkenwell2026!", owner) == PasswordProblem::personal);
    CHECK(find_password_problem("Passwort2026!", owner) == PasswordProblem::too_common);
    CHECK(find_password_problem("qwertzuiopasdf", owner) == PasswordProblem::too_common);
    CHECK(find_password_problem("121212121212", owner) == PasswordProblem::too_common);
    CHECK_FALSE(find_password_problem(good_password, owner));
}

TEST_CASE("ID-26: changing the password ends all sessions, gives a new one and tells the owner by mail") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        const std::string old = hall.signed_in(hall.clerk), other = hall.signed_in(hall.clerk);
        CHECK(hall.identity.sign_in.change_password(hall.clerk, "nicht das alte", "Wolken ziehen weiter", "").error() ==
              PasswordError::wrong_password);
        CHECK(hall.identity.sign_in.change_password(hall.clerk, good_password, "kurz", "").error() == PasswordError::too_short);
        CHECK(hall.identity.sessions.load(other));
        const auto token = hall.identity.sign_in.change_password(hall.clerk, good_password, "Wolken ziehen weiter", "");
        REQUIRE(token);
        CHECK(hall.identity.sessions.load(*token));
        CHECK_FALSE(hall.identity.sessions.load(old));
        CHECK_FALSE(hall.identity.sessions.load(other));
        CHECK(hall.count("SELECT count(*) FROM mail_outbox") == 1);
        CHECK_FALSE(hall.identity.sign_in.sign_in("ada@weinheim.example", good_password, ""));
    }
}

TEST_CASE("ID-25: a password reset works once, for two hours, and says nothing about unknown addresses") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        auto& sign_in = hall.identity.sign_in;
        sign_in.request_password_reset("nobody@weinheim.example");
        CHECK(hall.count("SELECT count(*) FROM mail_outbox") == 0);
        const std::string session = hall.signed_in(hall.clerk);
        sign_in.request_password_reset("ada@weinheim.example");
        const std::string token = hall.mailed_token("ada@weinheim.example", "/passwort-neu/");
        CHECK(sign_in.is_reset_valid(token));
        CHECK_FALSE(sign_in.is_reset_valid(new_token()));
        CHECK(sign_in.reset_password(token, "zu kurz").error() == PasswordError::too_short);
        REQUIRE(sign_in.reset_password(token, "Wolken ziehen weiter"));
        CHECK_FALSE(hall.identity.sessions.load(session));
        CHECK(sign_in.reset_password(token, "Noch eine Wolke mehr").error() == PasswordError::link_invalid);
        CHECK(sign_in.sign_in("ada@weinheim.example", "Wolken ziehen weiter", ""));
        sign_in.request_password_reset("ada@weinheim.example");
        const std::string late = hall.mailed_token("ada@weinheim.example", "/passwort-neu/");
        hall.clock.advance(std::chrono::hours{2});
        CHECK(sign_in.reset_password(late, "Noch eine Wolke mehr").error() == PasswordError::link_invalid);
    }
}

TEST_CASE("codes follow RFC 6238") {
    storage::Bytes secret;
    for (const char c : std::string_view("12345678901234567890")) secret.push_back(static_cast<std::byte>(c));
    CHECK(totp_code(secret, 59 / 30) == "287082");
    CHECK(totp_code(secret, 1111111109 / 30) == "081804");
    CHECK(totp_code(secret, 20000000000 / 30) == "353130");
    CHECK(base32(secret) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    CHECK(matching_totp_step(secret, "287082", Instant{std::chrono::seconds{89}}) == 1);
    CHECK_FALSE(matching_totp_step(secret, "287082", Instant{std::chrono::seconds{120}}));
    CHECK_FALSE(matching_totp_step(secret, "28708", Instant{std::chrono::seconds{59}}));
}

namespace {

std::pair<storage::Bytes, std::vector<std::string>> switch_on(Hall& hall, const Viewer& viewer) {
    auto secret = *hall.identity.sign_in.begin_two_factor(viewer);
    const auto step = hall.clock.now().time_since_epoch().count() / totp_step_seconds;
    auto codes = hall.identity.sign_in.confirm_two_factor(viewer, totp_code(secret, step));
    REQUIRE(codes);
    hall.clock.advance(std::chrono::seconds{90});
    return {secret, *codes};
}

}  // namespace

TEST_CASE("ID-22: with a second factor the password alone opens nothing, and a code works once") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        auto& sign_in = hall.identity.sign_in;
        const auto [secret, codes] = switch_on(hall, hall.clerk);
        const auto code = [&, &secret = secret] { return totp_code(secret, hall.clock.now().time_since_epoch().count() / totp_step_seconds); };
        const auto first = sign_in.sign_in("ada@weinheim.example", good_password, "");
        REQUIRE(first);
        CHECK(first->session_token.empty());
        CHECK(sign_in.confirm(first->challenge_token, "000000", "").error() == SecondFactorError::wrong_code);
        CHECK(sign_in.confirm(first->challenge_token, code(), ""));
        CHECK(sign_in.confirm(first->challenge_token, code(), "").error() == SecondFactorError::expired);
        const auto second = sign_in.sign_in("ada@weinheim.example", good_password, "");
        CHECK(sign_in.confirm(second->challenge_token, code(), "").error() == SecondFactorError::wrong_code);  // the same code again
        hall.clock.advance(std::chrono::seconds{30});
        CHECK(sign_in.confirm(second->challenge_token, code(), ""));
    }
}

TEST_CASE("ID-23: five wrong codes use up a sign-in, ten minutes as well") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        auto& sign_in = hall.identity.sign_in;
        switch_on(hall, hall.clerk);
        const auto first = sign_in.sign_in("ada@weinheim.example", good_password, "");
        for (int i = 1; i < challenge_attempts_max; ++i)
            CHECK(sign_in.confirm(first->challenge_token, "12345", "").error() == SecondFactorError::wrong_code);
        CHECK(sign_in.confirm(first->challenge_token, "12345", "").error() == SecondFactorError::too_many_attempts);
        CHECK(sign_in.confirm(first->challenge_token, "12345", "").error() == SecondFactorError::expired);
        const auto second = sign_in.sign_in("ada@weinheim.example", good_password, "");
        hall.clock.advance(challenge_valid);
        CHECK(sign_in.confirm(second->challenge_token, "12345", "").error() == SecondFactorError::expired);
        CHECK(sign_in.confirm("nonsense", "12345", "").error() == SecondFactorError::expired);
    }
}

TEST_CASE("ID-24: each recovery code works once, however it is typed") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        auto& sign_in = hall.identity.sign_in;
        const auto [secret, codes] = switch_on(hall, hall.clerk);
        REQUIRE(codes.size() == 10);
        std::string typed = codes[3];
        for (char& c : typed) c = c == '-' ? ' ' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        const auto first = sign_in.sign_in("ada@weinheim.example", good_password, "");
        CHECK(sign_in.confirm(first->challenge_token, typed, ""));
        const auto second = sign_in.sign_in("ada@weinheim.example", good_password, "");
        CHECK(sign_in.confirm(second->challenge_token, codes[3], "").error() == SecondFactorError::wrong_code);
        CHECK(sign_in.two_factor(hall.clerk).recovery_codes_left == 9);
    }
}

TEST_CASE("the second factor is switched on only with a right code and off only with the password") {
    auto database = test::sqlite_database();
    Hall hall(**database);
    auto& sign_in = hall.identity.sign_in;
    CHECK(sign_in.confirm_two_factor(hall.clerk, "123456").error() == TwoFactorError::not_begun);
    CHECK(sign_in.switch_off_two_factor(hall.clerk, good_password).error() == TwoFactorError::not_on);
    REQUIRE(sign_in.begin_two_factor(hall.clerk));
    CHECK(sign_in.confirm_two_factor(hall.clerk, "12345").error() == TwoFactorError::wrong_code);
    switch_on(hall, hall.clerk);
    CHECK(sign_in.begin_two_factor(hall.clerk).error() == TwoFactorError::already_on);
    CHECK(sign_in.confirm_two_factor(hall.clerk, "123456").error() == TwoFactorError::already_on);
    CHECK(sign_in.switch_off_two_factor(hall.clerk, "falsch").error() == TwoFactorError::wrong_password);
    REQUIRE(sign_in.switch_off_two_factor(hall.clerk, good_password));
    CHECK_FALSE(sign_in.sign_in("ada@weinheim.example", good_password, "")->session_token.empty());
}

TEST_CASE("ID-35: of two acceptances of one invitation at the same moment exactly one succeeds") {
    for (auto& database : test::databases()) {
        Hall hall(*database);
        REQUIRE(hall.identity.people.invite(
            hall.hr, {.organisation = hall.town, .email = "neu@weinheim.example", .first_name = "Nora", .last_name = "Neu"}, {Role::learner}));
        const std::string token = hall.mailed_token("neu@weinheim.example", "/einladung/");
        std::atomic<int> accepted{0}, refused{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&, i] {
                const auto done = hall.identity.sign_in.accept_invitation(token, fmt::format("Passender Satz {}", i), "");
                if (done)
                    ++accepted;
                else if (done.error() == PasswordError::link_invalid)
                    ++refused;
            });
        }
        for (auto& thread : threads) thread.join();
        CHECK(accepted == 1);
        CHECK(refused == 3);
        CHECK(hall.count("SELECT count(*) FROM sessions") == 1);
    }
}
