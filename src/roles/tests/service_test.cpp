// SPDX-License-Identifier: EUPL-1.2
#include "competence/store.hpp"
#include "roles/deadlines.hpp"
#include "roles/tests/role_town.hpp"
#include "roles/views.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::roles;
using namespace kc::roles::test;
using competence::FrameworkState;

namespace {

// What a refused or repeated action must leave as it was.
std::int64_t traces(const RoleTown& town) {
    return town.count(
        "SELECT (SELECT count(*) FROM role_demands) * 1000 + (SELECT count(*) FROM demand_changes) * 100 + (SELECT count(*) FROM audit_log) * 10 + "
        "(SELECT count(*) FROM jobs)");
}

bool refused_at(const Result<std::int64_t, RoleRefusal>& result, std::string_view field) {
    if (result || result.error().error != RoleError::invalid) return false;
    const auto& problems = result.error().problems;
    return std::any_of(problems.begin(), problems.end(), [&](const FieldProblem& problem) { return problem.field == field; });
}

competence::RoleTexts texts(std::string name, FrameworkState state) { return {std::move(name), "", "Was man da tut.", {"Sachbearbeitung"}, state}; }

}  // namespace

TEST_CASE("HR adds a line of the own authority: change, audit entry and job in one transaction, and it counts at once") {
    in_each_town([](RoleTown& town) {
        const auto added = town.roles.add(town.hr, town.own_line("conversation", 4, 9));
        REQUIRE(added);
        CHECK(town.count("SELECT count(*) FROM demand_changes WHERE changed_as = 'hr_decision_maker' AND before IS NULL") == 1);
        CHECK(town.count("SELECT count(*) FROM audit_log WHERE action = 'demand.added'") == 1);
        CHECK(town.count("SELECT count(*) FROM jobs WHERE kind = 'roles.tell_people'") == 1);
        const auto* role = town.roles.framework()->role_profile_by_slug("citizen-service");
        CHECK(std::count_if(role->demands.begin(), role->demands.end(), [&](const auto& line) { return line.organisation == town.town.town; }) == 1);
        // The same line a second time.
        const auto before = traces(town);
        const auto again = town.roles.add(town.hr, town.own_line("conversation", 5, 9));
        REQUIRE_FALSE(again);
        CHECK(again.error().error == RoleError::already_asked);
        // Sending the same change twice leaves no trace.
        CHECK(town.roles.change(town.hr, *added, town.own_line("conversation", 4, 9)));
        CHECK(traces(town) == before);
    });
}

TEST_CASE("HR of another town neither sees nor changes a line") {
    in_each_town([](RoleTown& town) {
        const auto line = *town.roles.add(town.hr, town.own_line("conversation", 4, 9));
        const auto before = traces(town);
        CHECK(town.roles.find(town.other_hr, line).error() == RoleError::demand_not_found);
        CHECK(town.roles.change(town.other_hr, line, town.own_line("conversation", 1, 1)).error().error == RoleError::demand_not_found);
        CHECK(town.roles.remove(town.other_hr, line).error() == RoleError::demand_not_found);
        CHECK(town.roles.impact_of_removal(town.other_hr, line).error() == RoleError::demand_not_found);
        CHECK(town.roles.add(town.other_hr, town.own_line("teamwork", 4, 9)).error().error == RoleError::not_permitted);
        CHECK(town.roles.impact_of(town.other_hr, town.own_line("teamwork", 4, 9)).error().error == RoleError::not_permitted);
        const auto lines = town.roles.lines(town.other_hr, town.town.role("citizen-service"));
        CHECK(std::none_of(lines.begin(), lines.end(), [&](const auto& one) { return one.organisation_id == town.town.town; }));
        CHECK(town.roles.changes(town.other_hr, town.town.role("citizen-service"))->empty());
        const auto change = town.roles.changes(town.hr, town.town.role("citizen-service"))->front().id;
        CHECK(town.roles.undo(town.other_hr, change).error() == RoleError::change_not_found);
        CHECK(traces(town) == before);
        CHECK(town.roles.find(town.hr, line)->level == 4);
    });
}

