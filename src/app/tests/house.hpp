// SPDX-License-Identifier: EUPL-1.2
// House: the whole server without its sockets: every route over a small sample region, one account per role.
// Requests take the way they take in the server, from the raw target and the raw body on.
#pragma once

#include "app/navigation.hpp"
#include "app/rooms.hpp"
#include "app/routes.hpp"
#include "app/tests/page_check.hpp"
#include "http/answer_request.hpp"
#include "http/request_builder.hpp"
#include "http/url_coding.hpp"
#include "identity/session_filter.hpp"
#include "identity/token.hpp"
#include "tests/support/town.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <thread>

namespace kc::test {

struct Answer {
    int status = 0;
    std::string body, type, location;
    bool is_html() const { return type.starts_with("text/html"); }
    bool shows(std::string_view text) const { return body.find(text) != std::string::npos; }
    // A visitor who is sent to the sign-in page got nothing.
    bool sent_away() const { return status == 303 && location.starts_with("/anmelden"); }
    bool refused() const { return status >= 400 || sent_away(); }
};

// Somebody who asks: a visitor, or a person with a session.
struct Guest {
    std::string name;
    std::optional<Viewer> viewer;
    std::string session, csrf;
};

struct Sent {
    http::Method method = http::Method::get;
    std::string target;
    std::optional<std::string> body = {};  // as it stands on the wire
    std::string type = "application/x-www-form-urlencoded";
    bool with_token = true;
};

using FormFields = std::vector<std::pair<std::string, std::string>>;

inline std::string encoded(const FormFields& fields) {
    std::string body;
    for (const auto& [name, value] : fields) {
        if (!body.empty()) body += '&';
        body += http::encode_component(name) + '=' + http::encode_component(value);
    }
    return body;
}

class StringWriter final : public http::BodyWriter {
public:
    void write(std::string_view bytes) override { text += bytes; }
    std::string text;
};

inline const web::Site& house_site() {
    static const web::Site site({.rooms = std::filesystem::path(KC_SOURCE_DIR) / "src",
                                 .secret = "for tests only",
                                 .navigation = app::navigation(),
                                 .operator_info = {.name = "Genossenschaft", .email = "post@genossenschaft.example"}});
    return site;
}

inline const app::Resources& house_resources() {
    static const auto resources = app::load_resources({KC_SOURCE_DIR});
    return resources;
}

class House {
public:
    explicit House(std::unique_ptr<TestDatabase> storage = sqlite_database())
        : town(std::move(storage)),
          rooms(town.database(), town.clock, house_site(), identity_options(), house_resources(),
                app::Secrets{"for tests only", "for tests only", "for tests only"}),
          visitor{"visitor", std::nullopt, "", ""} {
        app::add_routes(router, {.site = house_site(),
                                 .rooms = rooms,
                                 .database = town.database(),
                                 .clock = town.clock,
                                 .limiter = limiter,
                                 .metrics = metrics,
                                 .public_files = std::filesystem::path(KC_SOURCE_DIR) / "public",
                                 .stopping = [] { return false; }});
        const std::pair<const char*, const Viewer*> cast[] = {{"newcomer", &town.newcomer},       {"clerk", &town.clerk},
                                                              {"outsider", &town.outsider},       {"supervisor", &town.supervisor},
                                                              {"hr", &town.hr_decision_maker},    {"provider_editor", &town.provider_editor},
                                                              {"instructor", &town.instructor},   {"board", &town.board_member},
                                                              {"office", &town.office},           {"venue_host", &town.venue_host},
                                                              {"operator", &town.system_operator}};
        visitor_secret_ = identity::new_token();
        visitor.csrf = csrf_of(visitor);
        guests.push_back(visitor);
        for (const auto& [name, viewer] : cast) guests.push_back(signed_in(name, *viewer));
        watcher_ = database().connect();
        keep_cast();
    }

    storage::Database& database() const { return town.database(); }

    Guest signed_in(const std::string& name, const Viewer& viewer) {
        Guest guest{name, viewer, {}, {}};
        guest.session = database().in_transaction([&](storage::Transaction& tx) { return rooms.identity.sessions.start(tx, viewer.person, "test"); });
        guest.csrf = csrf_of(guest);
        return guest;
    }
    Guest& guest(std::string_view name) {
        for (auto& one : guests) {
            if (one.name == name) return one;
        }
        throw std::out_of_range("no guest of this name");
    }

