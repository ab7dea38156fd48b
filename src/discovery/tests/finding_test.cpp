// SPDX-License-Identifier: EUPL-1.2
#include "discovery/finding.hpp"
#include "discovery/choices.hpp"
#include "discovery/search_command.hpp"
#include "discovery/tests/search_town.hpp"

#include <doctest/doctest.h>

#include <random>

namespace kc::discovery {
namespace {

using catalogue::Format;
using catalogue::LearningUnit;
using catalogue::TutorialDate;
using test::SearchTown;

// What a search finds, computed from the snapshot alone and as plainly as the rules say it.
class Naive {
public:
    Naive(const OfferState& state, const SearchQuery& query, const Searcher& searcher) : state_(state), query_(query), searcher_(searcher) {}

    std::int64_t count() const {
        std::int64_t found = 0;
        for (const auto& unit : state_.catalogue->units()) found += finds(unit) ? 1 : 0;
        return found;
    }

private:
    bool any(Choice choice, auto&& has) const {
        const auto& values = query_.of(choice);
        return values.empty() || std::any_of(values.begin(), values.end(), has);
    }
    template <class Enum> bool is(Choice choice, Enum value) const {
        return any(choice, [&](const std::string& name) { return name == boost::describe::enum_to_string(value, ""); });
    }
    template <class Enum> bool has(Choice choice, const std::vector<Enum>& list) const {
        return any(choice, [&](const std::string& name) {
            return std::any_of(list.begin(), list.end(), [&](Enum value) { return name == boost::describe::enum_to_string(value, ""); });
        });
    }

    bool teaches(const LearningUnit& unit) const {
        const auto& framework = *state_.framework;
        std::vector<std::string> wanted;
        for (const auto& competence : query_.of(Choice::competence)) {
            const auto& levels = query_.of(Choice::level);
            if (std::none_of(levels.begin(), levels.end(), [&](const auto& level) { return level.starts_with(competence + "."); }))
                wanted.push_back(competence);
        }
        wanted.insert(wanted.end(), query_.of(Choice::level).begin(), query_.of(Choice::level).end());
        const auto slug = [&](const auto& taught) { return framework.competence(*framework.index_of(taught.competence)).slug; };
        const bool competence = wanted.empty() || std::any_of(unit.teaches.begin(), unit.teaches.end(), [&](const auto& taught) {
                                    return std::find(wanted.begin(), wanted.end(), slug(taught)) != wanted.end() ||
                                           std::find(wanted.begin(), wanted.end(), level_name(slug(taught), taught.level)) != wanted.end();
                                });
        return competence && any(Choice::area, [&](const std::string& area) {
                   return std::any_of(unit.teaches.begin(), unit.teaches.end(), [&](const auto& taught) {
                       return framework.area_of(framework.competence(*framework.index_of(taught.competence))).slug == area;
                   });
               });
    }

    bool asks_for_dates() const {
        return query_.from || query_.until || !query_.of(Choice::weekday).empty() || (query_.radius && !query_.place.empty());
    }

    bool suits(const TutorialDate& date) const {
        if (!date.bookable(searcher_.today) || date.first_day < searcher_.today) return false;  // FI-06
        if ((query_.from && date.first_day < *query_.from) || (query_.until && date.last_day > *query_.until)) return false;
        for (auto day = date.first_day; day <= date.last_day; day = add_days(day, 1)) {
            if (!query_.of(Choice::weekday).empty() &&
                !query_.has(Choice::weekday, value_of(state_, Choice::weekday, static_cast<std::uint16_t>(weekday_of(day)))))
                return false;
            if (query_.working_days && !searcher_.learner->preferences.works_on(weekday_of(day))) return false;
            if (query_.working_days && std::any_of(searcher_.learner->preferences.absences.begin(), searcher_.learner->preferences.absences.end(),
                                                   [&](const auto& absence) { return day >= absence.first_day && day <= absence.last_day; }))
                return false;
        }
        std::vector<Format> ways{date.mode};  // FI-05
        if (date.mode == Format::hybrid) ways = {Format::hybrid, Format::on_site, Format::online};
        return std::any_of(ways.begin(), ways.end(), [&](Format way) {
            if (!is(Choice::format, way)) return false;
            const auto* venue = state_.catalogue->venue_of(date);
            if (!query_.radius || query_.place.empty() || way == Format::online || venue == nullptr) return true;
            const auto& places = state_.catalogue->places();
            const auto from = std::find_if(places.begin(), places.end(), [&](const auto& p) { return p.slug == query_.place; });
            return catalogue::estimate_travel(catalogue::coordinates_of(*from), catalogue::coordinates_of(state_.catalogue->place_of(*venue)))
                       .kilometres <= *query_.radius;
        });
    }

