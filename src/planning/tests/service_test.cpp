// SPDX-License-Identifier: EUPL-1.2
#include "planning/tests/planning_town.hpp"

#include "base/random.hpp"
#include "planning/personal_data.hpp"
#include "planning/planner.hpp"
#include "planning/planning.hpp"
#include "planning/reach.hpp"

#include <chrono>
#include <thread>

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::planning;
using namespace kc::planning::test;

TEST_CASE("a clerk gets a verified proposal, accepts it, and asking again changes nothing") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        REQUIRE(town.curricula.propose(clerk).value() == Outcome::proposed);
        auto state = town.state(clerk);
        REQUIRE(state.proposed);
        CHECK(state.proposed->cause == Cause::first_plan);
        CHECK(state.proposed->version == 1);
        CHECK(state.proposed->plan.status == PlanStatus::optimal);
        REQUIRE_FALSE(state.proposed->plan.items.empty());
        CHECK(state.proposed->plan.closure > 0);
        for (const auto& item : state.proposed->plan.items) {
            CHECK(item.starts_on > town.town.clock.today());
            CHECK_FALSE(item.phases.empty());
        }
        CHECK(town.curricula.propose(clerk).value() == Outcome::unchanged);
        CHECK(town.versions(clerk) == 1);

        const auto id = state.proposed->id;
        REQUIRE(town.curricula.accept(clerk, id));
        CHECK(town.curricula.accept(clerk, id));  // sent twice
        state = town.state(clerk);
        REQUIRE(state.accepted);
        CHECK(state.accepted->decided_at);
        CHECK_FALSE(state.proposed);
        CHECK(town.curricula.propose(clerk).value() == Outcome::unchanged);
        CHECK(town.versions(clerk) == 1);
        CHECK(town.value("SELECT COUNT(*) FROM audit_log WHERE action = 'curriculum.accepted'") == 1);

        const auto summary = town.town.database().read(
            [&](storage::Session& session) { return dashboard_summary(session, *town.catalogues.current(), clerk, town.town.clock.today()); });
        CHECK(summary.has_plan);
        CHECK(summary.planned_units == static_cast<std::int64_t>(state.accepted->plan.items.size()));
        CHECK(summary.closed_percent == closed_percent(state.accepted->plan));
    }
}

TEST_CASE("LP-10: excluding a unit leads to a proposal without it, allowing it again makes the plan in force the best again") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        const auto unit = town.accepted(clerk).accepted->plan.items.front().unit;
        REQUIRE(town.curricula.exclude(clerk, unit).value() == Outcome::proposed);
        auto state = town.state(clerk);
        REQUIRE(state.proposed);
        CHECK(state.proposed->cause == Cause::own_choice);
        for (const auto& item : state.proposed->plan.items) CHECK(item.unit != unit);
        CHECK(town.curricula.exclude(clerk, unit).value() == Outcome::unchanged);  // sent twice
        CHECK(town.versions(clerk) == 2);

        REQUIRE(town.curricula.clear_choice(clerk, unit).value() == Outcome::unchanged);
        state = town.state(clerk);
        CHECK_FALSE(state.proposed);
        CHECK(state.accepted);
        CHECK(town.curricula.clear_choice(clerk, unit).error() == CurriculumError::choice_not_found);
    }
}

TEST_CASE("a proposal that was overtaken, declined or never existed cannot be accepted") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        CHECK(town.curricula.accept(clerk, CurriculumId{4711}).error() == CurriculumError::no_proposal);
        (void)town.curricula.propose(clerk);
        const auto first = town.state(clerk).proposed;
        REQUIRE(first);
        REQUIRE(town.curricula.exclude(clerk, first->plan.items.front().unit).value() == Outcome::proposed);
        CHECK(town.curricula.accept(clerk, first->id).error() == CurriculumError::proposal_outdated);
        CHECK(town.curricula.decline(clerk, first->id).error() == CurriculumError::proposal_outdated);
        const auto second = town.state(clerk).proposed->id;
        REQUIRE(town.curricula.decline(clerk, second));
        CHECK(town.curricula.decline(clerk, second));  // sent twice
        CHECK(town.curricula.accept(clerk, second).error() == CurriculumError::proposal_outdated);
        CHECK(town.curricula.accept(town.town.outsider, second).error() == CurriculumError::no_proposal);
        CHECK_FALSE(town.state(clerk).accepted);
    }
}

