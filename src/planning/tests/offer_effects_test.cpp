// SPDX-License-Identifier: EUPL-1.2
// LP-49, LP-53, LP-54: whom a changed offer concerns, what it costs those whom it does not change, and proofs as jobs of their own.
#include "planning/offer_effects.hpp"
#include "planning/offer_replacements.hpp"
#include "planning/planner.hpp"
#include "planning/reach.hpp"
#include "planning/stored_question.hpp"
#include "planning/tests/changed_offers.hpp"
#include "planning/tests/planning_town.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include <boost/json.hpp>

namespace kc::planning::test {
namespace {

// The plan a search finds for the person under the present offers.
Plan searched(PlanningTown& town, const PersonState& state) {
    const auto profile = town.town.database().read([&](storage::Session& session) {
        return *competence::find_learner_profile(session, *town.frameworks.current(), state.person, town.town.clock.today());
    });
    const Plan* accepted = state.accepted ? &state.accepted->plan : nullptr;
    const Plan* proposed = state.proposed ? &state.proposed->plan : nullptr;
    return make_plan(*town.curricula.catalogue(), {profile, state.choices, state.member, accepted, proposed});
}

// Every offer there is counts as changed: what is found for the person is what a search of everything finds. Returns for how many there is something.
int count_best_found(PlanningTown& town, PersonId person) {
    int found = 0;
    for (const auto unit : published(town)) {
        const auto effects = effects_of(town, unit, {person});
        for (const auto& plan : effects.found) {
            const auto& state = plan.state;
            const Question question{plan.profile, state.choices, state.member, &state.accepted->plan, nullptr};
            CAPTURE(unit.value);
            CHECK(same_plan(finish_plan(*town.curricula.catalogue(), question, plan.plan, Detail::explained), searched(town, state)));
            ++found;
        }
    }
    return found;
}

}  // namespace

TEST_CASE("LP-53: for those whom an offer is said not to change, a search finds the plan they have and the same open levels") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        town.town.clock.advance(std::chrono::hours(1));  // the offers have been there for a while
        (void)town.curricula.plan_everyone(2);
        accept_all(town);
        const auto units = published(town);
        int unchanged = 0, to_plan = 0, to_review = 0;
        for (std::size_t i = 0; i < units.size(); i += std::max<std::size_t>(1, units.size() / 25)) {
            const auto unit = units[i];
            make_new(town, unit);
            const auto people = affected(town, unit);
            const auto effects = effects_of(town, unit, people);
            const auto to_change = people_to_change(effects);
            to_plan += static_cast<int>(to_change.size());
            to_review += static_cast<int>(effects.to_review.size());
            const auto everybody = town.town.database().read([](storage::Session& session) {
                return session.query<PersonId>("SELECT person_id FROM curricula WHERE state = 'accepted' ORDER BY person_id");
            });
            const auto states = town.town.database().read([&](storage::Session& session) { return list_states(session, everybody); });
            for (const auto& state : states) {
                if (std::binary_search(to_change.begin(), to_change.end(), state.person)) continue;
                CAPTURE(unit.value);
                CAPTURE(state.person.value);
                ++unchanged;
                const auto plan = searched(town, state);
                CHECK(same_plan(state.accepted->plan, plan));
                CHECK(plan.closure == state.accepted->plan.closure);
                if (!std::binary_search(effects.to_review.begin(), effects.to_review.end(), state.person))
                    CHECK(plan.open_gaps == state.accepted->plan.open_gaps);
            }
        }
        CHECK(unchanged > to_plan);
        CHECK(to_plan > 0);
        MESSAGE(unchanged << " unchanged, " << to_plan << " to plan, " << to_review << " to review");
    }
}

TEST_CASE("LP-53: what is found for those whom an offer changes is what planning them anew finds, and it is stored") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        town.town.clock.advance(std::chrono::hours(1));
        (void)town.curricula.plan_everyone(2);
        accept_all(town);
        const auto units = published(town);
        int found = 0;
        for (std::size_t i = 0; i < units.size(); i += std::max<std::size_t>(1, units.size() / 25)) {
            const auto unit = units[i];
            make_new(town, unit);
            const auto people = affected(town, unit);
            const auto effects = effects_of(town, unit, people);
            std::vector<std::pair<PersonId, Plan>> expected;
            for (const auto& made_plan : effects.found) {
                const auto& state = made_plan.state;
                const Question question{made_plan.profile, state.choices, state.member, &state.accepted->plan, nullptr};
                const auto plan = searched(town, state);
                CHECK(same_plan(finish_plan(*town.curricula.catalogue(), question, made_plan.plan, Detail::explained), plan));
                CHECK_FALSE(same_plan(plan, state.accepted->plan));
                expected.emplace_back(state.person, plan);
                ++found;
            }
            (void)town.curricula.replan_for_offers(people, std::vector{unit});
            for (const auto& [person, plan] : expected) {
                const auto state = *town.town.database().read([&](storage::Session& session) { return find_state(session, person); });
                REQUIRE(state.proposed);
                CHECK(same_plan(state.proposed->plan, plan));
                CHECK(state.proposed->plan.open_gaps == plan.open_gaps);
                CHECK(state.proposed->cause == Cause::offers_changed);
                CHECK(state.question);
            }
            accept_all(town);
        }
        CHECK(found > 0);
    }
}

