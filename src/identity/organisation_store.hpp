// SPDX-License-Identifier: EUPL-1.2
// SQL of organisations and departments with their versions over time.
#pragma once

#include "identity/model.hpp"
#include "identity/people_store.hpp"

namespace kc::identity::store {

struct OrganisationRow {
    OrganisationId id;
    std::string slug;
    OrganisationKind kind{};
    std::optional<Land> land;
    std::string name;
    std::optional<OrganisationId> parent_id;
    std::optional<std::string> parent;
    std::int64_t staff_count = 0;
    bool is_member = false;
};
BOOST_DESCRIBE_STRUCT(OrganisationRow, (), (id, slug, kind, land, name, parent_id, parent, staff_count, is_member))

struct OrganisationVersion {
    OrganisationId organisation_id;
    Date valid_from{};
    std::optional<Date> valid_until;
    std::string name;
    std::optional<OrganisationId> parent_id;
};
BOOST_DESCRIBE_STRUCT(OrganisationVersion, (), (organisation_id, valid_from, valid_until, name, parent_id))

struct NewOrganisation {
    std::string name;
    OrganisationKind kind{};
    std::optional<Land> land;
    std::optional<OrganisationId> parent;
    std::int64_t staff_count = 0;
    bool is_member = false;
    Date valid_from{};
};

struct DepartmentName {
    DepartmentId id;
    std::string name;
    std::optional<DepartmentId> parent_id;
};
BOOST_DESCRIBE_STRUCT(DepartmentName, (), (id, name, parent_id))

std::vector<OrganisationRow> list_organisations(Session& session, const Scope& scope, std::string_view search, Date day);
std::optional<OrganisationRow> find_organisation(Session& session, OrganisationId id, Date day);
std::vector<OrganisationVersion> list_organisation_versions(Session& session, OrganisationId id);
OrganisationId insert_organisation(Transaction& tx, const NewOrganisation& organisation, Instant now);
void lock_organisation(Transaction& tx, OrganisationId id);

std::vector<DepartmentName> list_departments(Session& session, OrganisationId organisation, Date day);
std::vector<DepartmentVersion> list_department_versions(Session& session, OrganisationId organisation);
std::optional<OrganisationId> find_department_organisation(Session& session, DepartmentId id);
bool is_department_open(Session& session, DepartmentId id, OrganisationId organisation, Date day);
DepartmentId insert_department(Transaction& tx, OrganisationId organisation, Instant now);
std::int64_t count_people_in_department(Session& session, DepartmentId id);

// Versions are changed in two moves: cut the one that covers the day, and put the new one in.
void insert_department_version(Transaction& tx, const DepartmentVersion& version);
void update_department_version(Transaction& tx, const DepartmentVersion& version);  // by department and valid_from
void remove_department_version(Transaction& tx, DepartmentId id, Date valid_from);
void insert_organisation_version(Transaction& tx, const OrganisationVersion& version);
void update_organisation_version(Transaction& tx, const OrganisationVersion& version);

}  // namespace kc::identity::store
