// SPDX-License-Identifier: EUPL-1.2
#include "curation/demand_figures.hpp"
#include "curation/tests/curation_town.hpp"
#include "curation/words.hpp"

using namespace kc;
using namespace kc::curation;
using namespace kc::curation::test;

namespace {

const CompetenceFramework& framework() {
    static const auto framework = [] {
        CompetenceFramework::Parts parts;
        parts.areas = {{CompetenceAreaId{1}, "social", "Soziales", "Social", 1}};
        return CompetenceFramework(std::move(parts));
    }();
    return framework;
}

// The message of the only problem.
std::string problem_of(const std::vector<FieldProblem>& problems, std::string_view field) {
    std::string key;
    for (const auto& problem : problems) {
        if (problem.field == field) key = problem.message_key;
    }
    return key;
}

}  // namespace

TEST_CASE("a complete competence has no open points") {
    const auto problems = open_points(normalised(CurationTown::good()), framework());
    for (const auto& problem : problems) FAIL_CHECK(problem.field << ": " << problem.message_key);
}

TEST_CASE("every level needs a sentence in the first person of at most 25 words") {
    auto content = CurationTown::good();
    content.descriptors[0] = "Plant einen Bürgerdialog.";
    content.descriptors[1] = "";
    content.descriptors[2] =
        "Ich plane und leite und prüfe und zähle und schreibe und lese und rechne und frage und sage und sehe und höre und gehe und stehe und sitze "
        "und warte.";
    content.descriptors[3] =
        "Ich plane z. B. einen Abend. Ich lade alle Ämter ein und spreche mit ihnen über Ort, Zeit und Geld, damit niemand überrascht ist. Danach "
        "schreibe ich auf, was gilt.";
    const auto problems = open_points(normalised(content), framework());
    CHECK(problem_of(problems, "level_1") == "curation.problem.first_person");
    CHECK(problem_of(problems, "level_2") == "curation.problem.level_missing");
    CHECK(problem_of(problems, "level_3") == "curation.problem.sentence_too_long");
    CHECK(problem_of(problems, "level_4").empty());
}

TEST_CASE("keywords and phrases stand there once, whatever their case and umlauts") {
    auto content = CurationTown::good();
    content.keywords = "Bürger, buerger; Amt";
    content.phrases = {"Leute fragen", " ", "leute  fragen"};
    const auto problems = impossible_values(normalised(content), framework());
    CHECK(problem_of(problems, "keywords") == "curation.problem.twice");
    CHECK(problem_of(problems, "phrases") == "curation.problem.twice");
    content.phrases.assign(phrases_max + 1, "x");
    for (std::size_t i = 0; i < content.phrases.size(); ++i) content.phrases[i] = fmt::format("Wendung {}", i);
    CHECK(problem_of(impossible_values(normalised(content), framework()), "phrases") == "curation.problem.too_many");
}

TEST_CASE("the half-life is 1 to 240 months, the area is known, the name is there") {
    auto content = CurationTown::good();
    for (const auto& [months, sound] : {std::pair{0, false}, {1, true}, {240, true}, {241, false}}) {
        content.half_life_months = months;
        CHECK(problem_of(impossible_values(content, framework()), "half_life").empty() == sound);
    }
    content = CurationTown::good();
    content.area = "gibt-es-nicht";
    content.name = "";
    content.description.assign(401, 'x');
    const auto problems = impossible_values(content, framework());
    CHECK(problem_of(problems, "area") == "curation.problem.unknown_area");
    CHECK(problem_of(problems, "name") == "curation.problem.name_missing");
    CHECK(problem_of(problems, "description") == "curation.problem.too_long");
}

