// SPDX-License-Identifier: EUPL-1.2
#include "storage/audit.hpp"

namespace kc::storage {

void record_audit(Transaction& transaction, const AuditEntry& entry) {
    transaction.post("INSERT INTO audit_log (at, actor, action, subject_type, subject_id, details) VALUES (?, ?, ?, ?, ?, ?)", entry.at, entry.actor,
                     entry.action, entry.subject_type, entry.subject_id, entry.details);
}

void record_audits(Transaction& transaction, std::span<const AuditEntry> entries) {
    if (entries.empty()) return;
    transaction.bulk_insert("audit_log", {"at", "actor", "action", "subject_type", "subject_id", "details"}, entries);
}

}  // namespace kc::storage
