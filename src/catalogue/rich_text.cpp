// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/rich_text.hpp"

#include "base/text.hpp"
#include "catalogue/rich_text_html.hpp"

#include <optional>
#include <vector>

namespace kc::catalogue {

namespace {

enum class BlockKind { paragraph, bullets, numbers };

struct Block {
    BlockKind kind{};
    std::vector<std::string> lines;  // entries of a list
};

// How many bytes introduce an entry of a list: "- ", "* ", "• ", "12. ".
std::size_t entry_mark(std::string_view line, BlockKind& kind) {
    for (const std::string_view mark : {"- ", "* ", "• ", "– "}) {
        if (line.starts_with(mark)) {
            kind = BlockKind::bullets;
            return mark.size();
        }
    }
    std::size_t digits = 0;
    while (digits < line.size() && digits < 3 && line[digits] >= '0' && line[digits] <= '9') ++digits;
    if (digits > 0 && line.substr(digits).starts_with(". ")) {
        kind = BlockKind::numbers;
        return digits + 2;
    }
    return 0;
}

std::vector<Block> blocks_of(std::string_view text) {
    std::vector<Block> blocks;
    bool fresh = true;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty()) {
            fresh = true;
            continue;
        }
        BlockKind kind = BlockKind::paragraph;
        const auto mark = entry_mark(line, kind);
        if (fresh || blocks.empty() || blocks.back().kind != kind) blocks.push_back({kind, {}});
        blocks.back().lines.emplace_back(trim(line.substr(mark)));
        fresh = false;
    }
    return blocks;
}

bool is_space(char c) { return c == ' ' || c == '\t'; }

// Where the pair of a mark is, when its words begin at `begin`; npos: nowhere.
std::size_t closing(std::string_view line, std::size_t begin, std::string_view mark) {
    auto end = line.find(mark, begin + 1);
    while (end != std::string_view::npos && is_space(line[end - 1])) end = line.find(mark, end + 1);
    return end;
}

struct Link {
    std::string_view words, address;
    std::size_t length = 0;
};

bool link_at(std::string_view line, std::size_t at, std::size_t middle, Link& link) {
    if (middle == std::string_view::npos || middle == at + 1) return false;
    const auto end = line.find(')', middle);
    if (end == std::string_view::npos) return false;
    link = {line.substr(at + 1, middle - at - 1), line.substr(middle + 2, end - middle - 2), end + 1 - at};
    return link.words.find('[') == std::string_view::npos && !safe_address(link.address).empty();
}

// `Out` gets text, begin and end of marks: once for pages, once for plain text.
template <class Out> void inline_parts(std::string_view line, Out& out, int depth = 0) {
    std::size_t from = 0;
    std::optional<std::size_t> middle;  // the next "]("
    // A mark that is closed nowhere is looked for only once, so that a thousand of them do not read the line a thousand times.
    bool may_close[2] = {true, true};
    const auto flush = [&](std::size_t to) {
        if (to > from) out.text(line.substr(from, to - from));
    };
    for (std::size_t at = 0; at < line.size();) {
        const bool strong = line.substr(at, 2) == "**";
        if (depth < 3 && line[at] == '*') {
            const std::string_view mark = strong ? "**" : "*";
            const auto begin = at + mark.size();
            const bool opens = begin < line.size() && !is_space(line[begin]);  // "3 * 4" is none
            const auto end = opens && may_close[strong] ? closing(line, begin, mark) : std::string_view::npos;
            if (end != std::string_view::npos) {
                flush(at);
                out.begin(strong ? "strong" : "em");
                inline_parts(line.substr(begin, end - begin), out, depth + 1);
                out.end(strong ? "strong" : "em");
                at = from = end + mark.size();
                continue;
            }
            if (opens) may_close[strong] = false;
            at = begin;
            continue;
        }
        Link link;
        if (line[at] == '[' && (!middle || *middle < at)) middle = line.find("](", at);
        if (line[at] == '[' && link_at(line, at, *middle, link)) {
            flush(at);
            out.link(link.words, safe_address(link.address));
            at = from = at + link.length;
            continue;
        }
        ++at;
    }
    flush(line.size());
}

