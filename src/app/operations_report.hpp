// SPDX-License-Identifier: EUPL-1.2
// What the technical operation sees of audit log and feedback (jobs and mail have their own read functions). Read-only; no personal
// values except the feedback that somebody sent on purpose.
#pragma once

#include "base/date.hpp"
#include "base/ids.hpp"
#include "storage/session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kc::app {

struct AuditRow {
    std::int64_t id = 0;
    Instant at{};
    std::optional<std::int64_t> actor;
    std::string action;
    std::string subject_type;
    std::int64_t subject_id = 0;
};
BOOST_DESCRIBE_STRUCT(AuditRow, (), (id, at, actor, action, subject_type, subject_id))

struct FeedbackRow {
    FeedbackId id;
    std::string subject;
    std::string page;
    std::string message;
    std::optional<std::string> reply_to;
    Instant created_at{};
    std::optional<Instant> done_at;
};
BOOST_DESCRIBE_STRUCT(FeedbackRow, (), (id, subject, page, message, reply_to, created_at, done_at))

std::int64_t count_audit_entries(storage::Session& session);
std::vector<AuditRow> list_audit_entries(storage::Session& session, std::int64_t offset, std::int64_t limit);
std::int64_t count_feedback(storage::Session& session);
std::vector<FeedbackRow> list_feedback(storage::Session& session, std::int64_t offset, std::int64_t limit);

}  // namespace kc::app
