// SPDX-License-Identifier: EUPL-1.2
// One program per target: libFuzzer calls this with every input it makes up.
#include "tests/fuzz/targets.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        kc::fuzz::KC_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
    } catch (const std::exception& problem) {
        // Named here, because the stack of an exception that nobody catches tells nothing.
        std::fprintf(stderr, "Befund: %s\n", problem.what());
        std::abort();
    }
    return 0;
}
