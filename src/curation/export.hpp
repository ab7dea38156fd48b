// SPDX-License-Identifier: EUPL-1.2
// The whole catalogue as a table and as JSON, for other programs: with versions, states, alignments and successors (TL-05).
#pragma once

#include "curation/content.hpp"
#include "web/messages.hpp"

namespace kc::curation {

inline constexpr int export_format = 1;  // raised when a member changes its meaning

std::string catalogue_csv(const web::Messages& messages, Language language, const CompetenceFramework& framework);
std::string catalogue_json(const CompetenceFramework& framework, Instant now);

}  // namespace kc::curation
