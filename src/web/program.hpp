// SPDX-License-Identifier: EUPL-1.2
// Program: a template bound to its view type in one language, as a flat list of operations.
// Rendering walks the list; values are reached through member accessors, without names or maps.
#pragma once

#include "base/language.hpp"
#include "web/format.hpp"
#include "web/html_position.hpp"
#include "web/view_type.hpp"

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace kc::web {

struct PageContext;

enum class ValueFormat : std::uint8_t {
    text,
    html,
    integer,
    integer_raw,
    decimal,
    decimal_raw,
    money,
    money_input,
    money_raw,
    hours,
    hours_raw,
    date,
    instant,
    enumeration,
    enumeration_raw,
    size
};

struct Operation {
    enum class Code : std::uint8_t {
        literal,      // append the text [first, first + count)
        value,        // append a formatted value
        choice,       // append the first or second literal: a value is one or not
        list,         // begin of a loop; jump when empty
        next,         // end of a loop; jump back to its body
        enter,        // struct, optional or text that is there: put it on the stack; jump when absent
        skip_if,      // jump when the value is there, true or not empty
        skip_unless,  // jump when it is not
    };
    Code code{};
    ValueFormat format{};
    Escaping escaping{};
    std::uint8_t form = 0;   // DateForm or InstantForm
    std::uint8_t from = 0;   // frame the path starts in
    std::uint8_t frame = 0;  // frame that list, next and enter fill
    std::uint16_t step_count = 0;
    std::uint32_t step = 0;   // first accessor
    std::uint32_t first = 0;  // literal
    std::uint32_t count = 0;
    std::uint32_t second = 0;  // choice: second literal
    std::uint32_t second_count = 0;
    std::uint32_t jump = 0;
    std::uint32_t names = 0;  // enumeration: which table
    const ViewType* type = nullptr;
};

struct Program {
    using Accessor = const void* (*)(const void*);
    static constexpr std::size_t depth_max = 32;

    Language language = Language::de;
    std::vector<Operation> operations;
    std::vector<Accessor> accessors;
    std::string literals;
    std::vector<std::vector<std::pair<std::int64_t, std::string>>> names;  // texts of enumerators
    mutable std::atomic<std::size_t> largest{256};                         // bytes of the largest result so far

    void run(const PageContext& context, const void* view, std::string& out) const;
};

}  // namespace kc::web
