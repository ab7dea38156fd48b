// SPDX-License-Identifier: EUPL-1.2
#include "placement/confirmation_service.hpp"

#include "competence/store.hpp"
#include "privacy/visibility.hpp"
#include "storage/audit.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::placement {

using storage::Session;
using storage::Transaction;

namespace {

// Without contents: neither whom it concerns nor which level.
void audit(Transaction& transaction, PersonId actor, std::string_view action, ConfirmationId confirmation, Instant now) {
    storage::record_audit(transaction, {.at = now,
                                        .actor = actor,
                                        .action = std::string(action),
                                        .subject_type = "confirmation",
                                        .subject_id = confirmation.value,
                                        .details = "{}"});
}

// The table of who sees what says whether people who were asked see this at all; which rows they see, the statements narrow by the viewer.
bool sees(const Viewer& viewer, privacy::DataKind data) {
    return viewer.may(Permission::confirm_evidence) && privacy::scope_of(viewer, data, privacy::Purpose::confirmation).sees_people();
}

}  // namespace

Result<std::vector<Confirmation>, ConfirmationError> ConfirmationService::requests(const Viewer& viewer) const {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(ConfirmationError::not_permitted);
    return database_.read([&](Session& session) { return list_requests(session, viewer.person, clock_.now()); });
}

Result<std::vector<Contact>, ConfirmationError> ConfirmationService::confirmers(const Viewer& viewer, std::string_view part) const {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(ConfirmationError::not_permitted);
    return database_.read(
        [&](Session& session) { return list_confirmers(session, viewer.organisation, viewer.person, clock_.today(), part, confirmers_shown); });
}

Result<ConfirmationId, ConfirmationError> ConfirmationService::request(const Viewer& viewer, const NewConfirmation& wanted) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(ConfirmationError::not_permitted);
    const auto framework = frameworks_.current();
    const auto index = framework->index_of(wanted.competence);
    if (!index || !framework->competence(*index).published()) return refuse(ConfirmationError::unknown_competence);
    if (wanted.level < 1 || wanted.level > competence::level_max) return refuse(ConfirmationError::level_out_of_range);
    return database_.in_transaction([&](Transaction& transaction) -> Result<ConfirmationId, ConfirmationError> {
        if (!competence::lock_person(transaction, viewer.person)) return refuse(ConfirmationError::not_permitted);
        if (wanted.asked == viewer.person || !may_confirm(transaction, wanted.asked, viewer.organisation, clock_.today())) {
            return refuse(ConfirmationError::asked_not_entitled);
        }
        if (wanted.document && !find_document(transaction, viewer.person, *wanted.document)) return refuse(ConfirmationError::document_not_found);
        expire_requests(transaction, viewer.person, clock_.now());
        std::size_t open = 0;
        for (const auto& known : list_requests(transaction, viewer.person, clock_.now())) {
            if (known.state != ConfirmationState::open) continue;
            if (known.asked_id == wanted.asked && known.competence_id == wanted.competence) return refuse(ConfirmationError::already_asked);
            ++open;
        }
        if (open >= open_requests_max) return refuse(ConfirmationError::too_many);
        const auto asked = find_contact(transaction, wanted.asked);
        const auto own = find_contact(transaction, viewer.person);
        require(asked && own);  // both were found active in this transaction
        Confirmation confirmation;
        confirmation.person_id = viewer.person;
        confirmation.asked_id = wanted.asked;
        confirmation.competence_id = wanted.competence;
        confirmation.level = wanted.level;
        confirmation.document_id = wanted.document;
        confirmation.message = wanted.message;
        confirmation.requested_at = clock_.now();
        confirmation.expires_at = clock_.now() + std::chrono::hours{24 * confirmation_days};
        const auto id = insert_confirmation(transaction, confirmation);
        if (!asked->email.empty()) {
            auto text = mails_.asked(asked->language, own->name());
            outbox_.queue(transaction, {asked->id, asked->email, std::move(text.subject), std::move(text.body)});
        }
        audit(transaction, viewer.person, "confirmation.requested", id, clock_.now());
        return id;
    });
}

Result<void, ConfirmationError> ConfirmationService::withdraw(const Viewer& viewer, ConfirmationId id) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(ConfirmationError::not_permitted);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, ConfirmationError> {
        const auto known = find_request(transaction, viewer.person, id, clock_.now());
        if (!known) return refuse(ConfirmationError::not_found);
        if (known->state == ConfirmationState::withdrawn) return {};  // sent twice
        if (!withdraw_confirmation(transaction, viewer.person, id, clock_.now())) return refuse(ConfirmationError::not_found);
        audit(transaction, viewer.person, "confirmation.withdrawn", id, clock_.now());
        return {};
    });
}

