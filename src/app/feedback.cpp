// SPDX-License-Identifier: EUPL-1.2
#include "app/feedback.hpp"

#include "storage/audit.hpp"

namespace kc::app {

void FeedbackBox::store(const web::Feedback& feedback) {
    database_.in_transaction([&](storage::Transaction& transaction) {
        const auto reply_to = feedback.email.empty() ? std::optional<std::string>() : feedback.email;
        const auto id =
            transaction.get<FeedbackId>("INSERT INTO feedback (subject, page, message, reply_to, created_at) VALUES (?, ?, ?, ?, ?) RETURNING id",
                                        feedback.subject, feedback.page, feedback.text, reply_to, clock_.now());
        storage::record_audit(transaction,
                              {.at = clock_.now(), .actor = {}, .action = "feedback.received", .subject_type = "feedback", .subject_id = id.value});
    });
}

bool FeedbackBox::set_done(FeedbackId id, PersonId by) {
    return database_.in_transaction([&](storage::Transaction& transaction) {
        // What has been dealt with needs no address for an answer any more.
        const bool changed =
            transaction.execute("UPDATE feedback SET done_at = ?, reply_to = NULL WHERE id = ? AND done_at IS NULL", clock_.now(), id) == 1;
        if (changed) {
            storage::record_audit(transaction,
                                  {.at = clock_.now(), .actor = by, .action = "feedback.done", .subject_type = "feedback", .subject_id = id.value});
        }
        return changed;
    });
}

}  // namespace kc::app
