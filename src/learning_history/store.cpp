// SPDX-License-Identifier: EUPL-1.2
#include "learning_history/store.hpp"

#include <tuple>
#include <unordered_map>

#include <fmt/format.h>

namespace kc::learning_history {

using storage::Session;
using storage::Transaction;

namespace {

constexpr std::string_view export_columns =
    "id, credential_id, digest, thumbprint, units, confirmed_levels, tested_levels, stated_levels, created_at";
constexpr std::string_view import_columns = "id, credential_id, digest, thumbprint, issuer, issuer_name, issued_at, imported_at";

struct EntryRow {
    HistoryImportId import_id;
    int position = 0;
    EntryKind kind{};
    std::string title, description, address, provider, competence;
    int level = 0, half_hours = 0;
    Date on_day{};
    competence::EvidenceSource source{};
    int confidence_percent = 0;
    std::string source_system, source_id, taken_over_from;
    std::optional<EvidenceId> evidence_id;
    std::optional<LearningUnitId> unit_id;
    bool unit_recorded = false;
};
BOOST_DESCRIBE_STRUCT(EntryRow, (),
                      (import_id, position, kind, title, description, address, provider, competence, level, half_hours, on_day, source,
                       confidence_percent, source_system, source_id, taken_over_from, evidence_id, unit_id, unit_recorded))

void add_entries(Session& session, std::vector<StoredImport>& imports) {
    if (imports.empty()) return;
    std::unordered_map<HistoryImportId, StoredImport*> by_id;
    std::vector<HistoryImportId> ids;
    for (auto& row : imports) {
        by_id.emplace(row.id, &row);
        ids.push_back(row.id);
    }
    for (auto& row : session.query<EntryRow>(
             "SELECT import_id, position, kind, title, description, address, provider, competence, level, half_hours, on_day, source, "
             "confidence_percent, source_system, source_id, taken_over_from, evidence_id, unit_id, unit_recorded FROM history_entries "
             "WHERE import_id IN ($LIST) ORDER BY import_id, position",
             storage::json_ids(ids))) {
        by_id.at(row.import_id)
            ->entries.push_back({row.position,
                                 {.kind = row.kind,
                                  .title = std::move(row.title),
                                  .description = std::move(row.description),
                                  .address = std::move(row.address),
                                  .provider = std::move(row.provider),
                                  .competence = std::move(row.competence),
                                  .level = row.level,
                                  .half_hours = row.half_hours,
                                  .on_day = row.on_day,
                                  .source = row.source,
                                  .confidence_percent = row.confidence_percent,
                                  .source_system = std::move(row.source_system),
                                  .source_id = std::move(row.source_id),
                                  .taken_over_from = std::move(row.taken_over_from)},
                                 row.evidence_id,
                                 row.unit_id,
                                 row.unit_recorded});
    }
}

}  // namespace

std::vector<StoredExport> list_exports(Session& session, PersonId person) {
    return session.query<StoredExport>(
        fmt::format("SELECT {} FROM history_exports WHERE person_id = ? ORDER BY created_at DESC, id DESC", export_columns), person);
}

std::optional<ExportOwner> find_export(Session& session, std::string_view credential_id) {
    const auto person = session.find<PersonId>("SELECT person_id FROM history_exports WHERE credential_id = ?", credential_id);
    if (!person) return std::nullopt;
    return ExportOwner{
        *person, session.get<StoredExport>(fmt::format("SELECT {} FROM history_exports WHERE credential_id = ?", export_columns), credential_id)};
}

void insert_export(Transaction& transaction, PersonId person, const StoredExport& row) {
    transaction.execute(
        "INSERT INTO history_exports (person_id, credential_id, digest, thumbprint, units, confirmed_levels, tested_levels, stated_levels, "
        "created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        person, row.credential_id, row.digest, row.thumbprint, row.units, row.confirmed_levels, row.tested_levels, row.stated_levels, row.created_at);
}

bool remove_export(Transaction& transaction, PersonId person, HistoryExportId id) {
    return transaction.execute("DELETE FROM history_exports WHERE id = ? AND person_id = ?", id, person) > 0;
}

std::vector<StoredImport> list_imports(Session& session, PersonId person) {
    auto imports = session.query<StoredImport>(
        fmt::format("SELECT {} FROM history_imports WHERE person_id = ? ORDER BY imported_at DESC, id DESC", import_columns), person);
    add_entries(session, imports);
    return imports;
}

std::optional<StoredImport> find_import(Session& session, PersonId person, HistoryImportId id) {
    auto imports =
        session.query<StoredImport>(fmt::format("SELECT {} FROM history_imports WHERE person_id = ? AND id = ?", import_columns), person, id);
    if (imports.empty()) return std::nullopt;
    add_entries(session, imports);
    return std::move(imports.front());
}

std::optional<PersonId> find_import_owner(Session& session, std::string_view credential_id) {
    return session.find<PersonId>("SELECT person_id FROM history_imports WHERE credential_id = ?", credential_id);
}

std::optional<HistoryImportId> insert_import(Transaction& transaction, PersonId person, const StoredImport& row) {
    return transaction.find<HistoryImportId>(
        "INSERT INTO history_imports (person_id, credential_id, digest, thumbprint, issuer, issuer_name, issued_at, imported_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (credential_id) DO NOTHING RETURNING id",
        person, row.credential_id, row.digest, row.thumbprint, row.issuer, row.issuer_name, row.issued_at, row.imported_at);
}

void insert_entries(Transaction& transaction, HistoryImportId id, std::span<const StoredEntry> entries) {
    std::vector<EntryRow> rows;
    for (const auto& stored : entries) {
        const auto& entry = stored.entry;
        rows.push_back({id, stored.position, entry.kind, entry.title, entry.description, entry.address, entry.provider, entry.competence, entry.level,
                        entry.half_hours, entry.on_day, entry.source, entry.confidence_percent, entry.source_system, entry.source_id,
                        entry.taken_over_from, stored.evidence, stored.unit, stored.unit_recorded});
    }
    transaction.execute_many(
        "INSERT INTO history_entries (import_id, position, kind, title, description, address, provider, competence, level, half_hours, on_day, "
        "source, confidence_percent, source_system, source_id, taken_over_from, evidence_id, unit_id, unit_recorded) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows);
}

void mark_unit_recorded(Transaction& transaction, HistoryImportId id, int position) {
    transaction.execute("UPDATE history_entries SET unit_recorded = ? WHERE import_id = ? AND position = ?", true, id, position);
}

void remove_import(Transaction& transaction, PersonId person, HistoryImportId id) {
    transaction.execute("DELETE FROM history_imports WHERE id = ? AND person_id = ?", id, person);
}

void remove_person(Transaction& transaction, PersonId person) {
    transaction.execute("DELETE FROM history_imports WHERE person_id = ?", person);
    transaction.execute("DELETE FROM history_exports WHERE person_id = ?", person);
}

}  // namespace kc::learning_history
