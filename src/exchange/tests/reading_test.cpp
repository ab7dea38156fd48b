// SPDX-License-Identifier: EUPL-1.2
// Reading what other systems really serve.
#include "exchange/offer_reading.hpp"

#include "catalogue/rich_text.hpp"
#include "exchange/table_writer.hpp"
#include "exchange/values.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

using namespace kc;
using namespace kc::exchange;
using catalogue::CredentialKind;
using catalogue::Format;

namespace {

std::string fixture(const std::string& name) {
    std::ifstream in(std::filesystem::path(KC_SOURCE_DIR) / "src/exchange/tests/fixtures" / name, std::ios::binary);
    REQUIRE(in);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return std::move(bytes).str();
}

Vocabulary vocabulary() {
    Vocabulary v;
    v.competences = {{"gespraech", "Gespräche führen", "", ""}, {"akten", "Digitale Akten führen", "1.3", ""}};
    v.modules = {{"soziales", "Soziales"}};
    v.venues = {{"wm-dialogstube", "Dialogstube", "Weinheim"}};
    v.today = Date{std::chrono::year{2026} / 11 / 21};
    return v;
}

Date day(int year, unsigned month, unsigned number) { return Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{number}}; }

const FieldReport* report(const ReadOffer& offer, std::string_view field, FieldOutcome outcome) {
    for (const auto& entry : offer.fields) {
        if (entry.field == field && entry.outcome == outcome) return &entry;
    }
    return nullptr;
}

bool has_problem(const ReadOffer& offer, std::string_view field) {
    return std::any_of(offer.problems.begin(), offer.problems.end(), [&](const ReadProblem& p) { return p.field == field; });
}

}  // namespace

TEST_CASE("a MOOChub 3.0.1 course becomes an offer with dates, venue, price, credentials and competences") {
    const auto result = read_offers(fixture("moochub-3.0.1.json"), vocabulary(), {});
    CHECK(result.format == SourceFormat::moochub);
    CHECK(result.version == "3");
    CHECK(result.source_system == "moochub:kurse.beispielhausen.example");
    CHECK(result.next == "https://kurse.beispielhausen.example/bridges/moochub/courses?page=2");
    REQUIRE(result.offers.size() == 2);
    const auto& offer = result.offers[0];
    const auto& content = offer.content;
    CHECK(offer.problems.empty());
    CHECK(content.source->id == "5d3f0a62-8f1c-4f6e-9a35-6a9b0a3f1c01");
    CHECK(content.source->url == "https://kurse.beispielhausen.example/courses/akten2027");
    CHECK(content.title == "Digitale Akten sicher führen");
    CHECK(content.mode == Format::on_site);
    CHECK(content.price_other == Money{4990});
    CHECK(content.ects_tenths == 25);
    CHECK(content.difficulty == catalogue::Difficulty::intermediate);
    CHECK(content.credentials == std::vector{CredentialKind::participation, CredentialKind::certificate});
    CHECK(content.teaches == std::vector<catalogue::LevelContent>{{"akten", 2}});
    CHECK(content.keywords == std::vector<std::string>{"E-Akte", "Aktenplan"});
    REQUIRE(content.dates.size() == 2);
    CHECK(content.dates[0].first_day == day(2027, 3, 31));
    CHECK(content.dates[0].start_minute == 9 * 60);  // 07:00 UTC in summer time
    CHECK(content.dates[0].booking_deadline == day(2027, 3, 17));
    CHECK(content.dates[1].last_day == day(2027, 5, 13));
    REQUIRE(offer.venues.size() == 1);
    CHECK(offer.venues[0].town == "Weinheim");
    CHECK(offer.date_venues[0] == 0);
}

TEST_CASE("no script of a MOOChub description survives, and the report says that something was removed") {
    const auto result = read_offers(fixture("moochub-3.0.1.json"), vocabulary(), {});
    const auto& offer = result.offers[0];
    CHECK(offer.content.description_specialist.find("alert") == std::string::npos);
    CHECK(offer.content.description_specialist.find("onclick") == std::string::npos);
    CHECK(catalogue::plain_text(offer.content.description_specialist).find("Mit Übungen & Beispielen.") != std::string::npos);
    CHECK(report(offer, "description", FieldOutcome::changed) != nullptr);
}

