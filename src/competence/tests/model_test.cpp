// SPDX-License-Identifier: EUPL-1.2
#include "competence/model.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::competence;

namespace {

constexpr OrganisationId own_town{1}, other_town{2};
constexpr Date today{std::chrono::year{2026}, std::chrono::month{3}, std::chrono::day{2}};
constexpr RoleProfileId citizen_service{1}, team_lead{2};

CompetenceFramework framework() {
    CompetenceFramework::Parts parts;
    parts.areas = {{CompetenceAreaId{1}, "social", "Soziale Kompetenzen", "Social competences", 1}};
    for (int i = 0; i < 5; ++i) {
        parts.competences.push_back({.id = CompetenceId{100 + i},
                                     .slug = fmt::format("k{}", i),
                                     .area = 0,
                                     .name = fmt::format("K{}", i),
                                     .description = {},
                                     .keywords = {},
                                     .half_life_months = 24,
                                     .position = i,
                                     .level_0 = {},
                                     .descriptors = {},
                                     .phrases = {},
                                     .alignments = {}});
    }
    const auto line = [](DemandLayer layer, std::size_t competence, int level, int weight, std::optional<OrganisationId> organisation = {}) {
        return DemandLine{layer, organisation, competence, level, weight, "Weil es so ist.", today, std::nullopt};
    };
    parts.general_demands = {line(DemandLayer::general, 0, 2, 6)};
    parts.role_profiles.push_back(
        {.id = citizen_service,
         .slug = "a",
         .name = "A",
         .name_en = "A",
         .description = {},
         .position = 1,
         .titles = {},
         .alignments = {},
         .successors = {1},
         .demands = {line(DemandLayer::market, 0, 3, 4), line(DemandLayer::authority, 1, 2, 5), line(DemandLayer::authority, 1, 4, 9, other_town)}});
    parts.role_profiles.push_back({.id = team_lead,
                                   .slug = "b",
                                   .name = "B",
                                   .name_en = "B",
                                   .description = {},
                                   .position = 2,
                                   .titles = {},
                                   .alignments = {},
                                   .successors = {},
                                   .demands = {line(DemandLayer::market, 0, 2, 9), line(DemandLayer::market, 2, 3, 7)}});
    return CompetenceFramework(std::move(parts));
}

Evidence evidence(std::int64_t id, int competence, int level, EvidenceSource source, Date on = today) {
    return {EvidenceId{id}, CompetenceId{100 + competence}, level, source, base_confidence(source), on, std::nullopt};
}

Facts facts(Jobs jobs, std::span<const Evidence> rows = {}, std::span<const CompetenceId> interests = {},
            std::span<const CompetenceId> skipped = {}) {
    return {own_town, jobs, rows, interests, skipped};
}

}  // namespace

TEST_CASE("confidence halves in one half life and does not rise before the assessment (KO-07)") {
    CHECK(decayed_confidence(60, today, today, 24) == 60);
    CHECK(decayed_confidence(60, add_days(today, -731), today, 24) == 30);
    CHECK(decayed_confidence(95, add_days(today, -1461), today, 24) == 24);
    CHECK(decayed_confidence(60, add_days(today, 30), today, 24) == 60);
    CHECK(decayed_confidence(60, today, today, 1) == 60);
}

TEST_CASE("a value should be assessed again below forty percent, not at forty (KO-08)") {
    CurrentLevel level{2, 40, nullptr};
    const auto row = evidence(1, 0, 2, EvidenceSource::self_assessment);
    CHECK_FALSE(level.needs_review());  // nothing assessed, nothing to assess again
    level.evidence = &row;
    CHECK_FALSE(level.needs_review());
    level.confidence_percent = 39;
    CHECK(level.needs_review());
}

TEST_CASE("each source has its confidence and a better founded one counts more (KO-06)") {
    CHECK(base_confidence(EvidenceSource::self_assessment) == 60);
    CHECK(base_confidence(EvidenceSource::interview) == 65);
    CHECK(base_confidence(EvidenceSource::completed_unit) == 45);
    CHECK(base_confidence(EvidenceSource::test) == 85);
    CHECK(base_confidence(EvidenceSource::confirmation) == 95);
}

