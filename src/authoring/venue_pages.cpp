// SPDX-License-Identifier: EUPL-1.2
#include "authoring/venue_pages.hpp"

#include "catalogue/views.hpp"
#include "web/table.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::authoring {

namespace {

using catalogue::AccessibilityFeature;
using catalogue::VenueContent;

constexpr std::string_view list_path = "/anbieter-bereich/lernorte";

struct VenueCard {
    VenueId id;
    std::string slug, name, host, street, place;
    int seats = 0;
    bool retired = false;
    std::int64_t upcoming_count = 0;
};
BOOST_DESCRIBE_STRUCT(VenueCard, (), (id, slug, name, host, street, place, seats, retired, upcoming_count))

struct VenuesView {
    bool may_add = false;
    std::vector<VenueCard> venues;
    std::optional<web::EmptyState> empty;
};
BOOST_DESCRIBE_STRUCT(VenuesView, (), (may_add, venues, empty))

struct VenueFormView {
    std::string heading, action, public_path;
    std::optional<web::ChoiceField> host;
    web::TextField name;
    web::ChoiceField place;
    web::TextField street, seats, equipment, description;
    web::ChoiceField accessibility;
    web::TextField accessibility_note, didactics, price_day;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(VenueFormView, (),
                      (heading, action, public_path, host, name, place, street, seats, equipment, description, accessibility, accessibility_note,
                       didactics, price_day, errors))

struct BookingRow {
    std::string title, provider, start, end;
    Date first_day{};
    int seats = 0;
};
BOOST_DESCRIBE_STRUCT(BookingRow, (), (title, provider, start, end, first_day, seats))

struct RetireView {
    VenueId id;
    std::string name;
    std::vector<BookingRow> bookings;
};
BOOST_DESCRIBE_STRUCT(RetireView, (), (id, name, bookings))

// What a room itself can offer; films and papers are a matter of the offer.
constexpr std::array room_features{AccessibilityFeature::step_free, AccessibilityFeature::hearing_loop, AccessibilityFeature::sign_language};

class VenuePages {
public:
    VenuePages(const web::Site& site, VenueService& venues)
        : site_(site),
          venues_(venues),
          list_(site.bind<VenuesView>("authoring/venues")),
          form_(site.bind<VenueFormView>("authoring/venue_form")),
          retire_(site.bind<RetireView>("authoring/venue_retire")) {}

    http::Response list(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto rows = venues_.list(viewer);
            if (!rows) return refusal(request, rows.error());
            VenuesView view;
            view.may_add = true;
            for (const auto& row : *rows) {
                view.venues.push_back({row.id, row.slug, row.name, row.host, row.street, row.place, row.seats, row.retired, row.upcoming_count});
            }
            if (view.venues.empty()) {
                view.empty = web::EmptyState{site_.text(request, "authoring.venues.none"), site_.text(request, "authoring.venues.none_text"), {}, {}};
            }
            return site_.render(request, {.title = "authoring.venues.title", .active = "/anbieter-bereich", .breadcrumbs = area_crumb(request)},
                                list_, view);
        });
    }

