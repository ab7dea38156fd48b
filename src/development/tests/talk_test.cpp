// SPDX-License-Identifier: EUPL-1.2
#include "development/tests/development_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::development;
using namespace kc::development::test;

namespace {

std::vector<SheetItem> offered(DevelopmentTown& town) {
    const auto own = town.profiles.find_own(town.town.clerk);
    (void)town.curricula.propose(town.town.clerk);
    const auto plans = town.curricula.find_own(town.town.clerk);
    return offered_to_employee(*own, &*plans);
}

const std::vector<Note> notes{{Side::employee, Topic::achieved, "Umstellung geschafft", true},
                              {Side::employee, Topic::wanted, "Nur für mich", false}};

}  // namespace

TEST_CASE("either side starts a talk with somebody of the own employer, and with nobody else (MG-01, MG-02)") {
    for (auto& town : development_towns()) {
        const auto& people = town->town;
        auto& talks = town->talks;
        const auto partners = talks.partners_as_employee(people.clerk);
        const auto has = [](const std::vector<NamedPerson>& list, const Viewer& who) {
            return std::any_of(list.begin(), list.end(), [&](const NamedPerson& person) { return person.id == who.person; });
        };
        CHECK(has(partners, people.supervisor));
        CHECK(has(partners, people.hr_decision_maker));
        CHECK_FALSE(has(partners, people.office));
        CHECK_FALSE(has(partners, people.clerk));
        CHECK(has(talks.partners_as_counterpart(people.supervisor), people.clerk));
        CHECK_FALSE(has(talks.partners_as_counterpart(people.supervisor), people.outsider));
        CHECK(talks.partners_as_counterpart(people.clerk).empty());

        CHECK(talks.start_as_employee(people.clerk, people.supervisor.person, town->in_days(400)).error() == TalkError::date_out_of_range);
        CHECK(talks.start_as_employee(people.clerk, people.newcomer.person, town->in_days(5)).error() == TalkError::person_not_found);
        CHECK(talks.start_as_employee(people.office, people.supervisor.person, town->in_days(5)).error() == TalkError::not_permitted);
        CHECK(talks.start_as_counterpart(people.clerk, people.newcomer.person, town->in_days(5)).error() == TalkError::not_permitted);
        CHECK(talks.start_as_counterpart(people.supervisor, people.outsider.person, town->in_days(5)).error() == TalkError::person_not_found);
        CHECK(talks.start_as_counterpart(town->foreign_supervisor, people.clerk.person, town->in_days(5)).error() == TalkError::person_not_found);
        const auto id = talks.start_as_employee(people.clerk, people.supervisor.person, town->in_days(5));
        REQUIRE(id);
        CHECK(talks.start_as_counterpart(people.supervisor, people.clerk.person, town->in_days(6)).error() == TalkError::already_open);
        CHECK(talks.start_as_counterpart(people.hr_decision_maker, people.clerk.person, town->in_days(6)));
        CHECK(talks.list_own(people.clerk)->size() == 2);
        CHECK(talks.list_own(people.supervisor)->size() == 1);
        CHECK(talks.list_own(people.office).error() == TalkError::not_permitted);
        CHECK(talks.find(people.supervisor, *id)->partner == people.clerk.display_name);
    }
}

TEST_CASE("the other side sees what was ticked or marked as shared, and nothing else (MG-05, MG-06)") {
    for (auto& town : development_towns()) {
        const auto& people = town->town;
        auto& talks = town->talks;
        const auto id = town->talk();
        const auto items = offered(*town);
        REQUIRE(items.size() > 3);
        const std::vector<SheetItem> ticked{items[1]};
        REQUIRE(talks.prepare(people.clerk, id, notes, ticked));
        const auto hers = *talks.find(people.clerk, id);
        CHECK(hers.notes.size() == 2);
        CHECK(hers.items == ticked);
        auto theirs = *talks.find(people.supervisor, id);
        REQUIRE(theirs.notes.size() == 1);
        CHECK(theirs.notes.front().text == "Umstellung geschafft");
        CHECK(theirs.items == ticked);
        for (const auto& stranger : {people.hr_decision_maker, people.newcomer, town->foreign_supervisor}) {
            CHECK(talks.find(stranger, id).error() == TalkError::talk_not_found);
            CHECK(talks.prepare(stranger, id, {}, {}).error() == TalkError::talk_not_found);
            CHECK(talks.hold(stranger, id).error() == TalkError::talk_not_found);
            CHECK(talks.close(stranger, id).error() == TalkError::talk_not_found);
        }
        CHECK(talks.find(people.office, id).error() == TalkError::not_permitted);

        const auto& role = town->frameworks.current()->role_profiles().front();
        const auto demands = offered_to_counterpart(*town->frameworks.current(), role, people.clerk.organisation, town->today());
        REQUIRE_FALSE(demands.empty());
        const std::vector<Note> private_note{{Side::counterpart, Topic::support, "Nur für mich notiert", false}};
        REQUIRE(talks.prepare(people.supervisor, id, private_note, std::span(&demands.front(), 1)));
        CHECK(talks.find(people.clerk, id)->notes.size() == 2);
        CHECK(talks.find(people.clerk, id)->items.size() == 2);
        CHECK(talks.prepare(people.supervisor, id, {}, ticked).error() == TalkError::item_not_offered);
        auto smuggled = items[0];
        smuggled.side = Side::counterpart;
        CHECK(talks.prepare(people.supervisor, id, {}, std::span(&smuggled, 1)).error() == TalkError::item_not_offered);
        const std::vector<Note> endless{{Side::employee, Topic::achieved, std::string(2001, 'x'), false}};
        CHECK(talks.prepare(people.clerk, id, endless, {}).error() == TalkError::text_too_long);

        // Taking a tick away takes it off the sheet.
        REQUIRE(talks.prepare(people.clerk, id, {}, {}));
        theirs = *talks.find(people.supervisor, id);
        CHECK(theirs.items.size() == 1);
        CHECK(theirs.notes.size() == 1);  // the own one
    }
}

