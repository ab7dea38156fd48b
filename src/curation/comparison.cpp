// SPDX-License-Identifier: EUPL-1.2
#include "curation/comparison.hpp"

#include "curation/content.hpp"
#include "curation/words.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

namespace kc::curation {

namespace {

using competence::AlignmentRelation;
using competence::CompetenceFramework;

using Words = std::vector<std::string>;  // sorted, each once

struct Term {
    std::size_t competence = 0;
    bool is_name = false;
    Words words;
};

struct Match {
    std::size_t competence = 0;
    bool by_name = false;
    int percent = 0;
};

// Rare words say more about what is meant than common ones: a word counts by how few concepts of the file hold it.
class Matcher {
public:
    Matcher(const CompetenceFramework& framework, const ConceptFile& file) {
        for (std::size_t i = 0; i < framework.competences().size(); ++i) {
            const auto& competence = framework.competence(i);
            if (!competence.published()) continue;
            add_term(i, true, competence.name);
            for (const auto& keyword : split_keywords(competence.keywords)) add_term(i, false, keyword);
            for (const auto& phrase : competence.phrases) add_term(i, false, phrase);
        }
        labels_.reserve(file.concepts.size());
        for (const auto& one : file.concepts) {
            labels_.push_back(key_words(one.label));
            for (const auto& word : labels_.back()) ++frequency_[word];
        }
        total_ = static_cast<double>(file.concepts.size());
    }

    // The best match of a concept by any of its labels.
    std::optional<Match> match(const ConceptFile& file, std::size_t index) {
        std::optional<Match> best = match(labels_[index]);
        for (const auto& other : file.concepts[index].other_labels) {
            const auto found = match(key_words(other));
            if (found && (!best || found->percent > best->percent)) best = found;
        }
        return best;
    }

private:
    void add_term(std::size_t competence, bool is_name, std::string_view text) {
        auto words = key_words(text);
        if (words.empty() || words.size() > 6) return;  // whole sentences match by chance
        for (const auto& word : words) by_word_[word].push_back(terms_.size());
        terms_.push_back({competence, is_name, std::move(words)});
    }

    double weight(const std::string& word) const {
        const auto found = frequency_.find(word);
        return std::log((total_ + 1) / (1.0 + (found == frequency_.end() ? 0 : found->second))) + 0.01;
    }

    std::optional<Match> match(const Words& label) const {
        if (label.empty()) return std::nullopt;
        std::unordered_set<std::size_t> candidates;
        for (const auto& word : label) {
            if (const auto found = by_word_.find(word); found != by_word_.end()) candidates.insert(found->second.begin(), found->second.end());
        }
        std::optional<Match> best;
        for (const auto candidate : candidates) {
            const auto& term = terms_[candidate];
            double shared = 0, all = 0;
            for (const auto& word : label) {
                const double w = weight(word);
                all += w;
                if (std::binary_search(term.words.begin(), term.words.end(), word)) shared += w;
            }
            for (const auto& word : term.words) {
                if (!std::binary_search(label.begin(), label.end(), word)) all += weight(word);
            }
            const Match found{term.competence, term.is_name, static_cast<int>(std::lround(100 * shared / all))};
            const auto better = [&](const Match& a, const Match& b) {
                return std::tuple(a.percent, a.by_name, b.competence) > std::tuple(b.percent, b.by_name, a.competence);
            };
            if (!best || better(found, *best)) best = found;
        }
        return best;
    }

