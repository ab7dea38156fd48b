// SPDX-License-Identifier: EUPL-1.2
// Words that carry little or nothing in a search for learning offers.
#pragma once

#include <string_view>

namespace kc::search {

bool is_stop_word(std::string_view lowered_word);   // der, und, ich, möchte: neither indexed nor searched
bool is_filler(std::string_view lowered_word);      // in questions: suche, brauche, gerne; searched in documents but no condition in a query
bool is_offer_word(std::string_view stemmed_word);  // Kurs, Schulung, lernen: every offer is one
bool is_level_word(std::string_view stemmed_word);  // Grundlagen, Anfänger, Fortgeschrittene
bool is_staff_word(std::string_view stemmed_word);  // Beschäftigte, Mitarbeitende: nearly every offer is for them
bool is_audience_word(std::string_view stemmed_word);

}  // namespace kc::search
