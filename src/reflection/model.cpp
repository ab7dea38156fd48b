// SPDX-License-Identifier: EUPL-1.2
#include "reflection/model.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace kc::reflection {

namespace {

template <class Enum, class Visit> void for_each(Visit&& visit) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto entry) { visit(entry.value, std::string_view(entry.name)); });
}

}  // namespace

Area area_of(Question question) {
    switch (question) {
        case Question::surroundings:
        case Question::structure:
        case Question::depth:
        case Question::precision: return Area::work;
        case Question::people:
        case Question::variety:
        case Question::pressure: return Area::energy;
        case Question::novelty:
        case Question::uncertainty: return Area::change;
        case Question::feedback_time:
        case Question::feedback_form: return Area::feedback;
        case Question::learning_start:
        case Question::learning_company:
        case Question::learning_rhythm: return Area::learning;
    }
    return Area::work;
}

std::vector<Question> questions_of(Area area) {
    std::vector<Question> questions;
    for_each<Question>([&](Question question, std::string_view) {
        if (area_of(question) == area) questions.push_back(question);
    });
    return questions;
}

std::optional<Area> next_area(Area area) {
    return area == Area::learning ? std::nullopt : std::optional(static_cast<Area>(static_cast<int>(area) + 1));
}

std::optional<Area> area_named(std::string_view name) {
    std::optional<Area> found;
    for_each<Area>([&](Area area, std::string_view text) {
        if (text == name) found = area;
    });
    return found;
}

const Answer* Card::find(Question question) const {
    const auto found = std::find_if(answers.begin(), answers.end(), [&](const Answer& answer) { return answer.question == question; });
    return found == answers.end() ? nullptr : &*found;
}

Card with_answers(const Card& card, Area area, const std::vector<Answer>& answers) {
    Card changed;
    for (const auto& answer : card.answers) {
        if (area_of(answer.question) != area) changed.answers.push_back(answer);
    }
    for (const auto& answer : answers) {
        if (area_of(answer.question) == area && !answer.empty() && changed.find(answer.question) == nullptr) changed.answers.push_back(answer);
    }
    std::sort(changed.answers.begin(), changed.answers.end(), [](const Answer& a, const Answer& b) { return a.question < b.question; });
    return changed;
}

bool is_sound(const Answer& answer) {
    return answer.position >= 0 && answer.position <= position_max && is_valid_utf8(answer.note) && code_points(answer.note) <= note_length_max;
}

}  // namespace kc::reflection
