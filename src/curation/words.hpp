// SPDX-License-Identifier: EUPL-1.2
// German words folded for comparing labels: lower case, umlauts written out, endings cut. Coarser than the search room's language,
// because here a person looks at every match.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kc::curation {

// Lower case, ä → ae, ß → ss, other accents dropped; anything that is neither letter nor digit becomes one space.
std::string folded(std::string_view text);

// Words that carry meaning, endings cut, each once, sorted.
std::vector<std::string> key_words(std::string_view text);

// "Textverarbeitung, Serienbrief" → one word or phrase each.
std::vector<std::string> split_keywords(std::string_view keywords);

// Every word of the query begins some word of the text; an empty query fits everything.
bool text_fits(std::string_view folded_text, const std::vector<std::string>& folded_query_words);
std::vector<std::string> query_words(std::string_view query);

}  // namespace kc::curation
