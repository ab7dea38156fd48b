// SPDX-License-Identifier: EUPL-1.2
// require(): a condition that cannot be false unless the program itself is wrong.
// Active in release builds too; input never triggers it.
#pragma once

#include <source_location>
#include <stdexcept>
#include <string>

namespace kc {

struct Impossible : std::logic_error {
    using std::logic_error::logic_error;
};

inline void require(bool condition, const std::source_location where = std::source_location::current()) {
    if (!condition) {
        throw Impossible(std::string("impossible state in ") + where.function_name() + ", line " + std::to_string(where.line()));
    }
}

}  // namespace kc
