// SPDX-License-Identifier: EUPL-1.2
// The routes of this room, for app/routes.cpp.
#pragma once

#include "curation/demand_figures.hpp"
#include "curation/proposal_service.hpp"
#include "http/router.hpp"
#include "web/page.hpp"

namespace kc::curation {

inline constexpr std::string_view map_path = "/themenlandkarte";
inline constexpr std::string_view esco_notice = "This service uses the ESCO classification of the European Commission.";

struct PageParts {
    const web::Site& site;
    CurationService& curation;
    ProposalService& proposals;
    DemandSource demand = {};                                        // empty: the pages show no demand
    std::function<std::int64_t(CompetenceId)> offers_teaching = {};  // for the impact of outdating; empty: not shown
};

void register_map_pages(http::Router& router, const PageParts& parts);        // /themenlandkarte, /{slug}, exports
void register_edit_pages(http::Router& router, const PageParts& parts);       // …/bearbeiten, …/neu, …/vorschau
void register_outdating_pages(http::Router& router, const PageParts& parts);  // …/{slug}/veraltet, …/bereiche
void register_proposal_pages(http::Router& router, const PageParts& parts);   // …/vorschlaege, …/importe
void register_api(http::Router& router, const PageParts& parts);

// All of the above.
void register_routes(http::Router& router, const PageParts& parts);

int status_of(CurationError error);
std::string message_key_of(CurationError error);
int status_of(ProposalError error);
std::string message_key_of(ProposalError error);

}  // namespace kc::curation
