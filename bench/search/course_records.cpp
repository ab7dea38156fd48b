// SPDX-License-Identifier: EUPL-1.2
#include "search/course_records.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace kc::bench {

namespace {

// Nouns with their forms. The endings stand behind the bar.
constexpr std::array<std::string_view, 72> simple_nouns{
    "Verwaltung|,en",  "Kommune|,n",      "Bürger|,n,s,innen", "Grundlage|,n",       "Recht|,s,e,en",    "Verfahren|,s",    "Bescheid|,e,en,s",
    "Antrag|,s",       "Gesetz|,e,en,es", "Satzung|,en",       "Gebühr|,en",         "Haushalt|,s,e,en", "Planung|,en",     "Führung|",
    "Leitung|,en",     "Projekt|,e,en,s", "Prozess|,e,en,es",  "Digitalisierung|",   "Sicherheit|,en",   "Information|,en", "Datenschutz|,es",
    "Kommunikation|",  "Beratung|,en",    "Gespräch|,e,en,s",  "Konflikt|,e,en,s",   "Team|,s",          "Wissen|,s",       "Vergabe|,n",
    "Beschaffung|,en", "Vertrag|,s",      "Prüfung|,en",       "Kontrolle|,n",       "Bericht|,e,en,s",  "Statistik|,en",   "Kasse|,n",
    "Steuer|,n",       "Personal|,s",     "Ausbildung|,en",    "Fortbildung|,en",    "Gesundheit|",      "Pflege|",         "Jugend|",
    "Schule|,n",       "Kita|,s",         "Familie|,n",        "Integration|",       "Ausländer|,n,s",   "Wahl|,en",        "Bau|,s",
    "Umwelt|",         "Klima|,s",        "Energie|,n",        "Wasser|,s",          "Abfall|,s",        "Verkehr|,s",      "Straße|,n",
    "Gewerbe|,s",      "Ordnung|,en",     "Feuerwehr|,en",     "Rettung|",           "Archiv|,e,en,s",   "Bibliothek|,en",  "Kultur|,en",
    "Museum|,s",       "Sport|,s",        "Friedhof|,s",       "Melderegister|,n,s", "Ausweis|,e,en,es", "Urkunde|,n",      "Akte|,n",
    "Software|",       "Netzwerk|,e,en,s"};
constexpr std::array<std::string_view, 44> modifiers{
    "Verwaltungs", "Vergabe",  "Haushalts", "Datenschutz", "Personal", "Sozial",    "Bau",    "Umwelt",   "Sicherheits", "Informations", "Projekt",
    "Prozess",     "Bürger",   "Steuer",    "Gebühren",    "Melde",    "Ausländer", "Wahl",   "Schul",    "Jugend",      "Führungs",     "Leitungs",
    "Gesundheits", "Pflege",   "Kultur",    "Energie",     "Klima",    "Wasser",    "Abfall", "Verkehrs", "Straßen",     "Gewerbe",      "Ordnungs",
    "Brand",       "Rettungs", "Archiv",    "Register",    "Ausweis",  "Urkunden",  "Akten",  "Netz",     "Wissens",     "Konflikt",     "Vertrags"};
constexpr std::array<std::string_view, 40> heads{
    "recht|,s,e",  "management|,s", "planung|,en",      "verfahren|,s",  "ordnung|,en",   "konzept|,e,en,s", "controlling|,s", "beratung|,en",
    "sicherheit|", "satzung|,en",   "gesetz|,e,en,es",  "führung|",      "bericht|,e,en", "prüfung|,en",     "leitung|,en",    "schutz|,es",
    "amt|,s,es",   "behörde|,n",    "system|,e,en,s",   "analyse|,n",    "strategie|,n",  "entwicklung|,en", "bescheid|,e,en", "antrag|,s",
    "akte|,n",     "register|,s,n", "verwaltung|,en",   "förderung|,en", "steuerung|",    "kontrolle|,n",    "technik|,en",    "wirtschaft|",
    "wesen|,s",    "stelle|,n",     "beauftragte|,n,r", "fachkraft|",    "grundlage|,n",  "praxis|",         "kompetenz|,en",  "qualität|"};
constexpr std::array<std::string_view, 24> adjectives{"rechtliche",    "digitale",   "kommunale",     "praktische", "sichere",      "wirtschaftliche",
                                                      "moderne",       "wichtige",   "aktuelle",      "neue",       "soziale",      "öffentliche",
                                                      "barrierefreie", "gemeinsame", "eigene",        "typische",   "erfolgreiche", "nachhaltige",
                                                      "einfache",      "schwierige", "elektronische", "interne",    "fachliche",    "persönliche"};
constexpr std::array<std::string_view, 6> adjective_endings{"", "n", "r", "s", "m", "n"};
constexpr std::array<std::string_view, 18> verbs{"lernen",     "kennen",     "anwenden",    "verstehen",     "bewerten", "planen",
                                                 "umsetzen",   "gestalten",  "prüfen",      "erstellen",     "führen",   "vorbereiten",
                                                 "beurteilen", "entwickeln", "vergleichen", "dokumentieren", "beraten",  "erklären"};
constexpr std::array<std::string_view, 8> openings{"Die Teilnehmenden",
                                                   "Sie",
                                                   "In diesem Seminar werden",
                                                   "Der Kurs zeigt, wie Fachkräfte",
                                                   "Mitarbeitende",
                                                   "An Beispielen aus der Praxis",
                                                   "Die Schulung",
                                                   "Anhand von Übungen"};
constexpr std::array<std::string_view, 6> title_forms{"Grundlagen: ", "", "Seminar ", "Praxiskurs ", "Aufbaukurs ", "Update "};

std::vector<std::string> forms_of(std::string_view noun, std::string_view before = {}) {
    const auto bar = noun.find('|');
    const std::string stem = std::string(before) + std::string(noun.substr(0, bar));
    std::vector<std::string> forms;
    for (auto rest = noun.substr(bar + 1);;) {
        const auto comma = rest.find(',');
        forms.push_back(stem + std::string(rest.substr(0, comma)));
        if (comma == rest.npos) break;
        rest.remove_prefix(comma + 1);
    }
    return forms;
}

}  // namespace

