// SPDX-License-Identifier: EUPL-1.2
// How a written word becomes terms, with the weights of each kind: one place for documents and queries, so that both agree.
#pragma once

#include "search/compounds.hpp"
#include "search/language.hpp"
#include "search/words.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kc::search {

// Found on the tuning part of the evaluation set (bench/search), where 0.1 more or less changes little.
struct TermWeights {
    float root = 0.5F;
    float segment = 0.8F;   // sicherheit of IT-Sicherheit
    float span = 0.6F;      // grundverordnung of Datenschutzgrundverordnung
    float head = 0.45F;     // recht of Vergaberecht
    float modifier = 0.5F;  // vergabe of Vergaberecht
};
inline constexpr TermWeights term_weights;

struct TermForms {
    std::vector<std::string> terms;  // one; two when a spelling is open (ae or ä)
    std::string root;                // empty when it is one of the terms
    std::string spelling;            // the most likely one, lower case with umlauts
    std::vector<CompoundPart> parts;
};

class TermRules {
public:
    explicit TermRules(const WordList& list) : list_(list) {}

    TermForms forms(std::string_view lowered_word) const;
    // The terms of consecutive parts, all but the whole: for two parts the parts themselves.
    struct Span {
        std::string term;
        std::size_t first = 0, count = 0;
    };
    std::vector<Span> spans(const std::vector<CompoundPart>& parts) const;
    // What a document is indexed under; position 0. Appends.
    void document_terms(std::string_view written_word, std::vector<Term>& out) const;
    // "Sicherheits-" of "Sicherheits- und …": without its joint.
    std::string without_joint(std::string_view lowered_word) const;
    bool knows(std::string_view lowered_word) const;

private:
    const WordList& list_;
};

}  // namespace kc::search
