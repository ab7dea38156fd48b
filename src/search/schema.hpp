// SPDX-License-Identifier: EUPL-1.2
// What an index holds: text fields with weights, facets, number columns. The caller names them by their place in these lists.
// Nothing here depends on the documents, so that a rank never changes because an unrelated document came or went (but for idf).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace kc::search {

struct TextField {
    std::string name;
    float weight = 1;          // a word in a field of weight 4 counts as much as four times the same word in one of weight 1
    float typical_words = 30;  // length normalisation (BM25F): longer fields count less per word, shorter ones more
    bool title = false;        // at most one field: its words give the bonus for phrases and exact titles, and the suggestions
    bool audience = false;     // words that name people ("Azubis", "Führungskräfte") count more when they stand here
};

struct Schema {
    std::vector<TextField> fields;
    std::vector<std::string> facets;   // of documents: competence, module, provider, kind, …; values are small ints given by the caller
    std::vector<std::string> numbers;  // columns of int32: hours, price in cents, …; filtered by range, used for sorting

    std::size_t title_field() const {  // fields.size() when there is none
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (fields[i].title) return i;
        }
        return fields.size();
    }
};

}  // namespace kc::search
