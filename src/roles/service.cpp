// SPDX-License-Identifier: EUPL-1.2
#include "roles/service.hpp"

#include "base/text.hpp"
#include "storage/audit.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace kc::roles {

using competence::DemandLayer;
using competence::DemandRecord;
using storage::Session;
using storage::Transaction;

namespace {

constexpr int people_per_step = 500;
constexpr std::size_t law_max = 120;

Role acting_as(const Viewer& viewer) { return viewer.may(Permission::manage_all_organisations) ? Role::office : Role::hr_decision_maker; }

DemandRecord record_of(const DemandEdit& edit, std::int64_t id, Date today) {
    DemandRecord record{.id = id,
                        .layer = edit.layer,
                        .role_profile_id = edit.role,
                        .organisation_id = edit.organisation,
                        .competence_id = edit.competence,
                        .level = edit.level,
                        .weight = edit.weight,
                        .reason = std::string(trim(edit.reason)),
                        .stated_on = today};
    if (edit.deadline) {
        record.deadline_on = edit.deadline->until;
        record.deadline_weight = edit.deadline->weight;
        record.deadline_law = std::string(trim(edit.deadline->law));
    }
    return record;
}

// When it was stated does not count: a line that says the same is the same.
bool same_content(const DemandRecord& a, const DemandRecord& b) {
    return a.level == b.level && a.weight == b.weight && a.reason == b.reason && a.deadline_on == b.deadline_on &&
           a.deadline_weight == b.deadline_weight && a.deadline_law == b.deadline_law;
}

bool same_place(const DemandRecord& a, const DemandRecord& b) {
    return a.layer == b.layer && a.organisation_id == b.organisation_id && a.competence_id == b.competence_id;
}

std::optional<DemandRecord> in_the_same_place(Session& session, const DemandRecord& wanted) {
    for (auto& other : competence::list_demands(session, wanted.role_profile_id)) {
        if (same_place(other, wanted)) return other;
    }
    return std::nullopt;
}

}  // namespace

// TA-01, TA-02: the authority's own lines by its HR, everything else by the office.
bool RoleService::Rights::may_edit(DemandLayer layer, std::optional<OrganisationId> organisation) const {
    if (everything) return true;
    return layer == DemandLayer::authority && organisation &&
           std::find(organisations.begin(), organisations.end(), *organisation) != organisations.end();
}

RoleService::Rights RoleService::rights_of(const Viewer& viewer) {
    if (!viewer.may(Permission::edit_demands)) return {};
    if (viewer.may(Permission::manage_all_organisations)) return {.everything = true, .organisations = {}};
    return {.everything = false, .organisations = viewer.organisations_where(Permission::edit_demands)};
}

bool RoleService::may_see(const Viewer* viewer, const std::optional<OrganisationId>& line_of) {
    if (!line_of) return true;
    if (viewer == nullptr) return false;
    return viewer->organisation == *line_of || rights_of(*viewer).may_edit(DemandLayer::authority, line_of);
}

std::vector<DemandRecord> RoleService::lines(const Viewer& viewer, std::optional<RoleProfileId> role) const {
    auto demands = database_.read([&](Session& session) { return competence::list_demands(session, role); });
    std::erase_if(demands, [&](const DemandRecord& demand) { return !may_see(&viewer, demand.organisation_id); });
    return demands;
}

Result<DemandRecord, RoleError> RoleService::find(const Viewer& viewer, std::int64_t demand) const {
    const auto rights = rights_of(viewer);
    if (!rights.any()) return refuse(RoleError::not_permitted);
    const auto record = database_.read([&](Session& session) { return competence::find_demand(session, demand); });
    if (!record || !rights.may_edit(record->layer, record->organisation_id)) return refuse(RoleError::demand_not_found);
    return *record;
}

