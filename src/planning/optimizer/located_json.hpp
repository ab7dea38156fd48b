// SPDX-License-Identifier: EUPL-1.2
// A JSON document that remembers on which line every value stands, so that a refusal can name the place.
// Boost.JSON does the reading; the text is fed line by line and each value takes the line it arrived on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace kc::planning::optimizer {

struct LocatedValue {
    enum class Kind { null, boolean, integer, other_number, text, list, object };
    Kind kind = Kind::null;
    int line = 0;
    std::int64_t integer = 0;  // also 0 or 1 for a boolean
    std::string text;
    std::vector<LocatedValue> list;
    std::vector<std::pair<std::string, LocatedValue>> members;

    LocatedValue();  // defined where the type is complete: a pair of an incomplete type has no members yet
    LocatedValue(const LocatedValue&);
    LocatedValue(LocatedValue&&) noexcept;
    LocatedValue& operator=(const LocatedValue&);
    LocatedValue& operator=(LocatedValue&&) noexcept;
    ~LocatedValue();

    const LocatedValue* find(std::string_view name) const;
};

struct JsonProblem {
    int line;
    std::string text;    // what is wrong, in German
    std::string remedy;  // what to do about it
    std::string field;   // only for a member that occurs twice
};

Result<LocatedValue, JsonProblem> read_located_json(std::string_view document, int first_line = 1);

}  // namespace kc::planning::optimizer