CourseRecords::CourseRecords(std::uint64_t seed) : random_(seed) {
    for (const auto noun : simple_nouns) nouns_.push_back({forms_of(noun), false});
    topics_.resize(60);
    for (auto& topic : topics_) {
        for (int i = 0; i < 5; ++i) topic.push_back(nouns_[random_.below(nouns_.size())]);
        for (int i = 0; i < 9; ++i) {
            const auto modifier = modifiers[random_.below(modifiers.size())];
            topic.push_back({forms_of(heads[random_.below(heads.size())], modifier), true});
        }
    }
}

std::string CourseRecords::compound() {
    std::string first(modifiers[random_.below(modifiers.size())]);
    if (random_.chance(15)) {
        std::string second(modifiers[random_.below(modifiers.size())]);
        second[0] = static_cast<char>(second[0] | 0x20);  // all begin with an ASCII letter
        first += second;
    }
    const auto forms = forms_of(heads[random_.below(heads.size())], first);
    return forms[random_.below(forms.size())];
}

const std::string& CourseRecords::word(std::uint16_t topic) {
    const auto& of_topic = topics_[topic];
    // General nouns are spread like real words: the first ones stand in a large part of all records.
    const auto general = random_.below(nouns_.size()) * random_.below(nouns_.size()) / nouns_.size();
    const auto& forms = (random_.chance(55) ? of_topic[random_.below(of_topic.size())] : nouns_[general]).forms;
    return forms[random_.below(forms.size())];
}

std::string CourseRecords::sentence(std::uint16_t topic) {
    std::string out(openings[random_.below(openings.size())]);
    const auto adjective = [&] {
        return std::string(adjectives[random_.below(adjectives.size())]) + std::string(adjective_endings[random_.below(adjective_endings.size())]);
    };
    out += ' ' + adjective() + ' ' + word(topic) + " und " + word(topic) + " in der " + (random_.chance(12) ? compound() : word(topic));
    if (random_.chance(60)) out += " sowie " + adjective() + ' ' + word(topic) + " für die " + word(topic);
    out += ' ' + std::string(verbs[random_.below(verbs.size())]) + '.';
    return out;
}

