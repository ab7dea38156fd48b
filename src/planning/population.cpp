// SPDX-License-Identifier: EUPL-1.2
// Plans for many people: a batch is read in one go, planned outside any transaction on several threads, and stored in one short
// transaction for those whose profile, choices and plan nobody has touched meanwhile. The others are planned again.
#include "planning/bulk_store.hpp"
#include "planning/planner.hpp"
#include "planning/replanning.hpp"
#include "storage/audit.hpp"
#include "storage/changes.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace kc::planning {
namespace {

constexpr std::size_t people_per_batch = 100;     // stored in one transaction: short enough that nobody waits for it
constexpr std::int64_t work_at_first = 1'500;     // some milliseconds; whoever needs more is searched on after everybody has a plan
constexpr std::int64_t work_for_proof = 200'000;  // about a second; then the plan stays, with a bound on what is left to gain
constexpr int rounds_max = 5;                     // then a person who keeps changing is planned inside the transaction
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
    };
    std::vector<Planned> planned;
    std::vector<PersonId> incomplete;
    std::int64_t work_max = work_at_first;
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
        try {
            const Plan* accepted = state.accepted ? &state.accepted->plan : nullptr;
            const Plan* proposed = state.proposed ? &state.proposed->plan : nullptr;
            Plan plan = make_plan(*offers, {*profile, state.choices, state.member, accepted, proposed}, Detail::explained, batch.work_max);
            batch.planned.push_back({std::move(state), std::move(plan)});
        } catch (const PlanRejected& problem) {
            // Nothing is written for this person; the others still get their plans, and the job fails with the reason.
            batch.rejected = fmt::format("person {}: {}", profile->person.value, problem.what());
        }
    }
}

// Returns who has to be planned again.
std::vector<PersonId> CurriculumService::store_batch(Transaction& transaction, const Batch& batch, Cause cause, ReplanCounts& counts) {
    std::vector<PersonId> people;
    for (const auto& planned : batch.planned) people.push_back(planned.state.person);
    const auto active = lock_people(transaction, people);
    const auto changed = storage::changed_since(transaction, batch.position, watched_people);
    const bool offers_changed = !storage::changed_since(transaction, batch.position, watched_offers).empty();
    std::vector<PersonId> again;
    std::vector<Curriculum> proposals;
    std::vector<const PersonState*> states;
    for (const auto& [state, plan] : batch.planned) {
        if (!std::binary_search(active.begin(), active.end(), state.person)) continue;  // erased meanwhile
        if (offers_changed || std::binary_search(changed.begin(), changed.end(), state.person.value)) {
            again.push_back(state.person);
            continue;
        }
        auto proposal = proposal_for(transaction, state, plan, {state.person, std::nullopt, cause, false});
        if (!proposal) {
            ++counts.unchanged;
            continue;
        }
        proposals.push_back(std::move(*proposal));
        states.push_back(&state);
    }
    const auto ids = insert_proposals(transaction, proposals);
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
    counts.proposed += static_cast<int>(proposals.size());
    return again;
}

CurriculumService::ReplanCounts CurriculumService::replan_batch(std::span<const PersonId> people, Cause cause, std::int64_t work_max,
                                                                BatchNews& news) {
    ReplanCounts counts;
    std::vector<PersonId> open(people.begin(), people.end());
    std::sort(open.begin(), open.end());
    Batch batch;
    batch.work_max = work_max;
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
        counts.proposed += stored.proposed;
        counts.unchanged += stored.unchanged;
        counts.incomplete += static_cast<int>(batch.incomplete.size());
        open = again;
        for (const auto& planned : batch.planned)
            if (planned.plan.status == PlanStatus::feasible && !std::binary_search(again.begin(), again.end(), planned.state.person))
                news.unproven.push_back(planned.state.person);
    }
    if (batch.rejected) news.rejected = std::move(batch.rejected);
    return counts;
}

CurriculumService::ReplanCounts CurriculumService::replan_all(std::span<const PersonId> people, Cause cause, std::int64_t work_max, int threads,
                                                              const Progress& progress, BatchNews& news) {
    ReplanCounts counts;
    std::atomic<std::size_t> next{0};
    std::size_t done = 0;
    std::mutex mutex;
    const auto per_batch = work_max == work_at_first ? people_per_batch : people_per_batch / 10;
    const auto parts = (people.size() + per_batch - 1) / per_batch;
    on_threads(std::clamp(threads, 1, static_cast<int>(std::max<std::size_t>(1, parts))), [&] {
        for (auto from = next.fetch_add(per_batch); from < people.size(); from = next.fetch_add(per_batch)) {
            const auto part = people.subspan(from, std::min(per_batch, people.size() - from));
            BatchNews found_news;
            const auto found = replan_batch(part, cause, work_max, found_news);
            const std::lock_guard guard(mutex);
            if (found_news.rejected) news.rejected = std::move(found_news.rejected);
            news.unproven.insert(news.unproven.end(), found_news.unproven.begin(), found_news.unproven.end());
            counts.proposed += found.proposed;
            counts.unchanged += found.unchanged;
            counts.incomplete += found.incomplete;
            done += part.size();
            if (progress) progress(static_cast<std::int64_t>(done), static_cast<std::int64_t>(people.size()));
        }
    });
    return counts;
}

// First everybody gets a plan with little work, then the few whose plan is not proven yet are searched to the end.
CurriculumService::ReplanCounts CurriculumService::replan(std::span<const PersonId> people, Cause cause, int threads, const Progress& progress,
                                                          const Planned& all_have_plans) {
    BatchNews news;
    auto counts = replan_all(people, cause, work_at_first, threads, progress, news);
    counts.proven_later = static_cast<int>(news.unproven.size());
    if (all_have_plans) all_have_plans(counts);
    std::sort(news.unproven.begin(), news.unproven.end());
    const auto unproven = std::exchange(news.unproven, {});
    const auto better = replan_all(unproven, cause, work_for_proof, threads, {}, news);
    counts.unproven = static_cast<int>(news.unproven.size());
    counts.improved = better.proposed;
    if (news.rejected) throw jobs::JobFailure(*news.rejected);
    return counts;
}

CurriculumService::ReplanCounts CurriculumService::plan_everyone(int threads, bool again, const Progress& progress, const Planned& all_have_plans) {
    const auto people = database_.read([&](Session& session) { return list_people_to_plan(session, again); });
    return replan(people, again ? Cause::offers_changed : Cause::first_plan, threads, progress, all_have_plans);
}

}  // namespace kc::planning
