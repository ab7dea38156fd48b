// SPDX-License-Identifier: EUPL-1.2
#include "app/operations_report.hpp"

namespace kc::app {

std::int64_t count_audit_entries(storage::Session& session) { return session.get<std::int64_t>("SELECT COUNT(*) FROM audit_log"); }

std::vector<AuditRow> list_audit_entries(storage::Session& session, std::int64_t offset, std::int64_t limit) {
    return session.query<AuditRow>("SELECT id, at, actor, action, subject_type, subject_id FROM audit_log ORDER BY id DESC LIMIT ? OFFSET ?", limit,
                                   offset);
}

std::int64_t count_feedback(storage::Session& session) { return session.get<std::int64_t>("SELECT COUNT(*) FROM feedback"); }

std::vector<FeedbackRow> list_feedback(storage::Session& session, std::int64_t offset, std::int64_t limit) {
    return session.query<FeedbackRow>(
        "SELECT id, subject, page, message, reply_to, created_at, done_at FROM feedback ORDER BY id DESC LIMIT ? OFFSET ?", limit, offset);
}

}  // namespace kc::app