struct PageParts {
    std::string& to;
    void text(std::string_view part) { web::append_escaped(to, part); }
    void begin(std::string_view tag) { to.append("<").append(tag).append(">"); }
    void end(std::string_view tag) { to.append("</").append(tag).append(">"); }
    void link(std::string_view words, const std::string& address) {
        to += "<a href=\"";
        web::append_escaped(to, address);
        to += "\">";
        web::append_escaped(to, words);
        to += "</a>";
    }
};

struct PlainParts {
    std::string& to;
    void text(std::string_view part) { to += part; }
    void begin(std::string_view) {}
    void end(std::string_view) {}
    void link(std::string_view words, const std::string&) { to += words; }
};

std::string page_of_text(std::string_view text) {
    std::string out;
    PageParts parts{out};
    for (const auto& block : blocks_of(text)) {
        if (block.kind == BlockKind::paragraph) {
            out += "<p>";
            for (std::size_t i = 0; i < block.lines.size(); ++i) {
                if (i > 0) out += "<br>";
                inline_parts(block.lines[i], parts);
            }
            out += "</p>";
            continue;
        }
        const std::string_view tag = block.kind == BlockKind::bullets ? "ul" : "ol";
        parts.begin(tag);
        for (const auto& line : block.lines) {
            out += "<li>";
            inline_parts(line, parts);
            out += "</li>";
        }
        parts.end(tag);
    }
    return out;
}

std::string lines_of_text(std::string_view text) {
    std::string out;
    PlainParts parts{out};
    for (const auto& block : blocks_of(text)) {
        for (const auto& line : block.lines) {
            if (!out.empty()) out += '\n';
            inline_parts(line, parts);
        }
    }
    return out;
}

// Bytes that belong to no character and control characters are left out; line ends become LF.
std::string clean(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const std::size_t length = byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 0;
        if (length == 0 || i + length > text.size() || !is_valid_utf8(text.substr(i, length))) {
            ++i;
            continue;
        }
        if (byte == '\r') {
            out += '\n';
            i += text.substr(i).starts_with("\r\n") ? 2 : 1;
            continue;
        }
        const auto character = text.substr(i, length);
        if (unwanted_at(character) == 0) out += character;
        i += length;
    }
    if (out.size() > rich_text_bytes_max) {
        std::size_t end = rich_text_bytes_max;
        while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
        out.resize(end);
    }
    return out;
}

bool is_clean(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (unwanted_at(text.substr(i, 3)) > 0) return false;
    }
    return is_valid_utf8(text);
}

}  // namespace

std::string sanitised(std::string_view html_or_text) {
    const auto text = clean(html_or_text);
    if (!looks_like_html(text)) return std::string(trim(text));
    return is_bounded_html(text) ? reduced_html(text) : std::string(trim(without_tags(text)));
}

web::Html rendered(std::string_view stored) {
    if (!begins_as_html(stored)) return {page_of_text(is_clean(stored) ? std::string(stored) : clean(stored))};
    if (is_clean(stored) && is_reduced_html(stored)) return {std::string(stored)};
    const auto reduced = sanitised(stored);  // not written by sanitised(): nothing is taken on trust
    return {begins_as_html(reduced) ? reduced : page_of_text(reduced)};
}

std::string plain_text(std::string_view stored) {
    if (!begins_as_html(stored)) return lines_of_text(stored);
    return is_clean(stored) && is_reduced_html(stored) ? text_of_html(stored, {}) : lines_of_text(editable(sanitised(stored)));
}

std::string editable(std::string_view stored) {
    if (!begins_as_html(stored)) return std::string(stored);
    if (is_clean(stored) && is_reduced_html(stored)) return text_of_html(stored, {.marks = true});
    return without_tags(is_clean(stored) ? std::string(stored) : clean(stored));
}

}  // namespace kc::catalogue