TEST_CASE("alignments have the number of their framework, once, and not beside the mark that nothing fits") {
    auto content = CurationTown::good();
    const auto with = [&](ForeignFramework framework_, std::string id) {
        content.alignments = {{framework_, std::move(id), "", AlignmentRelation::close}};
        return impossible_values(normalised(content), framework()).empty();
    };
    CHECK(with(ForeignFramework::digcomp, "2.3"));
    CHECK_FALSE(with(ForeignFramework::digcomp, "23"));
    CHECK(with(ForeignFramework::esco, "http://data.europa.eu/esco/skill/54924A2C-daca-40d3-9716-4b38ceb04f38"));
    CHECK(content.alignments.size() == 1);
    CHECK_FALSE(with(ForeignFramework::esco, "54924a2c"));
    CHECK(with(ForeignFramework::kmk, "5.2.1"));
    CHECK_FALSE(with(ForeignFramework::kmk, "5.2.1.1"));
    CHECK(with(ForeignFramework::kldb, "73214"));
    CHECK_FALSE(with(ForeignFramework::kldb, "B 73214"));
    content.alignments = {{ForeignFramework::esco, "", "", AlignmentRelation::none},
                          {ForeignFramework::esco, "54924a2c-daca-40d3-9716-4b38ceb04f38", "", AlignmentRelation::close}};
    CHECK(problem_of(impossible_values(normalised(content), framework()), "esco") == "curation.problem.alignment_and_none");
    content.alignments = {{ForeignFramework::digcomp, "1.1", "", AlignmentRelation::close},
                          {ForeignFramework::digcomp, "1.1", "", AlignmentRelation::exact}};
    CHECK(problem_of(impossible_values(normalised(content), framework()), "digcomp") == "curation.problem.alignment_twice");
    CHECK(problem_of(open_points(normalised(content), framework()), "esco") == "curation.problem.alignment_missing");
}

TEST_CASE("a content comes back from its JSON as it was") {
    auto content = normalised(CurationTown::good("Mit „Zeichen“ \"und\" <Klammern>"));
    content.slug = "x";
    CHECK(same_content(content, content_from_json(content_json(content))));
    CHECK(content_from_json(content_json(content)).name == content.name);
}

TEST_CASE("words are folded for comparing") {
    CHECK(folded("  Ärger – über STRASSEN&Café ") == "aerger ueber strassen cafe");
    CHECK(key_words("Gespräche mit Bürgern führen") == key_words("Gespräch, Bürger: führen"));
    CHECK(text_fits(folded("Serienbriefe schreiben"), query_words("serien")));
    CHECK_FALSE(text_fits(folded("Serienbriefe schreiben"), query_words("briefe")));
    CHECK(query_words("\xff\xfe").empty());
}

TEST_CASE("no group under five is shown, and none can be worked out from the others") {
    const auto figures = [](std::initializer_list<DemandGroup> groups) { return DemandFigures{groups, 3, std::nullopt}; };
    CHECK_FALSE(safe_to_show(figures({{"HD", 0, 2, 4}})).people.has_value());
    const auto plain = safe_to_show(figures({{"HD", 0, 2, 7}, {"MA", 1, 2, 5}}));
    CHECK(*plain.people == 12);
    REQUIRE(plain.by_region.size() == 2);
    CHECK(plain.by_level.front().people == 7);
    // One small group: the next smallest joins it, because 20 - 12 - 6 would give it away.
    const auto small = safe_to_show(figures({{"HD", 0, 2, 12}, {"MA", 0, 2, 6}, {"LU", 0, 2, 2}}));
    REQUIRE(small.by_region.size() == 2);
    CHECK(small.by_region[0].people == 12);
    CHECK(small.by_region[1].rest);
    CHECK(small.by_region[1].people == 8);
    const auto two_small = safe_to_show(figures({{"HD", 0, 2, 12}, {"MA", 0, 2, 3}, {"LU", 0, 2, 2}}));
    CHECK(two_small.by_region[0].people == 12);
    CHECK(two_small.by_region[1].people == 5);
    const auto all_small = safe_to_show(figures({{"HD", 0, 2, 3}, {"MA", 0, 2, 3}}));
    REQUIRE(all_small.by_region.size() == 1);
    CHECK(all_small.by_region[0].rest);
}
