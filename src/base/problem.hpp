// SPDX-License-Identifier: EUPL-1.2
// FieldProblem: what is wrong with one input field, as a message key that says how to mend it.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace kc {

using MessageArguments = std::vector<std::pair<std::string, std::string>>;

struct FieldProblem {
    std::string field;        // name of the form field or JSON member, "" for the whole input
    std::string message_key;  // "<room>.…" in the message catalogues
    MessageArguments arguments;
};

}  // namespace kc