TEST_CASE("saving the same preparation twice changes nothing the second time") {
    DevelopmentTown town;
    const auto id = town.talk();
    REQUIRE(town.talks.prepare(town.town.clerk, id, notes, {}));
    const auto events = town.value("SELECT COUNT(*) FROM development_events");
    const auto audits = town.value("SELECT COUNT(*) FROM audit_log");
    REQUIRE(town.talks.prepare(town.town.clerk, id, notes, {}));
    CHECK(town.value("SELECT COUNT(*) FROM development_events") == events);
    CHECK(town.value("SELECT COUNT(*) FROM audit_log") == audits);
    REQUIRE(town.talks.hold(town.town.supervisor, id));
    REQUIRE(town.talks.hold(town.town.clerk, id));
    CHECK(town.value("SELECT COUNT(*) FROM development_events WHERE happening = 'talk_held'") == 1);
}

TEST_CASE("after a talk is closed the counterpart reads no sheet, no note and no draft of it (MG-08)") {
    for (auto& town : development_towns()) {
        const auto& people = town->town;
        const auto id = town->talk();
        const auto items = offered(*town);
        REQUIRE(town->talks.prepare(people.clerk, id, notes, std::span(items).first(2)));
        const std::vector<Note> private_note{{Side::counterpart, Topic::support, "Nur für mich notiert", false}};
        REQUIRE(town->talks.prepare(people.supervisor, id, private_note, {}));
        const auto draft = *town->goals.propose(people.clerk, id, town->free_goal());
        const auto kept = *town->goals.propose(people.clerk, id, town->level_goal());
        REQUIRE(town->goals.accept(people.supervisor, kept, 1));
        CHECK(town->goals.find(people.supervisor, draft));
        REQUIRE(town->talks.close(people.supervisor, id));
        const auto theirs = *town->talks.find(people.supervisor, id);
        CHECK(theirs.notes.empty());
        CHECK(theirs.items.empty());
        CHECK(town->goals.find(people.supervisor, draft).error() == GoalError::goal_not_found);
        CHECK(town->goals.find(people.supervisor, kept));
        CHECK(town->goals.list_as_counterpart(people.supervisor)->size() == 1);
        const auto hers = *town->talks.find(people.clerk, id);
        CHECK(hers.notes.size() == 2);
        CHECK(hers.items.size() == 2);
        CHECK(town->goals.find(people.clerk, draft)->full.goal.state == GoalState::lapsed);
        CHECK(town->value("SELECT COUNT(*) FROM talk_notes WHERE side = 'counterpart'") == 0);
        CHECK(town->talks.close(people.clerk, id).error() == TalkError::talk_closed);
        CHECK(town->talks.hold(people.clerk, id).error() == TalkError::talk_closed);
        CHECK(town->talks.prepare(people.clerk, id, {}, {}).error() == TalkError::talk_closed);
        CHECK(town->goals.propose(people.clerk, id, town->free_goal()).error() == GoalError::talk_closed);
    }
}

TEST_CASE("who no longer works there, or no longer acts for the employer, is no counterpart any more (MG-03)") {
    for (auto& town : development_towns()) {
        const auto& people = town->town;
        const auto id = town->talk();
        auto without_role = people.supervisor;
        without_role.roles.clear();
        CHECK(town->talks.find(without_role, id).error() == TalkError::not_permitted);
        without_role.roles = {{Role::supervisor, people.outsider.organisation}};
        CHECK(town->talks.find(without_role, id).error() == TalkError::talk_not_found);
        town->write("UPDATE people SET organisation_id = ?, department_id = NULL WHERE id = ?", people.outsider.organisation, people.clerk.person);
        CHECK(town->talks.find(people.supervisor, id).error() == TalkError::talk_not_found);
        CHECK(town->talks.find(people.clerk, id));
    }
}