TEST_CASE("LP-53: what somebody has completed does not make another offer look better than it is") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        auto state = town.accepted(clerk);
        // Until one is done whose plan stays: its sums still hold that unit.
        const auto complete_one = [&] {
            for (const auto& item : state.accepted->plan.items) {
                if (state.choices.is_completed(item.unit)) continue;
                REQUIRE(town.curricula.complete(clerk, item.unit, town.town.clock.today()));
                return;
            }
        };
        do {
            if (state.proposed) REQUIRE(town.curricula.accept(clerk, state.proposed->id));
            state = town.state(clerk);
            complete_one();
            state = town.state(clerk);
        } while (state.proposed);
        const auto& items = state.accepted->plan.items;
        REQUIRE(std::any_of(items.begin(), items.end(), [&](const auto& item) { return state.choices.is_completed(item.unit); }));
        REQUIRE_FALSE(std::all_of(items.begin(), items.end(), [&](const auto& item) { return state.choices.is_completed(item.unit); }));
        CHECK(count_best_found(town, clerk.person) == 0);
    }
}

TEST_CASE("LP-53: offers that are new together are weighed together") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        const auto items = town.accepted(clerk).accepted->plan.items;
        const auto units = published(town);
        int found = 0, unchanged = 0;
        std::size_t tried = 0;
        for (std::size_t i = 0; i < units.size(); i += std::max<std::size_t>(1, units.size() / 40), ++tried) {
            // A few are searched one by one, more of them in one search.
            std::vector<LearningUnitId> together(units.begin() + static_cast<std::ptrdiff_t>(i),
                                                 units.begin() + static_cast<std::ptrdiff_t>(std::min(units.size(), i + (tried % 3 == 0 ? 6 : 1))));
            together.push_back(tried < items.size() ? items[tried].unit : units.front());
            std::sort(together.begin(), together.end());
            together.erase(std::unique(together.begin(), together.end()), together.end());
            for (const auto unit : together) set_state(town, unit, "retired");
            (void)town.curricula.replan(std::vector{clerk.person}, Cause::offers_changed);
            accept_all(town);
            for (const auto unit : together) set_state(town, unit, "published");
            const auto effects = town.town.database().read([&](storage::Session& session) {
                return find_offer_effects(session, *town.curricula.catalogue(), together, std::vector{clerk.person}, 600);
            });
            CAPTURE(together.front().value);
            const auto state = town.state(clerk);
            const auto best = searched(town, state);
            if (!effects.found.empty()) {
                const auto& plan = effects.found.front();
                const Question question{plan.profile, state.choices, state.member, &state.accepted->plan, nullptr};
                CHECK(same_plan(finish_plan(*town.curricula.catalogue(), question, plan.plan, Detail::explained), best));
                ++found;
            } else if (effects.to_plan.empty()) {
                CHECK(same_plan(state.accepted->plan, best));
                ++unchanged;
            }
        }
        CHECK(found > 0);
        CHECK(unchanged > 0);
    }
}

TEST_CASE("LP-55: while a changed profile waits for its plan, whatever is found for an offer is the best plan for the new profile") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        auto preferences = town.profile(clerk).preferences;
        preferences.hours = HalfHours{12};
        REQUIRE(town.profiles.set_preferences(clerk, preferences));
        (void)town.accepted(clerk);
        preferences.hours = HalfHours{80};
        REQUIRE(town.profiles.set_preferences(clerk, preferences));
        CHECK(count_best_found(town, clerk.person) > 0);
    }
}

