// SPDX-License-Identifier: EUPL-1.2
#include "placement/document_service.hpp"

#include "competence/store.hpp"
#include "placement/file_type.hpp"
#include "storage/audit.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace kc::placement {

using storage::Session;
using storage::Transaction;

namespace {

void audit(Transaction& transaction, PersonId person, std::string_view action, DocumentId document, Instant now) {
    storage::record_audit(transaction, {.at = now,
                                        .actor = person,
                                        .action = std::string(action),
                                        .subject_type = "evidence_document",
                                        .subject_id = document.value,
                                        .details = "{}"});
}

std::optional<DocumentError> problem_of(const NewDocument& document, const competence::CompetenceFramework& framework, Date today) {
    if (document.content.empty()) return DocumentError::empty_file;
    if (document.content.size() > document_bytes_max) return DocumentError::too_large;
    if (!media_type_of(document.content)) return DocumentError::wrong_type;
    if (document.title.empty()) return DocumentError::title_missing;
    if (document.issued_on > today) return DocumentError::issued_in_future;
    if (document.levels.empty()) return DocumentError::no_competence;
    std::set<CompetenceId> named;
    for (const auto& claim : document.levels) {
        const auto index = framework.index_of(claim.competence_id);
        if (!index || !framework.competence(*index).published()) return DocumentError::unknown_competence;
        if (claim.level < 1 || claim.level > competence::level_max) return DocumentError::level_out_of_range;
        if (!named.insert(claim.competence_id).second) return DocumentError::same_competence;
    }
    return std::nullopt;
}

}  // namespace

Result<std::vector<Document>, DocumentError> DocumentService::list(const Viewer& viewer) const {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(DocumentError::not_permitted);
    return database_.read([&](Session& session) { return list_documents(session, viewer.person); });
}

Result<Document, DocumentError> DocumentService::find(const Viewer& viewer, DocumentId id) const {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(DocumentError::not_permitted);
    auto document = database_.read([&](Session& session) { return find_document(session, viewer.person, id); });
    if (!document) return refuse(DocumentError::not_found);
    return std::move(*document);
}

Result<DocumentFile, DocumentError> DocumentService::file(const Viewer& viewer, DocumentId id) const {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(DocumentError::not_permitted);
    return database_.read([&](Session& session) -> Result<DocumentFile, DocumentError> {
        auto document = find_document(session, viewer.person, id);
        auto content = find_document_file(session, viewer.person, id);
        if (!document || !content) return refuse(DocumentError::not_found);
        return DocumentFile{std::move(*document), std::move(*content)};
    });
}

Result<DocumentId, DocumentError> DocumentService::store(const Viewer& viewer, const NewDocument& document) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(DocumentError::not_permitted);
    const auto framework = frameworks_.current();
    if (const auto problem = problem_of(document, *framework, clock_.today())) return refuse(*problem);
    return database_.in_transaction([&](Transaction& transaction) -> Result<DocumentId, DocumentError> {
        if (!competence::lock_person(transaction, viewer.person)) return refuse(DocumentError::not_permitted);
        const auto stored = list_documents(transaction, viewer.person);
        for (const auto& known : stored) {
            if (known.title == document.title && known.issued_on == document.issued_on &&
                known.size_bytes == static_cast<std::int64_t>(document.content.size())) {
                return known.id;
            }
        }
        if (stored.size() >= documents_max) return refuse(DocumentError::too_many);
        const auto media_type = *media_type_of(document.content);
        const auto id = insert_document(transaction, viewer.person,
                                        {.id = {},
                                         .title = document.title,
                                         .issuer = document.issuer,
                                         .issued_on = document.issued_on,
                                         .file_name = safe_file_name(document.file_name, media_type),
                                         .media_type = media_type,
                                         .size_bytes = 0,
                                         .created_at = clock_.now()},
                                        document.content);
        std::vector<competence::FoundLevel> found;
        for (const auto& claim : document.levels) {
            found.push_back({.competence = claim.competence_id,
                             .level = claim.level,
                             .source = competence::EvidenceSource::self_assessment,
                             .assessed_on = clock_.today(),
                             .origin = fmt::format("document:{}", id.value)});
        }
        const auto evidence = competence::record_found_levels(transaction, observer_, viewer.person, found, viewer.person, clock_.now());
        auto claims = document.levels;
        for (std::size_t i = 0; i < claims.size(); ++i) claims[i].evidence_id = evidence[i];
        insert_claims(transaction, id, claims);
        audit(transaction, viewer.person, "evidence_document.stored", id, clock_.now());
        return id;
    });
}

Result<void, DocumentError> DocumentService::remove(const Viewer& viewer, DocumentId id) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(DocumentError::not_permitted);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, DocumentError> {
        if (!competence::lock_person(transaction, viewer.person)) return refuse(DocumentError::not_permitted);
        const auto document = find_document(transaction, viewer.person, id);
        if (!document) return refuse(DocumentError::not_found);
        std::vector<EvidenceId> evidence;
        for (const auto& claim : document->levels) evidence.push_back(claim.evidence_id);
        remove_document(transaction, viewer.person, id);
        competence::remove_found_levels(transaction, observer_, viewer.person, evidence, viewer.person, clock_.now());
        audit(transaction, viewer.person, "evidence_document.removed", id, clock_.now());
        return {};
    });
}

}  // namespace kc::placement
