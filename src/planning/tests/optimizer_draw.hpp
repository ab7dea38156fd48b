// SPDX-License-Identifier: EUPL-1.2
// Chance for made-up instances: the same numbers from the same seed on every machine.
#pragma once

#include <cstdint>

namespace kc::planning::optimizer::test {

class Draw {
public:
    explicit Draw(std::uint64_t seed) : state_(seed) {}
    int below(int count) {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<int>((state_ >> 33) % static_cast<std::uint64_t>(count));
    }
    bool one_in(int count) { return below(count) == 0; }

private:
    std::uint64_t state_;
};

}  // namespace kc::planning::optimizer::test
