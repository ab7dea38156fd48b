// SPDX-License-Identifier: EUPL-1.2
#include "http/request_builder.hpp"
#include "web/chart.hpp"
#include "web/confirm.hpp"
#include "web/table.hpp"

#include <doctest/doctest.h>

namespace kc::web {
namespace {

using http::Method;
using http::RequestBuilder;

const TableRules rules{.columns = {{"name", "web.chart.name"}, {"stunden", "web.chart.current", true, true}, {"aktion", "", false}},
                       .sort_by = "name",
                       .page_sizes = {25, 50}};

struct Listing {
    TableView table;
    std::optional<EmptyState> empty;
};
BOOST_DESCRIBE_STRUCT(Listing, (), (table, empty))

struct Charts {
    LevelChart levels;
    PlanChart plan;
    ProgressBar progress;
};
BOOST_DESCRIBE_STRUCT(Charts, (), (levels, plan, progress))

Site make_site() {
    SiteOptions options;
    options.rooms = std::string(KC_SOURCE_DIR) + "/src";
    return Site(options);
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

TEST_CASE("a radar is drawn for three to twelve levels and comes with its values and bands as a table") {
    const std::vector<LevelInput> three{{.label = "Recht", .current = 2, .target = 4, .href = "/recht", .plausible = std::pair(1.0, 3.0)},
                                        {.label = "Technik", .current = 5, .target = 5},
                                        {.label = "Führung <1>", .current = 0, .target = 1}};
    const auto chart = radar_chart("netz", "Ihre Bereiche", three);
    CHECK(chart.drawn);
    CHECK(chart.has_bands);
    CHECK(chart.rings.size() == 5);
    CHECK(chart.axes.size() == 3);
    CHECK(chart.current.starts_with("160.0,108.8 "));  // two fifths of the radius, straight up
    CHECK(chart.rows[1].low == 5);
    CHECK_FALSE(radar_chart("netz", "Zwei", {three[0], three[1]}).drawn);
    CHECK_FALSE(radar_chart("netz", "Viele", std::vector<LevelInput>(13, three[0])).drawn);
    CHECK_FALSE(radar_chart("netz", "Keiner", {}).drawn);
    const auto site = make_site();
    const auto page = site.bind<RadarChart>("web/radar_chart").render(chart, site.context(RequestBuilder(Method::get, "/").build()));
    CHECK(contains(page.text, "<polygon class=\"is-shape\" points=\"160.0,108.8"));
    CHECK(contains(page.text, "Führung &lt;1&gt;"));
    CHECK(contains(page.text, "1 bis 3"));
}

TEST_CASE("the table query takes only offered columns, pages and sizes from the address") {
    const auto query = [](std::string_view target) { return read_table_query(RequestBuilder(Method::get, target).build(), rules); };
    CHECK(query("/x").sort_by == "name");
    CHECK(query("/x?sortierung=stunden&richtung=ab&seite=3&anzahl=50").offset() == 100);
    CHECK(query("/x?sortierung=stunden&richtung=ab").descending);
    CHECK(query("/x?sortierung=passwort;DROP&richtung=ab").sort_by == "name");
    CHECK(query("/x?sortierung=aktion").sort_by == "name");
    CHECK(query("/x?anzahl=100000").page_size == 25);
    CHECK(query("/x?seite=-4").page == 1);
    CHECK(query("/x?seite=99999999999999").page == 1'000'000);
    auto last = query("/x?seite=9");
    last.limit_to(26);
    CHECK(last.page == 2);
    last.limit_to(0);
    CHECK(last.page == 1);
}

TEST_CASE("links keep filters, sort both ways and lead through the pages") {
    const auto site = make_site();
    const auto request = RequestBuilder(Method::get, "/angebote?format=online&ort=K%C3%B6ln&seite=2").build();
    auto query = read_table_query(request, rules);
    query.limit_to(1234);
    const auto view = table_view(request, site.messages(), Language::de, rules, query, 1234);
    CHECK(view.first == 26);
    CHECK(view.last == 50);
    CHECK(view.columns[0].aria_sort == "ascending");
    CHECK(view.columns[0].href == "/angebote?format=online&ort=K%C3%B6ln&sortierung=name&richtung=ab");
    CHECK(view.columns[1].href == "/angebote?format=online&ort=K%C3%B6ln&sortierung=stunden");
    CHECK(view.columns[2].href.empty());
    CHECK(view.previous == "/angebote?format=online&ort=K%C3%B6ln");
    CHECK(view.next == "/angebote?format=online&ort=K%C3%B6ln&seite=3");
    CHECK(view.pages.size() == 6);  // 1 2 3 4 … 50
    CHECK(view.pages[4].gap);
    CHECK(view.pages.back().number == 50);
    const auto html = site.templates()
                          .bind_text<Listing>("t", "<table>{{#table}}{{>web/table_head}}{{/table}}</table>{{#table}}{{>web/table_foot}}{{/table}}")
                          .render({view, {}}, Language::de)
                          .text;
    CHECK(contains(html, "aria-sort=\"ascending\""));
    CHECK(contains(html, "26–50 von 1.234"));
    CHECK(contains(html, "aria-label=\"Seite 2\">2</a>"));
    CHECK(contains(html, "href=\"/angebote?format=online&amp;ort=K%C3%B6ln&amp;seite=3\" rel=\"next\""));
}

TEST_CASE("one page needs no page links, an empty list says what to do") {
    const auto site = make_site();
    const auto request = RequestBuilder(Method::get, "/angebote").build();
    const auto view = table_view(request, site.messages(), Language::de, rules, read_table_query(request, rules), 0);
    CHECK(view.pages.empty());
    CHECK(view.page_sizes.empty());
    CHECK(view.first == 0);
    const auto html = site.templates()
                          .bind_text<Listing>("t", "{{#empty}}{{>web/empty_state}}{{/empty}}")
                          .render({view, EmptyState{"Noch nichts", "Legen Sie an.", "/neu", "Anlegen"}}, Language::de)
                          .text;
    CHECK(contains(html, "href=\"/neu\""));
}

TEST_CASE("charts carry their values as text, for both languages and without inline styles") {
    const auto site = make_site();
    const auto day = [](std::string_view iso) { return *parse_date(iso); };
    Charts charts;
    charts.levels = level_chart("stufen", "Ihre Kompetenzen", {{"Datenschutz <1>", 2, 4}, {"E-Akte", 3.5, 3}});
    charts.plan =
        plan_chart("plan", "Ihr Plan", day("2026-03-02"), day("2026-05-31"),
                   {{"Vergaberecht",
                     "/x",
                     {{PhaseKind::self_study, day("2026-02-01"), day("2026-03-08")}, {PhaseKind::tutorial, day("2026-03-10"), day("2026-03-10")}}}},
                   day("2026-03-05"));
    charts.progress = {"fortschritt", "Stunden", 18, 24};
    CHECK(charts.levels.groups[0].rows[0].gap_percent == doctest::Approx(40));
    CHECK_FALSE(charts.levels.groups[0].rows[1].has_gap);
    CHECK(charts.plan.ticks.size() <= 5);
    CHECK(charts.plan.ticks.front().day == day("2026-03-02"));
    CHECK(charts.plan.rows[0].phases[0].start_percent == 0);
    CHECK(charts.plan.today.has_value());
    const auto bound = site.templates().bind_text<Charts>(
        "t", "{{#levels}}{{>web/level_chart}}{{/levels}}{{#plan}}{{>web/plan_chart}}{{/plan}}{{#progress}}{{>web/progress_bar}}{{/progress}}");
    const auto html = bound.render(charts, Language::de).text;
    CHECK(contains(html, "aria-label=\"Datenschutz &lt;1&gt;: IST 2, SOLL 4\""));
    CHECK(contains(html, "<td class=\"is-number\">3,5</td>"));
    CHECK(contains(html, "x=\"40%\""));
    CHECK(contains(html, "Selbststudium"));
    CHECK(contains(html, "18 von 24"));
    CHECK_FALSE(contains(html, "style="));
    CHECK(contains(bound.render(charts, Language::en).text, "Self-study"));
}

TEST_CASE("levels of one group stand together under its name") {
    const auto chart = level_chart("stufen", "Ihre Kompetenzen", {{"A", 1, 2, {}, "Recht"}, {"B", 1, 2, {}, "Technik"}, {"C", 1, 2, {}, "Recht"}});
    REQUIRE(chart.groups.size() == 2);
    CHECK(chart.groups[0].name == "Recht");
    CHECK(chart.groups[0].rows.size() == 2);
    CHECK(chart.groups[1].name == "Technik");
    const auto bound = make_site().templates().bind_text<LevelChart>("t", "{{>web/level_chart}}");
    CHECK(contains(bound.render(chart, Language::de).text, "<p class=\"kc-levels__name\">Recht</p>"));
}

TEST_CASE("a confirmation is a form of its own that can be left") {
    const auto site = make_site();
    const auto page = bind_confirmation(site);
    const auto response =
        confirmation_page(site, RequestBuilder(Method::get, "/vorlagen/3/loeschung").build(), page,
                          {"Vorlage löschen?", "Sie ist danach weg.", "/vorlagen/3/loeschung", "Löschen", "/vorlagen", true, {{"fassung", "7"}}});
    CHECK(response.status == 200);
    CHECK(contains(response.text(), "<form method=\"post\" action=\"/vorlagen/3/loeschung\">"));
    CHECK(contains(response.text(), "name=\"fassung\" value=\"7\""));
    CHECK(contains(response.text(), "href=\"/vorlagen\" data-cancel"));
    CHECK(contains(response.text(), "rückgängig"));
}

}  // namespace kc::web
