// SPDX-License-Identifier: EUPL-1.2
// A4 pages that fill from top to bottom: cairo and pango behind one class. Sizes are points (1/72 inch).
#pragma once

#include "print/document.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace kc::print {

struct TextStyle {
    double size = 10;
    bool bold = false;
};

class Sheet {
public:
    // With the number of pages that the foot names; nothing known yet: 0.
    Sheet(const Document& document, int pages_total);
    ~Sheet();
    Sheet(const Sheet&) = delete;
    Sheet& operator=(const Sheet&) = delete;

    double width() const;  // between the margins
    void gap(double height);
    bool would_break(double height) const;
    // Goes on to the next page where less than this is left. True: a new page began.
    bool need(double height);
    // Over page ends line by line; `indent` from the left margin; `lead` stands left of the first line, inside the indent.
    void text(std::string_view words, const TextStyle& style, std::string_view tag, double indent = 0, std::string_view lead = {});

    struct Cell {
        std::string_view words;
        double left = 0, width = 0;
        bool at_right = false;
    };
    // One line of a table, as high as its highest cell. `tag` is that of a cell; none: not part of the structure.
    double row_height(const std::vector<Cell>& cells, const TextStyle& style) const;
    void row(const std::vector<Cell>& cells, const TextStyle& style, std::string_view tag);
    void line();  // across the whole width

    // Structure around what is drawn meanwhile; the caller ends it before a page ends.
    void begin(std::string_view tag);
    void end(std::string_view tag);

    int pages() const;
    std::string finish();  // the file as cairo writes it

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace kc::print
