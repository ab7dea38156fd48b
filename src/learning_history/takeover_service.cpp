// SPDX-License-Identifier: EUPL-1.2
// Taking a history over that was made elsewhere, and taking that back (LH-20 to LH-26).
#include "competence/store.hpp"
#include "learning_history/history_report.hpp"
#include "learning_history/service.hpp"
#include "planning/completed_elsewhere.hpp"
#include "storage/audit.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::learning_history {

using storage::Session;
using storage::Transaction;

namespace {

// Nothing when this catalogue has no such competence, or asks nobody for it any more: the line stays history.
std::optional<CompetenceId> same_competence(const competence::CompetenceFramework& framework, const Entry& entry) {
    if (entry.kind == EntryKind::unit) return std::nullopt;
    const auto index = framework.competence_by_slug(entry.competence);
    if (!index || !framework.competence(*index).published()) return std::nullopt;
    return framework.competence(*index).id;
}

std::optional<HistoryError> problem_of_issuer(Trust trust) {
    switch (trust) {
        case Trust::own:
        case Trust::trusted: return std::nullopt;
        case Trust::withdrawn: return HistoryError::withdrawn_issuer;
        case Trust::unknown: return HistoryError::unknown_issuer;
    }
    return HistoryError::unknown_issuer;
}

HistoryError error_of(consent::ConsentError error) {
    switch (error) {
        case consent::ConsentError::outdated_text: return HistoryError::consent_outdated;
        case consent::ConsentError::not_permitted: return HistoryError::not_permitted;
        case consent::ConsentError::unknown_purpose:
        case consent::ConsentError::not_offered:
        case consent::ConsentError::not_given:
        case consent::ConsentError::not_found: return HistoryError::consent_missing;
    }
    return HistoryError::consent_missing;
}

void audit(Transaction& transaction, PersonId person, std::string_view action, std::size_t lines, Instant now) {
    storage::record_audit(transaction, {.at = now,
                                        .actor = person,
                                        .action = std::string(action),
                                        .subject_type = "person",
                                        .subject_id = person.value,
                                        .details = fmt::format(R"({{"lines":{}}})", lines)});
}

}  // namespace

bool HistoryService::consent_given(const Viewer& viewer) const {
    return parts_.database.read([&](Session& session) { return parts_.consents.is_given(session, viewer.person, consent::learning_history_import); });
}

std::optional<HistoryError> HistoryService::problem_of_owner(Session& session, const Viewer& viewer, const Document& document,
                                                             std::string_view typed) const {
    const auto code = parse_claim_code(typed);
    if (!code || claim_of(*code) != document.claim || credential_id_of(*code) != document.credential_id) return HistoryError::wrong_code;
    const auto taken = find_import_owner(session, document.credential_id);
    if (taken && *taken != viewer.person) return HistoryError::other_person;
    const auto made = find_export(session, document.credential_id);
    if (made && made->person == viewer.person) return HistoryError::own_file;
    // An account she left behind may hand its history on; one that somebody works with may not.
    if (made && is_active(session, made->person)) return HistoryError::other_person;
    return std::nullopt;
}

std::vector<Fate> HistoryService::fates(Session& session, PersonId person, const Checked& checked,
                                        const std::vector<std::optional<LearningUnitId>>& units) const {
    const auto framework = parts_.frameworks.current();
    std::vector<Fate> fates;
    for (std::size_t i = 0; i < checked.document.entries.size(); ++i) {
        const auto& entry = checked.document.entries[i];
        if (entry.kind != EntryKind::unit)
            fates.push_back(same_competence(*framework, entry) ? Fate::level_taken_over : Fate::stays_history);
        else if (!units[i])
            fates.push_back(Fate::stays_history);
        else
            fates.push_back(is_completed(session, person, *units[i]) ? Fate::completed_already : Fate::unit_recorded);
    }
    return fates;
}

