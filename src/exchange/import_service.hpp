// SPDX-License-Identifier: EUPL-1.2
// ImportService: files come in, are checked without changing anything, and are then taken over as a whole or without their faulty rows.
// The number at the source says which offer is which, so the same file twice changes nothing (AU-20 to AU-32).
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/viewer.hpp"
#include "exchange/import_writer.hpp"
#include "jobs/jobs.hpp"

namespace kc::exchange {

inline constexpr std::string_view import_job = "exchange.import";
inline constexpr std::size_t bytes_at_once_max = 1024 * 1024;  // larger files are read by a job
inline constexpr int offers_as_whole_max = 5000;               // more in one transaction would keep other writers waiting

enum class ImportError {
    not_permitted,
    not_found,
    provider_not_found,
    empty,
    too_large,
    publish_not_permitted,  // only the office publishes
    already_handled,        // somebody has taken it over or discarded it
    has_problems,           // all or nothing, and some offers are faulty
    too_many_as_whole,
    nothing_to_do,
};
BOOST_DESCRIBE_ENUM(ImportError, not_permitted, not_found, provider_not_found, empty, too_large, publish_not_permitted, already_handled, has_problems,
                    too_many_as_whole, nothing_to_do)

struct NewImport {
    ProviderId provider;
    std::string file_name;
    std::optional<SourceFormat> format;
    std::string bytes;
};

struct ImportChoice {
    ImportOutcome outcome{};
    bool only_good = false;  // otherwise all or nothing
    bool retire_vanished = false;
};

// One import without a stored file: of a source on schedule, or of the command line.
struct DirectImport {
    ImportProvider provider;
    ImportChoice choice;
    bool dry_run = false;
    std::string file_name;
    std::optional<ImportSourceId> source;
    std::optional<PersonId> actor;
};

struct ImportParts {
    storage::Database& database;
    const Clock& clock;
    const authoring::AuthoringService& authoring;
    jobs::JobQueue& queue;
    const web::Messages& messages;
};

class ImportService {
public:
    template <class T> using Answer = Result<T, ImportError>;

    explicit ImportService(ImportParts parts) : parts_(parts) {}

    std::vector<ImportProvider> providers(const Viewer& viewer) const;

    Answer<ImportRunId> upload(const Viewer& viewer, const NewImport& import);
    Answer<ImportRun> find(const Viewer& viewer, ImportRunId id) const;
    Answer<std::string> report(const Viewer& viewer, ImportRunId id) const;  // JSON, see import_report.hpp
    std::vector<ImportRun> list(const Viewer& viewer) const;                 // newest first
    Answer<void> take_over(const Viewer& viewer, ImportRunId id, const ImportChoice& choice);
    Answer<void> discard(const Viewer& viewer, ImportRunId id);
    std::string xlsx_template(const Viewer& viewer) const;

    void run_job(const jobs::Job& job);  // kind import_job

    // Carries an import out (or only checks it) and keeps its report. Not inside a transaction.
    ImportReport run(const DirectImport& import, const ReadResult& read);
    Vocabulary vocabulary(const ImportProvider& provider) const;
    std::optional<ImportProvider> find_provider(const std::string& slug) const;
    std::optional<ImportProvider> find_provider(ProviderId id) const;

private:
    Answer<ImportRun> find(storage::Session& session, const Viewer& viewer, ImportRunId id) const;
    ImportReport check(const ImportProvider& provider, const ReadResult& read) const;
    ImportReport write(const ImportProvider& provider, const ReadResult& read, const ImportChoice& choice, const WritingChoice& writing);
    void check_run(ImportRunId id);
    void write_run(ImportRunId id, std::optional<PersonId> actor);
    void finish(ImportRun run, RunState state, const ImportReport& report, bool keep_file);
    ReadResult read_file(const ImportRun& run, const ImportProvider& provider) const;
    PlanParts plan_parts() const;

    ImportParts parts_;
};

}  // namespace kc::exchange
