// SPDX-License-Identifier: EUPL-1.2
// Cuts a mustache file into tokens. Knows nothing of types or HTML.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kc::web {

struct Token {
    enum class Kind { literal, variable, html, section, inverted, end, partial, message, asset } kind;
    std::string text;  // literal text, or the name without braces and marks
    int line = 1;
};

// Throws TemplateError with `file` and line. A section tag or partial alone on its line takes the line with it.
std::vector<Token> tokenize(std::string_view text, const std::string& file);

}  // namespace kc::web
