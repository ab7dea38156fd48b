// SPDX-License-Identifier: EUPL-1.2
#include "authoring/course_service.hpp"

#include "base/text.hpp"
#include "storage/audit.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::authoring {

using catalogue::CatalogueSnapshot;
using catalogue::LearningUnit;
using storage::Session;
using storage::Transaction;

namespace {

constexpr std::size_t units_read_max = 50;  // more are refused before anything is looked up

std::optional<std::size_t> module_index(const CatalogueSnapshot& snapshot, const std::string& slug) {
    const auto* module = snapshot.find_module(slug);
    return module == nullptr ? std::nullopt : std::optional(static_cast<std::size_t>(module - snapshot.modules().data()));
}

CourseInput input_of(const CourseRow& row, std::span<const CourseUnitRow> units) {
    CourseInput input{row.name, row.module_slug, row.closed, {}};
    for (const auto& unit : units) input.units.push_back(unit.unit_id);
    return input;
}

}  // namespace

CourseUnit course_unit(const CatalogueSnapshot& snapshot, const LearningUnit& unit, std::optional<std::size_t> module, Date today) {
    CourseUnit result;
    result.id = unit.id;
    result.title = unit.title;
    result.offered = !unit.only_for;
    for (const auto& entry : unit.modules) {
        if (entry.module != module) continue;
        result.in_module = true;
        result.mandatory = entry.mandatory;
    }
    result.hours = unit.total();
    result.price_member = unit.price_member;
    result.price_other = unit.price_other;
    result.language = unit.language;
    for (const auto& date : unit.dates) {
        const auto* venue = date.upcoming(today) ? snapshot.venue_of(date) : nullptr;
        if (venue != nullptr) result.places.push_back(snapshot.place_of(*venue).name);
    }
    result.after = unit.after_id;
    result.teaches = unit.teaches;
    result.needs = unit.needs;
    return result;
}

Result<std::vector<OwnCourse>, CourseError> CourseService::list(const Viewer& viewer) const {
    if (!viewer.may(Permission::edit_offers)) return refuse(CourseError::not_permitted);
    const auto snapshot = catalogues_.current();
    return database_.read([&](Session& session) -> Result<std::vector<OwnCourse>, CourseError> {
        std::vector<OwnCourse> courses;
        const auto units = list_course_units(session);
        for (auto& row : list_course_rows(session)) {
            if (!viewer.may(Permission::edit_offers, row.organisation_id.value_or(OrganisationId{0}))) continue;
            OwnCourse course{std::move(row), {}, {}};
            for (const auto& unit : units) {
                if (unit.course_id == course.row.id) course.units.push_back(unit);
            }
            course.check = check_units(*snapshot, course.row.module_slug, input_of(course.row, course.units).units, course.units);
            courses.push_back(std::move(course));
        }
        return courses;
    });
}

Result<OwnCourse, CourseError> CourseService::find(const Viewer& viewer, CourseId id) const {
    return database_.read([&](Session& session) -> Result<OwnCourse, CourseError> {
        auto row = find_own(session, viewer, id);
        if (!row) return refuse(row.error());
        OwnCourse course{std::move(*row), list_course_units(session, id), {}};
        course.check = check_units(*catalogues_.current(), course.row.module_slug, input_of(course.row, course.units).units, course.units);
        return course;
    });
}

Result<std::vector<OwnProvider>, CourseError> CourseService::providers(const Viewer& viewer) const {
    if (!viewer.may(Permission::edit_offers)) return refuse(CourseError::not_permitted);
    return database_.read([&](Session& session) { return list_own_providers(session, viewer, Permission::edit_offers); });
}

Result<CourseCheck, CourseError> CourseService::check(const Viewer& viewer, const CourseInput& input, std::span<const CourseUnitRow> known) const {
    if (!viewer.may(Permission::edit_offers)) return refuse(CourseError::not_permitted);
    const auto snapshot = catalogues_.current();
    if (snapshot->find_module(input.module) == nullptr) return refuse(CourseError::module_not_found);
    return check_units(*snapshot, input.module, input.units, known);
}

Result<CourseId, CourseRefusal> CourseService::add(const Viewer& viewer, ProviderId provider, const CourseInput& input) {
    if (!viewer.may(Permission::edit_offers)) return refuse(CourseRefusal{CourseError::not_permitted, {}, {}});
    return database_.in_transaction([&](Transaction& transaction) -> Result<CourseId, CourseRefusal> {
        const auto own = list_own_providers(transaction, viewer, Permission::edit_offers);
        if (std::none_of(own.begin(), own.end(), [&](const OwnProvider& one) { return one.id == provider; })) {
            return refuse(CourseRefusal{CourseError::not_own_provider, {}, {}});
        }
        if (auto refusal = refusal_of(input, {})) return refuse(std::move(*refusal));
        const auto id = catalogue::add_course(transaction, provider, content_of(transaction, input));
        audit(transaction, viewer, "course.added", id);
        return id;
    });
}

