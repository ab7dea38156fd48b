// SPDX-License-Identifier: EUPL-1.2
// One key for all forms of a word: Snowball's German stemmer, with feminine forms folded in and its known clashes repaired.
#pragma once

#include <string>
#include <string_view>

namespace kc::search {

// Of a lowered word. Bürgerinnen, Bürgern, Bürger → burger; Burg, Burgen → burg.
std::string stem(std::string_view lowered_word);
// The word without its feminine ending, where it has one: mitarbeiterinnen → mitarbeiter. Part of stem().
std::string_view masculine(std::string_view lowered_word);
// The key that the words of a family share beyond inflection (Führung, führen → fuhr; Organisation, organisieren → organ).
// Equal to the stem where there is no wider family. Too wide to be the only key: documents and queries give it less weight.
std::string root(std::string_view lowered_word);

}  // namespace kc::search