TEST_CASE("LP-16: a declined plan does not come back by itself, but when the person asks for it") {
    PlanningTown town;
    const auto& clerk = town.town.clerk;
    (void)town.curricula.propose(clerk);
    REQUIRE(town.curricula.decline(clerk, town.state(clerk).proposed->id));
    CHECK(town.curricula.replan(std::span(&clerk.person, 1), Cause::profile_changed).proposed == 0);
    CHECK_FALSE(town.state(clerk).proposed);
    CHECK(town.curricula.propose(clerk).value() == Outcome::proposed);
}

TEST_CASE("LP-17: a proposal whose booking deadline has passed cannot be accepted any more") {
    PlanningTown town;
    const auto& clerk = town.town.clerk;
    (void)town.curricula.propose(clerk);
    const auto proposal = town.state(clerk).proposed;
    REQUIRE(std::any_of(proposal->plan.items.begin(), proposal->plan.items.end(), [](const auto& item) { return item.date.has_value(); }));
    town.town.clock.advance(std::chrono::hours{24 * 360});
    CHECK(town.curricula.accept(clerk, proposal->id).error() == CurriculumError::proposal_outdated);
}

TEST_CASE("undoing an acceptance brings the former plan back as a new version; without one it becomes a proposal again") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        CHECK(town.curricula.undo(clerk).error() == CurriculumError::nothing_to_undo);
        const auto first = town.accepted(clerk);
        REQUIRE(town.curricula.undo(clerk));
        auto state = town.state(clerk);
        CHECK_FALSE(state.accepted);
        REQUIRE(state.proposed);
        REQUIRE(town.curricula.accept(clerk, state.proposed->id));

        const auto unit = first.accepted->plan.items.front().unit;
        REQUIRE(town.curricula.exclude(clerk, unit).value() == Outcome::proposed);
        REQUIRE(town.curricula.accept(clerk, town.state(clerk).proposed->id));
        CHECK_FALSE(same_plan(town.state(clerk).accepted->plan, first.accepted->plan));
        REQUIRE(town.curricula.undo(clerk));
        state = town.state(clerk);
        REQUIRE(state.accepted);
        CHECK(same_plan(state.accepted->plan, first.accepted->plan));
        CHECK(state.accepted->version == 3);
    }
}

