// SPDX-License-Identifier: EUPL-1.2
// What an import does to the offers of a provider.
#include "exchange/tests/exchange_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::exchange;
using kc::test::ExchangeTown;

namespace {

const std::string header = "Kennung;Titel;Form;Stunden Selbststudium;Preis Mitglieder;Lernziel;Beschreibung für alle;Zielgruppe\r\n";

ImportRunId upload(ExchangeTown& town, const std::string& bytes, const std::string& name = "angebote.csv") {
    const auto id = town.imports.upload(town.provider_editor, {town.own_provider().id, name, std::nullopt, bytes});
    REQUIRE(id.has_value());
    return *id;
}

ImportReport report_of(ExchangeTown& town, ImportRunId id) {
    const auto json = town.imports.report(town.provider_editor, id);
    REQUIRE(json.has_value());
    auto report = report_from_json(*json);
    REQUIRE(report.has_value());
    return std::move(*report);
}

ImportRun run_of(ExchangeTown& town, ImportRunId id) {
    auto run = town.imports.find(town.provider_editor, id);
    REQUIRE(run.has_value());
    return *run;
}

}  // namespace

TEST_CASE("a dry run changes nothing, taking it over creates drafts, and the same file again changes nothing") {
    for (auto& database : kc::test::databases()) {
        ExchangeTown town(kc::test::copy_of_schema(database->engine()));
        const std::string file = header + "A-1;Erstes Angebot;Selbststudium;2;10;;;\r\nA-2;Zweites Angebot;Selbststudium;1;0;;;\r\n";
        const auto units_before = town.count("SELECT count(*) FROM learning_units");
        const auto first = upload(town, file);
        CHECK(run_of(town, first).state == RunState::checked);
        CHECK(run_of(town, first).added == 2);
        CHECK(town.count("SELECT count(*) FROM learning_units") == units_before);

        REQUIRE(town.imports.take_over(town.provider_editor, first, {}).has_value());
        CHECK(run_of(town, first).state == RunState::done);
        CHECK(town.count("SELECT count(*) FROM learning_units") == units_before + 2);
        CHECK(town.count("SELECT count(*) FROM unit_drafts WHERE state = 'draft'") == 2);
        CHECK(town.count("SELECT count(*) FROM import_files") == 0);
        CHECK(town.count("SELECT count(*) FROM audit_log WHERE action = 'offers.imported'") == 1);
        const auto report = report_of(town, first);
        CHECK(report.offers.front().state == "draft");
        CHECK_FALSE(report.offers.front().hold.empty());

        const auto again = upload(town, file);
        CHECK(run_of(town, again).unchanged == 2);
        CHECK(run_of(town, again).added == 0);

        const auto other = upload(town, header + "A-1;Erstes Angebot, neu gefasst;Selbststudium;2;12;;;\r\n");
        CHECK(run_of(town, other).changed == 1);
        CHECK(run_of(town, other).vanished == 0);  // a table need not hold everything
        REQUIRE(town.imports.take_over(town.provider_editor, other, {}).has_value());
        CHECK(town.count("SELECT count(*) FROM learning_units") == units_before + 2);
        CHECK(town.count("SELECT count(*) FROM unit_drafts WHERE revision = 2") == 1);
    }
}

TEST_CASE("with faulty rows nothing is taken over, unless the good ones are asked for") {
    ExchangeTown town;
    const auto id = upload(town, header + "A-1;Gut;Selbststudium;2;10;;;\r\nA-2;;Selbststudium;2;teuer;;;\r\n");
    CHECK(run_of(town, id).refused == 1);
    const auto refused = town.imports.take_over(town.provider_editor, id, {});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error() == ImportError::has_problems);
    CHECK(town.count("SELECT count(*) FROM imported_units") == 0);
    REQUIRE(town.imports.take_over(town.provider_editor, id, {.only_good = true}).has_value());
    CHECK(town.count("SELECT count(*) FROM imported_units") == 1);
    const auto report = report_of(town, id);
    CHECK(report.counts.added == 1);
    CHECK(report.counts.refused == 1);
    CHECK(report.offers[1].problems.front().line == 3);
    const auto twice = town.imports.take_over(town.provider_editor, id, {.only_good = true});
    REQUIRE_FALSE(twice.has_value());
    CHECK(twice.error() == ImportError::already_handled);
}

