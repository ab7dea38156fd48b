// SPDX-License-Identifier: EUPL-1.2
// More offers than were written: variants of the written ones by other providers, in other places and on other days, for trying the
// platform at the size of a country. Deterministic by seed.
#pragma once

#include "sample/catalogue.hpp"

namespace kc::sample {

// Adds variants until there are `count` offers; does nothing when there are as many.
void add_more_offers(catalogue::CatalogueContent& offers, std::int64_t count, std::uint64_t seed);

}  // namespace kc::sample
