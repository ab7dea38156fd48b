// SPDX-License-Identifier: EUPL-1.2
// kommunalcampus interview check FILE [--replay ANSWERS.yaml]: is the guide sound, and what does it make of recorded answers?
#pragma once

#include "base/date.hpp"
#include "interview/guide.hpp"
#include "interview/understanding.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace kc::interview {

struct CheckCommand {
    std::filesystem::path guide;
    std::optional<std::filesystem::path> answers;  // --replay
};

struct CommandAnswer {
    int code = 0;  // 0 done, 1 refused
    std::string out, errors;
};

CommandAnswer check_command(const CheckCommand& command, const competence::CompetenceFramework& framework, const Understand& understand, Date today);

// The same, printed: standard output, problems to standard error. The exit code.
int run_check_command(const CheckCommand& command, const competence::CompetenceFramework& framework, const Understand& understand, Date today);

}  // namespace kc::interview
