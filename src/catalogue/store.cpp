// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/catalogue.hpp"

#include "catalogue/listing.hpp"
#include "catalogue/lists.hpp"
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
    std::string equipment, description, accessibility, accessibility_note, didactics;
    Money price_day_cents;
    bool retired = false;
};
BOOST_DESCRIBE_STRUCT(VenueRow, (),
                      (id, slug, organisation_id, name, place_id, street, seats, step_free, equipment, description, accessibility, accessibility_note,
                       didactics, price_day_cents, retired))

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
    int version = 1;
    std::string practice, keywords;
    std::optional<int> participants_min, participants_max;
    std::optional<LearningUnitId> code_share_of_id;
    std::string funding;
    Difficulty difficulty{};
    std::optional<int> dqr;
    int ects_tenths = 0;
    std::string credentials, accessibility, accessibility_note;
    std::optional<OrganisationId> only_for_id;
    std::optional<std::string> source_system, source_id, source_url;
};
BOOST_DESCRIBE_STRUCT(UnitRow, (),
                      (id, slug, provider_id, kind, title, objective, description_specialist, description_general, audience, mode,
                       self_study_half_hours, tutorial_half_hours, follow_up_half_hours, presence_days, price_member_cents, price_other_cents, origin,
                       funded, language, after_unit_id, version, practice, keywords, participants_min, participants_max, code_share_of_id, funding,
                       difficulty, dqr, ects_tenths, credentials, accessibility, accessibility_note, only_for_id, source_system, source_id,
                       source_url))

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
    int online_seats = 0;
};
BOOST_DESCRIBE_STRUCT(DateRow, (),
                      (id, unit_id, mode, first_day, last_day, start_minute, end_minute, venue_id, seats, booking_deadline, state, online_seats))

struct SealRow {
    LearningUnitId unit_id;
    std::string name, issuer;
    std::optional<Date> valid_until;
};
BOOST_DESCRIBE_STRUCT(SealRow, (), (unit_id, name, issuer, valid_until))

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
    std::optional<ProviderId> provider_id;
};
BOOST_DESCRIBE_STRUCT(CourseRow, (), (id, slug, name, module_id, closed, provider_id))

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

template <class IdType, class List> IndexById<IdType> index_by_id(const List& list) {
    IndexById<IdType> index;
    for (std::size_t i = 0; i < list.size(); ++i) index.emplace(list[i].id, i);
    return index;
}

LearningUnit unit_of(UnitRow row, std::size_t provider) {
    LearningUnit unit;
    unit.id = row.id;
    unit.version = row.version;
    unit.slug = std::move(row.slug);
    unit.provider = provider;
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
    unit.practice = std::move(row.practice);
    unit.keywords = split_list(row.keywords, '\n');
    unit.participants_min = row.participants_min;
    unit.participants_max = row.participants_max;
    unit.funding = std::move(row.funding);
    unit.difficulty = row.difficulty;
    unit.dqr = row.dqr;
    unit.ects_tenths = row.ects_tenths;
    unit.credentials = enumerators_of<CredentialKind>(row.credentials);
    unit.accessibility = enumerators_of<AccessibilityFeature>(row.accessibility);
    unit.accessibility_note = std::move(row.accessibility_note);
    if (row.source_system && row.source_id) unit.source = OfferSource{*row.source_system, *row.source_id, row.source_url.value_or("")};
    unit.only_for = row.only_for_id;
    unit.code_share_of = row.code_share_of_id;
    unit.after_id = row.after_unit_id;
    return unit;
}

// Reads published units, all of them or only these, with the indices of the providers, venues and modules they refer to.
class UnitLoader {
public:
    // A unit refers to a provider, venue or module that is newer than these surroundings.
    struct NewNeighbour {};

    UnitLoader(Session& session, const CatalogueSnapshot::Surroundings& around, std::optional<std::vector<LearningUnitId>> only)
        : session_(session),
          only_(std::move(only)),
          providers_(index_by_id<ProviderId>(around.providers)),
          venues_(index_by_id<VenueId>(around.venues)),
          modules_(index_by_id<ModuleId>(around.modules)) {}

