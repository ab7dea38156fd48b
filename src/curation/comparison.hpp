// SPDX-License-Identifier: EUPL-1.2
// Compares the list of another framework with our alignments and makes proposals of what differs (TL-44 …). Pure: what was proposed
// before is left out by the service.
#pragma once

#include "curation/concept_reading.hpp"

#include <optional>

namespace kc::curation {

enum class ProposalKind { new_competence, alignment, changed_label, vanished_concept };
BOOST_DESCRIBE_ENUM(ProposalKind, new_competence, alignment, changed_label, vanished_concept)

inline constexpr int match_percent_min = 50;     // below it a match says nothing
inline constexpr int match_percent_strong = 60;  // proposed even where there is an alignment already (TL-45)
inline constexpr int match_percent_close = 80;   // a name that is met this well means the same; below it theirs is a part of ours
inline constexpr std::size_t proposals_max = 400;

struct ProposedChange {
    ProposalKind kind{};
    std::string concept_id, label, previous_label, description;
    std::optional<std::size_t> competence;  // index into the framework: which of ours it is about
    std::optional<std::size_t> area;        // where a new one would go
    competence::AlignmentRelation relation = competence::AlignmentRelation::close;
    int match_percent = 0;
};

struct ComparisonCounts {
    std::int64_t concepts = 0, groups = 0, broken_lines = 0;
    std::int64_t aligned_unchanged = 0, changed_labels = 0, vanished = 0, alignments = 0, new_competences = 0;
    std::int64_t not_relevant = 0, over_limit = 0;
    std::int64_t proposed_before = 0;  // filled by the service
    bool labels_compared = true, complete = true;
};
BOOST_DESCRIBE_STRUCT(ComparisonCounts, (),
                      (concepts, groups, broken_lines, aligned_unchanged, changed_labels, vanished, alignments, new_competences, not_relevant,
                       over_limit, proposed_before, labels_compared, complete))

struct Comparison {
    std::vector<ProposedChange> changes;  // changes of what is aligned first, then by match
    ComparisonCounts counts;
};
Comparison compare(const competence::CompetenceFramework& framework, const ConceptFile& file);

}  // namespace kc::curation
