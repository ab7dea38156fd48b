// SPDX-License-Identifier: EUPL-1.2
// The public face of the room: what the dashboard shows of the interview, and the events after which two questions come later (F27).
// Those who know of an event (planning, competence) do not know this room: app connects them, in the transaction of the event.
#pragma once

#include "base/viewer.hpp"
#include "interview/model.hpp"
#include "storage/database.hpp"

#include <optional>
#include <string>

namespace kc::interview {

struct InterviewSummary {
    bool interview_open = false;       // begun and not finished: "Gespräch fortsetzen"
    bool interview_done = false;       // there is a finished one
    std::optional<CheckinId> checkin;  // one question at most waits (IV-31); none while a dialogue is open
    CheckinCause cause{};
    std::string subject;
};
BOOST_DESCRIBE_STRUCT(InterviewSummary, (), (interview_open, interview_done, checkin, cause, subject))

// Of the viewer herself; one statement.
InterviewSummary interview_summary(storage::Session& session, const Viewer& viewer, Date today);

// A unit was completed: in 14 days two questions about what came of it. `competence`: what the unit raises most.
// False when one of this kind was recorded in the last 14 days (IV-32): nobody is asked after each of five units.
bool ask_after_unit(storage::Transaction& transaction, PersonId person, std::string_view title, std::optional<CompetenceId> competence, Date today,
                    Instant now);

// The present job changed: tomorrow two questions about the new work. Not while a dialogue is open, which asks for it anyway.
bool ask_after_job_change(storage::Transaction& transaction, PersonId person, std::string_view job, Date today, Instant now);

}  // namespace kc::interview
