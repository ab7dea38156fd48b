// SPDX-License-Identifier: EUPL-1.2
// The audit log: who did what to which row, written in the same transaction as the deed. It can only grow, and it holds numbers
// and keys, never names or other personal values, so that erasing a person leaves nothing to erase here.
#pragma once

#include "base/date.hpp"
#include "base/ids.hpp"
#include "storage/session.hpp"

#include <optional>
#include <span>
#include <string>

namespace kc::storage {

struct AuditEntry {
    Instant at;
    std::optional<PersonId> actor;  // nobody: the platform itself
    std::string action;             // "profile.changed"
    std::string subject_type;       // "person"
    std::int64_t subject_id = 0;
    std::string details = "{}";  // JSON text without personal values
};
BOOST_DESCRIBE_STRUCT(AuditEntry, (), (at, actor, action, subject_type, subject_id, details))

void record_audit(Transaction& transaction, const AuditEntry& entry);
void record_audits(Transaction& transaction, std::span<const AuditEntry> entries);

}  // namespace kc::storage
