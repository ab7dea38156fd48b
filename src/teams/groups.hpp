// SPDX-License-Identifier: EUPL-1.2
// Which departments may be asked about: at least five people, and so that no difference between two groups is smaller than five people
// either (TP-02). Pure.
#pragma once

#include "base/ids.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace kc::teams {

struct DepartmentPeople {
    DepartmentId id;
    std::optional<DepartmentId> parent_id;
    std::string name;
    int people = 0;  // directly in it
};
BOOST_DESCRIBE_STRUCT(DepartmentPeople, (), (id, parent_id, name, people))

enum class GroupState {
    askable,
    too_small,     // fewer than five
    would_reveal,  // beside the department above, fewer than five people would stand alone
};
BOOST_DESCRIBE_ENUM(GroupState, askable, too_small, would_reveal)

struct Group {
    std::optional<DepartmentId> department;  // absent: the whole organisation
    std::string name;
    int depth = 0;
    int people = 0;  // with all departments below
    GroupState state = GroupState::askable;
    std::vector<DepartmentId> departments;  // itself and all below; empty: everybody
};

// The whole organisation first, then departments in the order of the tree; `without_department`: people who belong to none.
std::vector<Group> groups_of(std::span<const DepartmentPeople> departments, int without_department);
const Group* find_group(std::span<const Group> groups, std::optional<DepartmentId> department);

}  // namespace kc::teams
