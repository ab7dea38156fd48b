// SPDX-License-Identifier: EUPL-1.2
#include "competence/framework.hpp"
#include "competence/framework_content.hpp"

#include "storage/changes.hpp"
#include "storage/database.hpp"

namespace kc::competence {

namespace {

struct AreaRow {
    CompetenceAreaId id;
    std::string slug, name, name_en;
    int position = 0;
};
BOOST_DESCRIBE_STRUCT(AreaRow, (), (id, slug, name, name_en, position))

struct CompetenceRow {
    CompetenceId id;
    std::string slug;
    CompetenceAreaId area_id;
    std::string name, description, keywords;
    int half_life_months = 0, position = 0;
    FrameworkState state{};
    int version = 1;
    std::string level_0, phrases;
};
BOOST_DESCRIBE_STRUCT(CompetenceRow, (),
                      (id, slug, area_id, name, description, keywords, half_life_months, position, state, version, level_0, phrases))

struct AlignmentRow : Alignment {
    std::int64_t owner_id = 0;  // a competence or a role profile
};
BOOST_DESCRIBE_STRUCT(AlignmentRow, (Alignment), (owner_id))

struct SuccessionRow {
    CompetenceId outdated_id, successor_id;
    int level_shift = 0;
};
BOOST_DESCRIBE_STRUCT(SuccessionRow, (), (outdated_id, successor_id, level_shift))

struct LevelRow {
    CompetenceId competence_id;
    int level = 0;
    std::string descriptor;
};
BOOST_DESCRIBE_STRUCT(LevelRow, (), (competence_id, level, descriptor))

struct RoleRow {
    RoleProfileId id;
    std::string slug, name, name_en, description;
    int position = 0;
    FrameworkState state{};
    int version = 1;
    std::string titles;
};
BOOST_DESCRIBE_STRUCT(RoleRow, (), (id, slug, name, name_en, description, position, state, version, titles))

struct SuccessorRow {
    RoleProfileId role_profile_id, successor_id;
};
BOOST_DESCRIBE_STRUCT(SuccessorRow, (), (role_profile_id, successor_id))

struct DemandRow {
    DemandLayer layer{};
    std::optional<RoleProfileId> role_profile_id;
    std::optional<OrganisationId> organisation_id;
    CompetenceId competence_id;
    int level = 0, weight = 0;
    std::string reason;
    Date stated_on{};
    std::optional<Date> deadline_on;
    std::optional<int> deadline_weight;
    std::string deadline_law;

