// SPDX-License-Identifier: EUPL-1.2
// Reads the HTML of our own pages well enough to follow links, fill in forms and say what is wrong with a page.
// It reads tags only: our templates write attributes with double quotes and no inline scripts.
#pragma once

#include "web/csrf.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace kc::test {

struct Tag {
    std::string name;  // "form", "/form"
    std::map<std::string, std::string> attributes;
    std::size_t end = 0;  // where the text after it begins
    std::string get(const std::string& attribute) const {
        const auto found = attributes.find(attribute);
        return found == attributes.end() ? std::string() : found->second;
    }
    bool has(const std::string& attribute) const { return attributes.contains(attribute); }
};

struct Form {
    std::string method, action;
    std::vector<std::pair<std::string, std::string>> fields;  // with the values the page offers
};

inline std::string unescaped(std::string_view text) {
    static const std::vector<std::pair<std::string_view, char>> names = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool replaced = false;
        for (const auto& [name, c] : names) {
            if (text.substr(i).starts_with(name)) {
                out += c;
                i += name.size() - 1;
                replaced = true;
                break;
            }
        }
        if (!replaced) out += text[i];
    }
    return out;
}

inline std::vector<Tag> tags_of(std::string_view html) {
    std::vector<Tag> tags;
    std::size_t at = 0;
    while ((at = html.find('<', at)) != std::string_view::npos) {
        if (html.substr(at).starts_with("<!--")) {
            at = html.find("-->", at);
            continue;
        }
        Tag tag;
        std::size_t i = at + 1;
        while (i < html.size() && html[i] != '>' && html[i] != ' ' && html[i] != '\n') tag.name += html[i++];
        while (i < html.size() && html[i] != '>') {
            if (html[i] == ' ' || html[i] == '\n' || html[i] == '/') {
                ++i;
                continue;
            }
            std::string name, value;
            while (i < html.size() && html[i] != '=' && html[i] != '>' && html[i] != ' ' && html[i] != '\n') name += html[i++];
            if (i + 1 < html.size() && html[i] == '=' && (html[i + 1] == '"' || html[i + 1] == '\'')) {
                const auto close = html.find(html[i + 1], i + 2);
                if (close == std::string_view::npos) break;
                value = unescaped(html.substr(i + 2, close - i - 2));
                i = close + 1;
            } else if (i < html.size() && html[i] == '=') {
                for (++i; i < html.size() && html[i] != '>' && html[i] != ' ' && html[i] != '\n';) value += html[i++];
            }
            tag.attributes.emplace(name, value);
        }
        tag.end = std::min(i + 1, html.size());
        at = tag.end;
        tags.push_back(std::move(tag));
    }
    return tags;
}

inline std::vector<Form> forms_of(const std::vector<Tag>& tags, const std::string& page) {
    std::vector<Form> forms;
    // A form without an address of its own serves buttons elsewhere on the page, each of which names one.
    std::set<std::string> shared;
    for (const auto& tag : tags) {
        if (tag.name != "button" || !tag.has("formaction") || !tag.has("form")) continue;
        shared.insert(tag.get("form"));
        forms.push_back({"post", tag.get("formaction"), {}});
        if (tag.has("name")) forms.back().fields.emplace_back(tag.get("name"), tag.get("value"));
    }
    bool open = false;
    std::string select;
    for (const auto& tag : tags) {
        if (tag.name == "form" && !tag.has("action") && shared.contains(tag.get("id"))) {
            open = false;
        } else if (tag.name == "form") {
            forms.push_back({tag.get("method"), tag.get("action").empty() ? page : tag.get("action"), {}});
            open = true;
        } else if (tag.name == "/form") {
            open = false;
        } else if (tag.name == "/select") {
            select.clear();
        } else if (open && tag.name == "select") {
            select = tag.get("name");
            forms.back().fields.emplace_back(select, "");
        } else if (open && tag.name == "option" && !select.empty()) {
            auto& value = forms.back().fields.back().second;
            if (tag.has("selected") || value.empty()) value = tag.get("value");
        } else if (open && (tag.name == "input" || tag.name == "textarea" || tag.name == "button") && tag.has("name")) {
            const auto type = tag.get("type");
            auto& fields = forms.back().fields;
            if (type == "radio" || type == "checkbox") {
                const bool first = std::none_of(fields.begin(), fields.end(), [&](const auto& f) { return f.first == tag.get("name"); });
                if (first)
                    fields.emplace_back(tag.get("name"), tag.get("value"));
                else if (type == "radio" && tag.has("checked")) {
                    for (auto& [name, value] : fields) {
                        if (name == tag.get("name")) value = tag.get("value");
                    }
                }
            } else {
                fields.emplace_back(tag.get("name"), tag.get("value"));
            }
        }
    }
    return forms;
}

