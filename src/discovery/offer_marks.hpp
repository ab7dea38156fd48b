// SPDX-License-Identifier: EUPL-1.2
// The buttons beside an offer, on cards and on its page: note it on the watch list, choose it for comparison, put it into the own plan. They are plain forms
// that lead back to the page they stand on. In templates: {{#marks}}{{>discovery/offer_marks}}{{/marks}}.
#pragma once

#include "discovery/comparison_choice.hpp"
#include "discovery/watch_list_service.hpp"
#include "web/page.hpp"

#include <vector>

namespace kc::discovery {

struct OfferMarks {
    LearningUnitId id;
    std::string slug, title;
    bool signed_in = false;  // only then there is a watch list
    bool watched = false, compared = false;
    bool plannable = false;  // may be put into the learning plan: for whoever has one, while it is offered
};
BOOST_DESCRIBE_STRUCT(OfferMarks, (), (id, slug, title, signed_in, watched, compared, plannable))

// "2 Angebote vergleichen", above a list; absent while fewer than two are chosen.
struct ComparisonLink {
    std::string address;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(ComparisonLink, (), (address, count))

// Made once per page: one statement for people who are signed in, none for visitors.
class Marks {
public:
    Marks(const http::Request& request, const catalogue::CatalogueSnapshot& snapshot, const WatchList& watch_list);

    OfferMarks of(const catalogue::LearningUnit& unit) const;
    std::optional<ComparisonLink> comparison() const;

private:
    bool signed_in_ = false, has_plan_ = false;
    std::vector<LearningUnitId> watched_;  // sorted
    ChosenUnits chosen_;
};

struct OfferActionsView {
    OfferMarks marks;
    std::optional<ComparisonLink> comparison;
};
BOOST_DESCRIBE_STRUCT(OfferActionsView, (), (marks, comparison))

// The same as finished HTML, for the page of one offer, which another room makes.
class OfferActions {
public:
    OfferActions(const web::Site& site, const catalogue::CatalogueSource& catalogue, const WatchList& watch_list);
    web::Html html(const http::Request& request, const catalogue::LearningUnit& unit) const;

private:
    const web::Site& site_;
    const catalogue::CatalogueSource& catalogue_;
    const WatchList& watch_list_;
    web::Template<OfferActionsView> actions_;
};

}  // namespace kc::discovery
