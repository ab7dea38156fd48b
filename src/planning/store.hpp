// SPDX-License-Identifier: EUPL-1.2
// All SQL of curricula. Every question carries the person's number, so a page can only ever reach the rows of its viewer.
#pragma once

#include "planning/planning_instance.hpp"
#include "storage/database.hpp"

#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace kc::planning {

using storage::Session;
using storage::Transaction;

// What is stored about one person here, and whether her employer pays member prices.
struct PersonState {
    PersonId person;
    bool member = false;
    int last_version = 0;
    PersonChoices choices;
    PlanSettings settings;
    std::optional<std::string> reach;     // as it is stored (reach.hpp)
    std::optional<std::string> question;  // as it is stored (stored_question.hpp)
    std::optional<Curriculum> accepted, proposed;
    std::optional<Curriculum> last_declined;  // only when it is the newest version
};

// Four statements, for one person and for many alike, and of one person one wait; ordered by person, without unknown and erased
// people. In a transaction they must be locked: each statement sees what was committed until then. Of several people, phases and reasons are
// read only where the rule of acceptance may ask for them: who plans anew has no use for the former ones.
std::vector<PersonState> list_states(Session& session, std::span<const PersonId> people);
std::optional<PersonState> find_state(Session& session, PersonId person);
// What these people decided about single units; people without such a decision are missing.
std::unordered_map<PersonId, PersonChoices> list_choices(Session& session, std::span<const PersonId> people);

// Makes the plans of these people wait for each other, always in the same order; those that are active come back.
std::vector<PersonId> lock_people(Transaction& transaction, std::span<const PersonId> people);
// The same, not waited for: what is asked after it is answered once they are locked, and tells the state that was waited for.
storage::Answer<PersonId> ask_to_lock(Transaction& transaction, std::span<const PersonId> people);

CurriculumId insert_curriculum(Transaction& transaction, const Curriculum& curriculum);
void update_state(Transaction& transaction, CurriculumId id, CurriculumState state, std::optional<Instant> decided_at);
void update_postponed(Transaction& transaction, CurriculumId id, std::optional<Date> until);
void update_accepted_automatically(Transaction& transaction, CurriculumId id, Instant now);
// The same units, but gaps, sums or status have changed around them: no new version, because there is nothing to decide.
void update_outlook(Transaction& transaction, CurriculumId id, const Plan& plan);

std::int64_t count_people_planning(Session& session, LearningUnitId unit);  // in a plan in force or a proposal

// The version that was in force before the present one.
std::optional<Curriculum> find_former_accepted(Session& session, PersonId person);
// The newest version that was accepted by rule and is in force no longer: undone, or followed by another.
std::optional<Curriculum> find_former_automatic(Session& session, PersonId person);
std::optional<Curriculum> find_curriculum(Session& session, PersonId person, CurriculumId id);

struct CurriculumHead {
    CurriculumId id;
    int version = 0;
    CurriculumState state{};
    Cause cause{};
    PlanStatus status{};
    std::int64_t closure = 0;
    std::int64_t closure_wanted = 0;
    HalfHours half_hours;
    Money price_cents;
    Instant created_at{};
    std::optional<Instant> decided_at;
    std::optional<Date> postponed_until;
    bool accepted_automatically = false;
    std::int64_t items = 0;
};
BOOST_DESCRIBE_STRUCT(CurriculumHead, (),
                      (id, version, state, cause, status, closure, closure_wanted, half_hours, price_cents, created_at, decided_at, postponed_until,
                       accepted_automatically, items))
std::vector<CurriculumHead> list_heads(Session& session, PersonId person, int limit);  // newest first

bool put_choice(Transaction& transaction, PersonId person, const PlanChoice& choice, Instant now);  // false: was there already
bool remove_choice(Transaction& transaction, PersonId person, LearningUnitId unit);
std::optional<Instant> find_completed_at(storage::Session& session, PersonId person, LearningUnitId unit);  // when it was reported
bool remove_completed(Transaction& transaction, PersonId person, LearningUnitId unit);
bool insert_completed(Transaction& transaction, PersonId person, const CompletedUnit& completed, Instant now);

void remove_person(Transaction& transaction, PersonId person);

// What planning writes as JSON text and reads again (plan_json.cpp).
std::string explanation_json(const CurriculumItem& item);
void read_explanation(std::string_view json, CurriculumItem& item);  // text of a newer version than ours: what is known
std::string outlook_json(const Plan& plan);
void read_outlook(std::string_view json, Plan& plan);

}  // namespace kc::planning
