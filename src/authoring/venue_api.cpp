// SPDX-License-Identifier: EUPL-1.2
#include "authoring/venue_pages.hpp"

#include "web/api_response.hpp"
#include "web/json_reader.hpp"
#include "web/json_schema.hpp"

namespace kc::authoring {

namespace {

using catalogue::AccessibilityFeature;
using catalogue::VenueContent;

struct VenueJson {
    VenueId id;
    std::string slug;
    OrganisationId host;
    std::string name, street, place;
    int seats = 0;
    bool retired = false;
    std::int64_t upcoming_count = 0;
};
BOOST_DESCRIBE_STRUCT(VenueJson, (), (id, slug, host, name, street, place, seats, retired, upcoming_count))

struct VenuesJson {
    std::vector<VenueJson> venues;
};
BOOST_DESCRIBE_STRUCT(VenuesJson, (), (venues))

struct VenueBody {
    std::string name, street, place;
    int seats = 0;
    std::optional<std::vector<std::string>> equipment;
    std::optional<std::string> description;
    std::optional<std::vector<AccessibilityFeature>> accessibility;
    std::optional<std::string> accessibility_note, didactics;
    std::optional<Money> price_day_cents;
};
BOOST_DESCRIBE_STRUCT(VenueBody, (),
                      (name, street, place, seats, equipment, description, accessibility, accessibility_note, didactics, price_day_cents))

struct NewVenueBody : VenueBody {
    OrganisationId host;
};
BOOST_DESCRIBE_STRUCT(NewVenueBody, (VenueBody), (host))

struct VenueDetailJson : VenueJson {
    std::vector<std::string> equipment;
    std::string description;
    std::vector<AccessibilityFeature> accessibility;
    std::string accessibility_note, didactics;
    Money price_day_cents;
};
BOOST_DESCRIBE_STRUCT(VenueDetailJson, (VenueJson), (equipment, description, accessibility, accessibility_note, didactics, price_day_cents))

VenueJson venue_json(const VenueRow& row) {
    return {row.id, row.slug, row.organisation_id, row.name, row.street, row.place_slug, row.seats, row.retired, row.upcoming_count};
}

VenueContent read_body(web::JsonReader& json) {
    VenueContent venue;
    venue.name = json.text("name", {.required = true});
    venue.street = json.text("street", {.required = true});
    venue.place = json.text("place", {.required = true});
    venue.seats = static_cast<int>(json.integer("seats", {.required = true, .max = 1'000'000}).value_or(0));
    venue.equipment = equipment_text(json.texts("equipment", 100));
    venue.description = json.text("description", {.max = 5000});
    for (const auto& name : json.texts("accessibility", 20)) {
        AccessibilityFeature feature{};
        if (boost::describe::enum_from_string(name.c_str(), feature)) {
            venue.accessibility.push_back(feature);
        } else {
            json.refuse("accessibility", "authoring.venues.problem.feature");
        }
    }
    venue.accessibility_note = json.text("accessibility_note", {.max = 5000});
    venue.didactics = json.text("didactics", {.max = 5000});
    venue.price_day = Money{json.integer("price_day_cents").value_or(0)};
    return venue;
}

class Api {
public:
    Api(const web::Site& site, VenueService& venues) : site_(site), venues_(venues) {}

    http::Response list(const http::Request& request) const {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto rows = venues_.list(*request.viewer());
        if (!rows) return refusal(request, {rows.error(), {}});
        VenuesJson json;
        for (const auto& row : *rows) json.venues.push_back(venue_json(row));
        return web::api_json(json);
    }

    http::Response find(const http::Request& request) const {
        return request.viewer() == nullptr ? not_signed_in(request) : answer(request, request.get_id<VenueId>("id"), 200);
    }

    http::Response add(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader json(request.body());
        const auto host = json.id<OrganisationId>("host", true);
        const auto venue = read_body(json);
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        const auto added = venues_.add(*request.viewer(), host.value_or(OrganisationId{}), venue);
        return added ? answer(request, *added, 201) : refusal(request, added.error());
    }

    http::Response change(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader json(request.body());
        const auto venue = read_body(json);
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        const auto id = request.get_id<VenueId>("id");
        const auto changed = venues_.change(*request.viewer(), id, venue);
        return changed ? answer(request, id, 200) : refusal(request, changed.error());
    }

    http::Response retire(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto id = request.get_id<VenueId>("id");
        const auto done = venues_.retire(*request.viewer(), id);
        return done ? answer(request, id, 200) : refusal(request, {done.error(), {}});
    }

    http::Response restore(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto id = request.get_id<VenueId>("id");
        const auto done = venues_.restore(*request.viewer(), id);
        return done ? answer(request, id, 200) : refusal(request, {done.error(), {}});
    }

private:
    http::Response answer(const http::Request& request, VenueId id, int status) const {
        const auto venue = venues_.find(*request.viewer(), id);
        if (!venue) return refusal(request, {venue.error(), {}});
        VenueDetailJson json;
        static_cast<VenueJson&>(json) = venue_json(venue->row);
        json.equipment = equipment_list(venue->content.equipment);
        json.description = venue->content.description;
        json.accessibility = venue->content.accessibility;
        json.accessibility_note = venue->content.accessibility_note;
        json.didactics = venue->content.didactics;
        json.price_day_cents = venue->content.price_day;
        return web::api_json(json, status);
    }

    http::Response not_signed_in(const http::Request& request) const {
        return web::api_error(request, 401, "not_signed_in", site_.text(request, "authoring.venues.problem.not_signed_in"));
    }

    http::Response refusal(const http::Request& request, VenueRefusal refused) const {
        if (refused.error != VenueError::invalid) {
            return web::api_error(request, status_of(refused.error), boost::describe::enum_to_string(refused.error, ""),
                                  site_.text(request, message_key_of(refused.error)));
        }
        for (auto& problem : refused.problems) {
            if (problem.field == "price_day") problem.field = "price_day_cents";
        }
        return web::api_problems(request, site_.messages(), refused.problems);
    }

    const web::Site& site_;
    VenueService& venues_;
};

}  // namespace

void register_venue_api(http::Router& router, const web::Site& site, VenueService& venues) {
    const auto api = std::make_shared<Api>(site, venues);
    const auto add = [&](http::Method method, std::string_view path, std::string name, std::string summary, std::string answer, std::string body,
                         auto function) {
        router.add(method, path,
                   {.body_bytes_max = 64 * 1024,
                    .name = std::move(name),
                    .summary = std::move(summary),
                    .request_schema = std::move(body),
                    .response_schema = std::move(answer)},
                   [api, function](http::Request& request) { return ((*api).*function)(request); });
    };
    using http::Method;
    const std::string all = "/api/v1/provider/venues", one = all + "/{id:id}";
    const auto detail = web::json_schema<VenueDetailJson>();
    add(Method::get, all, "listOwnVenues", "Eigene Lernorte", web::json_schema<VenuesJson>(), "", &Api::list);
    add(Method::post, all, "addVenue", "Einen Lernort anlegen", detail, web::json_schema<NewVenueBody>(), &Api::add);
    add(Method::get, one, "getOwnVenue", "Ein eigener Lernort", detail, "", &Api::find);
    add(Method::put, one, "changeVenue", "Einen Lernort ändern", detail, web::json_schema<VenueBody>(), &Api::change);
    add(Method::put, one + "/retirement", "retireVenue", "Einen Lernort zurückziehen", detail, "", &Api::retire);
    add(Method::del, one + "/retirement", "restoreVenue", "Einen Lernort wieder anbieten", detail, "", &Api::restore);
}

}  // namespace kc::authoring
