// SPDX-License-Identifier: EUPL-1.2
#include "exchange/import_store.hpp"

namespace kc::exchange::store {

namespace {

constexpr std::string_view run_columns =
    "SELECT r.id, r.provider_id, p.name AS provider_name, r.source_id, r.file_name, r.format, r.state, r.outcome, r.only_good, r.retire_vanished, "
    "r.offers, r.added, r.changed, r.unchanged, r.refused, r.vanished, r.message, r.started_at, r.finished_at "
    "FROM import_runs r JOIN providers p ON p.id = r.provider_id ";

constexpr std::string_view source_columns =
    "SELECT s.id, s.provider_id, p.name AS provider_name, s.name, s.format, s.address, s.every_hours, s.enabled, s.outcome, s.retire_vanished, "
    "s.etag, s.last_modified, s.last_run_at, s.next_run_at FROM import_sources s JOIN providers p ON p.id = s.provider_id ";

}  // namespace

ImportRunId insert_run(Transaction& transaction, const ImportRun& run) {
    return transaction.get<ImportRunId>(
        "INSERT INTO import_runs (provider_id, source_id, file_name, format, state, outcome, only_good, retire_vanished, started_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        run.provider_id, run.source_id, run.file_name, run.format, run.state, run.outcome, run.only_good, run.retire_vanished, run.started_at);
}

std::optional<ImportRun> find_run(Session& session, ImportRunId id) {
    return session.find<ImportRun>(std::string(run_columns) + "WHERE r.id = ?", id);
}

std::vector<ImportRun> list_runs(Session& session, const std::vector<ProviderId>& providers, int limit) {
    return session.query<ImportRun>(std::string(run_columns) + "WHERE r.provider_id IN ($LIST) ORDER BY r.started_at DESC, r.id DESC LIMIT ?",
                                    storage::json_ids(providers), limit);
}

std::string report_of(Session& session, ImportRunId id) { return session.get<std::string>("SELECT report FROM import_runs WHERE id = ?", id); }

bool move_run(Transaction& transaction, ImportRunId id, RunState from, const ImportRun& to) {
    return transaction.execute(
               "UPDATE import_runs SET state = ?, outcome = ?, only_good = ?, retire_vanished = ?, started_at = ? WHERE id = ? AND state = ?",
               to.state, to.outcome, to.only_good, to.retire_vanished, to.started_at, id, from) == 1;
}

void finish_run(Transaction& transaction, const ImportRun& run, const std::string& report) {
    transaction.execute(
        "UPDATE import_runs SET format = ?, state = ?, offers = ?, added = ?, changed = ?, unchanged = ?, refused = ?, vanished = ?, "
        "message = ?, report = ?, finished_at = ? WHERE id = ?",
        run.format, run.state, run.offers, run.added, run.changed, run.unchanged, run.refused, run.vanished, run.message, report, run.finished_at,
        run.id);
}

std::int64_t forget_runs(Transaction& transaction, Instant before) {
    return transaction.execute("DELETE FROM import_runs WHERE started_at < ?", before);
}

void insert_file(Transaction& transaction, ImportRunId run, std::string_view content) {
    const auto* begin = reinterpret_cast<const std::byte*>(content.data());
    transaction.execute("INSERT INTO import_files (run_id, content) VALUES (?, ?)", run, storage::Bytes(begin, begin + content.size()));
}

std::optional<std::string> find_file(Session& session, ImportRunId run) {
    const auto bytes = session.find<storage::Bytes>("SELECT content FROM import_files WHERE run_id = ?", run);
    if (!bytes) return std::nullopt;
    return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
}

void remove_file(Transaction& transaction, ImportRunId run) { transaction.execute("DELETE FROM import_files WHERE run_id = ?", run); }

std::optional<ImportSource> find_source(Session& session, ImportSourceId id) {
    return session.find<ImportSource>(std::string(source_columns) + "WHERE s.id = ?", id);
}

std::vector<ImportSource> list_sources(Session& session, const std::vector<ProviderId>& providers) {
    return session.query<ImportSource>(std::string(source_columns) + "WHERE s.provider_id IN ($LIST) ORDER BY p.name, s.name, s.id",
                                       storage::json_ids(providers));
}

bool source_exists(Session& session, ProviderId provider, const std::string& address, ImportSourceId except) {
    return session.get<std::int64_t>("SELECT count(*) FROM import_sources WHERE provider_id = ? AND address = ? AND id <> ?", provider, address,
                                     except) > 0;
}

ImportSourceId insert_source(Transaction& transaction, const ImportSource& source) {
    return transaction.get<ImportSourceId>(
        "INSERT INTO import_sources (provider_id, name, format, address, every_hours, enabled, outcome, retire_vanished, next_run_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        source.provider_id, source.name, source.format, source.address, source.every_hours, source.enabled, source.outcome, source.retire_vanished,
        source.next_run_at);
}

void update_source(Transaction& transaction, const ImportSource& source) {
    transaction.execute(
        "UPDATE import_sources SET name = ?, format = ?, address = ?, every_hours = ?, enabled = ?, outcome = ?, retire_vanished = ?, "
        "etag = ?, last_modified = ?, last_run_at = ?, next_run_at = ? WHERE id = ?",
        source.name, source.format, source.address, source.every_hours, source.enabled, source.outcome, source.retire_vanished, source.etag,
        source.last_modified, source.last_run_at, source.next_run_at, source.id);
}

void remove_source(Transaction& transaction, ImportSourceId id) { transaction.execute("DELETE FROM import_sources WHERE id = ?", id); }

std::vector<ImportedUnit> list_imported(Session& session, ProviderId provider, const std::string& system) {
    return session.query<ImportedUnit>(
        "SELECT u.id, u.source_id, u.title, u.state, u.version, i.fingerprint FROM learning_units u "
        "LEFT JOIN imported_units i ON i.unit_id = u.id WHERE u.provider_id = ? AND u.source_system = ? ORDER BY u.id",
        provider, system);
}

void keep_fingerprint(Transaction& transaction, LearningUnitId unit, const std::string& fingerprint, Instant now) {
    transaction.execute(
        "INSERT INTO imported_units (unit_id, fingerprint, seen_at) VALUES (?, ?, ?) "
        "ON CONFLICT (unit_id) DO UPDATE SET fingerprint = excluded.fingerprint, seen_at = excluded.seen_at",
        unit, fingerprint, now);
}

std::vector<KnownVenue> list_venues(Session& session) {
    return session.query<KnownVenue>(
        "SELECT v.id, v.slug, v.name, l.name AS place, v.organisation_id FROM venues v JOIN places l ON l.id = v.place_id "
        "WHERE NOT v.retired ORDER BY v.id");
}

std::vector<KnownPlace> list_places(Session& session) { return session.query<KnownPlace>("SELECT slug, name FROM places ORDER BY id"); }

}  // namespace kc::exchange::store