std::vector<FieldProblem> RoleService::problems_of(const DemandEdit& edit, const DemandRecord* before) const {
    std::vector<FieldProblem> problems;
    const auto framework = frameworks_.current();
    const auto index = framework->index_of(edit.competence);
    if (!index || !framework->competence(*index).published()) problems.push_back({"competence", "roles.problem.unknown_competence", {}});
    if (edit.level < 1 || edit.level > competence::level_max) problems.push_back({"level", "roles.problem.level", {}});
    if (edit.weight < 1 || edit.weight > 10) problems.push_back({"weight", "roles.problem.weight", {}});
    if (trim(edit.reason).empty()) problems.push_back({"reason", "roles.problem.reason", {}});
    if (code_points(edit.reason) > reason_max) problems.push_back({"reason", "roles.problem.too_long", {{"max", std::to_string(reason_max)}}});
    if (edit.deadline) {
        // A day that stands there already may have passed since.
        const bool kept = before != nullptr && before->deadline_on == edit.deadline->until;
        if (edit.deadline->until < clock_.today() && !kept) problems.push_back({"deadline_on", "roles.problem.deadline_past", {}});
        if (edit.deadline->weight <= edit.weight || edit.deadline->weight > 10)
            problems.push_back({"deadline_weight", "roles.problem.deadline_weight", {}});
        if (trim(edit.deadline->law).empty()) problems.push_back({"deadline_law", "roles.problem.deadline_law", {}});
        if (code_points(edit.deadline->law) > law_max)
            problems.push_back({"deadline_law", "roles.problem.too_long", {{"max", std::to_string(law_max)}}});
    }
    // TA-03: general lines belong to no work, all others to one; only the authority layer knows an authority.
    if ((edit.layer == DemandLayer::general) != !edit.role) problems.push_back({"layer", "roles.problem.layer", {}});
    if (edit.organisation && edit.layer != DemandLayer::authority) problems.push_back({"organisation", "roles.problem.layer", {}});
    return problems;
}

Result<void, RoleRefusal> RoleService::check(const Viewer& viewer, const DemandEdit& edit, const DemandRecord* before) const {
    if (!rights_of(viewer).may_edit(edit.layer, edit.organisation)) return refuse(RoleRefusal{RoleError::not_permitted});
    if (auto problems = problems_of(edit, before); !problems.empty()) return refuse(RoleRefusal{RoleError::invalid, std::move(problems)});
    return {};
}

Result<Impact, RoleRefusal> RoleService::impact_of(const Viewer& viewer, const DemandEdit& edit, std::optional<std::int64_t> replaces) const {
    std::optional<DemandRecord> old;
    if (replaces) {
        auto found = find(viewer, *replaces);
        if (!found) return refuse(RoleRefusal{found.error()});
        old = std::move(*found);
    }
    if (const auto allowed = check(viewer, edit, old ? &*old : nullptr); !allowed) return refuse(allowed.error());
    const auto framework = frameworks_.current();
    const auto added = record_of(edit, 0, clock_.today());
    return database_.read([&](Session& session) -> Result<Impact, RoleRefusal> {
        return measure_impact(session, *framework, {edit.role, edit.organisation, edit.competence, old ? &*old : nullptr, &added}, clock_.today());
    });
}

Result<Impact, RoleError> RoleService::impact_of_removal(const Viewer& viewer, std::int64_t demand) const {
    const auto record = find(viewer, demand);
    if (!record) return refuse(record.error());
    const auto framework = frameworks_.current();
    return database_.read([&](Session& session) -> Result<Impact, RoleError> {
        return measure_impact(session, *framework, {record->role_profile_id, record->organisation_id, record->competence_id, &*record, nullptr},
                              clock_.today());
    });
}

Result<std::int64_t, RoleRefusal> RoleService::add(const Viewer& viewer, const DemandEdit& edit) {
    if (const auto allowed = check(viewer, edit, nullptr); !allowed) return refuse(allowed.error());
    return and_reloaded(database_.in_transaction([&](Transaction& transaction) -> Result<std::int64_t, RoleRefusal> {
        // The row of the work is what two editors wait for; general lines have none, and their editors are few.
        if (edit.role && !competence::lock_role_profile(transaction, *edit.role)) return refuse(RoleRefusal{RoleError::role_not_found});
        auto record = record_of(edit, 0, clock_.today());
        if (in_the_same_place(transaction, record)) return refuse(RoleRefusal{RoleError::already_asked});
        record.id = competence::insert_demand(transaction, record);
        conclude(transaction, viewer, nullptr, &record);
        return record.id;
    }));
}

