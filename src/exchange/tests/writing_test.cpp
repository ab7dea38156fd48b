// SPDX-License-Identifier: EUPL-1.2
// Our offers in the forms of others, and back again.
#include "catalogue/content_json.hpp"
#include "catalogue/rich_text.hpp"
#include "exchange/table_writer.hpp"
#include "exchange/tests/exchange_town.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

using namespace kc;
using namespace kc::exchange;
using kc::test::ExchangeTown;

namespace {

std::shared_ptr<const catalogue::CatalogueSnapshot> snapshot;
std::shared_ptr<const competence::CompetenceFramework> rules;

// Gives a schema check of node a document and answers what it says; nothing when node, the schemas or their checker are missing.
std::optional<std::string> schema_errors(const std::string& schema, const std::string& document) {
    const std::filesystem::path root(KC_SOURCE_DIR);
    const auto schemas = root / "../shared/data";
    if (!std::filesystem::exists(schemas / "moochub") || !std::filesystem::exists(root / "node_modules/ajv")) {
        MESSAGE("skipped: schemas or ajv are not there");
        return std::nullopt;
    }
    kc::test::TemporaryDirectory directory;
    const auto file = directory.path() / "document.json", out = directory.path() / "errors.txt";
    std::ofstream(file, std::ios::binary) << document;
    const std::string command =
        fmt::format("node {} {} {} > {} 2>&1", (root / "src/exchange/tests/schema_check.mjs").string(), schema, file.string(), out.string());
    const int status = std::system(command.c_str());
    std::ostringstream text;
    text << std::ifstream(out).rdbuf();
    if (status != 0 && text.str().empty()) return "node could not be run";
    return status == 0 ? "" : text.str();
}

}  // namespace

TEST_CASE("every page of the MOOChub feed holds to the published schema, and all of them name each public offer once") {
    ExchangeTown town;
    const auto context = town.writing(snapshot, rules);
    std::set<std::string> ids, slugs;
    for (std::int64_t number = 1; number <= 20; ++number) {
        const std::string text = moochub_page(context, MoochubVersion::v3_0_1, {number, 40});
        const auto document = boost::json::parse(text).as_object();
        for (const auto& course : document.at("data").as_array()) {
            CHECK(ids.insert(std::string(course.at("id").as_string())).second);
            slugs.insert(std::string(course.at("attributes").at("courseCode").as_string()));
        }
        if (number <= 2) {
            if (const auto errors = schema_errors("moochub-3.0.1", text)) CHECK(*errors == "");
        }
        if (!document.at("links").as_object().contains("next")) break;
    }
    CHECK(ids.size() == public_units(context.snapshot).size());
    for (const auto& unit : context.snapshot.units()) CHECK(slugs.contains(unit.slug) == !unit.only_for.has_value());
    if (const auto errors = schema_errors("moochub-3.0.1", moochub_file(context, MoochubVersion::v3_0_1))) CHECK(*errors == "");
    if (const auto errors = schema_errors("moochub-2.3", moochub_page(context, MoochubVersion::v2_3, {1, 40}))) CHECK(*errors == "");
    const auto behind = boost::json::parse(moochub_page(context, MoochubVersion::v3_0_1, {9999, 40})).as_object();
    CHECK(behind.at("data").as_array().empty());
}

TEST_CASE("the version of MOOChub follows the Accept header") {
    CHECK(negotiate_moochub("") == MoochubVersion::v3_0_1);
    CHECK(negotiate_moochub("*/*") == MoochubVersion::v3_0_1);
    CHECK(negotiate_moochub("application/vnd.api+json; moochub-version=3") == MoochubVersion::v3_0_1);
    CHECK(negotiate_moochub("application/vnd.api+json; moochub-version=2.3, */*;q=0.1") == MoochubVersion::v2_3);
    CHECK(negotiate_moochub("text/html,application/xhtml+xml,*/*;q=0.8") == MoochubVersion::v3_0_1);
    CHECK_FALSE(negotiate_moochub("application/vnd.api+json; moochub-version=4"));
    CHECK_FALSE(negotiate_moochub("application/vnd.api+json; moochub-version=1"));
    CHECK_FALSE(negotiate_moochub("text/csv"));
}

