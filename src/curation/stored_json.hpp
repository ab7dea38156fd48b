// SPDX-License-Identifier: EUPL-1.2
// What this room keeps as JSON in its tables, beside the texts of content.hpp: rewritten demands and reports of comparisons.
// Reads only what it has written itself; anything else is broken storage and throws.
#pragma once

#include "competence/framework_editing.hpp"
#include "curation/comparison.hpp"

namespace kc::curation {

std::string demands_json(const competence::RewrittenDemands& demands);
competence::RewrittenDemands demands_from_json(std::string_view json);

std::string report_json(const ComparisonCounts& counts, const std::vector<LineProblem>& problems);
void read_report(std::string_view json, ComparisonCounts& counts, std::vector<LineProblem>& problems);

}  // namespace kc::curation
