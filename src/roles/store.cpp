// SPDX-License-Identifier: EUPL-1.2
#include "roles/store.hpp"

#include <boost/json.hpp>

namespace kc::roles {

namespace json = boost::json;
using competence::DemandRecord;

namespace {

struct ChangeRow {
    std::int64_t id = 0;
    std::optional<RoleProfileId> role_profile_id;
    std::optional<OrganisationId> organisation_id;
    CompetenceId competence_id;
    std::optional<std::string> before, after;
    Instant changed_at{};
    Role changed_as{};
    std::int64_t people = 0;
    std::optional<Instant> undone_at;
};
BOOST_DESCRIBE_STRUCT(ChangeRow, (), (id, role_profile_id, organisation_id, competence_id, before, after, changed_at, changed_as, people, undone_at))

constexpr std::string_view columns = "id, role_profile_id, organisation_id, competence_id, before, after, changed_at, changed_as, people, undone_at";

DemandChange change_of(const ChangeRow& row) {
    const auto parsed = [](const std::optional<std::string>& text) { return text ? std::optional(parse_demand(*text)) : std::nullopt; };
    return {.id = row.id,
            .role_profile_id = row.role_profile_id,
            .organisation_id = row.organisation_id,
            .competence_id = row.competence_id,
            .before = parsed(row.before),
            .after = parsed(row.after),
            .changed_at = row.changed_at,
            .changed_as = row.changed_as,
            .people = row.people,
            .undone_at = row.undone_at};
}

template <class IdType> std::optional<IdType> id_of(const json::object& object, const char* member) {
    const auto& value = object.at(member);
    return value.is_null() ? std::nullopt : std::optional(IdType{value.to_number<std::int64_t>()});
}

std::string text_of(const json::object& object, const char* member) { return std::string(object.at(member).as_string()); }

}  // namespace

std::string to_text(const DemandRecord& demand) {
    const auto number = [](const auto& id) { return id ? json::value(id->value) : json::value(nullptr); };
    return json::serialize(json::object{{"id", demand.id},
                                        {"layer", boost::describe::enum_to_string(demand.layer, "")},
                                        {"role_profile_id", number(demand.role_profile_id)},
                                        {"organisation_id", number(demand.organisation_id)},
                                        {"competence_id", demand.competence_id.value},
                                        {"level", demand.level},
                                        {"weight", demand.weight},
                                        {"reason", demand.reason},
                                        {"stated_on", to_iso(demand.stated_on)},
                                        {"deadline_on", demand.deadline_on ? json::value(to_iso(*demand.deadline_on)) : json::value(nullptr)},
                                        {"deadline_weight", demand.deadline_weight ? json::value(*demand.deadline_weight) : json::value(nullptr)},
                                        {"deadline_law", demand.deadline_law}});
}

// FNV-1a: short enough for a form, and the same on every node.
std::string revision_of(const DemandRecord& demand) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : to_text(demand)) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return fmt::format("{:016x}", hash);
}

DemandRecord parse_demand(const std::string& text) {
    const auto parsed = json::parse(text);
    const auto& object = parsed.as_object();
    DemandRecord demand;
    demand.id = object.at("id").to_number<std::int64_t>();
    require(boost::describe::enum_from_string(text_of(object, "layer").c_str(), demand.layer));
    demand.role_profile_id = id_of<RoleProfileId>(object, "role_profile_id");
    demand.organisation_id = id_of<OrganisationId>(object, "organisation_id");
    demand.competence_id = CompetenceId{object.at("competence_id").to_number<std::int64_t>()};
    demand.level = object.at("level").to_number<int>();
    demand.weight = object.at("weight").to_number<int>();
    demand.reason = text_of(object, "reason");
    demand.stated_on = parse_date(text_of(object, "stated_on")).value();
    if (const auto& until = object.at("deadline_on"); !until.is_null()) demand.deadline_on = parse_date(std::string(until.as_string()));
    if (const auto& weight = object.at("deadline_weight"); !weight.is_null()) demand.deadline_weight = weight.to_number<int>();
    demand.deadline_law = text_of(object, "deadline_law");
    return demand;
}

void insert_change(storage::Transaction& transaction, const DemandChange& change) {
    const auto text = [](const std::optional<DemandRecord>& demand) { return demand ? std::optional(to_text(*demand)) : std::nullopt; };
    transaction.execute(
        "INSERT INTO demand_changes (role_profile_id, organisation_id, competence_id, before, after, changed_at, changed_as, people) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        change.role_profile_id, change.organisation_id, change.competence_id, text(change.before), text(change.after), change.changed_at,
        change.changed_as, change.people);
}

std::vector<DemandChange> list_changes(storage::Session& session, std::optional<RoleProfileId> role, const ChangeScope& scope, int limit) {
    static const std::string sql = fmt::format(
        "SELECT {} FROM demand_changes WHERE (role_profile_id = ? OR (role_profile_id IS NULL AND ? = -1)) "
        "AND (? = 1 OR organisation_id IN ($LIST)) ORDER BY id DESC LIMIT ?",
        columns);
    const std::int64_t number = role ? role->value : -1;
    std::vector<DemandChange> changes;
    for (const auto& row : session.query<ChangeRow>(sql, number, number, scope.everything ? 1 : 0, storage::json_ids(scope.organisations), limit)) {
        changes.push_back(change_of(row));
    }
    return changes;
}

std::optional<DemandChange> lock_change(storage::Transaction& transaction, std::int64_t id) {
    static const std::string sql = fmt::format("SELECT {} FROM demand_changes WHERE id = ?", columns);
    const auto row = transaction.find_for_update<ChangeRow>(sql, id);
    return row ? std::optional(change_of(*row)) : std::nullopt;
}

void mark_undone(storage::Transaction& transaction, std::int64_t id, Instant at) {
    transaction.execute("UPDATE demand_changes SET undone_at = ? WHERE id = ?", at, id);
}

namespace {

std::string text_of(const competence::RoleTexts& texts) {
    json::array titles;
    for (const auto& title : texts.titles) titles.emplace_back(title);
    json::array alignments, successors;
    for (const auto& alignment : texts.alignments) {
        alignments.push_back(json::object{{"framework", boost::describe::enum_to_string(alignment.framework, "")},
                                          {"concept_id", alignment.concept_id},
                                          {"label", alignment.label},
                                          {"relation", boost::describe::enum_to_string(alignment.relation, "")}});
    }
    for (const auto successor : texts.successors) successors.emplace_back(successor.value);
    return json::serialize(json::object{{"name", texts.name},
                                        {"name_en", texts.name_en},
                                        {"description", texts.description},
                                        {"titles", std::move(titles)},
                                        {"alignments", std::move(alignments)},
                                        {"successors", std::move(successors)},
                                        {"state", boost::describe::enum_to_string(texts.state, "")}});
}

}  // namespace

void insert_role_version(storage::Transaction& transaction, RoleProfileId role, int version, const competence::RoleTexts& texts, Instant at) {
    transaction.execute("INSERT INTO role_profile_versions (role_profile_id, version, content, replaced_at) VALUES (?, ?, ?, ?)", role, version,
                        text_of(texts), at);
}

}  // namespace kc::roles