TEST_CASE("the evidence with the highest confidence of today counts (KO-08)") {
    const auto map = framework();
    const std::vector rows{evidence(1, 0, 4, EvidenceSource::test, add_days(today, -30)), evidence(2, 0, 1, EvidenceSource::self_assessment)};
    const auto levels = current_levels(map, rows, today);
    CHECK(levels[0].level == 4);
    CHECK(levels[0].evidence->id == EvidenceId{1});
}

TEST_CASE("an old test gives way to a new self-assessment once its confidence has fallen below it") {
    const auto map = framework();
    // 85 % with a half life of 24 months is 61 % after 350 days and 59 % after 400.
    for (const auto& [days, level] : {std::pair{350, 4}, std::pair{400, 1}}) {
        const std::vector rows{evidence(1, 0, 4, EvidenceSource::test, add_days(today, -days)), evidence(2, 0, 1, EvidenceSource::self_assessment)};
        CHECK(current_levels(map, rows, today)[0].level == level);
    }
}

TEST_CASE("among equally sure values the newest counts, on one day what was said last") {
    const auto map = framework();
    const std::vector rows{evidence(1, 0, 1, EvidenceSource::self_assessment, add_days(today, -1)),
                           evidence(3, 0, 3, EvidenceSource::self_assessment), evidence(2, 0, 2, EvidenceSource::self_assessment)};
    CHECK(current_levels(map, rows, today)[0].level == 3);
}

TEST_CASE("a completed unit raises what was there before it by one level at most, with little confidence (KO-23)") {
    const auto map = framework();
    const auto yesterday = add_days(today, -1);
    const std::vector rows{evidence(1, 0, 1, EvidenceSource::self_assessment, yesterday), evidence(2, 0, 2, EvidenceSource::completed_unit)};
    CHECK(current_levels(map, rows, today)[0].level == 2);
    CHECK(current_levels(map, rows, today)[0].confidence_percent == 45);
    CHECK(current_levels(map, rows, today)[0].needs_confirmation());
    const std::vector two_above{evidence(1, 0, 1, EvidenceSource::self_assessment, yesterday), evidence(2, 0, 3, EvidenceSource::completed_unit)};
    CHECK(current_levels(map, two_above, today)[0].level == 2);
    // Even a confirmation is followed by what was learned afterwards, but the level is then less certain.
    const std::vector confirmed{evidence(1, 0, 2, EvidenceSource::confirmation, yesterday), evidence(2, 0, 3, EvidenceSource::completed_unit)};
    CHECK(current_levels(map, confirmed, today)[0].level == 3);
    CHECK(current_levels(map, confirmed, today)[0].confidence_percent == 45);
    const std::vector chain{evidence(3, 0, 3, EvidenceSource::completed_unit), evidence(1, 0, 1, EvidenceSource::interview, yesterday),
                            evidence(2, 0, 2, EvidenceSource::completed_unit)};
    CHECK(current_levels(map, chain, today)[0].level == 3);  // one after the other, whatever the order of the rows
}

TEST_CASE("a completed unit does not speak against what was found out after it, and never lowers a level (KO-23)") {
    const auto map = framework();
    const auto yesterday = add_days(today, -1);
    const std::vector tested{evidence(1, 0, 2, EvidenceSource::completed_unit, yesterday), evidence(2, 0, 1, EvidenceSource::test)};
    CHECK(current_levels(map, tested, today)[0].level == 1);
    const std::vector said_later{evidence(1, 0, 3, EvidenceSource::completed_unit), evidence(2, 0, 1, EvidenceSource::self_assessment)};
    CHECK(current_levels(map, said_later, today)[0].level == 1);
    const std::vector lower{evidence(1, 0, 4, EvidenceSource::self_assessment, yesterday), evidence(2, 0, 2, EvidenceSource::completed_unit)};
    CHECK(current_levels(map, lower, today)[0].level == 4);
    const std::vector alone{evidence(1, 0, 3, EvidenceSource::completed_unit)};
    CHECK(current_levels(map, alone, today)[0].level == 3);
    const std::vector old{evidence(1, 0, 2, EvidenceSource::self_assessment, add_days(today, -1500)),
                          evidence(2, 0, 2, EvidenceSource::completed_unit)};
    CHECK(current_levels(map, old, today)[0].confidence_percent == 45);  // the same level, more certain than the old value
}

