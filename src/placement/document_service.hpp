// SPDX-License-Identifier: EUPL-1.2
// DocumentService: certificates a person keeps beside her profile (KP-12, KP-13). The levels they support count as her own statement
// until somebody confirms them.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "competence/competence.hpp"
#include "placement/document_store.hpp"

#include <string>
#include <vector>

namespace kc::placement {

inline constexpr std::size_t document_bytes_max = 5 * 1024 * 1024;
inline constexpr std::size_t documents_max = 20;
inline constexpr std::size_t claims_max = 3;  // per document

enum class DocumentError {
    not_permitted,
    not_found,
    empty_file,
    too_large,
    wrong_type,  // neither PDF nor JPEG nor PNG
    too_many,    // twenty are stored already
    title_missing,
    issued_in_future,
    no_competence,
    unknown_competence,
    level_out_of_range,
    same_competence,  // twice
};
BOOST_DESCRIBE_ENUM(DocumentError, not_permitted, not_found, empty_file, too_large, wrong_type, too_many, title_missing, issued_in_future,
                    no_competence, unknown_competence, level_out_of_range, same_competence)

struct NewDocument {
    std::string title, issuer;
    Date issued_on{};
    std::string file_name;
    std::string content;
    std::vector<LevelClaim> levels;
};

struct DocumentFile {
    Document document;
    std::string content;
};

class DocumentService {
public:
    DocumentService(storage::Database& database, const Clock& clock, const competence::FrameworkSource& frameworks,
                    competence::ProfileObserver& observer)
        : database_(database), clock_(clock), frameworks_(frameworks), observer_(observer) {}

    Result<std::vector<Document>, DocumentError> list(const Viewer& viewer) const;
    Result<Document, DocumentError> find(const Viewer& viewer, DocumentId id) const;
    Result<DocumentFile, DocumentError> file(const Viewer& viewer, DocumentId id) const;
    // The same title, day and size again is the same document sent twice.
    Result<DocumentId, DocumentError> store(const Viewer& viewer, const NewDocument& document);
    // With the lines of the profile that came with it; what somebody confirmed stays.
    Result<void, DocumentError> remove(const Viewer& viewer, DocumentId id);

    std::shared_ptr<const competence::CompetenceFramework> framework() const { return frameworks_.current(); }
    Date today() const { return clock_.today(); }

private:
    storage::Database& database_;
    const Clock& clock_;
    const competence::FrameworkSource& frameworks_;
    competence::ProfileObserver& observer_;
};

}  // namespace kc::placement
