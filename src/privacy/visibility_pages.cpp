// SPDX-License-Identifier: EUPL-1.2
#include "privacy/visibility_pages.hpp"

#include "base/csv.hpp"
#include "privacy/visibility.hpp"
#include "web/api_response.hpp"
#include "web/json_schema.hpp"

#include <boost/mp11.hpp>

namespace kc::privacy {

namespace {

struct ReaderCell {
    Reader reader{};
    Purpose purpose{};
    Sight sight{};
};
BOOST_DESCRIBE_STRUCT(ReaderCell, (), (reader, purpose, sight))

struct DataRow {
    DataKind data{};
    std::vector<ReaderCell> readers;  // besides the person herself
};
BOOST_DESCRIBE_STRUCT(DataRow, (), (data, readers))

struct ReaderChoice {
    Reader reader{};
    bool selected = false;
};
BOOST_DESCRIBE_STRUCT(ReaderChoice, (), (reader, selected))

struct VisibilityView {
    std::vector<ReaderChoice> choices;
    bool narrowed = false;  // to one reader
    std::vector<DataRow> rows;
    std::vector<DataKind> hidden;  // with one reader: what is not for these eyes
};
BOOST_DESCRIBE_STRUCT(VisibilityView, (), (choices, narrowed, rows, hidden))

struct VisibilityJson {
    struct Cell {
        DataKind data{};
        Reader reader{};
        Purpose purpose{};
        Sight sight{};
    };
    int smallest_group = privacy::smallest_group;
    std::vector<Cell> cells;
};
BOOST_DESCRIBE_STRUCT(VisibilityJson::Cell, (), (data, reader, purpose, sight))
BOOST_DESCRIBE_STRUCT(VisibilityJson, (), (smallest_group, cells))

template <class Enum> std::vector<Enum> all_of() {
    std::vector<Enum> list;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto entry) { list.push_back(entry.value); });
    return list;
}

// Every cell of the table, the empty ones too.
template <class Visit> void for_each_cell(Visit&& visit) {
    for (const auto data : all_of<DataKind>()) {
        for (const auto reader : all_of<Reader>()) {
            for (const auto purpose : all_of<Purpose>()) visit(VisibilityRule{data, reader, purpose, sight_of(data, reader, purpose)});
        }
    }
}

std::vector<DataRow> rows_for(std::optional<Reader> only) {
    std::vector<DataRow> rows;
    for (const auto data : all_of<DataKind>()) {
        DataRow row{data, {}};
        for (const auto& rule : visibility_rules()) {
            if (rule.data == data && (!only || rule.reader == *only)) row.readers.push_back({rule.reader, rule.purpose, rule.sight});
        }
        if (!only || !row.readers.empty()) rows.push_back(std::move(row));
    }
    return rows;
}

std::optional<Reader> chosen_reader(const http::Request& request) {
    Reader reader{};
    const std::string name(request.query("als").value_or(""));
    if (name.empty() || !boost::describe::enum_from_string(name.c_str(), reader) || reader == Reader::self) return std::nullopt;
    return reader;
}

class VisibilityPages {
public:
    explicit VisibilityPages(const web::Site& site) : site_(site), page_(site.bind<VisibilityView>("privacy/visibility")) {}

    http::Response show(const http::Request& request) const {
        const auto reader = chosen_reader(request);
        VisibilityView view{.choices = {}, .narrowed = reader.has_value(), .rows = rows_for(reader), .hidden = {}};
        for (const auto choice : all_of<Reader>()) {
            if (choice != Reader::self) view.choices.push_back({choice, reader == choice});
        }
        if (reader) {
            for (const auto data : all_of<DataKind>()) {
                const auto shown = [&](const DataRow& row) { return row.data == data; };
                if (std::none_of(view.rows.begin(), view.rows.end(), shown)) view.hidden.push_back(data);
            }
        }
        return site_.render(
            request, {.title = "privacy.visibility.title", .breadcrumbs = {{"/datenschutz", site_.text(request, "web.privacy.title")}}, .wide = true},
            page_, view);
    }

    http::Response csv(const http::Request& request) const {
        std::string out = "\xEF\xBB\xBF";
        for (const auto* key : {"data", "reader", "purpose", "sight"}) {
            out += (out.size() > 3 ? ";" : "") + csv_cell(site_.text(request, fmt::format("privacy.visibility.{}", key)));
        }
        out += "\r\n";
        const auto word = [&](std::string_view kind, const char* name) {
            return csv_cell(site_.text(request, fmt::format("privacy.{}.{}", kind, name)));
        };
        for_each_cell([&](const VisibilityRule& cell) {
            out += word("data_kind", boost::describe::enum_to_string(cell.data, "")) + ';' +
                   word("reader", boost::describe::enum_to_string(cell.reader, "")) + ';' +
                   word("purpose", boost::describe::enum_to_string(cell.purpose, "")) + ';' +
                   word("sight", boost::describe::enum_to_string(cell.sight, "")) + "\r\n";
        });
        auto response = http::bytes(std::move(out), "text/csv; charset=utf-8");
        response.header("Content-Disposition", http::attachment_disposition(site_.text(request, "privacy.visibility.file")));
        return response;
    }

    http::Response json(const http::Request&) const {
        VisibilityJson out;
        for_each_cell([&](const VisibilityRule& cell) { out.cells.push_back({cell.data, cell.reader, cell.purpose, cell.sight}); });
        return web::api_json(out);
    }

private:
    const web::Site& site_;
    web::Template<VisibilityView> page_;
};

}  // namespace

void register_visibility_pages(http::Router& router, const web::Site& site) {
    const auto pages = std::make_shared<VisibilityPages>(site);
    router.add(http::Method::get, "/datenschutz/wer-sieht-was", {.is_public = true, .name = "show_visibility"},
               [pages](http::Request& r) { return pages->show(r); });
    router.add(http::Method::get, "/datenschutz/wer-sieht-was.csv", {.is_public = true, .name = "export_visibility"},
               [pages](http::Request& r) { return pages->csv(r); });
    router.add(http::Method::get, "/api/v1/visibility",
               {.is_public = true,
                .name = "listVisibility",
                .summary = "Wer sieht welche Daten wozu: die ganze Tabelle",
                .response_schema = web::json_schema<VisibilityJson>()},
               [pages](http::Request& r) { return pages->json(r); });
}

}  // namespace kc::privacy
