// SPDX-License-Identifier: EUPL-1.2
#include "discovery/demand_recorder.hpp"
#include "discovery/demand_report.hpp"
#include "discovery/demand_text.hpp"
#include "discovery/tests/saved_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::discovery;
using namespace kc::discovery::test;
using http::Method;

namespace {

void note(DemandRecorder& recorder, SavedTown& town, std::string_view address, int times = 1) {
    const auto query = search_query_of(address, *town.offers.current());
    for (int i = 0; i < times; ++i) recorder.note(query);
}

}  // namespace

TEST_CASE("words that nobody found are kept in one writing (FI-80)") {
    CHECK(demand_text("  Künstliche   INTELLIGENZ ") == "künstliche intelligenz");
    CHECK(demand_text("ÄÖÜ\u00a0Straße") == "äöü straße");
    CHECK(demand_text("ISO 27001") == "iso 27001");
    CHECK(demand_text("BSI 200-2 und VOB/A 2019") == "bsi 200-2 und vob/a 2019");
    CHECK(demand_text("§ 13b SGB II, 0 bis 3 Jahre") == "§ 13b sgb ii, 0 bis 3 jahre");
    CHECK(demand_text("") == "");
}

TEST_CASE("words that could say who somebody is are not kept (FI-81)") {
    for (const auto* personal : {"erika.muster@example.org", "erika(at)example.org", "0621 123456", "+49 621 12 34", "(0621) 12-34-56",
                                 "Muster 12.03.1975", "1975-03-12", "Personalnummer 123456", "DE89370400440532013000"}) {
        CAPTURE(personal);
        CHECK_FALSE(demand_text(personal));
    }
    CHECK_FALSE(demand_text(std::string(61, 'x')));
    CHECK_FALSE(
        demand_text("a\x01"
                    "b"));
    CHECK_FALSE(demand_text("\xff\xfe"));
}

TEST_CASE("searches are counted per day without a person, in one transaction, and further counts are added") {
    for (auto& town : saved_towns()) {
        DemandRecorder recorder(town->town.database(), town->town.clock);
        note(recorder, *town, "q=Quantencomputer&seite=2", 2);
        note(recorder, *town, "q=quantencomputer&form=online");
        note(recorder, *town, "q=erika%40example.org");
        note(recorder, *town, "");
        CHECK(town->value("SELECT COUNT(*) FROM unmet_demands") == 0);
        CHECK(recorder.flush() == 2);
        CHECK(recorder.flush() == 0);
        note(recorder, *town, "q=QUANTENCOMPUTER&sortierung=preis");
        CHECK(recorder.flush() == 1);
        CHECK(town->value("SELECT count FROM unmet_demands WHERE filters = ''") == 3);
        town->next_day();
        note(recorder, *town, "q=quantencomputer");
        recorder.flush();
        CHECK(town->value("SELECT COUNT(*) FROM unmet_demands") == 3);
    }
}

TEST_CASE("the counter in memory is bounded, and what it holds is written when it stops") {
    SavedTown town;
    {
        DemandRecorder recorder(town.town.database(), town.town.clock, {.interval = std::chrono::hours(1), .entries_max = 3});
        recorder.start();
        for (int i = 0; i < 10; ++i) note(recorder, town, fmt::format("q=wort{}", i));
        note(recorder, town, "q=wort0");
    }
    CHECK(town.value("SELECT COUNT(*) FROM unmet_demands") == 3);
    CHECK(town.value("SELECT count FROM unmet_demands WHERE query_normalised = 'wort0'") == 2);
}

