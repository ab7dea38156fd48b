// SPDX-License-Identifier: EUPL-1.2
#include "extraction/extract_command.hpp"
#include "extraction/tests/small_catalogue.hpp"

#include <boost/json.hpp>

#include <sstream>

using namespace kc::extraction;
using namespace kc::extraction::tests;

namespace {

struct Ran {
    int code = 0;
    std::vector<boost::json::object> lines;
};

Ran run(const std::string& input) {
    std::istringstream in(input);
    std::ostringstream out;
    Ran ran;
    ran.code = run_extract_command(in, out, extractor());
    std::istringstream lines(out.str());
    for (std::string line; std::getline(lines, line);) ran.lines.push_back(boost::json::parse(line).as_object());
    return ran;
}

}  // namespace

TEST_CASE("one statement per line gives one object per line") {
    const auto ran = run("Excel kann ich gut, aber Access gar nicht.\n\nGuten Morgen!\r\nIch würde gern Word lernen");
    CHECK(ran.code == 0);
    REQUIRE(ran.lines.size() == 4);
    const auto& first = ran.lines[0].at("proposals").as_array();
    REQUIRE(first.size() == 2);
    CHECK(first[0].at("competence").as_string() == "spreadsheet");
    CHECK(first[0].at("polarity").as_string() == "has");
    CHECK(first[0].at("level").as_int64() == 3);
    CHECK(first[0].at("mentions").as_array()[0].at("text").as_string() == "Excel");
    CHECK(first[1].at("polarity").as_string() == "lacks");
    CHECK(ran.lines[1].at("proposals").as_array().empty());
    CHECK(ran.lines[2].at("statement").as_string() == "Guten Morgen!");
    CHECK(ran.lines[3].at("line").as_int64() == 4);
    CHECK(ran.lines[3].at("proposals").as_array()[0].at("level").is_null());
}

TEST_CASE("a line that cannot be read is refused with its number, and the others are answered") {
    const auto ran = run("Word kann ich gut.\n\xFF\xFE kaputt\nmit \x01 Zeichen\n" + std::string(5000, 'x') + "\nExcel kann ich gut.\n");
    CHECK(ran.code == 1);
    REQUIRE(ran.lines.size() == 5);
    CHECK(ran.lines[1].at("problem").as_string() == "Zeile 2: Der Text ist nicht in UTF-8. Speichern Sie die Datei in dieser Kodierung.");
    CHECK(ran.lines[2].at("problem").as_string() == "Zeile 3: Der Text enthält Steuerzeichen. Entfernen Sie diese.");
    CHECK(ran.lines[3].at("problem").as_string() == "Zeile 4: Die Aussage ist länger als 2000 Bytes. Teilen Sie sie auf mehrere Zeilen auf.");
    CHECK(ran.lines[4].at("proposals").as_array().size() == 1);
}

TEST_CASE("no input gives no output") {
    const auto ran = run("");
    CHECK(ran.code == 0);
    CHECK(ran.lines.empty());
}