TEST_CASE("what an editor has added stays when the source changes something else") {
    ExchangeTown town;
    auto first = upload(town, header + "A-1;Angebot;Selbststudium;2;10;;;\r\n");
    REQUIRE(town.imports.take_over(town.provider_editor, first, {}).has_value());
    const LearningUnitId id{town.count("SELECT unit_id FROM imported_units")};
    auto offer = town.authoring.find(town.provider_editor, id);
    REQUIRE(offer.has_value());
    authoring::Saving saving{offer->content(), std::nullopt, offer->revision()};
    saving.content.objective = "Sie erklären den Ablauf.";
    REQUIRE(town.authoring.save(town.provider_editor, id, saving).has_value());
    auto second = upload(town, header + "A-1;Angebot;Selbststudium;2;15;;;\r\n");
    REQUIRE(town.imports.take_over(town.provider_editor, second, {}).has_value());
    offer = town.authoring.find(town.provider_editor, id);
    CHECK(offer->content().objective == "Sie erklären den Ablauf.");
    CHECK(offer->content().price_member == Money{1500});
}

TEST_CASE("only the office publishes, and only what fulfils the must items") {
    ExchangeTown town;
    const std::string good =
        "Lernziel;Beschreibung fachlich;Beschreibung für alle;Zielgruppe;Kennung;Titel;Form;Stunden Selbststudium;Preis "
        "Mitglieder;Vermittelt;Module;Nachweise;Praxisbezug;"
        "Schlagwörter;Teilnehmende höchstens;Barrierefreiheit\r\n"
        "\"Sie beantworten Anträge auf Auskunft vollständig. Sie prüfen Fristen und begründen Ihre Antwort.\";"
        "\"Die Einheit behandelt die Rechte der betroffenen Personen. Sie üben an Fällen aus dem Bürgeramt, prüfen Fristen und schreiben eine "
        "Antwort. "
        "Eine Vorlage hilft Ihnen danach bei der Arbeit.\";"
        "\"Menschen dürfen fragen, welche Daten das Amt über sie hat. Sie lernen, wie Sie diese Frage gut beantworten. Beispiele aus dem Alltag "
        "helfen dabei.\";"
        "\"Beschäftigte im Bürgeramt\";A-1;Auskunft nach der DSGVO;Selbststudium;4;20;\"" +
        town.framework.current()->competences().front().slug + ": 1\";" + town.catalogue.current()->modules().front().slug +
        ";Teilnahmebestätigung;\"Sie bearbeiten einen Antrag aus Ihrem Amt und prüfen die Antwort gemeinsam.\";Auskunft, DSGVO;30;Untertitel\r\n";
    const std::string bare = "x";
    const auto id = upload(town, good + ";;;;A-2;Nur ein Titel;Selbststudium;1;0;;;;;;;\r\n");
    const auto editor = town.imports.take_over(town.provider_editor, id, {.outcome = ImportOutcome::publish});
    REQUIRE_FALSE(editor.has_value());
    CHECK(editor.error() == ImportError::publish_not_permitted);
    REQUIRE(town.imports.take_over(town.office, id, {.outcome = ImportOutcome::publish}).has_value());
    const auto report = report_of(town, id);
    for (const auto& hold : report.offers[0].hold) MESSAGE(hold);
    CHECK(report.offers[0].state == "published");
    CHECK(report.offers[1].state == "draft");
    CHECK_FALSE(report.offers[1].hold.empty());
    town.catalogue.reload();
    CHECK(town.catalogue.current()->find_unit(*report.offers[0].unit) != nullptr);
}

TEST_CASE("somebody else's imports are answered like ones that do not exist") {
    ExchangeTown town;
    const auto id = upload(town, header + "A-1;Angebot;Selbststudium;2;10;;;\r\n");
    CHECK(town.imports.find(town.clerk, id).error() == ImportError::not_permitted);
    CHECK(town.imports.upload(town.clerk, {town.own_provider().id, "a", std::nullopt, "x"}).error() == ImportError::not_permitted);
    CHECK(town.imports.find(town.provider_editor, ImportRunId{id.value + 100}).error() == ImportError::not_found);
    const auto foreign = town.imports.find_provider("dialograum")->id == town.own_provider().id ? "akademie-it" : "dialograum";
    CHECK(town.imports.upload(town.provider_editor, {town.imports.find_provider(foreign)->id, "a", std::nullopt, "x"}).error() ==
          ImportError::provider_not_found);
    CHECK(town.imports.upload(town.provider_editor, {town.own_provider().id, "a", std::nullopt, ""}).error() == ImportError::empty);
    CHECK(town.imports.discard(town.provider_editor, id).has_value());
    CHECK(town.imports.discard(town.provider_editor, id).error() == ImportError::already_handled);
}

