// SPDX-License-Identifier: EUPL-1.2
#include "competence/framework.hpp"

#include <cmath>
#include <numbers>

namespace kc::competence {

// The maps with string_view keys point into parts_: they are filled after it has its final place, and copying is not needed.
CompetenceFramework::CompetenceFramework(Parts parts) : parts_(std::move(parts)) {
    for (std::size_t i = 0; i < parts_.competences.size(); ++i) {
        competence_index_.emplace(parts_.competences[i].id, i);
        competence_slugs_.emplace(parts_.competences[i].slug, i);
    }
    for (std::size_t i = 0; i < parts_.role_profiles.size(); ++i) {
        role_index_.emplace(parts_.role_profiles[i].id, i);
        role_slugs_.emplace(parts_.role_profiles[i].slug, i);
    }
    for (std::size_t i = 0; i < parts_.places.size(); ++i) place_index_.emplace(parts_.places[i].id, i);
}

const Alignment* Competence::alignment(ForeignFramework framework) const {
    const auto found = std::find_if(alignments.begin(), alignments.end(), [&](const Alignment& alignment) {
        return alignment.framework == framework && alignment.relation != AlignmentRelation::none;
    });
    return found == alignments.end() ? nullptr : &*found;
}

std::optional<std::size_t> CompetenceFramework::index_of(CompetenceId id) const {
    const auto found = competence_index_.find(id);
    return found == competence_index_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::size_t> CompetenceFramework::competence_by_slug(std::string_view slug) const {
    const auto found = competence_slugs_.find(slug);
    return found == competence_slugs_.end() ? std::nullopt : std::optional(found->second);
}

const RoleProfile* CompetenceFramework::role_profile(RoleProfileId id) const {
    const auto found = role_index_.find(id);
    return found == role_index_.end() ? nullptr : &parts_.role_profiles[found->second];
}

const RoleProfile* CompetenceFramework::role_profile_by_slug(std::string_view slug) const {
    const auto found = role_slugs_.find(slug);
    return found == role_slugs_.end() ? nullptr : &parts_.role_profiles[found->second];
}

const Place* CompetenceFramework::place(PlaceId id) const {
    const auto found = place_index_.find(id);
    return found == place_index_.end() ? nullptr : &parts_.places[found->second];
}

const Place* CompetenceFramework::seat_of(OrganisationId organisation) const {
    const auto found = parts_.seats.find(organisation);
    return found == parts_.seats.end() ? nullptr : place(found->second);
}

double distance_km(const Place& from, const Place& to) {
    constexpr double earth_radius_km = 6371.0;
    constexpr double degree = std::numbers::pi / 180.0;
    const double half_latitude = std::sin((to.latitude - from.latitude) * degree / 2);
    const double half_longitude = std::sin((to.longitude - from.longitude) * degree / 2);
    const double h =
        half_latitude * half_latitude + std::cos(from.latitude * degree) * std::cos(to.latitude * degree) * half_longitude * half_longitude;
    return 2 * earth_radius_km * std::asin(std::min(1.0, std::sqrt(h)));
}

}  // namespace kc::competence