    std::vector<Term> terms_;
    std::unordered_map<std::string, std::vector<std::size_t>> by_word_;
    std::vector<Words> labels_;
    std::unordered_map<std::string, int> frequency_;
    double total_ = 0;
};

struct Aligned {
    std::size_t competence = 0;
    std::string label;
};

// DigComp and KMK are small enough to look at every one of their competences; KMK's "1.1.2" are the parts of one.
bool worth_a_look(competence::ForeignFramework framework, std::string_view id) {
    if (framework == competence::ForeignFramework::kmk) return std::count(id.begin(), id.end(), '.') == 1;
    return framework == competence::ForeignFramework::digcomp;
}

}  // namespace

Comparison compare(const CompetenceFramework& framework, const ConceptFile& file) {
    Comparison result;
    auto& counts = result.counts;
    counts.concepts = static_cast<std::int64_t>(file.concepts.size());
    counts.groups = file.groups;
    counts.broken_lines = file.broken_lines;
    counts.labels_compared = file.german;

    std::unordered_map<std::string, Aligned> aligned;
    std::vector<bool> has_alignment(framework.competences().size());
    for (std::size_t i = 0; i < framework.competences().size(); ++i) {
        const auto& competence = framework.competence(i);
        if (competence.state == FrameworkState::outdated) continue;
        for (const auto& alignment : competence.alignments) {
            if (alignment.framework != file.framework || alignment.relation == AlignmentRelation::none) continue;
            aligned.emplace(alignment.concept_id, Aligned{i, alignment.label});
            has_alignment[i] = true;
        }
    }

    Matcher matcher(framework, file);
    std::vector<ProposedChange> found;
    std::unordered_set<std::string> present;
    for (std::size_t i = 0; i < file.concepts.size(); ++i) {
        const auto& one = file.concepts[i];
        if (const auto known = aligned.find(one.id); known != aligned.end()) {
            present.insert(one.id);
            const bool renamed = file.german && !known->second.label.empty() && folded(known->second.label) != folded(one.label);
            if (!renamed) {
                ++counts.aligned_unchanged;
                continue;
            }
            ++counts.changed_labels;
            result.changes.push_back({.kind = ProposalKind::changed_label,
                                      .concept_id = one.id,
                                      .label = one.label,
                                      .previous_label = known->second.label,
                                      .description = one.description,
                                      .competence = known->second.competence,
                                      .area = {}});
            continue;
        }
        const auto match = matcher.match(file, i);
        const bool fits = match && match->percent >= match_percent_min;
        ProposedChange change{.kind = ProposalKind::new_competence,
                              .concept_id = one.id,
                              .label = one.label,
                              .previous_label = {},
                              .description = one.description,
                              .competence = {},
                              .area = {}};
        if (fits) {
            const bool strong = match->percent >= match_percent_strong;
            change.match_percent = match->percent;
            change.area = framework.competence(match->competence).area;
            // What only lies near a competence that has its counterpart already would be a subject of its own (TL-45).
            if (strong || !has_alignment[match->competence]) {
                change.kind = ProposalKind::alignment;
                change.competence = match->competence;
                change.relation = match->by_name && match->percent == 100                   ? AlignmentRelation::exact
                                  : match->by_name && match->percent >= match_percent_close ? AlignmentRelation::close
                                                                                            : AlignmentRelation::broader;
            }
        } else if (!worth_a_look(file.framework, one.id)) {
            ++counts.not_relevant;
            continue;
        }
        found.push_back(std::move(change));
    }
    // A file that lacks most of what we know is an extract: nothing can be said about what it leaves out.
    counts.complete = present.size() * 2 >= aligned.size();
    if (counts.complete) {
        for (const auto& [id, known] : aligned) {
            if (present.contains(id)) continue;
            ++counts.vanished;
            result.changes.push_back({.kind = ProposalKind::vanished_concept,
                                      .concept_id = id,
                                      .label = known.label.empty() ? id : known.label,
                                      .previous_label = {},
                                      .description = {},
                                      .competence = known.competence,
                                      .area = {}});
        }
        std::sort(result.changes.begin(), result.changes.end(),
                  [](const ProposedChange& a, const ProposedChange& b) { return std::tie(a.kind, a.concept_id) < std::tie(b.kind, b.concept_id); });
    }
    std::stable_sort(found.begin(), found.end(), [](const ProposedChange& a, const ProposedChange& b) { return a.match_percent > b.match_percent; });
    if (found.size() > proposals_max) {
        counts.over_limit = static_cast<std::int64_t>(found.size() - proposals_max);
        found.resize(proposals_max);
    }
    for (auto& change : found) {
        ++(change.kind == ProposalKind::alignment ? counts.alignments : counts.new_competences);
        result.changes.push_back(std::move(change));
    }
    return result;
}

}  // namespace kc::curation