Result<void, CourseRefusal> CourseService::change(const Viewer& viewer, CourseId id, const CourseInput& input) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, CourseRefusal> {
        const auto row = find_own(transaction, viewer, id);
        if (!row) return refuse(CourseRefusal{row.error(), {}, {}});
        if (auto refusal = refusal_of(input, list_course_units(transaction, id))) return refuse(std::move(*refusal));
        catalogue::change_course(transaction, id, content_of(transaction, input));
        audit(transaction, viewer, "course.changed", id);
        return {};
    });
}

Result<void, CourseError> CourseService::retire(const Viewer& viewer, CourseId id) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, CourseError> {
        const auto row = find_own(transaction, viewer, id);
        if (!row) return refuse(row.error());
        if (row->retired) return {};  // sent twice
        catalogue::retire_course(transaction, id, true);
        audit(transaction, viewer, "course.retired", id);
        return {};
    });
}

Result<void, CourseRefusal> CourseService::restore(const Viewer& viewer, CourseId id) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, CourseRefusal> {
        const auto row = find_own(transaction, viewer, id);
        if (!row) return refuse(CourseRefusal{row.error(), {}, {}});
        if (!row->retired) return {};
        const auto units = list_course_units(transaction, id);
        if (auto refusal = refusal_of(input_of(*row, units), units)) return refuse(std::move(*refusal));
        catalogue::retire_course(transaction, id, false);
        audit(transaction, viewer, "course.restored", id);
        return {};
    });
}

CourseCheck CourseService::check_units(const CatalogueSnapshot& snapshot, const std::string& module, std::span<const LearningUnitId> ids,
                                       std::span<const CourseUnitRow> known) const {
    const auto index = module_index(snapshot, module);
    const auto today = clock_.today();
    std::vector<CourseUnit> units, mandatory;
    for (const auto id : ids) {
        if (const auto* unit = snapshot.find_unit(id)) {
            units.push_back(course_unit(snapshot, *unit, index, today));
            continue;
        }
        // Not published any more: its title is known when the course has it already.
        CourseUnit gone{.id = id, .in_module = true};
        const auto row = std::find_if(known.begin(), known.end(), [&](const CourseUnitRow& one) { return one.unit_id == id; });
        gone.title = row == known.end() ? fmt::format("{}", id.value) : row->title;
        units.push_back(std::move(gone));
    }
    if (index) {
        for (const auto unit : snapshot.modules()[*index].mandatory_units) {
            auto facts = course_unit(snapshot, snapshot.unit(unit), index, today);
            if (facts.offered) mandatory.push_back(std::move(facts));
        }
    }
    return check_course(units, mandatory);
}

Result<CourseRow, CourseError> CourseService::find_own(Session& session, const Viewer& viewer, CourseId id) const {
    if (!viewer.may(Permission::edit_offers)) return refuse(CourseError::not_permitted);
    auto row = find_course_row(session, id);
    if (!row || !viewer.may(Permission::edit_offers, row->organisation_id.value_or(OrganisationId{0}))) return refuse(CourseError::course_not_found);
    return std::move(*row);
}

std::optional<CourseRefusal> CourseService::refusal_of(const CourseInput& input, std::span<const CourseUnitRow> known) const {
    const auto snapshot = catalogues_.current();
    if (snapshot->find_module(input.module) == nullptr) return CourseRefusal{CourseError::module_not_found, {}, {}};
    std::vector<FieldProblem> problems;
    const auto length = code_points(trim(input.name));
    if (length < 3 || length > 120) problems.push_back({"name", "authoring.courses.problem.name", {}});
    if (input.units.size() > units_read_max) problems.push_back({"units", "authoring.courses.problem.too_many", {}});
    if (!problems.empty()) return CourseRefusal{CourseError::invalid, std::move(problems), {}};
    auto check = check_units(*snapshot, input.module, input.units, known);
    if (!check.sound()) return CourseRefusal{CourseError::rules_broken, {}, std::move(check)};
    return std::nullopt;
}

catalogue::CourseContent CourseService::content_of(Session& session, const CourseInput& input) const {
    catalogue::CourseContent content;
    content.name = std::string(trim(input.name));
    content.module = input.module;
    content.closed = input.closed;
    for (const auto unit : input.units) content.units.push_back(catalogue::find_stored_unit(session, unit).value().slug);
    return content;
}

void CourseService::audit(Transaction& transaction, const Viewer& viewer, std::string_view action, CourseId id) const {
    storage::record_audit(
        transaction, {.at = clock_.now(), .actor = viewer.person, .action = std::string(action), .subject_type = "course", .subject_id = id.value});
}

}  // namespace kc::authoring
