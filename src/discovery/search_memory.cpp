// SPDX-License-Identifier: EUPL-1.2
#include "discovery/search_memory.hpp"

#include <algorithm>

namespace kc::discovery {

namespace {

constexpr std::size_t steps_units_most = 1000;  // whoever comes back after more changes is ranked from the beginning

}  // namespace

std::uint64_t SearchMemory::offers_changed(std::optional<std::span<const LearningUnitId>> changed) {
    const std::lock_guard lock(mutex_);
    ++state_;
    counts_.clear();
    if (!changed) {
        steps_.clear();
        steps_units_ = boosts_held_ = 0;
        ranked_.clear();
        first_known_ = state_;
        return state_;
    }
    steps_.push_back({state_, {changed->begin(), changed->end()}});
    steps_units_ += changed->size() + 1;
    while (steps_units_ > steps_units_most) {
        first_known_ = steps_.front().state;
        steps_units_ -= steps_.front().changed.size() + 1;
        steps_.pop_front();
    }
    return state_;
}

std::optional<std::vector<LearningUnitId>> SearchMemory::changed_between(std::uint64_t from, std::uint64_t to) const {
    if (from < first_known_ || to < from) return std::nullopt;
    std::vector<LearningUnitId> changed;
    for (const auto& step : steps_) {
        if (step.state > from && step.state <= to) changed.insert(changed.end(), step.changed.begin(), step.changed.end());
    }
    std::sort(changed.begin(), changed.end());
    changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
    return changed;
}

SearchMemory::Boosts SearchMemory::boosts(const std::string& person, std::uint64_t state, const RankAll& all, const RankOne& one) {
    Boosts former;
    std::optional<std::vector<LearningUnitId>> changed;
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = ranked_.find(person); found != ranked_.end()) {
            found->second.used = ++uses_;
            if (found->second.state == state) return found->second.boosts;
            former = found->second.boosts;
            changed = changed_between(found->second.state, state);
        }
    }
    std::vector<search::Boost> ranked;
    if (changed) {
        ranked.reserve(former->size() + changed->size());
        for (const auto& boost : *former) {
            if (!std::binary_search(changed->begin(), changed->end(), LearningUnitId{boost.key})) ranked.push_back(boost);
        }
        for (const auto unit : *changed) {
            if (const auto boost = one(unit)) ranked.push_back(*boost);
        }
    } else {
        ranked = all();
    }
    ranked.shrink_to_fit();
    auto boosts = std::make_shared<const std::vector<search::Boost>>(std::move(ranked));
    keep(person, state, boosts);
    return boosts;
}

void SearchMemory::keep(const std::string& person, std::uint64_t state, const Boosts& boosts) {
    const std::lock_guard lock(mutex_);
    if (boosts->size() > boosts_most_ || state < first_known_) return;
    auto& ranked = ranked_[person];
    if (ranked.boosts && ranked.state > state) return;  // somebody with a newer state was faster
    boosts_held_ -= ranked.boosts ? ranked.boosts->size() + 1 : 0;
    ranked = {state, ++uses_, boosts};
    boosts_held_ += boosts->size() + 1;
    while (boosts_held_ > boosts_most_ && ranked_.size() > 1) {
        const auto oldest =
            std::min_element(ranked_.begin(), ranked_.end(), [](const auto& a, const auto& b) { return a.second.used < b.second.used; });
        boosts_held_ -= oldest->second.boosts->size() + 1;
        ranked_.erase(oldest);
    }
}

std::optional<std::int64_t> SearchMemory::count(const std::string& question, std::uint64_t state) const {
    const std::lock_guard lock(mutex_);
    if (state != state_) return std::nullopt;
    const auto found = counts_.find(question);
    return found == counts_.end() ? std::nullopt : std::optional(found->second);
}

void SearchMemory::keep_count(const std::string& question, std::uint64_t state, std::int64_t count) {
    const std::lock_guard lock(mutex_);
    if (state != state_) return;
    if (counts_.size() >= counts_most_) counts_.clear();
    counts_.emplace(question, count);
}

}  // namespace kc::discovery
