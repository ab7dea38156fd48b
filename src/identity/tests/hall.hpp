// SPDX-License-Identifier: EUPL-1.2
// Hall: two towns, a county and the cooperative with one account per role, for the tests of this room. The clock stands on 2 March 2026.
#pragma once

#include "http/request_builder.hpp"
#include "identity/identity.hpp"
#include "identity/pages.hpp"
#include "identity/personal_data.hpp"
#include "identity/services.hpp"
#include "identity/session_filter.hpp"
#include "identity/token.hpp"
#include "tests/support/test_database.hpp"

#include <doctest/doctest.h>

namespace kc::identity {

using storage::Session;
using storage::Transaction;

inline const web::Site& test_site() {
    static const web::Site site({.rooms = std::filesystem::path(KC_SOURCE_DIR) / "src", .secret = "for tests only"});
    return site;
}

inline constexpr std::string_view good_password = "Regen fällt leise";

struct Hall {
    explicit Hall(storage::Database& db)
        : database(db), outbox(clock), identity(db, clock, outbox, test_site().messages(), {PasswordCost::lowest(), "http://campus.test"}) {
        county = organisation("Rhein-Neckar-Kreis", OrganisationKind::county);
        town = organisation("Weinheim", OrganisationKind::municipality);
        other_town = organisation("Mauer", OrganisationKind::municipality);
        cooperative = organisation("Genossenschaft", OrganisationKind::cooperative);
        hr = account("hr@weinheim.example", "Hanna", "Ross", town, {Role::hr_decision_maker});
        supervisor = account("chef@weinheim.example", "Sven", "Vogel", town, {Role::supervisor});
        clerk = account("ada@weinheim.example", "Ada", "Clerk", town, {Role::learner});
        foreign_hr = account("hr@mauer.example", "Fritz", "Mauer", other_town, {Role::hr_decision_maker});
        outsider = account("otto@mauer.example", "Otto", "Fremd", other_town, {Role::learner});
        office = account("office@genossenschaft.example", "Olga", "Amt", cooperative, {Role::office});
        operator_ = account("betrieb@genossenschaft.example", "Oskar", "Betrieb", cooperative, {Role::system_operator});
    }

    OrganisationId organisation(const std::string& name, OrganisationKind kind) {
        return database.in_transaction([&](Transaction& tx) {
            return store::insert_organisation(tx, {.name = name, .kind = kind, .valid_from = add_days(clock.today(), -400)}, clock.now());
        });
    }

    // Signed up with good_password.
    Viewer account(const std::string& email, const std::string& first, const std::string& last, OrganisationId in, const std::vector<Role>& roles) {
        Viewer viewer{.organisation = in, .display_name = first + " " + last};
        const std::string hash = identity.hasher.hash(good_password);
        viewer.person = database.in_transaction([&](Transaction& tx) {
            const auto id = store::insert_person(tx, {.organisation = in, .email = email, .first_name = first, .last_name = last}, clock.now());
            store::update_password(tx, *id, hash, clock.now());
            for (const Role role : roles) store::insert_role(tx, *id, role, in, add_days(clock.today(), -10), std::nullopt, std::nullopt);
            return *id;
        });
        for (const Role role : roles) viewer.roles.push_back({role, in});
        return viewer;
    }

    std::string email_of(const Viewer& viewer) {
        return database.read([&](Session& s) { return store::find_person(s, viewer.person)->email; });
    }
    std::string signed_in(const Viewer& viewer) {  // the token of a new session
        return identity.sign_in.sign_in(email_of(viewer), good_password, "test")->session_token;
    }

    // The link in the newest mail to an address.
    std::string mailed_token(const std::string& email, const std::string& path) {
        const auto body = database.read(
            [&](Session& s) { return s.query<std::string>("SELECT body FROM mail_outbox WHERE recipient = ? ORDER BY id DESC LIMIT 1", email); });
        REQUIRE(body.size() == 1);
        const auto at = body.front().find(path);
        REQUIRE(at != std::string::npos);
        return body.front().substr(at + path.size(), 43);
    }
    std::int64_t count(const std::string& sql) {
        return database.read([&](Session& s) { return s.get<std::int64_t>(sql); });
    }
    std::int64_t audits(const std::string& action) {
        return database.read([&](Session& s) { return s.get<std::int64_t>("SELECT count(*) FROM audit_log WHERE action = ?", action); });
    }

    storage::Database& database;
    FixedClock clock{from_berlin(std::chrono::local_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{9})};
    mail::Outbox outbox;
    Identity identity;
    OrganisationId county, town, other_town, cooperative;
    Viewer hr, supervisor, clerk, foreign_hr, outsider, office, operator_;
};

// All routes behind the session filter, as in the server.
struct Pages {
    explicit Pages(Hall& the_hall) : hall(the_hall) {
        limiter.define(rate_per_account, {.burst = 5, .per_minute = 1});
        register_session_filter(router, hall.identity.sessions, test_site());
        register_pages(router, test_site(), hall.identity, hall.clock, limiter);
        router.on_error([](const http::Request& request, int status) { return test_site().error_page(request, status); });
    }

    http::Response get(const std::string& target, const std::string& token = {}) {
        http::RequestBuilder builder(http::Method::get, target);
        if (!token.empty()) builder.cookie(session_cookie, token);
        auto request = builder.build();
        return router.handle(request);
    }

    // With the CSRF token of the session, or of a visitor.
    http::Response post(const std::string& target, const std::vector<std::pair<std::string, std::string>>& fields, const std::string& token = {},
                        const std::vector<std::pair<std::string, std::string>>& cookies = {}) {
        http::RequestBuilder builder(http::Method::post, target);
        if (!token.empty())
            builder.cookie(session_cookie, token);
        else
            builder.cookie(visitor_cookie, visitor);
        for (const auto& [name, value] : cookies) builder.cookie(name, value);
        for (const auto& [name, value] : fields) builder.form(name, value);
        builder.form(web::csrf_field, csrf(token));
        auto request = builder.build();
        return router.handle(request);
    }

    std::string csrf(const std::string& token) {
        http::RequestBuilder builder(http::Method::get, token.empty() ? "/anmelden" : "/api/v1/me");
        if (!token.empty())
            builder.cookie(session_cookie, token);
        else
            builder.cookie(visitor_cookie, visitor);
        auto request = builder.build();
        router.handle(request);
        return request.context.csrf_token;
    }

    static std::string cookie(const http::Response& response, std::string_view name) {
        for (const auto& cookie : response.cookies) {
            if (cookie.name == name) return cookie.value;
        }
        return {};
    }
    static bool shows(const http::Response& response, std::string_view text) { return response.text().find(text) != std::string_view::npos; }
    static std::string location(const http::Response& response) { return std::string(response.headers.get("Location").value_or("")); }

    Hall& hall;
    http::Router router;
    http::RateLimiter limiter;
    const std::string visitor = new_token();
};

}  // namespace kc::identity