    // By title, as the snapshot has them.
    std::vector<LearningUnit> load() {
        for (auto& row : sorted(rows<UnitRow>("SELECT id, slug, provider_id, kind, title, objective, description_specialist, description_general, "
                                              "audience, mode, self_study_half_hours, tutorial_half_hours, follow_up_half_hours, presence_days, "
                                              "price_member_cents, price_other_cents, origin, funded, language, after_unit_id, version, practice, "
                                              "keywords, participants_min, participants_max, code_share_of_id, funding, difficulty, dqr, "
                                              "ects_tenths, credentials, accessibility, accessibility_note, only_for_id, source_system, source_id, "
                                              "source_url FROM learning_units WHERE state = 'published'",
                                              "id", "id"),
                                &UnitRow::title)) {
            const auto provider = at(providers_, row.provider_id);
            units_.push_back(unit_of(std::move(row), provider));
        }
        index_ = index_by_id<LearningUnitId>(units_);
        load_links();
        return std::move(units_);
    }

private:
    // `sql` has a WHERE already.
    template <class Row> std::vector<Row> rows(std::string sql, std::string_view id, std::string_view order) {
        if (!only_) return session_.query<Row>(fmt::format("{} ORDER BY {}", sql, order));
        return session_.query<Row>(fmt::format("{} AND {} IN ($LIST) ORDER BY {}", sql, id, order), storage::json_ids(*only_));
    }

    LearningUnit* unit(LearningUnitId id) {
        const auto found = index_.find(id);
        return found == index_.end() ? nullptr : &units_[found->second];
    }

    void load_links() {
        for (const auto& row :
             rows<LevelRow>("SELECT unit_id, competence_id, level FROM unit_teaches WHERE TRUE", "unit_id", "unit_id, competence_id, level")) {
            if (auto* of = unit(row.unit_id)) of->teaches.push_back({row.competence_id, row.level});
        }
        for (const auto& row :
             rows<LevelRow>("SELECT unit_id, competence_id, level FROM unit_requires WHERE TRUE", "unit_id", "unit_id, competence_id")) {
            if (auto* of = unit(row.unit_id)) of->needs.push_back({row.competence_id, row.level});
        }
        for (const auto& row :
             rows<UnitModuleRow>("SELECT l.unit_id, l.module_id, l.mandatory FROM unit_modules l JOIN modules m ON m.id = l.module_id WHERE TRUE",
                                 "l.unit_id", "l.unit_id, m.position, m.id")) {
            if (auto* of = unit(row.unit_id)) of->modules.push_back({at(modules_, row.module_id), row.mandatory});
        }
        for (auto& row : rows<SealRow>("SELECT unit_id, name, issuer, valid_until FROM unit_seals WHERE TRUE", "unit_id", "unit_id, position")) {
            if (auto* of = unit(row.unit_id)) of->seals.push_back({std::move(row.name), std::move(row.issuer), row.valid_until});
        }
        for (const auto& row : rows<DateRow>("SELECT id, unit_id, mode, first_day, last_day, start_minute, end_minute, venue_id, seats, "
                                             "booking_deadline, state, online_seats FROM tutorial_dates WHERE TRUE",
                                             "unit_id", "unit_id, first_day, start_minute, id")) {
            auto* of = unit(row.unit_id);
            if (of == nullptr || of->code_share_of) continue;
            const auto venue = row.venue_id ? std::optional(at(venues_, *row.venue_id)) : std::nullopt;
            of->dates.push_back({row.id, row.mode, row.first_day, row.last_day, row.start_minute, row.end_minute, venue, row.seats,
                                 row.booking_deadline, row.state, row.online_seats});
        }
    }

    template <class IdType> static std::size_t at(const IndexById<IdType>& indices, IdType id) {
        const auto found = indices.find(id);
        if (found == indices.end()) throw NewNeighbour{};
        return found->second;
    }

    Session& session_;
    std::optional<std::vector<LearningUnitId>> only_;
    IndexById<ProviderId> providers_;
    IndexById<VenueId> venues_;
    IndexById<ModuleId> modules_;
    std::vector<LearningUnit> units_;
    IndexById<LearningUnitId> index_;
};

