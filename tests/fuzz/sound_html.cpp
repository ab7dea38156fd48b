// SPDX-License-Identifier: EUPL-1.2
#include "tests/fuzz/sound_html.hpp"

#include "base/text.hpp"
#include "tests/fuzz/targets.hpp"

#include <memory>
#include <set>
#include <vector>

#include <gumbo.h>

namespace kc::fuzz {

namespace {

const std::set<std::string_view> allowed{"p", "ul", "ol", "li", "strong", "em", "br", "a"};

// First look: the bytes. Every tag is written exactly as one of the allowed ones, every other sign of markup is escaped.
void expect_allowed_signs(std::string_view html) {
    std::vector<std::string_view> open;
    for (std::size_t at = 0; at < html.size();) {
        if (html[at] == '>' || html[at] == '"' || html[at] == '\'') throw Unsound("a bare sign of markup in a text");
        if (html[at] != '<') {
            ++at;
            continue;
        }
        const auto end = html.find('>', at);
        expect(end != std::string_view::npos, "a tag that never ends");
        std::string_view inner = html.substr(at + 1, end - at - 1);
        at = end + 1;
        if (inner.starts_with("/")) {
            inner.remove_prefix(1);
            expect(!open.empty() && open.back() == inner, "tags that do not nest");
            open.pop_back();
            continue;
        }
        constexpr std::string_view link = "a href=\"https://";
        if (inner.starts_with(link)) {
            const auto address = inner.substr(link.size());
            expect(address.size() > 1 && address.find('"') == address.size() - 1, "a link with more than an address");
            expect(address.find_first_of(std::string_view("<> `'\\\t\n\r\0", 11)) == std::string_view::npos, "a sign in a link");
            open.push_back("a");
            continue;
        }
        expect(inner != "a" && allowed.contains(inner), "a tag that is not allowed");
        if (inner != "br") open.push_back(inner);
    }
    expect(open.empty(), "a tag that is never closed");
}

// Second look: the tree that a browser makes of it.
void expect_allowed_tree(const GumboNode& node) {
    if (node.type == GUMBO_NODE_COMMENT || node.type == GUMBO_NODE_TEMPLATE || node.type == GUMBO_NODE_CDATA) throw Unsound("a comment or template");
    if (node.type != GUMBO_NODE_ELEMENT) return;
    const auto& element = node.v.element;
    const std::string_view name = gumbo_normalized_tagname(element.tag);
    const bool frame = name == "html" || name == "head" || name == "body";
    expect(frame || allowed.contains(name), "an element that is not allowed");
    expect(element.attributes.length == (name == "a" ? 1U : 0U), "an attribute that is not allowed");
    if (name == "a") {
        const auto& href = *static_cast<const GumboAttribute*>(element.attributes.data[0]);
        expect(std::string_view(href.name) == "href" && std::string_view(href.value).starts_with("https://"), "a link that is not https");
    }
    for (unsigned i = 0; i < element.children.length; ++i) expect_allowed_tree(*static_cast<const GumboNode*>(element.children.data[i]));
}

}  // namespace

void expect_safe_html(std::string_view html) {
    expect(is_valid_utf8(html), "rendered text that is not UTF-8");
    expect(!contains_control_characters(html), "control characters in rendered text");
    expect_allowed_signs(html);
    if (html.size() > 32 * 1024) return;  // the signs have been checked; the tree would cost more than it tells
    struct Free {
        void operator()(GumboOutput* output) const { gumbo_destroy_output(&kGumboDefaultOptions, output); }
    };
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    const std::unique_ptr<GumboOutput, Free> output(gumbo_parse_with_options(&options, html.data(), html.size()));
    expect_allowed_tree(*output->root);
}

}  // namespace kc::fuzz
