// SPDX-License-Identifier: EUPL-1.2
#include "teams/tests/team_town.hpp"

#include <doctest/doctest.h>

#include <ctime>
#include <tuple>

using namespace kc;
using namespace kc::teams;
using namespace kc::teams::test;

namespace {

RiskPerson person(std::optional<int> year, bool able) { return {year, {{0, able}}}; }

std::vector<RiskPerson> many(int count, std::optional<int> year, bool able) {
    return std::vector<RiskPerson>(static_cast<std::size_t>(count), person(year, able));
}

void add(std::vector<RiskPerson>& people, const std::vector<RiskPerson>& more) { people.insert(people.end(), more.begin(), more.end()); }

}  // namespace

TEST_CASE("TP-20: years are joined until five people leave together") {
    auto people = many(40, {}, true);
    add(people, many(3, 2026, true));
    add(people, many(2, 2027, true));
    add(people, many(4, 2030, true));
    const auto numbers = count_risks(people, 1, 2026, 10);
    CHECK(numbers.leaving == std::vector<int>{0, 5, 5, 5, 5, 5, 5, 5, 5, 5});  // the four of 2030 stand alone and are not told
    CHECK(numbers.jobs[0] == 49);
    CHECK(numbers.able[0] == 40);
    CHECK(numbers.remaining[0].front() == 40);
    CHECK(numbers.remaining[0].back() <= numbers.able[0]);
}

TEST_CASE("TP-20: who leaves alone changes no number, able or not") {
    for (const bool able : {true, false}) {
        auto people = many(30, {}, true);
        add(people, many(6, 2027, false));
        people.push_back(person(2029, able));
        const auto numbers = count_risks(people, 1, 2026, 10);
        CHECK(numbers.remaining[0][3] == numbers.remaining[0][2]);
        CHECK(numbers.leaving.back() == 6);
    }
}

TEST_CASE("what leaves is seen year by year, and past years count as this one") {
    auto people = many(20, {}, true);
    add(people, many(20, 2028, true));
    add(people, many(10, 2020, false));
    const auto numbers = count_risks(people, 1, 2026, 10);
    CHECK(numbers.leaving[0] == 10);
    CHECK(numbers.leaving[2] == 30);
    CHECK(numbers.able[0] == 40);
    CHECK(numbers.remaining[0][1] == 40);
    CHECK(numbers.remaining[0][2] < 40);
    CHECK(numbers.remaining[0][2] >= 20);
}

TEST_CASE("HR sees competences that leave, with what helps, and deadlines with their latest start") {
    for (const auto& house : team_towns()) {
        const auto slug = house->taught();
        std::vector<int> levels(30, 5);
        house->department("Kasse", slug, levels);
        const int year = static_cast<int>(house->today().year());
        for (int i = 0; i < 12; ++i) {
            REQUIRE(house->exits.set(house->hr, house->members[static_cast<std::size_t>(i)], year + 2).has_value());
        }
        const auto view = house->risks.view(house->hr, house->weinheim);
        REQUIRE(view.has_value());
        CHECK(view->leaving[1] == 0);
        CHECK(view->leaving[2] == 12);
        CHECK(view->exits_known);
        CHECK_FALSE(view->risks.empty());
        for (const auto& risk : view->risks) {
            CHECK(risk.jobs >= group_min);
            CHECK(risk.able % 5 == 0);
            CHECK(risk.able <= risk.jobs - group_min);
            CHECK(risk.remaining.size() == static_cast<std::size_t>(risk_years));
            CHECK(std::is_sorted(risk.remaining.rbegin(), risk.remaining.rend()));
        }
        for (std::size_t i = 1; i < view->risks.size(); ++i) {
            const auto &a = view->risks[i - 1], &b = view->risks[i];
            CHECK(std::int64_t{a.lost()} * b.jobs >= std::int64_t{b.lost()} * a.jobs);
        }
        for (const auto& deadline : view->deadlines) {
            CHECK(deadline.until >= house->today());
            if (deadline.people < group_min) CHECK_FALSE(deadline.below.has_value());
            if (deadline.latest_start) CHECK(*deadline.latest_start <= deadline.until);
        }
    }
}