TEST_CASE("LP-53: a plan of an earlier day is searched from the profile, not from the question it answered then") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        const auto before = town.accepted(clerk);
        const auto unit = before.accepted->plan.items.front().unit;
        make_new(town, unit, clerk.person);
        auto earlier = town.profile(clerk);
        earlier.preferences.budget.value += 100;
        town.town.database().in_transaction([&](storage::Transaction& transaction) {
            put_questions(transaction, std::vector<PersonQuestion>{{clerk.person, question_text(earlier)}});
        });
        const auto asked = [&] {
            const auto effects = effects_of(town, unit, {clerk.person});
            REQUIRE(effects.found.size() == 1);
            return question_text(effects.found.front().profile);
        };
        CHECK(asked() == question_text(earlier));
        town.town.database().in_transaction([&](storage::Transaction& transaction) {
            transaction.execute("UPDATE curricula SET planned_on = ? WHERE person_id = ?", add_days(town.town.clock.today(), -1), clerk.person);
        });
        CHECK(asked() == question_text(town.profile(clerk)));
    }
}

TEST_CASE("LP-53: offers that could always be taken instead settle the matter, unless they are new themselves or a wish concerns them") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto catalogue = town.curricula.catalogue();
        const auto now = town.town.clock.now();
        const std::optional<std::string> everything = std::string(reaches_everything), nothing = std::string(",999999.1,");
        const PersonChoices none;
        PersonChoices all_excluded;
        for (const auto id : published(town)) all_excluded.choices.push_back({id, Choice::excluded, std::nullopt});
        int settled = 0;
        for (const auto id : published(town)) {
            const auto index = *catalogue->unit_index(id);
            const auto settles = [&](std::vector<LearningUnitId> changed, const StandingPlan& plan) {
                return town.town.database().read(
                    [&](storage::Session& session) { return OfferReplacements(session, *catalogue, changed, std::span(&index, 1)).settle(plan); });
            };
            const auto later = now + std::chrono::hours(1), long_ago = now - std::chrono::hours(24 * 365 * 30);
            if (!settles({id}, {true, true, later, everything, none})) continue;
            ++settled;
            CHECK_FALSE(settles({id}, {true, true, long_ago, everything, none}));
            CHECK_FALSE(settles({id}, {true, true, later, nothing, none}));
            CHECK_FALSE(settles({id}, {true, true, later, everything, all_excluded}));
            CHECK_FALSE(settles(published(town), {true, true, later, everything, none}));
        }
        CHECK(settled > 0);
    }
}