Result<std::vector<Confirmation>, ConfirmationError> ConfirmationService::asked(const Viewer& viewer) const {
    if (!sees(viewer, privacy::DataKind::confirmation_request)) return refuse(ConfirmationError::not_permitted);
    return database_.read([&](Session& session) { return list_asked(session, viewer.person, clock_.now()); });
}

Result<AskedConfirmation, ConfirmationError> ConfirmationService::find_asked(const Viewer& viewer, ConfirmationId id) const {
    if (!sees(viewer, privacy::DataKind::confirmation_request)) return refuse(ConfirmationError::not_permitted);
    return database_.read([&](Session& session) -> Result<AskedConfirmation, ConfirmationError> {
        auto found = placement::find_asked(session, viewer.person, id, clock_.now());
        if (!found) return refuse(ConfirmationError::not_found);
        AskedConfirmation asked{std::move(*found), std::nullopt};
        if (asked.confirmation.document_id && sees(viewer, privacy::DataKind::evidence_documents))
            asked.document = find_document(session, asked.confirmation.person_id, *asked.confirmation.document_id);
        if (asked.document) asked.document->levels.clear();  // what else the document supports is not asked
        return asked;
    });
}

Result<std::string, ConfirmationError> ConfirmationService::document(const Viewer& viewer, ConfirmationId id) const {
    if (!sees(viewer, privacy::DataKind::evidence_documents)) return refuse(ConfirmationError::not_permitted);
    return database_.read([&](Session& session) -> Result<std::string, ConfirmationError> {
        const auto asked = placement::find_asked(session, viewer.person, id, clock_.now());
        if (!asked || !asked->document_id) return refuse(ConfirmationError::not_found);
        auto content = find_document_file(session, asked->person_id, *asked->document_id);
        if (!content) return refuse(ConfirmationError::not_found);
        return std::move(*content);
    });
}

Result<void, ConfirmationError> ConfirmationService::confirm(const Viewer& viewer, ConfirmationId id, int level) {
    if (level < 0 || level > competence::level_max) return refuse(ConfirmationError::level_out_of_range);
    return decide(viewer, id, ConfirmationState::confirmed, level, {});
}

Result<void, ConfirmationError> ConfirmationService::decline(const Viewer& viewer, ConfirmationId id, const std::string& reason) {
    if (reason.empty()) return refuse(ConfirmationError::reason_missing);
    return decide(viewer, id, ConfirmationState::declined, std::nullopt, reason);
}

Result<void, ConfirmationError> ConfirmationService::decide(const Viewer& viewer, ConfirmationId id, ConfirmationState state,
                                                            std::optional<int> level, const std::string& reason) {
    if (!viewer.may(Permission::confirm_evidence)) return refuse(ConfirmationError::not_permitted);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, ConfirmationError> {
        const auto known = placement::find_asked(transaction, viewer.person, id, clock_.now());
        if (!known) return refuse(ConfirmationError::not_found);
        const auto learner = find_contact(transaction, known->person_id);
        if (!learner) return refuse(ConfirmationError::not_found);
        // Whoever lost the role or changed to another employer since then is asked no longer.
        if (!may_confirm(transaction, viewer.person, learner->organisation_id, clock_.today())) return refuse(ConfirmationError::not_permitted);
        if (!decide_confirmation(transaction, viewer.person, id, state, level, reason, clock_.now())) return refuse(ConfirmationError::not_found);
        if (level) {
            const competence::FoundLevel found{.competence = known->competence_id,
                                               .level = *level,
                                               .source = competence::EvidenceSource::confirmation,
                                               .assessed_on = clock_.today(),
                                               .origin = fmt::format("confirmation:{}", id.value)};
            competence::record_found_levels(transaction, observer_, known->person_id, std::span(&found, 1), viewer.person, clock_.now());
        }
        if (!learner->email.empty()) {
            auto text = mails_.decided(learner->language, state);
            outbox_.queue(transaction, {learner->id, learner->email, std::move(text.subject), std::move(text.body)});
        }
        audit(transaction, viewer.person, state == ConfirmationState::confirmed ? "confirmation.confirmed" : "confirmation.declined", id,
              clock_.now());
        return {};
    });
}

}  // namespace kc::placement
