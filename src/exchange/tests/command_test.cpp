// SPDX-License-Identifier: EUPL-1.2
#include "exchange/command.hpp"
#include "exchange/tests/exchange_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::exchange;
using kc::test::ExchangeTown;

namespace {

std::string written(const kc::test::TemporaryDirectory& directory, const std::string& text) {
    const auto file = directory.path() / "angebote.csv";
    std::ofstream(file, std::ios::binary) << text;
    return file.string();
}

}  // namespace

TEST_CASE("the command checks, imports and says why not") {
    ExchangeTown town;
    kc::test::TemporaryDirectory directory;
    const auto provider = town.own_provider().slug;
    const std::string header = "Kennung;Titel;Form;Preis Mitglieder\n";
    auto file = written(directory, header + "A;Eins;Selbststudium;0\nB;Zwei;irgendwie;0\n");
    auto answer = import_command(town.imports, {.file = file, .provider = provider});
    CHECK(answer.code == 1);
    CHECK(answer.errors.find("Zeile 3, Form") != std::string::npos);
    CHECK(town.count("SELECT count(*) FROM imported_units") == 0);
    answer = import_command(town.imports, {.file = file, .provider = provider, .dry_run = true, .row_by_row = true});
    CHECK(answer.code == 0);
    CHECK(town.count("SELECT count(*) FROM imported_units") == 0);
    answer = import_command(town.imports, {.file = file, .provider = provider, .row_by_row = true});
    CHECK(answer.code == 0);
    CHECK(answer.out.find("1 neu") != std::string::npos);
    CHECK(town.count("SELECT count(*) FROM imported_units") == 1);
    CHECK(import_command(town.imports, {.file = "/gibt/es/nicht", .provider = provider}).code == 1);
    CHECK(import_command(town.imports, {.file = file, .provider = "niemand"}).code == 1);
    CHECK(import_command(town.imports, {.file = file, .format = "pdf", .provider = provider}).code == 2);
}

TEST_CASE("the command exports in each format and refuses others") {
    ExchangeTown town;
    kc::test::TemporaryDirectory directory;
    const auto snapshot = town.catalogue.current();
    const auto rules = town.framework.current();
    const WritingContext context{*snapshot, *rules, "https://campus.example", town.clock.today()};
    for (const auto* format : {"moochub", "csv", "json"}) {
        const auto file = (directory.path() / format).string();
        CHECK(export_command(context, {file, format}).code == 0);
        CHECK(std::filesystem::file_size(file) > 1000);
    }
    CHECK(export_command(context, {(directory.path() / "x").string(), "pdf"}).code == 2);
    CHECK(export_command(context, {"/gibt/es/nicht/x", "csv"}).code == 1);
}
