// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/catalogue.hpp"

#include "catalogue/listing.hpp"
#include "storage/session.hpp"

namespace kc::catalogue {

namespace {

using storage::Session;

struct PlaceRow {
    PlaceId id;
    std::string slug, name;
    double latitude = 0, longitude = 0;
};
BOOST_DESCRIBE_STRUCT(PlaceRow, (), (id, slug, name, latitude, longitude))

struct ProviderRow {
    ProviderId id;
    std::string slug;
    OrganisationId organisation_id;
    ProviderKind kind{};
    std::string name, description;
    PlaceId place_id;
};
BOOST_DESCRIBE_STRUCT(ProviderRow, (), (id, slug, organisation_id, kind, name, description, place_id))

struct VenueRow {
    VenueId id;
    std::string slug;
    OrganisationId organisation_id;
    std::string name;
    PlaceId place_id;
    std::string street;
    int seats = 0;
    bool step_free = false;
    std::string equipment, description;
};
BOOST_DESCRIBE_STRUCT(VenueRow, (), (id, slug, organisation_id, name, place_id, street, seats, step_free, equipment, description))

struct ModuleRow {
    ModuleId id;
    std::string slug, name, name_en, description;
};
BOOST_DESCRIBE_STRUCT(ModuleRow, (), (id, slug, name, name_en, description))

struct UnitRow {
    LearningUnitId id;
    std::string slug;
    ProviderId provider_id;
    OfferKind kind{};
    std::string title, objective, description_specialist, description_general, audience;
    Format mode{};
    HalfHours self_study_half_hours, tutorial_half_hours, follow_up_half_hours;
    int presence_days = 0;
    Money price_member_cents, price_other_cents;
    Origin origin{};
    bool funded = false;
    std::string language;
    std::optional<LearningUnitId> after_unit_id;
};
BOOST_DESCRIBE_STRUCT(UnitRow, (),
                      (id, slug, provider_id, kind, title, objective, description_specialist, description_general, audience, mode,
                       self_study_half_hours, tutorial_half_hours, follow_up_half_hours, presence_days, price_member_cents, price_other_cents, origin,
                       funded, language, after_unit_id))

struct DateRow {
    TutorialDateId id;
    LearningUnitId unit_id;
    Format mode{};
    Date first_day{}, last_day{};
    int start_minute = 0, end_minute = 0;
    std::optional<VenueId> venue_id;
    int seats = 0;
    Date booking_deadline{};
    DateState state{};
};
BOOST_DESCRIBE_STRUCT(DateRow, (), (id, unit_id, mode, first_day, last_day, start_minute, end_minute, venue_id, seats, booking_deadline, state))

struct LevelRow {
    LearningUnitId unit_id;
    CompetenceId competence_id;
    int level = 0;
};
BOOST_DESCRIBE_STRUCT(LevelRow, (), (unit_id, competence_id, level))

struct UnitModuleRow {
    LearningUnitId unit_id;
    ModuleId module_id;
    bool mandatory = false;
};
BOOST_DESCRIBE_STRUCT(UnitModuleRow, (), (unit_id, module_id, mandatory))

struct CourseRow {
    CourseId id;
    std::string slug, name;
    ModuleId module_id;
    bool closed = false;
};
BOOST_DESCRIBE_STRUCT(CourseRow, (), (id, slug, name, module_id, closed))

struct CourseUnitRow {
    CourseId course_id;
    LearningUnitId unit_id;
};
BOOST_DESCRIBE_STRUCT(CourseUnitRow, (), (course_id, unit_id))

// The order is made here: the collations of the two databases differ.
template <class Row> std::vector<Row> sorted(std::vector<Row> rows, std::string Row::* by) {
    std::vector<std::pair<std::string, std::size_t>> keys;
    for (std::size_t i = 0; i < rows.size(); ++i) keys.emplace_back(sort_key(rows[i].*by), i);
    std::sort(keys.begin(), keys.end());
    std::vector<Row> result;
    for (const auto& [key, index] : keys) result.push_back(std::move(rows[index]));
    return result;
}

template <class IdType> using IndexById = std::unordered_map<IdType, std::size_t>;

struct Loader {
    Session& session;
    CatalogueSnapshot::Parts parts;
    IndexById<PlaceId> places;
    IndexById<ProviderId> providers;
    IndexById<VenueId> venues;
    IndexById<ModuleId> modules;
    IndexById<LearningUnitId> units;
    IndexById<CourseId> courses;

    // A retired unit is not in the snapshot; what refers to it is left out.
    LearningUnit* unit(LearningUnitId id) {
        const auto found = units.find(id);
        return found == units.end() ? nullptr : &parts.units[found->second];
    }