TEST_CASE("a locked unit stays with its date; another date can be chosen, and only one that fits") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        const auto state = town.accepted(clerk);
        const CurriculumItem* item = nullptr;
        std::optional<TutorialDateId> other, impossible;
        for (const auto& candidate : state.accepted->plan.items) {
            if (!candidate.date) continue;
            other.reset(), impossible.reset();
            const auto dates = town.curricula.list_dates(clerk, candidate.unit);  // kept: the loop must not outlive it
            REQUIRE(dates);
            for (const auto& choice : *dates) {
                if (choice.fit == DateFit::usable && choice.date != *candidate.date) other = choice.date;
                if (choice.fit != DateFit::usable) impossible = choice.date;
            }
            if (other) {
                item = &candidate;
                break;
            }
        }
        REQUIRE(item != nullptr);
        CHECK(town.curricula.lock(clerk, item->unit, TutorialDateId{999'999}).error() == CurriculumError::date_not_found);
        if (impossible) CHECK(town.curricula.lock(clerk, item->unit, impossible).error() == CurriculumError::date_not_usable);
        REQUIRE(town.curricula.lock(clerk, item->unit, other));
        auto changed = town.state(clerk);
        const auto& choice = *changed.choices.find(item->unit);
        CHECK(choice.choice == Choice::locked);
        CHECK(choice.tutorial_date_id == other);
        REQUIRE(changed.proposed);
        if (changed.proposed->plan.status != PlanStatus::infeasible) {
            const auto& items = changed.proposed->plan.items;
            CHECK(std::any_of(items.begin(), items.end(),
                              [&](const auto& planned) { return planned.unit == item->unit && planned.date == other && planned.locked; }));
        } else {
            CHECK(town.curricula.accept(clerk, changed.proposed->id).error() == CurriculumError::plan_infeasible);
        }
    }
}

TEST_CASE("LP-19: a completed unit becomes evidence, leaves the plan, and counts once") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        const auto state = town.accepted(clerk);
        const auto& items = state.accepted->plan.items;
        const auto found = std::find_if(items.begin(), items.end(), [](const auto& item) {
            return !item.explanation.raises.empty() && item.explanation.raises.front().from >= 0;
        });
        REQUIRE(found != items.end());
        const auto today = town.town.clock.today();
        CHECK(town.curricula.complete(clerk, found->unit, add_days(today, 1)).error() == CurriculumError::completed_in_future);
        CHECK(town.curricula.complete(clerk, found->unit, add_days(today, -3000)).error() == CurriculumError::completed_too_long_ago);
        CHECK(town.curricula.complete(clerk, LearningUnitId{999'999}, today).error() == CurriculumError::unit_not_found);
        REQUIRE(town.curricula.complete(clerk, found->unit, today));
        const auto after = town.state(clerk);
        CHECK(after.choices.is_completed(found->unit));
        const auto evidence =
            town.value("SELECT COUNT(*) FROM evidence WHERE source = 'completed_unit' AND person_id = " + std::to_string(clerk.person.value));
        CHECK(evidence >= 0);
        CHECK(town.curricula.complete(clerk, found->unit, today).value() == Outcome::unchanged);
        CHECK(town.value("SELECT COUNT(*) FROM completed_units") == 1);
        CHECK(town.curricula.exclude(clerk, found->unit).error() == CurriculumError::already_completed);
        CHECK(town.curricula.lock(clerk, found->unit).error() == CurriculumError::already_completed);
    }
}

TEST_CASE("LP-19: a completion reported by mistake is undone together with the levels it gave") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        const auto state = town.accepted(clerk);
        const auto levels = [&] {
            std::vector<int> found;
            for (const auto& current : town.profile(clerk).current) found.push_back(current.level);
            return found;
        };
        const auto before = levels();
        for (const auto& item : state.accepted->plan.items) {
            REQUIRE(town.curricula.complete(clerk, item.unit, town.town.clock.today()));
            REQUIRE(town.curricula.undo_completion(clerk, item.unit));
            CHECK_FALSE(town.state(clerk).choices.is_completed(item.unit));
            CHECK(levels() == before);
            CHECK(town.curricula.undo_completion(clerk, item.unit).error() == CurriculumError::not_completed);
        }
        CHECK(town.curricula.undo_completion(town.town.outsider, state.accepted->plan.items.front().unit).error() == CurriculumError::not_completed);
        // The plan in force is the best one again: nothing to decide.
        CHECK_FALSE(town.state(clerk).proposed);
    }
}

TEST_CASE("LP-15: a changed profile enqueues one job; the job proposes once and can run again without effect") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        town.run_jobs();
        (void)town.accepted(clerk);
        const auto before = town.versions(clerk);
        auto preferences = town.profile(clerk).preferences;
        preferences.hours = HalfHours{std::max<std::int64_t>(2, town.state(clerk).accepted->plan.hours.value - 1)};
        REQUIRE(town.profiles.set_preferences(clerk, preferences));
        preferences.budget = preferences.budget + Money{1};
        REQUIRE(town.profiles.set_preferences(clerk, preferences));
        CHECK(town.value("SELECT COUNT(*) FROM jobs WHERE kind = 'planning.replan' AND state = 'queued'") == 1);
        CHECK(town.run_jobs() == 1);
        const auto state = town.state(clerk);
        REQUIRE(state.proposed);
        CHECK(state.proposed->cause == Cause::profile_changed);
        CHECK(state.accepted);  // stays in force
        CHECK(town.versions(clerk) == before + 1);
        CHECK(town.curricula.replan(std::span(&clerk.person, 1), Cause::profile_changed).proposed == 0);
        CHECK(town.versions(clerk) == before + 1);
    }
}

