// SPDX-License-Identifier: EUPL-1.2
// Whose talks and goals a viewer may read: the table of privacy/visibility.hpp as conditions for SQL. Every store function that reads rows
// about other people takes one of these, so there is one place that narrows.
#pragma once

#include "base/viewer.hpp"
#include "privacy/visibility.hpp"

#include <string>
#include <vector>

namespace kc::development {

// The two who talk. As counterpart only while the viewer may act for that organisation and the employee works there (MG-03).
struct PartySight {
    PersonId viewer;
    std::vector<OrganisationId> acts_for;  // where the viewer may agree on goals
    static PartySight of(const Viewer& viewer);
};

// Agreed goals beyond the own talks: of a department, or of an organisation.
struct TeamSight {
    PersonId viewer;
    std::vector<OrganisationId> departments_of;  // those where the viewer sees the own department and those below it
    std::vector<OrganisationId> organisations;   // those where the viewer sees all
    bool counts = false;                         // numbers of every organisation
    static TeamSight of(const Viewer& viewer);
    bool sees_people() const { return !departments_of.empty() || !organisations.empty(); }
};

}  // namespace kc::development
