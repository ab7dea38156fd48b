// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/rich_text_html.hpp"

#include "base/text.hpp"
#include "web/html.hpp"

#include <array>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <gumbo.h>

namespace kc::catalogue {

namespace {

constexpr int open_tags_max = 256;
constexpr int tags_max = 4000;
constexpr std::size_t address_bytes_max = 1000;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "script" of "<script", "</script" at `at`, in lower case; empty when no tag begins there.
std::string tag_name_at(std::string_view text, std::size_t at, bool& closes) {
    if (text[at] != '<') return {};
    ++at;
    closes = at < text.size() && text[at] == '/';
    if (closes) ++at;
    std::size_t end = at;
    while (end < text.size() && end - at < 20 && (is_letter(text[end]) || is_digit(text[end]))) ++end;
    if (end == at || !is_letter(text[at])) return {};
    return lower_ascii(text.substr(at, end - at));
}

const std::unordered_set<std::string_view>& known_tags() {
    static const std::unordered_set<std::string_view> tags{
        "a",        "abbr",      "address",  "applet",   "article", "aside",   "audio",    "b",       "base",  "big",    "blockquote", "body",
        "br",       "button",    "canvas",   "center",   "code",    "dd",      "details",  "div",     "dl",    "dt",     "em",         "embed",
        "fieldset", "figure",    "font",     "footer",   "form",    "frame",   "frameset", "h1",      "h2",    "h3",     "h4",         "h5",
        "h6",       "head",      "header",   "hr",       "html",    "i",       "iframe",   "img",     "input", "ins",    "isindex",    "keygen",
        "label",    "legend",    "li",       "link",     "main",    "map",     "mark",     "marquee", "math",  "meta",   "nav",        "noscript",
        "object",   "ol",        "option",   "p",        "param",   "picture", "pre",      "q",       "s",     "script", "section",    "select",
        "small",    "source",    "span",     "strike",   "strong",  "style",   "sub",      "summary", "sup",   "svg",    "table",      "tbody",
        "td",       "template",  "textarea", "tfoot",    "th",      "thead",   "title",    "tr",      "tt",    "u",      "ul",         "video",
        "xmp",      "plaintext", "noembed",  "noframes", "image",   "del",     "dialog",   "slot"};
    return tags;
}

bool is_void(std::string_view name) {
    for (const std::string_view one : {"br", "hr", "img", "input", "meta", "link", "base", "embed", "param", "source", "wbr", "col", "area"}) {
        if (name == one) return true;
    }
    return false;
}

struct FreeOutput {
    void operator()(GumboOutput* output) const { gumbo_destroy_output(&kGumboDefaultOptions, output); }
};

enum class Inline { strong, em, link };

// Walks the parsed tree and writes blocks one after the other; inline marks that reach over a block's end are closed and opened again.
class Reducer {
public:
    std::string take() {
        end_block();
        close_list();
        return std::move(out_);
    }

    void walk(const GumboNode& node) {
        switch (node.type) {
            case GUMBO_NODE_TEXT:
            case GUMBO_NODE_WHITESPACE:
            case GUMBO_NODE_CDATA: text(node.v.text.text); return;
            case GUMBO_NODE_COMMENT:
            case GUMBO_NODE_TEMPLATE: return;
            case GUMBO_NODE_DOCUMENT: children(node.v.document.children); return;
            case GUMBO_NODE_ELEMENT: element(node.v.element); return;
        }
    }

private:
    struct Open {
        Inline kind{};
        std::string address;
    };

    void children(const GumboVector& list) {
        for (unsigned i = 0; i < list.length; ++i) walk(*static_cast<const GumboNode*>(list.data[i]));
    }