TEST_CASE("learners edit nothing, HR only lines of the own authority, the office all layers") {
    in_each_town([](RoleTown& town) {
        auto edit = town.own_line("teamwork", 3, 5);
        CHECK(town.roles.add(town.town.clerk, edit).error().error == RoleError::not_permitted);
        CHECK(town.roles.find(town.town.clerk, 1).error() == RoleError::not_permitted);
        CHECK(town.roles.changes(town.town.clerk, std::nullopt).error() == RoleError::not_permitted);
        CHECK(town.roles.people_at_work(town.town.clerk).error() == RoleError::not_permitted);
        edit.layer = DemandLayer::market;
        edit.organisation.reset();
        CHECK(town.roles.add(town.hr, edit).error().error == RoleError::not_permitted);
        CHECK(town.roles.add(town.office, edit));
        edit.layer = DemandLayer::authority;
        CHECK(town.roles.add(town.hr, edit).error().error == RoleError::not_permitted);  // for all authorities
        CHECK(town.roles.add(town.office, edit));
        edit.layer = DemandLayer::general;
        CHECK(refused_at(town.roles.add(town.office, edit), "layer"));  // a general line belongs to no work
        edit.role.reset();
        edit.competence = town.town.competence("ai-basics");
        CHECK(town.roles.add(town.office, edit));
        CHECK(town.roles.framework()->general_demands().size() == 3);
    });
}

