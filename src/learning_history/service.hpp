// SPDX-License-Identifier: EUPL-1.2
// HistoryService: a person takes her learning history along as a signed file, and takes one over that she brought. Every function reaches
// the rows of its viewer alone (LH-04).
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "competence/competence.hpp"
#include "consent/service.hpp"
#include "learning_history/document.hpp"
#include "learning_history/issuer_keys.hpp"
#include "learning_history/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kc::learning_history {

enum class HistoryError {
    not_permitted,   // no learner, or the account is no longer active
    nothing_chosen,  // a file without a line
    unknown_entry,   // not, or no longer, a line of the own history
    too_many,        // more lines than a file holds
    code_used,       // one code, one file
    key_sealed,      // the operator's file for the signing key is missing
    empty_file,
    too_large,
    not_a_token,
    unsupported,
    altered,
    not_a_history,
    in_future,         // issued later than now
    unknown_issuer,    // nobody whose histories count here
    withdrawn_issuer,  // no longer
    wrong_code,        // not the code of this file
    other_person,      // belongs to another account
    own_file,          // made in this very account
    consent_missing,
    consent_outdated,  // the text changed while the form was open
    not_found,
};
BOOST_DESCRIBE_ENUM(HistoryError, not_permitted, nothing_chosen, unknown_entry, too_many, code_used, key_sealed, empty_file, too_large, not_a_token,
                    unsupported, altered, not_a_history, in_future, unknown_issuer, withdrawn_issuer, wrong_code, other_person, own_file,
                    consent_missing, consent_outdated, not_found)

// A line of the own history, with the name by which a form chooses it.
struct Choice {
    std::string key;  // "einheit-8", "stufe-e-file"
    Entry entry;
    bool chosen = false;  // from the beginning (LH-02)
};

struct OwnHistory {
    std::vector<Choice> choices;  // units newest first, then levels in the order of the catalogue
    std::vector<StoredExport> exports;
    std::vector<StoredImport> imports;
};

struct ExportFile {
    std::string token;
    Document document;
};

struct Checked {
    Document document;
    Standing issuer;
};

// What would become of a line here.
enum class Fate { level_taken_over, unit_recorded, completed_already, stays_history };
BOOST_DESCRIBE_ENUM(Fate, level_taken_over, unit_recorded, completed_already, stays_history)

struct Preview {
    Checked checked;
    std::vector<Fate> fates;  // one per entry of the document
    bool taken_over_already = false;
};

struct Takeover {
    std::string file, code;
    std::vector<std::size_t> chosen;                // lines of the document
    std::optional<consent::Agreement> agreement{};  // absent: given before
};

struct TakenOver {
    HistoryImportId id;
    bool changed = false;  // false: it was there already
};

struct IssuerIdentity {
    std::string did, name, base_address;  // "did:web:campus.example", "KommunalCampus eG", "https://campus.example"
};

struct HistoryParts {
    storage::Database& database;
    const Clock& clock;
    const competence::FrameworkSource& frameworks;
    competence::ProfileObserver& observer;
    consent::ConsentService& consents;
    IssuerKeys keys;
    IssuerIdentity issuer;
};

class HistoryService {
public:
    explicit HistoryService(HistoryParts parts) : parts_(std::move(parts)) {}

    Result<OwnHistory, HistoryError> find_own(const Viewer& viewer) const;
    // The chosen lines, in the order of find_own().
    Result<std::vector<Entry>, HistoryError> choose(const Viewer& viewer, const std::vector<std::string>& keys) const;
    // The same code and the same lines again give the same file again.
    Result<ExportFile, HistoryError> export_file(const Viewer& viewer, std::string_view code, const std::vector<std::string>& keys);
    Result<void, HistoryError> forget_export(const Viewer& viewer, HistoryExportId id);  // the note of it; the file goes on being valid

    // For anybody; stores nothing (LH-30).
    Result<Checked, HistoryError> check(std::string_view file) const;

    Result<Preview, HistoryError> preview(const Viewer& viewer, std::string_view file, std::string_view code) const;
    Result<TakenOver, HistoryError> take_over(const Viewer& viewer, const Takeover& takeover);
    Result<void, HistoryError> undo(const Viewer& viewer, HistoryImportId id);
    Result<StoredImport, HistoryError> find_import(const Viewer& viewer, HistoryImportId id) const;

    // What a withdrawn consent does: everything taken over goes (LH-26).
    void remove_all(storage::Transaction& transaction, PersonId person);

    std::vector<OwnKey> own_keys() const;
    bool key_lies_beside_data() const { return parts_.keys.lies_beside_data(); }
    const IssuerIdentity& issuer() const { return parts_.issuer; }
    const consent::ConsentService& consents() const { return parts_.consents; }
    bool consent_given(const Viewer& viewer) const;
    std::shared_ptr<const competence::CompetenceFramework> framework() const { return parts_.frameworks.current(); }

private:
    std::vector<Choice> choices(storage::Session& session, PersonId person, const std::vector<StoredImport>& imports) const;
    std::vector<Fate> fates(storage::Session& session, PersonId person, const Checked& checked,
                            const std::vector<std::optional<LearningUnitId>>& units) const;
    // Whether this person may take this file over.
    std::optional<HistoryError> problem_of_owner(storage::Session& session, const Viewer& viewer, const Document& document,
                                                 std::string_view code) const;
    Result<Checked, HistoryError> checked(storage::Session& session, std::string_view file) const;
    void remove(storage::Transaction& transaction, PersonId person, const StoredImport& import, const std::vector<StoredImport>& others);

    HistoryParts parts_;
};

// What a withdrawn consent takes back, and how that is announced. Once at start; the service must outlive the consents.
void connect_consent(consent::ConsentService& consents, HistoryService& history);

}  // namespace kc::learning_history
