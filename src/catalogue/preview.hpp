// SPDX-License-Identifier: EUPL-1.2
// A description that is not published yet as the offer page needs it: the same struct that the snapshot holds, made in memory.
#pragma once

#include "catalogue/catalogue.hpp"
#include "catalogue/content.hpp"
#include "competence/framework.hpp"

namespace kc::catalogue {

// `id` of the offer, if it has one: its dates and courses are taken from the snapshot, of a code-share offer those of the original.
// Names that nobody knows (any more) are left out. Nothing comes back for a provider that is not in the snapshot.
std::optional<LearningUnit> unit_of_content(const CatalogueSnapshot& snapshot, const competence::CompetenceFramework& framework,
                                            const UnitContent& content, LearningUnitId id);

// The way back: what a published offer says, without a statement. `dates` stay empty. The slug of an organisation is known here only
// where it is a provider: for other internal offers `only_for` stays empty.
UnitContent content_of_unit(const CatalogueSnapshot& snapshot, const competence::CompetenceFramework& framework, const LearningUnit& unit);

}  // namespace kc::catalogue