CourseRecord CourseRecords::next() {
    CourseRecord record;
    record.topic = static_cast<std::uint16_t>(random_.below(60) * random_.below(60) / 60);
    record.title = std::string(title_forms[random_.below(title_forms.size())]) + word(record.topic);
    if (random_.chance(60)) record.title += " und " + word(record.topic);
    if (random_.chance(20)) record.title += " in der " + compound();
    for (auto sentences = random_.between(4, 11); sentences > 0; --sentences) record.text += sentence(record.topic) + ' ';
    record.provider = static_cast<std::uint16_t>(random_.below(40));
    record.format = static_cast<std::uint16_t>(random_.below(4));
    record.level = static_cast<std::uint16_t>(random_.below(5));
    record.region = static_cast<std::uint16_t>(random_.below(16));
    for (auto n = random_.between(1, 3); n > 0; --n) {
        const auto competence = static_cast<std::uint16_t>((record.topic * 2 + random_.below(30)) % 120);
        if (std::find(record.competences.begin(), record.competences.end(), competence) == record.competences.end())
            record.competences.push_back(competence);
    }
    record.hours = static_cast<std::int32_t>(random_.between(2, 40));
    record.price = static_cast<std::int32_t>(random_.below(25) * 2000);
    for (auto n = random_.below(5); n > 0; --n) {
        const auto first = records_today + static_cast<std::int32_t>(random_.between(-60, 300));
        record.dates.push_back({first, first + static_cast<std::int32_t>(random_.below(3))});
    }
    return record;
}

std::string CourseRecords::with_typing_error(std::string word) {
    // In the middle, where ASCII letters stand; the first letter is rarely wrong.
    for (int attempt = 0; attempt < 20; ++attempt) {
        const auto at = 2 + random_.below(word.size() - 3);
        if ((word[at] & 0x80) != 0 || (word[at + 1] & 0x80) != 0 || (word[at - 1] & 0x80) != 0) continue;
        switch (random_.below(4)) {
            case 0: return word.erase(at, 1);
            case 1: return word.insert(at, 1, word[at]);
            case 2:
                if (word[at] == word[at + 1]) continue;
                std::swap(word[at], word[at + 1]);
                return word;
            default: word[at] = word[at] == 'e' ? 'r' : 'e'; return word;
        }
    }
    return word;
}

std::vector<CourseQuery> CourseRecords::queries(std::size_t number) {
    std::vector<CourseQuery> made;
    while (made.size() < number) {
        CourseQuery query;
        const auto topic = static_cast<std::uint16_t>(random_.below(60));
        const auto words = random_.between(1, 3);
        for (int i = 0; i < words; ++i) {
            std::string next = random_.chance(8) ? compound() : word(topic);
            query.compound = query.compound || next.size() > 14;
            if (!query.typing_error && next.size() >= 8 && random_.chance(12)) {
                next = with_typing_error(std::move(next));
                query.typing_error = true;
            }
            query.text += (query.text.empty() ? "" : " ") + next;
        }
        if (random_.chance(35)) {
            if (random_.chance(20)) query.provider = static_cast<int>(random_.below(40));
            if (random_.chance(20)) query.topic = topic;
            if (random_.chance(25)) query.format = static_cast<int>(random_.below(4));
            if (random_.chance(25)) query.level = static_cast<int>(random_.below(5));
            if (random_.chance(25)) query.region = static_cast<int>(random_.below(16));
            if (random_.chance(15)) query.competence = static_cast<int>((topic * 2 + random_.below(30)) % 120);
            if (random_.chance(25)) query.price_most = 20'000;
            if (random_.chance(35)) {
                query.from = records_today + static_cast<std::int32_t>(random_.below(100));
                query.until = query.from + 60;
            }
        }
        made.push_back(std::move(query));
    }
    return made;
}

}  // namespace kc::bench
