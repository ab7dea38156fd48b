// SPDX-License-Identifier: EUPL-1.2
// HtmlPosition follows the literal text of a template and knows where in HTML a variable would stand,
// so that each is escaped for its place and refused where no escaping is safe.
#pragma once

#include <string>
#include <string_view>

namespace kc::web {

enum class Escaping {
    text,        // between tags and in quoted attributes
    link_start,  // the first thing in href
    own_start,   // the first thing in action, src, hx-get …
    url_part,    // behind other text in one of these
};

class HtmlPosition {
public:
    // Appends the text to `out` without indentation; returns what is wrong with it, empty when nothing is.
    std::string read(std::string_view literal, std::string& out);
    // What a variable standing here needs, or in `refusal` why none may stand here.
    Escaping variable(std::string& refusal) const;
    void variable_written() {
        value_started_ = true;
        after_newline_ = false;
    }
    bool between_tags() const { return where_ == Where::text; }
    // In attributes that no person reads, numbers and days are written for machines: value, datetime, points …
    bool for_machines() const;

    // A section must end where it began; then what follows cannot depend on whether it was shown.
    bool same_place(const HtmlPosition& other) const;
    void leave_section_as(const HtmlPosition& start);
    std::string description() const;

private:
    enum class Where {
        text,
        tag_open,
        tag_name,
        in_tag,
        attribute_name,
        after_attribute_name,
        before_value,
        value_double,
        value_single,
        value_bare,
        comment,
        raw
    };
    std::string step(char c, std::string& out);
    void end_of_tag();
    std::string begin_value() const;
    Where place() const;

    Where where_ = Where::text;
    std::string tag_;  // lower case, of the tag we are in; in raw: what ends it
    bool closing_tag_ = false;
    std::string attribute_;  // lower case
    bool value_started_ = false;
    bool keeps_space_ = false;  // in pre and textarea
    bool after_newline_ = false;
    std::string tail_;  // last characters, to find the end of comments and raw text
};

}  // namespace kc::web
