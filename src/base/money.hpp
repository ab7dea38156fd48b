// SPDX-License-Identifier: EUPL-1.2
// Quantities that must not be mixed up: whole euro cents and half hours, with checked arithmetic.
#pragma once

#include "base/require.hpp"

#include <compare>
#include <cstdint>

namespace kc {

template <class Unit> struct Quantity {
    std::int64_t value = 0;
    auto operator<=>(const Quantity&) const = default;

    // Overflow throws Impossible: sums of prices and hours of one person stay far below 2^63.
    friend Quantity operator+(Quantity a, Quantity b) {
        Quantity sum;
        require(!__builtin_add_overflow(a.value, b.value, &sum.value));
        return sum;
    }
    friend Quantity operator-(Quantity a, Quantity b) {
        Quantity difference;
        require(!__builtin_sub_overflow(a.value, b.value, &difference.value));
        return difference;
    }
    friend Quantity operator*(Quantity a, std::int64_t times) {
        Quantity product;
        require(!__builtin_mul_overflow(a.value, times, &product.value));
        return product;
    }
    Quantity& operator+=(Quantity other) { return *this = *this + other; }
};

using Money = Quantity<struct EuroCents>;         // whole cents, never floating point
using HalfHours = Quantity<struct HalfHourUnit>;  // the planning unit of working time: 30 minutes

template <class T> inline constexpr bool is_quantity = false;
template <class Unit> inline constexpr bool is_quantity<Quantity<Unit>> = true;

}  // namespace kc