Result<void, RoleRefusal> RoleService::change(const Viewer& viewer, std::int64_t demand, const DemandEdit& edit) {
    return and_reloaded(database_.in_transaction([&](Transaction& transaction) -> Result<void, RoleRefusal> {
        const auto before = competence::lock_demand(transaction, demand);
        const auto rights = rights_of(viewer);
        if (!rights.any()) return refuse(RoleRefusal{RoleError::not_permitted});
        if (!before || !rights.may_edit(before->layer, before->organisation_id)) return refuse(RoleRefusal{RoleError::demand_not_found});
        return change_line(transaction, viewer, *before, edit);
    }));
}

Result<void, RoleRefusal> RoleService::change_line(Transaction& transaction, const Viewer& viewer, const DemandRecord& before,
                                                   const DemandEdit& edit) {
    auto wanted = edit;
    wanted.role = before.role_profile_id;
    wanted.layer = before.layer;
    wanted.organisation = before.organisation_id;
    wanted.competence = before.competence_id;
    if (const auto allowed = check(viewer, wanted, &before); !allowed) return refuse(allowed.error());
    const auto after = record_of(wanted, before.id, clock_.today());
    if (same_content(before, after)) return {};                                                                    // sent twice
    if (edit.seen && *edit.seen != revision_of(before)) return refuse(RoleRefusal{RoleError::changed_meanwhile});  // TA-09
    competence::update_demand(transaction, after);
    conclude(transaction, viewer, &before, &after);
    return {};
}

Result<void, RoleRefusal> RoleService::take_over(Transaction& transaction, const Viewer& viewer, const DemandEdit& edit) {
    if (const auto allowed = check(viewer, edit, nullptr); !allowed) return refuse(allowed.error());
    if (edit.role && !competence::lock_role_profile(transaction, *edit.role)) return refuse(RoleRefusal{RoleError::role_not_found});
    auto record = record_of(edit, 0, clock_.today());
    if (const auto present = in_the_same_place(transaction, record)) {
        auto wanted = edit;
        if (!wanted.deadline && present->deadline_on && present->deadline_weight.value_or(0) > edit.weight) {
            wanted.deadline = competence::Deadline{*present->deadline_on, *present->deadline_weight, present->deadline_law};
        }
        return change_line(transaction, viewer, *present, wanted);
    }
    record.id = competence::insert_demand(transaction, record);
    conclude(transaction, viewer, nullptr, &record);
    return {};
}

Result<void, RoleError> RoleService::remove(const Viewer& viewer, std::int64_t demand) {
    return and_reloaded(database_.in_transaction([&](Transaction& transaction) -> Result<void, RoleError> {
        const auto before = competence::lock_demand(transaction, demand);
        const auto rights = rights_of(viewer);
        if (!rights.any()) return refuse(RoleError::not_permitted);
        if (!before || !rights.may_edit(before->layer, before->organisation_id)) return refuse(RoleError::demand_not_found);
        competence::delete_demand(transaction, demand, before->role_profile_id);
        conclude(transaction, viewer, &*before, nullptr);
        return {};
    }));
}

// TA-07: back to what it was, as long as nobody changed the line since.
Result<void, RoleError> RoleService::undo(const Viewer& viewer, std::int64_t id) {
    return and_reloaded(database_.in_transaction([&](Transaction& transaction) -> Result<void, RoleError> {
        const auto rights = rights_of(viewer);
        if (!rights.any()) return refuse(RoleError::not_permitted);
        const auto change = lock_change(transaction, id);
        if (!change) return refuse(RoleError::change_not_found);
        const auto& row = change->after ? *change->after : *change->before;
        if (!rights.may_edit(row.layer, row.organisation_id)) return refuse(RoleError::change_not_found);
        if (change->undone_at) return {};  // sent twice
        if (change->role_profile_id) competence::lock_role_profile(transaction, *change->role_profile_id);
        if (change->after) {
            const auto present = competence::lock_demand(transaction, change->after->id);
            if (!present || !same_content(*present, *change->after)) return refuse(RoleError::changed_since);
        }
        if (!change->before) {
            competence::delete_demand(transaction, change->after->id, change->role_profile_id);
            conclude(transaction, viewer, &*change->after, nullptr);
        } else if (change->after) {
            competence::update_demand(transaction, *change->before);
            conclude(transaction, viewer, &*change->after, &*change->before);
        } else {
            auto record = *change->before;
            if (in_the_same_place(transaction, record)) return refuse(RoleError::changed_since);
            record.id = competence::insert_demand(transaction, record);
            conclude(transaction, viewer, nullptr, &record);
        }
        mark_undone(transaction, id, clock_.now());
        return {};
    }));
}

