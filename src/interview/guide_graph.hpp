// SPDX-License-Identifier: EUPL-1.2
// The branches of a guide: which question can follow which; finds branches that lead nowhere, loops, and questions nobody is ever asked.
#pragma once

#include "interview/guide.hpp"

#include <vector>

namespace kc::interview {

// The index of the question that follows with this branch ("" as the file goes on); questions.size() is the end; nothing: no such key.
std::optional<std::size_t> index_of_branch(const std::vector<Question>& questions, std::size_t from, const std::string& next);

void check_graph(const std::vector<Question>& questions, std::vector<GuideProblem>& problems);

}  // namespace kc::interview
