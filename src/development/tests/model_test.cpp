// SPDX-License-Identifier: EUPL-1.2
#include "development/model.hpp"
#include "development/sight.hpp"

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::development;

namespace {

constexpr Date today{std::chrono::year{2026}, std::chrono::month{3}, std::chrono::day{2}};

GoalContent content() {
    return {
        .competence_id = CompetenceId{7}, .level = 3, .title = "Datenschutz", .why = "Neue Aufgabe", .law = {}, .deadline_on = add_days(today, 60)};
}

}  // namespace

TEST_CASE("a goal names what, why and until when (MG-11, MG-12)") {
    CHECK_FALSE(check_content(content(), today));
    auto wrong = content();
    wrong.level.reset();
    CHECK(check_content(wrong, today) == GoalError::subject_missing);
    wrong = content();
    wrong.competence_id.reset();
    wrong.level.reset();
    CHECK_FALSE(check_content(wrong, today));
    wrong.title = "  ";
    CHECK(check_content(wrong, today) == GoalError::subject_missing);
    wrong = content();
    wrong.level = 6;
    CHECK(check_content(wrong, today) == GoalError::level_out_of_range);
    wrong = content();
    wrong.why.clear();
    CHECK(check_content(wrong, today) == GoalError::reason_missing);
    wrong = content();
    wrong.why = std::string(1001, 'x');
    CHECK(check_content(wrong, today) == GoalError::text_too_long);
    wrong = content();
    wrong.deadline_on = today;
    CHECK(check_content(wrong, today) == GoalError::deadline_out_of_range);
    wrong.deadline_on = add_days(today, 1);
    CHECK_FALSE(check_content(wrong, today));
    wrong.deadline_on = add_days(today, 5 * 366 + 1);
    CHECK(check_content(wrong, today) == GoalError::deadline_out_of_range);
}

TEST_CASE("reminders are due thirty and seven days before the deadline (MG-18)") {
    CHECK(reminder_due(add_days(today, 31), today) == 0);
    CHECK(reminder_due(add_days(today, 30), today) == 1);
    CHECK(reminder_due(add_days(today, 8), today) == 1);
    CHECK(reminder_due(add_days(today, 7), today) == 2);
    CHECK(reminder_due(today, today) == 2);
    CHECK(reminder_due(add_days(today, -1), today) == 0);
}

TEST_CASE("who may read which goals follows the table of the privacy room (MG-03, MG-04)") {
    constexpr OrganisationId town{1}, other{2};
    Viewer viewer{.person = PersonId{5}, .organisation = town};
    CHECK_FALSE(TeamSight::of(viewer).sees_people());
    CHECK(PartySight::of(viewer).acts_for.empty());
    viewer.roles = {{Role::supervisor, town}};
    CHECK(TeamSight::of(viewer).departments_of == std::vector{town});
    CHECK(TeamSight::of(viewer).organisations.empty());
    CHECK_FALSE(TeamSight::of(viewer).counts);
    CHECK(PartySight::of(viewer).acts_for == std::vector{town});
    viewer.roles = {{Role::hr_decision_maker, town}, {Role::supervisor, other}};
    CHECK(TeamSight::of(viewer).organisations == std::vector{town});
    CHECK(TeamSight::of(viewer).departments_of == std::vector{other});
    CHECK(TeamSight::of(viewer).counts);
    for (const auto role : {Role::learner, Role::provider_editor, Role::instructor, Role::board_member, Role::venue_host, Role::system_operator}) {
        viewer.roles = {{role, town}};
        CHECK_FALSE(TeamSight::of(viewer).sees_people());
        CHECK_FALSE(TeamSight::of(viewer).counts);
        CHECK(PartySight::of(viewer).acts_for.empty());
    }
    viewer.roles = {{Role::office, town}};
    CHECK_FALSE(TeamSight::of(viewer).sees_people());
    CHECK(TeamSight::of(viewer).counts);
    CHECK(PartySight::of(viewer).acts_for.empty());
}