TEST_CASE("an organisation under five people gets no risks") {
    TeamTown house;
    house.write("UPDATE people SET state = 'blocked' WHERE organisation_id = ? AND id <> ?", house.weinheim, house.hr.person);
    CHECK(house.risks.view(house.hr, house.weinheim).error() == TeamError::group_too_small);
}

TEST_CASE("WS-11: the year of exit is for HR of the organisation and for the person") {
    for (const auto& house : team_towns()) {
        house->department("Kasse", house->taught(), {0, 0, 0, 0, 0});
        const auto somebody = house->members.front();
        const int year = static_cast<int>(house->today().year());
        for (const auto* viewer : {&house->town.clerk, &house->town.supervisor, &house->town.office, &house->foreign_hr}) {
            CHECK_FALSE(house->exits.set(*viewer, somebody, year).has_value());
            CHECK_FALSE(house->exits.list(*viewer, house->weinheim, "", 1).has_value());
        }
        CHECK(house->exits.set(house->hr, somebody, year - 1).error() == TeamError::invalid);
        CHECK(house->exits.set(house->hr, somebody, year + exit_years_ahead + 1).error() == TeamError::invalid);
        REQUIRE(house->exits.set(house->hr, somebody, year + exit_years_ahead).has_value());
        REQUIRE(house->exits.set(house->hr, somebody, year).has_value());
        REQUIRE(house->exits.set(house->hr, somebody, year).has_value());  // sent twice
        CHECK(house->value("SELECT COUNT(*) FROM audit_log WHERE action = 'planned_exit.entered'") == 2);
        CHECK(house->exits.find_own(house->viewer_of(somebody))->year == year);
        const auto list = house->exits.list(house->hr, house->weinheim, "geheim1", 1);
        REQUIRE(list.has_value());
        CHECK(list->total == 1);
        CHECK(list->with_year == 1);

        TeamsPersonalData data(house->town.clock);
        const auto exported = house->town.database().read([&](storage::Session& session) { return data.export_data(session, somebody); });
        CHECK(exported.find(std::to_string(year)) != std::string::npos);
        house->town.database().in_transaction([&](storage::Transaction& transaction) { data.erase(transaction, somebody); });
        CHECK(house->value("SELECT COUNT(*) FROM planned_exits") == 0);
        REQUIRE(house->exits.set(house->hr, somebody, std::nullopt).has_value());
    }
}

TEST_CASE("TP-22: a table of exits is checked row by row before anything is written") {
    for (const auto& house : team_towns()) {
        house->department("Kasse", house->taught(), {0, 0, 0, 0, 0, 0});
        const auto table =
            "Personalnummer;E-Mail;Ausscheiden\n"
            "P1;;2030\n"
            ";kim2@example.org;31.07.2031\n"
            "P3;kim4@example.org;2030\n"
            "P99;;2030\n"
            ";;2030\n"
            "P4;;\n"
            "P5;;1999\n"
            "P6;;bald\n"
            "P1;;2030\n";
        const auto checked = house->exits.check(house->hr, house->weinheim, table);
        REQUIRE(checked.has_value());
        CHECK(checked->rows == 9);
        CHECK(checked->added == 2);
        REQUIRE(checked->problems.size() == 7);
        CHECK(checked->problems[0].line == 4);
        CHECK(checked->problems[0].problem == ExitProblem::person_ambiguous);
        CHECK(checked->problems[1].problem == ExitProblem::person_unknown);
        CHECK(checked->problems[2].problem == ExitProblem::nobody_named);
        CHECK(checked->problems[3].problem == ExitProblem::year_missing);
        CHECK(checked->problems[4].problem == ExitProblem::year_wrong);
        CHECK(checked->problems[5].problem == ExitProblem::year_wrong);
        CHECK(checked->problems[6].problem == ExitProblem::twice);
        CHECK(house->value("SELECT COUNT(*) FROM planned_exits") == 0);
        REQUIRE(house->exits.run(house->hr, house->weinheim, table).has_value());
        CHECK(house->value("SELECT COUNT(*) FROM planned_exits WHERE source = 'imported'") == 2);
        CHECK(house->exits.run(house->hr, house->weinheim, table)->unchanged == 2);
        CHECK(house->value("SELECT COUNT(*) FROM audit_log WHERE action = 'planned_exit.imported'") == 1);
        using enum ExitTableError;
        CHECK(house->exits.check(house->hr, house->weinheim, "").error() == empty);
        CHECK(house->exits.check(house->hr, house->weinheim, "Ausscheiden\n2030\n").error() == columns_missing);
        CHECK(house->exits.check(house->hr, house->weinheim, "Personalnummer;Ausscheiden\n\"P1;2030\n").error() == open_quote);
        CHECK(house->exits.check(house->hr, house->weinheim, std::string(exit_bytes_max + 1, 'x')).error() == too_large);
        CHECK(house->exits.check(house->foreign_hr, house->weinheim, table).error() == not_permitted);
    }
}

