// SPDX-License-Identifier: EUPL-1.2
#include "sample/region.hpp"

#include "competence/competence.hpp"
#include "sample/people.hpp"
#include "sample/yaml.hpp"
#include "storage/database.hpp"
#include "tests/support/test_database.hpp"
#include "tests/support/town.hpp"

#include <doctest/doctest.h>

#include <fstream>

using namespace kc;
using namespace std::chrono;

namespace {

sample::SampleOptions small(std::int64_t people = 400) {
    sample::SampleOptions options;
    options.people = people;
    options.today = year{2026} / March / 2;
    options.data_directory = std::filesystem::path(KC_SOURCE_DIR) / "sample";
    options.password_cost = identity::PasswordCost::lowest();
    return options;
}

std::int64_t count(storage::Database& database, std::string_view sql) {
    return database.read([&](storage::Session& session) { return session.get<std::int64_t>(sql); });
}

std::vector<std::string> texts(storage::Database& database, std::string_view sql) {
    return database.read([&](storage::Session& session) { return session.query<std::string>(sql); });
}

// Everything that was generated, as text; the password hash has a random salt and is left out.
std::size_t checksum(storage::Database& database) {
    std::size_t sum = 0;
    for (const auto* sql :
         {"SELECT slug || staff_count || is_member FROM organisations ORDER BY id",
          "SELECT department_id || valid_from || name FROM department_versions ORDER BY department_id, valid_from",
          "SELECT id || email || first_name || last_name || COALESCE(department_id, 0) || state || created_at FROM people ORDER BY id",
          "SELECT person_id || role || organisation_id || valid_from FROM role_assignments ORDER BY person_id, role, organisation_id",
          "SELECT person_id || '/' || competence_id || '/' || level || source || assessed_on FROM evidence ORDER BY id",
          "SELECT person_id || '/' || half_hours || '/' || price_cents || until_day || working_days FROM learning_preferences ORDER BY person_id",
          "SELECT person_id || '/' || first_day || last_day FROM absences ORDER BY id",
          "SELECT unit_id || '/' || first_day || last_day || COALESCE(venue_id, 0) || state FROM tutorial_dates ORDER BY id"}) {
        for (const auto& text : texts(database, sql)) sum = sum * 1'000'003 + std::hash<std::string>{}(text);
    }
    return sum;
}

}  // namespace

TEST_CASE("the sample region is the same for the same seed, and another for another") {
    const auto first = test::sqlite_database(), second = test::sqlite_database(), other = test::sqlite_database();
    auto options = small();
    REQUIRE(sample::create_sample_region(**first, options));
    REQUIRE(sample::create_sample_region(**second, options));
    options.seed = 2;
    REQUIRE(sample::create_sample_region(**other, options));
    CHECK(checksum(**first) == checksum(**second));
    CHECK(checksum(**first) != checksum(**other));
}

TEST_CASE("the sample region has its organisations, people, roles and offers on both databases") {
    for (auto& database : test::databases()) {
        const auto made = sample::create_sample_region(*database, small());
        REQUIRE(made);
        CHECK(made->organisations == count(*database, "SELECT count(*) FROM organisations"));
        CHECK(count(*database, "SELECT count(*) FROM organisations WHERE kind IN ('municipality', 'county')") == 165);
        CHECK(made->people == count(*database, "SELECT count(*) FROM people"));
        CHECK(made->people >= 400);
        CHECK(made->evidence == count(*database, "SELECT count(*) FROM evidence"));
        CHECK(made->units == count(*database, "SELECT count(*) FROM learning_units"));
        CHECK(made->units >= 90);
        CHECK(made->dates == count(*database, "SELECT count(*) FROM tutorial_dates"));
        CHECK(count(*database, "SELECT count(*) FROM competences") >= 60);
        CHECK(count(*database, "SELECT count(*) FROM role_profiles") >= 40);
        CHECK(count(*database, "SELECT count(*) FROM competences") >= 150);
        CHECK(count(*database, "SELECT count(*) FROM placement_items") >= 100);
        CHECK(count(*database, "SELECT count(*) FROM providers") >= 10);
        CHECK(count(*database, "SELECT count(DISTINCT role) FROM role_assignments") == 9);
        CHECK(count(*database, "SELECT count(*) FROM people WHERE password_hash IS NOT NULL") == 10);
        // New rows continue behind the generated ones.
        database->in_transaction([](storage::Transaction& transaction) {
            const auto organisation =
                transaction.get<std::int64_t>("INSERT INTO organisations (slug, kind, created_at) VALUES ('neu', 'municipality', 0) RETURNING id");
            CHECK(organisation > 165);
        });
    }
}

TEST_CASE("a database with organisations is refused and stays as it was") {
    const auto database = test::sqlite_database();
    REQUIRE(sample::create_sample_region(**database, small(60)));
    const auto before = checksum(**database);
    const auto again = sample::create_sample_region(**database, small(60));
    REQUIRE_FALSE(again);
    CHECK(again.error() == sample::SampleRefusal::database_not_empty);
    CHECK(sample::explain(again.error()).find("--database") != std::string_view::npos);
    CHECK(checksum(**database) == before);
}

