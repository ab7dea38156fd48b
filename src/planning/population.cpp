// SPDX-License-Identifier: EUPL-1.2
// Plans for many people: a batch is read in one go, planned outside any transaction on several threads, and stored in one short
// transaction for those whose profile, choices and plan nobody has touched meanwhile. The others are planned again.
#include "planning/bulk_store.hpp"
#include "planning/offer_effects.hpp"
#include "planning/planner.hpp"
#include "planning/reach.hpp"
#include "planning/service.hpp"
#include "planning/stored_question.hpp"
#include "storage/audit.hpp"
#include "storage/changes.hpp"
#include "storage/maintenance.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace kc::planning {
namespace {

constexpr std::size_t people_per_batch = 250;        // stored in one transaction of some 25 milliseconds: nobody waits longer for it
constexpr std::size_t people_per_large_batch = 500;  // where everybody is planned and nobody waits
constexpr std::int64_t work_at_first = 600;          // about a millisecond; whoever needs more is searched on by a job of low priority
constexpr std::int64_t work_for_proof = 200'000;     // about a second; then the plan stays, with a bound on what is left to gain
constexpr int rounds_max = 5;                        // then a person who keeps changing is planned inside the transaction
constexpr std::array watched_people{storage::ChangeTopic::person, storage::ChangeTopic::profile, storage::ChangeTopic::person_plan};
constexpr std::array watched_offers{storage::ChangeTopic::learning_unit, storage::ChangeTopic::tutorial_date};

// Runs `work` on so many threads; what one of them throws is thrown here when all have ended.
void on_threads(int threads, const std::function<void()>& work) {
    std::exception_ptr problem;
    std::mutex mutex;
    const auto guarded = [&] {
        try {
            work();
        } catch (...) {
            const std::lock_guard guard(mutex);
            if (!problem) problem = std::current_exception();
        }
    };
    std::vector<std::thread> others;
    for (int i = 1; i < threads; ++i) others.emplace_back(guarded);
    guarded();
    for (auto& thread : others) thread.join();
    if (problem) std::rethrow_exception(problem);
}

}  // namespace

// People planned but not stored yet, and where the database stood when their profiles were read.
struct CurriculumService::Batch {
    struct Planned {
        PersonState state;
        Plan plan;
        std::string reach, question;
    };
    // Nothing is written for somebody whose plan the checker refuses; the others still get theirs, and the job fails with the reason.
    template <class MakePlan> void add(PersonState state, const competence::LearnerProfile& profile, MakePlan&& make_plan) {
        try {
            const Plan* accepted = state.accepted ? &state.accepted->plan : nullptr;
            const Plan* proposed = state.proposed ? &state.proposed->plan : nullptr;
            Planned made{{}, {}, {}, question_text(profile)};
            made.plan = make_plan(Question{profile, state.choices, state.member, accepted, proposed}, made);
            made.state = std::move(state);
            planned.push_back(std::move(made));
        } catch (const PlanRejected& problem) {
            rejected = fmt::format("person {}: {}", state.person.value, problem.what());
        }
    }

    std::vector<Planned> planned;
    std::vector<PersonId> incomplete;
    Effort effort = Effort::at_once;
    std::optional<std::string> rejected;
    storage::ChangePosition position;
};

void CurriculumService::plan_batch(std::span<const PersonId> people, Batch& batch) const {
    const auto offers = catalogue();
    std::vector<PersonState> states;
    std::vector<competence::LearnerProfile> profiles;
    database_.read([&](Session& session) {
        batch.position = storage::change_position(session);
        states = list_states(session, people);
        profiles = competence::list_learner_profiles(session, offers->framework(), people, clock_.today());
    });
    batch.planned.clear();
    batch.incomplete.clear();
    auto profile = profiles.begin();  // both lists are ordered by person
    for (auto& state : states) {
        while (profile != profiles.end() && profile->person < state.person) ++profile;
        if (profile == profiles.end()) break;
        if (profile->person != state.person) continue;
        if (!profile->enough_for_curriculum) {
            batch.incomplete.push_back(state.person);
            continue;
        }
        const auto stored = state.question;
        batch.add(std::move(state), *profile, [&](const Question& question, Batch::Planned& made) {
            const Plan* standing = question.proposed != nullptr ? question.proposed : question.accepted;
            // A plan that is proven waits here only for its reasons (LP-54), unless it answered another question (LP-55).
            if (batch.effort == Effort::to_the_end && standing != nullptr && standing->status == PlanStatus::optimal &&
                (!stored || *stored == made.question))
                if (auto renewed = renew_reasons(*offers, question, &made.reach)) return std::move(*renewed);
            const auto work = batch.effort == Effort::at_once ? work_at_first : work_for_proof;
            return make_plan(*offers, question, Detail::explained, work, &made.reach);
        });
    }
}

