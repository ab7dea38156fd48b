// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/unit_writer.hpp"

#include "catalogue/content_json.hpp"
#include "catalogue/lists.hpp"
#include "storage/session.hpp"

namespace kc::catalogue {

namespace {

struct TableName {
    const char* sql;
    const char* what;
};

TableName name_of(SlugLookup::Table table) {
    using enum SlugLookup::Table;
    switch (table) {
        case places: return {"SELECT id FROM places WHERE slug = ?", "place"};
        case organisations: return {"SELECT id FROM organisations WHERE slug = ?", "organisation"};
        case competences: return {"SELECT id FROM competences WHERE slug = ?", "competence"};
        case providers: return {"SELECT id FROM providers WHERE slug = ?", "provider"};
        case venues: return {"SELECT id FROM venues WHERE slug = ?", "venue"};
        case modules: return {"SELECT id FROM modules WHERE slug = ?", "module"};
        case learning_units: return {"SELECT id FROM learning_units WHERE slug = ?", "learning unit"};
        case courses: return {"SELECT id FROM courses WHERE slug = ?", "course"};
    }
    require(false);
    return {};
}

}  // namespace

std::int64_t SlugLookup::of(Table table, const std::string& slug, std::string_view asked_by) {
    auto& known = known_[table];
    if (const auto found = known.find(slug); found != known.end()) return found->second;
    const auto id = transaction_.find<std::int64_t>(name_of(table).sql, slug);
    if (!id) {
        throw CatalogueContentError(
            fmt::format("\"{}\" names the {} \"{}\", which does not exist: correct the name or add it", asked_by, name_of(table).what, slug));
    }
    known.emplace(slug, *id);
    return *id;
}

void UnitWriter::describe(LearningUnitId id, const UnitContent& unit, int version) {
    const auto only_for = unit.only_for ? std::optional(lookup_.of(SlugLookup::Table::organisations, *unit.only_for, unit.title)) : std::nullopt;
    const auto source = [&](std::string SourceContent::* member) { return unit.source ? std::optional((*unit.source).*member) : std::nullopt; };
    const auto changed = transaction_.execute(
        "UPDATE learning_units SET kind = ?, state = ?, title = ?, objective = ?, description_specialist = ?, description_general = ?, audience = ?, "
        "mode = ?, self_study_half_hours = ?, tutorial_half_hours = ?, follow_up_half_hours = ?, presence_days = ?, price_member_cents = ?, "
        "price_other_cents = ?, origin = ?, funded = ?, language = ?, version = ?, practice = ?, keywords = ?, participants_min = ?, "
        "participants_max = ?, funding = ?, difficulty = ?, dqr = ?, ects_tenths = ?, credentials = ?, accessibility = ?, accessibility_note = ?, "
        "only_for_id = ?, source_system = ?, source_id = ?, source_url = ?, published_at = ?, updated_at = ? WHERE id = ?",
        unit.kind, UnitState::published, unit.title, unit.objective, unit.description_specialist, unit.description_general, unit.audience, unit.mode,
        unit.self_study, unit.tutorial, unit.follow_up, unit.presence_days, unit.price_member, unit.price_other, unit.origin, unit.funded,
        unit.language, version, unit.practice, join_list(unit.keywords, '\n'), unit.participants_min, unit.participants_max, unit.funding,
        unit.difficulty, unit.dqr, unit.ects_tenths, enumerator_list(unit.credentials), enumerator_list(unit.accessibility), unit.accessibility_note,
        only_for, source(&SourceContent::system), source(&SourceContent::id), source(&SourceContent::url), now_, now_, id);
    require(changed == 1);
}

void UnitWriter::link(LearningUnitId id, const UnitContent& unit) {
    using Table = SlugLookup::Table;
    const auto other = [&](const std::optional<std::string>& slug) {
        return slug ? std::optional(lookup_.of(Table::learning_units, *slug, unit.title)) : std::nullopt;
    };
    transaction_.execute("UPDATE learning_units SET after_unit_id = ?, code_share_of_id = ? WHERE id = ?", other(unit.after),
                         other(unit.code_share_of), id);
    for (const char* clear : {"DELETE FROM unit_teaches WHERE unit_id = ?", "DELETE FROM unit_requires WHERE unit_id = ?",
                              "DELETE FROM unit_modules WHERE unit_id = ?", "DELETE FROM unit_seals WHERE unit_id = ?"}) {
        transaction_.execute(clear, id);
    }
    std::map<std::pair<std::int64_t, int>, bool> teaches;
    for (const auto& [competence, level] : unit.teaches) teaches[{lookup_.of(Table::competences, competence, unit.title), level}] = true;
    for (const auto& [key, unused] : teaches) {
        transaction_.execute("INSERT INTO unit_teaches (unit_id, competence_id, level) VALUES (?, ?, ?)", id, key.first, key.second);
    }
    std::map<std::int64_t, int> needs;  // the highest level counts
    for (const auto& [competence, level] : unit.needs) {
        auto& most = needs[lookup_.of(Table::competences, competence, unit.title)];
        most = std::max(most, level);
    }
    for (const auto& [competence, level] : needs) {
        transaction_.execute("INSERT INTO unit_requires (unit_id, competence_id, level) VALUES (?, ?, ?)", id, competence, level);
    }
    std::map<std::int64_t, bool> modules;
    for (const auto& module : unit.modules) modules[lookup_.of(Table::modules, module, unit.title)];
    for (const auto& module : unit.mandatory_in) modules[lookup_.of(Table::modules, module, unit.title)] = true;
    for (const auto& [module, mandatory] : modules) {
        transaction_.execute("INSERT INTO unit_modules (unit_id, module_id, mandatory) VALUES (?, ?, ?)", id, module, mandatory);
    }
    int position = 0;
    for (const auto& seal : unit.seals) {
        transaction_.execute("INSERT INTO unit_seals (unit_id, position, name, issuer, valid_until) VALUES (?, ?, ?, ?, ?)", id, ++position,
                             seal.name, seal.issuer, seal.valid_until);
    }
}

void UnitWriter::keep_version(LearningUnitId id, UnitContent content, int version, Instant published_at) {
    content.dates.clear();
    transaction_.execute("INSERT INTO unit_versions (unit_id, version, content, published_at) VALUES (?, ?, ?, ?)", id, version, to_json(content),
                         published_at);
}

TutorialDateId UnitWriter::add_date(LearningUnitId id, const DateContent& date, std::string_view asked_by) {
    const auto venue = date.venue ? std::optional(lookup_.of(SlugLookup::Table::venues, *date.venue, asked_by)) : std::nullopt;
    return transaction_.get<TutorialDateId>(
        "INSERT INTO tutorial_dates (unit_id, mode, first_day, last_day, start_minute, end_minute, venue_id, seats, online_seats, booking_deadline, "
        "state, source_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        id, date.mode, date.first_day, date.last_day, date.start_minute, date.end_minute, venue, date.seats, date.online_seats, date.booking_deadline,
        date.state, date.source_id);
}

}  // namespace kc::catalogue