TEST_CASE("an employer that does not exist is refused") {
    const auto database = test::sqlite_database();
    auto options = small(10);
    options.employers = {"atlantis"};
    const auto made = sample::create_sample_region(**database, options);
    REQUIRE_FALSE(made);
    CHECK(made.error() == sample::SampleRefusal::unknown_employer);
    CHECK(count(**database, "SELECT count(*) FROM organisations") == 0);
}

TEST_CASE("the smallest region still has all sign-ins") {
    const auto database = test::sqlite_database();
    const auto made = sample::create_sample_region(**database, small(1));
    REQUIRE(made);
    CHECK(made->sign_ins.size() == 10);
}

TEST_CASE("one sample clerk starts from nothing and another has told everything") {
    const test::Town town;
    const auto rows = [&](std::string_view table, PersonId person) {
        return count(town.database(), "SELECT count(*) FROM " + std::string(table) + " WHERE person_id = " + std::to_string(person.value));
    };
    CHECK(rows("evidence", town.newcomer.person) == 0);
    CHECK(rows("person_jobs", town.newcomer.person) == 0);
    CHECK(rows("learning_preferences", town.newcomer.person) == 0);
    CHECK(rows("evidence", town.clerk.person) >= 20);
    CHECK(rows("person_jobs", town.clerk.person) == 2);
    CHECK(rows("learning_preferences", town.clerk.person) == 1);
    CHECK(rows("person_places", town.clerk.person) >= 4);
    CHECK(town.newcomer.has_role(Role::learner));
    CHECK(town.supervisor.has_role(Role::supervisor, town.organisation("weinheim")));
    CHECK(town.outsider.organisation == town.organisation("mauer"));
}

TEST_CASE("the sample clerk with a complete profile has only the plan left to do, with a handful of gaps") {
    const test::Town town;
    const auto framework = town.database().read([](storage::Session& session) { return competence::load_framework(session); });
    const auto needs = town.database().read(
        [&](storage::Session& session) { return competence::needs_summary(session, framework, town.clerk, town.clock.today()); });
    CHECK(needs.needed >= 20);
    CHECK(needs.assessed == needs.needed);
    CHECK(needs.percent == 100);
    CHECK(needs.next_step == competence::ProfileStep::done);
    CHECK(needs.gap_count >= 8);
    CHECK(needs.gap_count <= 12);
}

TEST_CASE("most people of the sample region are at what their job asks or one level below") {
    const auto database = test::sqlite_database();
    REQUIRE(sample::create_sample_region(**database, small()));
    const auto framework = (*database)->read([](storage::Session& session) { return competence::load_framework(session); });
    std::int64_t needed = 0, reached = 0, one_below = 0;
    (*database)->read([&](storage::Session& session) {
        const auto people = session.query<PersonId>("SELECT person_id FROM person_jobs WHERE kind = 'present' ORDER BY person_id");
        for (const auto& learner : competence::list_learner_profiles(session, framework, people, year{2026} / March / 2)) {
            for (const auto& target : learner.targets) {
                const auto known = std::find_if(learner.current.begin(), learner.current.end(),
                                                [&](const auto& level) { return level.competence == target.competence; });
                const int missing = target.level - (known == learner.current.end() ? 0 : known->level);
                ++needed;
                reached += missing <= 0;
                one_below += missing == 1;
            }
        }
        return 0;
    });
    CHECK(reached * 100 > needed * 45);
    CHECK((reached + one_below) * 100 > needed * 80);
}

TEST_CASE("sample sign-ins cover every role with one documented password that the rules accept") {
    const test::Town town;
    std::set<Role> roles;
    for (const auto& sign_in : town.sample.sign_ins) {
        roles.insert(sign_in.role);
        CHECK_FALSE(identity::find_password_problem(sign_in.password, {sign_in.email, "", ""}));
        CHECK(sign_in.email.ends_with(".example"));
    }
    CHECK(roles.size() == 9);
    const auto stored = texts(town.database(), "SELECT password_hash FROM people WHERE password_hash IS NOT NULL");
    CHECK(identity::PasswordHasher(identity::PasswordCost::lowest()).matches(stored.front(), town.sample.sign_ins.front().password));
}

