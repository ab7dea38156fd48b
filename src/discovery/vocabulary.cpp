// SPDX-License-Identifier: EUPL-1.2
#include "discovery/vocabulary.hpp"

#include "base/require.hpp"

namespace kc::discovery {

std::uint16_t Names::add(std::string_view name) {
    if (const auto known = numbers_.find(name); known != numbers_.end()) return known->second;
    require(names_.size() < 0xFFFF);  // thirty thousand providers are far beyond what a country has
    const auto number = static_cast<std::uint16_t>(names_.size());
    names_.emplace_back(name);
    numbers_.emplace(names_.back(), number);
    return number;
}

std::optional<std::uint16_t> Names::find(std::string_view name) const {
    const auto known = numbers_.find(name);
    return known == numbers_.end() ? std::nullopt : std::optional(known->second);
}

}  // namespace kc::discovery
