// SPDX-License-Identifier: EUPL-1.2
// Where a person works within her organisation: the departments to choose from, and her own choice.
#pragma once

#include "base/ids.hpp"
#include "base/viewer.hpp"
#include "storage/database.hpp"

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace kc::identity {

struct DepartmentChoice {
    DepartmentId id;
    std::string name;
    std::optional<DepartmentId> parent_id;
};
BOOST_DESCRIBE_STRUCT(DepartmentChoice, (), (id, name, parent_id))

// The departments of the viewer's organisation that exist on this day, by name.
std::vector<DepartmentChoice> list_department_choices(storage::Session& session, const Viewer& viewer, Date day);

// False when the department is not one of those; the row of the viewer alone can change.
bool update_own_department(storage::Transaction& transaction, const Viewer& viewer, DepartmentId department, Date day);

}  // namespace kc::identity
