// SPDX-License-Identifier: EUPL-1.2
#include "web/template_syntax.hpp"

#include "base/text.hpp"
#include "web/templates.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::web {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Position after the end of the line when only blanks follow, else npos.
std::size_t rest_of_line_end(std::string_view text, std::size_t at) {
    while (at < text.size() && (is_blank(text[at]) || text[at] == '\r')) ++at;
    if (at == text.size()) return at;
    return text[at] == '\n' ? at + 1 : std::string_view::npos;
}

// Where the blanks of this line begin when only blanks come before, else npos.
std::size_t line_start(std::string_view text, std::size_t at, std::size_t least) {
    while (at > least && is_blank(text[at - 1])) --at;
    return at == 0 || text[at - 1] == '\n' ? at : std::string_view::npos;
}

Token::Kind kind_of(char mark) {
    switch (mark) {
        case '#': return Token::Kind::section;
        case '^': return Token::Kind::inverted;
        case '/': return Token::Kind::end;
        case '>': return Token::Kind::partial;
        case ':': return Token::Kind::message;
        case '@': return Token::Kind::asset;
        default: return Token::Kind::variable;
    }
}

bool takes_its_line(Token::Kind kind) {
    return kind == Token::Kind::section || kind == Token::Kind::inverted || kind == Token::Kind::end || kind == Token::Kind::partial;
}

}  // namespace

std::vector<Token> tokenize(std::string_view text, const std::string& file) {
    std::vector<Token> tokens;
    int line = 1;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto open = text.find("{{", at);
        const auto literal_end = open == std::string_view::npos ? text.size() : open;
        if (open == std::string_view::npos) {
            tokens.push_back({Token::Kind::literal, std::string(text.substr(at)), line});
            break;
        }
        const bool triple = text.substr(open).starts_with("{{{");
        const auto close = text.find(triple ? "}}}" : "}}", open);
        const int tag_line = line + static_cast<int>(std::count(text.begin() + static_cast<long>(at), text.begin() + static_cast<long>(open), '\n'));
        if (close == std::string_view::npos) throw TemplateError(fmt::format("{}:{}: \"{{{{\" is never closed", file, tag_line));
        const auto width = triple ? 3u : 2u;
        auto inside = trim(text.substr(open + width, close - open - width));
        const bool comment = inside.starts_with('!');
        auto kind = Token::Kind::html;
        if (!triple && !comment) {
            kind = inside.empty() ? Token::Kind::variable : kind_of(inside.front());
            if (kind != Token::Kind::variable) inside = trim(inside.substr(1));
        }
        if (inside.empty()) throw TemplateError(fmt::format("{}:{}: a tag without a name", file, tag_line));

        auto before = literal_end;
        auto after = close + width;
        if (comment || (!triple && takes_its_line(kind))) {
            const auto start = line_start(text, open, at);
            const auto end = rest_of_line_end(text, after);
            if (start != std::string_view::npos && end != std::string_view::npos) {
                before = start;
                after = end;
            }
        }
        if (before > at) tokens.push_back({Token::Kind::literal, std::string(text.substr(at, before - at)), line});
        if (!comment) tokens.push_back({kind, std::string(inside), tag_line});
        line += static_cast<int>(std::count(text.begin() + static_cast<long>(at), text.begin() + static_cast<long>(after), '\n'));
        at = after;
    }
    return tokens;
}

}  // namespace kc::web