// Returns who has to be planned again.
std::vector<PersonId> CurriculumService::store_batch(Transaction& transaction, const Batch& batch, Cause cause, ReplanCounts& counts) {
    if (batch.planned.empty()) return {};
    std::vector<PersonId> people;
    for (const auto& planned : batch.planned) people.push_back(planned.state.person);
    const auto active = lock_people(transaction, people);
    const auto changed = storage::changed_since(transaction, batch.position, watched_people);
    const bool offers_changed = !storage::changed_since(transaction, batch.position, watched_offers).empty();
    std::vector<PersonId> again, unproven;
    std::vector<Curriculum> proposals;
    std::vector<const PersonState*> states;
    std::vector<PersonReach> first_reaches, other_reaches;
    std::vector<PersonQuestion> first_questions, other_questions;
    for (const auto& [state, plan, reach, question] : batch.planned) {
        if (!std::binary_search(active.begin(), active.end(), state.person)) continue;  // erased meanwhile
        if (offers_changed || std::binary_search(changed.begin(), changed.end(), state.person.value)) {
            again.push_back(state.person);
            continue;
        }
        if (plan.status == PlanStatus::feasible) unproven.push_back(state.person);
        if (state.reach != reach) (state.last_version == 0 && !state.reach ? first_reaches : other_reaches).push_back({state.person, reach});
        if (state.question != question)
            (state.last_version == 0 && !state.question ? first_questions : other_questions).push_back({state.person, question});
        auto proposal = proposal_for(transaction, state, plan, {state.person, std::nullopt, cause, false});
        if (!proposal) {
            ++counts.unchanged;
            continue;
        }
        proposals.push_back(std::move(*proposal));
        states.push_back(&state);
    }
    const auto ids = insert_proposals(transaction, proposals);
    insert_reaches(transaction, first_reaches);
    put_reaches(transaction, other_reaches);
    insert_questions(transaction, first_questions);
    put_questions(transaction, other_questions);
    std::vector<storage::AuditEntry> deeds;
    std::vector<std::int64_t> subjects;
    for (const auto& proposal : proposals) {
        deeds.push_back({.at = proposal.created_at,
                         .actor = std::nullopt,
                         .action = "curriculum.proposed",
                         .subject_type = "person",
                         .subject_id = proposal.person.value,
                         .details = proposal_details(proposal)});
        subjects.push_back(proposal.person.value);
    }
    storage::record_audits(transaction, deeds);
    storage::record_changes(transaction, storage::ChangeTopic::person_plan, subjects);
    for (std::size_t i = 0; i < proposals.size(); ++i) accept_by_rule(transaction, *states[i], ids[i], proposals[i]);
    if (batch.effort == Effort::at_once) prove_later(transaction, unproven, cause);
    counts.proposed += static_cast<int>(proposals.size());
    counts.unproven += static_cast<int>(unproven.size());
    return again;
}

CurriculumService::ReplanCounts& CurriculumService::ReplanCounts::operator+=(const ReplanCounts& more) {
    proposed += more.proposed;
    unchanged += more.unchanged;
    incomplete += more.incomplete;
    unproven += more.unproven;
    return *this;
}

CurriculumService::ReplanCounts CurriculumService::replan_batch(std::span<const PersonId> people, Cause cause, Effort effort,
                                                                std::optional<std::string>& rejected) {
    ReplanCounts counts;
    std::vector<PersonId> open(people.begin(), people.end());
    std::sort(open.begin(), open.end());
    Batch batch;
    batch.effort = effort;
    for (int round = 1; !open.empty(); ++round) {
        if (round < rounds_max) plan_batch(open, batch);
        // May run again after a deadlock: what it found is counted only once it is committed.
        const auto [stored, again] = database_.in_transaction([&](Transaction& transaction) {
            if (round >= rounds_max) {
                lock_people(transaction, open);
                plan_batch(open, batch);
            }
            ReplanCounts found;
            auto left = store_batch(transaction, batch, cause, found);
            return std::pair(found, std::move(left));
        });
        counts += stored;
        counts.incomplete += static_cast<int>(batch.incomplete.size());
        open = again;
    }
    if (batch.rejected) rejected = std::move(batch.rejected);
    return counts;
}

