// SPDX-License-Identifier: EUPL-1.2
#include "planning/store.hpp"
#include "storage/migrations.hpp"
#include "tests/support/test_database.hpp"

#include <doctest/doctest.h>

namespace kc::planning {
namespace {

// As a database looked then.
void migrate_up_to(storage::Database& database, std::string_view last) {
    test::TemporaryDirectory directory;
    for (const auto& file : std::filesystem::directory_iterator(test::migrations_directory())) {
        const auto name = file.path().filename().string();
        if (name.substr(0, last.size()) <= last) std::filesystem::copy_file(file.path(), directory.path() / name);
    }
    storage::migrate(database, directory.path());
}

constexpr std::string_view people_and_plans =
    "INSERT INTO organisations (id, slug, kind, created_at) VALUES (1, 'stadt', 'municipality', 0);"
    "INSERT INTO people (id, organisation_id, first_name, last_name, state, created_at) VALUES (1, 1, 'A', 'B', 'active', 0), (2, 1, 'C', 'D', "
    "'active', 0);"
    "INSERT INTO competence_areas (id, slug, name, name_en, position) VALUES (1, 'a', 'A', 'A', 1);"
    "INSERT INTO competences (id, slug, area_id, name, description, half_life_months, position) VALUES (7, 'b', 1, 'B', '', 24, 1), "
    "(8, 'c', 1, 'C', '', 24, 2);"
    "INSERT INTO curricula (id, person_id, version, state, cause, status, closure, closure_bound, half_hours, price_cents, closure_wanted, "
    "presence_days, outlook, planned_on, until_day, created_at) VALUES "
    "(11, 1, 1, 'replaced', 'first_plan', 'optimal', 1, 1, 2, 3, 9, 0, '{}', '2026-01-01', '2026-12-31', 0), "
    "(12, 1, 2, 'accepted', 'first_plan', 'optimal', 1, 1, 2, 3, 9, 0, '{\"conflict\":[],\"gains\":[{\"limit\":\"hours\",\"amount\":4,"
    "\"closure\":2}]}', '2026-01-01', '2026-12-31', 0), "
    "(13, 2, 1, 'proposed', 'first_plan', 'optimal', 1, 1, 2, 3, 9, 0, '{\"conflict\":[],\"gains\":[]}', '2026-01-01', '2026-12-31', 0);"
    "INSERT INTO curriculum_open_gaps (curriculum_id, competence_id, level, reason, remedy, position) VALUES "
    "(11, 8, 1, 'no_offer', '', 0), "
    "(12, 8, 2, 'budget_hours', '{\"more_half_hours\":3,\"more_cents\":500,\"more_days\":1,\"unit\":44}', 0), "
    "(12, 7, 5, 'level_below_open', '', 2), (12, 7, 4, 'no_offer', '', 1)";

Plan plan_of(storage::Database& database, std::int64_t id) {
    return database.read([&](Session& session) {
        Plan plan;
        read_outlook(session.get<std::string>("SELECT outlook FROM curricula WHERE id = ?", id), plan);
        return plan;
    });
}

std::vector<std::unique_ptr<test::TestDatabase>> databases_at(std::string_view last) {
    std::vector<std::unique_ptr<test::TestDatabase>> databases;
    databases.push_back(test::empty_sqlite_database());
    if (auto postgres = test::empty_postgres_database())
        databases.push_back(std::move(postgres));
    else
        test::say_skipped();
    for (const auto& database : databases) migrate_up_to(**database, last);
    return databases;
}

}  // namespace

TEST_CASE("plans stored before keep what stays open, in its order and with what would close it") {
    for (const auto& database : databases_at("0025")) {
        (*database)->in_transaction([](Transaction& transaction) { transaction.run_script(people_and_plans); });
        CHECK(storage::migrate(**database, test::migrations_directory()) >= 1);
        const auto replaced = plan_of(**database, 11);
        REQUIRE(replaced.open_gaps.size() == 1);
        CHECK(replaced.open_gaps[0] == OpenGap{CompetenceId{8}, 1, OpenReason::no_offer, std::nullopt});
        const auto accepted = plan_of(**database, 12);
        REQUIRE(accepted.gains.size() == 1);
        CHECK(accepted.gains[0].amount == 4);
        REQUIRE(accepted.open_gaps.size() == 3);
        CHECK(accepted.open_gaps[0] ==
              OpenGap{CompetenceId{8}, 2, OpenReason::budget_hours, Remedy{LearningUnitId{44}, HalfHours{3}, Money{500}, 1}});
        CHECK(accepted.open_gaps[1] == OpenGap{CompetenceId{7}, 4, OpenReason::no_offer, std::nullopt});
        CHECK(accepted.open_gaps[2] == OpenGap{CompetenceId{7}, 5, OpenReason::level_below_open, std::nullopt});
        CHECK(plan_of(**database, 13).open_gaps.empty());
    }
}

TEST_CASE("proofs that were queued before stay behind what others wait for") {
    for (const auto& database : databases_at("0027")) {
        (*database)->in_transaction([](Transaction& transaction) {
            transaction.run_script(
                "INSERT INTO jobs (kind, payload, state, run_at, created_at) VALUES ('planning.prove', '{}', 'queued', 0, 0), "
                "('planning.replan', '{}', 'queued', 0, 0)");
        });
        CHECK(storage::migrate(**database, test::migrations_directory()) >= 1);
        const auto waiting =
            (*database)->read([](Session& session) { return session.query<std::string>("SELECT kind FROM jobs WHERE when_idle ORDER BY id"); });
        CHECK(waiting == std::vector<std::string>{"planning.prove"});
    }
}

}  // namespace kc::planning
