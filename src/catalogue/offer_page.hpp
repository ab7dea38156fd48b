// SPDX-License-Identifier: EUPL-1.2
// The page of one offer: what can I do afterwards, for whom, when and where, what does it cost, how long, what comes before and after.
// Later rooms add what they know of the viewer (OfferExtras); the provider portal shows the same page as a preview.
#pragma once

#include "catalogue/views.hpp"
#include "web/page.hpp"

namespace kc::catalogue {

struct GapView {
    std::string name;
    int from = 0, to = 0;
};
BOOST_DESCRIBE_STRUCT(GapView, (), (name, from, to))

// F35: what it costs the employer in all, as an estimate.
struct TotalCostView {
    Money price_cents, travel_cents, absence_cents, total_cents;
    int distance_km = 0, travel_minutes = 0;  // one way
    std::string to_place;
    bool has_travel = false;
};
BOOST_DESCRIBE_STRUCT(TotalCostView, (), (price_cents, travel_cents, absence_cents, total_cents, distance_km, travel_minutes, to_place, has_travel))

struct OfferExtras {
    bool specialist = false;      // the description for specialists comes first (R77)
    web::Html actions;            // watch, compare
    std::vector<GapView> closes;  // gaps of the viewer that it closes
    std::optional<TotalCostView> cost;
    std::string structured_data;  // schema.org Course as JSON, without '<'; empty: none
};

class OfferPage {
public:
    explicit OfferPage(const web::Site& site);
    ~OfferPage();
    OfferPage(OfferPage&&) noexcept;

    // `preview`: as learners will see it, without addresses that do not exist yet and with a note saying so.
    http::Response render(const http::Request& request, const Sight& sight, const LearningUnit& unit, const OfferExtras& extras = {},
                          bool preview = false) const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace kc::catalogue