TEST_CASE("the less certain a level is, the wider the band of plausible levels (KO-22)") {
    const auto row = evidence(1, 0, 3, EvidenceSource::test);
    const auto band = [&](int level, int percent) { return plausible_levels({level, percent, &row}); };
    CHECK(band(3, 80) == LevelBand{3, 3});
    CHECK(band(3, 79) == LevelBand{2, 4});
    CHECK(band(3, 50) == LevelBand{2, 4});
    CHECK(band(3, 49) == LevelBand{1, 5});
    CHECK(band(3, 24) == LevelBand{0, 5});
    CHECK(band(0, 60) == LevelBand{0, 1});
    CHECK(band(5, 45) == LevelBand{3, 5});
    CHECK(plausible_levels({}) == LevelBand{0, 5});
}

TEST_CASE("below fifty percent a level should be confirmed, and what was never assessed is unsure as well (KO-21)") {
    const auto row = evidence(1, 0, 3, EvidenceSource::completed_unit);
    CHECK(is_unsure({}));
    CHECK(is_unsure({3, 49, &row}));
    CHECK_FALSE(is_unsure({3, 50, &row}));
    CHECK(CurrentLevel{3, 49, &row}.needs_confirmation());
    CHECK_FALSE(CurrentLevel{3, 39, &row}.needs_confirmation());  // assessing it again says more
    CHECK_FALSE(CurrentLevel{}.needs_confirmation());
}

TEST_CASE("withdrawn values do not count") {
    const auto map = framework();
    std::vector rows{evidence(1, 0, 4, EvidenceSource::test), evidence(2, 0, 2, EvidenceSource::self_assessment)};
    rows[0].withdrawn_at = Instant{};
    CHECK(current_levels(map, rows, today)[0].level == 2);
    rows[1].withdrawn_at = Instant{};
    CHECK_FALSE(current_levels(map, rows, today)[0].assessed());
}

TEST_CASE("nothing assessed is level 0 without evidence, an assessed 0 has one (KO-09)") {
    const auto map = framework();
    const std::vector rows{evidence(1, 0, 0, EvidenceSource::self_assessment)};
    const auto levels = current_levels(map, rows, today);
    CHECK(levels[0].assessed());
    CHECK(levels[0].level == 0);
    CHECK_FALSE(levels[1].assessed());
    CHECK(levels[1].level == 0);
}

TEST_CASE("the target is the highest level and the highest weight of all layers, every line stays visible (KO-02)") {
    const auto map = framework();
    const auto all = standings(map, facts({citizen_service, {}}), today);
    CHECK(all[0].target.value.level == 3);
    CHECK(all[0].target.value.weight == 6);
    REQUIRE(all[0].target.origins.size() == 2);
    CHECK(all[0].target.origins[0].line->layer == DemandLayer::general);
    CHECK(all[0].target.origins[1].line->layer == DemandLayer::market);
    CHECK_FALSE(all[2].target.asked_for());
}

TEST_CASE("a demand of one authority concerns only its people (KO-03)") {
    const auto map = framework();
    auto asked = facts({citizen_service, {}});
    CHECK(standings(map, asked, today)[1].target.value.level == 2);
    asked.organisation = other_town;
    CHECK(standings(map, asked, today)[1].target.value.level == 4);
    CHECK(standings(map, asked, today)[1].target.value.weight == 9);
}

TEST_CASE("two jobs are merged and each line says which of them asks (KO-04)") {
    const auto map = framework();
    const auto all = standings(map, facts({citizen_service, team_lead}), today);
    CHECK(all[0].target.value.level == 3);
    CHECK(all[0].target.value.weight == 9);
    REQUIRE(all[0].target.origins.size() == 3);
    CHECK((all[0].target.origins[0].present && all[0].target.origins[0].future));  // general: both
    CHECK((all[0].target.origins[1].present && !all[0].target.origins[1].future));
    CHECK((!all[0].target.origins[2].present && all[0].target.origins[2].future));
    CHECK(all[2].target.value.level == 3);
}

TEST_CASE("general demands concern people without a job as well (KO-01)") {
    const auto map = framework();
    const auto all = standings(map, facts({}), today);
    CHECK(all[0].target.value.level == 2);
    CHECK_FALSE(all[1].target.asked_for());
}

