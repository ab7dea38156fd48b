// SPDX-License-Identifier: EUPL-1.2
#include "discovery/documents.hpp"

#include "catalogue/listing.hpp"
#include "catalogue/rich_text.hpp"

namespace kc::discovery {

namespace {

using catalogue::CatalogueSnapshot;
using catalogue::LearningUnit;
using catalogue::TutorialDate;

// Fields in the order of offer_schema().
enum Field : std::size_t {
    title,
    keywords,
    competences,
    objective,
    modules,
    audience,
    general,
    specialist,
    practice,
    provider,
    places,
    kind,
    field_count
};

constexpr std::string_view kind_words(catalogue::OfferKind kind) {
    switch (kind) {
        case catalogue::OfferKind::learning_unit: return "Lerneinheit";
        case catalogue::OfferKind::information_event: return "Informationsveranstaltung";
        case catalogue::OfferKind::coaching: return "Coaching";
        case catalogue::OfferKind::dialogue: return "Austausch Dialog";
    }
    return {};
}

constexpr std::string_view credential_words(catalogue::CredentialKind kind) {
    switch (kind) {
        case catalogue::CredentialKind::participation: return "Teilnahmebestätigung";
        case catalogue::CredentialKind::transcript: return "Zeugnis";
        case catalogue::CredentialKind::certificate: return "Zertifikat";
    }
    return {};
}

void append(std::string& text, std::string_view more) {
    if (more.empty()) return;
    if (!text.empty()) text += "\n";
    text += more;
}

// The order of titles in eight bytes: what begins alike is then ordered by number.
std::int64_t order_of_title(std::string_view title) {
    const auto key = catalogue::sort_key(title);
    std::uint64_t order = 0;
    for (std::size_t i = 0; i < 8; ++i) order = order << 8 | (i < key.size() ? static_cast<unsigned char>(key[i]) : 0U);
    return static_cast<std::int64_t>(order >> 1);
}

class DocumentMaker {
public:
    DocumentMaker(const CatalogueSnapshot& snapshot, const competence::CompetenceFramework& framework, const LearningUnit& unit,
                  Vocabulary& vocabulary, Date today)
        : snapshot_(snapshot), framework_(framework), unit_(unit), vocabulary_(vocabulary), today_(today) {}

    search::Document make() {
        document_.key = unit_.id.value;
        document_.order = order_of_title(unit_.title);
        document_.texts.resize(field_count);
        if (unit_.only_for) document_.only_for = unit_.only_for->value;
        document_.numbers = {static_cast<std::int32_t>(unit_.total().value), static_cast<std::int32_t>(unit_.price_member.value),
                             static_cast<std::int32_t>(unit_.price_other.value)};
        describe();
        classify();
        for (const auto& date : unit_.dates) add_date(date);
        add_without_date();
        return std::move(document_);
    }

private:
    std::string& text(Field field) { return document_.texts[field]; }
    void value(Facet facet, std::uint16_t number) { document_.values.push_back({static_cast<std::uint16_t>(facet), number}); }
    template <class Enum> void value_of(Facet facet, Enum enumerator) { value(facet, static_cast<std::uint16_t>(enumerator)); }

    void describe() {
        text(title) = unit_.title;
        for (const auto& keyword : unit_.keywords) append(text(keywords), keyword);
        text(objective) = unit_.objective;
        text(audience) = unit_.audience;
        text(general) = catalogue::plain_text(unit_.description_general);
        text(specialist) = catalogue::plain_text(unit_.description_specialist);
        text(practice) = unit_.practice;
        append(text(kind), kind_words(unit_.kind));
        for (const auto credential : unit_.credentials) append(text(kind), credential_words(credential));
    }