TEST_CASE("what MOOChub has and we do not is reported as lost with the reason, and no name of a person is kept") {
    const auto result = read_offers(fixture("moochub-3.0.1.json"), vocabulary(), {});
    const auto& offer = result.offers[0];
    for (const auto field : {"license", "instructor", "publisher", "courseCode", "farbe", "teaches[1]", "offer[1].price", "hollandCode"}) {
        CAPTURE(field);
        const auto* entry = report(offer, field, FieldOutcome::dropped);
        REQUIRE(entry != nullptr);
        CHECK_FALSE(entry->reason.empty());
        CHECK(entry->value.find("Erika") == std::string::npos);
    }
}

TEST_CASE("a price in another currency is refused") {
    const auto result = read_offers(fixture("moochub-3.0.1.json"), vocabulary(), {});
    CHECK(has_problem(result.offers[1], "offer[0].price"));
    CHECK(result.offers[1].content.self_study == HalfHours{24});  // 3 hours a week for 4 weeks
    CHECK(report(result.offers[1], "inLanguage", FieldOutcome::changed) != nullptr);
}

TEST_CASE("MOOChub 2.3 is read with its own names") {
    const auto result = read_offers(fixture("moochub-2.3.json"), vocabulary(), {});
    CHECK(result.version == "2.3");
    REQUIRE(result.offers.size() == 1);
    const auto& content = result.offers[0].content;
    CHECK(result.offers[0].problems.empty());
    CHECK(content.mode == Format::self_paced);
    CHECK(content.language == "de");
    CHECK(content.objective == "Sie nennen die Ziele des OZG. Sie ordnen Reifegrade ein.");
    CHECK(content.description_general == "Ein Überblick für alle, die neu sind.");
    CHECK(content.self_study == HalfHours{24});
    CHECK(content.price_other == Money{0});
    CHECK(content.dates.empty());
    CHECK(report(result.offers[0], "instructors", FieldOutcome::dropped) != nullptr);
    CHECK(report(result.offers[0], "startDate", FieldOutcome::dropped) != nullptr);
}

TEST_CASE("the mixed names that platforms serve as version 3 are understood") {
    const auto result = read_offers(fixture("moochub-dialect.json"), vocabulary(), {.address = "https://campus.rheinblick.example/feed"});
    CHECK(result.version == "3 mit älteren Feldnamen");
    CHECK(result.next == "https://campus.rheinblick.example/bridges/moochub/courses?page=2");
    REQUIRE(result.offers.size() == 3);
    const auto& offer = result.offers[0];
    CHECK(offer.problems.empty());
    CHECK(offer.content.price_other == Money{0});
    CHECK(offer.content.keywords == std::vector<std::string>{"KI", "Rathaus", "Chancen"});
    CHECK(offer.content.tutorial.value + offer.content.self_study.value == 28);  // 3.5 hours × 4 weeks
    CHECK(offer.ended);                                                          // its only run is over and it is available no longer
    CHECK(has_problem(result.offers[1], "id"));
    CHECK(has_problem(result.offers[2], "id"));
    CHECK(has_problem(result.offers[2], "name"));
    CHECK(has_problem(result.offers[2], "inLanguage"));
}

TEST_CASE("Open-vhs 1.2 is read with all its traps") {
    const auto result = read_offers(fixture("open-vhs-1.2.xml"), vocabulary(), {});
    CHECK(result.format == SourceFormat::open_vhs);
    CHECK(result.version == "1.2");
    CHECK(result.source_system == "open-vhs:vhs.beispieltal.example");
    REQUIRE(result.offers.size() == 3);
    const auto& week = result.offers[0];
    CHECK(week.problems.empty());
    CHECK(week.content.price_other == Money{8280});
    CHECK(week.content.participants_min == 6);
    CHECK(week.content.participants_max == 12);
    CHECK(week.content.objective == "Sie erstellen eine Auswertung aus Ihrem Amt.");
    CHECK(week.content.tutorial == HalfHours{70});  // five days of seven hours
    CHECK(week.content.credentials == std::vector{CredentialKind::participation});
    REQUIRE(week.content.dates.size() == 1);  // five days in a row are one date
    CHECK(week.content.dates[0].first_day == day(2027, 4, 5));
    CHECK(week.content.dates[0].last_day == day(2027, 4, 9));
    CHECK(week.content.dates[0].start_minute == 540);
    CHECK(week.content.dates[0].seats == 12);
    CHECK(report(week, "aktuelle_teilnehmerzahl", FieldOutcome::dropped) != nullptr);
    CHECK(report(week, "preis/zusatz", FieldOutcome::dropped)->reason.find("Ermäßigte") != std::string::npos);
    REQUIRE(week.venues.size() == 1);
    CHECK(week.venues[0].step_free == true);

    const auto& evening = result.offers[1];
    CHECK(evening.problems.empty());
    CHECK(evening.content.mode == Format::online);
    CHECK(evening.content.price_other == Money{0});
    CHECK_FALSE(evening.content.participants_min.has_value());  // 20 at least, 10 at most
    REQUIRE(evening.content.dates.size() == 1);
    CHECK(evening.content.dates[0].start_minute == 18 * 60);
    CHECK(evening.content.dates[0].end_minute == 19 * 60 + 30);
    CHECK(evening.content.dates[0].seats == 6);                          // ten less four
    CHECK(report(evening, "nummer", FieldOutcome::changed) != nullptr);  // the same number on two guids
    CHECK(report(evening, "ende_datum", FieldOutcome::changed) != nullptr);
    CHECK(report(evening, "termin", FieldOutcome::changed) != nullptr);
    CHECK(evening.content.description_specialist.find("2027-03-10") != std::string::npos);
    CHECK(report(evening, "dozent", FieldOutcome::dropped)->value.empty());

    CHECK(result.offers[2].ended);
    CHECK(result.offers[2].venues.size() == 1);  // the same address repeated per session
}

