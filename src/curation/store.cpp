// SPDX-License-Identifier: EUPL-1.2
#include "curation/store.hpp"

#include "base/require.hpp"
#include "web/api_response.hpp"

#include <boost/json.hpp>

namespace kc::curation::store {

namespace {

constexpr std::string_view outdating_columns = "id, competence_id, state, outdated_at, finished_at, people, evidence, demands";

std::optional<std::int64_t> number(const boost::json::object& object, std::string_view member) {
    const auto& value = object.at(member);
    return value.is_null() ? std::nullopt : std::optional(value.to_number<std::int64_t>());
}

Date day_of(const boost::json::value& value) {
    const auto day = parse_date(std::string(value.as_string()));
    require(day.has_value());
    return *day;
}

competence::DemandRecord demand_of(const boost::json::object& object) {
    competence::DemandRecord demand;
    demand.id = *number(object, "id");
    require(boost::describe::enum_from_string(std::string(object.at("layer").as_string()).c_str(), demand.layer));
    if (const auto id = number(object, "role_profile_id")) demand.role_profile_id = RoleProfileId{*id};
    if (const auto id = number(object, "organisation_id")) demand.organisation_id = OrganisationId{*id};
    demand.competence_id = CompetenceId{*number(object, "competence_id")};
    demand.level = static_cast<int>(*number(object, "level"));
    demand.weight = static_cast<int>(*number(object, "weight"));
    demand.reason = object.at("reason").as_string();
    demand.stated_on = day_of(object.at("stated_on"));
    if (!object.at("deadline_on").is_null()) demand.deadline_on = day_of(object.at("deadline_on"));
    if (const auto weight = number(object, "deadline_weight")) demand.deadline_weight = static_cast<int>(*weight);
    demand.deadline_law = object.at("deadline_law").as_string();
    return demand;
}

}  // namespace

std::optional<Draft> find_draft(Session& session, CompetenceId competence) {
    return session.find<Draft>("SELECT competence_id, content, revision, changed_at FROM competence_drafts WHERE competence_id = ?", competence);
}

std::vector<Draft> list_drafts(Session& session) {
    return session.query<Draft>("SELECT competence_id, content, revision, changed_at FROM competence_drafts ORDER BY changed_at DESC, competence_id");
}

void write_draft(Transaction& transaction, const Draft& draft) {
    transaction.execute(
        "INSERT INTO competence_drafts (competence_id, content, revision, changed_at) VALUES (?, ?, ?, ?) ON CONFLICT (competence_id) DO UPDATE "
        "SET content = excluded.content, revision = excluded.revision, changed_at = excluded.changed_at",
        draft.competence_id, draft.content, draft.revision, draft.changed_at);
}

void remove_draft(Transaction& transaction, CompetenceId competence) {
    transaction.execute("DELETE FROM competence_drafts WHERE competence_id = ?", competence);
}

std::vector<Version> list_versions(Session& session, CompetenceId competence) {
    return session.query<Version>(
        "SELECT version, content, remark, published_at, published_as FROM competence_versions WHERE competence_id = ? ORDER BY version DESC",
        competence);
}

bool has_version(Session& session, CompetenceId competence, int version) {
    return session.find<int>("SELECT version FROM competence_versions WHERE competence_id = ? AND version = ?", competence, version).has_value();
}

void insert_version(Transaction& transaction, CompetenceId competence, const Version& version) {
    transaction.execute(
        "INSERT INTO competence_versions (competence_id, version, content, remark, published_at, published_as) VALUES (?, ?, ?, ?, ?, ?)", competence,
        version.version, version.content, version.remark, version.published_at, version.published_as);
}

OutdatingId insert_outdating(Transaction& transaction, const Outdating& outdating) {
    return transaction.get<OutdatingId>(
        "INSERT INTO competence_outdatings (competence_id, state, outdated_at, people, demands) VALUES (?, ?, ?, ?, ?) RETURNING id",
        outdating.competence_id, outdating.state, outdating.outdated_at, outdating.people, outdating.demands);
}

std::optional<Outdating> find_outdating(Session& session, OutdatingId id) {
    static const auto sql = fmt::format("SELECT {} FROM competence_outdatings WHERE id = ?", outdating_columns);
    return session.find<Outdating>(sql, id);
}

std::optional<Outdating> lock_outdating(Transaction& transaction, OutdatingId id) {
    static const auto sql = fmt::format("SELECT {} FROM competence_outdatings WHERE id = ?", outdating_columns);
    return transaction.find_for_update<Outdating>(sql, id);
}

std::optional<Outdating> find_last_outdating(Session& session, CompetenceId competence) {
    static const auto sql = fmt::format("SELECT {} FROM competence_outdatings WHERE competence_id = ? ORDER BY id DESC LIMIT 1", outdating_columns);
    return session.find<Outdating>(sql, competence);
}

void update_outdating(Transaction& transaction, const Outdating& outdating) {
    transaction.execute("UPDATE competence_outdatings SET state = ?, finished_at = ?, evidence = ? WHERE id = ?", outdating.state,
                        outdating.finished_at, outdating.evidence, outdating.id);
}

std::string demands_json(const competence::RewrittenDemands& demands) { return web::to_json(demands); }

competence::RewrittenDemands demands_from_json(std::string_view json) {
    competence::RewrittenDemands demands;
    const auto object = boost::json::parse(json).as_object();
    if (!object.contains("before")) return demands;
    for (const auto& value : object.at("before").as_array()) demands.before.push_back(demand_of(value.as_object()));
    for (const auto& value : object.at("after").as_array()) demands.after.push_back(value.to_number<std::int64_t>());
    return demands;
}

}  // namespace kc::curation::store
