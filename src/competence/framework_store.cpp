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
    std::optional<std::string> digcomp;
    int half_life_months = 0, position = 0;
};
BOOST_DESCRIBE_STRUCT(CompetenceRow, (), (id, slug, area_id, name, description, keywords, digcomp, half_life_months, position))

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
};
BOOST_DESCRIBE_STRUCT(RoleRow, (), (id, slug, name, name_en, description, position))

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
};
BOOST_DESCRIBE_STRUCT(DemandRow, (), (layer, role_profile_id, organisation_id, competence_id, level, weight, reason, stated_on))

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

template <class IdType> using IndexById = std::unordered_map<IdType, std::size_t>;

void load_catalogue(storage::Session& session, CompetenceFramework::Parts& parts, IndexById<CompetenceId>& index) {
    IndexById<CompetenceAreaId> area_index;
    for (auto& row : session.query<AreaRow>("SELECT id, slug, name, name_en, position FROM competence_areas ORDER BY position, id")) {
        area_index.emplace(row.id, parts.areas.size());
        parts.areas.push_back({row.id, std::move(row.slug), std::move(row.name), std::move(row.name_en), row.position});
    }
    for (auto& row :
         session.query<CompetenceRow>("SELECT c.id, c.slug, c.area_id, c.name, c.description, c.keywords, c.digcomp, c.half_life_months, c.position "
                                      "FROM competences c JOIN competence_areas a ON a.id = c.area_id ORDER BY a.position, a.id, c.position, c.id")) {
        index.emplace(row.id, parts.competences.size());
        parts.competences.push_back({row.id,
                                     std::move(row.slug),
                                     area_index.at(row.area_id),
                                     std::move(row.name),
                                     std::move(row.description),
                                     std::move(row.keywords),
                                     std::move(row.digcomp),
                                     row.half_life_months,
                                     row.position,
                                     {}});
    }
    for (auto& row : session.query<LevelRow>("SELECT competence_id, level, descriptor FROM competence_levels")) {
        parts.competences[index.at(row.competence_id)].descriptors[static_cast<std::size_t>(row.level - 1)] = std::move(row.descriptor);
    }
}

void load_role_profiles(storage::Session& session, CompetenceFramework::Parts& parts, const IndexById<CompetenceId>& competences) {
    IndexById<RoleProfileId> index;
    for (auto& row : session.query<RoleRow>("SELECT id, slug, name, name_en, description, position FROM role_profiles ORDER BY position, id")) {
        index.emplace(row.id, parts.role_profiles.size());
        parts.role_profiles.push_back(
            {row.id, std::move(row.slug), std::move(row.name), std::move(row.name_en), std::move(row.description), row.position, {}, {}});
    }
    for (const auto& row : session.query<SuccessorRow>(
             "SELECT s.role_profile_id, s.successor_id FROM role_profile_successors s JOIN role_profiles r ON r.id = s.successor_id "
             "ORDER BY s.role_profile_id, r.position, r.id")) {
        parts.role_profiles[index.at(row.role_profile_id)].successors.push_back(index.at(row.successor_id));
    }
    for (auto& row : session.query<DemandRow>("SELECT layer, role_profile_id, organisation_id, competence_id, level, weight, reason, stated_on "
                                              "FROM role_demands ORDER BY id")) {
        DemandLine line{row.layer,    row.organisation_id, competences.at(row.competence_id), row.level, row.weight, std::move(row.reason),
                        row.stated_on};
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
            "INSERT INTO competences (slug, area_id, name, description, keywords, digcomp, half_life_months, position) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (slug) DO UPDATE SET area_id = excluded.area_id, name = excluded.name, "
            "description = excluded.description, keywords = excluded.keywords, digcomp = excluded.digcomp, "
            "half_life_months = excluded.half_life_months, position = excluded.position RETURNING id",
            competence.slug, id_of(areas, competence.area, "competence area"), competence.name, competence.description, competence.keywords,
            competence.digcomp, competence.half_life_months, ++position);
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
        "INSERT INTO role_demands (layer, role_profile_id, organisation_id, competence_id, level, weight, reason, stated_on) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        layer, profile, demand.organisation, competence, demand.level, demand.weight, demand.reason, stated_on);
}

void write_role_profiles(storage::Transaction& transaction, const FrameworkContent& content) {
    int position = 0;
    for (const auto& profile : content.role_profiles) {
        transaction.execute(
            "INSERT INTO role_profiles (slug, name, name_en, description, position) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (slug) DO UPDATE SET name = excluded.name, name_en = excluded.name_en, "
            "description = excluded.description, position = excluded.position",
            profile.slug, profile.name, profile.name_en, profile.description, ++position);
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
