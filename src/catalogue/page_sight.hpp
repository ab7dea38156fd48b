// SPDX-License-Identifier: EUPL-1.2
// What every page of this room begins with: the snapshots of this moment, and whose eyes see them. Included by its pages only.
#pragma once

#include "catalogue/pages.hpp"
#include "catalogue/views.hpp"

namespace kc::catalogue {

// Holds the snapshots for as long as the page is made.
struct PageSight {
    PageSight(const PageSources& sources, const http::Request& request)
        : catalogue(sources.catalogue.current()),
          framework(sources.framework.current()),
          sight{*catalogue,
                *framework,
                web::language_of(request),
                request.viewer() != nullptr && catalogue->is_member(request.viewer()->organisation),
                sources.clock.today(),
                request.viewer() != nullptr ? std::optional(request.viewer()->organisation) : std::nullopt} {}
    PageSight(const PageSight&) = delete;

    std::shared_ptr<const CatalogueSnapshot> catalogue;
    std::shared_ptr<const competence::CompetenceFramework> framework;
    Sight sight;
};

// "units" for web::Crumb lists: the way back to the list of offers.
inline web::Crumb offers_crumb(const web::Site& site, const http::Request& request) {
    return {"/angebote", site.text(request, "catalogue.units.title")};
}

}  // namespace kc::catalogue