Result<Preview, HistoryError> HistoryService::preview(const Viewer& viewer, std::string_view file, std::string_view code) const {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(HistoryError::not_permitted);
    return parts_.database.read([&](Session& session) -> Result<Preview, HistoryError> {
        auto found = checked(session, file);
        if (!found) return refuse(found.error());
        if (const auto problem = problem_of_issuer(found->issuer.trust)) return refuse(*problem);
        if (const auto problem = problem_of_owner(session, viewer, found->document, code)) return refuse(*problem);
        Preview preview{std::move(*found), {}, false};
        const auto& document = preview.checked.document;
        const auto units = same_units(session, document.entries, {viewer.organisation, preview.checked.issuer.trust == Trust::own});
        preview.fates = fates(session, viewer.person, preview.checked, units);
        preview.taken_over_already = find_import_owner(session, document.credential_id).has_value();
        return preview;
    });
}

Result<TakenOver, HistoryError> HistoryService::take_over(const Viewer& viewer, const Takeover& takeover) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(HistoryError::not_permitted);
    const auto framework = parts_.frameworks.current();
    return parts_.database.in_transaction([&](Transaction& transaction) -> Result<TakenOver, HistoryError> {
        if (!competence::lock_person(transaction, viewer.person)) return refuse(HistoryError::not_permitted);
        const auto found = checked(transaction, takeover.file);
        if (!found) return refuse(found.error());
        const auto& document = found->document;
        if (const auto problem = problem_of_issuer(found->issuer.trust)) return refuse(*problem);
        if (const auto problem = problem_of_owner(transaction, viewer, document, takeover.code)) return refuse(*problem);
        for (const auto& import : list_imports(transaction, viewer.person)) {
            if (import.credential_id == document.credential_id) return TakenOver{import.id, false};
        }
        if (takeover.chosen.empty()) return refuse(HistoryError::nothing_chosen);
        if (!parts_.consents.is_given(transaction, viewer.person, consent::learning_history_import)) {
            if (!takeover.agreement) return refuse(HistoryError::consent_missing);
            const auto given = parts_.consents.give(transaction, viewer, *takeover.agreement);
            if (!given) return refuse(error_of(given.error()));
        }
        const auto now = parts_.clock.now();
        const auto& name = found->issuer.trust == Trust::trusted ? found->issuer.name : document.issuer_name;
        const auto id = insert_import(transaction, viewer.person,
                                      {.id = {},
                                       .credential_id = document.credential_id,
                                       .digest = document.digest,
                                       .thumbprint = document.key.thumbprint(),
                                       .issuer = document.issuer,
                                       .issuer_name = name,
                                       .issued_at = document.issued_at,
                                       .imported_at = now});
        if (!id) return refuse(HistoryError::other_person);  // somebody was quicker

        const auto units = same_units(transaction, document.entries, {viewer.organisation, found->issuer.trust == Trust::own});
        std::vector<StoredEntry> rows;
        std::vector<competence::FoundLevel> levels;
        std::vector<std::size_t> level_rows;
        auto chosen = takeover.chosen;
        std::sort(chosen.begin(), chosen.end());
        chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
        for (const auto line : chosen) {
            if (line >= document.entries.size()) return refuse(HistoryError::unknown_entry);
            const auto& entry = document.entries[line];
            const Date on_day = std::min(entry.on_day, parts_.clock.today());  // a day elsewhere may have begun earlier
            StoredEntry row{.position = static_cast<int>(line), .entry = entry, .evidence = {}, .unit = units[line], .unit_recorded = false};
            if (row.unit) {
                row.unit_recorded = planning::record_completed_elsewhere(transaction, viewer.person, *row.unit, on_day, now);
            } else if (const auto competence = same_competence(*framework, entry)) {
                level_rows.push_back(rows.size());
                levels.push_back({.competence = *competence,
                                  .level = entry.level,
                                  .source = entry.source,
                                  .assessed_on = on_day,
                                  .origin = fmt::format("history:{}:{}", document.key.thumbprint().substr(0, 12), id->value),
                                  .confidence_percent = taken_over_confidence(entry.source, entry.confidence_percent)});
            }
            rows.push_back(std::move(row));
        }
        const auto evidence = competence::record_found_levels(transaction, parts_.observer, viewer.person, levels, viewer.person, now);
        for (std::size_t i = 0; i < evidence.size(); ++i) rows[level_rows[i]].evidence = evidence[i];
        insert_entries(transaction, *id, rows);
        audit(transaction, viewer.person, "history.taken_over", rows.size(), now);
        if (levels.empty()) parts_.observer.profile_changed(transaction, viewer.person);  // completed units change the plan as well
        return TakenOver{*id, true};
    });
}

