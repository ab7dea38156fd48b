// SPDX-License-Identifier: EUPL-1.2
#include "storage/postgres_values.hpp"

#include "storage/errors.hpp"

#include <array>
#include <charconv>

namespace kc::storage {
namespace {

template <class Number> std::string number_text(Number value) {
    std::array<char, 40> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return {buffer.data(), end};
}

bool is_single_id(std::string_view json) { return json.size() > 2 && json.find(',') == std::string_view::npos; }

std::string list_text(std::string_view json) {  // [1,2] → {1,2}, [1] → 1
    if (is_single_id(json)) return std::string(json.substr(1, json.size() - 2));
    std::string text(json);
    text.front() = '{';
    text.back() = '}';
    return text;
}

}  // namespace

bool is_single_id(const Parameter& parameter) {
    return parameter.kind() == Parameter::Kind::id_list && !parameter.is_null() && is_single_id(parameter.text());
}

Oid type_of(const Parameter& parameter) {
    switch (parameter.kind()) {
        case Parameter::Kind::integer: return oid::int8;
        case Parameter::Kind::real: return oid::float8;
        case Parameter::Kind::boolean: return oid::boolean;
        case Parameter::Kind::text: return oid::text;
        case Parameter::Kind::bytes: return oid::bytea;
        case Parameter::Kind::id_list: return is_single_id(parameter) ? oid::int8 : oid::int8_array;
        case Parameter::Kind::text_list: return oid::text;
    }
    return 0;
}

PgParameters::PgParameters(std::span<const Parameter> parameters) {
    texts_.reserve(parameters.size());  // the pointers below must stay valid
    for (const Parameter& parameter : parameters) {
        const bool bytes = parameter.kind() == Parameter::Kind::bytes;
        formats_.push_back(bytes ? 1 : 0);
        if (parameter.is_null()) {
            pointers_.push_back(nullptr);
            lengths_.push_back(0);
            continue;
        }
        switch (parameter.kind()) {
            case Parameter::Kind::integer: texts_.push_back(number_text(parameter.integer())); break;
            case Parameter::Kind::real: texts_.push_back(number_text(parameter.real())); break;
            case Parameter::Kind::boolean: texts_.emplace_back(parameter.boolean() ? "t" : "f"); break;
            case Parameter::Kind::id_list: texts_.push_back(list_text(parameter.text())); break;
            case Parameter::Kind::text:
            case Parameter::Kind::text_list:
                refuse_nul(parameter.text());
                texts_.emplace_back(parameter.text());
                break;
            case Parameter::Kind::bytes: {
                pointers_.push_back(parameter.bytes().empty() ? "" : reinterpret_cast<const char*>(parameter.bytes().data()));
                lengths_.push_back(static_cast<int>(parameter.bytes().size()));
                continue;
            }
        }
        pointers_.push_back(texts_.back().c_str());
        lengths_.push_back(static_cast<int>(texts_.back().size()));
    }
}

void append_copy_row(std::string& to, std::span<const Parameter> row) {
    bool first = true;
    for (const Parameter& parameter : row) {
        if (!first) to += '\t';
        first = false;
        if (parameter.is_null()) {
            to += "\\N";
            continue;
        }
        switch (parameter.kind()) {
            case Parameter::Kind::integer: to += number_text(parameter.integer()); break;
            case Parameter::Kind::real: to += number_text(parameter.real()); break;
            case Parameter::Kind::boolean: to += parameter.boolean() ? 't' : 'f'; break;
            case Parameter::Kind::bytes: {
                constexpr std::string_view digits = "0123456789abcdef";
                to += "\\\\x";
                for (const std::byte byte : parameter.bytes()) {
                    to += digits[std::to_integer<std::size_t>(byte >> 4)];
                    to += digits[std::to_integer<std::size_t>(byte & std::byte{15})];
                }
                break;
            }
            default:
                refuse_nul(parameter.text());
                for (const char c : parameter.text()) {
                    if (c == '\\')
                        to += "\\\\";
                    else if (c == '\t')
                        to += "\\t";
                    else if (c == '\n')
                        to += "\\n";
                    else if (c == '\r')
                        to += "\\r";
                    else
                        to += c;
                }
        }
    }
    to += '\n';
}

}  // namespace kc::storage
