// SPDX-License-Identifier: EUPL-1.2
#include "print/pdf.hpp"

#include "print/finish.hpp"
#include "print/sheet.hpp"

#include "base/require.hpp"

namespace kc::print {
namespace {

constexpr TextStyle body{.size = 10};
constexpr TextStyle small{.size = 9};
constexpr TextStyle small_strong{.size = 9, .bold = true};

class Drawing {
public:
    explicit Drawing(Sheet& sheet) : sheet_(sheet) {}

    void operator()(const Heading& heading) {
        constexpr double sizes[] = {20, 14, 11.5};
        constexpr double keeps[] = {120, 90, 70};  // a heading stays with the first lines of what follows
        const auto level = static_cast<std::size_t>(heading.level - 1);
        require(level < 3);
        sheet_.gap(level == 0 ? 0 : level == 1 ? 16 : 10);
        sheet_.need(keeps[level]);
        sheet_.text(heading.text, {.size = sizes[level], .bold = true}, "H" + std::to_string(heading.level));
        sheet_.gap(4);
    }
    void operator()(const Paragraph& paragraph) {
        sheet_.text(paragraph.text, body, "P");
        sheet_.gap(5);
    }
    void operator()(const List& list) {
        for (const auto& entry : list.entries) {
            sheet_.text(entry, body, "P", 14, "•");
            sheet_.gap(3);
        }
    }
    void operator()(const Facts& facts) {
        for (const auto& [name, value] : facts.facts) sheet_.text(value, body, "P", sheet_.width() * 0.36, name);
        sheet_.gap(4);
    }
    void operator()(const Table& table) {
        const auto cells_of = [&](const std::vector<std::string>& words) {
            require(words.size() == table.columns.size());
            int shares = 0;
            for (const auto& column : table.columns) shares += column.share;
            std::vector<Sheet::Cell> cells;
            double left = 0;
            for (std::size_t i = 0; i < words.size(); ++i) {
                const double width = sheet_.width() * table.columns[i].share / shares;
                cells.push_back({words[i], left, width, table.columns[i].numbers});
                left += width;
            }
            return cells;
        };
        std::vector<std::string> titles;
        for (const auto& column : table.columns) titles.push_back(column.title);
        const auto head = cells_of(titles);
        const auto draw_head = [&](std::string_view tag) {
            sheet_.row(head, small_strong, tag);
            sheet_.line();
        };
        const double head_height = sheet_.row_height(head, small_strong);
        sheet_.need(head_height + (table.rows.empty() ? 0 : sheet_.row_height(cells_of(table.rows.front().cells), small)));
        sheet_.begin("Table");
        draw_head("TH");
        for (const auto& row : table.rows) {
            const auto cells = cells_of(row.cells);
            const auto& style = row.total ? small_strong : small;
            const double height = sheet_.row_height(cells, style);
            if (sheet_.would_break(height)) {
                sheet_.end("Table");
                sheet_.need(height);
                draw_head({});
                sheet_.begin("Table");
            }
            if (row.total) sheet_.line();
            sheet_.row(cells, style, "TD");
        }
        sheet_.end("Table");
        sheet_.gap(6);
    }

private:
    Sheet& sheet_;
};

std::string drawn(const Document& document, int pages_total, int& pages) {
    Sheet sheet(document, pages_total);
    Drawing drawing(sheet);
    for (const auto& block : document.blocks) std::visit(drawing, block);
    pages = sheet.pages();
    return sheet.finish();
}

}  // namespace

std::string to_pdf(const Document& document) {
    int pages = 0;
    (void)drawn(document, 0, pages);
    return finished(drawn(document, pages, pages), document.language);
}

}  // namespace kc::print
