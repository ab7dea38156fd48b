// SPDX-License-Identifier: EUPL-1.2
#include "app/dashboard.hpp"

namespace kc::app {

NextStep next_step(const competence::NeedsSummary& needs, const planning::DashboardSummary& plan, const interview::InterviewSummary& dialogue) {
    using competence::ProfileStep;
    if (dialogue.interview_open) return NextStep::resume_interview;
    if (plan.proposal_waiting) return NextStep::decide_proposal;
    if (!plan.has_plan) {
        switch (needs.next_step) {
            case ProfileStep::job: return NextStep::job;
            case ProfileStep::assessment: return NextStep::assessment;
            case ProfileStep::interests: return NextStep::interests;
            case ProfileStep::preferences: return NextStep::preferences;
            case ProfileStep::done: return NextStep::make_plan;
        }
    }
    if (dialogue.checkin) return NextStep::answer_checkin;
    if (!plan.current.empty()) return NextStep::start_unit;
    if (!plan.next.empty() && !plan.next.front().self_paced) return NextStep::attend_date;
    return NextStep::follow_plan;
}

}  // namespace kc::app
