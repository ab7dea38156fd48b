// SPDX-License-Identifier: EUPL-1.2
// A line as people type it into words with alternatives; see Analyzer::query_words.
#pragma once

#include "search/language.hpp"
#include "search/synonym_table.hpp"
#include "search/term_rules.hpp"
#include "search/word_memory.hpp"

#include <string_view>
#include <vector>

namespace kc::search {

std::vector<QueryWord> read_query(const TermRules& rules, const SynonymTable& synonyms, WordMemory& memory, std::string_view text);

}  // namespace kc::search
