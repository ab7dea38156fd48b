// SPDX-License-Identifier: EUPL-1.2
// Which one thing a learner should do next. Pure.
#pragma once

#include "competence/competence.hpp"
#include "interview/interview.hpp"
#include "planning/planning.hpp"

namespace kc::app {

// Each has the messages "app.next.<name>", ".text" and ".action".
enum class NextStep {
    job,
    assessment,
    interests,
    preferences,
    make_plan,
    decide_proposal,
    start_unit,
    attend_date,
    follow_plan,
    resume_interview,  // begun and not finished
    answer_checkin,    // two questions after a unit or a change of job
};
BOOST_DESCRIBE_ENUM(NextStep, job, assessment, interests, preferences, make_plan, decide_proposal, start_unit, attend_date, follow_plan,
                    resume_interview, answer_checkin)

NextStep next_step(const competence::NeedsSummary& needs, const planning::DashboardSummary& plan, const interview::InterviewSummary& dialogue);

}  // namespace kc::app
