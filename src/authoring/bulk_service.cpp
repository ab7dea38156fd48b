// SPDX-License-Identifier: EUPL-1.2
#include "authoring/bulk_service.hpp"

#include "catalogue/content_json.hpp"
#include "storage/audit.hpp"

#include <algorithm>

namespace kc::authoring {

using catalogue::UnitState;
using storage::Session;
using storage::Transaction;

namespace {

Refusal<BulkRefusal> refusal(BulkError error) { return refuse(BulkRefusal{error, {}}); }

std::string fingerprint_of(const std::vector<std::pair<int, const BulkLine*>>& lines) {
    std::string all;
    for (const auto& [revision, line] : lines) {
        all += fmt::format("{}:{}:{}:", line->id.value, revision, boost::describe::enum_to_string(line->outcome, ""));
        if (line->outcome == BulkOutcome::changes) all += catalogue::to_json(line->before) + catalogue::to_json(line->after);
    }
    return fmt::format("{:x}", std::hash<std::string>{}(all));
}

}  // namespace

std::int64_t BulkPreview::count(BulkOutcome outcome) const {
    return std::count_if(lines.begin(), lines.end(), [&](const BulkLine& line) { return line.outcome == outcome; });
}

Result<BulkPreview, BulkRefusal> BulkService::preview(const Viewer& viewer, std::span<const LearningUnitId> offers, const BulkChange& change) const {
    return database_.read([&](Session& session) -> Result<BulkPreview, BulkRefusal> {
        auto found = entries(session, viewer, offers, change);
        if (!found) return refuse(found.error());
        BulkPreview preview;
        std::vector<std::pair<int, const BulkLine*>> seen;
        for (const auto& entry : *found) seen.emplace_back(entry.offer.revision(), &entry.line);
        preview.fingerprint = fingerprint_of(seen);
        for (auto& entry : *found) preview.lines.push_back(std::move(entry.line));
        return preview;
    });
}

Result<int, BulkRefusal> BulkService::apply(const Viewer& viewer, std::span<const LearningUnitId> offers, const BulkChange& change,
                                            std::string_view seen) {
    return database_.in_transaction([&](Transaction& transaction) -> Result<int, BulkRefusal> {
        auto in_order = std::vector<LearningUnitId>(offers.begin(), offers.end());
        std::sort(in_order.begin(), in_order.end());  // two such changes at once wait for each other instead of for ever
        for (const auto id : in_order) lock_unit(transaction, id);
        const auto found = entries(transaction, viewer, offers, change);
        if (!found) return refuse(found.error());
        std::vector<std::pair<int, const BulkLine*>> now;
        for (const auto& entry : *found) now.emplace_back(entry.offer.revision(), &entry.line);
        if (fingerprint_of(now) != seen) return refusal(BulkError::preview_outdated);
        int written = 0;
        for (const auto& entry : *found) {
            if (entry.line.outcome != BulkOutcome::changes) continue;
            write(transaction, viewer, entry, change);
            ++written;
        }
        if (written == 0) return refusal(BulkError::nothing_to_change);
        return written;
    });
}

Result<std::vector<BulkService::Entry>, BulkRefusal> BulkService::entries(Session& session, const Viewer& viewer,
                                                                          std::span<const LearningUnitId> offers, const BulkChange& change) const {
    if (!viewer.may(Permission::edit_offers)) return refusal(BulkError::not_permitted);
    if (offers.empty()) return refusal(BulkError::nothing_chosen);
    if (offers.size() > bulk_offers_max) return refusal(BulkError::too_many);
    if (auto problems = check_change(change, clock_.today()); !problems.empty()) return refuse(BulkRefusal{BulkError::invalid, std::move(problems)});
    const auto own = list_own_providers(session, viewer, Permission::edit_offers);
    std::vector<Entry> result;
    for (const auto id : offers) {
        auto unit = catalogue::find_stored_unit(session, id);
        const auto provider = std::find_if(own.begin(), own.end(), [&](const OwnProvider& one) { return unit && one.id == unit->provider_id; });
        if (provider == own.end()) return refusal(BulkError::offer_not_found);
        Entry entry{{std::move(*unit), *provider, find_draft(session, id), std::nullopt}, {}};
        auto& offer = entry.offer;
        if (offer.unit.version > 0 || !offer.draft) offer.published = catalogue::read_unit_content(session, id);
        auto& line = entry.line;
        line.id = id;
        line.title = offer.content().title.empty() ? offer.unit.title : offer.content().title;
        line.state = offer.state();
        line.before = offer.content();
        line.after = line.before;
        if (offer.unit.state == UnitState::retired) {
            line.outcome = BulkOutcome::retired;
        } else if (change.property == BulkProperty::retire) {
            line.outcome = offer.unit.state == UnitState::published ? BulkOutcome::changes : BulkOutcome::not_published;
        } else if (!offer.editable()) {
            line.outcome = BulkOutcome::submitted;
        } else {
            line.after = authoring_.normalised(changed(line.before, change));
            line.outcome = changed_fields(line.before, line.after).empty() ? BulkOutcome::unchanged : BulkOutcome::changes;
            if (line.outcome == BulkOutcome::changes) line.problems = authoring_.problems(offer, line.after);
            if (!line.problems.empty()) line.outcome = BulkOutcome::impossible;
        }
        result.push_back(std::move(entry));
    }
    return result;
}

void BulkService::write(Transaction& transaction, const Viewer& viewer, const Entry& entry, const BulkChange& change) const {
    const auto now = clock_.now();
    const auto& offer = entry.offer;
    if (change.property == BulkProperty::retire) {
        catalogue::retire_unit(transaction, offer.unit.id, now);
    } else {
        Draft draft = offer.draft.value_or(Draft{.unit = offer.unit.id, .revision = 0});
        draft.content = entry.line.after;
        draft.revision += 1;
        draft.changed_at = now;
        if (offer.draft) {
            update_draft(transaction, draft);
        } else {
            insert_draft(transaction, draft);
        }
    }
    storage::record_audit(transaction, {.at = now,
                                        .actor = viewer.person,
                                        .action = change.property == BulkProperty::retire ? "offer.retired" : "offer.changed_in_bulk",
                                        .subject_type = "learning_unit",
                                        .subject_id = offer.unit.id.value,
                                        .details = fmt::format(R"({{"property":"{}"}})", boost::describe::enum_to_string(change.property, ""))});
}

}  // namespace kc::authoring