void HistoryService::remove(Transaction& transaction, PersonId person, const StoredImport& import, const std::vector<StoredImport>& others) {
    const auto now = parts_.clock.now();
    std::vector<EvidenceId> evidence;
    for (const auto& row : import.entries) {
        if (row.evidence) evidence.push_back(*row.evidence);
        if (!row.unit || !row.unit_recorded) continue;
        planning::remove_completed_elsewhere(transaction, person, *row.unit, import.imported_at);
        // Another history that stays says the same: then the unit stays completed, on its word.
        [&] {
            for (const auto& other : others) {
                for (const auto& same : other.entries) {
                    if (other.id == import.id || same.unit != row.unit) continue;
                    if (planning::record_completed_elsewhere(transaction, person, *same.unit, same.entry.on_day, other.imported_at)) {
                        mark_unit_recorded(transaction, other.id, same.position);
                    }
                    return;
                }
            }
        }();
    }
    remove_import(transaction, person, import.id);
    competence::remove_found_levels(transaction, parts_.observer, person, evidence, person, now);
    audit(transaction, person, "history.takeover_undone", import.entries.size(), now);
    parts_.observer.profile_changed(transaction, person);
}

Result<StoredImport, HistoryError> HistoryService::find_import(const Viewer& viewer, HistoryImportId id) const {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(HistoryError::not_permitted);
    auto import = parts_.database.read([&](Session& session) { return learning_history::find_import(session, viewer.person, id); });
    if (!import) return refuse(HistoryError::not_found);
    return std::move(*import);
}

Result<void, HistoryError> HistoryService::undo(const Viewer& viewer, HistoryImportId id) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(HistoryError::not_permitted);
    return parts_.database.in_transaction([&](Transaction& transaction) -> Result<void, HistoryError> {
        if (!competence::lock_person(transaction, viewer.person)) return refuse(HistoryError::not_permitted);
        const auto imports = list_imports(transaction, viewer.person);
        const auto found = std::find_if(imports.begin(), imports.end(), [&](const auto& import) { return import.id == id; });
        if (found == imports.end()) return refuse(HistoryError::not_found);
        remove(transaction, viewer.person, *found, imports);
        return {};
    });
}

void HistoryService::remove_all(Transaction& transaction, PersonId person) {
    const auto imports = list_imports(transaction, person);
    for (const auto& import : imports) remove(transaction, person, import, {});
}

void connect_consent(consent::ConsentService& consents, HistoryService& history) {
    const std::string purpose(consent::learning_history_import);
    consents.on_withdrawal(purpose, [&history](Transaction& transaction, PersonId person) { history.remove_all(transaction, person); });
    consents.on_preview(purpose, [](Session& session, PersonId person) -> std::vector<consent::Effect> {
        const auto imports = list_imports(session, person);
        if (imports.empty()) return {};
        std::int64_t lines = 0;
        for (const auto& import : imports) lines += static_cast<std::int64_t>(import.entries.size());
        return {{"learning_history.withdrawal_effect", {{"histories", static_cast<std::int64_t>(imports.size())}, {"lines", lines}}}};
    });
}

}  // namespace kc::learning_history
