// SPDX-License-Identifier: EUPL-1.2
#include "placement/item_content.hpp"
#include "placement/item_store.hpp"
#include "placement/level_estimate.hpp"
#include "placement/tests/placement_town.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <map>

using namespace kc;
using namespace kc::placement;
using namespace kc::placement::test;

namespace {

Item of(const ItemContent& content) {
    Item made;
    made.id = PlacementItemId{7};
    made.level = content.level;
    made.kind = content.kind;
    made.question = content.question;
    made.explanation = content.explanation;
    made.options = content.options;
    return made;
}

Item of(ItemKind kind) { return of(item("x", "teamwork", 2, kind)); }

std::string problem_of(const std::string& text) {
    const kc::test::TemporaryDirectory directory;
    const auto file = directory.path() / "fragen.yaml";
    std::ofstream(file) << text;
    try {
        load_placement_items(file);
    } catch (const ItemFileError& problem) {
        return problem.what();
    }
    return "";
}

std::string document(const std::string& item) { return "version: 1\nitems:\n" + item; }

const std::string good =
    "  - {id: a, competence: teamwork, level: 1, kind: single_choice, question: F, options: [A, B, C], right: [1], explanation: E}\n";

}  // namespace

TEST_CASE("an answer is right when it is exactly the right one, in any order unless the order is asked for (KP-01)") {
    CHECK(is_right(of(ItemKind::single_choice), {0}));
    CHECK_FALSE(is_right(of(ItemKind::single_choice), {1}));
    CHECK(is_right(of(ItemKind::multiple_choice), {1, 0}));
    CHECK_FALSE(is_right(of(ItemKind::multiple_choice), {0}));
    CHECK_FALSE(is_right(of(ItemKind::multiple_choice), {0, 1, 2}));
    CHECK(is_right(of(ItemKind::ordering), {0, 1, 2}));
    CHECK_FALSE(is_right(of(ItemKind::ordering), {1, 0, 2}));
    CHECK(is_right(of(ItemKind::true_false), {0}));
    CHECK_FALSE(is_right(of(ItemKind::single_choice), {}));  // "Weiß ich nicht"
}

TEST_CASE("a choice that was never offered is not possible") {
    CHECK(is_possible(of(ItemKind::single_choice), {}));
    CHECK_FALSE(is_possible(of(ItemKind::single_choice), {0, 1}));
    CHECK_FALSE(is_possible(of(ItemKind::single_choice), {4}));
    CHECK_FALSE(is_possible(of(ItemKind::single_choice), {-1}));
    CHECK_FALSE(is_possible(of(ItemKind::multiple_choice), {0, 0}));
    CHECK_FALSE(is_possible(of(ItemKind::ordering), {0, 1}));
    CHECK_FALSE(is_possible(of(ItemKind::ordering), {0, 1, 1}));
    CHECK(is_possible(of(ItemKind::ordering), {2, 1, 0}));
}

TEST_CASE("stored choices are read back, anything else is refused") {
    CHECK(choice_from_text("") == Choice{});
    CHECK(choice_from_text("2,0,1") == Choice{2, 0, 1});
    CHECK(to_text({2, 0, 1}) == "2,0,1");
    for (const auto text : {",", "1,", "a", "1;2", "-1"}) CHECK_FALSE(choice_from_text(text));
}

TEST_CASE("guessing is likelier with fewer possibilities (KP-04)") {
    CHECK(guess_probability(of(ItemKind::true_false)) == doctest::Approx(0.5));
    CHECK(guess_probability(of(ItemKind::single_choice)) == doctest::Approx(0.25));
    CHECK(guess_probability(of(ItemKind::multiple_choice)) == doctest::Approx(1.0 / 7));
    CHECK(guess_probability(of(ItemKind::ordering)) == doctest::Approx(1.0 / 6));
}

TEST_CASE("an unusable item is named with its remedy") {
    CHECK(problems_of(of(ItemKind::single_choice)).empty());
    auto two_right = of(ItemKind::single_choice);
    two_right.options[1].is_right = true;
    CHECK(problems_of(two_right).size() == 1);
    auto all_right = of(ItemKind::multiple_choice);
    all_right.options[2].is_right = true;
    CHECK(problems_of(all_right).size() == 1);
    auto doubled = of(ItemKind::single_choice);
    doubled.options[1].label = doubled.options[2].label;
    CHECK(problems_of(doubled).size() == 1);
    auto silent = of(ItemKind::single_choice);
    silent.explanation.clear();
    CHECK(problems_of(silent).size() == 1);
}

TEST_CASE("the content file has at least 100 questions over at least 24 competences, with three or more each") {
    const auto items = load_placement_items(std::string(KC_SOURCE_DIR) + "/sample/placement_items.yaml");
    CHECK(items.size() >= 100);
    std::map<std::string, int> per_competence;
    for (const auto& content : items) {
        ++per_competence[content.competence];
        CHECK(problems_of(of(content)).empty());
    }
    CHECK(per_competence.size() >= 24);
    for (const auto& [competence, count] : per_competence) {
        CAPTURE(competence);
        CHECK(count >= questions_min);
    }
}

TEST_CASE("a wrong content file is refused with line and remedy") {
    CHECK(problem_of(document(good)).empty());
    CHECK(problem_of(document(good + good)).find("kommt zweimal vor") != std::string::npos);
    for (const auto& [from, to] : std::map<std::string, std::string>{{"level: 1", "level: 9"},
                                                                     {"single_choice", "riddle"},
                                                                     {"right: [1]", "right: [4]"},
                                                                     {"right: [1]", "right: [1, 2]"},
                                                                     {"explanation: E", "explanation: \"\""},
                                                                     {"question: F", "questoin: F"},
                                                                     {"options: [A, B, C]", "options: [A, A, C]"}}) {
        auto text = good;
        text.replace(text.find(from), from.size(), to);
        CAPTURE(text);
        CHECK(problem_of(document(text)).find("Zeile 3") != std::string::npos);
    }
    CHECK_FALSE(problem_of("version: 2\nitems: []\n").empty());
    CHECK_FALSE(problem_of("version: 1\nitems: [\n").empty());
}

TEST_CASE("writing items again changes nothing, a new wording is a new version (KP-02)") {
    in_each_town([](PlacementTown& town) {
        auto items = small_items();
        const auto write = [&] {
            return town.database.in_transaction(
                [&](storage::Transaction& transaction) { return write_placement_items(transaction, items, town.clock.now()); });
        };
        CHECK(write().unchanged == std::ssize(items));
        items.front().question = "Anders gefragt?";
        CHECK(write().changed == 1);
        CHECK(town.count("SELECT count(*) FROM placement_items WHERE slug = 'teamwork-1'") == 2);
        CHECK(town.count("SELECT count(*) FROM placement_items WHERE slug = 'teamwork-1' AND state = 'published' AND version = 2") == 1);
        const auto published =
            town.database.read([&](storage::Session& session) { return list_published_items(session, town.competence("teamwork")); });
        CHECK(published.size() == 8);
        items.push_back(item("lost", "no-such", 1));
        CHECK_THROWS_AS(write(), ItemFileError);
        CHECK(town.tests->testable().size() == 2);  // e-file has too few
    });
}
