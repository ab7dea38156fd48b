// SPDX-License-Identifier: EUPL-1.2
// The three triggers (R107) and the jobs behind them: a change enqueues, a job plans again, and what comes out the same stores nothing.
#include "planning/replanning.hpp"

#include <algorithm>

#include <boost/json.hpp>

namespace kc::planning {
namespace {

constexpr std::size_t people_per_job = 500;

template <class IdType> std::string payload_of(std::string_view list, std::span<const IdType> ids, std::optional<Cause> cause) {
    boost::json::object payload;
    auto& array = payload[list].emplace_array();
    for (const auto id : ids) array.push_back(id.value);
    if (cause) payload["cause"] = boost::describe::enum_to_string(*cause, "");
    return boost::json::serialize(payload);
}

template <class IdType> std::vector<IdType> read_ids(const boost::json::value& payload, std::string_view list) {
    std::vector<IdType> ids;
    for (const auto& id : payload.at(list).as_array()) ids.push_back(IdType{id.as_int64()});
    return ids;
}

}  // namespace

void CurriculumService::profile_changed(Transaction& transaction, PersonId person) {
    jobs_.enqueue(transaction, {.kind = std::string(replan_job),
                                .payload = payload_of("people", std::span<const PersonId>(&person, 1), Cause::profile_changed),
                                .unique_key = fmt::format("person:{}", person.value)});
}

void CurriculumService::offers_changed(Transaction& transaction, std::span<const LearningUnitId> units) {
    if (units.empty()) return;
    auto payload = payload_of("units", units, std::nullopt);
    jobs_.enqueue(transaction, {.kind = std::string(offers_job), .payload = payload, .unique_key = payload});
}

int CurriculumService::enqueue_affected(std::span<const LearningUnitId> units) {
    return database_.in_transaction([&](Transaction& transaction) {
        const auto people = list_affected(transaction, units);
        for (std::size_t from = 0; from < people.size(); from += people_per_job) {
            const auto part = std::span(people).subspan(from, std::min(people_per_job, people.size() - from));
            jobs_.enqueue(transaction, {.kind = std::string(replan_job),
                                        .payload = payload_of("people", part, Cause::offers_changed),
                                        .unique_key = fmt::format("offers:{}-{}", part.front().value, part.back().value)});
        }
        return static_cast<int>(people.size());
    });
}

std::map<std::string, jobs::JobHandler> job_handlers(CurriculumService& curricula, RenewOffers renew_offers) {
    std::map<std::string, jobs::JobHandler> handlers;
    handlers[std::string(replan_job)] = [&curricula](const jobs::Job& job) {
        const auto payload = boost::json::parse(job.payload);
        Cause cause = Cause::profile_changed;
        if (const auto* name = payload.as_object().if_contains("cause"))
            boost::describe::enum_from_string(std::string(name->as_string()).c_str(), cause);
        curricula.replan(read_ids<PersonId>(payload, "people"), cause);
    };
    handlers[std::string(offers_job)] = [&curricula, renew_offers = std::move(renew_offers)](const jobs::Job& job) {
        const auto units = read_ids<LearningUnitId>(boost::json::parse(job.payload), "units");
        if (renew_offers) renew_offers(units);  // the change feed may be a moment behind the job
        curricula.enqueue_affected(units);
    };
    return handlers;
}

}  // namespace kc::planning
