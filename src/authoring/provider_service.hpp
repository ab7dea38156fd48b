// SPDX-License-Identifier: EUPL-1.2
// ProviderService: how a provider presents itself, and how an organisation becomes a provider. Municipalities can be providers as well:
// that is how they bring in their own learning units (F12, R71).
#pragma once

#include "base/clock.hpp"
#include "base/problem.hpp"
#include "base/result.hpp"
#include "base/viewer.hpp"
#include "catalogue/content.hpp"
#include "storage/database.hpp"

namespace kc::authoring {

struct ProviderProfile {
    ProviderId id;
    OrganisationId organisation_id;
    std::string slug, name;
    catalogue::ProviderKind kind{};
    std::string description, place_slug, place_name;
    std::int64_t unit_count = 0;  // published ones
};
BOOST_DESCRIBE_STRUCT(ProviderProfile, (), (id, organisation_id, slug, name, kind, description, place_slug, place_name, unit_count))

struct NamedOrganisation {
    OrganisationId id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(NamedOrganisation, (), (id, name))

struct NamedPlace {
    std::string slug, name;
};
BOOST_DESCRIBE_STRUCT(NamedPlace, (), (slug, name))

enum class ProviderError { not_permitted, provider_not_found, organisation_not_found, already_provider, invalid };

struct ProviderRefusal {
    ProviderError error{};
    std::vector<FieldProblem> problems;  // only with `invalid`
};

class ProviderService {
public:
    ProviderService(storage::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    // Those the viewer may edit, by name; the office sees all.
    Result<std::vector<ProviderProfile>, ProviderError> list(const Viewer& viewer) const;
    Result<ProviderProfile, ProviderError> find(const Viewer& viewer, ProviderId id) const;
    Result<void, ProviderRefusal> change(const Viewer& viewer, ProviderId id, const catalogue::ProviderContent& provider);

    // The office alone enters a provider (RE-02); organisations that are none yet, by name.
    Result<std::vector<NamedOrganisation>, ProviderError> list_candidates(const Viewer& viewer) const;
    Result<ProviderId, ProviderRefusal> enter(const Viewer& viewer, OrganisationId organisation, const catalogue::ProviderContent& provider);

    std::vector<NamedPlace> list_places() const;

private:
    std::vector<FieldProblem> check(const catalogue::ProviderContent& provider) const;

    storage::Database& database_;
    const Clock& clock_;
};

}  // namespace kc::authoring