TEST_CASE("a line needs level, weight, reason and a whole deadline in the future") {
    in_each_town([](RoleTown& town) {
        const auto before = traces(town);
        const auto with = [&](auto&& change) {
            auto edit = town.own_line("teamwork", 3, 5);
            change(edit);
            return town.roles.add(town.hr, edit);
        };
        CHECK(refused_at(with([](DemandEdit& edit) { edit.level = 0; }), "level"));
        CHECK(refused_at(with([](DemandEdit& edit) { edit.level = 6; }), "level"));
        CHECK(refused_at(with([](DemandEdit& edit) { edit.weight = 11; }), "weight"));
        CHECK(refused_at(with([](DemandEdit& edit) { edit.reason = "  "; }), "reason"));
        CHECK(refused_at(with([](DemandEdit& edit) { edit.reason = std::string(301, 'a'); }), "reason"));
        CHECK(refused_at(with([](DemandEdit& edit) { edit.competence = CompetenceId{999'999}; }), "competence"));
        CHECK(refused_at(with([](DemandEdit& edit) { edit.deadline = {day(2026, 3, 1), 9, "§ 1"}; }), "deadline_on"));
        CHECK(refused_at(with([](DemandEdit& edit) { edit.deadline = {day(2026, 3, 2), 5, "§ 1"}; }), "deadline_weight"));
        CHECK(refused_at(with([](DemandEdit& edit) { edit.deadline = {day(2026, 3, 2), 9, " "}; }), "deadline_law"));
        auto edit = town.own_line("teamwork", 3, 5);
        edit.role = RoleProfileId{999'999};
        CHECK(town.roles.add(town.hr, edit).error().error == RoleError::role_not_found);
        CHECK(traces(town) == before);
        CHECK(with([](DemandEdit& edit) { edit.deadline = {day(2026, 3, 2), 9, "§ 1"}; }));
    });
}

TEST_CASE("the impact counts who is concerned, who gets a new gap and who loses one") {
    in_each_town([](RoleTown& town) {
        // The market asks for level 3 in conversation.
        town.workers("citizen-service", "conversation", {2, 3, 3, 3, 3, 3, 4, 5});
        town.workers("registry-office", "conversation", {3});
        const auto raised = town.roles.impact_of(town.hr, town.own_line("conversation", 4, 9));
        REQUIRE(raised);
        CHECK(raised->people == 8);
        CHECK(raised->looked_at == 8);
        CHECK(raised->new_gaps == 5);  // those at 3; whoever is at 2 has a gap already
        CHECK(raised->closed_gaps == 0);
        const auto line = *town.roles.add(town.hr, town.own_line("conversation", 4, 9));
        const auto removed = town.roles.impact_of_removal(town.hr, line);
        REQUIRE(removed);
        CHECK(removed->new_gaps == 0);
        CHECK(removed->closed_gaps == 5);
        const auto higher = town.roles.impact_of(town.hr, town.own_line("conversation", 5, 9), line);
        REQUIRE(higher);
        CHECK(higher->new_gaps == 1);  // the one at 4
        // Of another town nobody is concerned, and nobody of the town by its lines.
        auto theirs = town.own_line("conversation", 5, 9);
        theirs.organisation = town.town.other_town;
        CHECK(town.roles.impact_of(town.other_hr, theirs)->people == 0);
        // A general demand concerns everybody who has any work.
        auto general = town.own_line("ai-basics", 1, 3);
        general.role.reset();
        general.organisation.reset();
        general.layer = DemandLayer::general;
        const auto all = town.roles.impact_of(town.office, general);
        REQUIRE(all);
        CHECK(all->people == 9);
        CHECK(all->new_gaps == 9);
    });
}

TEST_CASE("numbers from one to four are told as few, and nothing about the gaps of fewer than ten people") {
    CHECK(told(std::int64_t{0}).none);
    for (std::int64_t people = 1; people < 5; ++people) {
        CHECK(told(people).few);
        CHECK(told(people).number == 0);
    }
    CHECK(told(std::int64_t{5}).exact);
    CHECK(told(std::int64_t{5}).number == 5);
    const auto small = told(Impact{.people = 4, .looked_at = 4, .new_gaps = 0, .closed_gaps = 0});
    CHECK(small.people.few);
    CHECK_FALSE(small.gaps_told);
    CHECK_FALSE(small.new_gaps.none);  // "no new gap" would say something about each of the four
    const auto large = told(Impact{.people = 20'000, .looked_at = 10'000, .new_gaps = 3, .closed_gaps = 0});
    CHECK(large.new_gaps.few);
    CHECK(large.looked_at == 10'000);
    CHECK_FALSE(told(Impact{.people = 9, .looked_at = 9, .new_gaps = 9, .closed_gaps = 0}).gaps_told);
}

TEST_CASE("trying one level after the other never tells that nobody or everybody of a group has a gap") {
    for (std::int64_t gaps = 0; gaps <= 12; ++gaps) {
        const auto shown = told(Impact{.people = 12, .looked_at = 12, .new_gaps = gaps, .closed_gaps = 0}).new_gaps;
        CAPTURE(gaps);
        CHECK(shown.few == (gaps < 5));
        CHECK(shown.most == (gaps > 7));
        CHECK(shown.exact == (gaps >= 5 && gaps <= 7));
        CHECK_FALSE(shown.none);
    }
}

TEST_CASE("a statutory deadline raises the weight until that day, included, and not after it") {
    in_each_town([](RoleTown& town) {
        auto edit = town.own_line("teamwork", 4, 3);
        edit.deadline = competence::Deadline{day(2026, 12, 31), 9, "§ 1a OZG"};
        const auto line = *town.roles.add(town.hr, edit);
        const auto record = *town.roles.find(town.hr, line);
        CHECK(weight_on(record, day(2026, 12, 31)) == 9);
        CHECK(weight_on(record, day(2027, 1, 1)) == 3);
        town.workers("citizen-service", "teamwork", {1});
        const auto person = town.town.database.read(
            [&](storage::Session& session) { return *competence::find_person_facts(session, session.get<PersonId>("SELECT max(id) FROM people")); });
        const auto framework = town.roles.framework();
        const auto teamwork = *framework->competence_by_slug("teamwork");
        const auto weight = [&](Date day) { return competence::standings(*framework, person.facts(), day)[teamwork].target.value.weight; };
        CHECK(weight(day(2026, 12, 31)) == 9);
        CHECK(weight(day(2027, 1, 1)) == 6);  // what the general demand asks for
        // The page of deadlines shows it to the people of the town only.
        const auto mine = deadlines_of(*framework, &town.town.clerk), theirs = deadlines_of(*framework, &town.town.stranger);
        REQUIRE(mine.size() == 1);
        CHECK(mine.front().law == "§ 1a OZG");
        CHECK(theirs.empty());
        CHECK(deadlines_of(*framework, nullptr).empty());
        const auto left = deadline_view(day(2026, 12, 31), 9, "§", today);
        CHECK(left.in_months);
        CHECK(left.months == 9);
        CHECK(deadline_view(today, 9, "§", today).today);
        CHECK(deadline_view(day(2026, 3, 20), 9, "§", today).days == 18);
        CHECK(deadline_view(day(2026, 3, 1), 9, "§", today).past);
    });
}

TEST_CASE("every kind of change can be taken back") {
    in_each_town([](RoleTown& town) {
        const auto role = town.town.role("citizen-service");
        const auto newest = [&] { return town.roles.changes(town.hr, role)->front(); };
        const auto line = *town.roles.add(town.hr, town.own_line("conversation", 4, 9));
        REQUIRE(town.roles.change(town.hr, line, town.own_line("conversation", 2, 3)));
        const auto changed = newest();
        CHECK(changed.before->level == 4);
        CHECK(changed.after->level == 2);
        REQUIRE(town.roles.undo(town.hr, changed.id));
        CHECK(town.roles.find(town.hr, line)->level == 4);
        const auto before = traces(town);
        CHECK(town.roles.undo(town.hr, changed.id));  // sent twice
        CHECK(traces(town) == before);
        REQUIRE(town.roles.remove(town.hr, line));
        CHECK(town.roles.find(town.hr, line).error() == RoleError::demand_not_found);
        REQUIRE(town.roles.undo(town.hr, newest().id));
        CHECK(town.roles.lines(town.hr, role).back().level == 4);
        REQUIRE(town.roles.undo(town.hr, newest().id));  // the adding that the undoing was
        const auto lines = town.roles.lines(town.hr, role);
        CHECK(std::none_of(lines.begin(), lines.end(), [&](const auto& one) { return one.organisation_id == town.town.town; }));
    });
}

TEST_CASE("a change is not taken back when the line was changed since") {
    in_each_town([](RoleTown& town) {
        const auto role = town.town.role("citizen-service");
        const auto line = *town.roles.add(town.hr, town.own_line("conversation", 4, 9));
        const auto added = town.roles.changes(town.hr, role)->front().id;
        REQUIRE(town.roles.change(town.hr, line, town.own_line("conversation", 2, 3)));
        const auto before = traces(town);
        CHECK(town.roles.undo(town.hr, added).error() == RoleError::changed_since);
        CHECK(traces(town) == before);
        REQUIRE(town.roles.remove(town.hr, line));
        const auto removed = town.roles.changes(town.hr, role)->front().id;
        REQUIRE(town.roles.add(town.hr, town.own_line("conversation", 5, 5)));
        CHECK(town.roles.undo(town.hr, removed).error() == RoleError::changed_since);  // somebody asks for it again
        CHECK(town.roles.undo(town.hr, 999'999).error() == RoleError::change_not_found);
    });
}

TEST_CASE("two editors at once: the second one is told before anything is overwritten") {
    in_each_town([](RoleTown& town) {
        const auto line = *town.roles.add(town.hr, town.own_line("conversation", 4, 9));
        const auto seen = revision_of(*town.roles.find(town.hr, line));
        auto mine = town.own_line("conversation", 2, 3);
        mine.seen = seen;
        auto theirs = town.own_line("conversation", 5, 5);
        theirs.seen = seen;
        REQUIRE(town.roles.change(town.hr, line, mine));
        CHECK(town.roles.change(town.office, line, theirs).error().error == RoleError::changed_meanwhile);
        CHECK(town.roles.find(town.hr, line)->level == 2);
        theirs.seen = revision_of(*town.roles.find(town.hr, line));
        CHECK(town.roles.change(town.office, line, theirs));
        CHECK(town.roles.find(town.hr, line)->level == 5);
    });
}

TEST_CASE("a deadline that has passed may stay when something else is changed") {
    in_each_town([](RoleTown& town) {
        auto edit = town.own_line("teamwork", 4, 3);
        edit.deadline = competence::Deadline{day(2026, 3, 2), 9, "§ 1a OZG"};
        const auto line = *town.roles.add(town.hr, edit);
        town.town.clock.advance(std::chrono::hours(48));
        edit.level = 5;
        CHECK(town.roles.change(town.hr, line, edit));
    });
}

TEST_CASE("the job tells planning once per change about everybody concerned and nobody else") {
    in_each_town([](RoleTown& town) {
        const auto people = town.workers("citizen-service", "conversation", {1, 2, 3});
        town.workers("registry-office", "conversation", {3});
        jobs::JobWorker worker(town.town.database, town.town.clock, {{std::string(tell_people_job), town.roles.tell_job(town.town.observer)}});
        const auto line = *town.roles.add(town.hr, town.own_line("conversation", 4, 9));
        CHECK(town.town.observer.told.empty());  // not while the editor waits
        CHECK(worker.run_due() == 1);
        CHECK(town.town.observer.told == people);
        town.town.observer.told.clear();
        REQUIRE(town.roles.change(town.hr, line, town.own_line("conversation", 5, 9)));
        REQUIRE(town.roles.remove(town.hr, line));  // both before the job runs: one run does for both
        CHECK(worker.run_due() == 1);
        CHECK(town.town.observer.told == people);
    });
}

TEST_CASE("the day after a deadline planning is told about those it concerned, once, also after days without a server") {
    in_each_town([](RoleTown& town) {
        const auto people = town.workers("citizen-service", "conversation", {1, 2, 3});
        auto edit = town.own_line("teamwork", 4, 3);
        edit.deadline = competence::Deadline{day(2026, 3, 4), 9, "§ 1a OZG"};
        REQUIRE(town.roles.add(town.hr, edit));
        auto& told = town.town.observer.told;
        jobs::JobWorker worker(town.town.database, town.town.clock,
                               {{std::string(tell_people_job), town.roles.tell_job(town.town.observer)},
                                {std::string(deadlines_job), [&](const jobs::Job& job) { town.roles.tell_after_deadlines(job); }}});
        for (int start = 0; start < 2; ++start) {
            town.town.database.in_transaction([&](storage::Transaction& transaction) { town.roles.schedule_deadlines(transaction); });
        }
        worker.run_due();
        told.clear();
        town.town.clock.advance(std::chrono::hours(48));  // the last day of the deadline, included
        worker.run_due();
        CHECK(told.empty());
        town.town.clock.advance(std::chrono::hours(5 * 24));
        worker.run_due();
        CHECK(told == people);
        town.town.clock.advance(std::chrono::hours(24));
        worker.run_due();
        CHECK(told == people);
    });
}

TEST_CASE("the office adds a kind of work; its address is its name, and never one of the room's own") {
    in_each_town([](RoleTown& town) {
        CHECK(town.roles.add_role(town.hr, texts("Bauhof", FrameworkState::draft)).error().error == RoleError::not_permitted);
        CHECK(*town.roles.add_role(town.office, texts("Straßenverkehr & Zulassung", FrameworkState::draft)) == "strassenverkehr-zulassung");
        CHECK(*town.roles.add_role(town.office, texts("Straßenverkehr, Zulassung", FrameworkState::draft)) == "strassenverkehr-zulassung-2");
        CHECK(*town.roles.add_role(town.office, texts("Fristen", FrameworkState::draft)) == "fristen-2");
        CHECK(town.roles.add_role(town.office, texts("—", FrameworkState::draft)).error().error == RoleError::invalid);
        CHECK(town.roles.add_role(town.office, texts("", FrameworkState::draft)).error().error == RoleError::invalid);
        const auto* role = town.roles.framework()->role_profile_by_slug("strassenverkehr-zulassung");
        REQUIRE(role != nullptr);
        CHECK(role->name_en == role->name);
        CHECK(role->state == FrameworkState::draft);
    });
}

TEST_CASE("texts of a kind of work: versions kept, two editors told, never a draft again") {
    in_each_town([](RoleTown& town) {
        const auto role = town.town.role("citizen-service");
        const auto now = *town.roles.find_role(town.office, role);
        CHECK(town.roles.find_role(town.hr, role).error() == RoleError::not_permitted);
        auto wanted = now.texts;
        wanted.titles = {"Bürgerbüro", " Bürgerbüro ", "", "Meldewesen"};
        REQUIRE(town.roles.change_role(town.office, role, wanted, now.version));
        const auto changed = *town.roles.find_role(town.office, role);
        CHECK(changed.texts.titles == std::vector<std::string>{"Bürgerbüro", "Meldewesen"});
        CHECK(changed.version == now.version + 1);
        CHECK(town.count("SELECT count(*) FROM role_profile_versions") == 1);
        CHECK(town.roles.change_role(town.office, role, wanted, now.version));  // sent twice
        wanted.description = "Anders.";
        CHECK(town.roles.change_role(town.office, role, wanted, now.version).error().error == RoleError::changed_meanwhile);
        wanted.state = FrameworkState::draft;
        CHECK(town.roles.change_role(town.office, role, wanted, changed.version).error().error == RoleError::invalid);
        wanted.state = FrameworkState::outdated;
        REQUIRE(town.roles.change_role(town.office, role, wanted, changed.version));
        CHECK_FALSE(town.roles.framework()->role_profile(role)->published());
        CHECK(town.roles.change_role(town.office, RoleProfileId{999'999}, wanted, 1).error().error == RoleError::role_not_found);
        CHECK(town.roles.change_role(town.hr, role, wanted, 1).error().error == RoleError::not_permitted);
    });
}

TEST_CASE("numbers of people at work are those of the authorities somebody edits") {
    in_each_town([](RoleTown& town) {
        town.workers("citizen-service", "conversation", {1, 2, 3});
        const auto* role = town.roles.framework()->role_profile_by_slug("citizen-service");
        const PeopleByWork own(*town.roles.people_at_work(town.hr)), all(*town.roles.people_at_work(town.office)),
            theirs(*town.roles.people_at_work(town.other_hr));
        CHECK(own.count(role, std::nullopt) == 3);
        CHECK(all.count(role, std::nullopt) == 3);
        CHECK(all.count(nullptr, std::nullopt) == 3);
        CHECK(theirs.count(role, std::nullopt) == 0);
    });
}