TEST_CASE("what MOOChub can carry comes back the same") {
    ExchangeTown town;
    const auto context = town.writing(snapshot, rules);
    auto vocabulary = town.imports.vocabulary(town.own_provider());
    const auto read = read_offers(moochub_file(context, MoochubVersion::v3_0_1), vocabulary, {});
    const auto units = public_units(context.snapshot);
    REQUIRE(read.offers.size() == units.size());
    CHECK(read.source_system == "moochub:campus.example");
    for (std::size_t i = 0; i < units.size(); ++i) {
        const auto& unit = *units[i];
        const auto& offer = read.offers[i];
        CAPTURE(unit.slug);
        CHECK(offer.problems.empty());
        CHECK(offer.content.title == unit.title);
        CHECK(offer.content.language == unit.language);
        CHECK(offer.content.mode == unit.mode);
        CHECK(offer.content.price_other == unit.price_other);
        CHECK(offer.content.keywords == unit.keywords);
        CHECK(offer.content.credentials == unit.credentials);
        CHECK(offer.content.ects_tenths == unit.ects_tenths);
        CHECK(offer.content.self_study + offer.content.tutorial == unit.total());
        CHECK(offer.content.source->url == "https://campus.example/angebote/" + unit.slug);
        const auto original = unit_content(context, unit);
        for (const auto& date : offer.content.dates) {
            const bool known = std::any_of(unit.dates.begin(), unit.dates.end(), [&](const catalogue::TutorialDate& d) {
                return d.first_day == date.first_day && d.last_day == date.last_day && d.start_minute == date.start_minute &&
                       d.end_minute == date.end_minute;
            });
            CHECK(known);
        }
        for (const auto& level : offer.content.teaches) {
            const auto* competence = &vocabulary.competences.front();
            for (const auto& c : vocabulary.competences) {
                if (c.slug == level.competence) competence = &c;
            }
            CHECK_FALSE(competence->digcomp.empty());
        }
    }
}

TEST_CASE("a table of all offers comes back the same, dates included") {
    ExchangeTown town;
    const auto context = town.writing(snapshot, rules);
    std::vector<catalogue::UnitContent> contents;
    for (const auto* unit : public_units(context.snapshot)) contents.push_back(unit_content(context, *unit));
    const auto read = read_offers(offers_as_csv(contents), town.imports.vocabulary(town.own_provider()), {});
    REQUIRE(read.offers.size() == contents.size());
    for (std::size_t i = 0; i < contents.size(); ++i) {
        CAPTURE(contents[i].slug);
        for (const auto& problem : read.offers[i].problems) FAIL_CHECK(problem.field << ": " << problem.message);
        auto back = read.offers[i].content, sent = contents[i];
        // Not part of a table: whose it is, its name here, and the order of the lists.
        sent.slug = sent.provider = "";
        sent.source = back.source;
        for (auto* one : {&back, &sent}) {
            std::sort(one->credentials.begin(), one->credentials.end());
            std::sort(one->accessibility.begin(), one->accessibility.end());
            std::sort(one->modules.begin(), one->modules.end());
            std::sort(one->mandatory_in.begin(), one->mandatory_in.end());
            std::sort(one->teaches.begin(), one->teaches.end());
            std::sort(one->needs.begin(), one->needs.end());
            if (one->funded && one->funding.empty()) one->funding = "gefördert";
        }
        CHECK(catalogue::to_json(back) == catalogue::to_json(sent));
    }
}

TEST_CASE("each offer is described for AMB and schema.org, without internal ones among the public") {
    ExchangeTown town;
    const auto context = town.writing(snapshot, rules);
    int checked = 0;
    for (const auto* unit : public_units(context.snapshot)) {
        const std::string text = amb(context, *unit);
        CHECK(boost::json::parse(text).at("id").as_string() == "https://campus.example/angebote/" + unit->slug);
        if (++checked <= 3) {
            if (const auto errors = schema_errors("amb", text)) CHECK(*errors == "");
        }
        const auto course = boost::json::parse(schema_org(context, *unit)).as_object();
        CHECK(course.at("@type").as_string() == "Course");
        CHECK(course.contains("provider"));
        CHECK(course.at("offers").as_array().size() == 1);
        CHECK(schema_org(context, *unit).find("</") == std::string::npos);
    }
}
