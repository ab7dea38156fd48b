// SPDX-License-Identifier: EUPL-1.2
// All SQL about evidence documents. Every question carries the person's number (KP-13).
#pragma once

#include "base/ids.hpp"
#include "storage/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace kc::placement {

using DocumentId = Id<struct DocumentTag>;

struct LevelClaim {
    CompetenceId competence_id;
    int level = 0;
    EvidenceId evidence_id{};  // the line of the profile that came with it
};
BOOST_DESCRIBE_STRUCT(LevelClaim, (), (competence_id, level, evidence_id))

struct Document {
    DocumentId id;
    std::string title, issuer;
    Date issued_on{};
    std::string file_name, media_type;
    std::int64_t size_bytes = 0;
    Instant created_at{};
    std::vector<LevelClaim> levels{};
};
BOOST_DESCRIBE_STRUCT(Document, (), (id, title, issuer, issued_on, file_name, media_type, size_bytes, created_at))

std::vector<Document> list_documents(storage::Session& session, PersonId person);  // newest first, with levels
std::optional<Document> find_document(storage::Session& session, PersonId person, DocumentId id);
std::optional<std::string> find_document_file(storage::Session& session, PersonId person, DocumentId id);

DocumentId insert_document(storage::Transaction& transaction, PersonId person, const Document& document, std::string_view content);
void insert_claims(storage::Transaction& transaction, DocumentId document, const std::vector<LevelClaim>& claims);
void remove_document(storage::Transaction& transaction, PersonId person, DocumentId id);
void remove_documents(storage::Transaction& transaction, PersonId person);

}  // namespace kc::placement