Result<std::vector<DemandChange>, RoleError> RoleService::changes(const Viewer& viewer, std::optional<RoleProfileId> role) const {
    auto rights = rights_of(viewer);
    if (!rights.any()) return refuse(RoleError::not_permitted);
    return database_.read([&](Session& session) -> Result<std::vector<DemandChange>, RoleError> {
        return list_changes(session, role, {rights.everything, std::move(rights.organisations)}, changes_shown);
    });
}

Result<std::vector<competence::PeopleAtWork>, RoleError> RoleService::people_at_work(const Viewer& viewer) const {
    const auto rights = rights_of(viewer);
    if (!rights.any()) return refuse(RoleError::not_permitted);
    auto rows = database_.read([&](Session& session) { return competence::list_people_at_work(session); });
    std::erase_if(rows, [&](const auto& row) { return !rights.may_edit(DemandLayer::authority, row.organisation_id); });
    return rows;
}

void RoleService::conclude(Transaction& transaction, const Viewer& viewer, const DemandRecord* before, const DemandRecord* after) {
    const auto& row = after != nullptr ? *after : *before;
    DemandChange change{.role_profile_id = row.role_profile_id,
                        .organisation_id = row.organisation_id,
                        .competence_id = row.competence_id,
                        .before = before != nullptr ? std::optional(*before) : std::nullopt,
                        .after = after != nullptr ? std::optional(*after) : std::nullopt,
                        .changed_at = clock_.now(),
                        .changed_as = acting_as(viewer),
                        .people = competence::count_people_asked(transaction, row.role_profile_id, row.organisation_id)};
    insert_change(transaction, change);
    storage::record_audit(transaction, {clock_.now(), viewer.person,
                                        before == nullptr  ? "demand.added"
                                        : after == nullptr ? "demand.removed"
                                                           : "demand.changed",
                                        "competence", row.competence_id.value, "{}"});
    tell_later(transaction, row.role_profile_id, row.organisation_id);
}

void RoleService::tell_later(Transaction& transaction, std::optional<RoleProfileId> role, std::optional<OrganisationId> organisation) {
    const auto payload = fmt::format(R"({{"role":{},"organisation":{}}})", role ? role->value : -1, organisation ? organisation->value : -1);
    queue_.enqueue(transaction, std::string(tell_people_job), payload, {}, payload);
}

void RoleService::enqueue_deadlines(Transaction& transaction, Date since, Instant run_at) const {
    queue_.enqueue(transaction, std::string(deadlines_job), fmt::format(R"({{"since":"{}"}})", to_iso(since)), run_at, "day");
}

void RoleService::schedule_deadlines(Transaction& transaction) const { enqueue_deadlines(transaction, clock_.today(), clock_.now()); }

void RoleService::tell_after_deadlines(const jobs::Job& job) {
    const auto payload = boost::json::parse(job.payload).as_object();
    const auto since = parse_date(std::string_view(payload.at("since").as_string())).value();
    const auto today = clock_.today();
    database_.in_transaction([&](Transaction& transaction) {
        enqueue_deadlines(transaction, today, clock_.now() + std::chrono::hours(24));
        for (const auto& line : competence::list_demands_with_deadline(transaction, since, today)) {
            tell_later(transaction, line.role_profile_id, line.organisation_id);
        }
    });
}

jobs::JobHandler RoleService::tell_job(competence::ProfileObserver& observer) {
    return [this, &observer](const jobs::Job& job) {
        const auto payload = boost::json::parse(job.payload).as_object();
        const auto number = [&](const char* member) { return payload.at(member).to_number<std::int64_t>(); };
        const auto role = number("role") >= 0 ? std::optional(RoleProfileId{number("role")}) : std::nullopt;
        const auto organisation = number("organisation") >= 0 ? std::optional(OrganisationId{number("organisation")}) : std::nullopt;
        // Told twice is planned once: a run that is taken up again begins at the front.
        PersonId after{0};
        while (true) {
            const auto people = database_.in_transaction([&](Transaction& transaction) {
                auto list = competence::list_people_asked(transaction, role, organisation, after, people_per_step);
                for (const auto person : list) observer.profile_changed(transaction, person);
                return list;
            });
            if (people.empty()) return;
            after = people.back();
        }
    };
}

}  // namespace kc::roles
