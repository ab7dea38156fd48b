// SPDX-License-Identifier: EUPL-1.2
#include "discovery/comparison_view.hpp"
#include "discovery/tests/saved_town.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::discovery;
using namespace kc::discovery::test;

namespace {

competence::LearnerProfile profile_with(std::vector<competence::LevelOf> current, std::vector<competence::TargetOf> targets) {
    competence::LearnerProfile profile;
    profile.current = std::move(current);
    profile.targets = std::move(targets);
    return profile;
}

catalogue::LearningUnit unit_teaching(std::vector<catalogue::CompetenceLevel> levels) {
    catalogue::LearningUnit unit;
    unit.teaches = std::move(levels);
    return unit;
}

std::string page_of(const FollowUpTown& town, std::size_t count) {
    std::string target = "/angebote/vergleich";
    for (const auto id : town.dated_units(count))
        target += (target.find('?') == std::string::npos ? "?angebot=" : "&angebot=") + town.catalogues.current()->find_unit(id)->slug;
    return target;
}

const ComparisonRow* row_of(const ComparisonView& view, std::string_view key) {
    for (const auto& group : view.groups) {
        for (const auto& row : group.rows) {
            if (row.key == key) return &row;
        }
    }
    return nullptr;
}

}  // namespace

TEST_CASE("total cost is price, way there and back on each day, and working time with travelling (FI-64 to FI-67)") {
    const CostRates rates;
    const auto cost = true_cost({.course = Money{120'00}, .learning = HalfHours{16}, .presence_days = 2, .travel = catalogue::Travel{25, 40}}, rates);
    CHECK(cost.travel == Money{30'00});       // 25 km × 2 × 2 days × 0,30 €
    CHECK(cost.travel_time == HalfHours{6});  // 160 minutes
    CHECK(cost.absence == HalfHours{22});
    CHECK(cost.working_time == Money{440'00});  // 11 hours × 40 €
    CHECK(cost.total == Money{590'00});
    CHECK(cost.complete);

    const auto online = true_cost({.course = Money{0}, .learning = HalfHours{4}}, rates);
    CHECK(online.travel == Money{0});
    CHECK(online.total == Money{80'00});
    CHECK(online.complete);

    const auto unknown = true_cost({.course = Money{50'00}, .learning = HalfHours{4}, .presence_days = 1}, rates);
    CHECK_FALSE(unknown.complete);
    CHECK_FALSE(unknown.kilometres);
    CHECK(unknown.total == Money{130'00});
}

TEST_CASE("a minute more than a half hour of travelling counts as the next half hour") {
    const CostRates rates;
    const auto exact = true_cost({.presence_days = 1, .travel = catalogue::Travel{1, 15}}, rates);
    const auto more = true_cost({.presence_days = 1, .travel = catalogue::Travel{1, 16}}, rates);
    CHECK(exact.travel_time == HalfHours{1});
    CHECK(more.travel_time == HalfHours{2});
}

TEST_CASE("a level closes a gap when it lies above what one can and not above what is asked for (FI-62)") {
    const CompetenceId talk{1}, file{2}, team{3};
    const auto profile = profile_with({{talk, 1}, {file, 4}}, {{talk, 2, 5}, {file, 3, 5}});
    CHECK(closing_levels(unit_teaching({{talk, 1}, {talk, 2}, {talk, 3}}), profile) == 1);
    CHECK(closing_levels(unit_teaching({{file, 3}}), profile) == 0);
    CHECK(closing_levels(unit_teaching({{team, 1}}), profile) == 0);
}

TEST_CASE("hours and price per level are told, and a share is never rounded down") {
    FollowUpTown town;
    const auto snapshot = town.catalogues.current();
    const auto& unit = *snapshot->find_unit(town.dated_units(1).front());
    const catalogue::LearningUnit* units[] = {&unit};
    const auto comparison = compare(*snapshot, units, {.member = true}, {}, town.town.clock.today());
    const auto& offer = comparison.offers.front();
    CHECK(offer.levels == static_cast<int>(unit.teaches.size()));
    CHECK(*offer.hours_per_level == doctest::Approx(static_cast<double>(unit.total().value) / 2 / offer.levels));
    CHECK(offer.price_per_level->value * offer.levels >= unit.price_member.value);
    CHECK(offer.price_per_level->value * offer.levels < unit.price_member.value + offer.levels);
    CHECK_FALSE(offer.closing_levels);
}

TEST_CASE("rows in which offers differ are marked, equal ones are not, and only differences can be kept (FI-61)") {
    FollowUpTown town;
    const auto snapshot = town.catalogues.current();
    const auto framework = town.frameworks.current();
    const auto ids = town.dated_units(2);
    const catalogue::LearningUnit* units[] = {snapshot->find_unit(ids[0]), snapshot->find_unit(ids[1])};
    const catalogue::Sight sight{*snapshot, *framework, Language::de, false, town.town.clock.today()};
    auto view = comparison_view(sight, compare(*snapshot, units, {}, {}, sight.today), site().messages());
    CHECK(view.groups.size() >= 7);
    CHECK(row_of(view, "objective")->differs);
    for (const auto& group : view.groups) {
        for (const auto& row : group.rows) CHECK(row.differs == (row.cells[0].lines != row.cells[1].lines));
    }
    keep_differences(view);
    for (const auto& group : view.groups) {
        CHECK_FALSE(group.rows.empty());
        for (const auto& row : group.rows) CHECK(row.differs);
    }

    const catalogue::LearningUnit* same[] = {units[0], units[0]};
    auto equal = comparison_view(sight, compare(*snapshot, same, {}, {}, sight.today), site().messages());
    CHECK(equal.differing_count == 0);
    keep_differences(equal);
    CHECK(equal.groups.empty());
}

TEST_CASE("the comparison is one address for everybody, with a column per offer and the calculation explained") {
    FollowUpPages pages;
    const auto target = page_of(pages, 4);
    const auto page = pages.get(target);
    CHECK(page.status == 200);
    CHECK(occurrences(page.text(), "<h1") == 1);
    CHECK(occurrences(page.text(), "scope=\"col\"") == 4);
    CHECK(contains(page.text(), "So sind die Gesamtkosten berechnet"));
    CHECK(contains(page.text(), "0,30\u00a0€"));
    CHECK(contains(page.text(), "40,00\u00a0€"));
    CHECK(contains(page.text(), "≠"));
    CHECK(contains(page.text(), "ohne Mitgliedschaft"));
    CHECK_FALSE(contains(page.text(), "die Ihnen fehlt"));
    CHECK(page.text().size() < 120'000);
    CHECK(contains(pages.get(target, nullptr, {}, Language::en).text(), "Total cost"));
    CHECK(contains(pages.get(target + "&nur=unterschiede").text(), "Alle Zeilen zeigen"));
}

TEST_CASE("somebody with a profile sees the way from the office and what closes a gap") {
    FollowUpPages pages;
    const auto page = pages.get(page_of(pages, 3), &pages.town.clerk);
    CHECK(page.status == 200);
    CHECK(contains(page.text(), "Stunden je Stufe, die Ihnen fehlt"));
    CHECK(contains(page.text(), "für Mitglieder"));
    const auto newcomer = pages.get(page_of(pages, 3), &pages.town.newcomer);
    CHECK(newcomer.status == 200);
    CHECK(pages.get(page_of(pages, 3), &pages.town.office).status == 200);
}

TEST_CASE("choosing for comparison needs no account, keeps at most four and leads back to where one was") {
    FollowUpPages pages;
    const auto ids = pages.dated_units(5);
    const auto snapshot = pages.catalogues.current();
    std::string cookie;
    for (std::size_t i = 0; i < 5; ++i) {
        const auto answer = pages.post("/angebote/vergleich/auswahl",
                                       {{"angebot", snapshot->find_unit(ids[i])->slug}, {"zurueck", "/angebote?q=recht"}}, nullptr, cookie);
        CHECK(answer.status == 303);
        CHECK(FollowUpPages::location(answer) == "/angebote?q=recht");
        cookie = FollowUpPages::cookie(answer, "kc_vergleich");
        CHECK(occurrences(cookie, "-") == std::min<std::size_t>(i, 3));
    }
    const auto opened = pages.get("/angebote/vergleich", nullptr, cookie);
    CHECK(opened.status == 303);
    CHECK(occurrences(FollowUpPages::location(opened), "angebot=") == 4);
    const auto removed = pages.post("/angebote/vergleich/auswahl/ruecknahme", {{"angebot", snapshot->find_unit(ids[0])->slug}}, nullptr, cookie);
    CHECK(occurrences(FollowUpPages::cookie(removed, "kc_vergleich"), "-") == 2);
    CHECK(FollowUpPages::location(pages.post("/angebote/vergleich/auswahl",
                                             {{"angebot", snapshot->find_unit(ids[0])->slug}, {"zurueck", "https://example.org/"}})) == "/");
}

TEST_CASE("whatever is wrong in the address or the cookie is left out of the comparison") {
    FollowUpPages pages;
    const auto one = pages.get("/angebote/vergleich?angebot=%3Cscript%3E&angebot=" + pages.unit(0).slug + "&angebot=" + pages.unit(0).slug);
    CHECK(one.status == 200);
    CHECK(contains(one.text(), "Ein weiteres Angebot fehlt noch"));
    CHECK_FALSE(contains(one.text(), "<script>"));
    CHECK(contains(pages.get("/angebote/vergleich").text(), "Noch nichts gewählt"));
    CHECK(contains(pages.get("/angebote/vergleich", nullptr, "a-b--9999999999999999999").text(), "Noch nichts gewählt"));
    CHECK(pages.post("/angebote/vergleich/auswahl", {{"angebot", "gibt-es-nicht"}}).status == 404);
    CHECK(pages.get("/angebote/vergleich.csv").status == 404);
    std::string many = "/angebote/vergleich?angebot=x";
    for (std::size_t i = 0; i < 20; ++i) many += "&angebot=" + pages.unit(i).slug;
    CHECK(occurrences(pages.get(many).text(), "scope=\"col\"") == compared_max);
}

TEST_CASE("an internal offer cannot be compared by people of another organisation") {
    FollowUpPages pages;
    const auto id = pages.dated_units(1).front();
    pages.change(
        fmt::format("UPDATE learning_units SET only_for_id = (SELECT id FROM organisations WHERE slug = 'weinheim') WHERE id = {}", id.value));
    const auto slug = pages.catalogues.current()->find_unit(id)->slug;
    const auto other = pages.catalogues.current()->find_unit(pages.dated_units(1).front())->slug;
    const auto target = "/angebote/vergleich?angebot=" + slug + "&angebot=" + other;
    CHECK(occurrences(pages.get(target, &pages.town.clerk).text(), "scope=\"col\"") == 2);
    CHECK(occurrences(pages.get(target, &pages.town.outsider).text(), "scope=\"col\"") == 0);
    CHECK(pages.api(http::Method::get, "/api/v1/offers/comparison?offer=" + slug + "&offer=" + other, &pages.town.outsider).status == 404);
    CHECK(pages.post("/angebote/vergleich/auswahl", {{"angebot", slug}}, &pages.town.outsider).status == 404);
}

TEST_CASE("the comparison is given as CSV and JSON as well") {
    FollowUpPages pages;
    auto target = page_of(pages, 2);
    target.insert(std::string_view("/angebote/vergleich").size(), ".csv");
    const auto csv = pages.get(target);
    CHECK(csv.status == 200);
    CHECK(csv.text().substr(0, 3) == "\xEF\xBB\xBF");
    CHECK(contains(csv.text(), "Gesamtkosten"));
    const auto ids = pages.dated_units(2);
    const auto snapshot = pages.catalogues.current();
    const auto path = "/api/v1/offers/comparison?offer=" + snapshot->find_unit(ids[0])->slug;
    CHECK(contains(pages.api(http::Method::get, path + "&offer=" + snapshot->find_unit(ids[1])->slug).text(), "\"key\":\"total_cost\""));
    CHECK(pages.api(http::Method::get, path).status == 422);
    CHECK(pages.api(http::Method::get, path + "&offer=" + snapshot->find_unit(ids[0])->slug).status == 422);
    CHECK(pages.api(http::Method::get, path + "&offer=gibt-es-nicht").status == 404);
}
