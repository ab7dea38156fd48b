// SPDX-License-Identifier: EUPL-1.2
#include "planning/bulk_store.hpp"

#include <unordered_map>

namespace kc::planning {
namespace {

struct NewRow {
    CurriculumId id;
    PersonId person_id;
};
BOOST_DESCRIBE_STRUCT(NewRow, (), (id, person_id))

}  // namespace

std::vector<CurriculumId> insert_proposals(Transaction& transaction, std::span<const Curriculum> proposals) {
    if (proposals.empty()) return {};
    std::vector<std::tuple<PersonId, int, CurriculumState, Cause, PlanStatus, std::int64_t, std::int64_t, std::int64_t, HalfHours, Money, int,
                           std::string, Date, Date, Instant, std::optional<Instant>, std::optional<Date>, bool>>
        heads;
    std::vector<PersonId> people;
    for (const auto& proposal : proposals) {
        const auto& plan = proposal.plan;
        heads.emplace_back(proposal.person, proposal.version, proposal.state, proposal.cause, plan.status, plan.closure, plan.closure_bound,
                           plan.closure_wanted, plan.hours, plan.price, plan.presence_days, outlook_json(plan), plan.planned_on, plan.until,
                           proposal.created_at, proposal.decided_at, proposal.postponed_until, proposal.accepted_automatically);
        people.push_back(proposal.person);
    }
    transaction.bulk_insert(
        "curricula",
        {"person_id", "version", "state", "cause", "status", "closure", "closure_bound", "closure_wanted", "half_hours", "price_cents",
         "presence_days", "outlook", "planned_on", "until_day", "created_at", "decided_at", "postponed_until", "accepted_automatically"},
        heads);
    // One proposal per person at a time (curricula_one_proposed), so the person tells which row is which.
    std::unordered_map<PersonId, CurriculumId> id_of;
    for (const auto& row : transaction.query<NewRow>("SELECT id, person_id FROM curricula WHERE person_id IN ($LIST) AND state = 'proposed'",
                                                     storage::json_ids(people)))
        id_of.emplace(row.person_id, row.id);

    std::vector<CurriculumId> ids;
    std::vector<std::tuple<CurriculumId, int, LearningUnitId, std::optional<TutorialDateId>, Date, Date, HalfHours, Money, bool, std::string>> items;
    for (const auto& proposal : proposals) {
        const auto id = id_of.at(proposal.person);
        ids.push_back(id);
        int position = 0;
        for (const auto& item : proposal.plan.items)
            items.emplace_back(id, position++, item.unit, item.date, item.starts_on, item.ends_on, item.hours, item.price, item.locked,
                               explanation_json(item));
    }
    if (!items.empty())
        transaction.bulk_insert("curriculum_items",
                                {"curriculum_id", "position", "unit_id", "tutorial_date_id", "starts_on", "ends_on", "half_hours", "price_cents",
                                 "locked", "explanation"},
                                items);
    return ids;
}

std::vector<PersonId> list_people_to_plan(Session& session, bool again) {
    if (again) return session.query<PersonId>("SELECT id FROM people WHERE state = 'active' ORDER BY id");
    return session.query<PersonId>(
        "SELECT p.id FROM people p WHERE p.state = 'active' AND NOT EXISTS (SELECT 1 FROM curricula c WHERE c.person_id = p.id) ORDER BY p.id");
}

}  // namespace kc::planning
