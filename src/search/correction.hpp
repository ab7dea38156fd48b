// SPDX-License-Identifier: EUPL-1.2
// "Meinten Sie": one or two edits, a word wrongly split or joined. A correction is offered only when it finds something the asking
// person may see, and it replaces the line only where the typed word finds nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "search/text_match.hpp"

namespace kc::search {

struct Replacement {
    std::string typed;
    std::string used;
};

struct Correction {
    std::string line;
    bool needed = false;  // a word of the typed line finds nothing
    std::vector<Replacement> replaced;
};

std::optional<Correction> correct_line(const IndexState& state, const std::vector<Bits>& visible, const std::string& line,
                                       const std::vector<MatchedWord>& words);

}  // namespace kc::search
