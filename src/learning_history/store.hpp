// SPDX-License-Identifier: EUPL-1.2
// All SQL about files made and histories taken over. Every question carries the person's number (LH-04).
#pragma once

#include "learning_history/model.hpp"
#include "storage/database.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kc::learning_history {

// That a file was made; not the file.
struct StoredExport {
    HistoryExportId id;
    std::string credential_id, digest, thumbprint;
    int units = 0, confirmed_levels = 0, tested_levels = 0, stated_levels = 0;
    Instant created_at{};
};
BOOST_DESCRIBE_STRUCT(StoredExport, (), (id, credential_id, digest, thumbprint, units, confirmed_levels, tested_levels, stated_levels, created_at))

struct StoredEntry {
    int position = 0;
    Entry entry;
    std::optional<EvidenceId> evidence;  // the line of the profile that came of it
    std::optional<LearningUnitId> unit;  // the same unit here
    bool unit_recorded = false;          // marked as completed by the import
};

struct StoredImport {
    HistoryImportId id;
    std::string credential_id, digest, thumbprint, issuer, issuer_name;
    Instant issued_at{}, imported_at{};
    std::vector<StoredEntry> entries{};
};
BOOST_DESCRIBE_STRUCT(StoredImport, (), (id, credential_id, digest, thumbprint, issuer, issuer_name, issued_at, imported_at))

std::vector<StoredExport> list_exports(storage::Session& session, PersonId person);  // newest first
struct ExportOwner {
    PersonId person;
    StoredExport stored;
};
std::optional<ExportOwner> find_export(storage::Session& session, std::string_view credential_id);
void insert_export(storage::Transaction& transaction, PersonId person, const StoredExport& row);
bool remove_export(storage::Transaction& transaction, PersonId person, HistoryExportId id);

std::vector<StoredImport> list_imports(storage::Session& session, PersonId person);  // newest first, with entries
std::optional<StoredImport> find_import(storage::Session& session, PersonId person, HistoryImportId id);
std::optional<PersonId> find_import_owner(storage::Session& session, std::string_view credential_id);
// Nothing when somebody has taken this file over in the meantime.
std::optional<HistoryImportId> insert_import(storage::Transaction& transaction, PersonId person, const StoredImport& row);
void insert_entries(storage::Transaction& transaction, HistoryImportId id, std::span<const StoredEntry> entries);
void mark_unit_recorded(storage::Transaction& transaction, HistoryImportId id, int position);
void remove_import(storage::Transaction& transaction, PersonId person, HistoryImportId id);

void remove_person(storage::Transaction& transaction, PersonId person);

}  // namespace kc::learning_history
