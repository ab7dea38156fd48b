// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/publication.hpp"

#include "catalogue/content_json.hpp"
#include "catalogue/listing.hpp"
#include "catalogue/lists.hpp"
#include "catalogue/unit_writer.hpp"
#include "identity/model.hpp"
#include "storage/changes.hpp"
#include "storage/session.hpp"

namespace kc::catalogue {

namespace {

using storage::ChangeTopic;
using storage::Session;
using storage::Transaction;
using Table = SlugLookup::Table;

constexpr std::string_view stored_unit = "SELECT id, slug, provider_id, state, version, title, updated_at FROM learning_units WHERE ";
constexpr std::string_view stored_date =
    "SELECT id, unit_id, mode, first_day, last_day, start_minute, end_minute, venue_id, seats, online_seats, booking_deadline, state, source_id "
    "FROM tutorial_dates WHERE ";

std::string unit_where(std::string_view condition) { return std::string(stored_unit) + std::string(condition); }
std::string date_where(std::string_view condition) { return std::string(stored_date) + std::string(condition); }

// "name", "name-2", …: the first that is free.
std::string free_slug(Transaction& transaction, std::string_view sql, std::string_view name) {
    std::string base = identity::slug_of(name).substr(0, 80);
    while (base.ends_with('-')) base.pop_back();
    if (base.empty()) base = "angebot";
    std::string slug = base;
    for (int number = 2; transaction.find<std::int64_t>(sql, slug); ++number) slug = base + "-" + std::to_string(number);
    return slug;
}

void changed(Transaction& transaction, LearningUnitId id) { storage::record_change(transaction, ChangeTopic::learning_unit, id.value); }

struct ContentRow {
    std::string slug, provider;
    OfferKind kind{};
    std::string title, objective, description_specialist, description_general, audience;
    Format mode{};
    HalfHours self_study, tutorial, follow_up;
    int presence_days = 0;
    Money price_member, price_other;
    Origin origin{};
    bool funded = false;
    std::string language, practice, keywords;
    std::optional<int> participants_min, participants_max;
    std::string funding;
    Difficulty difficulty{};
    std::optional<int> dqr;
    int ects_tenths = 0;
    std::string credentials, accessibility, accessibility_note;
    std::optional<std::string> source_system, source_id, source_url, after_slug, original_slug, only_for_slug;
};
BOOST_DESCRIBE_STRUCT(ContentRow, (),
                      (slug, provider, kind, title, objective, description_specialist, description_general, audience, mode, self_study, tutorial,
                       follow_up, presence_days, price_member, price_other, origin, funded, language, practice, keywords, participants_min,
                       participants_max, funding, difficulty, dqr, ects_tenths, credentials, accessibility, accessibility_note, source_system,
                       source_id, source_url, after_slug, original_slug, only_for_slug))

struct SlugLevel {
    std::string slug;
    int level = 0;
};
BOOST_DESCRIBE_STRUCT(SlugLevel, (), (slug, level))

struct SlugMandatory {
    std::string slug;
    bool mandatory = false;
};
BOOST_DESCRIBE_STRUCT(SlugMandatory, (), (slug, mandatory))

struct SealRow {
    std::string name, issuer;
    std::optional<Date> valid_until;
};
BOOST_DESCRIBE_STRUCT(SealRow, (), (name, issuer, valid_until))

struct VersionRow {
    int version = 0;
    std::optional<Instant> published_at;
};
BOOST_DESCRIBE_STRUCT(VersionRow, (), (version, published_at))

UnitContent content_of(ContentRow row) {
    UnitContent content;
    content.slug = std::move(row.slug);
    content.provider = std::move(row.provider);
    content.kind = row.kind;
    content.title = std::move(row.title);
    content.objective = std::move(row.objective);
    content.description_specialist = std::move(row.description_specialist);
    content.description_general = std::move(row.description_general);
    content.audience = std::move(row.audience);
    content.mode = row.mode;
    content.self_study = row.self_study;
    content.tutorial = row.tutorial;
    content.follow_up = row.follow_up;
    content.presence_days = row.presence_days;
    content.price_member = row.price_member;
    content.price_other = row.price_other;
    content.origin = row.origin;
    content.funded = row.funded;
    content.language = std::move(row.language);
    content.practice = std::move(row.practice);
    content.keywords = split_list(row.keywords, '\n');
    content.participants_min = row.participants_min;
    content.participants_max = row.participants_max;
    content.funding = std::move(row.funding);
    content.difficulty = row.difficulty;
    content.dqr = row.dqr;
    content.ects_tenths = row.ects_tenths;
    content.credentials = enumerators_of<CredentialKind>(row.credentials);
    content.accessibility = enumerators_of<AccessibilityFeature>(row.accessibility);
    content.accessibility_note = std::move(row.accessibility_note);
    content.after = std::move(row.after_slug);
    content.code_share_of = std::move(row.original_slug);
    content.only_for = std::move(row.only_for_slug);
    if (row.source_system && row.source_id) content.source = SourceContent{*row.source_system, *row.source_id, row.source_url.value_or("")};
    return content;
}

}  // namespace

std::optional<StoredUnit> find_stored_unit(Session& session, LearningUnitId id) { return session.find<StoredUnit>(unit_where("id = ?"), id); }

std::optional<StoredUnit> find_stored_unit(Session& session, ProviderId provider, const std::string& system, const std::string& source) {
    return session.find<StoredUnit>(unit_where("provider_id = ? AND source_system = ? AND source_id = ?"), provider, system, source);
}

std::vector<StoredUnit> list_stored_units(Session& session, ProviderId provider) {
    auto units = session.query<StoredUnit>(unit_where("provider_id = ? ORDER BY id"), provider);
    std::stable_sort(units.begin(), units.end(), [](const auto& a, const auto& b) { return sort_key(a.title) < sort_key(b.title); });
    return units;
}

UnitContent read_unit_content(Session& session, LearningUnitId id) {
    UnitContent content = content_of(session.get<ContentRow>(
        "SELECT u.slug, p.slug AS provider, u.kind, u.title, u.objective, u.description_specialist, u.description_general, u.audience, u.mode, "
        "u.self_study_half_hours AS self_study, u.tutorial_half_hours AS tutorial, u.follow_up_half_hours AS follow_up, u.presence_days, "
        "u.price_member_cents AS price_member, u.price_other_cents AS price_other, u.origin, u.funded, u.language, u.practice, u.keywords, "
        "u.participants_min, u.participants_max, u.funding, u.difficulty, u.dqr, u.ects_tenths, u.credentials, u.accessibility, "
        "u.accessibility_note, u.source_system, u.source_id, u.source_url, a.slug AS after_slug, o.slug AS original_slug, f.slug AS only_for_slug "
        "FROM learning_units u JOIN providers p ON p.id = u.provider_id LEFT JOIN learning_units a ON a.id = u.after_unit_id "
        "LEFT JOIN learning_units o ON o.id = u.code_share_of_id LEFT JOIN organisations f ON f.id = u.only_for_id WHERE u.id = ?",
        id));
    for (auto& [slug, level] : session.query<SlugLevel>("SELECT c.slug, t.level FROM unit_teaches t JOIN competences c ON c.id = t.competence_id "
                                                        "WHERE t.unit_id = ? ORDER BY c.slug, t.level",
                                                        id)) {
        content.teaches.push_back({std::move(slug), level});
    }
    for (auto& [slug, level] : session.query<SlugLevel>(
             "SELECT c.slug, r.level FROM unit_requires r JOIN competences c ON c.id = r.competence_id WHERE r.unit_id = ? ORDER BY c.slug", id)) {
        content.needs.push_back({std::move(slug), level});
    }
    for (auto& [slug, mandatory] : session.query<SlugMandatory>("SELECT m.slug, l.mandatory FROM unit_modules l JOIN modules m ON m.id = l.module_id "
                                                                "WHERE l.unit_id = ? ORDER BY m.position, m.id",
                                                                id)) {
        if (mandatory) content.mandatory_in.push_back(slug);
        content.modules.push_back(std::move(slug));
    }
    for (auto& seal : session.query<SealRow>("SELECT name, issuer, valid_until FROM unit_seals WHERE unit_id = ? ORDER BY position", id)) {
        content.seals.push_back({std::move(seal.name), std::move(seal.issuer), seal.valid_until});
    }
    return content;
}

std::optional<UnitContent> read_unit_version(Session& session, LearningUnitId id, int version) {
    const auto text = session.find<std::string>("SELECT content FROM unit_versions WHERE unit_id = ? AND version = ?", id, version);
    if (!text) return std::nullopt;
    auto content = unit_content_from_json(*text);
    require(content.has_value());  // written by keep_version only
    return std::move(*content);
}

std::vector<UnitVersion> list_unit_versions(Session& session, LearningUnitId id) {
    return session.query<UnitVersion>("SELECT version, published_at FROM unit_versions WHERE unit_id = ? ORDER BY version DESC", id);
}

LearningUnitId create_unit(Transaction& transaction, ProviderId provider, std::string_view title, Instant now,
                           const std::optional<SourceContent>& source) {
    const auto slug = free_slug(transaction, "SELECT id FROM learning_units WHERE slug = ?", title);
    const auto part = [&](std::string SourceContent::* member) { return source ? std::optional((*source).*member) : std::nullopt; };
    return transaction.get<LearningUnitId>(
        "INSERT INTO learning_units (slug, provider_id, kind, state, title, objective, description_specialist, description_general, audience, mode, "
        "self_study_half_hours, tutorial_half_hours, follow_up_half_hours, presence_days, price_member_cents, price_other_cents, origin, funded, "
        "language, version, source_system, source_id, source_url, updated_at) "
        "VALUES (?, ?, ?, ?, ?, '', '', '', '', ?, 0, 0, 0, 0, 0, 0, ?, FALSE, 'de', 0, ?, ?, ?, ?) RETURNING id",
        slug, provider, OfferKind::learning_unit, UnitState::draft, title, Format::on_site, Origin::own, part(&SourceContent::system),
        part(&SourceContent::id), part(&SourceContent::url), now);
}

void rename_draft(Transaction& transaction, LearningUnitId id, std::string_view title, Instant now) {
    const auto stored = find_stored_unit(transaction, id);
    if (!stored || stored->state != UnitState::draft || stored->title == title) return;
    transaction.execute("UPDATE learning_units SET title = ?, slug = ?, updated_at = ? WHERE id = ?", title,
                        free_slug(transaction, "SELECT id FROM learning_units WHERE slug = ?", title), now, id);
}

void remove_draft_unit(Transaction& transaction, LearningUnitId id) {
    require(transaction.get<UnitState>("SELECT state FROM learning_units WHERE id = ?", id) == UnitState::draft);
    transaction.execute("DELETE FROM tutorial_dates WHERE unit_id = ?", id);
    transaction.execute("DELETE FROM learning_units WHERE id = ?", id);
}

int publish_unit(Transaction& transaction, LearningUnitId id, const UnitContent& content, Instant now) {
    const auto stored = transaction.get<VersionRow>("SELECT version, published_at FROM learning_units WHERE id = ?", id);
    UnitWriter writer(transaction, now);
    const auto kept = transaction.get<std::int64_t>("SELECT count(*) FROM unit_versions WHERE unit_id = ? AND version = ?", id, stored.version);
    if (stored.version > 0 && kept == 0) {  // published before versions were kept
        writer.keep_version(id, read_unit_content(transaction, id), stored.version, stored.published_at.value_or(now));
    }
    const int version = stored.version + 1;
    writer.describe(id, content, version);
    writer.link(id, content);
    writer.keep_version(id, content, version, now);
    changed(transaction, id);
    return version;
}

void retire_unit(Transaction& transaction, LearningUnitId id, Instant now) {
    transaction.execute("UPDATE learning_units SET state = ?, updated_at = ? WHERE id = ? AND state = ?", UnitState::retired, now, id,
                        UnitState::published);
    changed(transaction, id);
}

void restore_unit(Transaction& transaction, LearningUnitId id, Instant now) {
    transaction.execute("UPDATE learning_units SET state = ?, updated_at = ? WHERE id = ? AND state = ? AND version > 0", UnitState::published, now,
                        id, UnitState::retired);
    changed(transaction, id);
}

std::vector<StoredDate> list_stored_dates(Session& session, LearningUnitId unit) {
    return session.query<StoredDate>(date_where("unit_id = ? ORDER BY first_day, start_minute, id"), unit);
}

std::optional<StoredDate> find_stored_date(Session& session, TutorialDateId id) { return session.find<StoredDate>(date_where("id = ?"), id); }

TutorialDateId add_date(Transaction& transaction, const StoredDate& date) {
    const auto id = transaction.get<TutorialDateId>(
        "INSERT INTO tutorial_dates (unit_id, mode, first_day, last_day, start_minute, end_minute, venue_id, seats, online_seats, booking_deadline, "
        "state, source_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        date.unit_id, date.mode, date.first_day, date.last_day, date.start_minute, date.end_minute, date.venue_id, date.seats, date.online_seats,
        date.booking_deadline, date.state, date.source_id);
    changed(transaction, date.unit_id);
    return id;
}

void change_date(Transaction& transaction, const StoredDate& date) {
    transaction.execute(
        "UPDATE tutorial_dates SET mode = ?, first_day = ?, last_day = ?, start_minute = ?, end_minute = ?, venue_id = ?, seats = ?, online_seats = "
        "?, "
        "booking_deadline = ?, state = ?, source_id = ? WHERE id = ?",
        date.mode, date.first_day, date.last_day, date.start_minute, date.end_minute, date.venue_id, date.seats, date.online_seats,
        date.booking_deadline, date.state, date.source_id, date.id);
    changed(transaction, date.unit_id);
}

void remove_date(Transaction& transaction, TutorialDateId id) {
    const auto unit = transaction.find<LearningUnitId>("DELETE FROM tutorial_dates WHERE id = ? RETURNING unit_id", id);
    if (unit) changed(transaction, *unit);
}

VenueId add_venue(Transaction& transaction, OrganisationId host, const VenueContent& venue) {
    SlugLookup lookup(transaction);
    const auto id = transaction.get<VenueId>(
        "INSERT INTO venues (slug, organisation_id, name, place_id, street, seats, step_free, equipment, description, accessibility, "
        "accessibility_note, didactics, price_day_cents) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        free_slug(transaction, "SELECT id FROM venues WHERE slug = ?", venue.name), host, venue.name,
        lookup.of(Table::places, venue.place, venue.name), venue.street, venue.seats, venue.step_free, venue.equipment, venue.description,
        enumerator_list(venue.accessibility), venue.accessibility_note, venue.didactics, venue.price_day);
    storage::record_change(transaction, ChangeTopic::venue, id.value);
    return id;
}

void change_venue(Transaction& transaction, VenueId id, const VenueContent& venue) {
    SlugLookup lookup(transaction);
    transaction.execute(
        "UPDATE venues SET name = ?, place_id = ?, street = ?, seats = ?, step_free = ?, equipment = ?, description = ?, accessibility = ?, "
        "accessibility_note = ?, didactics = ?, price_day_cents = ? WHERE id = ?",
        venue.name, lookup.of(Table::places, venue.place, venue.name), venue.street, venue.seats, venue.step_free, venue.equipment, venue.description,
        enumerator_list(venue.accessibility), venue.accessibility_note, venue.didactics, venue.price_day, id);
    storage::record_change(transaction, ChangeTopic::venue, id.value);
}

void retire_venue(Transaction& transaction, VenueId id, bool retired) {
    transaction.execute("UPDATE venues SET retired = ? WHERE id = ?", retired, id);
    storage::record_change(transaction, ChangeTopic::venue, id.value);
}

namespace {

void write_course_units(Transaction& transaction, CourseId id, const CourseContent& course) {
    SlugLookup lookup(transaction);
    transaction.execute("DELETE FROM course_units WHERE course_id = ?", id);
    int position = 0;
    for (const auto& unit : course.units) {
        transaction.execute("INSERT INTO course_units (course_id, unit_id, position) VALUES (?, ?, ?)", id,
                            lookup.of(Table::learning_units, unit, course.name), ++position);
    }
    storage::record_change(transaction, ChangeTopic::module, id.value);
}

}  // namespace

CourseId add_course(Transaction& transaction, ProviderId provider, const CourseContent& course) {
    SlugLookup lookup(transaction);
    const auto id = transaction.get<CourseId>("INSERT INTO courses (slug, name, module_id, closed, provider_id) VALUES (?, ?, ?, ?, ?) RETURNING id",
                                              free_slug(transaction, "SELECT id FROM courses WHERE slug = ?", course.name), course.name,
                                              lookup.of(Table::modules, course.module, course.name), course.closed, provider);
    write_course_units(transaction, id, course);
    return id;
}

void change_course(Transaction& transaction, CourseId id, const CourseContent& course) {
    SlugLookup lookup(transaction);
    transaction.execute("UPDATE courses SET name = ?, module_id = ?, closed = ? WHERE id = ?", course.name,
                        lookup.of(Table::modules, course.module, course.name), course.closed, id);
    write_course_units(transaction, id, course);
}

void retire_course(Transaction& transaction, CourseId id, bool retired) {
    transaction.execute("UPDATE courses SET retired = ? WHERE id = ?", retired, id);
    storage::record_change(transaction, ChangeTopic::module, id.value);
}

ProviderId add_provider(Transaction& transaction, OrganisationId organisation, const ProviderContent& provider) {
    SlugLookup lookup(transaction);
    const auto slug = transaction.get<std::string>("SELECT slug FROM organisations WHERE id = ?", organisation);
    const auto id = transaction.get<ProviderId>(
        "INSERT INTO providers (slug, organisation_id, kind, name, description, place_id) VALUES (?, ?, ?, ?, ?, ?) RETURNING id", slug, organisation,
        provider.kind, provider.name, provider.description, lookup.of(Table::places, provider.place, provider.name));
    storage::record_change(transaction, ChangeTopic::provider, id.value);
    return id;
}

void change_provider(Transaction& transaction, ProviderId id, const ProviderContent& provider) {
    SlugLookup lookup(transaction);
    transaction.execute("UPDATE providers SET kind = ?, name = ?, description = ?, place_id = ? WHERE id = ?", provider.kind, provider.name,
                        provider.description, lookup.of(Table::places, provider.place, provider.name), id);
    storage::record_change(transaction, ChangeTopic::provider, id.value);
}

}  // namespace kc::catalogue
