// SPDX-License-Identifier: EUPL-1.2
#include "interview/interview.hpp"

#include "interview/checkin_rules.hpp"
#include "interview/store.hpp"

namespace kc::interview {

namespace {

bool record(storage::Transaction& transaction, PersonId person, CheckinCause cause, std::string_view subject, std::optional<CompetenceId> competence,
            Date due_on, Instant now) {
    const auto since = now - std::chrono::days{checkin_days_between};
    if (count_recent_checkins(transaction, person, cause, since) > 0) return false;
    insert_checkin(transaction, person,
                   {.id = {},
                    .cause = cause,
                    .subject = std::string(subject),
                    .competence_id = competence,
                    .due_on = due_on,
                    .created_at = now,
                    .state = CheckinState::due,
                    .closed_at = {}});
    return true;
}

}  // namespace

InterviewSummary interview_summary(storage::Session& session, const Viewer& viewer, Date today) {
    InterviewSummary summary;
    bool any_open = false;
    auto rows = list_summary(session, viewer.person, today);
    for (const auto& row : rows) {
        if (!row.kind) continue;
        any_open = any_open || row.state == SessionState::open;
        if (*row.kind == SessionKind::checkin) continue;
        (row.state == SessionState::open ? summary.interview_open : summary.interview_done) = true;
    }
    if (any_open) return summary;
    for (auto& row : rows) {
        if (!row.checkin) continue;
        summary.checkin = row.checkin;
        if (row.cause) summary.cause = *row.cause;
        summary.subject = std::move(row.subject);
    }
    return summary;
}

bool ask_after_unit(storage::Transaction& transaction, PersonId person, std::string_view title, std::optional<CompetenceId> competence, Date today,
                    Instant now) {
    return record(transaction, person, CheckinCause::unit_completed, title, competence, add_days(today, checkin_days_after_unit), now);
}

bool ask_after_job_change(storage::Transaction& transaction, PersonId person, std::string_view job, Date today, Instant now) {
    if (find_open_session(transaction, person)) return false;
    return record(transaction, person, CheckinCause::job_changed, job, std::nullopt, add_days(today, checkin_days_after_job), now);
}

}  // namespace kc::interview
