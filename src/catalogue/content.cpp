// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/content.hpp"

#include "storage/changes.hpp"
#include "storage/session.hpp"

namespace kc::catalogue {

namespace {

using storage::ChangeTopic;
using storage::Transaction;

struct SlugRow {
    std::string slug;
    std::int64_t id = 0;
};
BOOST_DESCRIBE_STRUCT(SlugRow, (), (slug, id))

// The numbers of everything of one kind by slug.
class Slugs {
public:
    explicit Slugs(const char* what) : what_(what) {}
    Slugs(const char* what, Transaction& transaction, std::string_view sql) : what_(what) {
        for (auto& row : transaction.query<SlugRow>(sql)) add(std::move(row.slug), row.id);
    }
    void add(std::string slug, std::int64_t id) {
        if (!ids_.emplace(slug, id).second) {
            throw CatalogueContentError(fmt::format("the {} \"{}\" occurs twice: give one of them another id", what_, slug));
        }
    }
    std::int64_t of(const std::string& slug, std::string_view asked_by) const {
        const auto found = ids_.find(slug);
        if (found == ids_.end()) {
            throw CatalogueContentError(
                fmt::format("\"{}\" names the {} \"{}\", which does not exist: correct the name or add it", asked_by, what_, slug));
        }
        return found->second;
    }

private:
    const char* what_;
    std::unordered_map<std::string, std::int64_t> ids_;
};

using LevelRows = std::vector<std::tuple<std::int64_t, std::int64_t, int>>;
using LinkRows = std::vector<std::tuple<std::int64_t, std::int64_t, bool>>;

class Writer {
public:
    Writer(Transaction& transaction, Instant now)
        : transaction_(transaction),
          now_(now),
          places_("place", transaction, "SELECT slug, id FROM places"),
          organisations_("organisation", transaction, "SELECT slug, id FROM organisations"),
          competences_("competence", transaction, "SELECT slug, id FROM competences") {}

    void write(const CatalogueContent& content) {
        for (const auto& provider : content.providers) write(provider);
        for (const auto& venue : content.venues) write(venue);
        int position = 0;
        for (const auto& module : content.modules) write(module, ++position);
        for (const auto& unit : content.units) write(unit);
        for (const auto& unit : content.units) write_links(unit);
        for (const auto& course : content.courses) write(course);
        flush();
        storage::record_change(transaction_, ChangeTopic::learning_unit, 0);
    }

private:
    void write(const ProviderContent& provider) {
        providers_.add(provider.slug,
                       transaction_.get<std::int64_t>(
                           "INSERT INTO providers (slug, organisation_id, kind, name, description, place_id) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
                           provider.slug, organisations_.of(provider.slug, provider.slug), provider.kind, provider.name, provider.description,
                           places_.of(provider.place, provider.slug)));
    }

    void write(const VenueContent& venue) {
        venues_.add(venue.slug, transaction_.get<std::int64_t>(
                                    "INSERT INTO venues (slug, organisation_id, name, place_id, street, seats, step_free, equipment, description) "
                                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                                    venue.slug, organisations_.of(venue.host, venue.slug), venue.name, places_.of(venue.place, venue.slug),
                                    venue.street, venue.seats, venue.step_free, venue.equipment, venue.description));
    }

    void write(const ModuleContent& module, int position) {
        modules_.add(module.slug, transaction_.get<std::int64_t>(
                                      "INSERT INTO modules (slug, name, name_en, description, position) VALUES (?, ?, ?, ?, ?) RETURNING id",
                                      module.slug, module.name, module.name_en, module.description, position));
    }

