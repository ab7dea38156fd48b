// SPDX-License-Identifier: EUPL-1.2
// Computing time of the present thread: for bounds against runaway work that must not fail because the machine is busy.
#pragma once

#include <chrono>
#include <ctime>

namespace kc::test {

inline std::chrono::nanoseconds thread_cpu_time() {
    timespec spent{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
}

}  // namespace kc::test
