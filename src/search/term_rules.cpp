// SPDX-License-Identifier: EUPL-1.2
#include "search/term_rules.hpp"

#include "search/fold.hpp"
#include "search/stem.hpp"
#include "search/stop_words.hpp"

#include <algorithm>

namespace kc::search {
namespace {

constexpr std::size_t parts_max = 6;

std::string bounded(std::string term) {
    if (term.size() > term_bytes_max) {
        std::size_t end = term_bytes_max;
        while (end > 0 && (static_cast<unsigned char>(term[end]) & 0xC0) == 0x80) --end;
        term.resize(end);
    }
    return term;
}

bool contains(const std::vector<std::string>& terms, std::string_view term) { return std::find(terms.begin(), terms.end(), term) != terms.end(); }

struct Collector {
    std::vector<Term>& out;
    std::size_t begin;

    void add(std::string_view text, float weight) {
        if (text.empty()) return;
        for (std::size_t i = begin; i < out.size(); ++i) {
            if (out[i].text == text) {
                out[i].weight = std::max(out[i].weight, weight);
                return;
            }
        }
        out.push_back({std::string(text), 0, weight});
    }
};

}  // namespace

TermForms TermRules::forms(std::string_view written) const {
    TermForms result;
    const std::string_view word = masculine(written);
    const std::string folded = without_umlauts(word);
    result.parts = split_compound(list_, folded);
    std::string_view ending;
    if (!result.parts.empty()) {
        for (const auto& part : result.parts) result.spelling += part.surface;
    } else if (const auto* known = list_.find_inflected(folded, ending)) {
        // Azubis, Kitas, Videos: Snowball leaves the s of the plural behind a vowel.
        const bool foreign_plural = ending == "s" && std::string_view("aeiouy").find(known->spelling.back()) != std::string_view::npos;
        result.spelling = known->spelling + (foreign_plural ? std::string() : std::string(ending));
    }
    if (!result.spelling.empty()) {
        result.terms.push_back(bounded(stem(result.spelling)));
    } else {
        // Nobody knows whether "ue" is meant as ü: both, then.
        result.spelling = with_umlauts(word);
        result.terms.push_back(bounded(stem(result.spelling)));
        if (auto other = bounded(stem(word)); other != result.terms.front()) result.terms.push_back(std::move(other));
    }
    result.root = bounded(root(result.spelling));
    if (contains(result.terms, result.root)) result.root.clear();
    if (result.parts.size() > parts_max) result.parts.resize(parts_max);
    return result;
}

std::vector<TermRules::Span> TermRules::spans(const std::vector<CompoundPart>& parts) const {
    std::vector<Span> result;
    for (std::size_t count = 1; count < parts.size(); ++count) {
        for (std::size_t first = 0; first + count <= parts.size(); ++first) {
            std::string text;
            for (std::size_t i = first; i < first + count; ++i) {
                const bool last_of_span = i + 1 == first + count;
                text += last_of_span ? parts[i].word : parts[i].surface;
            }
            if (count == 1 && is_stop_word(text)) continue;
            result.push_back({bounded(stem(text)), first, count});
        }
    }
    return result;
}

void TermRules::document_terms(std::string_view written_word, std::vector<Term>& out) const {
    auto written = take_apart(written_word);
    if (written.segments.empty()) return;
    if (written.elliptic && written.segments.size() == 1) written.segments.front() = without_joint(written.segments.front());
    std::string joined;
    for (const auto& segment : written.segments) joined += segment;
    if (is_stop_word(joined) && !written.abbreviation) return;

    Collector terms{out, out.size()};
    const auto add_word = [&](std::string_view word, float weight) {
        const auto forms = this->forms(word);
        for (const auto& term : forms.terms) terms.add(term, weight);
        terms.add(forms.root, weight * term_weights.root);
        for (const auto& span : spans(forms.parts)) {
            const bool last = span.first + span.count == forms.parts.size();
            const float share = span.count > 1 ? term_weights.span : last ? term_weights.head : term_weights.modifier;
            terms.add(span.term, weight * share);
        }
    };
    if (written.segments.size() == 1) {
        add_word(joined, 1);
        return;
    }
    for (const auto& term : forms(joined).terms) terms.add(term, 1);
    for (const auto& segment : written.segments) {
        if (segment.size() < 2 || is_stop_word(segment)) continue;
        add_word(segment, term_weights.segment);
    }
}

std::string TermRules::without_joint(std::string_view word) const {
    const std::string folded = without_umlauts(word);
    std::string_view ending;
    if (const auto* known = list_.find_inflected(folded, ending)) {
        return known->spelling.substr(0, known->spelling.size() - (ending.empty() ? known->link_bytes : 0));
    }
    if (const auto parts = split_compound(list_, folded); !parts.empty()) {
        std::string text;
        for (std::size_t i = 0; i < parts.size(); ++i) text += i + 1 < parts.size() ? parts[i].surface : parts[i].word;
        return text;
    }
    return std::string(word);
}

bool TermRules::knows(std::string_view word) const {
    const std::string folded = without_umlauts(word);
    std::string_view ending;
    if (const auto* known = list_.find_inflected(folded, ending); known && known->whole) return true;
    return !split_compound(list_, folded).empty();
}

}  // namespace kc::search