    std::optional<Deadline> deadline() const {
        if (!deadline_on || !deadline_weight) return std::nullopt;
        return Deadline{*deadline_on, *deadline_weight, deadline_law};
    }
};
BOOST_DESCRIBE_STRUCT(DemandRow, (),
                      (layer, role_profile_id, organisation_id, competence_id, level, weight, reason, stated_on, deadline_on, deadline_weight,
                       deadline_law))

struct PlaceRow {
    PlaceId id;
    std::string name;
    double latitude = 0, longitude = 0;
};
BOOST_DESCRIBE_STRUCT(PlaceRow, (), (id, name, latitude, longitude))

struct SeatRow {
    OrganisationId id;
    PlaceId place_id;
};
BOOST_DESCRIBE_STRUCT(SeatRow, (), (id, place_id))

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        if (end > 0) lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return lines;
}

std::string joined_lines(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text += (text.empty() ? "" : "\n") + line;
    return text;
}

template <class IdType> using IndexById = std::unordered_map<IdType, std::size_t>;

void load_catalogue(storage::Session& session, CompetenceFramework::Parts& parts, IndexById<CompetenceId>& index) {
    IndexById<CompetenceAreaId> area_index;
    for (auto& row : session.query<AreaRow>("SELECT id, slug, name, name_en, position FROM competence_areas ORDER BY position, id")) {
        area_index.emplace(row.id, parts.areas.size());
        parts.areas.push_back({row.id, std::move(row.slug), std::move(row.name), std::move(row.name_en), row.position});
    }
    for (auto& row :
         session.query<CompetenceRow>("SELECT c.id, c.slug, c.area_id, c.name, c.description, c.keywords, c.half_life_months, c.position, c.state, "
                                      "c.version, c.level_0, c.phrases "
                                      "FROM competences c JOIN competence_areas a ON a.id = c.area_id ORDER BY a.position, a.id, c.position, c.id")) {
        index.emplace(row.id, parts.competences.size());
        parts.competences.push_back({.id = row.id,
                                     .slug = std::move(row.slug),
                                     .area = area_index.at(row.area_id),
                                     .name = std::move(row.name),
                                     .description = std::move(row.description),
                                     .keywords = std::move(row.keywords),
                                     .half_life_months = row.half_life_months,
                                     .position = row.position,
                                     .state = row.state,
                                     .version = row.version,
                                     .level_0 = std::move(row.level_0),
                                     .descriptors = {},
                                     .phrases = lines_of(row.phrases),
                                     .alignments = {}});
    }
    for (auto& row :
         session.query<AlignmentRow>("SELECT framework, concept_id, label, relation, competence_id AS owner_id FROM competence_alignments "
                                     "ORDER BY competence_id, framework, concept_id")) {
        parts.competences[index.at(CompetenceId{row.owner_id})].alignments.push_back(std::move(row));
    }
    for (const auto& row : session.query<SuccessionRow>("SELECT outdated_id, successor_id, level_shift FROM competence_successions "
                                                        "ORDER BY outdated_id, successor_id")) {
        parts.successions.push_back({index.at(row.outdated_id), index.at(row.successor_id), row.level_shift});
    }
    for (auto& row : session.query<LevelRow>("SELECT competence_id, level, descriptor FROM competence_levels")) {
        parts.competences[index.at(row.competence_id)].descriptors[static_cast<std::size_t>(row.level - 1)] = std::move(row.descriptor);
    }
}

void load_role_profiles(storage::Session& session, CompetenceFramework::Parts& parts, const IndexById<CompetenceId>& competences) {
    IndexById<RoleProfileId> index;
    for (auto& row : session.query<RoleRow>("SELECT id, slug, name, name_en, description, position, state, version, titles FROM role_profiles "
                                            "ORDER BY position, id")) {
        index.emplace(row.id, parts.role_profiles.size());
        parts.role_profiles.push_back({.id = row.id,
                                       .slug = std::move(row.slug),
                                       .name = std::move(row.name),
                                       .name_en = std::move(row.name_en),
                                       .description = std::move(row.description),
                                       .position = row.position,
                                       .state = row.state,
                                       .version = row.version,
                                       .titles = lines_of(row.titles),
                                       .alignments = {},
                                       .successors = {},
                                       .demands = {}});
    }
    for (auto& row : session.query<AlignmentRow>("SELECT framework, concept_id, label, relation, role_profile_id AS owner_id "
                                                 "FROM role_profile_alignments ORDER BY role_profile_id, framework, concept_id")) {
        parts.role_profiles[index.at(RoleProfileId{row.owner_id})].alignments.push_back(std::move(row));
    }
    for (const auto& row : session.query<SuccessorRow>(
             "SELECT s.role_profile_id, s.successor_id FROM role_profile_successors s JOIN role_profiles r ON r.id = s.successor_id "
             "ORDER BY s.role_profile_id, r.position, r.id")) {
        parts.role_profiles[index.at(row.role_profile_id)].successors.push_back(index.at(row.successor_id));
    }
    for (auto& row : session.query<DemandRow>("SELECT layer, role_profile_id, organisation_id, competence_id, level, weight, reason, stated_on, "
                                              "deadline_on, deadline_weight, deadline_law "
                                              "FROM role_demands ORDER BY id")) {
        DemandLine line{.layer = row.layer,
                        .organisation = row.organisation_id,
                        .competence = competences.at(row.competence_id),
                        .level = row.level,
                        .weight = row.weight,
                        .reason = std::move(row.reason),
                        .stated_on = row.stated_on,
                        .deadline = row.deadline()};
        auto& lines = row.role_profile_id ? parts.role_profiles[index.at(*row.role_profile_id)].demands : parts.general_demands;
        lines.push_back(std::move(line));
    }
}

}  // namespace

CompetenceFramework load_framework(storage::Session& session) {
    CompetenceFramework::Parts parts;
    IndexById<CompetenceId> competences;
    load_catalogue(session, parts, competences);
    load_role_profiles(session, parts, competences);
    for (auto& row : session.query<PlaceRow>("SELECT id, name, latitude, longitude FROM places ORDER BY name, id")) {
        parts.places.push_back({row.id, std::move(row.name), row.latitude, row.longitude});
    }
    for (const auto& row : session.query<SeatRow>("SELECT id, place_id FROM organisations WHERE place_id IS NOT NULL")) {
        parts.seats.emplace(row.id, row.place_id);
    }
    return CompetenceFramework(std::move(parts));
}