TEST_CASE("a table is read row by row with problems by line and column") {
    const auto result = read_offers(fixture("angebote.csv"), vocabulary(), {.file_name = "angebote.csv"});
    REQUIRE(result.offers.size() == 4);
    const auto& first = result.offers[0];
    CHECK(first.problems.empty());
    CHECK(first.content.price_member == Money{16000});
    CHECK(first.content.price_other == Money{22000});
    CHECK(first.content.teaches == std::vector<catalogue::LevelContent>{{"gespraech", 1}, {"gespraech", 2}});
    CHECK(first.content.modules == std::vector<std::string>{"soziales"});
    REQUIRE(first.content.seals.size() == 1);
    CHECK(first.content.seals[0].valid_until == day(2027, 12, 31));
    REQUIRE(first.content.dates.size() == 2);
    CHECK(first.content.dates[1].seats == 12);
    CHECK(first.content.dates[0].venue == "wm-dialogstube");
    CHECK(result.offers[1].content.self_study == HalfHours{3});
    const auto& wrong = result.offers[2];
    CHECK(wrong.line == 5);
    for (const auto field : {"Titel", "Art", "Form", "Stunden Selbststudium", "Preis Mitglieder", "Vermittelt", "Module", "Nachweise", "Gütesiegel",
                             "Termin von", "Uhrzeit von", "Plätze"}) {
        CAPTURE(field);
        CHECK(has_problem(wrong, field));
    }
    CHECK(has_problem(result.offers[3], "Kennung"));
    REQUIRE(result.file_fields.size() == 1);
    CHECK(result.file_fields[0].field == "Farbe");
}

TEST_CASE("a table in Windows-1252 reads like the same one in UTF-8, with tabs like with semicolons") {
    const auto utf8 = read_offers(fixture("angebote.csv"), vocabulary(), {});
    const auto old = read_offers(fixture("angebote-windows-1252.csv"), vocabulary(), {});
    REQUIRE(old.offers.size() == utf8.offers.size());
    for (std::size_t i = 0; i < old.offers.size(); ++i) CHECK(old.offers[i].content == utf8.offers[i].content);
    const auto tabs = read_offers("Kennung\tTitel\tForm\tPreis Mitglieder\nA\tEins\tonline\t10\n", vocabulary(), {});
    REQUIRE(tabs.offers.size() == 1);
    CHECK(tabs.offers[0].problems.empty());
}

TEST_CASE("the templates read back as they are, in CSV and in XLSX") {
    const auto csv = read_offers(csv_template(), vocabulary(), {});
    REQUIRE(csv.offers.size() == 1);
    CHECK(csv.offers[0].problems.empty());
    CHECK(csv.file_fields.empty());
    const std::string workbook = xlsx_template(vocabulary());
    CHECK(detect_format(workbook, "") == SourceFormat::xlsx);
    const auto xlsx = read_offers(workbook, vocabulary(), {});
    REQUIRE(xlsx.problems.size() == 1);
    CHECK(xlsx.problems[0].message.find("Unter der Kopfzeile") != std::string::npos);
}