CurriculumService::ReplanCounts CurriculumService::replan_all(std::span<const PersonId> people, Cause cause, Effort effort, std::size_t per_batch,
                                                              int threads, const Progress& progress) {
    ReplanCounts counts;
    std::optional<std::string> rejected;
    std::atomic<std::size_t> next{0};
    std::size_t done = 0;
    std::mutex mutex;
    const auto parts = (people.size() + per_batch - 1) / per_batch;
    on_threads(std::clamp(threads, 1, static_cast<int>(std::max<std::size_t>(1, parts))), [&] {
        for (auto from = next.fetch_add(per_batch); from < people.size(); from = next.fetch_add(per_batch)) {
            const auto part = people.subspan(from, std::min(per_batch, people.size() - from));
            std::optional<std::string> problem;
            const auto found = replan_batch(part, cause, effort, problem);
            const std::lock_guard guard(mutex);
            if (problem) rejected = std::move(problem);
            counts += found;
            done += part.size();
            if (progress) progress(static_cast<std::int64_t>(done), static_cast<std::int64_t>(people.size()));
        }
    });
    if (rejected) throw jobs::JobFailure(*rejected);
    return counts;
}

CurriculumService::ReplanCounts CurriculumService::replan(std::span<const PersonId> people, Cause cause) {
    return replan_all(people, cause, Effort::at_once, people_per_batch, 1, {});
}

CurriculumService::ReplanCounts CurriculumService::prove(std::span<const PersonId> people, Cause cause) {
    return replan_all(people, cause, Effort::to_the_end, people_per_batch, 1, {});
}

CurriculumService::ReplanCounts CurriculumService::replan_for_offers(std::span<const PersonId> people, std::span<const LearningUnitId> units) {
    const auto offers = catalogue();
    Batch batch;
    auto effects = database_.read([&](Session& session) {
        batch.position = storage::change_position(session);
        return find_offer_effects(session, *offers, units, people, work_at_first);
    });
    auto& to_plan = effects.to_plan;
    ReplanCounts counts{.unchanged = static_cast<int>(people.size() - effects.found.size() - to_plan.size())};
    bool first = true;
    for (std::span<FoundPlan> left = effects.found; first || !left.empty(); first = false) {
        const auto part = left.first(std::min(people_per_batch, left.size()));
        left = left.subspan(part.size());
        batch.planned.clear();
        for (auto& [state, profile, searched] : part) {
            batch.add(std::move(state), profile, [&](const Question& question, Batch::Planned& made) {
                made.reach = std::move(searched.reach);
                return finish_plan(*offers, question, searched, Detail::explained);
            });
        }
        if (part.empty() && !effects.any_to_note()) break;
        const auto [stored, again] = database_.in_transaction([&](Transaction& transaction) {
            ReplanCounts found;
            auto overtaken = store_batch(transaction, batch, Cause::offers_changed, found);
            if (first && !note_unchanged(transaction, batch, effects))
                for (const auto& step : effects.more_steps) overtaken.push_back(step.person);
            return std::pair(found, std::move(overtaken));
        });
        counts += stored;
        to_plan.insert(to_plan.end(), again.begin(), again.end());
    }
    std::sort(to_plan.begin(), to_plan.end());
    to_plan.erase(std::unique(to_plan.begin(), to_plan.end()), to_plan.end());
    counts += replan(to_plan, Cause::offers_changed);
    if (batch.rejected) throw jobs::JobFailure(*batch.rejected);
    return counts;
}

// What is to be remembered about those whose plan stays. False when an offer has changed meanwhile: it may have looked for people before these
// levels could tell that it concerns them.
bool CurriculumService::note_unchanged(Transaction& transaction, const Batch& batch, const OfferEffects& effects) {
    prove_later(transaction, effects.to_prove, Cause::offers_changed);
    review_later(transaction, effects.to_review, Cause::offers_changed);
    if (effects.more_steps.empty()) return true;
    if (!storage::changed_since(transaction, batch.position, watched_offers).empty()) return false;
    extend_reaches(transaction, effects.more_steps);
    return true;
}

CurriculumService::ReplanCounts CurriculumService::plan_everyone(int threads, bool again, const Progress& progress) {
    const auto people = database_.read([&](Session& session) { return list_people_to_plan(session, again); });
    const auto counts =
        replan_all(people, again ? Cause::offers_changed : Cause::first_plan, Effort::at_once, people_per_large_batch, threads, progress);
    // PostgreSQL would go on reading the plans as if there were none until it looks at the tables by itself.
    if (counts.proposed > 0) storage::refresh_statistics(database_);
    return counts;
}

}  // namespace kc::planning
