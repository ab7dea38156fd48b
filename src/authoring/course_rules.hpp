// SPDX-License-Identifier: EUPL-1.2
// When a course may be offered (R68, R70; RE-65 …): each rule with what it says about these units, met or still open. Pure.
#pragma once

#include "base/problem.hpp"
#include "catalogue/model.hpp"

#include <span>
#include <string>
#include <vector>

namespace kc::authoring {

inline constexpr std::size_t course_units_min = 3, course_units_max = 6;

// A unit as a course sees it.
struct CourseUnit {
    LearningUnitId id;
    std::string title;
    bool offered = false;    // published and for everybody
    bool in_module = false;  // counts in the module of the course (F8)
    bool mandatory = false;  // there
    HalfHours hours;
    Money price_member, price_other;
    std::string language;
    std::vector<std::string> places;  // of its coming dates
    std::optional<LearningUnitId> after;
    std::vector<catalogue::CompetenceLevel> teaches, needs;
};

enum class CourseRule { count, mandatory, module, once, offered, order, acyclic };
BOOST_DESCRIBE_ENUM(CourseRule, count, mandatory, module, once, offered, order, acyclic)

struct RuleOutcome {
    CourseRule rule{};
    bool met = false;
    std::string message_key;  // what is fulfilled, or what is missing and how to get there
    MessageArguments arguments;
};

struct CourseCheck {
    std::vector<RuleOutcome> rules;
    HalfHours hours;
    Money price_member, price_other;
    std::vector<std::string> languages;                     // "de", "en", sorted
    std::vector<std::string> places;                        // sorted
    std::vector<LearningUnitId> order;                      // in which every unit comes after what it builds on; empty when there is none
    std::vector<catalogue::CompetenceLevel> brought_along;  // levels that participants must have before the course

    bool sound() const;
};

// `units` in the order of the course; `mandatory`: all mandatory units of the module.
CourseCheck check_course(std::span<const CourseUnit> units, std::span<const CourseUnit> mandatory);

}  // namespace kc::authoring
