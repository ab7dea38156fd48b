// SPDX-License-Identifier: EUPL-1.2
// ViewType: what a template may do with a C++ type. Made once per type from Boost.Describe,
// so that binding a template to a struct needs no generated code and rendering needs no maps.
#pragma once

#include "base/date.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "web/html.hpp"
#include "web/type_name.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

namespace kc::web {

enum class ViewKind { text, html, boolean, integer, identifier, decimal, money, hours, date, instant, enumeration, list, optional, record };

struct ViewType;

struct ViewMember {
    std::string_view name;
    const void* (*get)(const void* record);
    const ViewType& (*type)();
};

struct ViewType {
    ViewKind kind{};
    std::string name;                                 // as the compiler writes it, for error messages
    std::vector<ViewMember> members;                  // record
    const ViewType& (*element)() = nullptr;           // list, optional
    std::size_t (*size)(const void*) = nullptr;       // list
    const void* (*data)(const void*) = nullptr;       // list: the first element
    std::size_t stride = 0;                           // list: bytes from one element to the next
    const void* (*held)(const void*) = nullptr;       // optional, pointer: nothing is nullptr
    std::string_view (*text)(const void*) = nullptr;  // text, html
    std::int64_t (*integer)(const void*) = nullptr;   // boolean, integer, identifier, money, hours, date, instant, enumeration
    double (*decimal)(const void*) = nullptr;         // decimal
    std::vector<std::pair<std::int64_t, std::string>> enumerators;
};

template <class T> const ViewType& view_type();

namespace detail {

template <class T> inline constexpr bool is_list = false;
template <class T, class A> inline constexpr bool is_list<std::vector<T, A>> = !std::is_same_v<T, bool>;
template <class T, std::size_t N> inline constexpr bool is_list<std::array<T, N>> = true;
template <class T> inline constexpr bool is_list<std::span<T>> = true;
template <class T> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;
template <class T> inline constexpr bool unsupported = false;

template <class T> const T& as(const void* value) { return *static_cast<const T*>(value); }

template <class T> ViewType make_list() {
    using Element = std::remove_cv_t<typename T::value_type>;
    ViewType type;
    type.kind = ViewKind::list;
    type.element = &view_type<Element>;
    type.size = [](const void* list) -> std::size_t { return as<T>(list).size(); };
    type.data = [](const void* list) -> const void* { return as<T>(list).data(); };
    type.stride = sizeof(Element);
    return type;
}

template <class T> ViewType make_enumeration() {
    ViewType type;
    type.kind = ViewKind::enumeration;
    type.integer = [](const void* value) { return static_cast<std::int64_t>(as<T>(value)); };
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
        [&](auto enumerator) { type.enumerators.emplace_back(static_cast<std::int64_t>(enumerator.value), enumerator.name); });
    return type;
}

template <class T> ViewType make_record() {
    ViewType type;
    type.kind = ViewKind::record;
    using Members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;
    boost::mp11::mp_for_each<Members>([&](auto member) {
        using Descriptor = decltype(member);
        using Value = std::remove_cvref_t<decltype(std::declval<const T&>().*Descriptor::pointer)>;
        type.members.push_back(
            {Descriptor::name, [](const void* record) -> const void* { return &(as<T>(record).*Descriptor::pointer); }, &view_type<Value>});
    });
    return type;
}

template <class T> ViewType make_scalar(ViewKind kind) {
    ViewType type;
    type.kind = kind;
    type.integer = [](const void* value) -> std::int64_t {
        if constexpr (is_id<T> || is_quantity<T>) {
            return as<T>(value).value;
        } else if constexpr (std::is_same_v<T, Date>) {
            return std::chrono::sys_days{as<T>(value)}.time_since_epoch().count();
        } else if constexpr (std::is_same_v<T, Instant>) {
            return as<T>(value).time_since_epoch().count();
        } else {
            return static_cast<std::int64_t>(as<T>(value));
        }
    };
    return type;
}

template <class T> ViewType make_view_type() {
    ViewType type;
    if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view>) {
        type.kind = ViewKind::text;
        type.text = [](const void* value) -> std::string_view { return as<T>(value); };
    } else if constexpr (std::is_same_v<T, Html>) {
        type.kind = ViewKind::html;
        type.text = [](const void* value) -> std::string_view { return as<T>(value).text; };
    } else if constexpr (std::is_same_v<T, bool>) {
        type = make_scalar<T>(ViewKind::boolean);
    } else if constexpr (std::is_same_v<T, char>) {
        static_assert(unsupported<T>, "use std::string instead of char in a view");
    } else if constexpr (std::is_integral_v<T>) {
        type = make_scalar<T>(ViewKind::integer);
    } else if constexpr (std::is_floating_point_v<T>) {
        type.kind = ViewKind::decimal;
        type.decimal = [](const void* value) -> double { return as<T>(value); };
    } else if constexpr (is_id<T>) {
        type = make_scalar<T>(ViewKind::identifier);
    } else if constexpr (std::is_same_v<T, Money>) {
        type = make_scalar<T>(ViewKind::money);
    } else if constexpr (std::is_same_v<T, HalfHours>) {
        type = make_scalar<T>(ViewKind::hours);
    } else if constexpr (std::is_same_v<T, Date>) {
        type = make_scalar<T>(ViewKind::date);
    } else if constexpr (std::is_same_v<T, Instant>) {
        type = make_scalar<T>(ViewKind::instant);
    } else if constexpr (boost::describe::has_describe_enumerators<T>::value) {
        type = make_enumeration<T>();
    } else if constexpr (is_list<T>) {
        type = make_list<T>();
    } else if constexpr (is_optional<T>) {
        type.kind = ViewKind::optional;
        type.element = &view_type<std::remove_cv_t<typename T::value_type>>;
        type.held = [](const void* value) -> const void* { return as<T>(value) ? &*as<T>(value) : nullptr; };
    } else if constexpr (std::is_pointer_v<T>) {
        type.kind = ViewKind::optional;
        type.element = &view_type<std::remove_cv_t<std::remove_pointer_t<T>>>;
        type.held = [](const void* value) -> const void* { return as<T>(value); };
    } else if constexpr (boost::describe::has_describe_members<T>::value) {
        type = make_record<T>();
    } else {
        static_assert(unsupported<T>, "this type cannot be shown: describe it with BOOST_DESCRIBE_STRUCT or BOOST_DESCRIBE_ENUM");
    }
    type.name = type_name<T>();
    return type;
}

}  // namespace detail

template <class T> const ViewType& view_type() {
    static const ViewType type = detail::make_view_type<T>();
    return type;
}

}  // namespace kc::web
