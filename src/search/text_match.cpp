// SPDX-License-Identifier: EUPL-1.2
#include "search/text_match.hpp"

#include <algorithm>
#include <span>

#include "search/correction.hpp"
#include "search/ranking_numbers.hpp"

namespace kc::search {

namespace {

// Only for widening.
bool waits(const MatchedWord& word, const Alternative& alternative) { return alternative.loose || (word.plenty && !alternative.strong()); }

// The alternatives that are wanted, as terms of the segment.
template <class Wanted> void add_groups(const Segment& segment, const Alternatives& alternatives, Wanted&& wanted, std::vector<TermGroup>& groups) {
    for (const auto& alternative : alternatives) {
        if (!wanted(alternative)) continue;
        TermGroup group{{}, alternative.weight};
        for (const auto& text : alternative.terms) {
            const auto term = segment.table.terms.find(text);
            if (term == StringTable::absent) break;
            group.terms.push_back(term);
        }
        if (!group.terms.empty() && group.terms.size() == alternative.terms.size()) groups.push_back(std::move(group));
    }
}

void collect(const Segment& segment, std::span<const TermGroup> groups, Bits& documents) {
    for (const auto& group : groups) {
        if (group.terms.size() == 1) {
            segment.postings.or_into(group.terms[0], documents);
            continue;
        }
        Bits all(segment.documents);
        segment.postings.or_into(group.terms[0], all);
        for (std::size_t i = 1; i < group.terms.size(); ++i) {
            Bits one(segment.documents);
            segment.postings.or_into(group.terms[i], one);
            all &= one;
        }
        documents |= all;
    }
}

std::uint32_t open_documents(const SegmentView& view, const Bits& documents) {
    Bits seen = documents;
    for (std::size_t i = 0; i < seen.words(); ++i) seen.data()[i] &= view.segment->open[i];
    return and_count(seen.data(), view.live->data(), seen.words());
}

void widen(MatchedWord& word, const IndexState& state, const std::vector<Bits>& visible) {
    if (word.wide) return;
    word.wide = true;
    word.documents = 0;
    for (std::size_t i = 0; i < state.segments.size(); ++i) {
        const auto& segment = *state.segments[i].segment;
        auto& found = word.segments[i];
        const auto before = found.groups.size();
        add_groups(segment, word.word.alternatives, [&](const Alternative& a) { return waits(word, a); }, found.groups);
        collect(segment, std::span(found.groups).subspan(before), found.documents);
        found.documents &= visible[i];
        word.documents += found.documents.count();
    }
}

std::uint32_t count_all(const std::vector<Bits>& documents) {
    std::uint32_t n = 0;
    for (const auto& bits : documents) n += bits.count();
    return n;
}

bool counts(const MatchedWord& word) { return word.word.required && (word.fate == WordFate::found || word.fate == WordFate::corrected); }

std::vector<Bits> containing_all(const TextMatch& match, const std::vector<Bits>& visible) {
    auto documents = visible;
    for (const auto& word : match.words) {
        if (!counts(word)) continue;
        for (std::size_t i = 0; i < documents.size(); ++i) documents[i] &= word.segments[i].documents;
    }
    return documents;
}

std::vector<Bits> containing_any(const TextMatch& match, const IndexState& state) {
    std::vector<Bits> documents;
    for (std::size_t i = 0; i < state.segments.size(); ++i) {
        documents.emplace_back(state.segments[i].segment->documents);
        for (const auto& word : match.words) {
            if (word.word.required && word.fate != WordFate::unknown) documents[i] |= word.segments[i].documents;
        }
    }
    return documents;
}

// First the wide alternatives, then without the least telling words as long as two remain, then any word at all.
void relax(TextMatch& match, const IndexState& state, const std::vector<Bits>& visible, std::uint32_t enough) {
    bool widened = false;
    for (auto& word : match.words) {
        const bool loose = std::any_of(word.word.alternatives.begin(), word.word.alternatives.end(), [&](const auto& a) { return waits(word, a); });
        if (!loose || word.wide || !word.word.required || word.fate == WordFate::unknown) continue;
        widen(word, state, visible);
        widened = true;
    }
    if (widened) {
        match.relaxation = Relaxation::wider;
        match.documents = containing_all(match, visible);
        if (count_all(match.documents) >= enough) return;
    }
    std::vector<MatchedWord*> order;
    for (auto& word : match.words) {
        if (counts(word)) order.push_back(&word);
    }
    if (order.size() < 2) return;
    std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->points < b->points; });
    for (std::size_t left_out = 0; order.size() - left_out > 2; ++left_out) {
        order[left_out]->fate = WordFate::left_out;
        match.relaxation = Relaxation::fewer;
        match.documents = containing_all(match, visible);
        if (count_all(match.documents) >= enough) return;
    }
    for (auto* word : order) word->fate = WordFate::left_out;
    match.relaxation = Relaxation::any_word;
    match.documents = containing_any(match, state);
}

// Whether one of the documents holds all of the terms.
bool hold_all(const Segment& segment, const Bits& documents, const std::vector<std::uint32_t>& terms) {
    if (terms.size() == 1) return segment.postings.meets(terms[0], documents);
    Bits holding = documents;
    for (const auto term : terms) {
        Bits one(segment.documents);
        segment.postings.or_into(term, one);
        holding &= one;
    }
    return !holding.none();
}

