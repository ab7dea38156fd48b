// SPDX-License-Identifier: EUPL-1.2
#include "web/program.hpp"

#include "base/require.hpp"
#include "web/templates.hpp"

namespace kc::web {
namespace {

struct Frame {
    const void* value = nullptr;
    std::size_t remaining = 0;
};

bool is_there(const ViewType& type, const void* value) {
    switch (type.kind) {
        case ViewKind::boolean: return type.integer(value) != 0;
        case ViewKind::list: return type.size(value) != 0;
        case ViewKind::optional: return type.held(value) != nullptr;
        case ViewKind::text:
        case ViewKind::html: return !type.text(value).empty();
        default: return true;
    }
}

bool is_one(const ViewType& type, const void* value) {
    switch (type.kind) {
        case ViewKind::decimal: return type.decimal(value) == 1.0;
        case ViewKind::hours: return type.integer(value) == 2;
        case ViewKind::list: return type.size(value) == 1;
        default: return type.integer(value) == 1;
    }
}

void append_plain_integer(std::string& out, std::int64_t number) {
    char digits[24];
    const auto result = std::to_chars(digits, digits + sizeof digits, number);
    out.append(digits, result.ptr);
}

std::string_view name_of(const std::vector<std::pair<std::int64_t, std::string>>& names, std::int64_t value) {
    for (const auto& [number, text] : names) {
        if (number == value) return text;
    }
    return "–";  // a number outside of the enum: shown as nothing rather than as a wrong word
}

void append_escaped_for(std::string& out, std::string_view text, Escaping escaping) {
    switch (escaping) {
        case Escaping::text: append_escaped(out, text); break;
        case Escaping::link_start: append_url(out, text, UrlUse::link); break;
        case Escaping::own_start: append_url(out, text, UrlUse::own); break;
        case Escaping::url_part: append_url_part(out, text); break;
    }
}

// Everything but text consists of digits, letters, spaces and .,:+–€, which mean nothing in HTML.
void append_formatted(std::string& out, const Program& program, const Operation& op, const void* value) {
    const ViewType& type = *op.type;
    const Language language = program.language;
    switch (op.format) {
        case ValueFormat::integer: append_integer(out, type.integer(value), language); break;
        case ValueFormat::integer_raw:
        case ValueFormat::money_raw: append_plain_integer(out, type.integer(value)); break;
        case ValueFormat::decimal: append_decimal(out, type.decimal(value), language); break;
        case ValueFormat::decimal_raw: append_decimal_raw(out, type.decimal(value)); break;
        case ValueFormat::money: append_money(out, Money{type.integer(value)}, language); break;
        case ValueFormat::money_input: append_money_input(out, Money{type.integer(value)}, language); break;
        case ValueFormat::hours: append_hours(out, HalfHours{type.integer(value)}, language); break;
        case ValueFormat::hours_raw: append_decimal_raw(out, static_cast<double>(type.integer(value)) / 2); break;
        case ValueFormat::date: append_date(out, *static_cast<const Date*>(value), language, static_cast<DateForm>(op.form)); break;
        case ValueFormat::instant: append_instant(out, *static_cast<const Instant*>(value), language, static_cast<InstantForm>(op.form)); break;
        case ValueFormat::enumeration_raw: out += name_of(type.enumerators, type.integer(value)); break;
        case ValueFormat::size: append_integer(out, static_cast<std::int64_t>(type.size(value)), language); break;
        case ValueFormat::text:
        case ValueFormat::html:
        case ValueFormat::enumeration: break;
    }
}

void append_value(std::string& out, const Program& program, const Operation& op, const void* value) {
    switch (op.format) {
        case ValueFormat::text: append_escaped_for(out, op.type->text(value), op.escaping); return;
        case ValueFormat::html: out += op.type->text(value); return;
        case ValueFormat::enumeration: append_escaped_for(out, name_of(program.names[op.names], op.type->integer(value)), op.escaping); return;
        default: break;
    }
    if (op.escaping != Escaping::url_part) {
        append_formatted(out, program, op, value);
        return;
    }
    std::string text;
    append_formatted(text, program, op, value);
    append_url_part(out, text);
}

}  // namespace

void Program::run(const PageContext& context, const void* view, std::string& out) const {
    const std::size_t begin = out.size();
    out.reserve(begin + largest.load(std::memory_order_relaxed));
    Frame frames[depth_max];
    frames[0].value = &context;
    frames[1].value = view;
    const auto reach = [&](const Operation& op) {
        const void* value = frames[op.from].value;
        for (std::size_t i = 0; i < op.step_count; ++i) value = accessors[op.step + i](value);
        return value;
    };
    for (std::size_t at = 0; at < operations.size();) {
        const Operation& op = operations[at];
        ++at;
        switch (op.code) {
            case Operation::Code::literal: out.append(literals, op.first, op.count); break;
            case Operation::Code::value: append_value(out, *this, op, reach(op)); break;
            case Operation::Code::choice:
                if (is_one(*op.type, reach(op)))
                    out.append(literals, op.first, op.count);
                else
                    out.append(literals, op.second, op.second_count);
                break;
            case Operation::Code::list: {
                const void* list = reach(op);
                Frame& frame = frames[op.frame];
                frame.remaining = op.type->size(list);
                frame.value = op.type->data(list);
                if (frame.remaining == 0) at = op.jump;
                break;
            }
            case Operation::Code::next: {
                Frame& frame = frames[op.frame];
                if (--frame.remaining == 0) break;
                frame.value = static_cast<const char*>(frame.value) + op.type->stride;
                at = op.jump;
                break;
            }
            case Operation::Code::enter: {
                const void* value = reach(op);
                if (!is_there(*op.type, value)) {
                    at = op.jump;
                } else {
                    frames[op.frame].value = op.type->kind == ViewKind::optional ? op.type->held(value) : value;
                }
                break;
            }
            case Operation::Code::skip_if:
                if (is_there(*op.type, reach(op))) at = op.jump;
                break;
            case Operation::Code::skip_unless:
                if (!is_there(*op.type, reach(op))) at = op.jump;
                break;
        }
    }
    const std::size_t size = out.size() - begin;
    if (size > largest.load(std::memory_order_relaxed)) largest.store(size, std::memory_order_relaxed);
}

}  // namespace kc::web
