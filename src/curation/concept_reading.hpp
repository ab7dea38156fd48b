// SPDX-License-Identifier: EUPL-1.2
// Reads the lists of other frameworks (ESCO as JSON lines or as its official table, DigComp, KMK, KldB) into plain concepts. Pure; what
// cannot be read is told with line and remedy, and a file that is mostly wrong is refused whole (TL-42).
#pragma once

#include "base/problem.hpp"
#include "competence/framework.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace kc::curation {

inline constexpr std::size_t concepts_max = 100'000;
inline constexpr std::size_t line_problems_max = 100;

struct ForeignConcept {
    std::string id, label, description;
    std::vector<std::string> other_labels;
    int line = 0;
};

struct LineProblem {
    int line = 0;  // 0: the whole file
    std::string message_key;
    MessageArguments arguments = {};
};

struct ConceptFile {
    competence::ForeignFramework framework{};
    bool german = true;  // labels in another language are not compared with ours
    std::vector<ForeignConcept> concepts;
    std::int64_t groups = 0;        // headings without a number of their own in this framework
    std::int64_t broken_lines = 0;  // problems holds the first of them
    std::vector<LineProblem> problems;
    bool refused = false;
};

ConceptFile read_concepts(std::string_view bytes, std::chrono::milliseconds time_max = std::chrono::seconds{20});

}  // namespace kc::curation