TEST_CASE("the risks of fifteen hundred people cost little") {
    TeamTown house;
    const auto framework = house.frameworks.current();
    const auto& role = framework->role_profiles().front();
    using Evidence = std::tuple<PersonId, CompetenceId, int, std::string_view, int, Date, Instant>;
    house.town.database().in_transaction([&](storage::Transaction& transaction) {
        std::vector<std::tuple<PersonId, OrganisationId, std::string_view, std::string_view, std::string_view, Instant>> people;
        std::vector<std::tuple<PersonId, std::string_view, OrganisationId, Date>> roles;
        std::vector<std::tuple<PersonId, std::string_view, RoleProfileId, Instant>> jobs;
        std::vector<Evidence> evidence;
        std::vector<std::tuple<PersonId, int, std::string_view, Instant>> exits;
        for (int i = 0; i < 1500; ++i) {
            const PersonId id{100'000 + i};
            people.emplace_back(id, house.weinheim, "Kim", "Geheim", "active", Instant{});
            roles.emplace_back(id, "learner", house.weinheim, add_days(house.today(), -100));
            jobs.emplace_back(id, "present", role.id, Instant{});
            for (int k = 0; k < 25; ++k) {
                const auto index = static_cast<std::size_t>(k * 2) % framework->competences().size();
                evidence.emplace_back(id, framework->competence(index).id, (i + k) % 6, "self_assessment", 60, add_days(house.today(), -50),
                                      Instant{});
            }
            if (i % 3 == 0) exits.emplace_back(id, static_cast<int>(house.today().year()) + i % 12, "imported", Instant{});
        }
        transaction.bulk_insert("people", {"id", "organisation_id", "first_name", "last_name", "state", "created_at"}, people);
        transaction.bulk_insert("role_assignments", {"person_id", "role", "organisation_id", "valid_from"}, roles);
        transaction.bulk_insert("person_jobs", {"person_id", "kind", "role_profile_id", "updated_at"}, jobs);
        transaction.bulk_insert("evidence", {"person_id", "competence_id", "level", "source", "confidence_percent", "assessed_on", "created_at"},
                                evidence);
        transaction.bulk_insert("planned_exits", {"person_id", "year", "source", "updated_at"}, exits);
    });
    (void)house.risks.view(house.hr, house.weinheim);
    const auto before = std::clock();
    const auto view = house.risks.view(house.hr, house.weinheim);
    MESSAGE("1,500 people: " << (std::clock() - before) * 1000 / CLOCKS_PER_SEC << " ms of CPU, " << view->risks.size() << " competences");
    CHECK(view->people >= 1500);
    CHECK(view->leaving.back() > 0);
}
