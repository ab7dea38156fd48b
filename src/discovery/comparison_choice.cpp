// SPDX-License-Identifier: EUPL-1.2
#include "discovery/comparison_choice.hpp"

#include "discovery/comparison.hpp"
#include "http/url_coding.hpp"

#include <algorithm>
#include <charconv>

namespace kc::discovery {

namespace {

void add(ChosenUnits& chosen, const catalogue::LearningUnit* unit, const http::Request& request) {
    const auto organisation = request.viewer() != nullptr ? std::optional(request.viewer()->organisation) : std::nullopt;
    if (unit == nullptr || !unit->visible_to(organisation) || chosen.size() >= compared_max) return;
    if (std::find(chosen.begin(), chosen.end(), unit) == chosen.end()) chosen.push_back(unit);
}

}  // namespace

ChosenUnits chosen_by_address(const http::Request& request, const catalogue::CatalogueSnapshot& snapshot) {
    ChosenUnits chosen;
    for (const auto slug : request.query_all("angebot")) add(chosen, snapshot.find_unit(slug), request);
    return chosen;
}

ChosenUnits chosen_by_cookie(const http::Request& request, const catalogue::CatalogueSnapshot& snapshot) {
    ChosenUnits chosen;
    auto rest = request.cookie(comparison_cookie).value_or("");
    for (std::size_t count = 0; !rest.empty() && count < compared_max; ++count) {  // "12-7-305"
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
        if (error != std::errc{}) break;
        add(chosen, snapshot.find_unit(LearningUnitId{number}), request);
        rest.remove_prefix(std::min(rest.size(), static_cast<std::size_t>(end - rest.data()) + 1));
    }
    return chosen;
}

http::Cookie comparison_cookie_of(const ChosenUnits& chosen) {
    if (chosen.empty()) return http::removed_cookie(comparison_cookie);
    std::string value;
    for (const auto* unit : chosen) value += (value.empty() ? "" : "-") + std::to_string(unit->id.value);
    return {.name = std::string(comparison_cookie), .value = std::move(value), .max_age = std::chrono::hours(12)};
}

std::string comparison_address(const ChosenUnits& chosen, bool only_differences) {
    std::string address(comparison_path);
    for (const auto* unit : chosen) {
        address += address.size() == comparison_path.size() ? '?' : '&';
        address += "angebot=" + http::encode_component(unit->slug);
    }
    if (only_differences) address += std::string(chosen.empty() ? "?" : "&") + "nur=unterschiede";
    return address;
}

}  // namespace kc::discovery