TEST_CASE("a changed offer reaches those whose plan it concerns, and nobody else") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        town.run_jobs();
        const auto state = town.accepted(clerk);
        const auto& item =
            *std::find_if(state.accepted->plan.items.begin(), state.accepted->plan.items.end(), [](const auto& row) { return row.date.has_value(); });
        town.town.database().in_transaction([&](storage::Transaction& transaction) {
            transaction.execute("UPDATE tutorial_dates SET state = 'cancelled' WHERE unit_id = ?", item.unit);
            town.curricula.offers_changed(transaction, std::span(&item.unit, 1));
        });
        CHECK(town.run_jobs() >= 2);
        const auto after = town.state(clerk);
        REQUIRE(after.proposed);
        CHECK(after.proposed->cause == Cause::offers_changed);
        for (const auto& planned : after.proposed->plan.items) CHECK(planned.unit != item.unit);
        CHECK(town.versions(town.town.newcomer) == 0);
        const auto nobody =
            town.town.database().read([&](storage::Session& session) { return list_affected(session, std::vector{LearningUnitId{999'999}}); });
        CHECK(nobody.empty());
    }
}

TEST_CASE("two runs at the same time make one proposal, two clicks on accept one plan") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i)
                threads.emplace_back([&] { (void)town.curricula.replan(std::span(&clerk.person, 1), Cause::profile_changed); });
        }
        CHECK(town.versions(clerk) == 1);
        const auto id = town.state(clerk).proposed->id;
        std::atomic<int> accepted{0};
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i) threads.emplace_back([&] { accepted += town.curricula.accept(clerk, id).has_value(); });
        }
        CHECK(accepted == 4);
        CHECK(town.value("SELECT COUNT(*) FROM audit_log WHERE action = 'curriculum.accepted'") == 1);
    }
}

TEST_CASE("a what-if question shows what changes and stores nothing") {
    PlanningTown town;
    const auto& clerk = town.town.clerk;
    const auto state = town.accepted(clerk);
    const auto audit = town.value("SELECT COUNT(*) FROM audit_log");
    const auto same = town.curricula.what_if(clerk, {});
    REQUIRE(same);
    CHECK(same->difference.empty());
    WhatIf none;
    none.hours = HalfHours{1};
    const auto less = town.curricula.what_if(clerk, none);
    REQUIRE(less);
    CHECK(less->after.hours <= HalfHours{1});
    CHECK(less->difference.removed.size() >= state.accepted->plan.items.size() - 1);
    none.until = town.town.clock.today();
    const auto refused = town.curricula.what_if(clerk, none);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().error == CurriculumError::invalid_limits);
    REQUIRE_FALSE(refused.error().problems.empty());
    CHECK(refused.error().problems.front().field == "until");
    CHECK(town.value("SELECT COUNT(*) FROM audit_log") == audit);
    CHECK(town.versions(clerk) == 1);
    CHECK(town.curricula.what_if(town.town.newcomer, {}).error().error == CurriculumError::profile_incomplete);
}

