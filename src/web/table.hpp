// SPDX-License-Identifier: EUPL-1.2
// Tables that sort and page through links: the whole state is in the address (?sortierung=name&richtung=ab&seite=2&anzahl=50).
// TableQuery reads it and gives the store what it needs; table_view() makes the links for the partials.
#pragma once

#include "base/language.hpp"
#include "web/messages.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace kc::http {
class Request;
}

namespace kc::web {

struct Column {
    std::string key;          // value of ?sortierung=; also what the store may sort by
    std::string message_key;  // heading
    bool sortable = true;
    bool numeric = false;
};

struct TableRules {
    std::vector<Column> columns;
    std::string sort_by;  // when the address says nothing
    bool descending = false;
    std::vector<int> page_sizes = {25, 50, 100};
};

// What the address asks for, already limited to what the rules allow.
struct TableQuery {
    std::string sort_by;
    bool descending = false;
    std::int64_t page = 1;
    int page_size = 25;

    std::int64_t offset() const { return (page - 1) * page_size; }
    // The last page when the address names one behind it. Call it once the total is known, before fetching rows.
    void limit_to(std::int64_t total);
};
TableQuery read_table_query(const http::Request& request, const TableRules& rules);

// {{#table}}{{>web/table_head}}{{/table}} inside <table>: <thead> with sort links.
struct ColumnView {
    std::string label;
    std::string href;       // empty: not sortable
    std::string aria_sort;  // ascending, descending or empty
    std::string hint;       // what the link does, for people who listen
    bool numeric = false;
    bool ascending = false;
    bool descending = false;
};
BOOST_DESCRIBE_STRUCT(ColumnView, (), (label, href, aria_sort, hint, numeric, ascending, descending))

struct PageLink {
    std::string href;
    std::int64_t number = 0;
    bool current = false;
    bool gap = false;  // "…"
};
BOOST_DESCRIBE_STRUCT(PageLink, (), (href, number, current, gap))

struct PageSizeLink {
    std::string href;
    int size = 0;
    bool current = false;
};
BOOST_DESCRIBE_STRUCT(PageSizeLink, (), (href, size, current))

// {{#table}}{{>web/table_foot}}{{/table}} below it: "26–50 von 1.234", pages, entries per page.
struct TableView {
    std::vector<ColumnView> columns;
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::int64_t total = 0;
    std::optional<std::string> previous;
    std::optional<std::string> next;
    std::vector<PageLink> pages;           // empty when one page holds everything
    std::vector<PageSizeLink> page_sizes;  // empty when the smallest size holds everything
};
BOOST_DESCRIBE_STRUCT(TableView, (), (columns, first, last, total, previous, next, pages, page_sizes))

// All other parameters of the address (filters, search words) stay in the links.
TableView table_view(const http::Request& request, const Messages& messages, Language language, const TableRules& rules, const TableQuery& query,
                     std::int64_t total);

// {{#empty}}{{>web/empty_state}}{{/empty}}: what to show instead of an empty list, with the way out.
struct EmptyState {
    std::string title;
    std::string text;
    std::string action_href;  // empty: no button
    std::string action_label;
};
BOOST_DESCRIBE_STRUCT(EmptyState, (), (title, text, action_href, action_label))

}  // namespace kc::web
