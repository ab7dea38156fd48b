// SPDX-License-Identifier: EUPL-1.2
#include "discovery/offer_marks.hpp"

#include "discovery/comparison.hpp"

#include <algorithm>

namespace kc::discovery {

Marks::Marks(const http::Request& request, const catalogue::CatalogueSnapshot& snapshot, const WatchList& watch_list)
    : signed_in_(request.viewer() != nullptr),
      has_plan_(signed_in_ && request.viewer()->may(Permission::plan_own_curriculum)),
      chosen_(chosen_by_cookie(request, snapshot)) {
    if (signed_in_) watched_ = watch_list.own_ids(*request.viewer());
}

OfferMarks Marks::of(const catalogue::LearningUnit& unit) const {
    const bool compared = std::any_of(chosen_.begin(), chosen_.end(), [&](const auto* chosen) { return chosen->id == unit.id; });
    const bool offered = unit.mode == catalogue::Format::self_paced || std::any_of(unit.dates.begin(), unit.dates.end(), [](const auto& date) {
                             return date.state == catalogue::DateState::planned;
                         });
    return {unit.id,  unit.slug,           unit.title, signed_in_, std::binary_search(watched_.begin(), watched_.end(), unit.id),
            compared, has_plan_ && offered};
}

std::optional<ComparisonLink> Marks::comparison() const {
    if (chosen_.size() < compared_min) return std::nullopt;
    return ComparisonLink{comparison_address(chosen_), static_cast<std::int64_t>(chosen_.size())};
}

OfferActions::OfferActions(const web::Site& site, const catalogue::CatalogueSource& catalogue, const WatchList& watch_list)
    : site_(site), catalogue_(catalogue), watch_list_(watch_list), actions_(site.bind<OfferActionsView>("discovery/offer_actions")) {}

web::Html OfferActions::html(const http::Request& request, const catalogue::LearningUnit& unit) const {
    const auto snapshot = catalogue_.current();
    const Marks marks(request, *snapshot, watch_list_);
    return actions_.render(OfferActionsView{marks.of(unit), marks.comparison()}, site_.context(request));
}

}  // namespace kc::discovery
