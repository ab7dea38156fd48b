// SPDX-License-Identifier: EUPL-1.2
// Writes JSON text member by member, for answers, instances and explanations.
// Written by hand because equal plans have to give equal bytes and a document of values would only cost time here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "planning/optimizer/instance.hpp"

namespace kc::planning::optimizer {

class Writer {
public:
    Writer& raw(std::string_view text) {
        text_ += text;
        return *this;
    }
    Writer& number(std::int64_t value) {
        text_ += std::to_string(value);
        return *this;
    }
    Writer& quoted(std::string_view text) {
        text_ += '"';
        for (const char c : text) {
            if (c == '"' || c == '\\') {
                text_ += '\\';
                text_ += c;
            } else if (static_cast<unsigned char>(c) < 0x20) {
                constexpr char digits[] = "0123456789abcdef";
                text_ += "\\u00";
                text_ += digits[c >> 4 & 15];
                text_ += digits[c & 15];
            } else {
                text_ += c;
            }
        }
        text_ += '"';
        return *this;
    }
    Writer& field(std::string_view name) { return raw(",\"").raw(name).raw("\":"); }
    template <class List, class Write> Writer& list(const List& values, Write write) {
        text_ += '[';
        bool first = true;
        for (const auto& value : values) {
            if (!first) text_ += ',';
            first = false;
            write(value);
        }
        text_ += ']';
        return *this;
    }
    std::string take() { return std::move(text_); }

private:
    std::string text_;
};

void write_planned(Writer& out, const Catalogue& catalogue, const PlannedUnit& planned);

}  // namespace kc::planning::optimizer
