// SPDX-License-Identifier: EUPL-1.2
// What an import did or would do, offer by offer; kept as JSON with the run and given out as JSON and CSV. Holds no personal data.
#pragma once

#include "exchange/offer_reading.hpp"

namespace kc::exchange {

// What becomes of the offers that are taken over.
enum class ImportOutcome { draft, submit, publish };
BOOST_DESCRIBE_ENUM(ImportOutcome, draft, submit, publish)

enum class OfferResult {
    added,
    changed,
    unchanged,
    refused,   // has problems
    ended,     // over at the source, and not here yet: left out
    vanished,  // was imported before and is not in the source any more
};
BOOST_DESCRIBE_ENUM(OfferResult, added, changed, unchanged, refused, ended, vanished)

struct ReportedProblem {
    int line = 0;
    std::string field, message;
};
BOOST_DESCRIBE_STRUCT(ReportedProblem, (), (line, field, message))

struct ReportedOffer {
    int line = 0;
    std::string source_id, title;
    OfferResult result{};
    std::optional<LearningUnitId> unit;
    std::string state;              // "draft", "submitted", "published", "retired"; empty in a dry run
    std::vector<std::string> hold;  // why it was not published or submitted
    std::vector<ReportedProblem> problems;
    std::vector<FieldReport> fields;
    int dates_added = 0, dates_changed = 0, dates_cancelled = 0;
};
BOOST_DESCRIBE_STRUCT(ReportedOffer, (),
                      (line, source_id, title, result, unit, state, hold, problems, fields, dates_added, dates_changed, dates_cancelled))

struct ImportCounts {
    int offers = 0, added = 0, changed = 0, unchanged = 0, refused = 0, ended = 0, vanished = 0, retired = 0, published = 0, submitted = 0, held = 0,
        venues_added = 0, fields_taken = 0, fields_changed = 0, fields_dropped = 0;
};
BOOST_DESCRIBE_STRUCT(ImportCounts, (),
                      (offers, added, changed, unchanged, refused, ended, vanished, retired, published, submitted, held, venues_added, fields_taken,
                       fields_changed, fields_dropped))

struct ImportReport {
    SourceFormat format{};
    std::string version, source_system;
    bool dry_run = true;
    bool complete = false;
    ImportCounts counts;
    std::vector<ReportedProblem> problems;  // of the whole file
    std::vector<FieldReport> file_fields;
    std::vector<std::string> notes;  // "Neuer Lernort: …"
    std::vector<ReportedOffer> offers;

    void count();  // fills counts from the offers
};
BOOST_DESCRIBE_STRUCT(ImportReport, (), (format, version, source_system, dry_run, complete, counts, problems, file_fields, notes, offers))

std::string report_json(const ImportReport& report);
std::optional<ImportReport> report_from_json(std::string_view json);
std::string report_csv(const ImportReport& report);  // one row per offer and field

std::string_view german(OfferResult result);
std::string_view german(FieldOutcome outcome);

}  // namespace kc::exchange