    void write(const UnitContent& unit) {
        units_.add(unit.slug,
                   transaction_.get<std::int64_t>(
                       "INSERT INTO learning_units (slug, provider_id, kind, state, title, objective, description_specialist, "
                       "description_general, audience, mode, self_study_half_hours, tutorial_half_hours, follow_up_half_hours, presence_days, "
                       "price_member_cents, price_other_cents, origin, funded, language, updated_at) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                       unit.slug, providers_.of(unit.provider, unit.slug), unit.kind, UnitState::published, unit.title, unit.objective,
                       unit.description_specialist, unit.description_general, unit.audience, unit.mode, unit.self_study, unit.tutorial,
                       unit.follow_up, unit.presence_days, unit.price_member, unit.price_other, unit.origin, unit.funded, unit.language, now_));
    }

    void write_links(const UnitContent& unit) {
        const auto id = units_.of(unit.slug, unit.slug);
        if (unit.after) {
            transaction_.execute("UPDATE learning_units SET after_unit_id = ? WHERE id = ?", units_.of(*unit.after, unit.slug), id);
        }
        for (const auto& [competence, level] : unit.teaches) teaches_.emplace_back(id, competences_.of(competence, unit.slug), level);
        for (const auto& [competence, level] : unit.needs) needs_.emplace_back(id, competences_.of(competence, unit.slug), level);
        for (const auto& module : unit.modules) {
            const bool mandatory = std::find(unit.mandatory_in.begin(), unit.mandatory_in.end(), module) != unit.mandatory_in.end();
            unit_modules_.emplace_back(id, modules_.of(module, unit.slug), mandatory);
        }
        for (const auto& date : unit.dates) {
            const auto venue = date.venue ? std::optional(venues_.of(*date.venue, unit.slug)) : std::nullopt;
            dates_.emplace_back(id, date.mode, date.first_day, date.last_day, date.start_minute, date.end_minute, venue, date.seats,
                                date.booking_deadline, date.state);
        }
    }

    void write(const CourseContent& course) {
        const auto id = transaction_.get<std::int64_t>("INSERT INTO courses (slug, name, module_id, closed) VALUES (?, ?, ?, ?) RETURNING id",
                                                       course.slug, course.name, modules_.of(course.module, course.slug), course.closed);
        int position = 0;
        for (const auto& unit : course.units) course_units_.emplace_back(id, units_.of(unit, course.slug), ++position);
    }

    void flush() {
        transaction_.execute_many("INSERT INTO unit_teaches (unit_id, competence_id, level) VALUES (?, ?, ?)", teaches_);
        transaction_.execute_many("INSERT INTO unit_requires (unit_id, competence_id, level) VALUES (?, ?, ?)", needs_);
        transaction_.execute_many("INSERT INTO unit_modules (unit_id, module_id, mandatory) VALUES (?, ?, ?)", unit_modules_);
        transaction_.execute_many("INSERT INTO course_units (course_id, unit_id, position) VALUES (?, ?, ?)", course_units_);
        transaction_.execute_many(
            "INSERT INTO tutorial_dates (unit_id, mode, first_day, last_day, start_minute, end_minute, venue_id, seats, booking_deadline, "
            "state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            dates_);
    }

    Transaction& transaction_;
    Instant now_;
    Slugs places_, organisations_, competences_;
    Slugs providers_{"provider"}, venues_{"venue"}, modules_{"module"}, units_{"learning unit"};
    LevelRows teaches_, needs_, course_units_;
    LinkRows unit_modules_;
    std::vector<std::tuple<std::int64_t, Format, Date, Date, int, int, std::optional<std::int64_t>, int, Date, DateState>> dates_;
};

}  // namespace

void write_places(Transaction& transaction, const std::vector<PlaceContent>& places) {
    std::vector<std::tuple<std::string, std::string, double, double>> rows;
    for (const auto& place : places) rows.emplace_back(place.slug, place.name, place.latitude, place.longitude);
    transaction.execute_many("INSERT INTO places (slug, name, latitude, longitude) VALUES (?, ?, ?, ?)", rows);
}

void write_catalogue(Transaction& transaction, const CatalogueContent& content, Instant now) { Writer(transaction, now).write(content); }

}  // namespace kc::catalogue