    http::Response show_new(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto choices = venues_.choices(viewer);
            if (!choices) return refusal(request, choices.error());
            return form_page(request, *choices, nullptr, {}, nullptr);
        });
    }

    http::Response add(const http::Request& request) {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto choices = venues_.choices(viewer);
            if (!choices) return refusal(request, choices.error());
            web::FormReader form(request);
            OrganisationId host = choices->hosts.size() == 1 ? choices->hosts.front().id : OrganisationId{0};
            if (choices->hosts.size() != 1) host = form.id<OrganisationId>("host", {.required = true}).value_or(host);
            auto venue = read(form, {});
            if (form.ok()) {
                const auto added = venues_.add(viewer, host, venue);
                if (added) return web::redirect(list_path, {.message_key = "authoring.notice.venue_added"});
                if (added.error().error != VenueError::invalid) return refusal(request, added.error().error);
                form.refuse(added.error().problems);
            }
            return form_page(request, *choices, nullptr, venue, &form);
        });
    }

    http::Response show(const http::Request& request) const {
        return with_venue(request, [&](const Viewer& viewer, const OwnVenue& venue) {
            const auto choices = venues_.choices(viewer);
            if (!choices) return refusal(request, choices.error());
            return form_page(request, *choices, &venue, venue.content, nullptr);
        });
    }

    http::Response change(const http::Request& request) {
        return with_venue(request, [&](const Viewer& viewer, const OwnVenue& venue) {
            const auto choices = venues_.choices(viewer);
            if (!choices) return refusal(request, choices.error());
            web::FormReader form(request);
            const auto content = read(form, venue.content);
            if (form.ok()) {
                const auto changed = venues_.change(viewer, venue.row.id, content);
                if (changed) return web::redirect(list_path, {.message_key = "authoring.notice.venue_changed"});
                if (changed.error().error != VenueError::invalid) return refusal(request, changed.error().error);
                form.refuse(changed.error().problems);
            }
            return form_page(request, *choices, &venue, content, &form);
        });
    }

    http::Response ask_retire(const http::Request& request) const {
        return with_venue(request, [&](const Viewer& viewer, const OwnVenue& venue) {
            const auto bookings = venues_.bookings(viewer, venue.row.id);
            if (!bookings) return refusal(request, bookings.error());
            RetireView view{venue.row.id, venue.row.name, {}};
            for (const auto& booking : *bookings) {
                view.bookings.push_back({booking.title, booking.provider, catalogue::clock_time(booking.start_minute),
                                         catalogue::clock_time(booking.end_minute), booking.first_day, booking.seats});
            }
            auto crumbs = area_crumb(request);
            crumbs.push_back({std::string(list_path), site_.text(request, "authoring.venues.title")});
            return site_.render(request, {.title = "authoring.venues.retire_title", .active = "/anbieter-bereich", .breadcrumbs = std::move(crumbs)},
                                retire_, view);
        });
    }

    http::Response retire(const http::Request& request) {
        return act(request, "authoring.notice.venue_retired", [&](const Viewer& viewer, VenueId id) { return venues_.retire(viewer, id); });
    }
    http::Response restore(const http::Request& request) {
        return act(request, "authoring.notice.venue_restored", [&](const Viewer& viewer, VenueId id) { return venues_.restore(viewer, id); });
    }

