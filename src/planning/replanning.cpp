// SPDX-License-Identifier: EUPL-1.2
// The three triggers (R107) and the jobs behind them: a change enqueues, a job plans again, and what comes out the same stores nothing.
#include "planning/replanning.hpp"

#include "planning/reach.hpp"
#include "planning/stored_question.hpp"

#include <algorithm>

#include <boost/json.hpp>

namespace kc::planning {
namespace {

constexpr std::int64_t people_looked_through = 400'000;
constexpr std::int64_t first_part = 8;  // the first part is this fraction of one, so that other workers soon begin
constexpr std::size_t people_per_job_most = 500;
constexpr std::size_t people_per_job_least = 100;  // each job has some milliseconds of its own
constexpr std::size_t jobs_to_share = 16;          // so that workers who share them end at about the same time
constexpr std::size_t people_per_proof = 8;        // each may take a second, and whatever else comes in waits for the end of a part
constexpr std::size_t people_per_review = 100;     // no search: about a millisecond each

template <class IdType> void add_ids(boost::json::object& payload, std::string_view list, std::span<const IdType> ids) {
    auto& array = payload[list].emplace_array();
    for (const auto id : ids) array.push_back(id.value);
}

template <class IdType> boost::json::object payload_of(std::string_view list, std::span<const IdType> ids, std::optional<Cause> cause) {
    boost::json::object payload;
    add_ids(payload, list, ids);
    if (cause) payload["cause"] = boost::describe::enum_to_string(*cause, "");
    return payload;
}

// FNV-1a: the same on every node, so that only what says exactly the same stands for another.
std::string fingerprint(std::string_view text) {
    std::uint64_t hash = 14695981039346656037u;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    return fmt::format("{:016x}-{}", hash, text.size());
}

void enqueue(Transaction& transaction, jobs::JobQueue& queue, std::string_view kind, const boost::json::object& payload) {
    auto text = boost::json::serialize(payload);
    auto key = fingerprint(text);
    queue.enqueue(transaction, {.kind = std::string(kind), .payload = std::move(text), .unique_key = std::move(key), .when_idle = kind == prove_job});
}

template <class IdType, class Use> void for_each_part(std::span<const IdType> ids, std::size_t most, Use&& use) {
    for (std::size_t from = 0; from < ids.size(); from += most) use(ids.subspan(from, std::min(most, ids.size() - from)));
}

Cause cause_of(const boost::json::value& payload) {
    Cause cause = Cause::profile_changed;
    if (const auto* name = payload.as_object().if_contains("cause")) boost::describe::enum_from_string(std::string(name->as_string()).c_str(), cause);
    return cause;
}

template <class IdType> std::vector<IdType> read_ids(const boost::json::value& payload, std::string_view list) {
    std::vector<IdType> ids;
    for (const auto& id : payload.at(list).as_array()) ids.push_back(IdType{id.as_int64()});
    return ids;
}

}  // namespace

void CurriculumService::profile_changed(Transaction& transaction, PersonId person) {
    remove_question(transaction, person);  // until the job has planned, whoever weighs an offer reads the profile
    jobs_.enqueue(transaction,
                  {.kind = std::string(replan_job),
                   .payload = boost::json::serialize(payload_of("people", std::span<const PersonId>(&person, 1), Cause::profile_changed)),
                   .unique_key = fmt::format("person:{}", person.value)});
}

void CurriculumService::offers_changed(Transaction& transaction, std::span<const LearningUnitId> units) {
    if (units.empty()) return;
    enqueue(transaction, jobs_, offers_job, payload_of("units", units, std::nullopt));
}

// A population is looked through in parts: whoever is found first is planned by the other workers meanwhile.
int CurriculumService::enqueue_affected(std::span<const LearningUnitId> units) {
    const auto [changed, last] = database_.read([&](Session& session) {
        return std::pair(with_dependents(session, units), session.get<PersonId>("SELECT COALESCE(MAX(id), 0) FROM people"));
    });
    const auto part_most = std::min(last.value, people_looked_through);
    auto size = std::max<std::int64_t>(1, part_most / first_part);
    int found = 0;
    for (PersonRange part{PersonId{1}, {}}; part.first <= last; part.first.value = part.last.value + 1, size = part_most) {
        part.last.value = part.first.value + size - 1;
        const auto people = database_.read([&](Session& session) { return list_affected(session, changed, part); });
        found += static_cast<int>(people.size());
        const auto per_job = people.size() * static_cast<std::size_t>(part_most / size) / jobs_to_share;
        if (!people.empty()) enqueue_for_offers(people, changed, std::clamp(per_job, people_per_job_least, people_per_job_most));
    }
    return found;
}

void CurriculumService::enqueue_for_offers(std::span<const PersonId> people, std::span<const LearningUnitId> changed, std::size_t per_job) {
    database_.in_transaction([&](Transaction& transaction) {
        for_each_part<PersonId>(people, per_job, [&](std::span<const PersonId> part) {
            auto payload = payload_of("people", part, Cause::offers_changed);
            add_ids(payload, "units", changed);
            enqueue(transaction, jobs_, replan_job, payload);
        });
    });
}

// Workers take these only while nothing else is due.
void CurriculumService::prove_later(Transaction& transaction, std::span<const PersonId> people, Cause cause) {
    for_each_part<PersonId>(people, people_per_proof,
                            [&](std::span<const PersonId> part) { enqueue(transaction, jobs_, prove_job, payload_of("people", part, cause)); });
}

void CurriculumService::review_later(Transaction& transaction, std::span<const PersonId> people, Cause cause) {
    for_each_part<PersonId>(people, people_per_review,
                            [&](std::span<const PersonId> part) { enqueue(transaction, jobs_, prove_job, payload_of("people", part, cause)); });
}

jobs::JobHandler prove_handler(CurriculumService& curricula) {
    return [&curricula](const jobs::Job& job) {
        const auto payload = boost::json::parse(job.payload);
        curricula.prove(read_ids<PersonId>(payload, "people"), cause_of(payload));
    };
}

std::map<std::string, jobs::JobHandler> job_handlers(CurriculumService& curricula, RenewOffers renew_offers) {
    std::map<std::string, jobs::JobHandler> handlers;
    handlers[std::string(replan_job)] = [&curricula](const jobs::Job& job) {
        const auto payload = boost::json::parse(job.payload);
        const auto people = read_ids<PersonId>(payload, "people");
        if (payload.as_object().contains("units"))
            curricula.replan_for_offers(people, read_ids<LearningUnitId>(payload, "units"));
        else
            curricula.replan(people, cause_of(payload));
    };
    handlers[std::string(prove_job)] = prove_handler(curricula);
    handlers[std::string(offers_job)] = [&curricula, renew_offers = std::move(renew_offers)](const jobs::Job& job) {
        const auto units = read_ids<LearningUnitId>(boost::json::parse(job.payload), "units");
        if (renew_offers) renew_offers(units);  // the change feed may be a moment behind the job
        curricula.enqueue_affected(units);
    };
    return handlers;
}

}  // namespace kc::planning
