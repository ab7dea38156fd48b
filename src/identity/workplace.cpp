// SPDX-License-Identifier: EUPL-1.2
#include "identity/workplace.hpp"

namespace kc::identity {

std::vector<DepartmentChoice> list_department_choices(storage::Session& session, const Viewer& viewer, Date day) {
    return session.query<DepartmentChoice>(
        "SELECT d.id, v.name, v.parent_id FROM departments d JOIN department_versions v ON v.department_id = d.id "
        "WHERE d.organisation_id = ? AND v.valid_from <= ? AND (v.valid_until IS NULL OR v.valid_until > ?) ORDER BY v.name, d.id",
        viewer.organisation, day, day);
}

bool update_own_department(storage::Transaction& transaction, const Viewer& viewer, DepartmentId department, Date day) {
    return transaction.execute(
               "UPDATE people SET department_id = ? WHERE id = ? AND organisation_id = ? AND EXISTS (SELECT 1 FROM departments d "
               "JOIN department_versions v ON v.department_id = d.id WHERE d.id = ? AND d.organisation_id = ? AND v.valid_from <= ? "
               "AND (v.valid_until IS NULL OR v.valid_until > ?))",
               department, viewer.person, viewer.organisation, department, viewer.organisation, day, day) == 1;
}

}  // namespace kc::identity
