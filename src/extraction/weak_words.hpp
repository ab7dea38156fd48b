// SPDX-License-Identifier: EUPL-1.2
// Words that every workplace shares, so that one alone says little about a competence (EX-32).
#pragma once

#include "extraction/word_list.hpp"

namespace kc::extraction {

// Evidence only together with others.
WordList weak_words();
// Only sound like one of them: "Rechner" is not "rechnen".
WordList never_weak_words();

}  // namespace kc::extraction
