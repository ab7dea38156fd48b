// SPDX-License-Identifier: EUPL-1.2
#include "roles/authorities_report.hpp"

namespace kc::roles {

namespace {

struct NameRow {
    OrganisationId organisation_id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(NameRow, (), (organisation_id, name))

}  // namespace

std::map<OrganisationId, std::string> authority_names(storage::Session& session, Date day) {
    std::map<OrganisationId, std::string> names;
    for (auto& row : session.query<NameRow>(
             "SELECT v.organisation_id, v.name FROM organisation_versions v JOIN organisations o ON o.id = v.organisation_id "
             "WHERE o.kind IN ('municipality', 'county', 'association') AND v.valid_from <= ? AND (v.valid_until IS NULL OR v.valid_until > ?)",
             day, day)) {
        names.insert_or_assign(row.organisation_id, std::move(row.name));
    }
    return names;
}

}  // namespace kc::roles
