// SPDX-License-Identifier: EUPL-1.2
#include "authoring/provider_service.hpp"

#include "base/text.hpp"
#include "catalogue/listing.hpp"
#include "catalogue/publication.hpp"
#include "storage/audit.hpp"

#include <algorithm>

namespace kc::authoring {

namespace {

using storage::Session;
using storage::Transaction;

constexpr std::size_t name_max = 120, description_max = 1500;

constexpr std::string_view profiles =
    "SELECT p.id, p.organisation_id, p.slug, p.name, p.kind, p.description, l.slug AS place_slug, l.name AS place_name, "
    "(SELECT count(*) FROM learning_units u WHERE u.provider_id = p.id AND u.state = 'published') AS unit_count "
    "FROM providers p JOIN places l ON l.id = p.place_id ";

bool acts_for_all(const Viewer& viewer) { return viewer.may(Permission::manage_all_organisations) && viewer.may(Permission::edit_offers); }

// Narrowed in the SQL, so that a forgotten check finds nothing.
std::vector<ProviderProfile> own_profiles(Session& session, const Viewer& viewer) {
    auto found = acts_for_all(viewer) ? session.query<ProviderProfile>(std::string(profiles) + "ORDER BY p.id")
                                      : session.query<ProviderProfile>(std::string(profiles) + "WHERE p.organisation_id IN ($LIST) ORDER BY p.id",
                                                                       storage::json_ids(viewer.organisations_where(Permission::edit_offers)));
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return catalogue::sort_key(a.name) < catalogue::sort_key(b.name); });
    return found;
}

std::optional<ProviderProfile> own_profile(Session& session, const Viewer& viewer, ProviderId id) {
    auto all = own_profiles(session, viewer);
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& profile) { return profile.id == id; });
    return found == all.end() ? std::nullopt : std::optional(std::move(*found));
}

void audit(Transaction& transaction, const Viewer& viewer, Instant at, std::string action, ProviderId id) {
    storage::record_audit(
        transaction,
        {.at = at, .actor = viewer.person, .action = std::move(action), .subject_type = "provider", .subject_id = id.value, .details = "{}"});
}

}  // namespace

Result<std::vector<ProviderProfile>, ProviderError> ProviderService::list(const Viewer& viewer) const {
    if (!viewer.may(Permission::edit_offers)) return refuse(ProviderError::not_permitted);
    return database_.read([&](Session& session) { return own_profiles(session, viewer); });
}

Result<ProviderProfile, ProviderError> ProviderService::find(const Viewer& viewer, ProviderId id) const {
    if (!viewer.may(Permission::edit_offers)) return refuse(ProviderError::not_permitted);
    auto found = database_.read([&](Session& session) { return own_profile(session, viewer, id); });
    if (!found) return refuse(ProviderError::provider_not_found);
    return std::move(*found);
}

std::vector<FieldProblem> ProviderService::check(const catalogue::ProviderContent& provider) const {
    std::vector<FieldProblem> problems;
    if (trim(provider.name).empty()) problems.push_back({"name", "authoring.problem.provider_name", {}});
    if (code_points(provider.name) > name_max || code_points(provider.description) > description_max) {
        problems.push_back({code_points(provider.name) > name_max ? "name" : "description",
                            "authoring.problem.provider_length",
                            {{"name", std::to_string(name_max)}, {"description", std::to_string(description_max)}}});
    }
    if (code_points(trim(provider.description)) < 20) problems.push_back({"description", "authoring.problem.provider_description", {}});
    const auto places = list_places();
    if (std::none_of(places.begin(), places.end(), [&](const auto& place) { return place.slug == provider.place; })) {
        problems.push_back({"place", "authoring.problem.provider_place", {}});
    }
    return problems;
}

Result<void, ProviderRefusal> ProviderService::change(const Viewer& viewer, ProviderId id, const catalogue::ProviderContent& provider) {
    if (!viewer.may(Permission::edit_offers)) return refuse(ProviderRefusal{ProviderError::not_permitted, {}});
    if (auto problems = check(provider); !problems.empty()) return refuse(ProviderRefusal{ProviderError::invalid, std::move(problems)});
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, ProviderRefusal> {
        if (!own_profile(transaction, viewer, id)) return refuse(ProviderRefusal{ProviderError::provider_not_found, {}});
        catalogue::change_provider(transaction, id, provider);
        audit(transaction, viewer, clock_.now(), "provider.changed", id);
        return {};
    });
}

Result<std::vector<NamedOrganisation>, ProviderError> ProviderService::list_candidates(const Viewer& viewer) const {
    if (!acts_for_all(viewer)) return refuse(ProviderError::not_permitted);
    const Date today = clock_.today();
    auto found = database_.read([&](Session& session) {
        return session.query<NamedOrganisation>(
            "SELECT o.id, v.name FROM organisations o JOIN organisation_versions v ON v.organisation_id = o.id AND v.valid_from <= ? "
            "AND (v.valid_until IS NULL OR v.valid_until > ?) WHERE NOT EXISTS (SELECT 1 FROM providers p WHERE p.organisation_id = o.id) ORDER BY "
            "o.id",
            today, today);
    });
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return catalogue::sort_key(a.name) < catalogue::sort_key(b.name); });
    return found;
}

Result<ProviderId, ProviderRefusal> ProviderService::enter(const Viewer& viewer, OrganisationId organisation,
                                                           const catalogue::ProviderContent& provider) {
    if (!acts_for_all(viewer)) return refuse(ProviderRefusal{ProviderError::not_permitted, {}});
    if (auto problems = check(provider); !problems.empty()) return refuse(ProviderRefusal{ProviderError::invalid, std::move(problems)});
    return database_.in_transaction([&](Transaction& transaction) -> Result<ProviderId, ProviderRefusal> {
        if (!transaction.find<OrganisationId>("SELECT id FROM organisations WHERE id = ?", organisation)) {
            return refuse(ProviderRefusal{ProviderError::organisation_not_found, {}});
        }
        if (transaction.find<ProviderId>("SELECT id FROM providers WHERE organisation_id = ?", organisation)) {
            return refuse(ProviderRefusal{ProviderError::already_provider, {}});
        }
        const auto id = catalogue::add_provider(transaction, organisation, provider);
        audit(transaction, viewer, clock_.now(), "provider.entered", id);
        return id;
    });
}

std::vector<NamedPlace> ProviderService::list_places() const {
    auto places = database_.read([](Session& session) { return session.query<NamedPlace>("SELECT slug, name FROM places ORDER BY id"); });
    std::stable_sort(places.begin(), places.end(),
                     [](const auto& a, const auto& b) { return catalogue::sort_key(a.name) < catalogue::sort_key(b.name); });
    return places;
}

}  // namespace kc::authoring