    void element(const GumboElement& element) {
        if (element.tag_namespace != GUMBO_NAMESPACE_HTML) return;  // svg and math carry scripts of their own
        switch (element.tag) {
            case GUMBO_TAG_SCRIPT:
            case GUMBO_TAG_STYLE:
            case GUMBO_TAG_TITLE:
            case GUMBO_TAG_TEMPLATE:
            case GUMBO_TAG_IFRAME:
            case GUMBO_TAG_NOFRAMES:
            case GUMBO_TAG_NOEMBED:
            case GUMBO_TAG_NOSCRIPT:
            case GUMBO_TAG_OBJECT:
            case GUMBO_TAG_EMBED:
            case GUMBO_TAG_APPLET:
            case GUMBO_TAG_TEXTAREA:
            case GUMBO_TAG_SELECT:
            case GUMBO_TAG_XMP:
            case GUMBO_TAG_PLAINTEXT:
            case GUMBO_TAG_AUDIO:
            case GUMBO_TAG_VIDEO:
            case GUMBO_TAG_CANVAS:
            case GUMBO_TAG_SVG:
            case GUMBO_TAG_MATH:
            case GUMBO_TAG_BUTTON: return;
            case GUMBO_TAG_BR:
                if (block_open_) inline_ += "<br>";
                return;
            case GUMBO_TAG_STRONG:
            case GUMBO_TAG_B: marked({Inline::strong, {}}, element); return;
            case GUMBO_TAG_EM:
            case GUMBO_TAG_I: marked({Inline::em, {}}, element); return;
            case GUMBO_TAG_A: {
                const auto* href = gumbo_get_attribute(&element.attributes, "href");
                const auto address = href != nullptr ? safe_address(href->value) : std::string();
                if (address.empty())
                    children(element.children);
                else
                    marked({Inline::link, address}, element);
                return;
            }
            case GUMBO_TAG_H1:
            case GUMBO_TAG_H2:
            case GUMBO_TAG_H3:
            case GUMBO_TAG_H4:
            case GUMBO_TAG_H5:
            case GUMBO_TAG_H6:
                end_block();
                marked({Inline::strong, {}}, element);
                end_block();
                return;
            case GUMBO_TAG_UL:
            case GUMBO_TAG_OL: list(element); return;
            case GUMBO_TAG_SPAN:
            case GUMBO_TAG_FONT:
            case GUMBO_TAG_SMALL:
            case GUMBO_TAG_BIG:
            case GUMBO_TAG_U:
            case GUMBO_TAG_S:
            case GUMBO_TAG_SUB:
            case GUMBO_TAG_SUP:
            case GUMBO_TAG_CODE:
            case GUMBO_TAG_ABBR:
            case GUMBO_TAG_MARK:
            case GUMBO_TAG_Q:
            case GUMBO_TAG_LABEL:
            case GUMBO_TAG_UNKNOWN: children(element.children); return;
            default:  // p, div, table, td, li outside a list …
                end_block();
                children(element.children);
                end_block();
        }
    }

    void list(const GumboElement& element) {
        end_block();
        const bool outermost = list_.empty();  // lists within lists become entries of the outer one
        if (outermost) list_ = element.tag == GUMBO_TAG_UL ? "ul" : "ol";
        children(element.children);
        end_block();
        if (outermost) close_list();
    }

    void marked(Open mark, const GumboElement& element) {
        for (const auto& open : open_) {
            if (open.kind == mark.kind) {
                children(element.children);
                return;
            }
        }
        if (block_open_) begin_mark(mark);
        open_.push_back(std::move(mark));
        children(element.children);
        if (block_open_) end_mark(open_.back());
        open_.pop_back();
    }

    void begin_mark(const Open& mark) {
        switch (mark.kind) {
            case Inline::strong: inline_ += "<strong>"; break;
            case Inline::em: inline_ += "<em>"; break;
            case Inline::link:
                inline_ += "<a href=\"";
                web::append_escaped(inline_, mark.address);
                inline_ += "\">";
                break;
        }
    }
    void end_mark(const Open& mark) { inline_ += mark.kind == Inline::strong ? "</strong>" : mark.kind == Inline::em ? "</em>" : "</a>"; }

    void text(const char* content) {
        std::string collapsed;
        const std::string_view all(content);
        for (std::size_t i = 0; i < all.size(); ++i) {
            const char c = all[i];
            const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
            if (const auto unwanted = unwanted_at(all.substr(i)); unwanted > 0 && !space) {
                i += unwanted - 1;  // written as a reference, "&#x202e;", it got past the cleaning of the text
            } else if (!space) {
                collapsed += c;
            } else if (collapsed.empty() || collapsed.back() != ' ') {
                collapsed += ' ';
            }
        }
        if (!block_open_ && trim(collapsed).empty()) return;
        if (!block_open_) {
            block_open_ = true;
            for (const auto& mark : open_) begin_mark(mark);
            collapsed.erase(0, collapsed.find_first_not_of(' '));
        } else if (inline_.ends_with(' ') && collapsed.starts_with(' ')) {
            collapsed.erase(0, 1);
        }
        web::append_escaped(inline_, collapsed);
    }

