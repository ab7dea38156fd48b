// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/content.hpp"

#include "catalogue/lists.hpp"
#include "catalogue/unit_writer.hpp"
#include "storage/changes.hpp"
#include "storage/session.hpp"

#include <set>

namespace kc::catalogue {

namespace {

using storage::ChangeTopic;
using storage::Transaction;
using Table = SlugLookup::Table;

class Writer {
public:
    Writer(Transaction& transaction, Instant now) : transaction_(transaction), now_(now), units_(transaction, now) {}

    void write(const CatalogueContent& content) {
        for (const auto& provider : content.providers) write(provider);
        for (const auto& venue : content.venues) write(venue);
        int position = 0;
        for (const auto& module : content.modules) write(module, ++position);
        std::vector<LearningUnitId> ids;
        for (const auto& unit : content.units) ids.push_back(write(unit));
        for (std::size_t i = 0; i < ids.size(); ++i) {
            units_.link(ids[i], content.units[i]);
            units_.keep_version(ids[i], content.units[i], 1, now_);
            for (const auto& date : content.units[i].dates) units_.add_date(ids[i], date, content.units[i].slug);
        }
        for (const auto& course : content.courses) write(course);
        storage::record_change(transaction_, ChangeTopic::learning_unit, 0);
    }

private:
    std::int64_t id_of(Table table, const std::string& slug, std::string_view asked_by) { return units_.lookup().of(table, slug, asked_by); }

    void check_new(const char* what, const std::string& slug) {
        if (!seen_.insert(std::string(what) + ' ' + slug).second) {
            throw CatalogueContentError(fmt::format("the {} \"{}\" occurs twice: give one of them another id", what, slug));
        }
    }

    void write(const ProviderContent& provider) {
        check_new("provider", provider.slug);
        transaction_.execute("INSERT INTO providers (slug, organisation_id, kind, name, description, place_id) VALUES (?, ?, ?, ?, ?, ?)",
                             provider.slug, id_of(Table::organisations, provider.slug, provider.slug), provider.kind, provider.name,
                             provider.description, id_of(Table::places, provider.place, provider.slug));
    }

    void write(const VenueContent& venue) {
        check_new("venue", venue.slug);
        transaction_.execute(
            "INSERT INTO venues (slug, organisation_id, name, place_id, street, seats, step_free, equipment, description, accessibility, "
            "accessibility_note, didactics, price_day_cents) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            venue.slug, id_of(Table::organisations, venue.host, venue.slug), venue.name, id_of(Table::places, venue.place, venue.slug), venue.street,
            venue.seats, venue.step_free, venue.equipment, venue.description, enumerator_list(venue.accessibility), venue.accessibility_note,
            venue.didactics, venue.price_day);
    }

    void write(const ModuleContent& module, int position) {
        check_new("module", module.slug);
        transaction_.execute("INSERT INTO modules (slug, name, name_en, description, position) VALUES (?, ?, ?, ?, ?)", module.slug, module.name,
                             module.name_en, module.description, position);
    }

    // What refers to other units waits until all are there.
    LearningUnitId write(const UnitContent& unit) {
        check_new("learning unit", unit.slug);
        const auto id = transaction_.get<LearningUnitId>(
            "INSERT INTO learning_units (slug, provider_id, kind, state, title, objective, description_specialist, description_general, audience, "
            "mode, "
            "self_study_half_hours, tutorial_half_hours, follow_up_half_hours, presence_days, price_member_cents, price_other_cents, origin, funded, "
            "language, updated_at) VALUES (?, ?, ?, ?, '', '', '', '', '', ?, 0, 0, 0, 0, 0, 0, ?, FALSE, 'de', ?) RETURNING id",
            unit.slug, id_of(Table::providers, unit.provider, unit.slug), unit.kind, UnitState::draft, unit.mode, unit.origin, now_);
        units_.describe(id, unit, 1);
        return id;
    }

    void write(const CourseContent& course) {
        check_new("course", course.slug);
        const auto id = transaction_.get<std::int64_t>("INSERT INTO courses (slug, name, module_id, closed) VALUES (?, ?, ?, ?) RETURNING id",
                                                       course.slug, course.name, id_of(Table::modules, course.module, course.slug), course.closed);
        int position = 0;
        for (const auto& unit : course.units) {
            transaction_.execute("INSERT INTO course_units (course_id, unit_id, position) VALUES (?, ?, ?)", id,
                                 id_of(Table::learning_units, unit, course.slug), ++position);
        }
    }

    Transaction& transaction_;
    Instant now_;
    UnitWriter units_;
    std::set<std::string> seen_;
};

}  // namespace

void write_places(Transaction& transaction, const std::vector<PlaceContent>& places) {
    std::vector<std::tuple<std::string, std::string, double, double>> rows;
    for (const auto& place : places) rows.emplace_back(place.slug, place.name, place.latitude, place.longitude);
    transaction.execute_many("INSERT INTO places (slug, name, latitude, longitude) VALUES (?, ?, ?, ?)", rows);
}

void write_catalogue(Transaction& transaction, const CatalogueContent& content, Instant now) { Writer(transaction, now).write(content); }

}  // namespace kc::catalogue
