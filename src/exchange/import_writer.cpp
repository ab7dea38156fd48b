// SPDX-License-Identifier: EUPL-1.2
#include "exchange/import_writer.hpp"

#include "storage/audit.hpp"

namespace kc::exchange {

using authoring::Draft;
using authoring::DraftState;
using storage::Transaction;

namespace {

class Writer {
public:
    Writer(Transaction& transaction, const PlanParts& parts, const ImportProvider& provider, const std::string& system, ImportPlan& plan,
           const WritingChoice& choice)
        : transaction_(transaction), parts_(parts), provider_(provider), system_(system), plan_(plan), choice_(choice) {}

    int write() {
        for (auto& offer : plan_.offers) {
            if (offer.writes())
                write_offer(offer);
            else if (offer.report.result == OfferResult::unchanged && offer.known && !offer.fingerprint.empty()) {
                store::keep_fingerprint(transaction_, offer.known->id, offer.fingerprint, parts_.now);
            }
        }
        return static_cast<int>(venues_.size());
    }

private:
    void write_offer(PlannedOffer& offer) {
        auto& report = offer.report;
        LearningUnitId id;
        catalogue::UnitState state = catalogue::UnitState::draft;
        if (offer.known) {
            id = offer.known->id;
            state = offer.known->state;
            authoring::lock_unit(transaction_, id);
        } else {
            auto source = offer.content.source.value_or(catalogue::SourceContent{});
            source.system = system_;
            id = catalogue::create_unit(transaction_, provider_.id, offer.content.title, parts_.now, source);
        }
        report.unit = id;
        if (offer.content_changed)
            write_content(offer, id, state);
        else
            report.state = offer.draft ? boost::describe::enum_to_string(offer.draft->state, "") : boost::describe::enum_to_string(state, "");
        write_dates(offer, id);
        store::keep_fingerprint(transaction_, id, offer.fingerprint, parts_.now);
    }

    void write_content(PlannedOffer& offer, LearningUnitId id, catalogue::UnitState state) {
        auto& report = offer.report;
        if (state == catalogue::UnitState::draft && offer.known) catalogue::rename_draft(transaction_, id, offer.content.title, parts_.now);
        offer.content.slug = catalogue::find_stored_unit(transaction_, id)->slug;
        const bool ready = report.hold.empty();
        if (choice_.outcome == ImportOutcome::publish && ready) {
            const int version = catalogue::publish_unit(transaction_, id, offer.content, parts_.now);
            if (offer.draft) authoring::remove_draft(transaction_, id);
            audit("offer.released", id, fmt::format(R"({{"version":{},"import":{}}})", version, choice_.run.value));
            report.state = "published";
            return;
        }
        Draft draft = offer.draft.value_or(Draft{.unit = id, .revision = 0});
        const bool is_new = draft.revision == 0;
        draft.content = offer.content;
        draft.revision += 1;
        draft.changed_at = parts_.now;
        draft.remark.clear();
        const bool submit = choice_.outcome == ImportOutcome::submit && ready;
        draft.state = submit ? DraftState::submitted : DraftState::draft;
        draft.submitted_at = submit ? std::optional(parts_.now) : std::nullopt;
        if (is_new)
            authoring::insert_draft(transaction_, draft);
        else
            authoring::update_draft(transaction_, draft);
        audit(submit ? "offer.submitted" : "offer.draft_saved", id,
              fmt::format(R"({{"revision":{},"import":{}}})", draft.revision, choice_.run.value));
        report.state = submit ? "submitted" : "draft";
    }

    void write_dates(PlannedOffer& offer, LearningUnitId id) {
        for (auto& planned : offer.dates) {
            planned.date.unit_id = id;
            if (planned.new_venue) planned.date.venue_id = venue(*planned.new_venue);
            if (planned.changed)
                catalogue::change_date(transaction_, planned.date);
            else
                catalogue::add_date(transaction_, planned.date);
        }
        for (auto& date : offer.cancelled) {
            date.state = catalogue::DateState::cancelled;
            catalogue::change_date(transaction_, date);
        }
        const auto& report = offer.report;
        if (report.dates_added + report.dates_changed + report.dates_cancelled > 0) {
            audit("offer.dates_imported", id,
                  fmt::format(R"({{"added":{},"changed":{},"cancelled":{},"import":{}}})", report.dates_added, report.dates_changed,
                              report.dates_cancelled, choice_.run.value));
        }
    }

    VenueId venue(std::size_t index) {
        if (const auto known = venues_.find(index); known != venues_.end()) return known->second;
        const auto id = catalogue::add_venue(transaction_, provider_.organisation_id, plan_.venues[index].content);
        storage::record_audit(transaction_,
                              {parts_.now, choice_.actor, "venue.created", "venue", id.value, fmt::format(R"({{"import":{}}})", choice_.run.value)});
        return venues_.emplace(index, id).first->second;
    }

    void audit(std::string action, LearningUnitId id, std::string details) {
        storage::record_audit(transaction_, {parts_.now, choice_.actor, std::move(action), "learning_unit", id.value, std::move(details)});
    }

    Transaction& transaction_;
    const PlanParts& parts_;
    const ImportProvider& provider_;
    const std::string& system_;
    ImportPlan& plan_;
    const WritingChoice& choice_;
    std::map<std::size_t, VenueId> venues_;
};

}  // namespace

int write_plan(Transaction& transaction, const PlanParts& parts, const ImportProvider& provider, const std::string& source_system, ImportPlan& plan,
               const WritingChoice& choice) {
    return Writer(transaction, parts, provider, source_system, plan, choice).write();
}

void retire_imported(Transaction& transaction, LearningUnitId unit, const WritingChoice& choice, Instant now) {
    catalogue::retire_unit(transaction, unit, now);
    storage::record_audit(transaction,
                          {now, choice.actor, "offer.retired", "learning_unit", unit.value, fmt::format(R"({{"import":{}}})", choice.run.value)});
}

}  // namespace kc::exchange
