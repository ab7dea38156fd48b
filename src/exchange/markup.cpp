// SPDX-License-Identifier: EUPL-1.2
// Texts with markup, as course feeds are full of them. One pass over the bytes, so that no nesting can hurt.
#include "base/text.hpp"
#include "catalogue/rich_text.hpp"
#include "exchange/values.hpp"

namespace kc::exchange {

namespace {

constexpr std::size_t source_bytes_max = 200 * 1024;  // of one text; nobody describes a course in more

struct Entity {
    std::string_view name, text;
};
constexpr Entity entities[] = {{"amp", "&"},    {"lt", "<"},    {"gt", ">"},    {"quot", "\""},  {"apos", "'"},   {"nbsp", " "},   {"auml", "ä"},
                               {"ouml", "ö"},   {"uuml", "ü"},  {"Auml", "Ä"},  {"Ouml", "Ö"},   {"Uuml", "Ü"},   {"szlig", "ß"},  {"ndash", "–"},
                               {"mdash", "—"},  {"bdquo", "„"}, {"ldquo", "“"}, {"rdquo", "”"},  {"sbquo", "‚"},  {"lsquo", "‘"},  {"rsquo", "’"},
                               {"hellip", "…"}, {"euro", "€"},  {"bull", "•"},  {"middot", "·"}, {"eacute", "é"}, {"egrave", "è"}, {"agrave", "à"},
                               {"sect", "§"},   {"shy", ""},    {"zwnj", ""},   {"copy", "©"},   {"reg", "®"},    {"times", "×"},  {"deg", "°"}};

void append_point(std::string& out, std::uint32_t point) {
    if (point == 0 || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) point = 0xfffd;
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += static_cast<char>(0xc0 | point >> 6);
        out += static_cast<char>(0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
        out += static_cast<char>(0xe0 | point >> 12);
        out += static_cast<char>(0x80 | (point >> 6 & 0x3f));
        out += static_cast<char>(0x80 | (point & 0x3f));
    } else {
        out += static_cast<char>(0xf0 | point >> 18);
        out += static_cast<char>(0x80 | (point >> 12 & 0x3f));
        out += static_cast<char>(0x80 | (point >> 6 & 0x3f));
        out += static_cast<char>(0x80 | (point & 0x3f));
    }
}

// At '&': appends what it stands for and answers how many bytes it took; 0 when it is just an ampersand.
std::size_t take_entity(std::string& out, std::string_view text) {
    const auto end = text.substr(0, 12).find(';');
    if (end == std::string_view::npos || end < 2) return 0;
    std::string_view name = text.substr(1, end - 1);
    if (name.front() != '#') {
        for (const auto& entity : entities) {
            if (entity.name != name) continue;
            out += entity.text;
            return end + 1;
        }
        return 0;
    }
    name.remove_prefix(1);
    const bool hex = !name.empty() && (name.front() == 'x' || name.front() == 'X');
    if (hex) name.remove_prefix(1);
    std::uint32_t point = 0;
    const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), point, hex ? 16 : 10);
    if (error != std::errc{} || stop != name.data() + name.size()) return 0;
    append_point(out, point);
    return end + 1;
}

bool is_block(std::string_view name) {
    for (const std::string_view block : {"p",  "br", "div", "li",    "ul",      "ol",      "h1",         "h2", "h3", "h4",
                                         "h5", "h6", "tr",  "table", "section", "article", "blockquote", "hr", "dt", "dd"}) {
        if (name == block) return true;
    }
    return false;
}

// Paragraphs separated by '\n', without markup.
std::string unmarked(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == '&') {
            const auto taken = take_entity(out, text.substr(i));
            if (taken == 0) out += '&';
            i += std::max<std::size_t>(taken, 1);
            continue;
        }
        if (text[i] != '<') {
            out += text[i++];
            continue;
        }
        if (text.substr(i).starts_with("<!--")) {
            const auto end = text.find("-->", i + 4);
            i = end == std::string_view::npos ? text.size() : end + 3;
            continue;
        }
        const std::size_t name_at = i + 1 + (i + 1 < text.size() && text[i + 1] == '/');
        const bool tag = name_at < text.size() && (std::isalpha(static_cast<unsigned char>(text[name_at])) != 0 || text[name_at] == '!');
        if (!tag) {
            out += text[i++];
            continue;
        }
        std::size_t name_end = name_at;
        while (name_end < text.size() && std::isalnum(static_cast<unsigned char>(text[name_end])) != 0) ++name_end;
        const std::string name = lower_ascii(text.substr(name_at, name_end - name_at));
        const auto end = text.find('>', name_end);
        const bool closing = name_at == i + 2;
        i = end == std::string_view::npos ? text.size() : end + 1;
        if (!closing && (name == "script" || name == "style")) {
            const std::string stop = "</" + name;
            while (i < text.size() && lower_ascii(text.substr(i, stop.size())) != stop) ++i;
        } else if (is_block(name)) {
            out += name == "li" && !closing ? "\n• " : "\n";
        }
    }
    return out;
}

std::vector<std::string> paragraphs_of(std::string_view text) {
    const std::string plain = without_control_characters(unmarked(without_control_characters(text.substr(0, source_bytes_max))));
    std::vector<std::string> paragraphs(1);
    for (std::size_t i = 0; i < plain.size(); ++i) {
        const char c = plain[i];
        if (c == '\n' || c == '\r') {
            if (!paragraphs.back().empty()) paragraphs.emplace_back();
        } else if (c == ' ' || c == '\t' || plain.compare(i, 2, "\u00a0") == 0) {
            if (!paragraphs.back().empty() && paragraphs.back().back() != ' ') paragraphs.back() += ' ';
            if (c != ' ' && c != '\t') ++i;
        } else {
            paragraphs.back() += c;
        }
    }
    std::erase_if(paragraphs, [](const std::string& p) { return trim(p).empty() || trim(p) == "•"; });
    return paragraphs;
}

}  // namespace

std::string text_line(std::string_view html_or_text) {
    std::string line;
    for (const auto& paragraph : paragraphs_of(html_or_text)) {
        if (!line.empty()) line += ' ';
        line += trim(paragraph);
    }
    return line;
}

std::string short_line(std::string_view html_or_text) { return cut(text_line(html_or_text), 120); }

std::string description_text(std::string_view html_or_text) {
    return catalogue::sanitised(without_control_characters(html_or_text.substr(0, source_bytes_max)));
}

}  // namespace kc::exchange