TEST_CASE("a document type is refused before any entity can expand") {
    const auto result = read_offers(fixture("xml-bomb.xml"), vocabulary(), {});
    CHECK(result.offers.empty());
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].message.find("DOCTYPE") != std::string::npos);
}

TEST_CASE("files that are not what they should be are refused with a remedy") {
    const auto refused = [](std::string_view bytes) {
        const auto result = read_offers(bytes, vocabulary(), {});
        CHECK(result.offers.empty());
        REQUIRE_FALSE(result.problems.empty());
        return result.problems[0].message;
    };
    CHECK(refused("").find("leer") != std::string::npos);
    CHECK(refused("{").find("JSON") != std::string::npos);
    CHECK(refused("{\"data\":\xff}").find("UTF-8") != std::string::npos);
    CHECK(refused("{}").find("data") != std::string::npos);
    CHECK(refused("{\"data\":[]}").find("keine Angebote") != std::string::npos);
    CHECK(refused(std::string(100, '[')).find("verschachtelt") != std::string::npos);
    CHECK(refused("<a>").find("XML") != std::string::npos);
    CHECK(refused("<a/>").find("veranstaltung") != std::string::npos);
    CHECK(refused("Kennung;Titel\nA;B\n").find("Preis Mitglieder") != std::string::npos);
    CHECK(refused(std::string("PK\x03\x04 nichts", 11)).find("beschädigt") != std::string::npos);
    CHECK(refused(std::string("\xff\xfe{\0", 4)).find("UTF-16") != std::string::npos);
    CHECK(refused("hallo").find("nicht erkennbar") != std::string::npos);
    CHECK(refused(std::string("Kennung;Titel\nA\0;x\n", 19)).find("keine Textdatei") != std::string::npos);
    std::string deep = "<veranstaltung>";
    for (int i = 0; i < 200; ++i) deep += "<a>";
    CHECK(refused(deep).find("verschachtelt") != std::string::npos);
}

TEST_CASE("a NUL byte in a JSON text is left out") {
    const auto result = read_offers(R"({"data":[{"id":"a\u0000b","attributes":{"name":"Ti\u0000tel\u0007","access":["free"]}}]})", vocabulary(), {});
    REQUIRE(result.offers.size() == 1);
    CHECK(result.offers[0].content.title == "Titel");
    CHECK(result.offers[0].content.source->id == "ab");
}

TEST_CASE("durations, efforts, prices and moments are read as people and systems write them") {
    CHECK(parse_iso_duration("P4W")->total_weeks() == 4);
    CHECK(parse_iso_duration("PT8H30M")->total_hours() == 8.5);
    CHECK_FALSE(parse_iso_duration("P"));
    CHECK_FALSE(parse_iso_duration("8 Stunden"));
    CHECK(parse_workload("3-4 Stunden pro Woche")->hours == 3.5);
    CHECK(parse_workload("3-4 Stunden pro Woche")->per_week);
    CHECK(parse_workload("16 UE")->hours == 12);
    CHECK(parse_workload("90 min")->hours == 1.5);
    CHECK_FALSE(parse_workload("viel"));
    CHECK(parse_price("82.8") == Money{8280});
    CHECK(parse_price("1.234,50 €") == Money{123450});
    CHECK(parse_price("EUR 35,50") == Money{3550});
    CHECK(parse_price("1.234") == Money{123400});
    CHECK(parse_price("kostenlos") == Money{0});
    CHECK_FALSE(parse_price("-5"));
    CHECK_FALSE(parse_price("auf Anfrage"));
    CHECK(prices_in("erm. Preis: 35,50 EUR, Schüler 12 EUR") == std::vector<Money>{Money{3550}, Money{1200}});
    CHECK(parse_moment("2027-03-31T23:30:00Z")->day == day(2027, 4, 1));
    CHECK(parse_moment("31.3.2027 9:30")->minute == 570);
    CHECK_FALSE(parse_moment("2027-02-30"));
    CHECK_FALSE(parse_moment("morgen"));
    CHECK(parse_time("9.30 Uhr") == 570);
    CHECK_FALSE(parse_time("25:00"));
    CHECK(text_line("<p>Größe &lt; 3 &amp; mehr</p><style>x</style> &uuml;ber") == "Größe < 3 & mehr über");
    CHECK(shortened("ab\n cd", 3) == "ab…");
    CHECK(without_control_characters("a\xff\x01"
                                     "b") == "a\ufffdb");
}
