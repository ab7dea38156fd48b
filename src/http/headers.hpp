// SPDX-License-Identifier: EUPL-1.2
// Header fields in the order they came, found without regard to case.
// A name or value that could break out of its line (CR, LF, NUL) never gets in: set and add throw std::invalid_argument.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kc::http {

struct Field {
    std::string name;
    std::string value;
};

bool same_name(std::string_view a, std::string_view b);  // ASCII, case-insensitive

class Headers {
public:
    void set(std::string_view name, std::string_view value);  // replaces every field of that name
    void add(std::string_view name, std::string_view value);
    void remove(std::string_view name);
    bool has(std::string_view name) const { return find(name) != nullptr; }
    std::optional<std::string_view> get(std::string_view name) const;  // the first
    std::size_t count(std::string_view name) const;
    const std::vector<Field>& all() const { return fields_; }
    void reserve(std::size_t n) { fields_.reserve(n); }

private:
    const Field* find(std::string_view name) const;
    std::vector<Field> fields_;
};

}  // namespace kc::http
