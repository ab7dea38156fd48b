// SPDX-License-Identifier: EUPL-1.2
// What an import would change: each offer of the source beside what is here already. Reads only; import_writer.hpp does it.
#pragma once

#include "authoring/service.hpp"
#include "exchange/import_store.hpp"
#include "web/messages.hpp"

namespace kc::exchange {

struct ImportProvider {
    ProviderId id;
    OrganisationId organisation_id;
    std::string slug, name;
};

// A venue that the import will add.
struct PlannedVenue {
    catalogue::VenueContent content;
    std::string town;  // as the source writes it
};

struct PlannedDate {
    catalogue::StoredDate date;            // its id is set when it is there already
    std::optional<std::size_t> new_venue;  // index into ImportPlan::venues
    bool changed = false;                  // of one that is there
};

struct PlannedOffer {
    ReportedOffer report;
    std::optional<ImportedUnit> known;
    std::optional<authoring::Draft> draft;
    catalogue::UnitContent content;  // as it will be stored
    bool content_changed = false;
    std::string fingerprint;
    std::vector<PlannedDate> dates;  // new ones and changed ones
    std::vector<catalogue::StoredDate> cancelled;
    bool writes() const { return report.result == OfferResult::added || report.result == OfferResult::changed; }
};

struct ImportPlan {
    std::vector<PlannedOffer> offers;
    std::vector<PlannedVenue> venues;
    std::vector<std::string> notes;
};

struct PlanParts {
    const authoring::AuthoringService& authoring;
    const web::Messages& messages;
    Instant now{};
    Date today{};
};

Vocabulary make_vocabulary(storage::Session& session, const authoring::AuthoringService& authoring, const ImportProvider& provider, Date today);

ImportPlan make_plan(storage::Session& session, const PlanParts& parts, const ImportProvider& provider, const std::string& source_system,
                     std::span<const ReadOffer> offers);

// Units that came from this system before and are not among these ids.
std::vector<ImportedUnit> list_vanished(storage::Session& session, ProviderId provider, const ReadResult& read);

}  // namespace kc::exchange
