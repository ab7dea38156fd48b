// SPDX-License-Identifier: EUPL-1.2
#include "authoring/course_store.hpp"

#include "catalogue/listing.hpp"
#include "storage/session.hpp"

#include <algorithm>

namespace kc::authoring {

using storage::Session;

namespace {

constexpr std::string_view course_row =
    "SELECT c.id, c.slug, c.name, m.slug AS module_slug, m.name AS module_name, c.closed, c.retired, c.provider_id, p.organisation_id, "
    "p.name AS provider_name FROM courses c JOIN modules m ON m.id = c.module_id LEFT JOIN providers p ON p.id = c.provider_id";
constexpr std::string_view course_unit =
    "SELECT l.course_id, l.unit_id, u.title, u.slug FROM course_units l JOIN learning_units u ON u.id = l.unit_id";

}  // namespace

std::vector<CourseRow> list_course_rows(Session& session) {
    auto rows = session.query<CourseRow>(std::string(course_row) + " ORDER BY c.id");
    std::stable_sort(rows.begin(), rows.end(),
                     [](const CourseRow& a, const CourseRow& b) { return catalogue::sort_key(a.name) < catalogue::sort_key(b.name); });
    return rows;
}

std::optional<CourseRow> find_course_row(Session& session, CourseId id) {
    return session.find<CourseRow>(std::string(course_row) + " WHERE c.id = ?", id);
}

std::vector<CourseUnitRow> list_course_units(Session& session) {
    return session.query<CourseUnitRow>(std::string(course_unit) + " ORDER BY l.course_id, l.position");
}

std::vector<CourseUnitRow> list_course_units(Session& session, CourseId id) {
    return session.query<CourseUnitRow>(std::string(course_unit) + " WHERE l.course_id = ? ORDER BY l.position", id);
}

}  // namespace kc::authoring
