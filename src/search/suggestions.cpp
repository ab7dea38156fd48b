// SPDX-License-Identifier: EUPL-1.2
// Completions for the search line: words, labels (names of competences, …) and titles. Only what the asking person may see is offered.
#include <algorithm>

#include "search/index.hpp"
#include "search/ranking.hpp"
#include "search/text_match.hpp"

namespace kc::search {

namespace {

constexpr std::size_t completions_max = 48;  // words that one beginning is taken to mean
constexpr std::size_t titles_checked = 64;

struct Completion {
    std::string display;
    std::string folded;
    std::uint32_t frequency;
};

// The most frequent words that begin so.
std::vector<Completion> completions(const IndexState& state, std::string_view prefix) {
    std::vector<Completion> found;
    for (const auto& view : state.segments) {
        const auto& segment = *view.segment;
        const auto& vocabulary = segment.vocabulary;
        const auto [from, to] = vocabulary.with_prefix(prefix);
        std::vector<std::uint32_t> entries(to - from);
        for (std::uint32_t i = 0; i < entries.size(); ++i) entries[i] = from + i;
        const auto kept = std::min(entries.size(), completions_max);
        std::partial_sort(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(kept), entries.end(), [&](std::uint32_t a, std::uint32_t b) {
            return vocabulary.frequency(a) != vocabulary.frequency(b) ? vocabulary.frequency(a) > vocabulary.frequency(b) : a < b;
        });
        for (std::size_t i = 0; i < kept; ++i) {
            const auto text = vocabulary.folded(entries[i]);
            const auto same = std::find_if(found.begin(), found.end(), [&](const Completion& c) { return c.folded == text; });
            if (same != found.end())
                same->frequency += vocabulary.frequency(entries[i]);
            else
                found.push_back({std::string(segment.table.words[vocabulary.word(entries[i])]), std::string(text), vocabulary.frequency(entries[i])});
        }
    }
    std::stable_sort(found.begin(), found.end(), [](const Completion& a, const Completion& b) { return a.frequency > b.frequency; });
    if (found.size() > completions_max) found.resize(completions_max);
    return found;
}

std::vector<std::string> folded_words(const Analyzer& analyzer, const std::string& text) {
    std::vector<Word> words;
    analyzer.words(text, words);
    std::vector<std::string> folded;
    for (const auto& word : words) folded.push_back(analyzer.folded(word.text));
    return folded;
}

// Each typed word begins a word of the label.
bool fits(const Label& label, const std::vector<std::string>& typed) {
    return std::all_of(typed.begin(), typed.end(), [&](const std::string& word) {
        for (std::size_t at = 0; at < label.folded.size();) {
            if (label.folded.compare(at, word.size(), word) == 0) return true;
            const auto space = label.folded.find(' ', at);
            if (space == std::string::npos) return false;
            at = space + 1;
        }
        return false;
    });
}

void suggest_values(const IndexState& state, const std::vector<Bits>& visible, const std::vector<std::string>& typed, std::size_t most,
                    std::vector<Suggestion>& out) {
    std::vector<Suggestion> found;
    for (const auto& label : *state.labels) {
        if (!fits(label, typed)) continue;
        Suggestion suggestion;
        suggestion.kind = Suggestion::Kind::value;
        suggestion.text = label.text;
        suggestion.facet = label.facet;
        suggestion.value = label.value;
        for (std::size_t i = 0; i < visible.size(); ++i) {
            const auto& segment = *state.segments[i].segment;
            if (label.facet + 1 < segment.facet_begin.size() && label.value < segment.facet_size(label.facet)) {
                suggestion.documents += segment.facet_lists.and_count(segment.facet_begin[label.facet] + label.value, visible[i]);
            }
        }
        if (suggestion.documents > 0) found.push_back(std::move(suggestion));
    }
    std::stable_sort(found.begin(), found.end(), [](const Suggestion& a, const Suggestion& b) { return a.documents > b.documents; });
    if (found.size() > most) found.resize(most);
    out.insert(out.end(), found.begin(), found.end());
}

// The words of a title when all typed words stand in it, the last one as the beginning of a word; else empty.
std::string title_if_fits(const IndexState& state, const Segment& segment, std::uint32_t document, const std::vector<std::string>& typed) {
    TextReader text(segment, document);
    for (std::size_t field = 0; field < state.schema.title_field(); ++field) {
        for (auto count = text.next(); count > 0; --count) text.next();
    }
    std::vector<std::string> words;
    std::string title;
    for (auto count = text.next(); count > 0; --count) {
        words.push_back(state.analyzer->folded(segment.table.words[text.next()]));
        title += words.back() + ' ';
    }
    const auto begins = [&](const std::string& beginning) {
        return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return word.starts_with(beginning); });
    };
    return begins(typed.back()) ? title : std::string();
}

