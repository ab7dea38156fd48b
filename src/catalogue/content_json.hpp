// SPDX-License-Identifier: EUPL-1.2
// UnitContent as JSON: how drafts and versions are kept, and what /api/v1 takes and gives. Members have the names of the struct.
#pragma once

#include "base/result.hpp"
#include "catalogue/content.hpp"

#include <string>
#include <string_view>

namespace kc::catalogue {

std::string to_json(const UnitContent& content);

struct ContentJsonProblem {
    std::string field;    // "teaches[0].level"; empty: the whole text
    std::string message;  // German, says what is expected
};

// Members that are absent keep their defaults, but the days of a date must be there; unknown members and wrong types are problems.
Result<UnitContent, ContentJsonProblem> unit_content_from_json(std::string_view json);

}  // namespace kc::catalogue
