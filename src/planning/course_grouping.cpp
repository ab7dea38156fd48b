// SPDX-License-Identifier: EUPL-1.2
#include "planning/course_grouping.hpp"

#include <algorithm>

namespace kc::planning {
namespace {

class Grouping {
public:
    Grouping(const PlanningCatalogue& catalogue, const Plan& plan, const PersonChoices& choices)
        : catalogue_(catalogue), offers_(catalogue.snapshot()), choices_(choices) {
        const auto add = [&](LearningUnitId id) {
            const auto index = offers_.index_of(id);
            if (index && std::find(own_.begin(), own_.end(), *index) == own_.end()) own_.push_back(*index);
        };
        for (const auto& done : choices.completed) add(done.unit_id);
        for (const auto& item : plan.items) add(item.unit);
    }

    CourseGroups groups() {
        for (std::size_t i = 0; i < offers_.courses().size(); ++i) look_at_course(i);
        for (std::size_t i = 0; i < offers_.modules().size(); ++i) look_at_module(i);
        std::stable_sort(found_.near.begin(), found_.near.end(), [](const CourseGroup& a, const CourseGroup& b) {
            return std::pair(a.missing.size(), a.missing_hours.value) < std::pair(b.missing.size(), b.missing_hours.value);
        });
        if (found_.near.size() > near_courses_max) found_.near.resize(near_courses_max);
        return std::move(found_);
    }

private:
    static bool contains(const std::vector<std::size_t>& list, std::size_t value) { return std::find(list.begin(), list.end(), value) != list.end(); }
    bool has(std::size_t unit) const { return contains(own_, unit); }

    // LP-73: something one could really take.
    bool can_be_added(std::size_t index) const {
        const auto& unit = offers_.unit(index);
        const auto* choice = choices_.find(unit.id);
        return !unit.only_for && catalogue_.offers(unit.id) && (choice == nullptr || choice->choice != Choice::excluded);
    }

    void add(CourseGroup group, const std::vector<std::size_t>& own, const std::vector<std::size_t>& missing) {
        for (const auto index : own) group.units.push_back(offers_.unit(index).id);
        for (const auto index : missing) {
            group.missing.push_back(offers_.unit(index).id);
            group.missing_hours.value += offers_.unit(index).total().value;
        }
        (missing.empty() ? found_.whole : found_.near).push_back(std::move(group));
    }

    static bool near(const std::vector<std::size_t>& own, const std::vector<std::size_t>& missing) {
        return missing.size() <= course_missing_max && own.size() >= missing.size() && own.size() > 1;
    }

    void look_at_course(std::size_t number) {
        const auto& course = offers_.courses()[number];
        if (course.units.size() != course.unit_ids.size()) return;  // LP-72: one of its units is no longer offered
        std::vector<std::size_t> own, missing;
        for (const auto unit : course.units) (has(unit) ? own : missing).push_back(unit);
        if (!missing.empty() && (!near(own, missing) || !std::all_of(missing.begin(), missing.end(), [&](auto unit) { return can_be_added(unit); })))
            return;
        (missing.empty() ? modules_whole_ : modules_near_).push_back(course.module);
        add({.module = course.module, .offered = number}, own, missing);
    }

    void look_at_module(std::size_t number) {
        const auto& module = offers_.modules()[number];
        // A course that a provider put together in this module says it better.
        if (contains(modules_whole_, number)) return;
        if (module.mandatory_units.empty() || module.mandatory_units.size() > course_units_max) return;
        std::vector<std::size_t> own, missing;
        for (const auto unit : module.mandatory_units) (has(unit) ? own : missing).push_back(unit);
        for (const auto unit : own_) {  // as planned
            if (own.size() + missing.size() == course_units_max) break;
            if (contains(module.elective_units, unit)) own.push_back(unit);
        }
        // Most modules end here, before anything dear is looked at.
        if (own.size() < 2 || missing.size() > course_missing_max) return;
        if (!std::all_of(missing.begin(), missing.end(), [&](auto unit) { return can_be_added(unit); })) return;
        // LP-73: what is missing to three is filled with the electives that take the least time.
        std::vector<std::size_t> electives;
        if (own.size() + missing.size() < course_units_min) {
            std::copy_if(module.elective_units.begin(), module.elective_units.end(), std::back_inserter(electives),
                         [&](std::size_t unit) { return !has(unit) && can_be_added(unit); });
        }
        std::stable_sort(electives.begin(), electives.end(), [&](std::size_t a, std::size_t b) {
            const auto cost = [&](std::size_t unit) { return std::pair(offers_.unit(unit).total().value, offers_.unit(unit).price_other.value); };
            return cost(a) < cost(b);
        });
        for (const auto unit : electives) {
            if (own.size() + missing.size() >= course_units_min) break;
            missing.push_back(unit);
        }
        if (own.size() + missing.size() < course_units_min) return;
        if (missing.empty() || (near(own, missing) && !contains(modules_near_, number))) add({.module = number, .offered = {}}, own, missing);
    }

    const PlanningCatalogue& catalogue_;
    const catalogue::CatalogueSnapshot& offers_;
    const PersonChoices& choices_;
    std::vector<std::size_t> own_;                           // indices; completed ones, then as planned
    std::vector<std::size_t> modules_whole_, modules_near_;  // of courses that providers put together
    CourseGroups found_;
};

}  // namespace

CourseGroups group_courses(const PlanningCatalogue& catalogue, const Plan& plan, const PersonChoices& choices) {
    return Grouping(catalogue, plan, choices).groups();
}

}  // namespace kc::planning
