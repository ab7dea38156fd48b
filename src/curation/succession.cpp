// SPDX-License-Identifier: EUPL-1.2
// TL-30 to TL-36: a competence becomes outdated, what people can is carried to its successors, and within 30 days all of it can be
// taken back. Many profiles are carried by a job, batch by batch; a batch that runs twice adds nothing.
#include "curation/service.hpp"

#include "curation/stored_json.hpp"
#include "storage/audit.hpp"

#include <set>

#include <boost/json.hpp>

namespace kc::curation {

using storage::Session;
using storage::Transaction;

namespace {

constexpr int people_per_batch = 200;
constexpr std::int64_t people_at_once_max = 200;

Refusal<CurationRefusal> refused(CurationError error) { return refuse(CurationRefusal{error, {}}); }

std::string payload_of(OutdatingId id, const Viewer& viewer) {
    return fmt::format(R"({{"outdating":{},"person":{}}})", id.value, viewer.person.value);
}

}  // namespace

CurationService::Answer<competence::OutdatingImpact> CurationService::impact(const Viewer& viewer, std::string_view slug) const {
    if (!viewer.may(Permission::edit_framework)) return refused(CurationError::not_permitted);
    const auto framework = parts_.framework.current();
    const auto index = framework->competence_by_slug(slug);
    if (!index) return refused(CurationError::not_found);
    const auto id = framework->competence(*index).id;
    return parts_.database.read(
        [&](Session& session) -> Answer<competence::OutdatingImpact> { return competence::impact_of_outdating(session, id); });
}

CurationService::Answer<void> CurationService::mark_outdated(const Viewer& viewer, std::string_view slug,
                                                             std::span<const SuccessorChoice> successors) {
    if (!viewer.may(Permission::edit_framework)) return refused(CurationError::not_permitted);
    std::vector<FieldProblem> problems;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < successors.size(); ++i) {
        const auto& choice = successors[i];
        const auto field = fmt::format("successor_{}", i);
        if (choice.slug == slug) problems.push_back({field, "curation.problem.own_successor", {}});
        if (!seen.insert(choice.slug).second) problems.push_back({field, "curation.problem.successor_twice", {}});
        if (choice.level_shift < -level_shift_max || choice.level_shift > level_shift_max) {
            problems.push_back({fmt::format("shift_{}", i), "curation.problem.level_shift", {}});
        }
    }
    if (successors.size() > successors_max) problems.push_back({"", "curation.problem.too_many", {{"max", std::to_string(successors_max)}}});
    if (!problems.empty()) return refuse(CurationRefusal{CurationError::invalid, std::move(problems)});
    OutdatingId id{};
    std::int64_t people = 0;
    const auto marked = parts_.database.in_transaction([&](Transaction& transaction) -> Answer<void> {
        const auto stored = competence::lock_competence(transaction, slug);
        if (!stored) return refused(CurationError::not_found);
        if (stored->state == FrameworkState::draft) return refused(CurationError::never_published);
        if (stored->state == FrameworkState::outdated) return refused(CurationError::is_outdated);
        if (store::find_draft(transaction, stored->id)) return refused(CurationError::draft_open);
        std::vector<competence::SuccessorContent> followers;
        for (std::size_t i = 0; i < successors.size(); ++i) {
            const auto successor = competence::lock_competence(transaction, successors[i].slug);
            if (!successor || successor->state != FrameworkState::published) {
                return refuse(
                    CurationRefusal{CurationError::not_published, {{fmt::format("successor_{}", i), "curation.refusal.not_published", {}}}});
            }
            followers.push_back({successor->id, successors[i].level_shift});
        }
        people = competence::impact_of_outdating(transaction, stored->id).people;
        keep_present_version(transaction, editing_of(transaction, *stored, slug));
        competence::write_outdated(transaction, stored->id, followers);
        const auto demands = competence::rewrite_demands(transaction, stored->id);
        id = store::insert_outdating(transaction, {.competence_id = stored->id,
                                                   .state = OutdatingState::carrying,
                                                   .outdated_at = parts_.clock.now(),
                                                   .people = people,
                                                   .demands = demands_json(demands)});
        audit(transaction, viewer, "competence.outdated", stored->id,
              fmt::format(R"({{"successors":{},"people":{},"demands":{}}})", followers.size(), people, demands.before.size()));
        if (people > people_at_once_max) parts_.queue.enqueue(transaction, std::string(succession_job), payload_of(id, viewer));
        return {};
    });
    if (!marked) return marked;
    reload();
    finish_at_once(id, viewer, people);
    return marked;
}

