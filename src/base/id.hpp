// SPDX-License-Identifier: EUPL-1.2
// Id<Tag>: a row number that knows of which table, so that a PersonId is never taken for a CourseId.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace kc {

template <class Tag> struct Id {
    std::int64_t value = 0;
    auto operator<=>(const Id&) const = default;
};

template <class T> inline constexpr bool is_id = false;
template <class Tag> inline constexpr bool is_id<Id<Tag>> = true;

}  // namespace kc

template <class Tag> struct std::hash<kc::Id<Tag>> {
    std::size_t operator()(const kc::Id<Tag>& id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
