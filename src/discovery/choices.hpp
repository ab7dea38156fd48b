// SPDX-License-Identifier: EUPL-1.2
// What can be chosen in each filter: the number of a value in the search index, and its name for people.
#pragma once

#include "discovery/documents.hpp"
#include "discovery/search_query.hpp"
#include "web/messages.hpp"

namespace kc::discovery {

// The facet of the index that a choice filters; formats and weekdays belong to dates and have none.
std::optional<Facet> facet_of(Choice choice);

// By value as in the address; nothing for values that no offer has ever had.
std::optional<std::uint16_t> number_of(const OfferState& state, Choice choice, std::string_view value);
// The other way round; empty for numbers of another choice in the same facet (levels among competences).
std::string value_of(const OfferState& state, Choice choice, std::uint16_t number);
// Whether the number stands for a value of this choice at all; cheaper than to ask for its name.
bool has_value(const OfferState& state, Choice choice, std::uint16_t number);
// "Selbststudium", "Gesprächsführung", "Gesprächsführung, Stufe 2"
std::string label_of(const OfferState& state, const web::Messages& messages, Language language, Choice choice, std::string_view value);
// All values of choices whose values are fixed (formats, weekdays, kinds …); for others those that exist.
std::vector<std::string> values_of(const OfferState& state, Choice choice);

}  // namespace kc::discovery
