// SPDX-License-Identifier: EUPL-1.2
// kommunalcampus history verify: checks a file without a server, and without a network at all (LH-31).
#pragma once

#include "learning_history/issuer_keys.hpp"

#include <filesystem>
#include <iosfwd>
#include <optional>

namespace kc::learning_history {

struct VerifyCommand {
    std::filesystem::path file;
    std::optional<std::filesystem::path> key;  // a public key as /vertrauensstellen takes it
};

// 0: unaltered, and signed with `key` where one is given, or by an issuer that counts in `database` where there is one. 1: not so.
int run_verify(const VerifyCommand& command, storage::Database* database, std::ostream& out, std::ostream& problems);

}  // namespace kc::learning_history