    void end_block() {
        if (!block_open_) return;
        strip_end();
        for (auto mark = open_.rbegin(); mark != open_.rend(); ++mark) end_mark(*mark);
        if (!list_.empty() && !list_written_) {
            out_ += "<" + list_ + ">";
            list_written_ = true;
        }
        const std::string_view tag = list_.empty() ? "p" : "li";
        out_.append("<").append(tag).append(">").append(inline_).append("</").append(tag).append(">");
        inline_.clear();
        block_open_ = false;
    }

    // Blanks and line breaks take turns: "Ende <br> <br>".
    void strip_end() {
        for (;;) {
            if (inline_.ends_with(' '))
                inline_.pop_back();
            else if (inline_.ends_with("<br>"))
                inline_.resize(inline_.size() - 4);
            else
                return;
        }
    }

    void close_list() {
        if (list_written_) out_ += "</" + list_ + ">";
        list_.clear();
        list_written_ = false;
    }

    std::string out_, inline_, list_;
    std::vector<Open> open_;
    bool block_open_ = false, list_written_ = false;
};

std::string_view reference_at(std::string_view text, std::string_view& character) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> references{
        {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}}};
    for (const auto& [reference, means] : references) {
        if (text.starts_with(reference)) {
            character = means;
            return reference;
        }
    }
    return {};
}

// One piece of reduced HTML at the front of `rest`; empty when something else stands there.
struct Piece {
    std::string_view tag;   // "p", "/p", "a" …; empty: text
    std::string_view text;  // as written, or the address of a link as written
    std::size_t length = 0;
};

Piece next_piece(std::string_view rest) {
    for (const std::string_view tag : {"p", "/p", "ul", "/ul", "ol", "/ol", "li", "/li", "strong", "/strong", "em", "/em", "br", "/a"}) {
        if (rest.size() > tag.size() + 1 && rest.substr(1).starts_with(tag) && rest[0] == '<' && rest[tag.size() + 1] == '>')
            return {tag, {}, tag.size() + 2};
    }
    constexpr std::string_view link = "<a href=\"";
    if (rest.starts_with(link)) {
        const auto end = rest.find('"', link.size());
        if (end == std::string_view::npos || rest.substr(end, 2) != "\">") return {};
        return {"a", rest.substr(link.size(), end - link.size()), end + 2};
    }
    const auto end = std::min(rest.find('<'), rest.size());
    return {{}, rest.substr(0, end), end};
}

bool is_escaped_text(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        if (unwanted_at(text.substr(i)) > 0) return false;
        if (text[i] == '>' || text[i] == '"' || text[i] == '\'') return false;
        std::string_view character;
        if (text[i] != '&') {
            ++i;
        } else if (const auto reference = reference_at(text.substr(i), character); !reference.empty()) {
            i += reference.size();
        } else {
            return false;
        }
    }
    return true;
}

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        std::string_view character;
        const auto reference = text[i] == '&' ? reference_at(text.substr(i), character) : std::string_view{};
        if (reference.empty()) {
            out += text[i++];
        } else {
            out += character;
            i += reference.size();
        }
    }
    return out;
}

}  // namespace

bool turns_reading(std::string_view character) {
    return (character >= "\u202A" && character <= "\u202E") || (character >= "\u2066" && character <= "\u2069");
}

std::size_t unwanted_at(std::string_view text) {
    if (text.empty()) return 0;
    const auto byte = static_cast<unsigned char>(text[0]);
    if (byte < 0x80) return (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F ? 1 : 0;
    if (byte == 0xC2 && text.size() > 1 && static_cast<unsigned char>(text[1]) < 0xA0) return 2;
    return turns_reading(text.substr(0, 3)) ? 3 : 0;
}

bool looks_like_html(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '<') {
            bool closes = false;
            if (known_tags().contains(tag_name_at(text, i, closes)) || text.substr(i).starts_with("<!--") || text.substr(i).starts_with("<![CDATA["))
                return true;
        } else if (text[i] == '&' && i + 2 < text.size()) {
            auto end = i + 1;
            while (end < text.size() && end - i < 12 && (is_letter(text[end]) || is_digit(text[end]) || text[end] == '#')) ++end;
            if (end > i + 2 && end < text.size() && text[end] == ';') return true;
        }
    }
    return false;
}

bool begins_as_html(std::string_view text) { return text.starts_with("<p>") || text.starts_with("<ul>") || text.starts_with("<ol>"); }