void load_around(Session& session, CatalogueSnapshot::Surroundings& parts) {
    for (auto& row : sorted(session.query<PlaceRow>("SELECT id, slug, name, latitude, longitude FROM places ORDER BY id"), &PlaceRow::name)) {
        parts.places.push_back({row.id, std::move(row.slug), std::move(row.name), row.latitude, row.longitude});
    }
    const auto places = index_by_id<PlaceId>(parts.places);
    for (auto& row :
         sorted(session.query<ProviderRow>("SELECT id, slug, organisation_id, kind, name, description, place_id FROM providers ORDER BY id"),
                &ProviderRow::name)) {
        parts.providers.push_back({row.id,
                                   std::move(row.slug),
                                   row.organisation_id,
                                   row.kind,
                                   std::move(row.name),
                                   std::move(row.description),
                                   places.at(row.place_id),
                                   {}});
    }
    for (auto& row : sorted(session.query<VenueRow>("SELECT id, slug, organisation_id, name, place_id, street, seats, step_free, equipment, "
                                                    "description, accessibility, accessibility_note, didactics, price_day_cents, retired "
                                                    "FROM venues ORDER BY id"),
                            &VenueRow::name)) {
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
                                enumerators_of<AccessibilityFeature>(row.accessibility),
                                std::move(row.accessibility_note),
                                std::move(row.didactics),
                                row.price_day_cents,
                                row.retired,
                                {}});
    }
    for (auto& row : session.query<ModuleRow>("SELECT id, slug, name, name_en, description FROM modules ORDER BY position, id")) {
        parts.modules.push_back({row.id, std::move(row.slug), std::move(row.name), std::move(row.name_en), std::move(row.description), {}, {}});
    }
    for (const auto id : session.query<OrganisationId>("SELECT id FROM organisations WHERE is_member")) parts.members.insert(id);
}

void load_courses(Session& session, CatalogueSnapshot::Surroundings& parts) {
    const auto modules = index_by_id<ModuleId>(parts.modules);
    for (auto& row :
         sorted(session.query<CourseRow>("SELECT id, slug, name, module_id, closed, provider_id FROM courses WHERE NOT retired ORDER BY id"),
                &CourseRow::name)) {
        parts.courses.push_back({row.id, std::move(row.slug), std::move(row.name), modules.at(row.module_id), row.closed, row.provider_id, {}, {}});
    }
    const auto courses = index_by_id<CourseId>(parts.courses);
    for (const auto& row : session.query<CourseUnitRow>("SELECT course_id, unit_id FROM course_units ORDER BY course_id, position")) {
        if (const auto course = courses.find(row.course_id); course != courses.end()) parts.courses[course->second].unit_ids.push_back(row.unit_id);
    }
}

}  // namespace

std::shared_ptr<const CatalogueSnapshot> load_catalogue(Session& session) {
    CatalogueSnapshot::Parts parts;
    load_around(session, parts);
    load_courses(session, parts);
    parts.units = UnitLoader(session, parts, std::nullopt).load();
    return std::make_shared<const CatalogueSnapshot>(std::move(parts));
}

CatalogueChange load_surroundings(Session& session, const std::shared_ptr<const CatalogueSnapshot>& former) {
    CatalogueSnapshot::Surroundings around;
    load_around(session, around);
    load_courses(session, around);
    if (auto change = CatalogueSnapshot::with_surroundings(former, std::move(around))) return std::move(*change);
    return {load_catalogue(session), true, {}};
}

CatalogueChange load_changed_units(Session& session, const std::shared_ptr<const CatalogueSnapshot>& former,
                                   std::span<const LearningUnitId> changed) {
    const std::vector<LearningUnitId> asked(changed.begin(), changed.end());
    const auto read_units = [&](const std::shared_ptr<const CatalogueSnapshot>& from) {
        return CatalogueSnapshot::with_units(from, UnitLoader(session, from->surroundings(), asked).load(), asked);
    };
    try {
        return read_units(former);
    } catch (const UnitLoader::NewNeighbour&) {
        // A new venue and a date there in one go: the feed tells of one after the other.
        const auto around = load_surroundings(session, former);
        auto change = read_units(around.snapshot);
        change.everything = change.everything || around.everything;
        change.units.insert(change.units.end(), around.units.begin(), around.units.end());
        return change;
    }
}

}  // namespace kc::catalogue