TEST_CASE("people of a region can be planned for: levels, limits and places lie in their ranges") {
    const auto database = test::sqlite_database();
    REQUIRE(sample::create_sample_region(**database, small(8000)));
    CHECK(count(**database, "SELECT count(*) FROM evidence WHERE assessed_on >= '2026-03-02'") == 0);
    CHECK(count(**database, "SELECT count(*) FROM absences WHERE first_day <= '2026-03-02'") == 0);
    CHECK(count(**database, "SELECT count(*) FROM learning_preferences WHERE NOT online_allowed AND NOT on_site_allowed") == 0);
    CHECK(count(**database,
                "SELECT count(*) FROM learning_preferences p WHERE NOT EXISTS "
                "(SELECT 1 FROM person_places q WHERE q.person_id = p.person_id)") == 0);
    const auto people = count(**database, "SELECT count(*) FROM role_assignments WHERE role = 'learner'");
    const auto supervisors = count(**database, "SELECT count(*) FROM role_assignments WHERE role = 'supervisor'");
    const auto newcomers = people - count(**database, "SELECT count(*) FROM person_jobs WHERE kind = 'present'");
    CHECK(supervisors * 100 > people * 4);
    CHECK(supervisors * 100 < people * 15);
    CHECK(newcomers * 100 > people * 3);
    CHECK(newcomers * 100 < people * 8);
}

TEST_CASE("departments of an earlier day carry the name they had then") {
    const test::Town town;
    const auto then = texts(town.database(), "SELECT name FROM department_versions WHERE valid_from <= '2020-01-01' AND valid_until > '2020-01-01'");
    CHECK(std::find(then.begin(), then.end(), "EDV-Stelle") != then.end());
    const auto now = texts(town.database(), "SELECT name FROM department_versions WHERE valid_until IS NULL");
    CHECK(std::find(now.begin(), now.end(), "Informationstechnik") != now.end());
}

TEST_CASE("letters outside of a to z become readable in mail addresses") {
    CHECK(sample::mail_part("Özdemir") == "oezdemir");
    CHECK(sample::mail_part("Yıldız") == "yildiz");
    CHECK(sample::mail_part("Çelik") == "celik");
    CHECK(sample::mail_part("Groß") == "gross");
}

TEST_CASE("a broken content file is named with line, field and remedy") {
    const test::TemporaryDirectory directory;
    for (const auto* file : {"competences.yaml", "competences_2.yaml", "competences_3.yaml", "role_profiles.yaml", "role_profiles_2.yaml",
                             "placement_items.yaml", "providers.yaml", "learning_units.yaml", "organisations.yaml", "people.yaml"}) {
        std::filesystem::copy_file(std::filesystem::path(KC_SOURCE_DIR) / "sample" / file, directory.path() / file);
    }
    const auto database = test::sqlite_database();
    auto options = small(10);
    options.data_directory = directory.path();
    const auto problem_after = [&](const std::string& file, const std::string& from, const std::string& to) -> std::string {
        std::ifstream in(directory.path() / file);
        const std::string before{std::istreambuf_iterator<char>(in), {}};
        std::string text = before;
        const auto at = text.find(from);
        REQUIRE(at != std::string::npos);
        text.replace(at, from.size(), to);
        std::ofstream(directory.path() / file) << text;
        std::string problem;
        try {
            (void)sample::create_sample_region(**database, options);
        } catch (const sample::SampleFileError& error) {
            problem = error.what();
        }
        std::ofstream(directory.path() / file) << before;
        CHECK(count(**database, "SELECT count(*) FROM organisations") == 0);
        return problem;
    };
    const auto mentions = [](const std::string& problem, std::initializer_list<std::string_view> parts) {
        INFO(problem);
        for (const auto part : parts) CHECK(problem.find(part) != std::string::npos);
    };
    mentions(problem_after("learning_units.yaml", "provider: dialograum", "provider: nirgends"),
             {"learning_units.yaml", "Zeile 5", "provider", "nirgends"});
    mentions(problem_after("learning_units.yaml", "mode: on_site", "mode: vor_ort"), {"Feld „mode“", "on_site, online, hybrid, self_paced"});
    mentions(problem_after("learning_units.yaml", "start: \"09:00\"", "start: \"9 Uhr\""), {"Feld „start“", "09:30"});
    mentions(problem_after("learning_units.yaml", "seats: 12", "seats: 4000"), {"Feld „seats“", "Lernort"});
    mentions(problem_after("learning_units.yaml", "level: 1}", "level: 9}"), {"Feld „level“", "1 bis 5"});
    mentions(problem_after("providers.yaml", "host: hv-kurpfalz", "host: niemand"), {"providers.yaml", "Feld „host“", "niemand"});
    mentions(problem_after("organisations.yaml", "staff: 7900, ", ""), {"organisations.yaml", "Feld „staff“", "fehlt", "Ergänzen"});
    mentions(problem_after("people.yaml", "role: instructor", "role: lehrer"), {"people.yaml", "Feld „role“", "instructor"});
    mentions(problem_after("people.yaml", "department: \"Standesamt\"", "department: \"Hofgarten\""), {"people.yaml", "department", "Hofgarten"});
    mentions(problem_after("people.yaml", "first_names: [", "first_names: [["), {"people.yaml", "Zeile"});
    mentions(problem_after("competences.yaml", "half_life_months: 60", "half_life_months: lange"), {"competences.yaml", "half_life_months"});
    std::filesystem::remove(directory.path() / "people.yaml");
    CHECK_THROWS_AS((void)sample::create_sample_region(**database, options), sample::SampleFileError);
}
