// SPDX-License-Identifier: EUPL-1.2
// What surrounds a unit: its provider, its modules and courses, and the venues.
#include "catalogue/page_sight.hpp"

namespace kc::catalogue {

namespace {

struct ProviderPageView : ProviderView {
    std::vector<UnitCard> units;
};
BOOST_DESCRIBE_STRUCT(ProviderPageView, (ProviderView), (units))

struct ModulePageView : ModuleView {
    std::vector<UnitCard> mandatory_units, elective_units;
    std::vector<CourseView> courses;
};
BOOST_DESCRIBE_STRUCT(ModulePageView, (ModuleView), (mandatory_units, elective_units, courses))

struct VenueListView {
    std::vector<VenueView> own;  // of organisations where the viewer is a host
    std::vector<VenueView> others;
};
BOOST_DESCRIBE_STRUCT(VenueListView, (), (own, others))

struct VenueDateView : DateView {
    LinkView unit, provider;
};
BOOST_DESCRIBE_STRUCT(VenueDateView, (DateView), (unit, provider))

struct VenuePageView : VenueView {
    std::vector<VenueDateView> dates;
};
BOOST_DESCRIBE_STRUCT(VenuePageView, (VenueView), (dates))

class SurroundingPages {
public:
    explicit SurroundingPages(const PageSources& sources)
        : sources_(sources),
          site_(sources.site),
          provider_(site_.bind<ProviderPageView>("catalogue/provider")),
          module_(site_.bind<ModulePageView>("catalogue/module")),
          venues_(site_.bind<VenueListView>("catalogue/venues")),
          venue_(site_.bind<VenuePageView>("catalogue/venue")) {}

    http::Response provider(const http::Request& request) const {
        const PageSight page(sources_, request);
        const auto* provider = page.catalogue->find_provider(request.path_value("slug").value_or(""));
        if (provider == nullptr) return site_.error_page(request, 404);
        ProviderPageView view;
        static_cast<ProviderView&>(view) = provider_view(page.sight, *provider);
        view.units = unit_cards(page.sight, provider->units);
        return site_.render(request, {.title_text = view.name, .active = "/angebote", .breadcrumbs = {offers_crumb(site_, request)}}, provider_,
                            view);
    }

    http::Response module(const http::Request& request) const {
        const PageSight page(sources_, request);
        const auto* module = page.catalogue->find_module(request.path_value("slug").value_or(""));
        if (module == nullptr) return site_.error_page(request, 404);
        ModulePageView view;
        static_cast<ModuleView&>(view) = module_view(page.sight, *module);
        view.mandatory_units = unit_cards(page.sight, module->mandatory_units);
        view.elective_units = unit_cards(page.sight, module->elective_units);
        for (const auto& course : page.catalogue->courses()) {
            if (&page.catalogue->modules()[course.module] == module) view.courses.push_back(course_view(page.sight, course));
        }
        return site_.render(request, {.title_text = view.name, .active = "/angebote", .breadcrumbs = {offers_crumb(site_, request)}}, module_, view);
    }

    http::Response venues(const http::Request& request) const {
        const PageSight page(sources_, request);
        const auto* viewer = request.viewer();
        VenueListView view;
        for (const auto index : page.catalogue->venues_by_name()) {
            const auto& venue = page.catalogue->venues()[index];
            if (venue.retired) continue;
            const bool own = viewer != nullptr && viewer->has_role(Role::venue_host, venue.organisation);
            (own ? view.own : view.others).push_back(venue_view(page.sight, venue));
        }
        return site_.render(request, {.title = "catalogue.venues.title", .active = "/lernorte"}, venues_, view);
    }

    http::Response venue(const http::Request& request) const {
        const PageSight page(sources_, request);
        const auto* venue = page.catalogue->find_venue(request.path_value("slug").value_or(""));
        if (venue == nullptr) return site_.error_page(request, 404);
        VenuePageView view;
        static_cast<VenueView&>(view) = venue_view(page.sight, *venue);
        for (const auto& [unit, date] : upcoming_at(page.sight, *venue)) {
            const auto& provider = page.catalogue->provider_of(*unit);
            VenueDateView row;
            static_cast<DateView&>(row) = date_view(page.sight, *date);
            row.unit = {unit->slug, unit->title};
            row.provider = {provider.slug, provider.name};
            view.dates.push_back(std::move(row));
        }
        return site_.render(
            request, {.title_text = view.name, .active = "/lernorte", .breadcrumbs = {{"/lernorte", site_.text(request, "catalogue.venues.title")}}},
            venue_, view);
    }

private:
    PageSources sources_;
    const web::Site& site_;
    web::Template<ProviderPageView> provider_;
    web::Template<ModulePageView> module_;
    web::Template<VenueListView> venues_;
    web::Template<VenuePageView> venue_;
};

}  // namespace

void register_surrounding_pages(http::Router& router, const PageSources& sources) {
    const auto pages = std::make_shared<SurroundingPages>(sources);
    const auto add = [&](std::string_view pattern, auto function) {
        router.add(http::Method::get, pattern, {.is_public = true},
                   [pages, function](http::Request& request) { return ((*pages).*function)(request); });
    };
    add("/anbieter/{slug}", &SurroundingPages::provider);
    add("/module/{slug}", &SurroundingPages::module);
    add("/lernorte", &SurroundingPages::venues);
    add("/lernorte/{slug}", &SurroundingPages::venue);
}

void register_routes(http::Router& router, const PageSources& sources) {
    register_offer_page(router, sources);
    register_surrounding_pages(router, sources);
    register_api(router, sources);
}

}  // namespace kc::catalogue
