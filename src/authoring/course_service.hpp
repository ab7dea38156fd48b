// SPDX-License-Identifier: EUPL-1.2
// CourseService: providers and the office put units of a module together to courses. What breaks a rule is not saved, and each rule says
// why. Each change is one transaction with an audit entry.
#pragma once

#include "authoring/course_rules.hpp"
#include "authoring/course_store.hpp"
#include "authoring/date_store.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "catalogue/catalogue.hpp"
#include "storage/database.hpp"

namespace kc::authoring {

enum class CourseError {
    not_permitted,
    course_not_found,  // or not of the own provider
    not_own_provider,
    module_not_found,
    invalid,       // see the problems
    rules_broken,  // see the check
};
BOOST_DESCRIBE_ENUM(CourseError, not_permitted, course_not_found, not_own_provider, module_not_found, invalid, rules_broken)

struct CourseRefusal {
    CourseError error{};
    std::vector<FieldProblem> problems;
    std::optional<CourseCheck> check;
};

struct CourseInput {
    std::string name;
    std::string module;  // slug
    bool closed = false;
    std::vector<LearningUnitId> units;  // in their order
};

struct OwnCourse {
    CourseRow row;
    std::vector<CourseUnitRow> units;
    CourseCheck check;
};

class CourseService {
public:
    CourseService(storage::Database& database, const Clock& clock, const catalogue::CatalogueSource& catalogues)
        : database_(database), clock_(clock), catalogues_(catalogues) {}

    Result<std::vector<OwnCourse>, CourseError> list(const Viewer& viewer) const;
    Result<OwnCourse, CourseError> find(const Viewer& viewer, CourseId id) const;
    Result<std::vector<OwnProvider>, CourseError> providers(const Viewer& viewer) const;
    // `known`: units that an existing course has already, by name.
    Result<CourseCheck, CourseError> check(const Viewer& viewer, const CourseInput& input, std::span<const CourseUnitRow> known = {}) const;

    Result<CourseId, CourseRefusal> add(const Viewer& viewer, ProviderId provider, const CourseInput& input);
    Result<void, CourseRefusal> change(const Viewer& viewer, CourseId id, const CourseInput& input);
    Result<void, CourseError> retire(const Viewer& viewer, CourseId id);
    Result<void, CourseRefusal> restore(const Viewer& viewer, CourseId id);  // only when it keeps the rules today

    std::shared_ptr<const catalogue::CatalogueSnapshot> catalogue() const { return catalogues_.current(); }

private:
    CourseCheck check_units(const catalogue::CatalogueSnapshot& snapshot, const std::string& module, std::span<const LearningUnitId> units,
                            std::span<const CourseUnitRow> known) const;
    Result<CourseRow, CourseError> find_own(storage::Session& session, const Viewer& viewer, CourseId id) const;
    std::optional<CourseRefusal> refusal_of(const CourseInput& input, std::span<const CourseUnitRow> known) const;
    catalogue::CourseContent content_of(storage::Session& session, const CourseInput& input) const;
    void audit(storage::Transaction& transaction, const Viewer& viewer, std::string_view action, CourseId id) const;

    storage::Database& database_;
    const Clock& clock_;
    const catalogue::CatalogueSource& catalogues_;
};

// A unit of the snapshot as a course of this module sees it.
CourseUnit course_unit(const catalogue::CatalogueSnapshot& snapshot, const catalogue::LearningUnit& unit, std::optional<std::size_t> module,
                       Date today);

}  // namespace kc::authoring
