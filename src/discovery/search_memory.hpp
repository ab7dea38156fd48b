// SPDX-License-Identifier: EUPL-1.2
// What was worked out for one person's search and holds until offers change: the points of her rank, and how many offers suit her working
// days. She asks again with every letter she types; a changed offer is ranked anew alone. Kept in memory only, and no more than fits a bound.
#pragma once

#include "base/ids.hpp"
#include "search/query.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace kc::discovery {

class SearchMemory {
public:
    using Boosts = std::shared_ptr<const std::vector<search::Boost>>;
    using RankAll = std::function<std::vector<search::Boost>()>;
    using RankOne = std::function<std::optional<search::Boost>(LearningUnitId unit)>;

    explicit SearchMemory(std::size_t boosts_most = 1'000'000, std::size_t counts_most = 2'000)
        : boosts_most_(boosts_most), counts_most_(counts_most) {}

    // The number of the state after this change, for all questions about it. Absent: everything may have changed.
    std::uint64_t offers_changed(std::optional<std::span<const LearningUnitId>> changed);

    // `person` says everything the points depend on beside the offers.
    Boosts boosts(const std::string& person, std::uint64_t state, const RankAll& all, const RankOne& one);

    std::optional<std::int64_t> count(const std::string& question, std::uint64_t state) const;
    void keep_count(const std::string& question, std::uint64_t state, std::int64_t count);

private:
    struct Ranked {
        std::uint64_t state = 0, used = 0;
        Boosts boosts;
    };
    struct Step {
        std::uint64_t state;
        std::vector<LearningUnitId> changed;
    };
    std::optional<std::vector<LearningUnitId>> changed_between(std::uint64_t from, std::uint64_t to) const;
    void keep(const std::string& person, std::uint64_t state, const Boosts& boosts);

    const std::size_t boosts_most_, counts_most_;
    mutable std::mutex mutex_;
    std::uint64_t state_ = 0, first_known_ = 0, uses_ = 0;  // steps_ tell of every state behind first_known_
    std::deque<Step> steps_;
    std::size_t steps_units_ = 0, boosts_held_ = 0;
    std::unordered_map<std::string, Ranked> ranked_;
    std::unordered_map<std::string, std::int64_t> counts_;  // of state_
};

}  // namespace kc::discovery
