// SPDX-License-Identifier: EUPL-1.2
// What the service about courses asks the database.
#pragma once

#include "base/ids.hpp"

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace kc::storage {
class Session;
}

namespace kc::authoring {

struct CourseRow {
    CourseId id;
    std::string slug, name, module_slug, module_name;
    bool closed = false, retired = false;
    std::optional<ProviderId> provider_id;  // the office's own courses have none
    std::optional<OrganisationId> organisation_id;
    std::optional<std::string> provider_name;
};
BOOST_DESCRIBE_STRUCT(CourseRow, (), (id, slug, name, module_slug, module_name, closed, retired, provider_id, organisation_id, provider_name))

struct CourseUnitRow {
    CourseId course_id;
    LearningUnitId unit_id;
    std::string title, slug;
};
BOOST_DESCRIBE_STRUCT(CourseUnitRow, (), (course_id, unit_id, title, slug))

std::vector<CourseRow> list_course_rows(storage::Session& session);  // by name
std::optional<CourseRow> find_course_row(storage::Session& session, CourseId id);
std::vector<CourseUnitRow> list_course_units(storage::Session& session);  // of all courses, in their order
std::vector<CourseUnitRow> list_course_units(storage::Session& session, CourseId id);

}  // namespace kc::authoring
