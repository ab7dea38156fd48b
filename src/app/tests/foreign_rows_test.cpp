// SPDX-License-Identifier: EUPL-1.2
// Rows of other people: whoever knows their number gets the same answer as for a number that does not exist, and changes nothing.
#include "app/tests/house.hpp"

namespace kc::test {
namespace {

using http::Method;

// Both requests must end alike: a difference would tell that the row is there.
void expect_hidden(House& house, const Guest& guest, Method method, const std::string& foreign, const std::string& absent,
                   const FormFields& fields = {}) {
    const auto before = house.content();
    const auto body = method == Method::get ? std::nullopt : std::optional<std::string>(encoded(fields));
    const auto answer = house.send(guest, {.method = method, .target = foreign, .body = body});
    const auto nothing = house.send(guest, {.method = method, .target = absent, .body = body});
    CHECK_MESSAGE(answer.status == nothing.status,
                  guest.name << " " << foreign << " answers " << answer.status << ", but " << absent << " " << nothing.status);
    CHECK_MESSAGE((answer.status == 404 || answer.status == 403), guest.name << " " << foreign << " answers " << answer.status);
    CHECK_MESSAGE(house.content() == before, guest.name << " " << foreign << " changed something");
}

TEST_CASE("evidence, plans, sessions and personal rows of others cannot be reached by number") {
    for (const bool postgres : {false, true}) {
        auto storage = postgres ? postgres_database() : sqlite_database();
        if (!storage) {
            say_skipped();
            continue;
        }
        House house(std::move(storage));
        const auto& clerk = house.guest("clerk");
        const auto& newcomer = house.guest("newcomer");
        const auto person = clerk.viewer->person;

        REQUIRE(house.post(clerk, "/lehrplan/berechnung").status == 303);
        const auto plan = house.ask<std::int64_t>("SELECT id FROM curricula WHERE person_id = ? AND state = 'proposed'", person);
        // Somebody with a plan of her own, so that the refusal is about the row and not about a missing profile.
        CHECK(house.post(newcomer, "/lehrplan/berechnung").status < 500);
        for (const auto* guest : {"newcomer", "outsider", "hr", "supervisor", "office", "operator"}) {
            for (const auto* step : {"annahme", "ablehnung"}) {
                const auto before = house.content();
                const auto answer = house.post(house.guest(guest), fmt::format("/lehrplan/versionen/{}/{}", plan, step));
                CHECK_MESSAGE((answer.status == 303 || answer.status == 403 || answer.status == 404 || answer.status == 409),
                              guest << " " << step << " answers " << answer.status);
                CHECK_MESSAGE(house.content() == before, guest << " " << step << " changed something");
            }
        }
        CHECK(house.ask<std::string>("SELECT state FROM curricula WHERE id = ?", plan) == "proposed");

        const auto evidence = house.ask<std::int64_t>("SELECT MIN(id) FROM evidence WHERE person_id = ? AND withdrawn_at IS NULL", person);
        const auto slug =
            house.ask<std::string>("SELECT slug FROM competences WHERE id = (SELECT competence_id FROM evidence WHERE id = ?)", evidence);
        const auto own_session = house.ask<std::int64_t>("SELECT MAX(id) FROM sessions WHERE person_id = ?", person);
        for (const auto* guest : {"newcomer", "outsider"}) {
            const auto& other = house.guest(guest);
            for (const auto* step : {"ruecknahme", "wiederherstellung"}) {
                expect_hidden(house, other, Method::post, fmt::format("/kompetenzen/{}/nachweise/{}/{}", slug, evidence, step),
                              fmt::format("/kompetenzen/{}/nachweise/99999999/{}", slug, step));
            }
            expect_hidden(house, other, Method::del, fmt::format("/api/v1/me/evidence/{}", evidence), "/api/v1/me/evidence/99999999");
            expect_hidden(house, other, Method::del, fmt::format("/api/v1/me/sessions/{}", own_session), "/api/v1/me/sessions/99999999");
            expect_hidden(house, other, Method::post, fmt::format("/konto/sitzungen/{}/ende", own_session), "/konto/sitzungen/99999999/ende");
        }
        CHECK(house.ask<std::int64_t>("SELECT COUNT(*) FROM sessions WHERE id = ?", own_session) == 1);
    }
}

TEST_CASE("people, departments and organisations of others cannot be reached by number") {
    for (const bool postgres : {false, true}) {
        auto storage = postgres ? postgres_database() : sqlite_database();
        if (!storage) {
            say_skipped();
            continue;
        }
        House house(std::move(storage));
        const auto stranger = house.guest("outsider").viewer->person;
        const auto mauer = house.guest("outsider").viewer->organisation;
        const auto department = house.ask<std::int64_t>("SELECT MIN(id) FROM departments WHERE organisation_id = ?", mauer);
        const auto role = house.ask<std::int64_t>("SELECT MIN(id) FROM role_assignments WHERE person_id = ?", stranger);
        for (const auto* guest : {"hr", "supervisor", "clerk"}) {
            const auto& other = house.guest(guest);
            expect_hidden(house, other, Method::get, fmt::format("/verwaltung/personen/{}", stranger.value), "/verwaltung/personen/99999999");
            expect_hidden(house, other, Method::post, fmt::format("/verwaltung/personen/{}", stranger.value), "/verwaltung/personen/99999999",
                          {{"vorname", "A"}, {"nachname", "B"}});
            for (const auto* step : {"sperre", "freigabe", "einladung"}) {
                expect_hidden(house, other, Method::post, fmt::format("/verwaltung/personen/{}/{}", stranger.value, step),
                              fmt::format("/verwaltung/personen/99999999/{}", step));
            }
            expect_hidden(house, other, Method::post, fmt::format("/verwaltung/personen/{}/rollen", stranger.value),
                          "/verwaltung/personen/99999999/rollen",
                          {{"rolle", "learner"}, {"organisation", std::to_string(mauer.value)}, {"ab", "2026-03-02"}});
            expect_hidden(house, other, Method::post, fmt::format("/verwaltung/personen/{}/rollen/{}/ende", stranger.value, role),
                          "/verwaltung/personen/99999999/rollen/1/ende");
            expect_hidden(house, other, Method::get, fmt::format("/verwaltung/dienststellen/{}", department), "/verwaltung/dienststellen/99999999");
            expect_hidden(house, other, Method::post, fmt::format("/verwaltung/dienststellen/{}/name", department),
                          "/verwaltung/dienststellen/99999999/name", {{"name", "Fremd"}, {"ab_name", "2026-03-02"}});
            expect_hidden(house, other, Method::post, fmt::format("/verwaltung/dienststellen/{}/ende", department),
                          "/verwaltung/dienststellen/99999999/ende", {{"ab_ende", "2026-03-02"}});
            expect_hidden(house, other, Method::post, fmt::format("/verwaltung/organisation/{}/dienststellen", mauer.value),
                          "/verwaltung/organisation/99999999/dienststellen", {{"name", "Fremd"}, {"ab", "2026-03-02"}});
            expect_hidden(house, other, Method::get, fmt::format("/api/v1/organisations/{}/people", mauer.value),
                          "/api/v1/organisations/99999999/people");
            expect_hidden(house, other, Method::get, fmt::format("/api/v1/organisations/{}/departments", mauer.value),
                          "/api/v1/organisations/99999999/departments");
        }
        // A role in somebody else's organisation cannot be given to one's own people either.
        const auto before = house.content();
        const auto answer = house.post(house.guest("hr"), fmt::format("/verwaltung/personen/{}/rollen", house.guest("clerk").viewer->person.value),
                                       {{"rolle", "hr_decision_maker"}, {"organisation", std::to_string(mauer.value)}, {"ab", "2026-03-02"}});
        CHECK(answer.status >= 400);
        CHECK(answer.status < 500);
        CHECK(house.content() == before);
    }
}

}  // namespace
}  // namespace kc::test
