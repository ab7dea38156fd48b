// SPDX-License-Identifier: EUPL-1.2
#include "sample/catalogue.hpp"

#include "base/random.hpp"
#include "sample/calendar.hpp"
#include "sample/yaml.hpp"

namespace kc::sample {

namespace {

using catalogue::Format;

constexpr int first_date_after_days = 21;  // enough for the booking deadline of the first date to lie ahead
constexpr int dates_window_days = 330;
constexpr int deadline_days = 14;
constexpr int cancelled_percent = 3;

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const auto& text : texts) all += (all.empty() ? "" : ", ") + text;
    return all;
}

// Enumerators by their names; absent is none.
template <class Enum> std::vector<Enum> read_list(const YamlEntry& entry, const std::string& field) {
    std::vector<Enum> list;
    for (const auto& name : entry.texts_or_none(field)) {
        Enum value{};
        if (!boost::describe::enum_from_string(name.c_str(), value)) {
            entry.fail(field, "nennt „" + name + "“, das es nicht gibt", "Prüfen Sie die Schreibweise.");
        }
        list.push_back(value);
    }
    return list;
}

struct Known {
    KnownIds areas{"Das Kompetenzfeld"}, competences{"Die Kompetenz"}, profiles{"Das Tätigkeitsprofil"}, places{"Der Ort"}, providers{"Der Anbieter"},
        venues{"Der Lernort"}, modules{"Das Modul"}, units{"Die Lerneinheit"};
};

// {framework: esco, id: …, label: …, relation: close}, or {framework: kldb, none: true} where nothing there fits.
std::vector<competence::Alignment> read_alignments(const YamlEntry& owner) {
    std::vector<competence::Alignment> alignments;
    for (const auto& entry : owner.entries_or_none("alignment")) {
        const auto framework = entry.choice<competence::ForeignFramework>("framework");
        if (entry.has("none")) {
            alignments.push_back({framework, "", "", competence::AlignmentRelation::none});
        } else {
            alignments.push_back({framework, entry.text("id"), entry.text("label"), entry.choice<competence::AlignmentRelation>("relation")});
        }
    }
    return alignments;
}

std::optional<competence::Deadline> read_deadline(const YamlEntry& demand) {
    if (!demand.has("deadline")) return std::nullopt;
    const auto entry = demand.entry("deadline");
    return competence::Deadline{entry.date("until"), static_cast<int>(entry.integer("weight", 1, 10)), entry.text("law")};
}

void read_competences(const YamlEntry& file, Known& known, competence::FrameworkContent& content) {
    for (const auto& area : file.entries_or_none("areas")) {
        content.areas.push_back({area.text("id"), area.text("name"), area.text("name_en")});
        known.areas.add(area, content.areas.back().slug);
    }
    for (const auto& entry : file.entries("competences")) {
        competence::CompetenceContent competence;
        competence.slug = entry.text("id");
        known.competences.add(entry, competence.slug);
        competence.area = entry.text("area");
        known.areas.check(entry, "area", competence.area);
        competence.name = entry.text("name");
        competence.description = entry.text("description");
        competence.keywords = joined(entry.texts("keywords"));
        competence.half_life_months = static_cast<int>(entry.integer("half_life_months", 1, 240));
        competence.descriptors = entry.texts("levels");
        if (competence.descriptors.size() != 5) entry.fail("levels", "beschreibt nicht fünf Stufen", "Schreiben Sie je Stufe 1 bis 5 einen Satz.");
        competence.level_0 = entry.text_or("level_0", "");
        competence.phrases = entry.texts_or_none("phrases");
        competence.alignments = read_alignments(entry);
        content.competences.push_back(std::move(competence));
    }
}

std::vector<competence::DemandContent> read_demands(const YamlEntry& owner, const std::string& field, const Known& known) {
    std::vector<competence::DemandContent> demands;
    for (const auto& entry : owner.entries_or_none(field)) {
        demands.push_back({entry.text("competence"), static_cast<int>(entry.integer("level", 1, 5)), static_cast<int>(entry.integer("weight", 1, 10)),
                           entry.text("reason"), std::nullopt, read_deadline(entry)});
        known.competences.check(entry, "competence", demands.back().competence);
    }
    return demands;
}

