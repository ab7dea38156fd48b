// SPDX-License-Identifier: EUPL-1.2
// Organisations and their departments as they change over time: every change has a day from which it holds, the past stays
// visible, and a change that is already planned for later stays as well (ID-50 to ID-58).
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "identity/organisation_store.hpp"

namespace kc::identity {

enum class OrganisationError {
    not_found,
    not_permitted,
    name_invalid,
    parent_not_open,   // the department above is closed or foreign on one of the days
    cycle,             // a department cannot stand below itself
    not_open,          // closed, or not yet there, on that day
    has_departments,   // departments below it are still open
    has_people,        // people belong to it
    parent_not_found,  // organisations: the county does not exist
    too_far,           // days more than ten years away are a typing error
};

struct DepartmentHistory {
    std::vector<store::DepartmentName> today;
    std::vector<DepartmentVersion> versions;
};

class Organisations {
public:
    Organisations(storage::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    std::vector<store::OrganisationRow> list_manageable(const Viewer& viewer);                // whose departments the viewer may change
    std::vector<store::OrganisationRow> list(const Viewer& viewer, std::string_view search);  // office: all
    std::optional<store::OrganisationRow> find(const Viewer& viewer, OrganisationId id);
    std::vector<store::OrganisationVersion> history(const Viewer& viewer, OrganisationId id);
    std::optional<DepartmentHistory> departments(const Viewer& viewer, OrganisationId id, Permission permission = Permission::manage_organisation);

    struct DepartmentDetails {
        store::OrganisationRow organisation;
        DepartmentHistory all;
    };
    std::optional<DepartmentDetails> find_department(const Viewer& viewer, DepartmentId id);

    Result<DepartmentId, OrganisationError> add_department(const Viewer& viewer, OrganisationId organisation, const std::string& name,
                                                           std::optional<DepartmentId> parent, Date from);
    Result<void, OrganisationError> rename_department(const Viewer& viewer, DepartmentId id, const std::string& name, Date from);
    Result<void, OrganisationError> move_department(const Viewer& viewer, DepartmentId id, std::optional<DepartmentId> parent, Date from);
    Result<void, OrganisationError> close_department(const Viewer& viewer, DepartmentId id, Date from);  // first day without it

    Result<OrganisationId, OrganisationError> add(const Viewer& viewer, const store::NewOrganisation& organisation);
    Result<void, OrganisationError> rename(const Viewer& viewer, OrganisationId id, const std::string& name, Date from);

private:
    struct Locked {
        OrganisationId organisation;
        std::vector<DepartmentVersion> versions;  // of all its departments
    };
    Result<Locked, OrganisationError> lock(storage::Transaction& tx, const Viewer& viewer, OrganisationId organisation);
    Result<Locked, OrganisationError> lock(storage::Transaction& tx, const Viewer& viewer, DepartmentId id);
    Result<void, OrganisationError> change_department(storage::Transaction& tx, const Locked& locked, DepartmentId id, Date from,
                                                      const std::function<void(DepartmentVersion&)>& change);
    bool is_plausible(Date day) const;
    void audit(storage::Transaction& tx, const Viewer& viewer, std::string_view action, std::string_view type, std::int64_t subject,
               OrganisationId organisation, Date from);

    storage::Database& database_;
    const Clock& clock_;
};

}  // namespace kc::identity