TEST_CASE("an interest nobody asks for aims one level higher with weight 2 (KO-05)") {
    const auto map = framework();
    const std::vector rows{evidence(1, 3, 2, EvidenceSource::self_assessment), evidence(2, 4, 5, EvidenceSource::confirmation)};
    const std::vector interests{CompetenceId{100}, CompetenceId{103}, CompetenceId{104}, CompetenceId{999}};
    const auto all = standings(map, facts({citizen_service, {}}, rows, interests), today);
    CHECK(all[3].target.value.level == 3);
    CHECK(all[3].target.value.weight == 2);
    CHECK(all[3].target.by_interest());
    CHECK(all[0].target.value.level == 3);  // asked for by the job: the interest adds nothing
    CHECK_FALSE(all[0].target.by_interest());
    CHECK(all[0].interest);
    CHECK(all[4].target.value.level == 5);  // nothing above the highest level
    CHECK(all[4].missing() == 0);
}

TEST_CASE("the short form of the targets agrees with the one that keeps the lines") {
    const auto map = framework();
    const std::vector rows{evidence(1, 3, 2, EvidenceSource::self_assessment)};
    const std::vector interests{CompetenceId{103}, CompetenceId{104}};
    for (const Jobs& jobs : {Jobs{}, Jobs{citizen_service, {}}, Jobs{citizen_service, team_lead}, Jobs{team_lead, {}}}) {
        const auto asked = facts(jobs, rows, interests);
        const auto all = standings(map, asked, today);
        const auto levels = target_levels(map, asked, current_levels(map, rows, today), today);
        for (std::size_t i = 0; i < all.size(); ++i) {
            CHECK(levels[i].level == all[i].target.value.level);
            CHECK(levels[i].weight == all[i].target.value.weight);
        }
    }
}

TEST_CASE("gaps come by weight times missing levels, then by weight, then in the order of the catalogue (KO-10)") {
    const auto map = framework();
    // k0: 3 missing × 9 = 27; k1: 2 × 5 = 10; k2: 3 × 7 = 21
    auto all = standings(map, facts({citizen_service, team_lead}), today);
    CHECK(gaps(all) == std::vector<std::size_t>{0, 2, 1});
    const std::vector rows{evidence(1, 0, 3, EvidenceSource::self_assessment), evidence(2, 1, 1, EvidenceSource::self_assessment)};
    all = standings(map, facts({citizen_service, team_lead}, rows), today);
    CHECK(gaps(all) == std::vector<std::size_t>{2, 1});  // what is reached is no gap
    CHECK(all[0].missing() == 0);
    CHECK(all[1].importance() == 5);
}

TEST_CASE("the next step follows the order of the profile and does not insist on interests (KO-12)") {
    Completeness complete;
    CHECK(complete.next_step() == ProfileStep::job);
    CHECK(complete.percent() == 0);
    complete.job = true;
    complete.needed = 10;
    CHECK(complete.next_step() == ProfileStep::assessment);
    CHECK(complete.percent() == 20);
    complete.assessed = 8;
    complete.skipped = 1;
    CHECK(complete.next_step() == ProfileStep::assessment);
    complete.skipped = 2;  // "Weiß ich nicht" is an answer
    CHECK(complete.next_step() == ProfileStep::interests);
    CHECK(complete.percent() == 70);
    complete.interests = 1;
    CHECK(complete.next_step() == ProfileStep::preferences);
    complete.interests = 0;
    complete.preferences = true;
    CHECK(complete.next_step() == ProfileStep::done);
    CHECK(complete.percent() == 100);
}

TEST_CASE("a curriculum needs a job, one assessed competence and stated learning time (KO-13)") {
    Completeness complete{.job = true, .needed = 3, .assessed = 1, .preferences = true};
    CHECK(complete.enough_for_curriculum());
    complete.assessed = 0;
    CHECK_FALSE(complete.enough_for_curriculum());
    complete = {.job = false, .needed = 3, .assessed = 1, .preferences = true};
    CHECK_FALSE(complete.enough_for_curriculum());
    complete = {.job = true, .needed = 3, .assessed = 1, .preferences = false};
    CHECK_FALSE(complete.enough_for_curriculum());
}
