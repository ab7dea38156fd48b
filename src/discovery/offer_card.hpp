// SPDX-License-Identifier: EUPL-1.2
// What a list shows of an offer at a glance, for pages and JSON alike: outcome, provider, next fitting date, hours, price, marks, and
// for people with a profile the reason of its rank.
#pragma once

#include "catalogue/views.hpp"
#include "discovery/finding.hpp"
#include "web/messages.hpp"

namespace kc::discovery {

struct GainView {
    std::string name;
    int from = 0, to = 0;
};
BOOST_DESCRIBE_STRUCT(GainView, (), (name, from, to))

struct RankView {
    int points = 0;
    std::string reason;                // "schließt 2 Ihrer Lücken · 8 Std. · etwa 14 km"
    std::vector<std::string> details;  // how the points came about, line by line
};
BOOST_DESCRIBE_STRUCT(RankView, (), (points, reason, details))

struct OfferCard {
    LearningUnitId id;
    std::string slug, title, objective, summary;  // summary: of the description for this reader
    catalogue::OfferKind kind{};
    catalogue::Format mode{};  // of the date shown, else of the offer
    catalogue::LinkView provider;
    HalfHours half_hours;
    Money price_cents;  // what the viewer pays
    bool free_of_charge = false;
    std::optional<Money> other_price_cents;  // of the other class of payers, when it differs
    bool member_price = false;               // price_cents is the one for members
    std::optional<Date> next_day;
    std::string place;
    std::optional<catalogue::Travel> way;
    bool any_time = false;
    std::vector<GainView> gains;
    std::vector<std::string> seals;
    bool funded = false, internal = false;
    std::optional<RankView> rank;
};
BOOST_DESCRIBE_STRUCT(OfferCard, (),
                      (id, slug, title, objective, summary, kind, mode, provider, half_hours, price_cents, free_of_charge, other_price_cents,
                       member_price, next_day, place, way, any_time, gains, seals, funded, internal, rank))

struct CardReader {
    const OfferState& state;
    const web::Messages& messages;
    Language language{};
    const Searcher& searcher;
    const std::vector<bool>& specialist;  // by competence area
};

OfferCard offer_card(const CardReader& reader, const FoundOffer& found);

}  // namespace kc::discovery
