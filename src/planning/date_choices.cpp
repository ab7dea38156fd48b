// SPDX-License-Identifier: EUPL-1.2
#include "planning/date_choices.hpp"

#include <algorithm>

namespace kc::planning {

namespace {

std::vector<Overlap> overlaps_of(const catalogue::LearningUnit& unit, const catalogue::TutorialDate& date, const Plan& plan,
                                 const PersonChoices& choices) {
    std::vector<Overlap> overlaps;
    for (const auto& item : plan.items) {
        if (item.unit == unit.id || !item.date || choices.is_completed(item.unit)) continue;
        if (item.starts_on > date.last_day || item.ends_on < date.first_day) continue;
        const auto* choice = choices.find(item.unit);
        overlaps.push_back({item.unit, choice != nullptr && choice->choice == Choice::locked});
    }
    return overlaps;
}

}  // namespace

DateExaminer::DateExaminer(const PlanningCatalogue& catalogue, const competence::LearnerProfile& profile)
    : catalogue_(catalogue), profile_(profile), instance_(make_instance(catalogue, {profile, {}, false, nullptr})) {}

DateFit DateExaminer::fit_of(const catalogue::TutorialDate& date) const {
    const auto& learner = instance_.learner;
    const optimizer::DayRange days{day_number(date.first_day), day_number(date.last_day)};
    const bool online_wanted = profile_.preferences.online;
    if (!date.bookable(catalogue_.today()) || date.first_day <= catalogue_.today()) return DateFit::past_deadline;
    if (days.first_day < learner.first_day || days.last_day > learner.last_day) return DateFit::outside_period;
    if (std::any_of(learner.blocked.begin(), learner.blocked.end(), [&](const auto& range) { return range.touches(days); }))
        return DateFit::blocked_day;
    if (date.mode == catalogue::Format::online) return online_wanted ? DateFit::usable : DateFit::online_not_wanted;
    if ((date.mode == catalogue::Format::hybrid && online_wanted) || !date.venue) return DateFit::usable;
    const auto place = static_cast<int>(catalogue_.snapshot().venues()[*date.venue].place);
    const auto& places = learner.reachable_places;
    return std::find(places.begin(), places.end(), place) != places.end() ? DateFit::usable : DateFit::place_not_reachable;
}

std::vector<DateChoice> DateExaminer::dates_of(const catalogue::LearningUnit& unit, const Plan* plan, const PersonChoices& choices) const {
    std::vector<DateChoice> rows;
    const DateWarnings warnings(catalogue_, profile_.organisation, &profile_.preferences);
    for (const auto& date : unit.dates) {
        DateChoice row{.date = date.id, .fit = fit_of(date)};
        if (plan != nullptr) row.overlaps = overlaps_of(unit, date, *plan, choices);
        if (row.fit == DateFit::usable) row.warnings = warnings.about(unit, date, plan, choices, false);  // overlaps say more about the same day
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace kc::planning
