// SPDX-License-Identifier: EUPL-1.2
#include "search/stop_words.hpp"

#include "search/stem.hpp"

#include <string>
#include <unordered_set>

namespace kc::search {
namespace {

using Set = std::unordered_set<std::string_view>;

struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using Stems = std::unordered_set<std::string, Hash, std::equal_to<>>;

Stems stems_of(std::initializer_list<std::string_view> words) {
    Stems stems;
    for (const auto word : words) stems.insert(stem(word));
    return stems;
}

}  // namespace

bool is_stop_word(std::string_view word) {
    static const Set words = {
        "der",     "die",      "das",     "den",     "dem",     "des",    "ein",    "eine",     "einen",     "einem",     "einer",      "eines",
        "kein",    "keine",    "keinen",  "keinem",  "keiner",  "dies",   "diese",  "dieser",   "dieses",    "diesen",    "diesem",     "jede",
        "jeder",   "jedes",    "jeden",   "jedem",   "jene",    "jener",  "jenes",  "welche",   "welcher",   "welches",   "welchen",    "welchem",
        "manche",  "mancher",  "solche",  "solcher", "solchen", "selbe",  "selben", "derselbe", "dieselbe",  "ich",       "du",         "er",
        "sie",     "es",       "wir",     "ihr",     "mich",    "mir",    "dich",   "dir",      "ihn",       "ihm",       "uns",        "euch",
        "ihnen",   "sich",     "man",     "wer",     "was",     "wem",    "wen",    "wessen",   "mein",      "meine",     "meinen",     "meinem",
        "meiner",  "meines",   "dein",    "deine",   "deinen",  "deinem", "deiner", "sein",     "seine",     "seinen",    "seinem",     "seiner",
        "seines",  "ihre",     "ihren",   "ihrem",   "ihrer",   "ihres",  "unser",  "unsere",   "unseren",   "unserem",   "unserer",    "unseres",
        "euer",    "eure",     "euren",   "eurem",   "eurer",   "und",    "oder",   "aber",     "denn",      "sondern",   "doch",       "sowie",
        "sowohl",  "entweder", "weder",   "noch",    "als",     "wie",    "wenn",   "weil",     "dass",      "daß",       "ob",         "damit",
        "obwohl",  "während",  "bevor",   "nachdem", "falls",   "um",     "zu",     "zum",      "zur",       "im",        "in",         "ins",
        "am",      "an",       "ans",     "auf",     "aufs",    "aus",    "bei",    "beim",     "bis",       "durch",     "für",        "fuer",
        "gegen",   "mit",      "nach",    "ohne",    "seit",    "über",   "ueber",  "unter",    "von",       "vom",       "vor",        "vorm",
        "wegen",   "zwischen", "hinter",  "neben",   "trotz",   "per",    "pro",    "je",       "innerhalb", "außerhalb", "ausserhalb", "anhand",
        "mittels", "gemäß",    "gemäss",  "laut",    "samt",    "bin",    "bist",   "ist",      "sind",      "seid",      "war",        "waren",
        "wäre",    "wären",    "gewesen", "habe",    "hast",    "hat",    "haben",  "habt",     "hatte",     "hatten",    "hätte",      "hätten",
        "werde",   "wirst",    "wird",    "werden",  "werdet",  "wurde",  "wurden", "würde",    "würden",    "worden",    "kann",       "kannst",
        "können",  "könnt",    "könnte",  "könnten", "konnte",  "muss",   "musst",  "müssen",   "müsste",    "müssten",   "soll",       "sollen",
        "sollte",  "sollten",  "will",    "willst",  "wollen",  "wollte", "möchte", "möchten",  "moechte",   "mag",       "mögen",      "darf",
        "dürfen",  "dürfte",   "nicht",   "nichts",  "nie",     "auch",   "nur",    "sehr",     "so",        "schon",     "mal",        "etwas",
        "hier",    "da",       "dort",    "dann",    "nun",     "jetzt",  "immer",  "wieder",   "wo",        "wohin",     "woher",      "wann",
        "warum",   "wieso",    "weshalb", "womit",   "wozu",    "dazu",   "dabei",  "daran",    "darauf",    "daraus",    "darin",      "darüber",
        "davon",   "davor",    "dafür",   "dagegen", "dadurch", "danach", "hierzu", "hierbei",  "also",      "etwa",      "eben",       "ja",
        "nein",    "bzw",      "usw",     "etc",     "zb",      "ggf",    "sog",    "evtl",     "inkl",      "d",         "h",          "z",
        "b",       "u",        "a",       "the",     "and",     "of",     "for",    "to"};
    return words.contains(word);
}

bool is_filler(std::string_view word) {
    static const Set words = {"suche",
                              "suchen",
                              "sucht",
                              "finde",
                              "finden",
                              "brauche",
                              "brauchen",
                              "braucht",
                              "benötige",
                              "benötigen",
                              "interessiere",
                              "interessiert",
                              "interesse",
                              "gerne",
                              "gern",
                              "bitte",
                              "gibt",
                              "geben",
                              "gebe",
                              "geht",
                              "gehts",
                              "gehen",
                              "gehe",
                              "mache",
                              "machen",
                              "macht",
                              "mehr",
                              "viel",
                              "viele",
                              "vielen",
                              "alle",
                              "alles",
                              "allen",
                              "aller",
                              "allem",
                              "beste",
                              "besten",
                              "bester",
                              "besser",
                              "gut",
                              "gute",
                              "guten",
                              "guter",
                              "gutes",
                              "richtig",
                              "richtige",
                              "richtigen",
                              "endlich",
                              "einfach",
                              "wissen",
                              "weiß",
                              "weiss",
                              "verstehe",
                              "verstehen",
                              "kennenlernen",
                              "lerne",
                              "lernen",
                              "lernt",
                              "erlernen",
                              "thema",
                              "themen",
                              "bereich",
                              "rund",
                              "ganz",
                              "ganze",
                              "ganzen",
                              "lassen",
                              "lässt",
                              "hilfe",
                              "tun",
                              "tue",
                              "tut",
                              "worauf",
                              "achten",
                              "andere",
                              "anderen",
                              "anderer",
                              "ständig",
                              "passende",
                              "passender",
                              "passendes",
                              "welch",
                              "wirklich",
                              "eigentlich",
                              "überhaupt",
                              "bekomme",
                              "bekommen",
                              "kriege",
                              "kriegen",
                              "neue",
                              "neuen",
                              "neuer",
                              "neues",
                              "neu",
                              "unbedingt",
                              "zeit",
                              "jemand",
                              "jemanden",
                              "jemandem",
                              "leute",
                              "leuten",
                              "sagen",
                              "sage",
                              "bleibe",
                              "bleiben",
                              "bleibt",
                              "steht",
                              "stehen",
                              "los",
                              "umgehe",
                              "umgehen",
                              "umgeht",
                              "umgang",
                              "amt",
                              "verwaltung",
                              "kommune",
                              "kommunal",
                              "kommunale",
                              "kommunalen",
                              "kommunaler",
                              "rathaus",
                              "arbeitsplatz",
                              "büro",
                              "gemeinde",
                              "gemeinden",
                              "stadt",
                              "stadtverwaltung",
                              "menschen",
                              "bald",
                              "sofort",
                              "heute",
                              "oft",
                              "dringend",
                              "lange",
                              "langer",
                              "langem",
                              "sofortige",
                              "wenig",
                              "mehrere",
                              "unseres",
                              "eigene",
                              "eigenen",
                              "eigener",
                              "verschiedene",
                              "verschiedenen",
                              "täglich",
                              "täglichen",
                              "alltag",
                              "aktuell",
                              "aktuelle",
                              "aktuellen",
                              "schnell",
                              "schneller",
                              "leicht",
                              "leichter",
                              "bezug",
                              "praxis"};
    return words.contains(word);
}

bool is_offer_word(std::string_view stemmed) {
    static const Stems words = stems_of(
        {"kurs",          "kurse",           "schulung",     "schulungen",    "seminar",     "seminare",    "fortbildung",  "fortbildungen",
         "weiterbildung", "weiterbildungen", "lehrgang",     "lehrgänge",     "workshop",    "workshops",   "training",     "trainings",
         "angebot",       "angebote",        "lerneinheit",  "lerneinheiten", "lernen",      "lernangebot", "lernangebote", "bildungsangebot",
         "veranstaltung", "veranstaltungen", "webinar",      "webinare",      "unterricht",  "tutorial",    "modul",        "module",
         "bildung",       "qualifizierung",  "unterweisung", "tutorium",      "online-kurs", "onlinekurs",  "termin",       "termine"});
    return words.contains(stemmed);
}

bool is_level_word(std::string_view stemmed) {
    static const Stems words =
        stems_of({"grundlagen", "grundlage", "einführung", "einstieg", "basis", "basiswissen", "grundwissen", "vorkenntnisse", "anfänger",
                  "einsteiger", "anfang", "fortgeschrittene", "vertiefung", "aufbau", "profi", "auffrischung", "kompakt", "intensiv"});
    return words.contains(stemmed);
}

bool is_staff_word(std::string_view stemmed) {
    static const Stems words = stems_of({"beschäftigte", "mitarbeiter", "mitarbeitende", "sachbearbeiter", "sachbearbeitung", "sachbearbeitende",
                                         "kollege", "kollegen", "angestellte", "personen", "person", "leute", "team"});
    return words.contains(stemmed);
}

bool is_audience_word(std::string_view stemmed) {
    static const Stems words = stems_of({"azubi",
                                         "azubis",
                                         "auszubildende",
                                         "ausbilder",
                                         "führungskraft",
                                         "führungskräfte",
                                         "leitung",
                                         "teamleitung",
                                         "amtsleitung",
                                         "vorgesetzte",
                                         "chef",
                                         "anfänger",
                                         "einsteiger",
                                         "neuling",
                                         "neulinge",
                                         "fortgeschrittene",
                                         "quereinsteiger",
                                         "sachbearbeitung",
                                         "sachbearbeiter",
                                         "mitarbeiter",
                                         "mitarbeitende",
                                         "beschäftigte",
                                         "bürgermeister",
                                         "kämmerer",
                                         "personalrat",
                                         "erzieher",
                                         "hausmeister",
                                         "lehrkraft",
                                         "lehrkräfte",
                                         "beamte",
                                         "angestellte",
                                         "beauftragte",
                                         "berufseinsteiger",
                                         "nachwuchskraft",
                                         "nachwuchskräfte",
                                         "projektleitung",
                                         "fachkraft",
                                         "fachkräfte",
                                         "verwaltungsfachangestellte",
                                         "ratsmitglied",
                                         "gemeinderat",
                                         "ortsvorsteher",
                                         "ausbildende",
                                         "praktikant",
                                         "profi",
                                         "experte",
                                         "laie",
                                         "dozent",
                                         "trainer",
                                         "eltern",
                                         "wiedereinsteiger",
                                         "teilzeitkraft",
                                         "schwerbehindertenvertretung"});
    return words.contains(stemmed);
}

}  // namespace kc::search