private:
    http::Response refusal(const http::Request& request, VenueError error) const {
        return site_.error_page(request, status_of(error), message_key_of(error));
    }

    std::vector<web::Crumb> area_crumb(const http::Request& request) const {
        // Hosts who are no providers have no area of offers to go back to.
        if (request.viewer() == nullptr || !request.viewer()->may(Permission::edit_offers)) return {};
        return {{"/anbieter-bereich", site_.text(request, "authoring.work.area")}};
    }

    template <class Page> http::Response with_viewer(const http::Request& request, Page&& page) const {
        return request.viewer() == nullptr ? web::redirect("/anmelden") : page(*request.viewer());
    }

    template <class Page> http::Response with_venue(const http::Request& request, Page&& page) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto venue = venues_.find(viewer, request.get_id<VenueId>("id"));
            if (!venue) return refusal(request, venue.error());
            return page(viewer, *venue);
        });
    }

    template <class Deed> http::Response act(const http::Request& request, std::string_view notice, Deed&& deed) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto done = deed(viewer, request.get_id<VenueId>("id"));
            if (!done) return refusal(request, done.error());
            return web::redirect(list_path, {.message_key = std::string(notice)});
        });
    }

    // What the form does not ask stays as it was.
    static VenueContent read(web::FormReader& form, VenueContent venue) {
        venue.name = form.text("name", {.required = true, .max = 120});
        venue.place = form.text("place", {.required = true});
        venue.street = form.text("street", {.required = true});
        venue.seats = static_cast<int>(form.integer("seats", {.required = true, .min = 1, .max = venue_seats_max}).value_or(0));
        venue.equipment = form.text("equipment", {.max = 2500, .lines = true});
        venue.description = form.text("description", {.max = 2000, .lines = true});
        std::vector<std::string> allowed;
        for (const auto feature : room_features) allowed.emplace_back(boost::describe::enum_to_string(feature, ""));
        std::erase_if(venue.accessibility, [](AccessibilityFeature feature) {
            return std::find(room_features.begin(), room_features.end(), feature) != room_features.end();
        });
        for (const auto& name : form.choices("accessibility", allowed)) {
            AccessibilityFeature feature{};
            if (boost::describe::enum_from_string(name.c_str(), feature)) venue.accessibility.push_back(feature);
        }
        venue.accessibility_note = form.text("accessibility_note", {.max = 1000, .lines = true});
        venue.didactics = form.text("didactics", {.max = 1000, .lines = true});
        venue.price_day = form.money("price_day", {.max = Money{venue_price_cents_max}}).value_or(Money{0});
        return venue;
    }

    http::Response form_page(const http::Request& request, const VenueChoices& choices, const OwnVenue* existing, const VenueContent& values,
                             const web::FormReader* sent) const {
        const auto fields = site_.fields(request, sent);
        VenueFormView view;
        view.heading = existing ? existing->row.name : site_.text(request, "authoring.venues.new_title");
        view.action = existing ? fmt::format("{}/{}", list_path, existing->row.id.value) : fmt::format("{}/neu", list_path);
        if (existing && !existing->row.retired) view.public_path = "/lernorte/" + existing->row.slug;
        if (!existing && choices.hosts.size() != 1) {
            std::vector<web::Option> hosts;
            for (const auto& host : choices.hosts) hosts.push_back({std::to_string(host.id.value), host.name, {}});
            view.host = fields.choice("host", {.label = "authoring.venues.host", .required = true, .empty_option = true}, hosts);
        }
        view.name = fields.text("name", {.label = "authoring.venues.name", .required = true, .autocomplete = "off", .max = 120}, values.name);
        std::vector<web::Option> places;
        for (const auto& place : choices.places) places.push_back({place.slug, place.name, {}});
        view.place =
            fields.choice("place", {.label = "authoring.venues.place", .hint = "authoring.venues.place_hint", .required = true, .empty_option = true},
                          places, values.place);
        view.street = fields.text("street", {.label = "authoring.venues.street", .required = true, .autocomplete = "off"}, values.street);
        view.seats = fields.integer("seats", {.label = "authoring.venues.seats", .required = true},
                                    values.seats > 0 ? std::optional<std::int64_t>(values.seats) : std::nullopt);
        std::string lines;
        for (const auto& thing : equipment_list(values.equipment)) lines += (lines.empty() ? "" : "\n") + thing;
        view.equipment = fields.text(
            "equipment", {.label = "authoring.venues.equipment", .hint = "authoring.venues.equipment_hint", .max = 2500, .rows = 5}, lines);
        view.description = fields.text(
            "description", {.label = "authoring.venues.description", .hint = "authoring.venues.description_hint", .max = 2000}, values.description);
        std::vector<web::Option> features;
        for (const auto feature : room_features) {
            const std::string name = boost::describe::enum_to_string(feature, "");
            features.push_back({name, site_.text(request, "authoring.venues.feature." + name), {}});
        }
        std::vector<std::string> chosen;
        for (const auto feature : values.accessibility) chosen.emplace_back(boost::describe::enum_to_string(feature, ""));
        view.accessibility = fields.choices("accessibility", {.label = "authoring.venues.accessibility"}, features, chosen);
        view.accessibility_note =
            fields.text("accessibility_note",
                        {.label = "authoring.venues.accessibility_note", .hint = "authoring.venues.accessibility_note_hint", .max = 1000, .rows = 3},
                        values.accessibility_note);
        view.didactics =
            fields.text("didactics", {.label = "authoring.venues.didactics", .hint = "authoring.venues.didactics_hint", .max = 1000, .rows = 3},
                        values.didactics);
        view.price_day = fields.money("price_day", {.label = "authoring.venues.price_day", .hint = "authoring.venues.price_day_hint"},
                                      values.price_day.value > 0 ? std::optional(values.price_day) : std::nullopt);
        view.errors = fields.errors();
        auto crumbs = area_crumb(request);
        crumbs.push_back({std::string(list_path), site_.text(request, "authoring.venues.title")});
        return site_.render(
            request, {.title_text = view.heading, .active = "/anbieter-bereich", .breadcrumbs = std::move(crumbs), .status = view.errors ? 422 : 200},
            form_, view);
    }

    const web::Site& site_;
    VenueService& venues_;
    web::Template<VenuesView> list_;
    web::Template<VenueFormView> form_;
    web::Template<RetireView> retire_;
};

}  // namespace

int status_of(VenueError error) {
    switch (error) {
        case VenueError::not_permitted:
        case VenueError::not_own_host: return 403;
        case VenueError::venue_not_found: return 404;
        case VenueError::invalid: return 422;
    }
    return 422;
}

std::string message_key_of(VenueError error) {
    return fmt::format("authoring.venues.problem.{}", boost::describe::enum_to_string(error, "not_permitted"));
}

void register_venue_pages(http::Router& router, const web::Site& site, VenueService& venues) {
    const auto pages = std::make_shared<VenuePages>(site, venues);
    const std::string all(list_path), one = all + "/{id:id}";
    router.get(all, [pages](http::Request& request) { return pages->list(request); });
    router.get(all + "/neu", [pages](http::Request& request) { return pages->show_new(request); });
    router.post(all + "/neu", [pages](http::Request& request) { return pages->add(request); });
    router.get(one, [pages](http::Request& request) { return pages->show(request); });
    router.post(one, [pages](http::Request& request) { return pages->change(request); });
    router.get(one + "/rueckzug", [pages](http::Request& request) { return pages->ask_retire(request); });
    router.post(one + "/rueckzug", [pages](http::Request& request) { return pages->retire(request); });
    router.post(one + "/wiederaufnahme", [pages](http::Request& request) { return pages->restore(request); });
}

}  // namespace kc::authoring
