// SPDX-License-Identifier: EUPL-1.2
// What a person should know about a date before and after taking it: long ways, days off, another date at the same time (LP-60 …). Warnings
// only; what a plan may not do is the optimiser's business. Pure.
#pragma once

#include "competence/preferences.hpp"
#include "planning/planning_instance.hpp"

#include "base/holidays.hpp"

#include <optional>
#include <vector>

namespace kc::planning {

inline constexpr int next_day_way_minutes_max = 120;  // LP-62
inline constexpr int leave_minute_earliest = 6 * 60;  // LP-63
inline constexpr int return_minute_latest = 21 * 60;  // LP-63

enum class DateWarningKind { same_day, far_from_day_before, far_to_day_after, leaves_early, returns_late, absent, not_working, holiday };
BOOST_DESCRIBE_ENUM(DateWarningKind, same_day, far_from_day_before, far_to_day_after, leaves_early, returns_late, absent, not_working, holiday)

struct DateWarning {
    DateWarningKind kind{};
    std::optional<LearningUnitId> with = {};  // the other unit
    std::optional<std::size_t> place = {};    // where that is, by the index of the place
    int minutes = 0;                          // one way, estimated (FI-30)
    std::optional<Holiday> on = {};
    bool hybrid = false;  // a way that is only gone by who does not attend online
    bool operator==(const DateWarning&) const = default;
};

class DateWarnings {
public:
    // Without preferences nothing is said about days off, and hybrid dates count as attended on site.
    DateWarnings(const PlanningCatalogue& catalogue, OrganisationId organisation, const competence::LearningPreferences* preferences);

    // Beside what else of this plan, which may hold the unit itself at another date. `with_same_day`: also what lies on the same days.
    std::vector<DateWarning> about(const catalogue::LearningUnit& unit, const catalogue::TutorialDate& date, const Plan* plan,
                                   const PersonChoices& choices, bool with_same_day) const;
    // A planned unit at its date; nothing where it has none, is done, or is gone from the offers.
    std::vector<DateWarning> about(const CurriculumItem& item, const Plan& plan, const PersonChoices& choices) const;

private:
    std::optional<std::size_t> place_of(const catalogue::TutorialDate& date) const;  // nothing: no way to go
    void add_days_off(const catalogue::TutorialDate& date, std::vector<DateWarning>& warnings) const;
    void add_way_from_seat(const catalogue::TutorialDate& date, std::vector<DateWarning>& warnings) const;
    void add_neighbours(const catalogue::LearningUnit& unit, const catalogue::TutorialDate& date, const Plan& plan, const PersonChoices& choices,
                        bool with_same_day, std::vector<DateWarning>& warnings) const;

    const PlanningCatalogue& catalogue_;
    OrganisationId organisation_;
    const competence::LearningPreferences* preferences_;
};

}  // namespace kc::planning