CurationService::Answer<void> CurationService::publish_again(const Viewer& viewer, std::string_view slug) {
    if (!viewer.may(Permission::edit_framework)) return refused(CurationError::not_permitted);
    std::optional<Outdating> last;
    const auto published = parts_.database.in_transaction([&](Transaction& transaction) -> Answer<void> {
        const auto stored = competence::lock_competence(transaction, slug);
        if (!stored) return refused(CurationError::not_found);
        if (stored->state != FrameworkState::outdated) return refused(CurationError::not_outdated);
        last = store::find_last_outdating(transaction, stored->id);
        if (last) last = store::lock_outdating(transaction, last->id);
        competence::write_published_again(transaction, stored->id);
        const bool take_back = last && can_be_taken_back(*last);
        if (last) {
            last->state = take_back ? OutdatingState::taking_back : OutdatingState::ended;
            if (take_back) competence::restore_demands(transaction, demands_from_json(last->demands));
            store::update_outdating(transaction, *last);
            if (take_back && last->people > people_at_once_max) {
                parts_.queue.enqueue(transaction, std::string(succession_job), payload_of(last->id, viewer));
            }
        }
        audit(transaction, viewer, "competence.published_again", stored->id, fmt::format(R"({{"taken_back":{}}})", take_back));
        return {};
    });
    if (!published) return published;
    reload();
    if (last && last->state == OutdatingState::taking_back) finish_at_once(last->id, viewer, last->people);
    return published;
}

std::optional<Outdating> CurationService::last_outdating(CompetenceId competence) const {
    return parts_.database.read([&](Session& session) { return store::find_last_outdating(session, competence); });
}

bool CurationService::can_be_taken_back(const Outdating& outdating) const {
    return parts_.clock.now() < outdating.outdated_at + std::chrono::days{take_back_days};
}

void CurationService::finish_at_once(OutdatingId id, const Viewer& viewer, std::int64_t people) {
    if (people <= people_at_once_max) carry(id, viewer.person);
}

void CurationService::run_job(const jobs::Job& job) {
    const auto payload = boost::json::parse(job.payload).as_object();
    carry(OutdatingId{payload.at("outdating").as_int64()}, PersonId{payload.at("person").as_int64()});
}

void CurationService::carry(OutdatingId id, std::optional<PersonId> actor) {
    PersonId after{0};
    for (bool more = true; more;) {
        more = parts_.database.in_transaction([&](Transaction& transaction) {
            auto outdating = store::lock_outdating(transaction, id);
            if (!outdating) return false;
            const bool carrying = outdating->state == OutdatingState::carrying;
            if (!carrying && outdating->state != OutdatingState::taking_back) return false;  // done, or taken back meanwhile
            const auto slug = transaction.get<std::string>("SELECT slug FROM competences WHERE id = ?", outdating->competence_id);
            const auto people = carrying ? competence::list_people_with_evidence(transaction, outdating->competence_id, after, people_per_batch)
                                         : competence::list_people_with_carried(transaction, slug, outdating->outdated_at, after, people_per_batch);
            const auto now = parts_.clock.now();
            if (carrying) {
                outdating->evidence += competence::carry_evidence(transaction, parts_.observer,
                                                                  {outdating->competence_id, FrameworkState::outdated, 1}, slug, people, actor, now);
            } else {
                competence::remove_carried_evidence(transaction, parts_.observer, slug, outdating->outdated_at, people, actor, now);
            }
            const bool finished = people.size() < static_cast<std::size_t>(people_per_batch);
            if (finished) {
                outdating->state = carrying ? OutdatingState::carried : OutdatingState::taken_back;
                outdating->finished_at = now;
            } else {
                after = people.back();
            }
            store::update_outdating(transaction, *outdating);
            return !finished;
        });
    }
}

}  // namespace kc::curation