void report(TextMatch& match, const IndexState& state) {
    for (const auto& word : match.words) {
        WordReport line;
        line.typed = line.used = word.word.as_typed;
        line.fate = word.fate;
        line.documents = word.documents;
        std::size_t checked = 0;
        for (const auto& alternative : word.word.alternatives) {
            if (alternative.as_shown.empty() || (waits(word, alternative) && !word.wide) || ++checked > 6) continue;
            for (std::size_t i = 0; i < state.segments.size(); ++i) {
                const auto& segment = *state.segments[i].segment;
                // Only what the asking person may see: the word's visible documents must hold it.
                std::vector<std::uint32_t> terms;
                for (const auto& text : alternative.terms) terms.push_back(segment.table.terms.find(text));
                if (std::find(terms.begin(), terms.end(), StringTable::absent) != terms.end()) continue;
                if (!hold_all(segment, word.segments[i].documents, terms)) continue;
                line.also.push_back(alternative.as_shown);
                break;
            }
        }
        match.reports.push_back(std::move(line));
    }
}

}  // namespace

std::vector<std::uint32_t> TextMatch::terms(std::size_t segment) const {
    std::vector<std::uint32_t> found;
    for (const auto& word : words) {
        for (const auto& group : word.segments[segment].groups) {
            if (group.terms.size() == 1) found.push_back(group.terms[0]);
        }
    }
    return found;
}

MatchedWord match_word(const IndexState& state, const std::vector<Bits>& visible, QueryWord word) {
    MatchedWord matched;
    matched.word = std::move(word);
    const auto& alternatives = matched.word.alternatives;
    for (const auto& view : state.segments) {
        WordInSegment found{{}, Bits(view.segment->documents)};
        add_groups(*view.segment, alternatives, [](const Alternative& a) { return a.strong(); }, found.groups);
        collect(*view.segment, found.groups, found.documents);
        matched.segments.push_back(std::move(found));
    }
    const auto weaker = [](const Alternative& a) { return !a.loose && !a.strong(); };
    if (std::any_of(alternatives.begin(), alternatives.end(), weaker)) {
        std::uint32_t open = 0;
        for (std::size_t i = 0; i < state.segments.size(); ++i) open += open_documents(state.segments[i], matched.segments[i].documents);
        const bool plenty = open >= plenty_of_documents;
        for (std::size_t i = 0; i < state.segments.size() && !plenty; ++i) {
            const auto& segment = *state.segments[i].segment;
            auto& found = matched.segments[i];
            const auto before = found.groups.size();
            add_groups(segment, alternatives, weaker, found.groups);
            collect(segment, std::span(found.groups).subspan(before), found.documents);
        }
        matched.plenty = plenty;
    }
    for (std::size_t i = 0; i < state.segments.size(); ++i) {
        matched.segments[i].documents &= visible[i];
        matched.documents += matched.segments[i].documents.count();
    }
    if (matched.documents == 0) matched.fate = WordFate::unknown;
    return matched;
}

TextMatch match_text(const IndexState& state, const std::vector<Bits>& visible, const Query& query) {
    TextMatch match;
    const auto understand = [&](const std::string& line) {
        match.words.clear();
        for (auto& word : state.analyzer->query_words(line)) match.words.push_back(match_word(state, visible, std::move(word)));
    };
    understand(query.text);
    std::vector<Replacement> replaced;
    if (query.correct && !match.words.empty()) {
        const auto correction = correct_line(state, visible, query.text, match.words);
        if (correction) {
            match.did_you_mean = correction->line;
            match.did_you_mean_applied = correction->needed;
            if (correction->needed) {
                understand(correction->line);
                replaced = correction->replaced;
            }
        }
    }
    const auto all = count_all(visible);
    for (auto& word : match.words) {
        word.points = score_unit * inverse_frequency(word.documents, all) * word.word.weight;
        const auto replacement = std::find_if(replaced.begin(), replaced.end(), [&](const auto& r) { return r.used == word.word.as_typed; });
        if (replacement != replaced.end() && word.fate == WordFate::found) word.fate = WordFate::corrected;
    }
    const bool any_required = std::any_of(match.words.begin(), match.words.end(), [](const auto& word) { return word.word.required; });
    const bool any_known = std::any_of(match.words.begin(), match.words.end(), counts);
    if (any_required && !any_known) {
        // A single word whose strict alternatives find nothing may still be found by its parts.
        if (query.relax) {
            for (auto& word : match.words) {
                if (!word.word.required) continue;
                widen(word, state, visible);
                if (word.documents == 0) continue;
                word.fate = WordFate::found;
                word.points = score_unit * inverse_frequency(word.documents, all) * word.word.weight;
                match.relaxation = Relaxation::wider;
            }
        }
        if (std::none_of(match.words.begin(), match.words.end(), counts)) {
            for (const auto& view : state.segments) match.documents.emplace_back(view.segment->documents);
            report(match, state);
            return match;
        }
    }
    match.documents = containing_all(match, visible);
    if (query.relax && any_required && count_all(match.documents) < query.enough) relax(match, state, visible, query.enough);
    report(match, state);
    for (const auto& replacement : replaced) {
        for (auto& line : match.reports) {
            if (line.used == replacement.used && line.fate == WordFate::corrected) line.typed = replacement.typed;
        }
    }
    return match;
}

}  // namespace kc::search
