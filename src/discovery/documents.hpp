// SPDX-License-Identifier: EUPL-1.2
// What the search index holds of an offer: its words, the values of its facets, its figures and its dates (FI-01 …).
#pragma once

#include "catalogue/catalogue.hpp"
#include "competence/framework.hpp"
#include "discovery/vocabulary.hpp"
#include "search/document.hpp"
#include "search/schema.hpp"

namespace kc::discovery {

// Places in Schema::facets.
enum class Facet : std::uint16_t {
    area,
    competence,
    module,
    provider,
    kind,
    difficulty,
    credential,
    seal,
    accessibility,
    language,
    origin,
    funded,
    count
};
// Places in Schema::numbers.
enum class Figure : std::uint16_t { half_hours, price_member, price_other, count };

search::Schema offer_schema();

inline search::Day day_number(Date date) { return static_cast<search::Day>(std::chrono::sys_days{date}.time_since_epoch().count()); }
inline Date date_of(search::Day day) { return Date{std::chrono::sys_days{std::chrono::days{day}}}; }

// "conversation.2"
std::string level_name(std::string_view competence, int level);

// New names enter the vocabulary. Seals count that are valid on `today`.
search::Document offer_document(const catalogue::CatalogueSnapshot& snapshot, const competence::CompetenceFramework& framework,
                                const catalogue::LearningUnit& unit, Vocabulary& vocabulary, Date today);

}  // namespace kc::discovery