bool is_bounded_html(std::string_view text) {
    std::unordered_map<std::string, int> open;
    int open_now = 0, tags = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool closes = false;
        const auto name = tag_name_at(text, i, closes);
        if (name.empty()) continue;
        if (++tags > tags_max) return false;
        if (is_void(name)) continue;
        auto& count = open[name];
        if (!closes) {
            ++count;
            if (++open_now > open_tags_max) return false;
        } else if (count > 0) {
            --count;
            --open_now;
        }
    }
    return true;
}

std::string reduced_html(std::string_view bounded) {
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    const std::unique_ptr<GumboOutput, FreeOutput> output(gumbo_parse_with_options(&options, bounded.data(), bounded.size()));
    Reducer reducer;
    reducer.walk(*output->document);
    return reducer.take();
}

bool is_reduced_html(std::string_view text) {
    std::vector<std::string_view> open;
    while (!text.empty()) {
        const auto piece = next_piece(text);
        if (piece.length == 0) return false;
        text.remove_prefix(piece.length);
        const auto inside = open.empty() ? std::string_view{} : open.back();
        const bool in_list = inside == "ul" || inside == "ol";
        const bool in_words = !open.empty() && !in_list;
        if (piece.tag.empty()) {
            if (!in_words || !is_escaped_text(piece.text)) return false;
        } else if (piece.tag.front() == '/') {
            if (inside != piece.tag.substr(1)) return false;
            open.pop_back();
        } else if (piece.tag == "br") {
            if (!in_words) return false;
        } else {
            const bool block = piece.tag == "p" || piece.tag == "ul" || piece.tag == "ol";
            if (block ? !open.empty() : piece.tag == "li" ? !in_list : !in_words) return false;
            if (piece.tag == "a" && (!is_escaped_text(piece.text) || safe_address(unescaped(piece.text)) != unescaped(piece.text))) return false;
            if (open.size() > 6) return false;
            open.push_back(piece.tag);
        }
    }
    return open.empty();
}

std::string without_tags(std::string_view text) {
    std::string out;
    int depth = 0;
    for (const char c : text) {
        if (c == '<') {
            depth = 1;
        } else if (c == '>' && depth > 0) {
            depth = 0;
            if (!out.empty() && out.back() != ' ' && out.back() != '\n') out += ' ';
        } else if (depth == 0) {
            out += c;
        }
    }
    return out;
}

std::string safe_address(std::string_view address) {
    address = trim(address);
    if (address.size() > address_bytes_max || address.size() < 12 || lower_ascii(address.substr(0, 8)) != "https://") return {};
    std::string out = "https://";
    bool host = true;
    for (const char c : address.substr(8)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte == 0x7F || std::string_view("<>\"'`\\^{}|").find(c) != std::string_view::npos) return {};
        if (c == '/' || c == '?' || c == '#') host = false;
        if (host && c == '@') return {};  // https://bank.example@elsewhere.example leads elsewhere
        if (byte < 0x80) {
            out += c;
        } else {
            constexpr std::string_view digits = "0123456789ABCDEF";
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
    }
    return out.size() > 8 && (is_letter(out[8]) || is_digit(out[8])) ? out : std::string();
}

std::string text_of_html(std::string_view reduced, ReadingOptions options) {
    std::string out, address;
    bool numbered = false, in_list = false;
    int number = 0;
    while (!reduced.empty()) {
        const auto piece = next_piece(reduced);
        if (piece.length == 0) break;
        reduced.remove_prefix(piece.length);
        if (piece.tag.empty()) {
            out += unescaped(piece.text);
        } else if (piece.tag == "p" || piece.tag == "ul" || piece.tag == "ol") {
            if (options.marks && !out.empty()) out += "\n\n";
            if (!options.marks && piece.tag == "p" && !out.empty()) out += '\n';
            in_list = piece.tag != "p";
            numbered = piece.tag == "ol";
            number = 0;
        } else if (piece.tag == "li") {
            if (!out.empty() && !out.ends_with('\n')) out += '\n';
            if (options.marks) out += numbered ? std::to_string(++number) + ". " : "- ";
        } else if (piece.tag == "br") {
            out += in_list ? ' ' : '\n';
        } else if (options.marks && (piece.tag == "strong" || piece.tag == "/strong")) {
            out += "**";
        } else if (options.marks && (piece.tag == "em" || piece.tag == "/em")) {
            out += '*';
        } else if (options.marks && piece.tag == "a") {
            out += '[';
            address = unescaped(piece.text);
        } else if (options.marks && piece.tag == "/a") {
            out += "](" + address + ")";
        }
    }
    return out;
}

}  // namespace kc::catalogue
