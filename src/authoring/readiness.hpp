// SPDX-License-Identifier: EUPL-1.2
// Whether a description is ready to be released: complete, and easy to read (F38). Pure. The rules RE-01 to RE-29 are one table, from
// which the check, the page about the standard and the JSON Schema are made.
#pragma once

#include "authoring/readability.hpp"
#include "authoring/standard.hpp"

#include <span>

namespace kc::authoring {

constexpr int readiness_score_min = 60;  // RE-42: below it nothing is submitted
constexpr int completeness_points = 70, readability_points = 30;

enum class Strength {
    must,    // nothing is submitted without it
    should,  // costs points
};
BOOST_DESCRIBE_ENUM(Strength, must, should)

// What the description alone does not say.
struct ReadinessFacts {
    Date today{};
    bool predecessor_published = true;  // of `after`
    bool predecessor_in_circle = false;
    bool original_published = true;  // of `code_share_of`
};

struct ReadinessRule {
    std::string_view number;  // "RE-01"
    std::string_view field;
    int points = 1;
    Strength unit{};        // for learning units
    Strength light{};       // for information events, coaching and dialogue
    bool for_light = true;  // asked of them at all
    // Absent: met. Otherwise what is missing, with arguments for the message.
    std::optional<MessageArguments> (*missing)(const UnitContent&, const ReadinessFacts&) = nullptr;
};
std::span<const ReadinessRule> readiness_rules();
Strength strength_of(const ReadinessRule& rule, OfferKind kind, bool imported);
std::string rule_key(std::string_view number);  // "RE-01" → "authoring.rule.re_01"

struct ReadinessItem {
    std::string rule, field;
    Strength strength{};
    bool met = false;
    int points = 0;
    MessageArguments arguments;  // of the message `todo`
    std::string todo = {};       // its key; empty: "<rule_key>.todo"

    std::string todo_key() const;
};

struct Readiness {
    int score = 0;         // 0 to 100
    int completeness = 0;  // 0 to 70
    int readability = 0;   // 0 to 30
    std::vector<ReadinessItem> items;
    std::vector<TextHint> hints;
    TextMeasures general, specialist;

    bool ready() const { return score >= readiness_score_min && musts_missing() == 0; }  // RE-42
    int musts_missing() const;
};

Readiness assess(const UnitContent& content, const ReadinessFacts& facts, const WordList& words);

}  // namespace kc::authoring
