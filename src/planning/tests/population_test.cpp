// SPDX-License-Identifier: EUPL-1.2
// Planning many people outside the transaction: everybody gets one plan, whatever else happens at the same time.
#include "planning/bulk_store.hpp"
#include "planning/everyone_command.hpp"
#include "planning/tests/planning_town.hpp"
#include "storage/changes.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <thread>

namespace kc::planning::test {

TEST_CASE("everybody with a sufficient profile gets one plan with its audit entry, and a second run changes nothing") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto counts = town.curricula.plan_everyone(2);
        CHECK(counts.proposed > 0);
        CHECK(counts.incomplete > 0);
        CHECK(town.value("SELECT COUNT(*) FROM curricula") == counts.proposed);
        CHECK(town.value("SELECT COUNT(*) FROM audit_log WHERE action = 'curriculum.proposed'") == counts.proposed);
        CHECK(town.value("SELECT COUNT(*) FROM change_log WHERE topic = 'person_plan'") == counts.proposed);
        const auto& clerk = town.town.clerk;
        const auto state = town.state(clerk);
        REQUIRE(state.proposed);
        CHECK(state.proposed->cause == Cause::first_plan);
        CHECK(town.versions(town.town.newcomer) == 0);

        const auto again = town.curricula.plan_everyone(2);
        CHECK(again.proposed == 0);
        const auto all = town.curricula.plan_everyone(2, true);
        CHECK(all.proposed == 0);
        CHECK(all.unchanged == counts.proposed);

        // What was stored in bulk is what the person would have got alone.
        town.town.database().in_transaction([&](storage::Transaction& transaction) { remove_person(transaction, clerk.person); });
        REQUIRE(town.curricula.propose(clerk));
        const auto alone = town.state(clerk);
        REQUIRE(alone.proposed);
        CHECK(same_plan(alone.proposed->plan, state.proposed->plan));
        CHECK(alone.proposed->plan.open_gaps == state.proposed->plan.open_gaps);
        CHECK(alone.proposed->plan.closure == state.proposed->plan.closure);
        CHECK(alone.proposed->plan.items.front().phases == state.proposed->plan.items.front().phases);
    }
}

TEST_CASE("several nodes planning everybody at once store nothing twice") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        {
            std::vector<std::jthread> nodes;
            for (int i = 0; i < 3; ++i) nodes.emplace_back([&] { (void)town.curricula.plan_everyone(2); });
        }
        CHECK(town.value("SELECT COUNT(*) FROM curricula") > 0);
        CHECK(town.value("SELECT COUNT(*) FROM curricula") == town.value("SELECT COUNT(DISTINCT person_id) FROM curricula"));
        CHECK(town.value("SELECT COUNT(*) FROM audit_log WHERE action = 'curriculum.proposed'") == town.value("SELECT COUNT(*) FROM curricula"));
    }
}

TEST_CASE("who changes the profile while plans are computed ends with a plan for the last profile") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        const auto hours = town.profile(clerk).preferences.hours;
        {
            std::jthread changing([&] {
                for (int i = 0; i < 20; ++i) {
                    auto preferences = town.profile(clerk).preferences;
                    preferences.hours = HalfHours{std::max<std::int64_t>(2, hours.value / (1 + i % 2))};
                    (void)town.profiles.set_preferences(clerk, preferences);
                }
            });
            for (int i = 0; i < 20; ++i) (void)town.curricula.replan(std::span(&clerk.person, 1), Cause::profile_changed);
        }
        town.run_jobs();
        const auto state = town.state(clerk);
        REQUIRE(state.proposed);
        CHECK(state.proposed->plan.hours <= town.profile(clerk).preferences.hours);
        const auto versions = town.versions(clerk);
        CHECK(town.curricula.replan(std::span(&clerk.person, 1), Cause::profile_changed).proposed == 0);
        CHECK(town.versions(clerk) == versions);
    }
}

TEST_CASE("changes since a position are those of the topics asked for, each subject once") {
    for (const auto& made : planning_towns()) {
        auto& database = made->town.database();
        const auto position = database.read([](storage::Session& session) { return storage::change_position(session); });
        database.in_transaction([](storage::Transaction& transaction) {
            storage::record_changes(transaction, storage::ChangeTopic::profile, std::vector<std::int64_t>{7, 3, 7});
            storage::record_change(transaction, storage::ChangeTopic::venue, 9);
        });
        constexpr std::array topics{storage::ChangeTopic::profile, storage::ChangeTopic::person};
        const auto changed = database.read([&](storage::Session& session) { return storage::changed_since(session, position, topics); });
        CHECK(changed == std::vector<std::int64_t>{3, 7});
    }
}

TEST_CASE("the command says how many plans there are, and runs again without effect") {
    auto towns = planning_towns();
    auto& database = towns.front()->town.database();
    std::ostringstream out, err;
    CHECK(run_plan_everyone(database, {.threads = 2}, out, err) == 0);
    CHECK(out.str().find("neue Vorschläge") != std::string::npos);
    CHECK(towns.front()->value("SELECT COUNT(*) FROM curricula") > 0);
    const auto before = towns.front()->value("SELECT COUNT(*) FROM curricula");
    CHECK(run_plan_everyone(database, {.threads = 2}, out, err) == 0);
    CHECK(towns.front()->value("SELECT COUNT(*) FROM curricula") == before);
}

TEST_CASE("LP-46: of several people those whose rule may accept are read with the phases of their units, as when read alone") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        (void)town.curricula.plan_everyone(1);
        const auto people = town.town.database().read([](storage::Session& session) {
            return session.query<PersonId>(
                "SELECT c.person_id FROM curricula c WHERE EXISTS (SELECT 1 FROM curriculum_items i WHERE i.curriculum_id = c.id) ORDER BY "
                "c.person_id");
        });
        REQUIRE(people.size() > 1);
        town.town.database().in_transaction([&](storage::Transaction& transaction) {
            transaction.execute("INSERT INTO plan_settings (person_id, acceptance) VALUES (?, 'nothing_dropped')", people.front());
        });
        const auto states = town.town.database().read([&](storage::Session& session) { return list_states(session, people); });
        CHECK_FALSE(states.front().proposed->plan.items.front().phases.empty());
        for (const auto& state : states) {
            const auto alone = *town.town.database().read([&](storage::Session& session) { return find_state(session, state.person); });
            const auto& items = state.proposed->plan.items;
            REQUIRE(items.size() == alone.proposed->plan.items.size());
            for (std::size_t i = 0; i < items.size(); ++i) {
                CHECK(items[i].starts_on == alone.proposed->plan.items[i].starts_on);
                const auto phases = state.person == people.front() ? alone.proposed->plan.items[i].phases.size() : 0;
                CHECK(items[i].phases.size() == phases);
            }
        }
    }
}

}  // namespace kc::planning::test