namespace {

struct SlugRow {
    std::string slug;
    std::int64_t id = 0;
};
BOOST_DESCRIBE_STRUCT(SlugRow, (), (slug, id))

using IdBySlug = std::unordered_map<std::string, std::int64_t>;

IdBySlug ids_by_slug(storage::Session& session, std::string_view sql) {
    IdBySlug ids;
    for (auto& row : session.query<SlugRow>(sql)) ids.emplace(std::move(row.slug), row.id);
    return ids;
}

std::int64_t id_of(const IdBySlug& ids, const std::string& slug, const char* what) {
    const auto found = ids.find(slug);
    if (found == ids.end()) throw FrameworkContentError(fmt::format("there is no {} \"{}\": correct the name or add it", what, slug));
    return found->second;
}

void write_catalogue(storage::Transaction& transaction, const FrameworkContent& content) {
    int position = 0;
    for (const auto& area : content.areas) {
        transaction.execute(
            "INSERT INTO competence_areas (slug, name, name_en, position) VALUES (?, ?, ?, ?) ON CONFLICT (slug) DO UPDATE "
            "SET name = excluded.name, name_en = excluded.name_en, position = excluded.position",
            area.slug, area.name, area.name_en, ++position);
    }
    const auto areas = ids_by_slug(transaction, "SELECT slug, id FROM competence_areas");
    position = 0;
    for (const auto& competence : content.competences) {
        const auto id = transaction.get<CompetenceId>(
            "INSERT INTO competences (slug, area_id, name, description, keywords, half_life_months, position, level_0, phrases) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (slug) DO UPDATE SET area_id = excluded.area_id, name = excluded.name, "
            "description = excluded.description, keywords = excluded.keywords, half_life_months = excluded.half_life_months, "
            "position = excluded.position, level_0 = excluded.level_0, phrases = excluded.phrases RETURNING id",
            competence.slug, id_of(areas, competence.area, "competence area"), competence.name, competence.description, competence.keywords,
            competence.half_life_months, ++position, competence.level_0, joined_lines(competence.phrases));
        transaction.execute("DELETE FROM competence_alignments WHERE competence_id = ?", id);
        for (const auto& alignment : competence.alignments) {
            transaction.execute("INSERT INTO competence_alignments (competence_id, framework, concept_id, label, relation) VALUES (?, ?, ?, ?, ?)",
                                id, alignment.framework, alignment.concept_id, alignment.label, alignment.relation);
        }
        transaction.execute("DELETE FROM competence_levels WHERE competence_id = ?", id);
        int level = 0;
        for (const auto& descriptor : competence.descriptors) {
            transaction.execute("INSERT INTO competence_levels (competence_id, level, descriptor) VALUES (?, ?, ?)", id, ++level, descriptor);
        }
    }
}

void write_demand(storage::Transaction& transaction, const DemandContent& demand, DemandLayer layer, std::optional<RoleProfileId> profile,
                  std::int64_t competence, Date stated_on) {
    transaction.execute(
        "INSERT INTO role_demands (layer, role_profile_id, organisation_id, competence_id, level, weight, reason, stated_on, deadline_on, "
        "deadline_weight, deadline_law) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        layer, profile, demand.organisation, competence, demand.level, demand.weight, demand.reason, stated_on,
        demand.deadline ? std::optional(demand.deadline->until) : std::nullopt,
        demand.deadline ? std::optional(demand.deadline->weight) : std::nullopt, demand.deadline ? demand.deadline->law : std::string());
}

void write_role_profiles(storage::Transaction& transaction, const FrameworkContent& content) {
    int position = 0;
    for (const auto& profile : content.role_profiles) {
        transaction.execute(
            "INSERT INTO role_profiles (slug, name, name_en, description, position, titles) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (slug) DO UPDATE SET name = excluded.name, name_en = excluded.name_en, "
            "description = excluded.description, position = excluded.position, titles = excluded.titles",
            profile.slug, profile.name, profile.name_en, profile.description, ++position, joined_lines(profile.titles));
    }
    const auto profiles = ids_by_slug(transaction, "SELECT slug, id FROM role_profiles");
    const auto competences = ids_by_slug(transaction, "SELECT slug, id FROM competences");
    transaction.execute("DELETE FROM role_demands");
    transaction.execute("DELETE FROM role_profile_successors");
    for (const auto& demand : content.general_demands) {
        write_demand(transaction, demand, DemandLayer::general, std::nullopt, id_of(competences, demand.competence, "competence"), content.stated_on);
    }
    for (const auto& profile : content.role_profiles) {
        const RoleProfileId id{profiles.at(profile.slug)};
        transaction.execute("DELETE FROM role_profile_alignments WHERE role_profile_id = ?", id);
        for (const auto& alignment : profile.alignments) {
            transaction.execute(
                "INSERT INTO role_profile_alignments (role_profile_id, framework, concept_id, label, relation) VALUES (?, ?, ?, ?, ?)", id,
                alignment.framework, alignment.concept_id, alignment.label, alignment.relation);
        }
        for (const auto& successor : profile.successors) {
            transaction.execute("INSERT INTO role_profile_successors (role_profile_id, successor_id) VALUES (?, ?)", id,
                                id_of(profiles, successor, "role profile"));
        }
        for (const auto& demand : profile.market) {
            write_demand(transaction, demand, DemandLayer::market, id, id_of(competences, demand.competence, "competence"), content.stated_on);
        }
        for (const auto& demand : profile.authority) {
            write_demand(transaction, demand, DemandLayer::authority, id, id_of(competences, demand.competence, "competence"), content.stated_on);
        }
    }
}

}  // namespace

void write_framework(storage::Transaction& transaction, const FrameworkContent& content) {
    write_catalogue(transaction, content);
    write_role_profiles(transaction, content);
    storage::record_change(transaction, storage::ChangeTopic::framework, 0);
}

}  // namespace kc::competence
