// SPDX-License-Identifier: EUPL-1.2
#include "web/table.hpp"

#include "http/request.hpp"
#include "web/form.hpp"
#include "web/html.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::web {
namespace {

constexpr std::string_view sort_name = "sortierung";
constexpr std::string_view direction_name = "richtung";
constexpr std::string_view page_name = "seite";
constexpr std::string_view size_name = "anzahl";
constexpr std::int64_t pages_max = 1'000'000;  // keeps the offset far from overflow

bool is_own(std::string_view name) { return name == sort_name || name == direction_name || name == page_name || name == size_name; }

class Links {
public:
    Links(const http::Request& request, const TableRules& rules) : rules_(rules) {
        path_ = std::string(std::string_view(request.target).substr(0, request.target.find('?')));
        for (const auto& field : request.query_fields()) {
            if (is_own(field.name) || field.value.empty()) continue;
            kept_ += fmt::format("&{}={}", url_part(field.name), url_part(field.value));
        }
    }

    // Only what differs from the rules stands in the address, so that the plain address and page 1 are one.
    std::string to(const TableQuery& query) const {
        std::string parameters = kept_;
        if (query.sort_by != rules_.sort_by || query.descending != rules_.descending) {
            parameters += fmt::format("&{}={}", sort_name, url_part(query.sort_by));
            if (query.descending) parameters += fmt::format("&{}=ab", direction_name);
        }
        if (query.page_size != rules_.page_sizes.front()) parameters += fmt::format("&{}={}", size_name, query.page_size);
        if (query.page > 1) parameters += fmt::format("&{}={}", page_name, query.page);
        return parameters.empty() ? path_ : path_ + "?" + parameters.substr(1);
    }

private:
    const TableRules& rules_;
    std::string path_;
    std::string kept_;
};

const Column* sortable_column(const TableRules& rules, std::string_view key) {
    for (const auto& column : rules.columns) {
        if (column.sortable && column.key == key) return &column;
    }
    return nullptr;
}

// First, last, and two around the current one; "…" where numbers are left out.
std::vector<std::int64_t> page_numbers(std::int64_t current, std::int64_t last) {
    std::vector<std::int64_t> numbers;
    for (std::int64_t number = 1; number <= last; ++number) {
        if (number == 1 || number == last || (number >= current - 2 && number <= current + 2))
            numbers.push_back(number);
        else if (number == 2)
            number = std::max<std::int64_t>(number, current - 3);
        else if (number > current)
            number = last - 1;
    }
    return numbers;
}

}  // namespace

void TableQuery::limit_to(std::int64_t total) {
    const std::int64_t pages = std::max<std::int64_t>(1, (total + page_size - 1) / page_size);
    page = std::clamp<std::int64_t>(page, 1, pages);
}

TableQuery read_table_query(const http::Request& request, const TableRules& rules) {
    TableQuery query{rules.sort_by, rules.descending, 1, rules.page_sizes.front()};
    if (const auto key = request.query(sort_name); key && sortable_column(rules, *key)) {
        query.sort_by = *key;
        query.descending = request.query(direction_name).value_or("") == "ab";
    }
    if (const auto page = parse_integer(request.query(page_name).value_or(""))) query.page = std::clamp<std::int64_t>(*page, 1, pages_max);
    if (const auto size = parse_integer(request.query(size_name).value_or(""))) {
        if (std::find(rules.page_sizes.begin(), rules.page_sizes.end(), *size) != rules.page_sizes.end()) query.page_size = static_cast<int>(*size);
    }
    return query;
}

TableView table_view(const http::Request& request, const Messages& messages, Language language, const TableRules& rules, const TableQuery& query,
                     std::int64_t total) {
    const Links links(request, rules);
    TableView view;
    for (const auto& column : rules.columns) {
        ColumnView head;
        head.label = column.message_key.empty() ? std::string() : messages.text(language, column.message_key);
        head.numeric = column.numeric;
        if (column.sortable) {
            const bool active = column.key == query.sort_by;
            head.ascending = active && !query.descending;
            head.descending = active && query.descending;
            if (active) head.aria_sort = query.descending ? "descending" : "ascending";
            TableQuery sorted = query;
            sorted.sort_by = column.key;
            sorted.descending = head.ascending;
            sorted.page = 1;
            head.href = links.to(sorted);
            head.hint = messages.text(language, sorted.descending ? "web.table.sort_descending" : "web.table.sort_ascending");
        }
        view.columns.push_back(std::move(head));
    }

    const auto at = [&](std::int64_t page) {
        TableQuery other = query;
        other.page = page;
        return links.to(other);
    };
    const std::int64_t pages = std::max<std::int64_t>(1, (total + query.page_size - 1) / query.page_size);
    view.total = total;
    view.first = total == 0 ? 0 : query.offset() + 1;
    view.last = std::min(total, query.offset() + query.page_size);
    if (query.page > 1) view.previous = at(query.page - 1);
    if (query.page < pages) view.next = at(query.page + 1);
    if (pages > 1) {
        std::int64_t before = 0;
        for (const std::int64_t number : page_numbers(query.page, pages)) {
            if (number > before + 1) view.pages.push_back({{}, 0, false, true});
            view.pages.push_back({at(number), number, number == query.page, false});
            before = number;
        }
    }
    if (rules.page_sizes.size() > 1 && total > rules.page_sizes.front()) {
        for (const int size : rules.page_sizes) {
            TableQuery other = query;
            other.page_size = size;
            other.page = 1;
            view.page_sizes.push_back({links.to(other), size, size == query.page_size});
        }
    }
    return view;
}

}  // namespace kc::web
