// SPDX-License-Identifier: EUPL-1.2
// Result<T, E>: a value or the reason why the domain refuses, with the names of std::expected.
// Replaced by std::expected when the project moves to C++23.
#pragma once

#include "base/require.hpp"

#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace kc {

template <class E> struct Refusal {
    E error;
};

template <class E> Refusal<std::decay_t<E>> refuse(E&& error) { return {std::forward<E>(error)}; }

template <class T, class E> class [[nodiscard]] Result {
public:
    using value_type = T;
    using error_type = E;

    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    template <class U>
        requires std::is_convertible_v<U, E>
    Result(Refusal<U> refusal) : state_(std::in_place_index<1>, std::move(refusal.error)) {}

    bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    T& value() & {
        require(has_value());
        return std::get<0>(state_);
    }
    const T& value() const& {
        require(has_value());
        return std::get<0>(state_);
    }
    T&& value() && {
        require(has_value());
        return std::get<0>(std::move(state_));
    }
    const E& error() const {
        require(!has_value());
        return std::get<1>(state_);
    }

    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    T value_or(T otherwise) const& { return has_value() ? value() : std::move(otherwise); }

private:
    std::variant<T, E> state_;
};

template <class E> class [[nodiscard]] Result<void, E> {
public:
    using value_type = void;
    using error_type = E;

    Result() = default;
    template <class U>
        requires std::is_convertible_v<U, E>
    Result(Refusal<U> refusal) : error_(std::move(refusal.error)) {}

    bool has_value() const { return !error_.has_value(); }
    explicit operator bool() const { return has_value(); }
    void value() const { require(has_value()); }
    const E& error() const {
        require(error_.has_value());
        return *error_;
    }

private:
    std::optional<E> error_;
};

template <class T> inline constexpr bool is_result = false;
template <class T, class E> inline constexpr bool is_result<Result<T, E>> = true;

}  // namespace kc
