// SPDX-License-Identifier: EUPL-1.2
// CurriculumService: what people do with their own plan, and how it is kept up to date. Each change is one transaction with audit entry
// and change record; sending the same thing twice changes nothing the second time.
#pragma once

#include "base/clock.hpp"
#include "base/problem.hpp"
#include "base/result.hpp"
#include "jobs/jobs.hpp"
#include "planning/choice_costs.hpp"
#include "planning/date_choices.hpp"
#include "planning/difference.hpp"
#include "planning/store.hpp"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace kc::planning {

enum class CurriculumError {
    not_permitted,       // no learner, or the account is no longer active
    profile_incomplete,  // nothing to plan from yet (KO-13)
    unit_not_found,
    not_offered,      // retired, or without a date that can be booked
    date_not_found,   // no date of this unit
    date_not_usable,  // outside the person's period, days or places, or past its deadline
    already_completed,
    not_completed,  // nothing to take back
    completed_in_future,
    completed_too_long_ago,
    choice_not_found,
    no_proposal,
    proposal_outdated,  // another proposal has come, or a date of this one can no longer be booked
    plan_infeasible,    // wishes contradict each other: nothing to accept
    nothing_to_undo,
    invalid_postponement,  // not one to four weeks
    invalid_limits,        // see the problems
};
BOOST_DESCRIBE_ENUM(CurriculumError, not_permitted, profile_incomplete, unit_not_found, not_offered, date_not_found, date_not_usable,
                    already_completed, not_completed, completed_in_future, completed_too_long_ago, choice_not_found, no_proposal, proposal_outdated,
                    plan_infeasible, nothing_to_undo, invalid_postponement, invalid_limits)

struct CurriculumRefusal {
    CurriculumError error{};
    std::vector<FieldProblem> problems;  // only with invalid_limits
};

// What a planning run led to.
enum class Outcome { proposed, unchanged, profile_incomplete };

// Other limits than those of the profile, asked without storing anything. Absent: as in the profile.
struct WhatIf {
    std::optional<HalfHours> hours;
    std::optional<HalfHours> weekly_hours;
    bool no_weekly_limit = false;
    std::optional<Money> budget;
    std::optional<int> presence_days;
    std::optional<Date> until;
    std::optional<int> kilometres;      // every place up to here from the seat of the employer, and no other
    std::vector<PlaceId> extra_places;  // beside these
};

inline constexpr int postponed_weeks_max = 4;
inline constexpr int kilometres_max = 200;

struct WhatIfAnswer {
    competence::LearningPreferences present, asked;
    Plan before;  // what these limits are compared with: the best plan under the present ones
    Plan after;
    Difference difference;
    std::shared_ptr<const PlanningCatalogue> catalogue;
};

// Everything a page about the own plan shows.
struct OwnPlans {
    PersonState state;
    std::shared_ptr<const PlanningCatalogue> catalogue;
    const Curriculum* shown() const { return state.accepted ? &*state.accepted : state.proposed ? &*state.proposed : nullptr; }
};

// Told inside the transaction in which a person reports a unit as completed; app/ connects the dialogue.
using OnCompleted = std::function<void(storage::Transaction& transaction, PersonId person, const catalogue::LearningUnit& unit)>;

struct OfferEffects;

class CurriculumService {
public:
    CurriculumService(storage::Database& database, const Clock& clock, const PlanningCatalogueSource& catalogues, jobs::JobQueue& jobs,
                      OnCompleted on_completed = {})
        : database_(database), clock_(clock), catalogues_(catalogues), jobs_(jobs), on_completed_(std::move(on_completed)) {}

    // Only ever the viewer's own rows; nothing without the right to a plan.
    std::optional<OwnPlans> find_own(const Viewer& viewer) const;

    Result<Outcome, CurriculumError> propose(const Viewer& viewer);
    Result<void, CurriculumError> accept(const Viewer& viewer, CurriculumId proposal);
    Result<void, CurriculumError> decline(const Viewer& viewer, CurriculumId proposal);
    // Stays open, but is no news for so many weeks (LP-44).
    Result<void, CurriculumError> postpone(const Viewer& viewer, CurriculumId proposal, int weeks);
    Result<void, CurriculumError> undo(const Viewer& viewer);

    Result<Outcome, CurriculumError> exclude(const Viewer& viewer, LearningUnitId unit);
    // Without a date: the one the shown plan has for it, if any.
    Result<Outcome, CurriculumError> lock(const Viewer& viewer, LearningUnitId unit, std::optional<TutorialDateId> date = std::nullopt);
    Result<Outcome, CurriculumError> clear_choice(const Viewer& viewer, LearningUnitId unit);  // allow again, unlock
    Result<Outcome, CurriculumError> complete(const Viewer& viewer, LearningUnitId unit, Date completed_on);

    // Reported by mistake: the unit may be planned again, and the levels it gave are withdrawn (LP-19).
    Result<Outcome, CurriculumError> undo_completion(const Viewer& viewer, LearningUnitId unit);