    Answer send(const Guest& guest, const Sent& sent) {
        std::optional<http::RequestBuilder> builder;
        try {
            builder.emplace(sent.method, sent.target);
        } catch (const std::invalid_argument&) {
            return {400, "", "", ""};  // the server refuses such a target before any route sees it
        }
        if (!guest.session.empty())
            builder->cookie(identity::session_cookie, guest.session);
        else
            builder->cookie(identity::visitor_cookie, visitor_secret_);
        if (sent.with_token && sent.method != http::Method::get) builder->header("X-CSRF-Token", guest.csrf);
        if (sent.body) builder->body(*sent.body, sent.type);
        auto request = builder->build();
        return read(http::answer_request(router, request));
    }
    Answer get(const Guest& guest, const std::string& target) { return send(guest, {.target = target}); }
    Answer post(const Guest& guest, const std::string& target, const FormFields& fields = {}) {
        return send(guest, {.method = http::Method::post, .target = target, .body = encoded(fields)});
    }

    // An accepted plan and, after one wish, a proposal beside it.
    void plan_for_clerk() {
        auto& clerk = guest("clerk");
        const auto proposed = [&] { return ask("SELECT id FROM curricula WHERE person_id = ? AND state = 'proposed'", clerk.viewer->person); };
        REQUIRE(post(clerk, "/lehrplan/berechnung").status == 303);
        const auto first = proposed();
        REQUIRE(post(clerk, fmt::format("/lehrplan/versionen/{}/annahme", first)).status == 303);
        const auto unit = ask("SELECT MIN(unit_id) FROM curriculum_items WHERE curriculum_id = ?", first);
        REQUIRE(post(clerk, fmt::format("/lehrplan/einheiten/{}/ausschluss", unit)).status == 303);
        proposed();
    }

    // What lies on the desks: a watched offer and a kept search of the clerk; at the editor's an offer never published, with a date, and a
    // change of a published one that waits for the office.
    void fill_desks() {
        const Viewer clerk = *guest("clerk").viewer, editor = *guest("provider_editor").viewer;
        REQUIRE(rooms.finding.watch_list.add(clerk, town.unit("gespraech-grundlagen")).has_value());
        REQUIRE(rooms.finding.saved_searches.save(clerk, "Datenschutz", "q=datenschutz", discovery::Digest::weekly).has_value());
        auto& offers = rooms.portal.offers;
        const auto provider = ask<ProviderId>("SELECT id FROM providers WHERE organisation_id = ?", editor.organisation);
        const auto fresh = offers.create(editor, {.provider = provider, .kind = catalogue::OfferKind::learning_unit, .title = "Neu und noch leer"});
        REQUIRE(fresh.has_value());
        const Date day = add_days(town.clock.today(), 60);
        authoring::DateInput date{.mode = catalogue::Format::online, .first_day = day, .last_day = day, .start_minute = 540, .end_minute = 720};
        date.seats = 12;
        REQUIRE(rooms.portal.dates.add(editor, *fresh, date).has_value());
        const auto known = ask<LearningUnitId>("SELECT MIN(id) FROM learning_units WHERE provider_id = ? AND state = 'published'", provider);
        const auto offer = offers.find(editor, known);
        REQUIRE(offer.has_value());
        auto content = offer->content();
        content.audience += ", auch neue";
        REQUIRE(offers.save(editor, known, {.content = content, .section = {}, .revision = offer->revision(), .fingerprint = {}}).has_value());
        REQUIRE(offers.submit(editor, known).has_value());
    }

    // Eight at once. The token is sent with each.
    std::vector<Answer> at_once(const Guest& guest, const Sent& sent, int times = 8) {
        std::vector<Answer> answers(static_cast<std::size_t>(times));
        std::vector<std::thread> threads;
        for (auto& answer : answers) threads.emplace_back([&] { answer = send(guest, sent); });
        for (auto& thread : threads) thread.join();
        return answers;
    }