TEST_CASE("who has no right to a plan or no profile is refused") {
    PlanningTown town;
    const auto& stranger = town.town.system_operator;
    if (!stranger.may(Permission::plan_own_curriculum)) {
        CHECK(town.curricula.propose(stranger).error() == CurriculumError::not_permitted);
        CHECK(town.curricula.undo(stranger).error() == CurriculumError::not_permitted);
        CHECK_FALSE(town.curricula.find_own(stranger));
    }
    CHECK(town.curricula.propose(town.town.newcomer).error() == CurriculumError::profile_incomplete);
    CHECK(town.curricula.exclude(town.town.clerk, LearningUnitId{999'999}).error() == CurriculumError::unit_not_found);
    CHECK(town.curricula.lock(town.town.clerk, LearningUnitId{999'999}).error() == CurriculumError::unit_not_found);
}

TEST_CASE("everything about a person's plans is exported, and nothing is left after erasure") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        const auto state = town.accepted(clerk);
        (void)town.curricula.exclude(clerk, state.accepted->plan.items.front().unit);
        PlanningPersonalData data;
        const auto exported = town.town.database().read([&](storage::Session& session) { return data.export_data(session, clerk.person); });
        CHECK(exported.find("\"curricula\":[{") != std::string::npos);
        CHECK(exported.find("\"excluded\"") != std::string::npos);
        town.town.database().in_transaction([&](storage::Transaction& transaction) { data.erase(transaction, clerk.person); });
        CHECK(town.versions(clerk) == 0);
        CHECK(town.value("SELECT COUNT(*) FROM plan_choices") == 0);
        CHECK(town.value("SELECT COUNT(*) FROM curriculum_items") == 0);
    }
}

TEST_CASE("LP-26: random profiles over the sample catalogue: the checker accepts every plan, every limit is kept, units stand by their days") {
    PlanningTown town;
    const auto offers = town.curricula.catalogue();
    const auto& framework = offers->framework();
    SeededRandom random(20260302);
    for (int round = 0; round < 60; ++round) {
        CAPTURE(round);
        competence::LearnerProfile profile;
        profile.person = PersonId{1};
        profile.enough_for_curriculum = true;
        for (int i = 0; i < 12; ++i) {
            const auto id = framework.competences()[random.below(framework.competences().size())].id;
            if (std::any_of(profile.targets.begin(), profile.targets.end(), [&](const auto& target) { return target.competence == id; })) continue;
            profile.targets.push_back({id, static_cast<int>(random.between(1, 5)), static_cast<int>(random.between(1, 10))});
            if (random.chance(50)) profile.current.push_back({id, static_cast<int>(random.between(1, 3))});
        }
        auto& preferences = profile.preferences;
        preferences.hours = HalfHours{random.between(1, 160)};
        if (random.chance(50)) preferences.weekly_hours = HalfHours{random.between(2, 16)};
        preferences.budget = Money{random.between(0, 2000'00)};
        preferences.presence_days = static_cast<int>(random.between(0, 8));
        preferences.until = add_days(town.town.clock.today(), static_cast<int>(random.between(10, 500)));
        preferences.working_days = static_cast<int>(random.between(1, 127));
        preferences.online = random.chance(70);
        preferences.on_site = random.chance(70);
        for (const auto& place : offers->snapshot().places())
            if (random.chance(30)) preferences.places.push_back(place.id);
        if (random.chance(50)) preferences.absences.push_back({add_days(town.town.clock.today(), 20), add_days(town.town.clock.today(), 50)});
        const auto plan = make_plan(*offers, {profile, {}, random.chance(50), nullptr});  // throws when the checker refuses
        CHECK(plan.hours <= preferences.hours);
        CHECK(plan.price <= preferences.budget);
        CHECK(plan.presence_days <= preferences.presence_days);
        CHECK(std::is_sorted(plan.items.begin(), plan.items.end(), [](const auto& a, const auto& b) { return a.starts_on < b.starts_on; }));
        for (const auto& item : plan.items) {
            if (!item.date) continue;
            const auto& unit = *offers->find_unit(item.unit);
            const auto& date = *PlanningCatalogue::find_date(unit, *item.date);
            CHECK(item.ends_on <= preferences.until);
            for (Date day = item.starts_on; day <= item.ends_on; day = add_days(day, 1)) CHECK(preferences.works_on(weekday_of(day)));
            if (date.mode == catalogue::Format::online) CHECK(preferences.online);
            if (date.mode == catalogue::Format::on_site) CHECK(preferences.on_site);
        }
    }
}

TEST_CASE("LP-14: a proof found later, another price or other hours of the same units renew the plan in place and are no new version") {
    for (const auto& made : planning_towns()) {
        auto& town = *made;
        const auto& clerk = town.town.clerk;
        const auto before = town.accepted(clerk);
        REQUIRE_FALSE(before.accepted->plan.items.empty());
        const auto versions = town.versions(clerk);
        town.town.database().in_transaction([&](storage::Transaction& transaction) {
            transaction.execute("UPDATE curricula SET status = 'feasible', half_hours = half_hours + 4 WHERE id = ?", before.accepted->id);
            transaction.execute(
                "UPDATE curriculum_items SET price_cents = price_cents + 900, half_hours = half_hours + 4 WHERE curriculum_id = ? AND "
                "position = 0",
                before.accepted->id);
        });
        (void)town.curricula.replan(std::span(&clerk.person, 1), Cause::offers_changed);
        const auto after = town.state(clerk);
        CHECK(town.versions(clerk) == versions);
        CHECK_FALSE(after.proposed);
        CHECK(after.accepted->plan.status == before.accepted->plan.status);
        CHECK(after.accepted->plan.price == before.accepted->plan.price);
        CHECK(after.accepted->plan.hours == before.accepted->plan.hours);
        CHECK(after.accepted->plan.items[0].price == before.accepted->plan.items[0].price);
        CHECK(after.accepted->plan.items[0].hours == before.accepted->plan.items[0].hours);
    }
}