void suggest_titles(const IndexState& state, const TextMatch& match, const std::vector<std::string>& typed, std::size_t most,
                    std::vector<Suggestion>& out) {
    if (state.schema.title_field() == state.schema.fields.size() || most == 0) return;
    Best best(state, titles_checked);
    for (std::uint32_t i = 0; i < state.segments.size(); ++i) {
        const SegmentBoosts none(*state.segments[i].segment, {});
        const Filtered found{match.documents[i], match.documents[i].count()};
        Scorer(*state.segments[i].segment, i, match).offer_all(found, none, false, i, best);
    }
    std::vector<std::string> seen;
    for (const auto& candidate : best.sorted()) {
        const auto& segment = *state.segments[candidate.segment].segment;
        auto title = title_if_fits(state, segment, candidate.document, typed);
        if (title.empty() || std::find(seen.begin(), seen.end(), title) != seen.end()) continue;
        Suggestion suggestion;
        suggestion.kind = Suggestion::Kind::title;
        suggestion.key = segment.keys[candidate.document];
        suggestion.documents = 1;
        out.push_back(std::move(suggestion));
        seen.push_back(std::move(title));
        if (seen.size() == most) return;
    }
}

}  // namespace

std::vector<Suggestion> Index::suggest(const SuggestQuery& query) const {
    std::vector<Suggestion> out;
    const auto& analyzer = *state_->analyzer;
    const std::string line = query.text.substr(0, 200);
    const auto typed = folded_words(analyzer, line);
    if (typed.empty() || typed.back().empty()) return out;
    // The line up to its last word stays as typed.
    std::vector<Word> words;
    analyzer.words(line, words);
    const auto head_bytes = static_cast<std::size_t>(words.back().text.data() - line.data());
    const auto head = line.substr(0, head_bytes);
    const auto visible = visible_documents(*state_, query.member_of);

    TextMatch match;
    match.documents = visible;
    for (auto& word : analyzer.query_words(head)) {
        match.words.push_back(match_word(*state_, visible, std::move(word)));
        const auto& matched = match.words.back();
        if (!matched.word.required || matched.documents == 0) continue;
        for (std::size_t i = 0; i < match.documents.size(); ++i) match.documents[i] &= matched.segments[i].documents;
    }
    QueryWord beginning;
    beginning.as_typed = std::string(words.back().text);
    std::size_t offered = 0;
    for (const auto& completion : completions(*state_, typed.back())) {
        const auto term = analyzer.term(completion.display);
        if (term.empty()) continue;
        const auto same =
            std::any_of(beginning.alternatives.begin(), beginning.alternatives.end(), [&](const auto& a) { return a.terms[0] == term; });
        if (same) continue;
        Alternative alternative;
        alternative.terms = {term};
        beginning.alternatives.edit().push_back(alternative);
        if (offered >= query.words_max) continue;
        QueryWord alone;
        alone.alternatives = {alternative};
        const auto matched = match_word(*state_, match.documents, std::move(alone));
        if (matched.documents == 0) continue;
        ++offered;
        Suggestion suggestion;
        suggestion.kind = Suggestion::Kind::word;
        suggestion.text = head + completion.display;
        suggestion.documents = matched.documents;
        out.push_back(std::move(suggestion));
    }
    suggest_values(*state_, visible, typed, query.values_max, out);
    if (!beginning.alternatives.empty()) {
        auto last = match_word(*state_, visible, std::move(beginning));
        last.points = 1000;
        for (std::size_t i = 0; i < match.documents.size(); ++i) match.documents[i] &= last.segments[i].documents;
        for (auto& word : match.words) word.points = 1000;
        match.words.push_back(std::move(last));
        suggest_titles(*state_, match, typed, query.titles_max, out);
    }
    return out;
}

}  // namespace kc::search