TEST_CASE("LP-53: a level that an offer makes matter is kept with the plan, once, and beside what another plan writes") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto person = town.town.clerk.person;
        REQUIRE(town.curricula.propose(town.town.clerk));
        const auto before = *town.state(town.town.clerk).reach;
        const auto extend = [&](std::vector<ReachedStep> steps) {
            town.town.database().in_transaction([&](storage::Transaction& transaction) { extend_reaches(transaction, steps); });
        };
        extend({{person, CompetenceId{999'998}, 2}, {person, CompetenceId{999'999}, 1}, {PersonId{999'999}, CompetenceId{1}, 1}});
        extend({{person, CompetenceId{999'998}, 2}});
        CHECK(*town.state(town.town.clerk).reach == before + "999998.2,999999.1,");
        CHECK(reaches(*town.state(town.town.clerk).reach, CompetenceId{999'999}, 1));
        town.town.database().in_transaction([&](storage::Transaction& transaction) {
            put_reaches(transaction, std::vector<PersonReach>{{person, std::string(reaches_everything)}});
        });
        extend({{person, CompetenceId{999'998}, 2}});
        CHECK(*town.state(town.town.clerk).reach == reaches_everything);
    }
}

TEST_CASE("a new offer reaches those it changes through the jobs, and renews open levels of the others afterwards") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        (void)town.curricula.plan_everyone(2);
        accept_all(town);
        const auto before = town.state(clerk);
        REQUIRE(before.accepted);
        REQUIRE_FALSE(before.accepted->plan.items.empty());
        const auto unit = before.accepted->plan.items.front().unit;
        set_state(town, unit, "retired");
        town.town.database().in_transaction(
            [&](storage::Transaction& transaction) { town.curricula.offers_changed(transaction, std::vector{unit}); });
        town.run_jobs();
        accept_all(town);
        CHECK_FALSE(same_plan(town.state(clerk).accepted->plan, before.accepted->plan));
        set_state(town, unit, "published");
        town.town.database().in_transaction(
            [&](storage::Transaction& transaction) { town.curricula.offers_changed(transaction, std::vector{unit}); });
        town.run_jobs();
        const auto after = town.state(clerk);
        REQUIRE(after.proposed);
        CHECK(after.proposed->cause == Cause::offers_changed);
        CHECK(after.proposed->plan.closure == before.accepted->plan.closure);
        // Everybody's stored plan, open levels included, is what a search says now.
        const auto people = town.town.database().read([](storage::Session& session) {
            return session.query<PersonId>("SELECT DISTINCT person_id FROM curricula WHERE state IN ('accepted', 'proposed') ORDER BY person_id");
        });
        for (const auto& state : town.town.database().read([&](storage::Session& session) { return list_states(session, people); })) {
            const auto& standing = state.proposed ? state.proposed->plan : state.accepted->plan;
            const auto plan = searched(town, state);
            CHECK(same_plan(plan, standing));
            CHECK(plan.open_gaps == standing.open_gaps);
        }
        // The same event again changes nothing.
        const auto versions = town.value("SELECT COUNT(*) FROM curricula");
        const auto deeds = town.value("SELECT COUNT(*) FROM audit_log");
        town.town.database().in_transaction(
            [&](storage::Transaction& transaction) { town.curricula.offers_changed(transaction, std::vector{unit}); });
        town.run_jobs();
        CHECK(town.value("SELECT COUNT(*) FROM curricula") == versions);
        CHECK(town.value("SELECT COUNT(*) FROM audit_log") == deeds);
    }
}

TEST_CASE("a plan of an earlier day that does not hold any more is planned anew although the offer itself changes nothing") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        const auto before = town.accepted(clerk);
        const auto catalogue = town.curricula.catalogue();
        LearningUnitId other;
        for (const auto& unit : catalogue->snapshot().units()) {
            if (people_to_change(effects_of(town, unit.id, {clerk.person})).empty()) other = unit.id;
        }
        REQUIRE(other.value > 0);
        town.town.clock.advance(std::chrono::hours(24 * 60));
        const auto effects = effects_of(town, other, {clerk.person});
        CHECK(effects.to_review == std::vector{clerk.person});
        town.curricula.replan_for_offers(std::vector{clerk.person}, std::vector{other});
        CHECK_FALSE(town.state(clerk).proposed);  // first come those whom the offer changes
        town.run_jobs();
        CHECK(town.state(clerk).proposed);  // its first date has passed
    }
}

TEST_CASE("reach: kept with the plan, renewed with the profile, gone with the person, and asked for exactly") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        REQUIRE(town.curricula.propose(clerk));
        const auto reach = town.state(clerk).reach;
        REQUIRE(reach);
        const auto profile = town.profile(clerk);
        for (const auto& target : profile.targets) {
            const auto known = std::find_if(profile.current.begin(), profile.current.end(),
                                            [&](const auto& current) { return current.competence == target.competence; });
            const bool open = known == profile.current.end() || known->level < target.level;
            CHECK(reaches(*reach, target.competence, target.level) == open);
        }
        CHECK_FALSE(reaches(*reach, CompetenceId{999'999}, 1));
        CHECK_FALSE(reaches(",1.2,", CompetenceId{1}, 22));
        CHECK_FALSE(reaches(",11.2,", CompetenceId{1}, 2));
        CHECK(reaches(reaches_everything, CompetenceId{5}, 3));
        for (const auto unit : published(town)) {
            const auto* data = town.curricula.catalogue()->find_unit(unit);
            const auto people = affected(town, unit);
            const bool concerns = std::any_of(data->teaches.begin(), data->teaches.end(),
                                              [&](const auto& step) { return reaches(*reach, step.competence, step.level); });
            if (concerns) CHECK(std::binary_search(people.begin(), people.end(), clerk.person));
        }
        auto preferences = town.profile(clerk).preferences;
        preferences.online = !preferences.online;
        preferences.on_site = true;
        REQUIRE(town.profiles.set_preferences(clerk, preferences));
        town.run_jobs();
        const auto after = town.state(clerk).reach;
        std::string expected;
        const auto state = town.state(clerk);
        (void)make_plan(*town.curricula.catalogue(), {town.profile(clerk), state.choices, state.member}, Detail::plan_only, optimizer::Limits{}.work,
                        &expected);
        CHECK(after == expected);
        town.town.database().in_transaction([&](storage::Transaction& transaction) { remove_person(transaction, clerk.person); });
        CHECK(town.value("SELECT COUNT(*) FROM plan_reach") == 0);
    }
}

TEST_CASE("LP-49: a plan that is not proven is proven by a job of its own, once, and after all other jobs") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        const auto before = town.accepted(clerk);
        const auto versions = town.versions(clerk);
        const auto unproven = [&] {
            town.town.database().in_transaction([&](storage::Transaction& transaction) {
                transaction.execute("UPDATE curricula SET status = 'feasible', closure_bound = closure + 5 WHERE id = ?", before.accepted->id);
                for (int i = 0; i < 2; ++i)
                    town.queue.enqueue(transaction, {.kind = std::string(prove_job),
                                                     .payload = fmt::format(R"({{"people":[{}],"cause":"offers_changed"}})", clerk.person.value),
                                                     .run_at = town.town.clock.now(),
                                                     .unique_key = "same",
                                                     .when_idle = true});
            });
        };
        unproven();
        CHECK(town.value("SELECT COUNT(*) FROM jobs WHERE kind = 'planning.prove' AND state = 'queued'") == 1);
        CHECK(town.run_jobs() == 1);
        auto after = town.state(clerk);
        CHECK(after.accepted->plan.status == PlanStatus::optimal);
        CHECK(after.accepted->plan.closure_bound == after.accepted->plan.closure);
        CHECK(town.versions(clerk) == versions);
        const auto deeds = town.value("SELECT COUNT(*) FROM audit_log");
        (void)town.curricula.prove(std::span(&clerk.person, 1), Cause::offers_changed);  // a second time: nothing
        CHECK(town.value("SELECT COUNT(*) FROM audit_log") == deeds);

        // Whatever else is due comes first.
        unproven();
        town.town.database().in_transaction([&](storage::Transaction& transaction) { town.curricula.profile_changed(transaction, clerk.person); });
        std::vector<std::string> order;
        std::map<std::string, jobs::JobHandler> handlers;
        for (const auto kind : {replan_job, prove_job}) handlers[std::string(kind)] = [&order](const jobs::Job& job) { order.push_back(job.kind); };
        jobs::JobWorker(town.town.database(), town.town.clock, handlers).run_due();
        REQUIRE(order.size() == 2);
        CHECK(order[0] == replan_job);
        CHECK(order[1] == prove_job);
    }
}

TEST_CASE("people looked through in parts are those looked through as a whole, each once") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        (void)town.curricula.plan_everyone(1);
        accept_all(town);
        int split = 0;
        for (const auto unit : published(town)) {
            const auto whole = affected(town, unit);
            if (whole.size() < 2) continue;
            const auto middle = whole[whole.size() / 2];  // the first of the second part
            const auto part = [&](const PersonRange& among) {
                return town.town.database().read(
                    [&](storage::Session& session) { return list_affected(session, with_dependents(session, std::vector{unit}), among); });
            };
            auto parts = part({PersonId{1}, PersonId{middle.value - 1}});
            const auto rest = part({.first = middle});
            CHECK_FALSE(parts.empty());
            CHECK(rest.front() == middle);
            parts.insert(parts.end(), rest.begin(), rest.end());
            CHECK(parts == whole);
            ++split;
        }
        CHECK(split > 0);
    }
}

TEST_CASE("the jobs for an offer hold everybody it concerns, each once") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        (void)town.curricula.plan_everyone(1);
        accept_all(town);
        std::size_t most = 0;
        for (const auto unit : published(town)) {
            town.town.database().in_transaction([](storage::Transaction& transaction) { transaction.execute("DELETE FROM jobs"); });
            const auto people = affected(town, unit);
            CHECK(town.curricula.enqueue_affected(std::vector{unit}) == static_cast<int>(people.size()));
            const auto payloads = town.town.database().read([](storage::Session& session) {
                return session.query<std::string>("SELECT payload FROM jobs WHERE kind = 'planning.replan' ORDER BY id");
            });
            std::vector<PersonId> queued;
            for (const auto& text : payloads) {
                const auto payload = boost::json::parse(text);
                for (const auto& id : payload.at("people").as_array()) queued.push_back(PersonId{id.as_int64()});
            }
            CHECK(queued == people);
            most = std::max(most, people.size());
        }
        CHECK(most > 1);
    }
}

TEST_CASE("an offer that nobody knows reaches nobody and queues nothing") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        (void)town.curricula.plan_everyone(1);
        CHECK(town.curricula.enqueue_affected(std::vector{LearningUnitId{999'999}}) == 0);
        CHECK(town.value("SELECT COUNT(*) FROM jobs WHERE kind = 'planning.replan' AND state = 'queued' AND payload LIKE '%units%'") == 0);
        const auto effects = effects_of(town, LearningUnitId{999'999}, {PersonId{999'999}});
        CHECK(people_to_change(effects).empty());
        CHECK(effects.to_review.empty());
    }
}

}  // namespace kc::planning::test
