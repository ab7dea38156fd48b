// SPDX-License-Identifier: EUPL-1.2
// The personal reflection card (Persönlichkeitsstruktur, R100): what somebody says about how she works, in her own eyes and for her own
// eyes. No types, no scores, no worth: neither end of a question is the better one.
#pragma once

#include "base/date.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace kc::reflection {

enum class Area { work, energy, change, feedback, learning };
BOOST_DESCRIBE_ENUM(Area, work, energy, change, feedback, learning)

enum class Question {
    surroundings,  // quiet or lively
    structure,     // plan first or begin at once
    depth,         // one thing or several
    precision,     // the exact detail or the rough whole
    people,        // energy from others or from time alone
    variety,       // change or routine
    pressure,      // a near deadline or room ahead
    novelty,       // try early or wait and see
    uncertainty,   // begin with open questions or clear them first
    feedback_time,
    feedback_form,
    learning_start,  // example or overview
    learning_company,
    learning_rhythm,
};
BOOST_DESCRIBE_ENUM(Question, surroundings, structure, depth, precision, people, variety, pressure, novelty, uncertainty, feedback_time,
                    feedback_form, learning_start, learning_company, learning_rhythm)

inline constexpr int position_middle = 3;
inline constexpr int position_max = 5;  // 1: wholly the first statement … 5: wholly the second; 0: nothing said
inline constexpr std::size_t note_length_max = 500;
inline constexpr std::size_t former_cards_max = 12;

Area area_of(Question question);
std::vector<Question> questions_of(Area area);  // two to four
std::optional<Area> next_area(Area area);
std::optional<Area> area_named(std::string_view name);

struct Answer {
    Question question{};
    int position = 0;
    std::string note{};
    bool empty() const { return position == 0 && note.empty(); }
    bool operator==(const Answer&) const = default;
};

struct Card {
    std::vector<Answer> answers;  // in the order of the questions, empty ones left out
    const Answer* find(Question question) const;
    bool operator==(const Card&) const = default;
};

// The answers of one area are replaced, those of the others stay.
Card with_answers(const Card& card, Area area, const std::vector<Answer>& answers);
bool is_sound(const Answer& answer);

}  // namespace kc::reflection
