// SPDX-License-Identifier: EUPL-1.2
// Warnings about dates in words, with the reason and a way out (LP-60 …), and where they are put into what is shown.
#pragma once

#include "planning/date_warnings.hpp"
#include "planning/views.hpp"

#include <string>
#include <vector>

namespace kc::planning {

struct WarnedUnitView {  // for the list above the calendar
    std::string title, days;
    std::vector<std::string> sentences;
};
BOOST_DESCRIBE_STRUCT(WarnedUnitView, (), (title, days, sentences))

std::vector<std::string> warning_sentences(const std::vector<DateWarning>& warnings, const PlanningCatalogue& catalogue, const PlanViews& words);

// Of every unit of the plan. The profile is read only where there is something to warn of, because the plan page is opened often; days off
// are therefore told where the profile is at hand anyway.
void add_warnings(PlanView& view, const Plan& plan, const OwnPlans& own, const Viewer& viewer, const CurriculumService& curricula,
                  const PlanViews& words);
// The same with the profile at hand.
void add_warnings(PlanView& view, const Plan& plan, const OwnPlans& own, const competence::LearnerProfile& profile, const PlanViews& words);

std::vector<WarnedUnitView> warned_units(const PlanView& view);

}  // namespace kc::planning
