// SPDX-License-Identifier: EUPL-1.2
// The filters beside the hits: values with exact counts, long lists shortened, and every active filter as a chip that can be removed.
#pragma once

#include "discovery/finding.hpp"
#include "web/messages.hpp"

namespace kc::discovery {

struct FacetValueView {
    std::string value, label;
    std::int64_t count = 0;
    bool chosen = false;
    bool narrower = false;  // a level below its competence
};
BOOST_DESCRIBE_STRUCT(FacetValueView, (), (value, label, count, chosen, narrower))

struct FacetView {
    std::string name;  // of the parameter: "modul"
    std::string title;
    bool open = false;
    std::vector<FacetValueView> values;
    std::string more_address;  // where all values stand; empty when they do
    std::int64_t hidden = 0;
};
BOOST_DESCRIBE_STRUCT(FacetView, (), (name, title, open, values, more_address, hidden))

struct ChipView {
    std::string text, href;  // href: the search without it
};
BOOST_DESCRIBE_STRUCT(ChipView, (), (text, href))

struct FacetReader {
    const OfferState& state;
    const web::Messages& messages;
    Language language{};
    AddressNames names = AddressNames::page;
};

// Values that would find nothing are left out unless they are chosen. `whole` is the parameter name of a facet to show in full.
std::vector<FacetView> facet_views(const FacetReader& reader, const SearchQuery& query, const search::Answer& answer, std::string_view whole = {});

std::vector<ChipView> chips_of(const FacetReader& reader, const SearchQuery& query);

}  // namespace kc::discovery