    // One number for everything that is stored, apart from sessions. Cheap while nothing was written.
    std::size_t content() {
        if (database().engine() == storage::Engine::sqlite && content_known_ && !watcher_->others_committed()) return content_;
        content_ = database().read([](storage::Session& session) { return content_of(session); });
        content_known_ = true;
        return content_;
    }

    // Gives the cast back what a walk over all forms may have taken from them: roles, passwords, the right to sign in.
    void restore_cast() {
        database().in_transaction([&](storage::Transaction& tx) {
            tx.execute("DELETE FROM role_assignments");
            tx.execute(
                "INSERT INTO role_assignments (id, person_id, role, organisation_id, valid_from, valid_until, granted_by) "
                "SELECT id, person_id, role, organisation_id, valid_from, valid_until, granted_by FROM kept_roles");
            tx.execute(
                "UPDATE people SET state = 'active', totp_secret = NULL, totp_confirmed_at = NULL, "
                "organisation_id = (SELECT k.organisation_id FROM kept_people k WHERE k.id = people.id), "
                "email = (SELECT k.email FROM kept_people k WHERE k.id = people.id), "
                "password_hash = (SELECT k.password_hash FROM kept_people k WHERE k.id = people.id) "
                "WHERE id IN (SELECT id FROM kept_people)");
        });
        rooms.identity.sessions.forget_all();
        for (auto& one : guests) {
            if (one.viewer) one = signed_in(one.name, *one.viewer);
        }
    }

    template <class Value = std::int64_t, class... P> Value ask(std::string_view sql, const P&... parameters) {
        return database().read([&](storage::Session& session) { return session.get<Value>(sql, parameters...); });
    }

    static Answer read(http::Response response) {
        Answer answer{response.status, std::string(response.text()), std::string(response.headers.get("Content-Type").value_or("")),
                      std::string(response.headers.get("Location").value_or(""))};
        if (auto* stream = std::get_if<http::StreamBody>(&response.body)) {
            StringWriter writer;
            while (stream->produce(writer)) {
            }
            answer.body = std::move(writer.text);
        }
        return answer;
    }

    Town town;
    app::Rooms rooms;
    http::RateLimiter limiter;
    http::Metrics metrics;
    http::Router router;
    Guest visitor;
    std::vector<Guest> guests;

private:
    static identity::IdentityOptions identity_options() { return {identity::PasswordCost::lowest(), "http://campus.test"}; }

    std::string csrf_of(const Guest& guest) {
        http::RequestBuilder builder(http::Method::get, "/healthz");
        if (!guest.session.empty())
            builder.cookie(identity::session_cookie, guest.session);
        else
            builder.cookie(identity::visitor_cookie, visitor_secret_);
        auto request = builder.build();
        router.handle(request);
        return request.context.csrf_token;
    }

    void keep_cast() {
        database().in_transaction([](storage::Transaction& tx) {
            tx.execute("CREATE TABLE kept_roles AS SELECT * FROM role_assignments");
            tx.execute("CREATE TABLE kept_people AS SELECT * FROM people");
        });
    }

    static std::size_t content_of(storage::Session& session) {
        const bool sqlite = session.engine() == storage::Engine::sqlite;
        const auto tables = session.query<std::string>(sqlite ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
                                                                "AND name NOT IN ('sessions', 'settings') ORDER BY name"
                                                              : "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename NOT "
                                                                "IN ('sessions', 'settings') ORDER BY tablename");
        std::size_t sum = 0;
        for (const auto& table : tables) {
            std::string row = table + "::text";
            if (sqlite) {
                row.clear();
                for (const auto& column : session.query<std::string>("SELECT name FROM pragma_table_info(?)", table)) {
                    row += (row.empty() ? "quote(" : " || ',' || quote(") + column + ")";
                }
            }
            const auto sql = sqlite ? fmt::format("SELECT coalesce(group_concat({}, ';'), '') FROM {}", row, table)
                                    : fmt::format("SELECT coalesce(md5(string_agg({0}, ';' ORDER BY {0})), '') FROM {1}", row, table);
            sum = sum * 31 + std::hash<std::string>{}(session.get<std::string>(sql));
        }
        return sum;
    }

    std::string visitor_secret_;
    std::unique_ptr<storage::Connection> watcher_;
    std::size_t content_ = 0;
    bool content_known_ = false;
};

}  // namespace kc::test