TEST_CASE("a file that cannot be read ends as refused with the reason, and is not kept") {
    ExchangeTown town;
    const auto id = upload(town, ExchangeTown::fixture("xml-bomb.xml"), "kurse.xml");
    CHECK(run_of(town, id).state == RunState::refused);
    CHECK(run_of(town, id).message.find("DOCTYPE") != std::string::npos);
    CHECK(town.count("SELECT count(*) FROM import_files") == 0);
    CHECK(town.imports.take_over(town.provider_editor, id, {}).error() == ImportError::already_handled);
}

TEST_CASE("a feed brings dates and venues; gone dates are cancelled, gone offers retired on request") {
    ExchangeTown town;
    const auto provider = town.own_provider();
    const auto vocabulary = town.imports.vocabulary(provider);
    auto read = read_offers(ExchangeTown::fixture("moochub-3.0.1.json"), vocabulary, {});
    read.next.reset();
    const auto venues_before = town.count("SELECT count(*) FROM venues");
    const DirectImport import{.provider = provider, .choice = {.only_good = true}, .file_name = "feed"};
    const auto first = town.imports.run(import, read);
    CHECK(first.counts.added == 1);
    CHECK(first.counts.refused == 1);
    CHECK(first.offers[0].dates_added == 2);
    CHECK(first.counts.venues_added == 1);
    CHECK(town.count("SELECT count(*) FROM venues") == venues_before + 1);

    const auto again = town.imports.run(import, read);
    CHECK(again.counts.unchanged == 1);
    CHECK(town.count("SELECT count(*) FROM venues") == venues_before + 1);

    read.offers[0].content.dates.pop_back();
    read.offers[0].date_venues.pop_back();
    const auto fewer = town.imports.run(import, read);
    CHECK(fewer.offers[0].dates_cancelled == 1);
    CHECK(town.count("SELECT count(*) FROM tutorial_dates WHERE state = 'cancelled' AND source_id IS NOT NULL") == 1);

    // Published by hand in between, then gone from the feed.
    town.database().in_transaction([&](storage::Transaction& tx) {
        const auto draft = authoring::find_draft(tx, *first.offers[0].unit);
        catalogue::publish_unit(tx, draft->unit, draft->content, town.clock.now());
        authoring::remove_draft(tx, draft->unit);
    });
    read.offers.erase(read.offers.begin());
    auto gone = town.imports.run(import, read);
    CHECK(gone.counts.vanished == 1);
    CHECK(gone.counts.retired == 0);
    gone = town.imports.run({.provider = provider, .choice = {.only_good = true, .retire_vanished = true}}, read);
    CHECK(gone.counts.retired == 1);
    CHECK(town.count("SELECT count(*) FROM learning_units WHERE source_system IS NOT NULL AND state = 'retired'") == 1);
}

TEST_CASE("the report is given out as CSV with one row per field") {
    ExchangeTown town;
    const auto read = read_offers(ExchangeTown::fixture("open-vhs-1.2.xml"), town.imports.vocabulary(town.own_provider()), {});
    const auto report = town.imports.run({.provider = town.own_provider(), .dry_run = true}, read);
    const std::string csv = report_csv(report);
    CHECK(csv.find("preis/zusatz;entfallen") != std::string::npos);
    CHECK(csv.find("Erika") == std::string::npos);
    const auto copy = report_from_json(report_json(report));
    REQUIRE(copy.has_value());
    CHECK(report_json(*copy) == report_json(report));
}

TEST_CASE("files above one megabyte are checked by a job") {
    ExchangeTown town;
    std::string file = header;
    for (int i = 0; file.size() <= bytes_at_once_max; ++i) {
        file += fmt::format("N-{};Angebot {};Selbststudium;2;10;{};;\r\n", i, i, std::string(800, 'x'));
    }
    const auto id = upload(town, file);
    CHECK(run_of(town, id).state == RunState::checking);
    jobs::JobWorker worker(town.database(), town.clock, {{std::string(import_job), [&](const jobs::Job& job) { town.imports.run_job(job); }}});
    CHECK(worker.run_due() == 1);
    CHECK(run_of(town, id).state == RunState::checked);
    REQUIRE(town.imports.take_over(town.provider_editor, id, {.only_good = true}).has_value());
    CHECK(run_of(town, id).state == RunState::running);
    CHECK(worker.run_due() == 1);
    CHECK(run_of(town, id).state == RunState::done);
    CHECK(run_of(town, id).added > 1000);
}