TEST_CASE("a search is shown from the third time on, and only to office and board (FI-81)") {
    FollowUpPages pages;
    DemandRecorder recorder(pages.town.database(), pages.town.clock);
    note(recorder, pages, "q=quantencomputer&form=online", 3);
    note(recorder, pages, "q=herr+mustermann", 2);
    recorder.flush();
    for (const auto* viewer : {&pages.town.office, &pages.town.board_member}) {
        const auto page = pages.get("/bedarf", viewer);
        CHECK(page.status == 200);
        CHECK(contains(page.text(), "quantencomputer"));
        CHECK_FALSE(contains(page.text(), "mustermann"));
        CHECK(occurrences(page.text(), "<h1") == 1);
        const auto csv = pages.get("/bedarf/suchen.csv?tage=30", viewer);
        CHECK(contains(csv.text(), "quantencomputer"));
        CHECK_FALSE(contains(csv.text(), "mustermann"));
        CHECK_FALSE(contains(pages.api(Method::get, "/api/v1/demand", viewer).text(), "mustermann"));
    }
    for (const auto* viewer : {&pages.town.clerk, &pages.town.hr_decision_maker, &pages.town.provider_editor, &pages.town.system_operator}) {
        for (const auto* path : {"/bedarf", "/bedarf/suchen.csv", "/bedarf/luecken.csv", "/api/v1/demand"})
            CHECK(pages.get(path, viewer).status == 403);
    }
    CHECK(FollowUpPages::location(pages.get("/bedarf")) == "/anmelden");
    CHECK(pages.get("/bedarf?tage=%3Cscript%3E", &pages.town.office).status == 200);
    pages.next_day(40);
    CHECK_FALSE(contains(pages.get("/bedarf?tage=30", &pages.town.office).text(), "quantencomputer"));
    CHECK(contains(pages.get("/bedarf?tage=90", &pages.town.office).text(), "quantencomputer"));
}

TEST_CASE("gaps are counted for groups of five and more, and shown where nobody can begin an offer (FI-82)") {
    for (auto& town : saved_towns()) {
        DemandCount count(town->town.database(), town->town.clock, town->frameworks, town->queue);
        const auto levels = count.count_gaps();
        CHECK(levels == count.count_gaps());  // again with the same result
        CHECK(town->value("SELECT COUNT(*) FROM open_gaps") == static_cast<std::int64_t>(levels));
        CHECK(town->value("SELECT COUNT(*) FROM open_gaps WHERE people < 5") == 0);
        REQUIRE(levels > 0);
    }
    FollowUpPages pages;
    DemandCount count(pages.town.database(), pages.town.clock, pages.frameworks, pages.queue);
    CHECK(contains(pages.get("/bedarf", &pages.town.office).text(), "Gezählt wird jede Nacht"));
    count.run();
    CHECK(pages.value("SELECT COUNT(*) FROM jobs WHERE kind = 'discovery.demand' AND state = 'queued'") == 1);
    pages.change("UPDATE learning_units SET state = 'retired'");
    const auto page = pages.get("/bedarf", &pages.town.board_member);
    CHECK(contains(page.text(), "0 ohne Termin"));
    CHECK(contains(page.text(), "Gezählt am 2. März 2026."));
    CHECK(contains(pages.get("/bedarf/luecken.csv", &pages.town.office).text(), "Kompetenz"));
}

TEST_CASE("an internal offer or one without a date leaves a gap open") {
    FollowUpTown town;
    const auto id = town.dated_units(1).front();
    const auto level = town.catalogues.current()->find_unit(id)->teaches.front();
    const auto today = town.town.clock.today();
    CHECK(is_bookable(*town.catalogues.current(), level, today));
    town.change(fmt::format("UPDATE learning_units SET state = 'retired' WHERE id <> {}", id.value));
    CHECK(is_bookable(*town.catalogues.current(), level, today));
    town.change(
        fmt::format("UPDATE learning_units SET only_for_id = (SELECT id FROM organisations WHERE slug = 'weinheim') WHERE id = {}", id.value));
    CHECK_FALSE(is_bookable(*town.catalogues.current(), level, today));
    town.change(fmt::format("UPDATE learning_units SET only_for_id = NULL WHERE id = {}", id.value));
    town.change(fmt::format("UPDATE tutorial_dates SET state = 'cancelled' WHERE unit_id = {}", id.value));
    CHECK_FALSE(is_bookable(*town.catalogues.current(), level, today));
    CHECK(offers_without_date(*town.catalogues.current(), level, today) == 1);
}
