// SPDX-License-Identifier: EUPL-1.2
// The same request twice, and eight at once: one consistent end state, one entry in the log, nobody sees a 500.
#include "app/tests/house.hpp"

namespace kc::test {
namespace {

using http::Method;

struct Once {
    std::string what;
    const char* guest;
    Sent sent;
    std::string rows, audit;  // statements that count; both may grow by at most `most`
    std::int64_t most = 1;
};

Sent form(const std::string& target, const FormFields& fields = {}) { return {.method = Method::post, .target = target, .body = encoded(fields)}; }
Sent json(Method method, const std::string& target, const std::string& body) {
    return {.method = method, .target = target, .body = body, .type = "application/json"};
}

void send_often(House& house, const Once& once) {
    CAPTURE(once.what);
    const auto rows = house.ask(once.rows);
    const auto audit = house.ask(once.audit);
    const auto& guest = house.guest(once.guest);
    auto answers = house.at_once(guest, once.sent);
    answers.push_back(house.send(guest, once.sent));
    int accepted = 0;
    for (const auto& answer : answers) {
        CHECK_MESSAGE(answer.status < 500, once.what << " answers " << answer.status << " when sent often");
        accepted += !answer.refused();
    }
    CHECK(accepted >= 1);
    CHECK(house.ask(once.rows) - rows == once.most);
    CHECK(house.ask(once.audit) - audit == once.most);
}

void check_engine(std::unique_ptr<TestDatabase> storage) {
    House house(std::move(storage));
    const auto clerk = house.guest("clerk").viewer->person.value;
    const auto newcomer = house.guest("newcomer").viewer->person.value;
    const auto actions = [](std::int64_t person, const char* action) {
        return fmt::format("SELECT COUNT(*) FROM audit_log WHERE action = '{}' AND (actor = {} OR subject_id = {})", action, person, person);
    };
    const auto slug = house.ask<std::string>(
        "SELECT slug FROM competences WHERE id NOT IN (SELECT competence_id FROM evidence WHERE person_id = ?) ORDER BY id LIMIT 1", clerk);
    const auto second = house.ask<std::string>(
        "SELECT slug FROM competences WHERE slug <> ? AND id NOT IN (SELECT competence_id FROM evidence WHERE person_id = ?) ORDER BY id LIMIT 1",
        slug, clerk);

    send_often(house, {"self-assessment", "clerk", json(Method::post, "/api/v1/me/evidence", fmt::format(R"({{"competence":"{}","level":3}})", slug)),
                       fmt::format("SELECT COUNT(*) FROM evidence WHERE person_id = {}", clerk), actions(clerk, "profile.self_assessed")});
    send_often(house, {"self-assessment on the page", "clerk", form("/kompetenzen/" + second + "/stufe", {{"level", "2"}}),
                       fmt::format("SELECT COUNT(*) FROM evidence WHERE person_id = {}", clerk), actions(clerk, "profile.self_assessed")});
    send_often(
        house,
        {"interests", "newcomer", json(Method::put, "/api/v1/me/interests", fmt::format(R"({{"competences":["{}","{}"]}})", slug, second)),
         fmt::format("SELECT COUNT(*) / 2 FROM person_interests WHERE person_id = {}", newcomer), actions(newcomer, "profile.interests_changed")});
    const auto job = house.ask<std::int64_t>("SELECT MIN(role_profile_id) FROM person_jobs WHERE person_id = ? AND kind = 'present'", clerk);
    const auto jobs_page = house.get(house.guest("newcomer"), "/profil/taetigkeit");
    for (const auto& form_found : forms_of(tags_of(jobs_page.body), "/profil/taetigkeit")) {
        if (form_found.action != "/profil/taetigkeit") continue;
        auto fields = form_found.fields;
        for (auto& [name, value] : fields) {
            if (name == "present") value = std::to_string(job);
        }
        send_often(house, {"jobs", "newcomer", form("/profil/taetigkeit", fields),
                           fmt::format("SELECT COUNT(*) FROM person_jobs WHERE person_id = {} AND kind = 'present'", newcomer),
                           actions(newcomer, "profile.jobs_changed")});
    }

    REQUIRE(house.post(house.guest("clerk"), "/lehrplan/berechnung").status == 303);
    const auto plan = house.ask<std::int64_t>("SELECT id FROM curricula WHERE person_id = ? AND state = 'proposed'", clerk);
    send_often(house, {"accept", "clerk", form(fmt::format("/lehrplan/versionen/{}/annahme", plan)),
                       fmt::format("SELECT COUNT(*) FROM curricula WHERE person_id = {} AND state = 'accepted'", clerk),
                       actions(clerk, "curriculum.accepted")});
    const auto unit = house.ask<std::int64_t>("SELECT MIN(unit_id) FROM curriculum_items WHERE curriculum_id = ?", plan);
    send_often(house, {"exclude", "clerk", form(fmt::format("/lehrplan/einheiten/{}/ausschluss", unit)),
                       fmt::format("SELECT COUNT(*) FROM plan_choices WHERE person_id = {}", clerk), actions(clerk, "plan_choice.excluded")});
    const auto proposals = house.ask<std::int64_t>("SELECT COUNT(*) FROM curricula WHERE person_id = ? AND state = 'proposed'", clerk);
    REQUIRE(proposals == 1);
    const auto next = house.ask<std::int64_t>("SELECT id FROM curricula WHERE person_id = ? AND state = 'proposed'", clerk);
    send_often(house, {"decline", "clerk", form(fmt::format("/lehrplan/versionen/{}/ablehnung", next)),
                       fmt::format("SELECT COUNT(*) FROM curricula WHERE person_id = {} AND state = 'declined'", clerk),
                       actions(clerk, "curriculum.declined")});

    // The same mail address from eight windows: one account, one invitation.
    const auto organisation = house.guest("hr").viewer->organisation.value;
    const FormFields person = {{"organisation", std::to_string(organisation)},
                               {"email", "neu.gekommen@weinheim.example"},
                               {"vorname", "Neu"},
                               {"nachname", "Gekommen"},
                               {"sprache", "de"},
                               {"rollen", "learner"}};
    send_often(house,
               {"invite", "hr", form("/verwaltung/personen/neu", person), "SELECT COUNT(*) FROM people WHERE email = 'neu.gekommen@weinheim.example'",
                "SELECT COUNT(*) FROM audit_log WHERE action = 'person.invited'"});
    CHECK(house.ask("SELECT COUNT(*) FROM invitations WHERE person_id = (SELECT id FROM people WHERE email = 'neu.gekommen@weinheim.example') AND "
                    "withdrawn_at IS NULL") == 1);

    // The link of the invitation, opened twice at the same moment: one password is set, one person is signed in.
    const auto mail =
        house.ask<std::string>("SELECT body FROM mail_outbox WHERE recipient = 'neu.gekommen@weinheim.example' ORDER BY id DESC LIMIT 1");
    const auto at = mail.find("/einladung/");
    REQUIRE(at != std::string::npos);
    const auto link = mail.substr(at, std::string("/einladung/").size() + 43);
    const FormFields password = {{"passwort_neu", "Regen fällt leise"}, {"passwort_wiederholung", "Regen fällt leise"}};
    auto answers = house.at_once(house.visitor, form(link, password));
    int accepted = 0;
    for (const auto& answer : answers) {
        CHECK_MESSAGE(answer.status < 500, "accepting an invitation answers " << answer.status);
        accepted += answer.status == 303;
    }
    CHECK(accepted == 1);
    CHECK(house.ask("SELECT COUNT(*) FROM sessions WHERE person_id = (SELECT id FROM people WHERE email = 'neu.gekommen@weinheim.example')") == 1);
    CHECK(house.ask("SELECT COUNT(*) FROM invitations WHERE accepted_at IS NOT NULL AND person_id = (SELECT id FROM people WHERE email = "
                    "'neu.gekommen@weinheim.example')") == 1);

    // Different values at once: one of them stands, whole.
    std::vector<std::thread> threads;
    std::atomic<int> failures{0};
    for (int hours = 1; hours <= 8; ++hours) {
        threads.emplace_back([&, hours] {
            const auto body = fmt::format(R"({{"competence":"{}","level":{}}})", slug, hours % 6);
            failures += house.send(house.guest("clerk"), json(Method::post, "/api/v1/me/evidence", body)).status >= 500;
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(failures == 0);
}

TEST_CASE("repeated and concurrent submits end in one consistent state on SQLite") { check_engine(sqlite_database()); }

TEST_CASE("repeated and concurrent submits end in one consistent state on PostgreSQL") {
    auto storage = postgres_database();
    if (!storage) {
        say_skipped();
        return;
    }
    check_engine(std::move(storage));
}

}  // namespace
}  // namespace kc::test
