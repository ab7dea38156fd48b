// SPDX-License-Identifier: EUPL-1.2
#include "placement/document_store.hpp"

#include <unordered_map>

namespace kc::placement {

using storage::Session;
using storage::Transaction;

namespace {

constexpr std::string_view columns =
    "SELECT id, title, issuer, issued_on, file_name, media_type, size_bytes, created_at FROM evidence_documents WHERE person_id = ? ";

struct ClaimRow : LevelClaim {
    DocumentId document_id;
};
BOOST_DESCRIBE_STRUCT(ClaimRow, (LevelClaim), (document_id))

std::vector<Document> with_levels(Session& session, PersonId person, std::vector<Document> documents) {
    if (documents.empty()) return documents;
    std::unordered_map<DocumentId, Document*> by_id;
    for (auto& document : documents) by_id.emplace(document.id, &document);
    session.for_each<ClaimRow>(
        "SELECT l.competence_id, l.level, l.evidence_id, l.document_id FROM evidence_document_levels l "
        "JOIN evidence_documents d ON d.id = l.document_id WHERE d.person_id = ? ORDER BY l.document_id, l.competence_id",
        [&](const ClaimRow& row) {
            if (const auto found = by_id.find(row.document_id); found != by_id.end()) found->second->levels.push_back(row);
        },
        person);
    return documents;
}

}  // namespace

std::vector<Document> list_documents(Session& session, PersonId person) {
    return with_levels(session, person, session.query<Document>(std::string(columns) + "ORDER BY created_at DESC, id DESC", person));
}

std::optional<Document> find_document(Session& session, PersonId person, DocumentId id) {
    auto found = with_levels(session, person, session.query<Document>(std::string(columns) + "AND id = ?", person, id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::optional<std::string> find_document_file(Session& session, PersonId person, DocumentId id) {
    const auto bytes = session.find<storage::Bytes>(
        "SELECT f.content FROM evidence_document_files f JOIN evidence_documents d ON d.id = f.document_id WHERE d.person_id = ? AND d.id = ?",
        person, id);
    if (!bytes) return std::nullopt;
    return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
}

DocumentId insert_document(Transaction& transaction, PersonId person, const Document& document, std::string_view content) {
    const auto id = transaction.get<DocumentId>(
        "INSERT INTO evidence_documents (person_id, title, issuer, issued_on, file_name, media_type, size_bytes, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        person, document.title, document.issuer, document.issued_on, document.file_name, document.media_type,
        static_cast<std::int64_t>(content.size()), document.created_at);
    const auto* begin = reinterpret_cast<const std::byte*>(content.data());
    transaction.execute("INSERT INTO evidence_document_files (document_id, content) VALUES (?, ?)", id,
                        storage::Bytes(begin, begin + content.size()));
    return id;
}

void insert_claims(Transaction& transaction, DocumentId document, const std::vector<LevelClaim>& claims) {
    std::vector<std::tuple<DocumentId, CompetenceId, int, EvidenceId>> rows;
    for (const auto& claim : claims) rows.emplace_back(document, claim.competence_id, claim.level, claim.evidence_id);
    transaction.execute_many("INSERT INTO evidence_document_levels (document_id, competence_id, level, evidence_id) VALUES (?, ?, ?, ?)", rows);
}

void remove_document(Transaction& transaction, PersonId person, DocumentId id) {
    transaction.execute("DELETE FROM evidence_documents WHERE id = ? AND person_id = ?", id, person);
}

void remove_documents(Transaction& transaction, PersonId person) {
    transaction.execute("DELETE FROM evidence_documents WHERE person_id = ?", person);
}

}  // namespace kc::placement