    bool dates(const LearningUnit& unit) const {
        if (unit.mode == Format::self_paced) {
            if (is(Choice::format, Format::self_paced)) return true;
        }
        if (std::any_of(unit.dates.begin(), unit.dates.end(), [&](const auto& date) { return suits(date); })) return true;
        if (asks_for_dates() || query_.working_days) return false;
        const bool upcoming = std::any_of(unit.dates.begin(), unit.dates.end(),
                                          [&](const auto& date) { return date.bookable(searcher_.today) && date.first_day >= searcher_.today; });
        return !upcoming && unit.mode != Format::self_paced && is(Choice::format, unit.mode);
    }

    bool finds(const LearningUnit& unit) const {
        if (!unit.visible_to(searcher_.organisation)) return false;
        const auto& snapshot = *state_.catalogue;
        const auto price = unit.price(searcher_.member);
        if ((query_.hours_least && unit.total() < *query_.hours_least) || (query_.hours_most && unit.total() > *query_.hours_most)) return false;
        if ((query_.price_least && price < *query_.price_least) || (query_.price_most && price > *query_.price_most)) return false;
        if (query_.gaps) {
            const Needs needs(*searcher_.learner);
            if (rank_offer(unit, needs, {price, {}}, {}).points == 0) return false;
        }
        return teaches(unit) && dates(unit) && is(Choice::kind, unit.kind) && is(Choice::difficulty, unit.difficulty) &&
               is(Choice::origin, unit.origin) && has(Choice::credential, unit.credentials) && has(Choice::accessibility, unit.accessibility) &&
               any(Choice::language, [&](const auto& language) { return unit.language == language; }) &&
               any(Choice::funded, [&](const auto&) { return unit.funded; }) &&
               any(Choice::provider, [&](const auto& slug) { return snapshot.provider_of(unit).slug == slug; }) &&
               any(Choice::module,
                   [&](const auto& slug) {
                       return std::any_of(unit.modules.begin(), unit.modules.end(),
                                          [&](const auto& m) { return snapshot.modules()[m.module].slug == slug; });
                   }) &&
               any(Choice::seal, [&](const auto& name) {
                   return std::any_of(unit.seals.begin(), unit.seals.end(),
                                      [&](const auto& seal) { return seal.name == name && seal.valid(searcher_.today); });
               });
    }

