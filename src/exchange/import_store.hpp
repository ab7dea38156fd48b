// SPDX-License-Identifier: EUPL-1.2
// All SQL of this room: runs, uploaded files, sources, and what is known of imported offers.
#pragma once

#include "exchange/import_report.hpp"
#include "storage/session.hpp"

namespace kc::exchange {

using ImportRunId = Id<struct ImportRunTag>;
using ImportSourceId = Id<struct ImportSourceTag>;

enum class RunState { checking, checked, running, done, refused, discarded };
BOOST_DESCRIBE_ENUM(RunState, checking, checked, running, done, refused, discarded)

// Without its report, which may be long.
struct ImportRun {
    ImportRunId id;
    ProviderId provider_id;
    std::string provider_name;
    std::optional<ImportSourceId> source_id;
    std::string file_name;
    std::optional<SourceFormat> format;
    RunState state{};
    ImportOutcome outcome{};
    bool only_good = false, retire_vanished = false;
    int offers = 0, added = 0, changed = 0, unchanged = 0, refused = 0, vanished = 0;
    std::string message;
    Instant started_at{};
    std::optional<Instant> finished_at;
};
BOOST_DESCRIBE_STRUCT(ImportRun, (),
                      (id, provider_id, provider_name, source_id, file_name, format, state, outcome, only_good, retire_vanished, offers, added,
                       changed, unchanged, refused, vanished, message, started_at, finished_at))

struct ImportSource {
    ImportSourceId id;
    ProviderId provider_id;
    std::string provider_name, name;
    std::optional<SourceFormat> format;
    std::string address;
    int every_hours = 24;
    bool enabled = true;
    ImportOutcome outcome{};
    bool retire_vanished = false;
    std::string etag, last_modified;
    std::optional<Instant> last_run_at;
    Instant next_run_at{};
};
BOOST_DESCRIBE_STRUCT(ImportSource, (),
                      (id, provider_id, provider_name, name, format, address, every_hours, enabled, outcome, retire_vanished, etag, last_modified,
                       last_run_at, next_run_at))

// An offer of this provider that came from this system before.
struct ImportedUnit {
    LearningUnitId id;
    std::string source_id, title;
    catalogue::UnitState state{};
    int version = 0;
    std::optional<std::string> fingerprint;
};
BOOST_DESCRIBE_STRUCT(ImportedUnit, (), (id, source_id, title, state, version, fingerprint))

struct KnownVenue {
    VenueId id;
    std::string slug, name, place;
    OrganisationId organisation_id;
};
BOOST_DESCRIBE_STRUCT(KnownVenue, (), (id, slug, name, place, organisation_id))

struct KnownPlace {
    std::string slug, name;
};
BOOST_DESCRIBE_STRUCT(KnownPlace, (), (slug, name))

namespace store {

using storage::Session;
using storage::Transaction;

ImportRunId insert_run(Transaction& transaction, const ImportRun& run);
std::optional<ImportRun> find_run(Session& session, ImportRunId id);
std::vector<ImportRun> list_runs(Session& session, const std::vector<ProviderId>& providers, int limit);  // newest first
std::string report_of(Session& session, ImportRunId id);
// The state only moves on when it was `from`: whoever sends a form twice finds it moved.
bool move_run(Transaction& transaction, ImportRunId id, RunState from, const ImportRun& to);
void finish_run(Transaction& transaction, const ImportRun& run, const std::string& report);
std::int64_t forget_runs(Transaction& transaction, Instant before);

void insert_file(Transaction& transaction, ImportRunId run, std::string_view content);
std::optional<std::string> find_file(Session& session, ImportRunId run);
void remove_file(Transaction& transaction, ImportRunId run);

std::optional<ImportSource> find_source(Session& session, ImportSourceId id);
std::vector<ImportSource> list_sources(Session& session, const std::vector<ProviderId>& providers);
bool source_exists(Session& session, ProviderId provider, const std::string& address, ImportSourceId except);
ImportSourceId insert_source(Transaction& transaction, const ImportSource& source);
void update_source(Transaction& transaction, const ImportSource& source);
void remove_source(Transaction& transaction, ImportSourceId id);

std::vector<ImportedUnit> list_imported(Session& session, ProviderId provider, const std::string& system);
void keep_fingerprint(Transaction& transaction, LearningUnitId unit, const std::string& fingerprint, Instant now);

std::vector<KnownVenue> list_venues(Session& session);  // that take new dates
std::vector<KnownPlace> list_places(Session& session);

}  // namespace store

}  // namespace kc::exchange