inline std::vector<std::string> links_of(const std::vector<Tag>& tags) {
    std::vector<std::string> links;
    for (const auto& tag : tags) {
        if (tag.name == "a" && tag.get("href").starts_with('/')) links.push_back(tag.get("href").substr(0, tag.get("href").find('#')));
    }
    return links;
}

// What a reader or a screen reader would stumble over; empty when the page is good.
inline std::vector<std::string> problems_of_page(std::string_view html, const std::vector<Tag>& tags) {
    std::vector<std::string> problems;
    std::map<std::string, int> ids;
    int headings = 0, titles = 0, mains = 0;
    bool post_without_token = false;
    for (const auto& tag : tags) {
        headings += tag.name == "h1";
        titles += tag.name == "title" && tag.end < html.size() && html[tag.end] != '<';
        mains += tag.name == "main";
        if (tag.has("id")) ++ids[tag.get("id")];
        for (const auto* attribute : {"href", "src", "action"}) {
            if (tag.has(attribute) && tag.get(attribute).empty()) problems.push_back(fmt::format("<{}> with an empty {}", tag.name, attribute));
            if (tag.get(attribute).starts_with("javascript:")) problems.push_back(fmt::format("<{}> leads to a script", tag.name));
        }
        for (const auto& [name, value] : tag.attributes) {
            if (name.starts_with("on") && name.size() > 2) problems.push_back(fmt::format("<{}> has the script attribute {}", tag.name, name));
        }
        if (tag.name == "form" || tag.name == "/form") {
            if (post_without_token) problems.emplace_back("a form that sends with POST has no token");
            post_without_token = tag.name == "form" && (tag.get("method") == "post" || tag.get("method") == "POST");
        } else if (tag.name == "input" && tag.get("name") == web::csrf_field) {
            if (tag.get("value").size() > 20) post_without_token = false;
        }
    }
    if (headings != 1) problems.push_back(fmt::format("{} first headings", headings));
    if (titles < 1) problems.emplace_back("no title");
    if (mains != 1) problems.push_back(fmt::format("{} main parts", mains));
    if (html.find("{{") != std::string_view::npos) problems.emplace_back("an unfilled {{");
    for (const auto& [id, count] : ids) {
        if (id.empty() || count > 1) problems.push_back(fmt::format("the id \"{}\" {} times", id, count));
    }
    for (const auto& tag : tags) {
        for (const auto* attribute : {"for", "aria-describedby", "aria-labelledby", "aria-controls"}) {
            auto rest = tag.get(attribute);
            while (!rest.empty()) {
                const auto blank = rest.find(' ');
                const auto id = rest.substr(0, blank);
                if (!id.empty() && !ids.contains(id))
                    problems.push_back(fmt::format("<{}> {} names \"{}\", which is not there", tag.name, attribute, id));
                rest = blank == std::string::npos ? std::string() : rest.substr(blank + 1);
            }
        }
    }
    return problems;
}

}  // namespace kc::test
