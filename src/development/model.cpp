// SPDX-License-Identifier: EUPL-1.2
#include "development/model.hpp"

#include "base/require.hpp"
#include "base/text.hpp"

namespace kc::development {

namespace {

constexpr int first_reminder_days = 30, second_reminder_days = 7;
constexpr int level_max = 5;

}  // namespace

const GoalVersion* FullGoal::agreed() const {
    for (const auto& version : versions) {
        if (goal.agreed_version == version.version) return &version;
    }
    return nullptr;
}

const GoalVersion* FullGoal::proposal() const {
    if (versions.empty() || !versions.back().open()) return nullptr;
    if (goal.state == GoalState::ended || goal.state == GoalState::lapsed || goal.state == GoalState::fulfilled) return nullptr;
    return &versions.back();
}

const GoalVersion& FullGoal::shown() const {
    if (const auto* version = agreed()) return *version;
    require(!versions.empty());
    return versions.back();
}

std::optional<GoalError> check_content(const GoalContent& content, Date today) {
    const bool free_words = !content.competence_id && !content.level;
    if (content.competence_id.has_value() != content.level.has_value()) return GoalError::subject_missing;
    if (free_words && trim(content.title).empty()) return GoalError::subject_missing;
    if (content.level && (*content.level < 1 || *content.level > level_max)) return GoalError::level_out_of_range;
    if (trim(content.why).empty()) return GoalError::reason_missing;
    if (code_points(content.title) > title_length_max || code_points(content.why) > why_length_max || code_points(content.law) > title_length_max) {
        return GoalError::text_too_long;
    }
    if (content.deadline_on <= today || content.deadline_on > add_days(today, deadline_years_max * 366)) return GoalError::deadline_out_of_range;
    return std::nullopt;
}

int reminder_due(Date deadline, Date today) {
    const int days = days_between(today, deadline);
    if (days < 0 || days > first_reminder_days) return 0;
    return days > second_reminder_days ? 1 : 2;
}

bool overdue(const GoalVersion& agreed, Date today) { return agreed.deadline_on < today; }

}  // namespace kc::development
