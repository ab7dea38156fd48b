// SPDX-License-Identifier: EUPL-1.2
#include "discovery/search_memory.hpp"
#include "competence/competence.hpp"
#include "discovery/finding.hpp"
#include "discovery/tests/search_town.hpp"

#include <doctest/doctest.h>

#include <map>

namespace kc::discovery {
namespace {

// Offers with points, as if each had been ranked; counts how often everything and a single one is.
struct Ranking {
    std::map<std::int64_t, std::int32_t> offers;
    int whole = 0, single = 0;

    SearchMemory::Boosts boosts(SearchMemory& memory, const std::string& person, std::uint64_t state) {
        return memory.boosts(
            person, state,
            [this] {
                ++whole;
                std::vector<search::Boost> all;
                for (const auto& [key, points] : offers) all.push_back({key, points});
                return all;
            },
            [this](LearningUnitId id) -> std::optional<search::Boost> {
                ++single;
                const auto found = offers.find(id.value);
                return found == offers.end() ? std::nullopt : std::optional(search::Boost{id.value, found->second});
            });
    }
    std::uint64_t change(SearchMemory& memory, std::vector<std::int64_t> keys) {
        std::vector<LearningUnitId> changed;
        for (const auto key : keys) changed.push_back(LearningUnitId{key});
        return memory.offers_changed(changed);
    }
    static std::map<std::int64_t, std::int32_t> of(const SearchMemory::Boosts& boosts) {
        std::map<std::int64_t, std::int32_t> points;
        for (const auto& boost : *boosts) CHECK(points.emplace(boost.key, boost.points).second);
        return points;
    }
};

std::map<std::int64_t, std::int64_t> ranks(const Findings& findings) {
    std::map<std::int64_t, std::int64_t> points;
    for (const auto& hit : findings.answer.hits) points.emplace(hit.key, hit.boost_points);
    return points;
}

}  // namespace

TEST_CASE("points are worked out once for a person, and after a change for the changed offers alone") {
    SearchMemory memory;
    Ranking ranking{{{1, 10}, {2, 20}, {3, 30}}};
    auto state = memory.offers_changed(std::nullopt);
    CHECK(ranking.boosts(memory, "a", state) == ranking.boosts(memory, "a", state));
    CHECK(ranking.whole == 1);
    ranking.boosts(memory, "b", state);
    CHECK(ranking.whole == 2);
    ranking.offers = {{1, 11}, {3, 30}, {4, 40}};
    ranking.change(memory, {1});
    state = ranking.change(memory, {2, 4});
    CHECK(Ranking::of(ranking.boosts(memory, "a", state)) == ranking.offers);
    CHECK(ranking.whole == 2);
    CHECK(ranking.single == 3);
    state = memory.offers_changed(std::nullopt);
    ranking.offers = {{9, 90}};
    CHECK(Ranking::of(ranking.boosts(memory, "a", state)) == ranking.offers);
    CHECK(ranking.whole == 3);
}

TEST_CASE("a question about an older state is answered for that state") {
    SearchMemory memory;
    Ranking ranking{{{1, 10}}};
    const auto older = memory.offers_changed(std::nullopt);
    const auto newer = ranking.change(memory, {1});
    ranking.boosts(memory, "a", newer);
    ranking.offers = {{1, 5}};  // what the older state says
    CHECK(Ranking::of(ranking.boosts(memory, "a", older)) == ranking.offers);
    ranking.offers = {{1, 10}};
    CHECK(Ranking::of(ranking.boosts(memory, "a", newer)) == ranking.offers);
}

TEST_CASE("after more changes than are remembered everything is worked out again") {
    SearchMemory memory;
    Ranking ranking{{{1, 10}}};
    ranking.boosts(memory, "a", memory.offers_changed(std::nullopt));
    std::uint64_t state = 0;
    for (int i = 0; i < 600; ++i) state = ranking.change(memory, {2});
    ranking.boosts(memory, "a", state);
    CHECK(ranking.whole == 2);
    CHECK(ranking.single == 0);
}

TEST_CASE("what is kept stays within its bound, and who asked last is kept") {
    SearchMemory memory(10, 3);
    Ranking ranking{{{1, 10}, {2, 20}, {3, 30}}};
    const auto state = memory.offers_changed(std::nullopt);
    for (const auto* person : {"a", "b", "a", "c"}) ranking.boosts(memory, person, state);
    CHECK(ranking.whole == 3);
    ranking.boosts(memory, "a", state);
    CHECK(ranking.whole == 3);
    ranking.boosts(memory, "b", state);
    CHECK(ranking.whole == 4);
    for (int i = 0; i < 10; ++i) memory.keep_count(std::to_string(i), state, i);
    CHECK(memory.count("9", state) == 9);
    CHECK_FALSE(memory.count("2", state).has_value());
}

TEST_CASE("a count holds for its state alone") {
    SearchMemory memory;
    const auto state = memory.offers_changed(std::nullopt);
    memory.keep_count("q", state, 7);
    CHECK(memory.count("q", state) == 7);
    const auto next = memory.offers_changed(std::span<const LearningUnitId>{});
    CHECK_FALSE(memory.count("q", next).has_value());
    memory.keep_count("q", state, 7);  // whoever was slow
    CHECK_FALSE(memory.count("q", next).has_value());
}

TEST_CASE("a learner finds the same with and without what was worked out before, also after offers and her profile change") {
    for (auto& each : test::search_towns()) {
        auto& town = *each;
        const auto compare = [&](auto&& adjust) {
            const auto state = town.offers.current();
            auto plain = *state;
            plain.memory = nullptr;
            auto learner = town.town.database().read([&](storage::Session& session) {
                return competence::find_learner_profile(session, *state->framework, town.town.clerk.person, town.town.clock.today());
            });
            REQUIRE(learner);
            adjust(*learner);
            const auto searcher = searcher_of(*state, &town.town.clerk, &*learner, town.town.clock.today());
            for (const auto* address : {"", "q=gespräch", "luecken=1", "q=akte&luecken=1", "modul=ozg", "sortierung=datum"}) {
                const auto query = town.parsed(address);
                for (int time = 0; time < 2; ++time) {
                    const auto found = find_offers(*state, query, searcher), expected = find_offers(plain, query, searcher);
                    CAPTURE(address);
                    CHECK(found.answer.total == expected.answer.total);
                    CHECK(found.on_working_days == expected.on_working_days);
                    CHECK(found.answer.boosted_count == expected.answer.boosted_count);
                    CHECK(ranks(found) == ranks(expected));
                }
            }
        };
        const auto as_is = [](competence::LearnerProfile&) {};
        compare(as_is);
        const auto change = [&](const char* sql, std::string_view slug) {
            town.town.database().in_transaction([&](storage::Transaction& transaction) { transaction.execute(sql); });
            const auto id = town.town.unit(slug);
            town.catalogues.renew(std::span(&id, 1));
            compare(as_is);
        };
        change("UPDATE learning_units SET price_member_cents = 99900, self_study_half_hours = 60 WHERE slug = 'gespraech-grundlagen'",
               "gespraech-grundlagen");
        change("UPDATE learning_units SET state = 'retired' WHERE slug = 'gespraech-intensiv'", "gespraech-intensiv");
        change("UPDATE tutorial_dates SET state = 'cancelled' WHERE unit_id = (SELECT id FROM learning_units WHERE slug = 'ozg-einstieg')",
               "ozg-einstieg");
        compare([](competence::LearnerProfile& learner) { learner.preferences.working_days = 1; });
        compare([](competence::LearnerProfile& learner) { learner.current.clear(); });
        compare([](competence::LearnerProfile& learner) { learner.targets.resize(1); });
    }
}

}  // namespace kc::discovery
