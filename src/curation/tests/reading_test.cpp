// SPDX-License-Identifier: EUPL-1.2
#include "curation/comparison.hpp"
#include "curation/tests/curation_town.hpp"
#include "curation/unpack.hpp"
#include "tests/support/zip_writer.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <zlib.h>

using namespace kc;
using namespace kc::curation;
using namespace kc::curation::test;

namespace {

namespace fs = std::filesystem;

fs::path shared_file(const char* name) {
    const char* shared = std::getenv("KC_SHARED");
    const fs::path root = shared != nullptr ? fs::path(shared) : fs::path(KC_SOURCE_DIR) / ".." / "shared";
    return root / "data" / name;
}

std::optional<std::string> shared_content(const char* name) {
    const auto path = shared_file(name);
    if (!fs::exists(path)) {
        MESSAGE("skipped: no shared data ", name);
        return std::nullopt;
    }
    std::ostringstream content;
    content << std::ifstream(path, std::ios::binary).rdbuf();
    return std::move(content).str();
}

std::string gzipped(std::string_view text) {
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, text.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string zipped(const std::vector<std::pair<std::string, std::string>>& files) {
    kc::tests::ZipWriter zip;
    for (const auto& [name, content] : files) zip.add(name, content, {.deflate = true});
    return zip.finish();
}

constexpr std::string_view esco_table =
    "conceptType,conceptUri,preferredLabel,altLabels,description\n"
    "KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000001,Gesprächsführung,\"Gespräche "
    "führen\nUnterredungen leiten\",\"Führen, leiten\"\n"
    "SkillGroup,http://data.europa.eu/esco/skill/S1.2,Gruppe,,\n";

std::string first_problem(const ConceptFile& file) { return file.problems.empty() ? "" : file.problems.front().message_key; }

}  // namespace

TEST_CASE("ESCO's own table is read with alternative labels, groups are counted") {
    const auto file = read_concepts(esco_table);
    REQUIRE_FALSE(file.refused);
    CHECK(file.framework == ForeignFramework::esco);
    REQUIRE(file.concepts.size() == 1);
    CHECK(file.concepts[0].id == "00000000-0000-4000-8000-000000000001");
    CHECK(file.concepts[0].other_labels == std::vector<std::string>{"Gespräche führen", "Unterredungen leiten"});
    CHECK(file.groups == 1);
}

TEST_CASE("packed and differently encoded files are read like plain ones") {
    CHECK(read_concepts(gzipped(esco_table)).concepts.size() == 1);
    CHECK(read_concepts("\xef\xbb\xbf" + std::string(esco_table)).concepts.size() == 1);
    const auto windows = read_concepts(
        "Schl\xfcssel KldB 2010;Ebene;Titel;Kurztitel;Allgemeine Bemerkungen\n1;2;Streitkr\xe4"
        "fte;Kurz;Text\n");
    REQUIRE(windows.concepts.size() == 1);
    CHECK(windows.concepts[0].id == "01");  // the leading zero that the table has lost
    CHECK(windows.concepts[0].label == "Streitkräfte");
}

TEST_CASE("a ZIP with the list of skills among others is read, any other is refused with a remedy") {
    const auto zip = zipped({{"ESCO/occupations_de.csv", "x"}, {"ESCO/skills_de.csv", std::string(esco_table)}});
    CHECK(read_concepts(zip).concepts.size() == 1);
    CHECK(first_problem(read_concepts(zipped({{"a.csv", "x"}, {"b.csv", "y"}}))) == "curation.file.no_table");
    CHECK(first_problem(read_concepts(zip.substr(0, zip.size() / 2))) == "curation.file.broken_archive");
    CHECK(first_problem(read_concepts("PK\x03\x04rubbish")) == "curation.file.broken_archive");
}

TEST_CASE("hostile and useless files are refused without filling memory") {
    CHECK(first_problem(read_concepts("")) == "curation.file.empty");
    CHECK(first_problem(read_concepts(std::string("\x00\x01\x02", 3))) == "curation.file.no_text");
    CHECK(first_problem(read_concepts("a,b\n1,2\n")) == "curation.file.unknown_columns");
    CHECK(first_problem(read_concepts("conceptUri,preferredLabel\n\"offen")) == "curation.file.open_quote");
    CHECK(first_problem(read_concepts("{\"uri\":\n{}\n")) == "curation.file.nothing");
    const auto bomb = gzipped(std::string(260 * 1024 * 1024, ' '));
    CHECK(bomb.size() < 1024 * 1024);
    CHECK(first_problem(read_concepts(bomb)) == "curation.file.unpacks_too_large");
    const auto slow = read_concepts(
        std::string(100'000, '{') + "\n" +
            [] {
                std::string lines;
                for (int i = 0; i < 3000; ++i) lines += "{\"uri\":\"x\"}\n";
                return lines;
            }(),
        std::chrono::milliseconds{0});
    CHECK(first_problem(slow) == "curation.file.too_slow");
}

TEST_CASE("broken lines are named with line and remedy; mostly broken files are refused whole") {
    std::string lines;
    for (int i = 0; i < 20; ++i) {
        lines +=
            fmt::format(R"({{"uri":"http://data.europa.eu/esco/skill/00000000-0000-4000-8000-0000000000{:02}","label":"Etwas {}"}})", i, i) + "\n";
    }
    const auto good =
        read_concepts(lines + "{kaputt\n" + R"({"uri":"http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000000","label":"Doppelt"})");
    REQUIRE_FALSE(good.refused);
    CHECK(good.concepts.size() == 20);
    REQUIRE(good.problems.size() == 2);
    CHECK(good.problems[0].line == 21);
    CHECK(good.problems[0].message_key == "curation.file.no_json");
    CHECK(good.problems[1].message_key == "curation.file.twice");
    std::string bad = lines;
    for (int i = 0; i < 20; ++i) bad += "{kaputt\n";
    CHECK(first_problem(read_concepts(bad)) == "curation.file.mostly_broken");
}

TEST_CASE("DigComp's headings are groups, its labels are no German") {
    const auto content = shared_content("competence-frameworks/DigComp.csv");
    if (!content) return;
    const auto file = read_concepts(*content);
    REQUIRE_FALSE(file.refused);
    CHECK(file.framework == ForeignFramework::digcomp);
    CHECK(file.concepts.size() == 21);
    CHECK(file.groups == 5);
    CHECK_FALSE(file.german);
    CHECK(file.concepts[0].label == "Browsing, searching and filtering data, information and digital content");
}

TEST_CASE("the competences of the KMK are read from the open vocabulary and from a table by hand") {
    const auto turtle = read_concepts(
        "@base <http://w3id.org/openeduhub/vocabs/digitalCompetencies/> .\n<> a skos:ConceptScheme .\n"
        "<A> a skos:Concept ;\n    skos:prefLabel \"1. Suchen, Verarbeiten und Aufbewahren\"@de ;\n"
        "<B> a skos:Concept ;\n    skos:prefLabel \"1.1. Suchen und Filtern\"@de ;\n"
        "<C> a skos:Concept ;\n    skos:prefLabel \"1.1.2. Suchstrategien nutzen\"@de ;\n");
    REQUIRE_FALSE(turtle.refused);
    CHECK(turtle.framework == ForeignFramework::kmk);
    CHECK(turtle.german);
    CHECK(turtle.groups == 1);
    REQUIRE(turtle.concepts.size() == 2);
    CHECK(turtle.concepts[1].id == "1.1.2");
    CHECK(turtle.concepts[1].label == "Suchstrategien nutzen");
    const auto table = read_concepts(
        "KMK-Nummer;Bezeichnung;Beschreibung\n1;Feld;\n2.3.;Zusammenarbeiten;Werkzeuge nutzen\n2.4;Umgang;\n2.5;Teilhabe;\n"
        "3.1;Entwickeln;\n3.2;Weiter;\nzwei;Kein;\n");
    REQUIRE_FALSE(table.refused);
    CHECK(table.concepts.size() == 5);
    CHECK(table.concepts[0].id == "2.3");
    CHECK(table.concepts[0].description == "Werkzeuge nutzen");
    CHECK(table.problems.at(0).message_key == "curation.file.no_number");
    if (const auto whole = shared_content("oeh-vocabs/digitalCompetencies.ttl")) {
        const auto file = read_concepts(*whole);
        REQUIRE_FALSE(file.refused);
        CHECK(file.groups == 6);
        CHECK(file.broken_lines <= 1);
        CHECK(file.concepts.size() >= 80);
    }
}

TEST_CASE("a number of DigComp is made of digits, nothing else goes into pages and exports as one") {
    std::string table = "Level;Name;ShortCode;Description\n";
    for (int i = 1; i <= 9; ++i) table += fmt::format("2;Competence {0};1.{0};\n", i);
    const auto file = read_concepts(table + "2;Bell;\x07.1;\n");
    REQUIRE_FALSE(file.refused);
    CHECK(file.concepts.size() == 9);
    REQUIRE(file.problems.size() == 1);
    CHECK(file.problems[0].line == 11);
    CHECK(file.problems[0].message_key == "curation.file.no_number");
}

TEST_CASE("the whole KldB and the whole of ESCO are read, and ESCO gives few proposals for a small catalogue") {
    if (const auto kldb = shared_content("kldb-2010/kldb2010-v2020-gliederung-erlaeuterung.csv.gz")) {
        const auto file = read_concepts(*kldb);
        REQUIRE_FALSE(file.refused);
        CHECK(file.concepts.size() + static_cast<std::size_t>(file.broken_lines) == 2195);
        CHECK(file.broken_lines <= 2);
        CHECK(file.concepts.front().id == "0");
    }
    const auto esco = shared_content("esco-de/skills-de.jsonl.gz");
    if (!esco) return;
    const auto began = std::chrono::steady_clock::now();
    const auto file = read_concepts(*esco);
    REQUIRE_FALSE(file.refused);
    CHECK(file.concepts.size() == 14'359);
    CHECK(file.groups == 220);
    CHECK(file.broken_lines == 0);
    auto database = kc::test::sqlite_database();
    CurationTown town(**database);
    const auto comparison = compare(*town.curation.framework(), file);
    MESSAGE("ESCO read and compared in ", std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began).count(),
            " ms, proposals: ", comparison.changes.size());
    CHECK(comparison.changes.size() < 60);
    CHECK(comparison.counts.not_relevant > 14'000);
}