void read_role_profiles(const std::vector<YamlEntry>& files, Known& known, competence::FrameworkContent& content) {
    std::vector<YamlEntry> entries;
    for (const auto& file : files) {
        for (auto& demand : read_demands(file, "general_demands", known)) content.general_demands.push_back(std::move(demand));
        for (auto& entry : file.entries("profiles")) entries.push_back(std::move(entry));
    }
    for (const auto& entry : entries) {
        known.profiles.add(entry, entry.text("id"));
        content.role_profiles.push_back({entry.text("id"), entry.text("name"), entry.text("name_en"), entry.text("description"),
                                         read_demands(entry, "market", known), read_demands(entry, "authority", known),
                                         entry.texts_or_none("successors"), entry.texts_or_none("titles"), read_alignments(entry)});
    }
    for (const auto& entry : entries) {
        for (const auto& successor : entry.texts_or_none("successors")) known.profiles.check(entry, "successors", successor);
    }
}

void read_providers(const YamlEntry& file, Known& known, SampleCatalogue& sample) {
    for (const auto& entry : file.entries("places")) {
        known.places.add(entry, entry.text("id"));
        sample.places.push_back({entry.text("id"), entry.text("name"), entry.decimal("latitude", -90, 90), entry.decimal("longitude", -180, 180)});
    }
    for (const auto& entry : file.entries("providers")) {
        known.providers.add(entry, entry.text("id"));
        known.places.check(entry, "town", entry.text("town"));
        sample.offers.providers.push_back(
            {entry.text("id"), entry.choice<catalogue::ProviderKind>("kind"), entry.text("name"), entry.text("description"), entry.text("town")});
    }
    for (const auto& entry : file.entries("venues")) {
        known.venues.add(entry, entry.text("id"));
        known.places.check(entry, "place", entry.text("place"));
        sample.offers.venues.push_back({entry.text("id"), entry.text("host"), entry.text("name"), entry.text("place"), entry.text("street"),
                                        static_cast<int>(entry.integer("seats", 1, 10'000)), entry.boolean("step_free"),
                                        joined(entry.texts("equipment")), entry.text("description"),
                                        read_list<catalogue::AccessibilityFeature>(entry, "accessibility"), entry.text_or("accessibility_note", ""),
                                        entry.text_or("didactics", ""), Money{entry.integer_or("price_day_cents", 0, 0, 10'000'000)}});
    }
    for (const auto& entry : file.entries("modules")) {
        known.modules.add(entry, entry.text("id"));
        sample.offers.modules.push_back({entry.text("id"), entry.text("name"), entry.text("name_en"), entry.text("description")});
    }
}

std::vector<catalogue::LevelContent> read_levels(const YamlEntry& unit, const std::string& field, const Known& known) {
    std::vector<catalogue::LevelContent> levels;
    for (const auto& entry : unit.entries_or_none(field)) {
        levels.push_back({entry.text("competence"), static_cast<int>(entry.integer("level", 1, 5))});
        known.competences.check(entry, "competence", levels.back().competence);
    }
    return levels;
}

int seats_at(const SampleCatalogue& sample, const std::string& venue) {
    for (const auto& known : sample.offers.venues) {
        if (known.slug == venue) return known.seats;
    }
    return 0;
}

std::vector<catalogue::DateContent> lay_out_dates(const YamlEntry& entry, const catalogue::UnitContent& unit, const Known& known,
                                                  const SampleCatalogue& sample, Date today, std::uint64_t seed) {
    if (unit.mode == Format::self_paced || unit.code_share_of) {
        if (entry.has("dates_per_year")) {
            entry.fail("dates_per_year", unit.code_share_of ? "steht schon beim gemeinsamen Angebot" : "passt nicht zum Selbststudium",
                       "Entfernen Sie die Angaben zu Terminen.");
        }
        return {};
    }
    const auto number = static_cast<int>(entry.integer("dates_per_year", 1, 52));
    const auto days = static_cast<int>(entry.integer("date_days", 1, 5));
    const auto seats = static_cast<int>(entry.integer("seats", 1, 10'000));
    const int start = entry.minute_of_day("start"), end = entry.minute_of_day("end");
    if (end <= start) entry.fail("end", "liegt nicht nach dem Beginn", "Nennen Sie eine spätere Uhrzeit.");
    const auto venues = unit.mode == Format::online ? std::vector<std::string>{} : entry.texts("venues");
    if (unit.mode != Format::online && venues.empty()) entry.fail("venues", "nennt keinen Lernort", "Nennen Sie mindestens einen.");
    for (const auto& venue : venues) {
        known.venues.check(entry, "venues", venue);
        if (seats_at(sample, venue) < seats) {
            entry.fail("seats", fmt::format("sind mehr als der Lernort „{}“ hat", venue),
                       "Senken Sie die Zahl oder nehmen Sie einen größeren Lernort.");
        }
    }
    SeededRandom random(mixed_seed(seed, unit.slug));
    std::vector<catalogue::DateContent> dates;
    Date not_before = add_days(today, first_date_after_days);
    for (int i = 0; i < number; ++i) {
        const int share = dates_window_days * i + static_cast<int>(random.below(dates_window_days));
        const Date first = next_course_days(std::max(not_before, add_days(today, first_date_after_days + share / number)), days);
        const Date last = add_days(first, days - 1);
        const auto venue = venues.empty() ? std::nullopt : std::optional(venues[static_cast<std::size_t>(i) % venues.size()]);
        const bool cancelled = i > 0 && random.chance(cancelled_percent);
        dates.push_back({unit.mode, first, last, start, end, venue, seats, add_days(first, -deadline_days),
                         cancelled ? catalogue::DateState::cancelled : catalogue::DateState::planned});
        not_before = add_days(last, 7);
    }
    return dates;
}

std::optional<int> read_number(const YamlEntry& entry, const std::string& field, int most) {
    return entry.has(field) ? std::optional(static_cast<int>(entry.integer(field, 1, most))) : std::nullopt;
}

// What an offer may say beyond the necessary.
void read_details(const YamlEntry& entry, catalogue::UnitContent& unit) {
    unit.practice = entry.text_or("practice", "");
    unit.keywords = entry.texts_or_none("keywords");
    if (entry.has("participants")) {
        unit.participants_min = read_number(entry.entry("participants"), "min", 1000);
        unit.participants_max = read_number(entry.entry("participants"), "max", 10'000);
    }
    if (entry.has("difficulty")) unit.difficulty = entry.choice<catalogue::Difficulty>("difficulty");
    unit.dqr = read_number(entry, "dqr", 8);
    unit.ects_tenths = static_cast<int>(entry.integer_or("ects_tenths", 0, 0, 600));
    unit.credentials = read_list<catalogue::CredentialKind>(entry, "credentials");
    unit.accessibility = read_list<catalogue::AccessibilityFeature>(entry, "accessibility");
    unit.accessibility_note = entry.text_or("accessibility_note", "");
    for (const auto& seal : entry.entries_or_none("seals")) {
        unit.seals.push_back(
            {seal.text("name"), seal.text("issuer"), seal.has("valid_until") ? std::optional(seal.date("valid_until")) : std::nullopt});
    }
    unit.funding = entry.text_or("funding", "");
    if (entry.has("code_share_of")) unit.code_share_of = entry.text("code_share_of");
    if (entry.has("only_for")) unit.only_for = entry.text("only_for");
}

catalogue::UnitContent read_unit(const YamlEntry& entry, const Known& known) {
    catalogue::UnitContent unit;
    unit.slug = entry.text("id");
    unit.provider = entry.text("provider");
    known.providers.check(entry, "provider", unit.provider);
    unit.kind = entry.choice<catalogue::OfferKind>("kind");
    unit.title = entry.text("title");
    unit.objective = entry.text("objective");
    unit.description_specialist = entry.text("description_specialist");
    unit.description_general = entry.text("description_general");
    unit.audience = entry.text("audience");
    unit.modules = entry.texts("modules");
    for (const auto& module : unit.modules) known.modules.check(entry, "modules", module);
    unit.mandatory_in = entry.texts_or_none("mandatory_in");
    for (const auto& module : unit.mandatory_in) {
        if (std::find(unit.modules.begin(), unit.modules.end(), module) == unit.modules.end()) {
            entry.fail("mandatory_in", "nennt das Modul „" + module + "“, das nicht unter modules steht", "Ergänzen Sie es dort.");
        }
    }
    unit.teaches = read_levels(entry, "teaches", known);
    if (unit.teaches.empty()) entry.fail("teaches", "nennt keine Kompetenz", "Nennen Sie, was man danach kann.");
    unit.needs = read_levels(entry, "requires", known);
    if (entry.has("after")) unit.after = entry.text("after");
    const auto half_hours = [&](const char* field) { return HalfHours{entry.integer(field, 0, 400)}; };
    unit.self_study = half_hours("self_study_half_hours");
    unit.tutorial = half_hours("tutorial_half_hours");
    unit.follow_up = half_hours("follow_up_half_hours");
    if ((unit.self_study + unit.tutorial + unit.follow_up).value == 0) {
        entry.fail("tutorial_half_hours", "ergibt mit den anderen Phasen keine Dauer", "Tragen Sie mindestens eine halbe Stunde ein.");
    }
    unit.mode = entry.choice<Format>("mode");
    unit.presence_days = static_cast<int>(entry.integer("presence_days", 0, 30));
    unit.price_member = Money{entry.integer("price_member_cents", 0, 10'000'000)};
    unit.price_other = Money{entry.integer("price_other_cents", 0, 10'000'000)};
    unit.origin = entry.choice<catalogue::Origin>("origin");
    unit.funded = entry.boolean("funded");
    unit.language = entry.text("language");
    if (unit.language != "de" && unit.language != "en") entry.fail("language", "ist keine bekannte Sprache", "Möglich sind: de, en.");
    read_details(entry, unit);
    return unit;
}

void read_courses(const YamlEntry& file, const Known& known, KnownIds& courses, SampleCatalogue& sample) {
    for (const auto& entry : file.entries_or_none("courses")) {
        courses.add(entry, entry.text("id"));
        catalogue::CourseContent course{entry.text("id"), entry.text("name"), entry.text("module"), entry.boolean("closed"), entry.texts("units")};
        known.modules.check(entry, "module", course.module);
        for (const auto& unit : course.units) known.units.check(entry, "units", unit);
        if (course.units.size() < 3 || course.units.size() > 6)
            entry.fail("units", "sind nicht drei bis sechs", "Ein Kurs hat drei bis sechs Lerneinheiten.");
        sample.offers.courses.push_back(std::move(course));
    }
}

// Offers refer to each other across the files.
void read_units(const std::vector<YamlEntry>& files, Known& known, SampleCatalogue& sample, Date today, std::uint64_t seed) {
    for (const auto& file : files) {
        for (const auto& entry : file.entries("units")) {
            auto unit = read_unit(entry, known);
            known.units.add(entry, unit.slug);
            unit.dates = lay_out_dates(entry, unit, known, sample, today, seed);
            sample.offers.units.push_back(std::move(unit));
        }
    }
    KnownIds courses("Den Kurs");
    for (const auto& file : files) {
        for (const auto& entry : file.entries("units")) {
            for (const char* field : {"after", "code_share_of"}) {
                if (entry.has(field)) known.units.check(entry, field, entry.text(field));
            }
        }
        read_courses(file, known, courses, sample);
    }
}

}  // namespace

std::uint64_t mixed_seed(std::uint64_t seed, std::string_view name) {
    std::uint64_t hash = 0xCBF29CE484222325ULL ^ seed;
    for (const char c : name) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001B3ULL;
    }
    return hash;
}

SampleCatalogue read_sample_catalogue(const std::filesystem::path& data_directory, Date today, std::uint64_t seed) {
    SampleCatalogue sample;
    Known known;
    for (const auto& file : load_numbered_files(data_directory, "competences")) read_competences(file, known, sample.framework);
    read_role_profiles(load_numbered_files(data_directory, "role_profiles"), known, sample.framework);
    sample.framework.stated_on = Date{today.year() - std::chrono::years{1}, std::chrono::September, std::chrono::day{1}};
    read_providers(YamlEntry::load(data_directory / "providers.yaml"), known, sample);
    read_units(load_numbered_files(data_directory, "learning_units"), known, sample, today, seed);
    return sample;
}

}  // namespace kc::sample
