// SPDX-License-Identifier: EUPL-1.2
// Runs a program of the system on bytes that nobody trusts: no shell, no file names, limited in time, memory and output.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kc::roles {

struct ChildLimits {
    std::chrono::milliseconds time{10'000};  // by the clock on the wall, and as many seconds of computing
    std::uint64_t memory_bytes = 512ULL * 1024 * 1024;
    std::size_t output_bytes_max = 4 * 1024 * 1024;
};

enum class ChildEnd { exited, not_installed, timed_out, too_much_output, killed };

struct ChildResult {
    ChildEnd end{};
    int exit_code = 0;
    std::string output;
};

// `input` is its standard input, from the beginning and seekable; what it says on standard error is dropped.
ChildResult run_child(const std::string& program, const std::vector<std::string>& arguments, std::string_view input, const ChildLimits& limits = {});

}  // namespace kc::roles
