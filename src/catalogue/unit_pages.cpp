// SPDX-License-Identifier: EUPL-1.2
#include "catalogue/page_sight.hpp"

#include "web/table.hpp"

namespace kc::catalogue {

namespace {

struct UnitListView {
    web::ChoiceField module, format, provider;
    bool filtered = false;
    std::string sort_by, direction;  // kept when the filter changes; empty: the usual order
    std::int64_t total = 0;
    bool member = false;
    std::vector<UnitCard> units;
    web::TableView table;
    std::optional<web::EmptyState> empty;
};
BOOST_DESCRIBE_STRUCT(UnitListView, (), (module, format, provider, filtered, sort_by, direction, total, member, units, table, empty))

const web::TableRules& list_rules() {
    static const web::TableRules rules{.columns = {{"titel", "catalogue.units.column_title"},
                                                   {"stunden", "catalogue.units.column_hours", true, true},
                                                   {"preis", "catalogue.units.column_price", true, true},
                                                   {"termin", "catalogue.units.column_date"}},
                                       .sort_by = "titel"};
    return rules;
}

UnitOrder order_of(std::string_view column) {
    if (column == "stunden") return UnitOrder::hours;
    if (column == "preis") return UnitOrder::price;
    if (column == "termin") return UnitOrder::next_date;
    return UnitOrder::title;
}

// What the address says of one filter, when it names something that exists; anything else filters nothing.
template <class List> std::optional<std::size_t> chosen(const http::Request& request, std::string_view name, const List& list) {
    const auto slug = request.query(name);
    if (!slug || slug->empty()) return std::nullopt;
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.slug == *slug; });
    return found == list.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - list.begin()));
}

class UnitPages {
public:
    explicit UnitPages(const PageSources& sources)
        : sources_(sources),
          site_(sources.site),
          list_(site_.bind<UnitListView>("catalogue/units")) {}

    http::Response list(const http::Request& request) const {
        const PageSight page(sources_, request);
        const auto& snapshot = *page.catalogue;
        UnitFilter filter{chosen(request, "modul", snapshot.modules()), chosen(request, "anbieter", snapshot.providers()), std::nullopt};
        Format format{};
        if (boost::describe::enum_from_string(std::string(request.query("form").value_or("")).c_str(), format)) filter.format = format;

        auto query = web::read_table_query(request, list_rules());
        auto found = list_units(snapshot, filter, {order_of(query.sort_by), query.descending}, page.sight.member, page.sight.today);
        std::erase_if(found, [&](std::size_t index) { return !page.sight.sees(snapshot.unit(index)); });
        query.limit_to(static_cast<std::int64_t>(found.size()));

        UnitListView view;
        view.total = static_cast<std::int64_t>(found.size());
        view.member = page.sight.member;
        view.filtered = filter.module || filter.provider || filter.format;
        fill_filters(request, page, filter, view);
        if (query.sort_by != list_rules().sort_by || query.descending) {
            view.sort_by = query.sort_by;
            view.direction = query.descending ? "ab" : "auf";
        }
        const auto first = std::min(found.size(), static_cast<std::size_t>(query.offset()));
        const auto count = std::min(found.size() - first, static_cast<std::size_t>(query.page_size));
        view.units = unit_cards(page.sight, std::span(found).subspan(first, count));
        view.table = web::table_view(request, site_.messages(), page.sight.language, list_rules(), query, view.total);
        if (found.empty()) {
            view.empty = web::EmptyState{site_.text(request, "catalogue.units.none"), site_.text(request, "catalogue.units.none_text"),
                                         view.filtered ? "/angebote" : "", site_.text(request, "catalogue.units.reset")};
        }
        return site_.render(request, {.title = "catalogue.units.title", .active = "/angebote"}, list_, view);
    }

private:
    void fill_filters(const http::Request& request, const PageSight& page, const UnitFilter& filter, UnitListView& view) const {
        const auto fields = site_.fields(request);
        const auto& snapshot = *page.catalogue;
        const auto all = [&](const char* key) { return std::vector<web::Option>{{"", site_.text(request, key), {}}}; };

        auto modules = all("catalogue.units.all_modules");
        for (const auto& module : snapshot.modules()) {
            modules.push_back({module.slug, page.sight.language == Language::de ? module.name : module.name_en, {}});
        }
        view.module = fields.choice("modul", {.label = "catalogue.units.module", .required = true}, modules,
                                    filter.module ? snapshot.modules()[*filter.module].slug : "");
        auto formats = all("catalogue.units.all_formats");
        for (auto& option : fields.options_of<Format>()) formats.push_back(std::move(option));
        view.format = fields.choice("form", {.label = "catalogue.units.format", .required = true}, formats,
                                    filter.format ? boost::describe::enum_to_string(*filter.format, "") : "");
        auto providers = all("catalogue.units.all_providers");
        for (const auto& provider : snapshot.providers()) providers.push_back({provider.slug, provider.name, {}});
        view.provider = fields.choice("anbieter", {.label = "catalogue.units.provider", .required = true}, providers,
                                      filter.provider ? snapshot.providers()[*filter.provider].slug : "");
        // A filter always has a value ("all"), so none of them is marked as required or voluntary.
        for (auto* field : {&view.module, &view.format, &view.provider}) field->required = false;
    }

    PageSources sources_;
    const web::Site& site_;
    web::Template<UnitListView> list_;
};

}  // namespace

void register_unit_pages(http::Router& router, const PageSources& sources) {
    const auto pages = std::make_shared<UnitPages>(sources);
    const auto add = [&](std::string_view pattern, auto function) {
        router.add(http::Method::get, pattern, {.is_public = true},
                   [pages, function](http::Request& request) { return ((*pages).*function)(request); });
    };
    add("/angebote", &UnitPages::list);
}

}  // namespace kc::catalogue
