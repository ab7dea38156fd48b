// SPDX-License-Identifier: EUPL-1.2
// Whom a changed offer can concern: each person's levels that an offer must teach to matter, kept with the plan (LP-53).
#pragma once

#include "planning/planning_instance.hpp"
#include "storage/database.hpp"

#include <algorithm>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace kc::planning {

// The levels as one text, ",12.3,14.1,": a whole population is looked through in one pass over a small table.
std::string reach_text(const PlanningCatalogue& catalogue, const optimizer::PreparedCatalogue& prepared, std::span<const int> steps);
inline constexpr std::string_view reaches_everything = "*";
std::string reach_token(CompetenceId competence, int level);  // how a level stands in it
bool reaches(std::string_view reach, CompetenceId competence, int level);

// The reach of one person, to be asked for many levels.
class StepsReached {
public:
    StepsReached(const PlanningCatalogue& catalogue, std::string_view reach);
    bool holds_everything() const { return everything_; }
    bool holds(const optimizer::Step& step) const { return everything_ || std::find(steps_.begin(), steps_.end(), step) != steps_.end(); }
    std::span<const optimizer::Step> steps() const { return steps_; }  // none where it holds everything

private:
    bool everything_;
    std::vector<optimizer::Step> steps_;
};

struct TaughtStep {
    CompetenceId competence_id;
    int level = 0;
};
BOOST_DESCRIBE_STRUCT(TaughtStep, (), (competence_id, level))
std::vector<TaughtStep> list_taught_steps(storage::Session& session, std::span<const LearningUnitId> units);

struct PersonReach {
    PersonId person;
    std::string steps;
};
BOOST_DESCRIBE_STRUCT(PersonReach, (), (person, steps))
void insert_reaches(storage::Transaction& transaction, std::span<const PersonReach> reaches);  // of people without one
void put_reaches(storage::Transaction& transaction, std::span<const PersonReach> reaches);

// Further steps for people who have a reach, each once; what another plan has written meanwhile stays.
struct ReachedStep {
    PersonId person;
    CompetenceId competence;
    int level = 0;
};
void extend_reaches(storage::Transaction& transaction, std::span<const ReachedStep> steps);

// With a unit also those change that are taken only together with it (closed course) or only after it.
std::vector<LearningUnitId> with_dependents(storage::Session& session, std::span<const LearningUnitId> units);

struct PersonRange {
    PersonId first{1};
    PersonId last{std::numeric_limits<std::int64_t>::max()};
};
// People whose best plan can change with these units: who plans one or has a wish for it, and whom a level concerns that one teaches.
std::vector<PersonId> list_affected(storage::Session& session, std::span<const LearningUnitId> units, const PersonRange& among = {});

}  // namespace kc::planning
