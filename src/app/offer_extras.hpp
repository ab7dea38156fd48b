// SPDX-License-Identifier: EUPL-1.2
// What the page of an offer shows beyond the catalogue: discovery's buttons, the viewer's gaps that it closes, the whole cost, and the
// machine-readable description of exchange.
#pragma once

#include "app/rooms.hpp"
#include "catalogue/offer_page.hpp"
#include "http/request.hpp"

namespace kc::app {

struct OfferExtrasParts {
    const web::Site& site;
    Rooms& rooms;
    storage::Database& database;
    const Clock& clock;
};

std::function<catalogue::OfferExtras(const http::Request& request, const catalogue::LearningUnit& unit)> offer_extras_for(
    const OfferExtrasParts& parts);

}  // namespace kc::app