    void load_around() {
        for (auto& row : sorted(session.query<PlaceRow>("SELECT id, slug, name, latitude, longitude FROM places ORDER BY id"), &PlaceRow::name)) {
            places.emplace(row.id, parts.places.size());
            parts.places.push_back({row.id, std::move(row.slug), std::move(row.name), row.latitude, row.longitude});
        }
        for (auto& row : sorted(session.query<ProviderRow>("SELECT id, slug, organisation_id, kind, name, description, place_id "
                                                           "FROM providers ORDER BY id"),
                                &ProviderRow::name)) {
            providers.emplace(row.id, parts.providers.size());
            parts.providers.push_back({row.id,
                                       std::move(row.slug),
                                       row.organisation_id,
                                       row.kind,
                                       std::move(row.name),
                                       std::move(row.description),
                                       places.at(row.place_id),
                                       {}});
        }
        for (auto& row : sorted(session.query<VenueRow>("SELECT id, slug, organisation_id, name, place_id, street, seats, step_free, "
                                                        "equipment, description FROM venues ORDER BY id"),
                                &VenueRow::name)) {
            venues.emplace(row.id, parts.venues.size());
            parts.venues.push_back({row.id,
                                    std::move(row.slug),
                                    row.organisation_id,
                                    std::move(row.name),
                                    places.at(row.place_id),
                                    std::move(row.street),
                                    row.seats,
                                    row.step_free,
                                    std::move(row.equipment),
                                    std::move(row.description),
                                    {}});
        }
        for (auto& row : session.query<ModuleRow>("SELECT id, slug, name, name_en, description FROM modules ORDER BY position, id")) {
            modules.emplace(row.id, parts.modules.size());
            parts.modules.push_back({row.id, std::move(row.slug), std::move(row.name), std::move(row.name_en), std::move(row.description), {}, {}});
        }
        for (const auto id : session.query<OrganisationId>("SELECT id FROM organisations WHERE is_member")) parts.members.insert(id);
    }

    void load_units() {
        auto rows =
            sorted(session.query<UnitRow>(
                       "SELECT id, slug, provider_id, kind, title, objective, description_specialist, description_general, audience, mode, "
                       "self_study_half_hours, tutorial_half_hours, follow_up_half_hours, presence_days, price_member_cents, price_other_cents, "
                       "origin, funded, language, after_unit_id FROM learning_units WHERE state = ? ORDER BY id",
                       UnitState::published),
                   &UnitRow::title);
        for (std::size_t i = 0; i < rows.size(); ++i) units.emplace(rows[i].id, i);
        for (auto& row : rows) {
            LearningUnit unit;
            unit.id = row.id;
            unit.slug = std::move(row.slug);
            unit.provider = providers.at(row.provider_id);
            unit.kind = row.kind;
            unit.title = std::move(row.title);
            unit.objective = std::move(row.objective);
            unit.description_specialist = std::move(row.description_specialist);
            unit.description_general = std::move(row.description_general);
            unit.audience = std::move(row.audience);
            unit.mode = row.mode;
            unit.self_study = row.self_study_half_hours;
            unit.tutorial = row.tutorial_half_hours;
            unit.follow_up = row.follow_up_half_hours;
            unit.presence_days = row.presence_days;
            unit.price_member = row.price_member_cents;
            unit.price_other = row.price_other_cents;
            unit.origin = row.origin;
            unit.funded = row.funded;
            unit.language = std::move(row.language);
            if (row.after_unit_id) {
                if (const auto found = units.find(*row.after_unit_id); found != units.end()) unit.after = found->second;
            }
            parts.units.push_back(std::move(unit));
        }
    }

    void load_links() {
        for (const auto& row :
             session.query<LevelRow>("SELECT unit_id, competence_id, level FROM unit_teaches ORDER BY unit_id, competence_id, level")) {
            if (auto* of = unit(row.unit_id)) of->teaches.push_back({row.competence_id, row.level});
        }
        for (const auto& row : session.query<LevelRow>("SELECT unit_id, competence_id, level FROM unit_requires ORDER BY unit_id, competence_id")) {
            if (auto* of = unit(row.unit_id)) of->needs.push_back({row.competence_id, row.level});
        }
        for (const auto& row :
             session.query<UnitModuleRow>("SELECT l.unit_id, l.module_id, l.mandatory FROM unit_modules l JOIN modules m ON m.id = l.module_id "
                                          "ORDER BY l.unit_id, m.position, m.id")) {
            if (auto* of = unit(row.unit_id)) of->modules.push_back({modules.at(row.module_id), row.mandatory});
        }
        for (const auto& row : session.query<DateRow>("SELECT id, unit_id, mode, first_day, last_day, start_minute, end_minute, venue_id, "
                                                      "seats, booking_deadline, state FROM tutorial_dates ORDER BY unit_id, first_day, id")) {
            auto* of = unit(row.unit_id);
            if (of == nullptr) continue;
            const auto venue = row.venue_id ? std::optional(venues.at(*row.venue_id)) : std::nullopt;
            of->dates.push_back(
                {row.id, row.mode, row.first_day, row.last_day, row.start_minute, row.end_minute, venue, row.seats, row.booking_deadline, row.state});
        }
    }

    void load_courses() {
        for (auto& row : sorted(session.query<CourseRow>("SELECT id, slug, name, module_id, closed FROM courses ORDER BY id"), &CourseRow::name)) {
            courses.emplace(row.id, parts.courses.size());
            parts.courses.push_back({row.id, std::move(row.slug), std::move(row.name), modules.at(row.module_id), row.closed, {}});
        }
        for (const auto& row : session.query<CourseUnitRow>("SELECT course_id, unit_id FROM course_units ORDER BY course_id, position")) {
            const auto found = units.find(row.unit_id);
            if (found != units.end()) parts.courses[courses.at(row.course_id)].units.push_back(found->second);
        }
    }
};

}  // namespace

std::shared_ptr<const CatalogueSnapshot> load_catalogue(Session& session) {
    Loader loader{session, {}, {}, {}, {}, {}, {}, {}};
    loader.load_around();
    loader.load_units();
    loader.load_links();
    loader.load_courses();
    return std::make_shared<const CatalogueSnapshot>(std::move(loader.parts));
}

}  // namespace kc::catalogue