    Result<std::vector<DateChoice>, CurriculumError> list_dates(const Viewer& viewer, LearningUnitId unit, bool with_costs = false) const;
    // Of each wish and of all together; of one unit only: what all cost is left out then.
    Result<ChoiceCosts, CurriculumError> costs_of_choices(const Viewer& viewer, std::optional<LearningUnitId> only = std::nullopt) const;
    std::optional<competence::LearnerProfile> profile_of(const Viewer& viewer) const;
    Result<competence::LearningPreferences, CurriculumError> limits_of(const Viewer& viewer) const;  // the present ones
    Result<WhatIfAnswer, CurriculumRefusal> what_if(const Viewer& viewer, const WhatIf& question) const;
    // The preferences these limits would make, for taking them over through competence.
    competence::LearningPreferences with_limits(const Viewer& viewer, competence::LearningPreferences preferences, const WhatIf& question) const;

    // Whose plan in force or proposal holds this unit; a number only, for providers who think of withdrawing it.
    std::int64_t count_people_planning(LearningUnitId unit) const;

    // The three triggers (R107). profile_changed and offers_changed are told inside the transaction of the change and only enqueue.
    void profile_changed(storage::Transaction& transaction, PersonId person);
    void offers_changed(storage::Transaction& transaction, std::span<const LearningUnitId> units);

    // What the jobs do. Safe to run twice and at the same time.
    struct ReplanCounts {
        int proposed = 0, unchanged = 0;
        int incomplete = 0;  // profile not sufficient for a plan
        int unproven = 0;    // have a plan that is not proven to be the best yet
        ReplanCounts& operator+=(const ReplanCounts& more);
    };
    using Progress = std::function<void(std::int64_t done, std::int64_t of)>;
    // Everybody gets a plan with little work; what is not proven then is left to prove(), as a job (LP-49).
    ReplanCounts replan(std::span<const PersonId> people, Cause cause);
    // Only those of them whose best plan these units can change (LP-53).
    ReplanCounts replan_for_offers(std::span<const PersonId> people, std::span<const LearningUnitId> units);
    // Searches on where a plan is not proven, renews the reasons of one that is.
    ReplanCounts prove(std::span<const PersonId> people, Cause cause);
    // Everybody whose profile suffices and for whom there has never been a plan; with `again` those with a plan too.
    ReplanCounts plan_everyone(int threads, bool again = false, const Progress& progress = {});
    int enqueue_affected(std::span<const LearningUnitId> units);  // how many people

    Date today() const { return clock_.today(); }
    std::shared_ptr<const PlanningCatalogue> catalogue() const { return catalogues_.current(clock_.today()); }

private:
    struct Occasion {
        PersonId person;
        std::optional<PersonId> actor;
        Cause cause{};
        bool on_request = false;  // the person asks herself: a declined plan may come again (LP-16)
    };
    // The viewer's state, locked; nothing when she may not plan.
    std::optional<PersonState> begin(storage::Transaction& transaction, const Viewer& viewer) const;
    Outcome plan_again(storage::Transaction& transaction, const PersonState& state, const competence::LearnerProfile& profile,
                       const Occasion& occasion);
    Outcome plan_again(storage::Transaction& transaction, const Viewer& viewer, Cause cause);
    Outcome store_plan(storage::Transaction& transaction, const PersonState& state, const Plan& plan, const Occasion& occasion);
    std::optional<Curriculum> proposal_for(storage::Transaction& transaction, const PersonState& state, const Plan& plan, const Occasion& occasion);
    static std::string proposal_details(const Curriculum& proposal);
    // Planning outside the transaction, and storing what nobody has touched meanwhile (population.cpp).
    enum class Effort { at_once, to_the_end };
    struct Batch;
    void plan_batch(std::span<const PersonId> people, Batch& batch) const;
    std::vector<PersonId> store_batch(storage::Transaction& transaction, const Batch& batch, Cause cause, ReplanCounts& counts);
    bool note_unchanged(storage::Transaction& transaction, const Batch& batch, const OfferEffects& effects);
    ReplanCounts replan_batch(std::span<const PersonId> people, Cause cause, Effort effort, std::optional<std::string>& rejected);
    ReplanCounts replan_all(std::span<const PersonId> people, Cause cause, Effort effort, std::size_t per_batch, int threads,
                            const Progress& progress);
    void enqueue_for_offers(std::span<const PersonId> people, std::span<const LearningUnitId> changed, std::size_t per_job);
    void prove_later(storage::Transaction& transaction, std::span<const PersonId> people, Cause cause);
    void review_later(Transaction& transaction, std::span<const PersonId> people, Cause cause);  // the same job, for proven plans
    void accept_by_rule(storage::Transaction& transaction, const PersonState& state, CurriculumId id, const Curriculum& proposal);
    void record(storage::Transaction& transaction, std::optional<PersonId> actor, PersonId person, std::string_view action,
                std::string details = "{}");

    storage::Database& database_;
    const Clock& clock_;
    const PlanningCatalogueSource& catalogues_;
    jobs::JobQueue& jobs_;
    OnCompleted on_completed_;
};

// Connects competence to planning; app/ hands it to the profile service.
class ReplanOnProfileChange : public competence::ProfileObserver {
public:
    explicit ReplanOnProfileChange(CurriculumService& curricula) : curricula_(curricula) {}
    void profile_changed(storage::Transaction& transaction, PersonId person) override { curricula_.profile_changed(transaction, person); }

private:
    CurriculumService& curricula_;
};

}  // namespace kc::planning
