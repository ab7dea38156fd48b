// SPDX-License-Identifier: EUPL-1.2
#include "learning_history/personal_data.hpp"

#include "learning_history/store.hpp"
#include "web/api_response.hpp"

namespace kc::learning_history {

namespace {

struct ExportedImport {
    std::string credential_id, digest, issuer, issuer_name;
    Instant issued_at{}, imported_at{};
    std::vector<Entry> entries;
};
BOOST_DESCRIBE_STRUCT(ExportedImport, (), (credential_id, digest, issuer, issuer_name, issued_at, imported_at, entries))

struct Exported {
    std::vector<StoredExport> files_made;
    std::vector<ExportedImport> histories_taken_over;
};
BOOST_DESCRIBE_STRUCT(Exported, (), (files_made, histories_taken_over))

}  // namespace

std::string HistoryPersonalData::export_data(storage::Session& session, PersonId person) {
    Exported out{list_exports(session, person), {}};
    for (const auto& import : list_imports(session, person)) {
        ExportedImport exported{import.credential_id, import.digest, import.issuer, import.issuer_name, import.issued_at, import.imported_at, {}};
        for (const auto& row : import.entries) exported.entries.push_back(row.entry);
        out.histories_taken_over.push_back(std::move(exported));
    }
    return web::to_json(out);
}

void HistoryPersonalData::erase(storage::Transaction& transaction, PersonId person) { remove_person(transaction, person); }

}  // namespace kc::learning_history