    const OfferState& state_;
    const SearchQuery& query_;
    const Searcher& searcher_;
};

SearchQuery random_query(const OfferState& state, std::mt19937& random, bool learner) {
    SearchQuery query;
    const auto chance = [&](int one_in) { return std::uniform_int_distribution<>(1, one_in)(random) == 1; };
    for (std::size_t i = 0; i < choice_count; ++i) {
        if (!chance(7)) continue;
        const auto values = values_of(state, static_cast<Choice>(i));
        if (values.empty()) continue;
        for (int n = 0; n < 2; ++n) query.chosen[i].push_back(values[random() % values.size()]);
        std::sort(query.chosen[i].begin(), query.chosen[i].end());
        query.chosen[i].erase(std::unique(query.chosen[i].begin(), query.chosen[i].end()), query.chosen[i].end());
    }
    if (chance(5)) query.hours_most = HalfHours{static_cast<std::int64_t>(random() % 40)};
    if (chance(5)) query.price_most = Money{static_cast<std::int64_t>(random() % 400) * 100};
    if (chance(5)) query.from = add_days(Date{std::chrono::year{2026} / 3 / 2}, static_cast<int>(random() % 200));
    if (chance(6)) query.until = add_days(Date{std::chrono::year{2026} / 4 / 2}, static_cast<int>(random() % 200));
    if (chance(5)) {
        query.place = state.catalogue->places()[random() % state.catalogue->places().size()].slug;
        query.radius = static_cast<int>(5 + random() % 60);
    }
    if (learner && chance(3)) query.working_days = true;
    if (learner && chance(3)) query.gaps = true;
    return query;
}

}  // namespace

TEST_CASE("totals and counts are those of a plain count over the catalogue, for visitors and for learners") {
    for (auto& each : test::search_towns()) {
        auto& town = *each;
        const auto state = town.offers.current();
        const auto learner = town.town.database().read([&](storage::Session& session) {
            return competence::find_learner_profile(session, *state->framework, town.town.clerk.person, town.town.clock.today());
        });
        REQUIRE(learner);
        std::mt19937 random(20'260'302);
        int compared = 0;
        for (int round = 0; round < 250; ++round) {
            const bool signed_in = round % 2 == 1;
            const auto searcher =
                signed_in ? searcher_of(*state, &town.town.clerk, &*learner, town.town.clock.today()) : Searcher{.today = town.town.clock.today()};
            const auto query = random_query(*state, random, signed_in);
            INFO(address_of(query));
            const auto findings = find_offers(*state, query, searcher);
            CHECK(findings.answer.total == Naive(*state, query, searcher).count());
            // The count of a value is the total with that value alone in its facet.
            for (const auto choice : {Choice::area, Choice::module, Choice::provider, Choice::kind, Choice::format, Choice::weekday}) {
                const auto values = values_of(*state, choice);
                const auto& value = values[random() % values.size()];
                auto alone = query;
                alone.of(choice) = {value};
                const auto number = *number_of(*state, choice, value);
                std::int64_t count = 0;
                if (choice == Choice::format)
                    count = number < findings.answer.format_counts.size() ? findings.answer.format_counts[number] : 0;
                else if (choice == Choice::weekday)
                    count = findings.answer.weekday_counts[number];
                else if (const auto& counts = findings.answer.facet_counts[static_cast<std::size_t>(*facet_of(choice))]; number < counts.size())
                    count = counts[number];
                INFO(value);
                CHECK(count == Naive(*state, alone, searcher).count());
                ++compared;
            }
        }
        CHECK(compared > 500);
    }
}

TEST_CASE("words find offers whatever their form, and better titles come first") {
    SearchTown town;
    const auto state = town.offers.current();
    const auto first = [&](std::string_view text) {
        SearchQuery query;
        query.text = text;
        const auto findings = find_offers(*state, query, Searcher{.today = town.town.clock.today()});
        return findings.offers.empty() ? std::string() : findings.offers.front().unit->slug;
    };
    CHECK(first("Gute Gespräche führen") == "gespraech-grundlagen");
    CHECK(first("gespraeche gut") != "");
    CHECK(first("anspruchsvolle gespräche") == "gespraech-intensiv");
    CHECK(first("Zuhörn und nachfragen") == "zuhoeren-nachfragen");
    CHECK(first("qwertzuiop") == "");
}

TEST_CASE("internal offers are found by their own people alone: no hit, no count, no suggestion for others (AN-43)") {
    SearchTown town;
    const auto own = town.town.clerk.organisation;
    town.change(
        fmt::format("UPDATE learning_units SET only_for_id = {}, title = 'Xylophonkunde im Rathaus' WHERE slug = 'gespraech-grundlagen'", own.value));
    const auto state = town.offers.current();
    const auto today = town.town.clock.today();
    SearchQuery query;
    query.text = "Xylophonkunde";
    const auto count = [&](const Viewer* viewer) { return count_offers(*state, query, searcher_of(*state, viewer, nullptr, today)); };
    CHECK(count(&town.town.clerk) == 1);
    CHECK(count(&town.town.outsider) == 0);
    CHECK(count(nullptr) == 0);
    const auto all = find_offers(*state, {}, searcher_of(*state, nullptr, nullptr, today));
    CHECK(all.answer.total < state->catalogue->units().size());
    CHECK(all.answer.total == Naive(*state, {}, Searcher{.today = today}).count());
    for (const auto* path : {"/angebote/vorschlaege?q=xylo", "/api/v1/offers/suggestions?q=xylo", "/angebote?q=xylophonkunde",
                             "/angebote?q=xylofonkunde", "/api/v1/offers/search?q=xylofonkunde"}) {
        INFO(path);
        CHECK(test::contains(town.get(path, &town.town.clerk).text(), "Xylophonkunde"));
        CHECK_FALSE(test::contains(town.get(path, &town.town.outsider).text(), "Xylophonkunde"));
        CHECK_FALSE(test::contains(town.get(path).text(), "Xylophonkunde"));
    }
}

TEST_CASE("a changed, new or retired offer is found at once, and so is a renamed provider") {
    SearchTown town;
    const auto count = [&](const char* text) {
        SearchQuery query;
        query.text = text;
        const auto found = find_offers(*town.offers.current(), query, Searcher{.today = town.town.clock.today()}, Purpose::list);
        return found.answer.did_you_mean_applied ? 0 : found.answer.total;
    };
    const auto id = town.town.unit("gespraech-grundlagen");
    const auto change = [&](const std::string& sql) {
        town.town.database().in_transaction([&](storage::Transaction& transaction) { transaction.execute(sql); });
        town.catalogues.renew(std::span(&id, 1));
    };
    CHECK(count("Xylophonkunde") == 0);
    change("UPDATE learning_units SET title = 'Xylophonkunde' WHERE slug = 'gespraech-grundlagen'");
    CHECK(count("Xylophonkunde") == 1);
    change("UPDATE learning_units SET state = 'retired' WHERE slug = 'gespraech-grundlagen'");
    CHECK(count("Xylophonkunde") == 0);
    town.change("UPDATE providers SET name = 'Zymbelschule' WHERE slug = 'dialograum'");
    CHECK(count("Zymbelschule") > 0);
}

TEST_CASE("what passes by with the days is looked at again: deadlines and seals") {
    SearchTown town;
    town.change("UPDATE learning_units SET mode = 'online' WHERE slug = 'gespraech-grundlagen'");
    town.change(
        "DELETE FROM tutorial_dates WHERE unit_id = (SELECT id FROM learning_units WHERE slug = 'gespraech-grundlagen') AND booking_deadline <> "
        "(SELECT MIN(booking_deadline) FROM tutorial_dates WHERE booking_deadline >= '2026-03-02' AND unit_id = (SELECT id FROM learning_units WHERE "
        "slug = 'gespraech-grundlagen'))");
    SearchQuery query;
    query.text = "Gute Gespräche führen";
    const auto date_of_first = [&] {
        const auto state = town.offers.current();
        const auto findings = find_offers(*state, query, Searcher{.today = town.town.clock.today()});
        return findings.answer.hits.front().occurrence.kind;
    };
    CHECK(date_of_first() == search::OccurrenceKind::dated);
    town.town.clock.advance(std::chrono::days{300});
    for (int i = 0; i < 200 && town.offers.current()->day != town.town.clock.today(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds{10});
    CHECK(town.offers.current()->day == town.town.clock.today());
    CHECK(date_of_first() == search::OccurrenceKind::unscheduled);
}

TEST_CASE("an empty result names the filters that stand in the way, the most helpful first (FI-15)") {
    SearchTown town;
    const auto state = town.offers.current();
    auto query = town.parsed("modul=ozg&art=coaching&sprache=en&preis_bis=1");
    const Searcher searcher{.today = town.town.clock.today()};
    REQUIRE(count_offers(*state, query, searcher) == 0);
    const auto found = reliefs(*state, query, searcher);
    for (const auto& relief : found) {
        CHECK(relief.total == count_offers(*state, relief.without, searcher));
        CHECK(relief.total > 0);
        CHECK(relief.total <= found.front().total);
    }
}

TEST_CASE("the command line prints hits as lines and as JSON") {
    SearchTown town;
    const auto state = town.offers.current();
    const auto lines = search_output(*state, {"Gespräche", 3, false}, town.town.clock.today());
    CHECK(test::contains(lines, "gespraech-"));
    CHECK(std::count(lines.begin(), lines.end(), '\n') == 4);
    CHECK(test::contains(search_output(*state, {"Gespräche", 3, true}, town.town.clock.today()), "\"hits\":[{"));
    CHECK(test::contains(search_output(*state, {"qwertzuiop", 3, false}, town.town.clock.today()), "0 Angebote"));
}

}  // namespace kc::discovery
