// SPDX-License-Identifier: EUPL-1.2
// What editors and instructors of a provider see of their own offers: every date from today on, also cancelled ones, and a CSV file.
#include "authoring/own_offer.hpp"

#include "catalogue/page_sight.hpp"

namespace kc::authoring {

namespace {

using catalogue::DateState;
using catalogue::DateView;
using catalogue::PageSight;
using catalogue::UnitCard;

struct AreaDate : DateView {
    bool cancelled = false;
};
BOOST_DESCRIBE_STRUCT(AreaDate, (DateView), (cancelled))

struct AreaUnit : UnitCard {
    std::vector<AreaDate> dates;
};
BOOST_DESCRIBE_STRUCT(AreaUnit, (UnitCard), (dates))

struct AreaProvider {
    std::string slug, name;
    std::int64_t unit_count = 0, date_count = 0;
    std::vector<AreaUnit> units;
};
BOOST_DESCRIBE_STRUCT(AreaProvider, (), (slug, name, unit_count, date_count, units))

struct AreaView {
    std::vector<AreaProvider> providers;
};
BOOST_DESCRIBE_STRUCT(AreaView, (), (providers))

// Spreadsheets run what begins like a formula; an apostrophe in front makes it text.
void append_cell(std::string& out, std::string_view text) {
    const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    out += '"';
    if (formula) out += '\'';
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

void append_row(std::string& out, std::initializer_list<std::string_view> cells) {
    bool first = true;
    for (const auto cell : cells) {
        if (!first) out += ';';
        first = false;
        append_cell(out, cell);
    }
    out += "\r\n";
}

class AreaPages {
public:
    explicit AreaPages(const catalogue::PageSources& sources)
        : sources_(sources), site_(sources.site), area_(site_.bind<AreaView>("authoring/area")) {}

    http::Response show(const http::Request& request) const {
        return with_area(request, [&](const AreaView& view) {
            return site_.render(request,
                                {.title = "authoring.area.title", .active = portal_path, .breadcrumbs = portal_crumbs(site_, request), .wide = true},
                                area_, view);
        });
    }

    http::Response export_csv(const http::Request& request) const {
        return with_area(request, [&](const AreaView& view) {
            const auto text = [&](std::string_view key) { return site_.text(request, key); };
            std::string out = "\xEF\xBB\xBF";  // so that spreadsheets know it is UTF-8
            append_row(out,
                       {text("catalogue.csv.provider"), text("catalogue.csv.unit"), text("catalogue.csv.first_day"), text("catalogue.csv.last_day"),
                        text("catalogue.csv.start"), text("catalogue.csv.end"), text("catalogue.csv.format"), text("catalogue.csv.venue"),
                        text("catalogue.csv.place"), text("catalogue.csv.seats"), text("catalogue.csv.deadline"), text("catalogue.csv.state")});
            for (const auto& provider : view.providers) {
                for (const auto& unit : provider.units) {
                    for (const auto& date : unit.dates) {
                        append_row(out, {provider.name, unit.title, to_iso(date.first_day), to_iso(date.last_day.value_or(date.first_day)),
                                         date.start, date.end,
                                         text(web::Messages::enumerator_key("kc::catalogue::Format", boost::describe::enum_to_string(date.mode, ""))),
                                         date.venue ? std::string_view(date.venue->name) : std::string_view{}, date.place, std::to_string(date.seats),
                                         to_iso(date.booking_deadline),
                                         text(date.cancelled ? "catalogue.date_state.cancelled" : "catalogue.date_state.planned")});
                    }
                }
            }
            auto response = http::bytes(std::move(out), "text/csv; charset=utf-8");
            response.header("Content-Disposition", http::attachment_disposition("termine.csv"));
            return response;
        });
    }

private:
    // Narrows to the providers for which the viewer holds the permission, so that a forgotten check would find nothing.
    template <class Page> http::Response with_area(const http::Request& request, Page&& page) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        if (!viewer->may(Permission::see_provider_units)) return site_.error_page(request, 403, "catalogue.problem.no_provider");
        const PageSight sight(sources_, request);
        AreaView view;
        for (const auto index : sight.catalogue->providers_by_name()) {
            const auto& provider = sight.catalogue->providers()[index];
            if (viewer->may(Permission::see_provider_units, provider.organisation)) view.providers.push_back(area_of(sight, provider));
        }
        return page(view);
    }

    static AreaProvider area_of(const PageSight& page, const catalogue::Provider& provider) {
        AreaProvider area{provider.slug, provider.name, static_cast<std::int64_t>(provider.units.size()), 0, {}};
        for (const auto index : provider.units) {
            const auto& unit = page.catalogue->unit(index);
            AreaUnit row;
            static_cast<UnitCard&>(row) = catalogue::unit_card(page.sight, unit);
            for (const auto& date : unit.dates) {
                if (date.first_day < page.sight.today) continue;
                AreaDate view;
                static_cast<DateView&>(view) = catalogue::date_view(page.sight, date);
                view.cancelled = date.state == DateState::cancelled;
                row.dates.push_back(std::move(view));
            }
            area.date_count += static_cast<std::int64_t>(row.dates.size());
            area.units.push_back(std::move(row));
        }
        return area;
    }

    catalogue::PageSources sources_;
    const web::Site& site_;
    web::Template<AreaView> area_;
};

}  // namespace

void register_area_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<AreaPages>(parts.sources);
    router.get("/anbieter-bereich/termine", [pages](http::Request& request) { return pages->show(request); });
    router.get("/anbieter-bereich/termine.csv", [pages](http::Request& request) { return pages->export_csv(request); });
}

}  // namespace kc::authoring
