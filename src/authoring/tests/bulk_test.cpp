// SPDX-License-Identifier: EUPL-1.2
#include "authoring/tests/work_town.hpp"

#include <doctest/doctest.h>

namespace kc::authoring {
namespace {

using test::contains;
using test::work_towns;
using test::WorkPages;
using test::WorkTown;

Date on(std::string_view iso) { return parse_date(iso).value(); }

BulkChange percent(int share) {
    BulkChange change{.property = BulkProperty::price_percent};
    change.percent = share;
    return change;
}

std::vector<LearningUnitId> own_units(const WorkTown& town, std::size_t count) {
    OfferQuery query;
    query.limit = static_cast<int>(count);
    query.state = PortalState::published;
    std::vector<LearningUnitId> units;
    for (const auto& row : town.authoring.list(town.editor(), query).rows) units.push_back(row.id);
    REQUIRE(units.size() == count);
    return units;
}

BulkOutcome outcome(const WorkTown& town, LearningUnitId unit, const BulkChange& change) {
    const auto preview = town.bulk.preview(town.editor(), std::vector{unit}, change);
    REQUIRE(preview);
    return preview->lines.at(0).outcome;
}

Result<int, BulkRefusal> apply(WorkTown& town, const std::vector<LearningUnitId>& units, const BulkChange& change) {
    const auto preview = town.bulk.preview(town.editor(), units, change);
    REQUIRE(preview);
    return town.bulk.apply(town.editor(), units, change, preview->fingerprint);
}

std::string hidden(std::string_view page, std::string_view name) {
    const auto start = page.find("name=\"" + std::string(name) + "\" value=\"");
    REQUIRE(start != std::string_view::npos);
    const auto from = page.find("value=\"", start) + 7;
    return std::string(page.substr(from, page.find('"', from) - from));
}

}  // namespace

TEST_CASE("RE-80: prices change by a share to the cent") {
    CHECK(changed_by_percent(Money{99'99}, 5) == Money{104'99});
    CHECK(changed_by_percent(Money{1}, 50) == Money{2});
    CHECK(changed_by_percent(Money{100'00}, -90) == Money{10'00});
    CHECK(changed_by_percent(Money{0}, 200) == Money{0});
}

TEST_CASE("RE-80: each property changes what it names and nothing else") {
    UnitContent content;
    content.modules = {"ozg", "social"};
    content.mandatory_in = {"social"};
    content.keywords = {"Bescheid"};
    content.seals = {{"A", "I", on("2026-04-01")}};
    content.funded = true;
    content.funding = "Land";
    const auto after = [&](BulkChange change) { return changed(content, change); };
    CHECK(after({.property = BulkProperty::module_add, .module = "ozg"}) == content);
    CHECK(after({.property = BulkProperty::module_add, .module = "law"}).modules.size() == 3);
    const auto removed = after({.property = BulkProperty::module_remove, .module = "social"});
    CHECK(removed.modules == std::vector<std::string>{"ozg"});
    CHECK(removed.mandatory_in.empty());
    CHECK(after({.property = BulkProperty::funding}).funding.empty());
    CHECK(after({.property = BulkProperty::keywords_add, .keywords = {"Bescheid", "Brief"}}).keywords ==
          std::vector<std::string>{"Bescheid", "Brief"});
    const auto sealed = after({.property = BulkProperty::seal_add, .seal = {"A", "I", on("2028-04-01")}});
    REQUIRE(sealed.seals.size() == 1);
    CHECK(sealed.seals[0].valid_until == on("2028-04-01"));
    CHECK(after({.property = BulkProperty::seal_add, .seal = {"B", "I", {}}}).seals.size() == 2);
    CHECK(after({.property = BulkProperty::difficulty, .difficulty = catalogue::Difficulty::advanced}).difficulty == catalogue::Difficulty::advanced);
    CHECK(after({.property = BulkProperty::retire}) == content);
}

TEST_CASE("RE-80: a value that cannot be meant is refused with its field") {
    const auto field = [](const BulkChange& change) {
        const auto problems = check_change(change, on("2026-03-02"));
        return problems.empty() ? std::string() : problems.front().field;
    };
    CHECK(field(percent(0)) == "percent");
    CHECK(field(percent(-91)) == "percent");
    CHECK(field(percent(201)) == "percent");
    CHECK(field(percent(-90)).empty());
    CHECK(field({.property = BulkProperty::price_set, .price_member = Money{-1}}) == "price_member");
    CHECK(field({.property = BulkProperty::module_add}) == "module");
    CHECK(field({.property = BulkProperty::funding, .funded = true}) == "funding");
    CHECK(field({.property = BulkProperty::funding}).empty());
    CHECK(field({.property = BulkProperty::keywords_add}) == "keywords");
    CHECK(field({.property = BulkProperty::seal_add, .seal = {"", "I", {}}}) == "seal_name");
    CHECK(field({.property = BulkProperty::seal_add, .seal = {"A", "I", on("2026-03-01")}}) == "valid_until");
}

TEST_CASE("RE-81: published offers get drafts with the change, all at once, and stay as they are") {
    for (auto& town : work_towns()) {
        const auto units = own_units(*town, 5);
        BulkChange change{.property = BulkProperty::keywords_add, .keywords = {"Sammelwort"}};
        const auto preview = town->bulk.preview(town->editor(), units, change);
        REQUIRE(preview);
        CHECK(preview->count(BulkOutcome::changes) == 5);
        CHECK(town->value("SELECT count(*) FROM unit_drafts") == 0);
        const auto applied = town->bulk.apply(town->editor(), units, change, preview->fingerprint);
        REQUIRE(applied);
        CHECK(*applied == 5);
        CHECK(town->value("SELECT count(*) FROM unit_drafts WHERE revision = 1 AND state = 'draft'") == 5);
        CHECK(town->audits("offer.changed_in_bulk") == 5);
        CHECK(town->value("SELECT count(*) FROM learning_units WHERE keywords LIKE '%Sammelwort%'") == 0);
        const auto offer = town->offer(units[0]);
        REQUIRE(offer.draft);
        CHECK(std::find(offer.content().keywords.begin(), offer.content().keywords.end(), "Sammelwort") != offer.content().keywords.end());
        // The same once more changes nothing; another change goes on in the same draft.
        CHECK(outcome(*town, units[0], change) == BulkOutcome::unchanged);
        CHECK(apply(*town, units, change).error().error == BulkError::nothing_to_change);
        CHECK(apply(*town, units, percent(10)));
        CHECK(town->offer(units[0]).draft->revision == 2);
    }
}

TEST_CASE("RE-82: what waits for the office, is withdrawn or does not fit is left out and says so") {
    for (auto& town : work_towns()) {
        const auto waiting = town->submitted();
        CHECK(outcome(*town, waiting, percent(10)) == BulkOutcome::submitted);
        CHECK(outcome(*town, town->drafted(), {.property = BulkProperty::retire}) == BulkOutcome::not_published);
        const auto units = own_units(*town, 2);
        town->write("UPDATE learning_units SET state = 'retired' WHERE id = ?", units[0]);
        CHECK(outcome(*town, units[0], percent(10)) == BulkOutcome::retired);
        CHECK(outcome(*town, units[1], {.property = BulkProperty::module_add, .module = "nichts"}) == BulkOutcome::impossible);
        CHECK(apply(*town, {units[0], waiting}, percent(10)).error().error == BulkError::nothing_to_change);
    }
}

TEST_CASE("RE-83: many offers are withdrawn at once, and can be taken up again") {
    for (auto& town : work_towns()) {
        const auto units = own_units(*town, 3);
        const BulkChange retire{.property = BulkProperty::retire};
        CHECK(apply(*town, units, retire));
        CHECK(town->audits("offer.retired") == 3);
        CHECK(town->value<catalogue::UnitState>("SELECT state FROM learning_units WHERE id = ?", units[0]) == catalogue::UnitState::retired);
        CHECK(town->authoring.restore(town->editor(), units[0]));
    }
}

TEST_CASE("RE-84: only own offers, some and not too many, and only what was seen") {
    for (auto& town : work_towns()) {
        const auto units = own_units(*town, 2);
        const auto error = [&](const Viewer& viewer, const std::vector<LearningUnitId>& ids) {
            return town->bulk.preview(viewer, ids, percent(10)).error().error;
        };
        CHECK(error(town->editor(), {units[0], town->foreign_unit()}) == BulkError::offer_not_found);
        CHECK(error(town->editor(), {LearningUnitId{999'999}}) == BulkError::offer_not_found);
        CHECK(error(town->editor(), {}) == BulkError::nothing_chosen);
        CHECK(error(town->editor(), std::vector<LearningUnitId>(501, units[0])) == BulkError::too_many);
        CHECK(error(town->town.clerk, units) == BulkError::not_permitted);
        CHECK(town->bulk.preview(town->editor(), units, percent(0)).error().error == BulkError::invalid);
        const auto preview = town->bulk.preview(town->editor(), units, percent(10));
        REQUIRE(preview);
        const auto content = town->offer(units[0]).content();
        auto other = content;
        other.practice = "Ein anderer Satz.";
        REQUIRE(town->save(town->editor(), units[0], other, 0));
        CHECK(town->bulk.apply(town->editor(), units, percent(10), preview->fingerprint).error().error == BulkError::preview_outdated);
        CHECK(town->audits("offer.changed_in_bulk") == 0);
    }
}

TEST_CASE("changing many offers by page: choose, give the value, look, save") {
    WorkTown town;
    WorkPages pages(town);
    const std::string path = "/anbieter-bereich/sammelaenderung";
    const auto units = own_units(town, 2);
    const auto choice = pages.get(path, town.editor());
    CHECK(choice.status == 200);
    CHECK(contains(choice.text(), "Für alle gefundenen ("));
    CHECK(pages.get(path, town.town.clerk).status == 403);
    const std::vector<std::pair<std::string, std::string>> chosen{{"step", "choose"},
                                                                  {"which", "ticked"},
                                                                  {"property", "price_percent"},
                                                                  {"offer", std::to_string(units[0].value)},
                                                                  {"offer", std::to_string(units[1].value)}};
    const auto value = pages.post(path, town.editor(), chosen);
    CHECK(value.status == 200);
    CHECK(contains(value.text(), "Gilt für 2 Angebote."));
    std::vector<std::pair<std::string, std::string>> fields{
        {"step", "preview"}, {"offers", hidden(value.text(), "offers")}, {"property", "price_percent"}, {"direction", "more"}, {"percent", "zehn"}};
    CHECK(pages.post(path, town.editor(), fields).status == 422);
    fields.back().second = "10";
    const auto preview = pages.post(path, town.editor(), fields);
    CHECK(preview.status == 200);
    CHECK(contains(preview.text(), "Alle Änderungen speichern"));
    fields[0].second = "save";
    fields.emplace_back("seen", "alt");
    CHECK(pages.post(path, town.editor(), fields).status == 409);
    fields.back().second = hidden(preview.text(), "seen");
    CHECK(pages.post(path, town.editor(), fields).status == 303);
    CHECK(town.value("SELECT count(*) FROM unit_drafts") == 2);
    const auto nothing = pages.post(path, town.editor(), {{"step", "choose"}, {"which", "ticked"}, {"property", "retire"}});
    CHECK(nothing.status == 422);
    CHECK(contains(nothing.text(), "Kreuzen Sie mindestens eines an"));
    const auto all = pages.post(path, town.editor(), {{"step", "choose"}, {"which", "found"}, {"stand", "published"}, {"property", "retire"}});
    CHECK(all.status == 200);
    CHECK(contains(all.text(), "Zurückgezogen"));
    for (const auto& [name, value_] : std::vector<std::pair<std::string, std::string>>{{"property", "price_set"},
                                                                                       {"property", "module_add"},
                                                                                       {"property", "funding"},
                                                                                       {"property", "difficulty"},
                                                                                       {"property", "credentials"},
                                                                                       {"property", "accessibility"},
                                                                                       {"property", "keywords_add"},
                                                                                       {"property", "seal_add"}}) {
        auto again = chosen;
        again[2] = {name, value_};
        CAPTURE(value_);
        CHECK(pages.post(path, town.editor(), again).status == 200);
    }
}

TEST_CASE("RE-71: before an offer is withdrawn its page tells what that changes, and few people are not counted out") {
    WorkTown town;
    WorkPages pages(town);
    const auto path = fmt::format("/anbieter-bereich/angebote/{}/rueckzug", town.own_unit().value);
    const auto page = pages.get(path, town.editor());
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "Module, die es verlieren"));
    CHECK_FALSE(contains(page.text(), "im Lehrplan. Für sie"));
    pages.people_planning = 4;
    CHECK(contains(pages.get(path, town.editor()).text(), "Weniger als fünf Personen"));
    pages.people_planning = 5;
    CHECK(contains(pages.get(path, town.editor()).text(), "5 Personen haben dieses Angebot"));
    CHECK(pages.get(path, town.town.clerk).status == 403);
    CHECK(pages.get(fmt::format("/anbieter-bereich/angebote/{}/rueckzug", town.foreign_unit().value), town.editor()).status == 404);
    CHECK(pages.post(path, town.editor()).status == 303);
    town.reload();
    CHECK(pages.get(path, town.editor()).status == 409);
    CHECK(pages.post(path, town.editor()).status == 409);
}

}  // namespace kc::authoring
