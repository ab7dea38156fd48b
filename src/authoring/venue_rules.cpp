// SPDX-License-Identifier: EUPL-1.2
#include "authoring/venue_rules.hpp"

#include "base/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::authoring {

using catalogue::AccessibilityFeature;
using catalogue::VenueContent;

std::vector<std::string> equipment_list(std::string_view text) {
    std::vector<std::string> things;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(",;\n"), text.size());
        const std::string thing(trim(text.substr(0, end)));
        if (!thing.empty() && std::find(things.begin(), things.end(), thing) == things.end()) things.push_back(thing);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return things;
}

std::string equipment_text(const std::vector<std::string>& things) {
    std::string text;
    for (const auto& thing : things) text += (text.empty() ? "" : ", ") + thing;
    return text;
}

void normalise(VenueContent& venue) {
    for (auto* text : {&venue.name, &venue.street, &venue.description, &venue.accessibility_note, &venue.didactics}) *text = std::string(trim(*text));
    venue.equipment = equipment_text(equipment_list(venue.equipment));
    std::sort(venue.accessibility.begin(), venue.accessibility.end());
    venue.accessibility.erase(std::unique(venue.accessibility.begin(), venue.accessibility.end()), venue.accessibility.end());
    venue.step_free = std::find(venue.accessibility.begin(), venue.accessibility.end(), AccessibilityFeature::step_free) != venue.accessibility.end();
}

std::vector<FieldProblem> check_venue(const VenueContent& venue, bool place_known, const std::optional<FullestDate>& fullest) {
    std::vector<FieldProblem> problems;
    const auto add = [&](std::string_view field, std::string_view name, MessageArguments arguments = {}) {
        problems.push_back({std::string(field), fmt::format("authoring.venues.problem.{}", name), std::move(arguments)});
    };
    const auto check_text = [&](std::string_view field, const std::string& text, std::size_t least, std::size_t most) {
        const auto length = code_points(text);
        if (length < least) add(field, "missing");
        if (length > most) add(field, "too_long", {{"most", std::to_string(most)}});
    };
    check_text("name", venue.name, 3, 120);
    check_text("street", venue.street, 3, 200);
    if (!place_known) add("place", "place");
    if (venue.seats < 1 || venue.seats > venue_seats_max) {
        add("seats", "seats", {{"most", std::to_string(venue_seats_max)}});
    } else if (fullest && fullest->seats > venue.seats) {
        add("seats", "seats_taken", {{"seats", std::to_string(fullest->seats)}, {"day", to_iso(fullest->day)}});
    }
    const auto things = equipment_list(venue.equipment);
    if (things.size() > venue_equipment_max) add("equipment", "equipment", {{"most", std::to_string(venue_equipment_max)}});
    if (std::any_of(things.begin(), things.end(), [](const std::string& thing) { return code_points(thing) > 60; }))
        add("equipment", "thing_too_long");
    check_text("description", venue.description, 0, 2000);
    check_text("accessibility_note", venue.accessibility_note, 0, 1000);
    check_text("didactics", venue.didactics, 0, 1000);
    if (venue.price_day.value < 0 || venue.price_day.value > venue_price_cents_max) add("price_day", "price");
    return problems;
}

}  // namespace kc::authoring
