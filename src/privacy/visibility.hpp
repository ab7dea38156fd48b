// SPDX-License-Identifier: EUPL-1.2
// Who sees what: one table of data × reader × purpose (F103, R163), shown to everybody on /datenschutz/wer-sieht-was. Whoever reads rows
// about other people asks sight_of() and puts its answer into the SQL; what the table does not name, nobody but the person sees.
// Rules: docs/rules/privacy.md (WS-…).
#pragma once

#include "base/viewer.hpp"

#include <span>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace kc::privacy {

// What is stored about a person.
enum class DataKind {
    name_and_department,
    jobs,         // Tätigkeit
    competences,  // IST, evidence, history
    gaps,         // SOLL beside IST
    interests,
    learning_preferences,  // hours, budget, places, absences
    interview,             // questions, answers, proposals
    placement_tests,       // answers and results
    evidence_documents,
    confirmation_request,  // one level of one competence that somebody is asked to confirm
    reflection_card,       // Persönlichkeitsstruktur
    curriculum,
    completed_units,
    career_paths,
    goal_preparation,  // the sheet for the development talk, before it is shared
    talk_sheet,        // what was put onto the shared sheet
    goal_drafts,       // proposed, not yet agreed
    agreed_goals,
    watch_list,  // and saved searches
    consents,
    learning_history,  // what was exported, and what came from a former employer
    planned_exit,      // the year in which somebody is expected to retire or leave
};
BOOST_DESCRIBE_ENUM(DataKind, name_and_department, jobs, competences, gaps, interests, learning_preferences, interview, placement_tests,
                    evidence_documents, confirmation_request, reflection_card, curriculum, completed_units, career_paths, goal_preparation,
                    talk_sheet, goal_drafts, agreed_goals, watch_list, consents, learning_history, planned_exit)

// Who reads, as seen from the person the data are about.
enum class Reader {
    self,
    counterpart,  // the one the person holds a development talk with
    asked,        // whom the person asked to confirm something
    supervisor,
    hr_decision_maker,
    office,
    board_member,
    provider,  // editors and instructors
    venue_host,
    system_operator,
};
BOOST_DESCRIBE_ENUM(Reader, self, counterpart, asked, supervisor, hr_decision_maker, office, board_member, provider, venue_host, system_operator)

// What for; each datum is read for named purposes only.
enum class Purpose {
    own_learning,      // the person plans and learns
    development_talk,  // Mitarbeitergespräch
    confirmation,      // of a level, at the person's request
    staff_management,  // accounts, roles, departments
    steering,          // needs of a municipality or the region, as counts
};
BOOST_DESCRIBE_ENUM(Purpose, own_learning, development_talk, confirmation, staff_management, steering)

enum class Sight {
    nothing,
    counts,        // numbers of groups of at least five people
    shared,        // the rows the person shared with or asked of this reader
    department,    // the rows of the reader's own department and those below it
    organisation,  // the rows of the organisations in which the reader holds the role
    all,           // every organisation
    own,           // the reader's own rows
};
BOOST_DESCRIBE_ENUM(Sight, nothing, counts, shared, department, organisation, all, own)

inline constexpr int smallest_group = 5;

struct VisibilityRule {
    DataKind data{};
    Reader reader{};
    Purpose purpose{};
    Sight sight{};
};

// Every cell that is not `nothing`; the rest of the table follows.
std::span<const VisibilityRule> visibility_rules();

// The cell of the table.
Sight sight_of(DataKind data, Reader reader, Purpose purpose);

// What the viewer may read for this purpose, over all roles held: the widest cell, with the organisations it holds in.
struct Scope {
    Sight sight = Sight::nothing;
    std::vector<OrganisationId> organisations;  // with department and organisation; sorted
    bool sees_people() const { return sight >= Sight::shared; }
};
Scope scope_of(const Viewer& viewer, DataKind data, Purpose purpose);

}  // namespace kc::privacy
