// SPDX-License-Identifier: EUPL-1.2
// With the real extractor and everything that is delivered.
#include "interview/understanding.hpp"
#include "interview/check_command.hpp"
#include "interview/tests/delivered_framework.hpp"
#include "search/language.hpp"

#include <doctest/doctest.h>

#include <fstream>

using namespace kc;
using namespace kc::interview;
using namespace kc::interview::test;

namespace {

struct Model final : extraction::ProposalSource {
    std::vector<extraction::Proposal> propose(const extraction::Extractor& extractor, std::string_view statement,
                                              extraction::Exchange* shown) override {
        shown->prompt = std::string(statement);
        shown->problem = fails ? "Keine Verbindung." : "";
        if (fails) return {};
        const auto index = *extractor.framework().competence_by_slug("project-management");
        return {{index, 2, extraction::Polarity::has, 50, {}, "extraction.reason.language_model"}};
    }
    bool fails = false;
};

const std::shared_ptr<const extraction::Extractor>& extractor() {
    static const auto made = [] {
        const auto directory = std::filesystem::path(KC_SOURCE_DIR) / "sample/search";
        auto analyzer = search::Analyzer::load(
            {.synonyms = directory / "synonyms.yaml", .word_parts = directory / "word_parts.txt", .dictionary = search::Analyzer::system_dictionary});
        return std::make_shared<const extraction::Extractor>(delivered_framework(), std::move(analyzer));
    }();
    return made;
}

}  // namespace

TEST_CASE("free words become proposals, and words about nothing become none") {
    const auto understand = understand_with([] { return extractor(); }, nullptr);
    CHECK(understand("Gestern war schönes Wetter.").proposals.empty());
    const auto about_tables = understand("Mit Tabellen in Excel komme ich gut zurecht.");
    REQUIRE_FALSE(about_tables.proposals.empty());
    CHECK_FALSE(about_tables.exchange);
    const auto& framework = extractor()->framework();
    CHECK(framework.competence(*framework.index_of(about_tables.proposals.front().competence)).slug == "office-spreadsheet");
    CHECK_FALSE(about_tables.proposals.front().mentions.empty());
}

TEST_CASE("what a model proposes comes after what the words say, once, and its failure leaves the words") {
    Model model;
    const auto understand = understand_with([] { return extractor(); }, &model);
    auto understood = understand("Mit Tabellen in Excel komme ich gut zurecht.");
    REQUIRE(understood.proposals.size() >= 2);
    CHECK(understood.proposals.front().origin == ProposalOrigin::rules);
    CHECK(understood.proposals.back().origin == ProposalOrigin::model);
    CHECK(understood.exchange->prompt == "Mit Tabellen in Excel komme ich gut zurecht.");
    CHECK(understood.proposals.size() <= proposals_max);
    model.fails = true;
    understood = understand("Mit Tabellen in Excel komme ich gut zurecht.");
    CHECK(understood.proposals.back().origin == ProposalOrigin::rules);
    CHECK(understood.exchange->problem == "Keine Verbindung.");
}

TEST_CASE("the delivered guide plays a recording of a clerk of the citizen service") {
    const kc::test::TemporaryDirectory directory;
    const auto answers = directory.path() / "answers.yaml";
    std::ofstream(answers) << R"(answers:
  - {question: job, answer: citizen-service}
  - {question: soft.citizen-orientation, answer: "3"}
  - {question: learning-time, answer: two}
  - {question: learning-form, answer: both}
  - {question: change, answer: "no"}
)";
    const auto answer =
        check_command({std::filesystem::path(KC_SOURCE_DIR) / "config/interview/guide-2026-1.yaml", answers}, extractor()->framework(),
                      understand_with([] { return extractor(); }, nullptr), Date{std::chrono::year{2026} / 3 / 2});
    CAPTURE(answer.out);
    CHECK(answer.errors == "");
    CHECK(answer.out.find("Genug für einen Lehrplan: ja") != std::string::npos);
    CHECK(answer.out.find("aus interview:2026-1:soft.citizen-orientation") != std::string::npos);
}
