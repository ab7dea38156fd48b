// SPDX-License-Identifier: EUPL-1.2
// Readiness in words: what is missing and which sentences to make easier, each with the way to its field.
#pragma once

#include "authoring/readiness.hpp"
#include "web/messages.hpp"

namespace kc::authoring {

struct TodoLine {
    std::string rule, text, href;
};
BOOST_DESCRIBE_STRUCT(TodoLine, (), (rule, text, href))

struct HintLine {
    std::string rule, label, passage, text, href;
};
BOOST_DESCRIBE_STRUCT(HintLine, (), (rule, label, passage, text, href))

struct ReadinessView {
    int score = 0, score_min = readiness_score_min;
    bool ready = false;
    bool low_score = false;  // nothing is missing, but too few points
    std::string state;       // one sentence
    std::vector<TodoLine> must, should;
    std::vector<HintLine> hints, more_hints;
    bool measured = false;  // there is text to measure
    double wiener = 0, lix = 0, words_per_sentence = 0;
    std::string ease;  // "leicht", "mittel", "schwer" in a sentence
};
BOOST_DESCRIBE_STRUCT(ReadinessView, (),
                      (score, score_min, ready, low_score, state, must, should, hints, more_hints, measured, wiener, lix, words_per_sentence, ease))

std::string_view section_slug(Section section);  // "titel", as in the address of the editor
std::optional<Section> section_of_slug(std::string_view slug);

// `editor_path`: the editor of this offer without section; empty: no links.
ReadinessView readiness_view(const Readiness& readiness, const web::Messages& messages, Language language, const std::string& editor_path);

}  // namespace kc::authoring
