// SPDX-License-Identifier: EUPL-1.2
#include "http/headers.hpp"

#include <algorithm>
#include <stdexcept>

namespace kc::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool is_token(std::string_view text) {
    if (text.empty()) return false;
    return std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

// A value with a line break would start a header, or a body, of the attacker's choice.
void check(std::string_view name, std::string_view value) {
    if (!is_token(name)) throw std::invalid_argument("a header name contains a character that is not allowed there");
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && c != '\t') || byte == 0x7f) {
            throw std::invalid_argument("the value of header " + std::string(name) + " contains a control character");
        }
    }
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return x == y || lower(x) == lower(y); });
}

const Field* Headers::find(std::string_view name) const {
    for (const auto& field : fields_) {
        if (same_name(field.name, name)) return &field;
    }
    return nullptr;
}

void Headers::set(std::string_view name, std::string_view value) {
    check(name, value);
    for (auto& field : fields_) {
        if (!same_name(field.name, name)) continue;
        field.value = value;
        const auto* first = &field;
        std::erase_if(fields_, [&](const Field& other) { return &other > first && same_name(other.name, name); });
        return;
    }
    fields_.push_back({std::string(name), std::string(value)});
}

void Headers::add(std::string_view name, std::string_view value) {
    check(name, value);
    fields_.push_back({std::string(name), std::string(value)});
}

void Headers::remove(std::string_view name) {
    std::erase_if(fields_, [&](const Field& field) { return same_name(field.name, name); });
}

std::optional<std::string_view> Headers::get(std::string_view name) const {
    const auto* field = find(name);
    return field ? std::optional<std::string_view>(field->value) : std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
    return static_cast<std::size_t>(std::ranges::count_if(fields_, [&](const Field& field) { return same_name(field.name, name); }));
}

}  // namespace kc::http
