// SPDX-License-Identifier: EUPL-1.2
#include "web/html_position.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace kc::web {
namespace {

constexpr std::array<std::string_view, 2> link_attributes = {"href", "cite"};
constexpr std::array<std::string_view, 14> own_attributes = {"src",        "action",     "formaction",  "poster",        "data",
                                                             "background", "xlink:href", "hx-get",      "hx-post",       "hx-put",
                                                             "hx-patch",   "hx-delete",  "hx-push-url", "hx-replace-url"};
// Read as code or as a list with an own syntax: no escaping makes a value safe there.
constexpr std::array<std::string_view, 8> refused_attributes = {"srcdoc",    "srcset",     "hx-vals", "hx-headers",
                                                                "hx-config", "hx-trigger", "hx-vars", "ping"};
constexpr std::array<std::string_view, 9> read_by_people = {
    "title", "alt", "placeholder", "label", "content", "aria-label", "aria-description", "aria-valuetext", "aria-roledescription"};

template <std::size_t N> bool contains(const std::array<std::string_view, N>& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string HtmlPosition::read(std::string_view literal, std::string& out) {
    for (const char c : literal) {
        const bool collapses = (where_ == Where::text && !keeps_space_) || where_ == Where::in_tag || where_ == Where::tag_name;
        if (collapses && after_newline_ && is_space(c)) continue;
        if (collapses && c == '\r') continue;
        after_newline_ = collapses && c == '\n';
        if (auto problem = step(c, out); !problem.empty()) return problem;
        out += c;
    }
    return {};
}

std::string HtmlPosition::step(char c, std::string&) {
    switch (where_) {
        case Where::text:
            if (c == '<') {
                where_ = Where::tag_open;
                tag_.clear();
                closing_tag_ = false;
            }
            break;
        case Where::tag_open:
            if (c == '/')
                closing_tag_ = true;
            else if (c == '!') {
                where_ = Where::comment;
                tail_.clear();
            } else if (is_letter(c)) {
                where_ = Where::tag_name;
                tag_ = lower(c);
            } else
                return "\"<\" in text must be written &lt;";
            break;
        case Where::tag_name:
            if (is_space(c))
                where_ = Where::in_tag;
            else if (c == '>')
                end_of_tag();
            else if (c != '/')
                tag_ += lower(c);
            break;
        case Where::in_tag:
            if (c == '>')
                end_of_tag();
            else if (!is_space(c) && c != '/') {
                where_ = Where::attribute_name;
                attribute_ = lower(c);
            }
            break;
        case Where::attribute_name:
        case Where::after_attribute_name:
            if (c == '=') {
                where_ = Where::before_value;
                return begin_value();
            }
            if (c == '>')
                end_of_tag();
            else if (is_space(c))
                where_ = Where::after_attribute_name;
            else if (where_ == Where::after_attribute_name) {
                where_ = Where::attribute_name;
                attribute_ = lower(c);
            } else
                attribute_ += lower(c);
            break;
        case Where::before_value:
            value_started_ = false;
            if (c == '"')
                where_ = Where::value_double;
            else if (c == '\'')
                where_ = Where::value_single;
            else if (c == '>')
                return fmt::format("the attribute {} has no value", attribute_);
            else if (!is_space(c))
                where_ = Where::value_bare;
            break;
        case Where::value_double:
        case Where::value_single:
            if (c == (where_ == Where::value_double ? '"' : '\''))
                where_ = Where::in_tag;
            else
                value_started_ = true;
            break;
        case Where::value_bare:
            if (c == '>')
                end_of_tag();
            else if (is_space(c))
                where_ = Where::in_tag;
            break;
        case Where::comment:
            tail_ += c;
            // "<!doctype html>" ends at its first ">", "<!-- … -->" at "-->".
            if (c == '>' && (!tail_.starts_with("--") || tail_.ends_with("-->"))) where_ = Where::text;
            break;
        case Where::raw:
            tail_ += lower(c);
            if (tail_.size() > 16) tail_.erase(0, tail_.size() - 16);
            if (tail_.ends_with("</" + tag_ + ">")) where_ = Where::text;
            break;
    }
    return {};
}

void HtmlPosition::end_of_tag() {
    where_ = Where::text;
    after_newline_ = false;
    if (tag_ == "pre" || tag_ == "textarea") keeps_space_ = !closing_tag_;
    if (!closing_tag_ && (tag_ == "script" || tag_ == "style")) {
        where_ = Where::raw;
        tail_.clear();
    }
}

std::string HtmlPosition::begin_value() const {
    if (attribute_.starts_with("on") || attribute_.starts_with("hx-on")) {
        return fmt::format("\"{}\" is blocked by the Content-Security-Policy; use an island", attribute_);
    }
    if (attribute_ == "style") return "\"style\" is blocked by the Content-Security-Policy; use a class";
    return {};
}

Escaping HtmlPosition::variable(std::string& refusal) const {
    switch (where_) {
        case Where::text: return Escaping::text;
        case Where::value_double:
        case Where::value_single:
            if (contains(refused_attributes, attribute_)) refusal = fmt::format("no variable is safe in the attribute {}", attribute_);
            if (contains(link_attributes, attribute_)) return value_started_ ? Escaping::url_part : Escaping::link_start;
            if (contains(own_attributes, attribute_)) return value_started_ ? Escaping::url_part : Escaping::own_start;
            return Escaping::text;
        case Where::raw: refusal = fmt::format("no variable is safe inside <{}>; hand data over in a data- attribute", tag_); break;
        case Where::comment: refusal = "a variable inside an HTML comment; use {{! … }}"; break;
        case Where::before_value:
        case Where::value_bare: refusal = fmt::format("the attribute {} needs quotes around its value", attribute_); break;
        case Where::tag_open:
        case Where::tag_name: refusal = "a variable in the name of a tag"; break;
        case Where::in_tag:
        case Where::attribute_name:
        case Where::after_attribute_name: refusal = "a variable in a tag outside of a quoted attribute value"; break;
    }
    return Escaping::text;
}

bool HtmlPosition::for_machines() const {
    return (where_ == Where::value_double || where_ == Where::value_single) && !contains(read_by_people, attribute_);
}

// Between two attributes it makes no difference whether the last one had a value.
HtmlPosition::Where HtmlPosition::place() const {
    switch (where_) {
        case Where::tag_name:
        case Where::attribute_name:
        case Where::after_attribute_name:
        case Where::value_bare: return Where::in_tag;
        default: return where_;
    }
}

bool HtmlPosition::same_place(const HtmlPosition& other) const {
    if (place() != other.place()) return false;
    switch (place()) {
        case Where::text: return keeps_space_ == other.keeps_space_;
        case Where::in_tag:
        case Where::raw: return tag_ == other.tag_;
        case Where::value_double:
        case Where::value_single: return tag_ == other.tag_ && attribute_ == other.attribute_;
        default: return true;
    }
}

void HtmlPosition::leave_section_as(const HtmlPosition& start) {
    *this = start;
    where_ = start.place();
    after_newline_ = false;
}

std::string HtmlPosition::description() const {
    switch (where_) {
        case Where::text: return "between tags";
        case Where::value_double:
        case Where::value_single:
        case Where::value_bare:
        case Where::before_value: return fmt::format("in the attribute {} of <{}>", attribute_, tag_);
        case Where::comment: return "in a comment";
        case Where::raw: return fmt::format("in <{}>", tag_);
        default: return fmt::format("in the tag <{}>", tag_);
    }
}

}  // namespace kc::web