    void classify() {
        const auto& offered_by = snapshot_.provider_of(unit_);
        text(provider) = offered_by.name;
        value(Facet::provider, vocabulary_.providers.add(offered_by.slug));
        for (const auto& [index, mandatory] : unit_.modules) {
            const auto& module = snapshot_.modules()[index];
            append(text(modules), module.name);
            value(Facet::module, vocabulary_.modules.add(module.slug));
        }
        std::vector<std::size_t> named;  // each name once, however many levels are taught
        for (const auto& taught : unit_.teaches) {
            const auto index = framework_.index_of(taught.competence);
            if (!index) continue;
            const auto& competence = framework_.competence(*index);
            value(Facet::competence, vocabulary_.competences.add(level_name(competence.slug, taught.level)));
            if (std::find(named.begin(), named.end(), *index) != named.end()) continue;
            named.push_back(*index);
            const auto& area = framework_.area_of(competence);
            append(text(competences), competence.name);
            append(text(competences), area.name);
            value(Facet::competence, vocabulary_.competences.add(competence.slug));
            value(Facet::area, vocabulary_.areas.add(area.slug));
        }
        value_of(Facet::kind, unit_.kind);
        value_of(Facet::difficulty, unit_.difficulty);
        value_of(Facet::origin, unit_.origin);
        value(Facet::language, vocabulary_.languages.add(unit_.language));
        if (unit_.funded) value(Facet::funded, 1);
        for (const auto credential : unit_.credentials) value_of(Facet::credential, credential);
        for (const auto feature : unit_.accessibility) value_of(Facet::accessibility, feature);
        for (const auto& seal : unit_.seals) {
            if (seal.valid(today_)) value(Facet::seal, vocabulary_.seals.add(seal.name));
        }
    }

    // FI-05: whoever searches "online" or "vor Ort" also finds dates where one can choose.
    void add_date(const TutorialDate& date) {
        if (!date.bookable(today_) || date.first_day < today_) return;  // FI-06: what cannot be booked is no hit
        search::Occurrence occurrence{.kind = search::OccurrenceKind::dated,
                                      .key = date.id.value,
                                      .first_day = day_number(date.first_day),
                                      .last_day = day_number(date.last_day),
                                      .booking_deadline = day_number(date.booking_deadline),
                                      .start_minute = static_cast<std::int16_t>(date.start_minute),
                                      .end_minute = static_cast<std::int16_t>(date.end_minute),
                                      .format = static_cast<std::uint16_t>(date.mode),
                                      .seats_left = date.seats};
        if (const auto* venue = snapshot_.venue_of(date)) {
            const auto& place = snapshot_.place_of(*venue);
            occurrence.place = vocabulary_.places.add(place.slug);
            append_once(text(places), venue->name);
            append_once(text(places), place.name);
        }
        document_.occurrences.push_back(occurrence);
        if (date.mode != catalogue::Format::hybrid) return;
        occurrence.format = static_cast<std::uint16_t>(catalogue::Format::on_site);
        document_.occurrences.push_back(occurrence);
        occurrence.format = static_cast<std::uint16_t>(catalogue::Format::online);
        occurrence.place = search::no_value;
        occurrence.seats_left = date.online_seats > 0 ? date.online_seats : date.seats;
        document_.occurrences.push_back(occurrence);
    }

    void add_without_date() {
        const bool any_time = unit_.mode == catalogue::Format::self_paced;
        document_.occurrences.push_back({.kind = any_time ? search::OccurrenceKind::any_time : search::OccurrenceKind::unscheduled,
                                         .format = static_cast<std::uint16_t>(unit_.mode)});
    }

    static void append_once(std::string& text, std::string_view more) {
        if (text.find(more) == std::string::npos) append(text, more);
    }

    const CatalogueSnapshot& snapshot_;
    const competence::CompetenceFramework& framework_;
    const LearningUnit& unit_;
    Vocabulary& vocabulary_;
    Date today_;
    search::Document document_;
};

}  // namespace

// FI-01: what an offer is called and teaches counts more than what is said about it.
search::Schema offer_schema() {
    search::Schema schema;
    schema.fields = {{"title", 6, 5, true}, {"keywords", 5, 6}, {"competences", 3, 6}, {"objective", 2.5F, 18},
                     {"modules", 2, 3},     {"audience", 2, 8}, {"general", 1.2F, 35}, {"specialist", 1.2F, 35},
                     {"practice", 1, 20},   {"provider", 2, 4}, {"places", 1.5F, 4},   {"kind", 1, 3}};
    schema.facets = {"area",       "competence", "module",        "provider", "kind",   "difficulty",
                     "credential", "seal",       "accessibility", "language", "origin", "funded"};
    schema.numbers = {"half_hours", "price_member", "price_other"};
    return schema;
}

std::string level_name(std::string_view competence, int level) { return fmt::format("{}.{}", competence, level); }

search::Document offer_document(const CatalogueSnapshot& snapshot, const competence::CompetenceFramework& framework, const LearningUnit& unit,
                                Vocabulary& vocabulary, Date today) {
    return DocumentMaker(snapshot, framework, unit, vocabulary, today).make();
}

}  // namespace kc::discovery
