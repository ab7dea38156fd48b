// SPDX-License-Identifier: EUPL-1.2
#include "interview/guide_graph.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::interview {

namespace {

struct Branch {
    std::size_t to = 0;
    std::string name;  // as written; empty: the next in the file
    int line = 0;
};

// Every way on from a question. Branches that name no question are reported and left out.
std::vector<Branch> branches_of(const std::vector<Question>& questions, std::size_t from, std::vector<GuideProblem>& problems) {
    std::vector<Branch> branches;
    const auto& question = questions[from];
    const auto add = [&](const std::string& next, int line) {
        if (const auto to = index_of_branch(questions, from, next))
            branches.push_back({*to, next, line});
        else
            problems.push_back({line, "next", fmt::format("„{}“ ist keine Frage. Nennen Sie das Kürzel einer Frage oder end.", next)});
    };
    for (const auto& option : question.options) {
        if (!option.next.empty()) add(option.next, option.line);
    }
    // Skipping a question leads on as the question itself says, even when each answer has a branch of its own.
    add(question.next, question.line);
    return branches;
}

}  // namespace

std::optional<std::size_t> index_of_branch(const std::vector<Question>& questions, std::size_t from, const std::string& next) {
    if (next.empty()) return from + 1;
    if (next == end_of_guide) return questions.size();
    for (std::size_t i = 0; i < questions.size(); ++i) {
        if (questions[i].key == next) return i;
    }
    return std::nullopt;
}

void check_graph(const std::vector<Question>& questions, std::vector<GuideProblem>& problems) {
    std::vector<std::vector<Branch>> ways;
    for (std::size_t i = 0; i < questions.size(); ++i) ways.push_back(branches_of(questions, i, problems));

    enum class Mark { unseen, open, done };
    std::vector<Mark> marks(questions.size(), Mark::unseen);
    struct Step {
        std::size_t at, way = 0;
    };
    std::vector<Step> path{{0}};
    marks[0] = Mark::open;
    while (!path.empty()) {
        auto& step = path.back();
        if (step.way == ways[step.at].size()) {
            marks[step.at] = Mark::done;
            path.pop_back();
            continue;
        }
        const auto& branch = ways[step.at][step.way++];
        if (branch.to >= questions.size() || marks[branch.to] == Mark::done) continue;
        if (marks[branch.to] == Mark::open) {
            problems.push_back({branch.line, "next",
                                fmt::format("führt von „{}“ zurück zu „{}“: Das Gespräch käme nie zum Ende. Verzweigen Sie nur nach vorn.",
                                            questions[step.at].key, questions[branch.to].key)});
            continue;
        }
        marks[branch.to] = Mark::open;
        path.push_back({branch.to});
    }
    for (std::size_t i = 0; i < questions.size(); ++i) {
        if (marks[i] != Mark::unseen) continue;
        problems.push_back({questions[i].line, "key",
                            fmt::format("„{}“ wird nie gefragt. Führen Sie einen Zweig dorthin oder entfernen Sie die Frage.", questions[i].key)});
    }
}

}  // namespace kc::interview
