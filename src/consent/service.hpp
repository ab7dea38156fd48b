// SPDX-License-Identifier: EUPL-1.2
// ConsentService: who agreed to what, and what follows from a withdrawal. Rooms ask is_given() where a rule depends on it; app connects what
// a withdrawal deletes (on_withdrawal) and how that is announced in numbers (on_preview). Rules: docs/rules/consent.md (EW-…).
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "consent/model.hpp"
#include "consent/store.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kc::consent {

enum class ConsentError {
    not_permitted,    // not asked of somebody with these roles, or the account is no longer active
    unknown_purpose,  // or nothing is in force for it
    not_offered,      // what it is for is switched off in this installation
    outdated_text,    // another version is in force than the one the person saw
    not_given,        // nothing to withdraw
    not_found,        // no such consent of this person
};
BOOST_DESCRIBE_ENUM(ConsentError, not_permitted, unknown_purpose, not_offered, outdated_text, not_given, not_found)

// As the person saw it when she agreed.
struct Agreement {
    std::string_view purpose;
    int version = 0;
    Language language{};
    std::string_view through;  // where in the product: "/reflexion", "/api/v1/me/consents"
};

// What a withdrawal would do to this person's data: "Ihre Reflexionskarte mit {notes} {notes|Notiz|Notizen} wird gelöscht."
struct Effect {
    std::string message_key;
    std::vector<std::pair<std::string, std::int64_t>> numbers{};
};

enum class ConsentState { not_given, given, ask_again, withdrawn };
BOOST_DESCRIBE_ENUM(ConsentState, not_given, given, ask_again, withdrawn)

struct OwnConsent {
    const Purpose* purpose = nullptr;
    const TextVersion* text = nullptr;  // in force
    ConsentState state{};
    bool can_give = false;               // is asked of this person, and would change something
    std::optional<StoredConsent> open;   // also one that no longer counts because the text changed
    std::vector<StoredConsent> history;  // newest first, with the open one
    std::vector<Effect> effects;         // of a withdrawal; empty: nothing is deleted
};

class ConsentService {
public:
    using Cascade = std::function<void(storage::Transaction&, PersonId)>;  // may run again: touches nothing outside the transaction
    using Preview = std::function<std::vector<Effect>(storage::Session&, PersonId)>;

    ConsentService(storage::Database& database, const Clock& clock, ConsentTexts texts)
        : database_(database), clock_(clock), texts_(std::move(texts)) {}

    // At start. A text that people agreed to and that reads differently now is refused (ConsentTextError): its change needs a version.
    void check_stored_texts() const;

    // The text in force, or an older version that said the same, was agreed to and not withdrawn.
    bool is_given(storage::Session& session, PersonId person, std::string_view purpose) const;
    // Those of `people` of whom the same is true; for jobs that ask for many.
    std::vector<PersonId> given_among(storage::Session& session, std::span<const PersonId> people, std::string_view purpose) const;
    // What to show to whoever asks in a form of her own; nothing when this person is not to be asked.
    const TextVersion* text_for(const Viewer& viewer, std::string_view purpose) const;

    // For rooms that ask in their own form: in the transaction of what is consented to.
    Result<void, ConsentError> give(storage::Transaction& transaction, const Viewer& viewer, const Agreement& agreement);
    Result<void, ConsentError> give(const Viewer& viewer, const Agreement& agreement);
    // One transaction: proof, audit entry, cascade.
    Result<void, ConsentError> withdraw(const Viewer& viewer, std::string_view purpose, std::string_view through);

    std::vector<OwnConsent> list_own(const Viewer& viewer) const;
    Result<OwnConsent, ConsentError> find_own(const Viewer& viewer, std::string_view purpose) const;
    Result<StoredConsent, ConsentError> find_proof(const Viewer& viewer, ConsentId id) const;

    // EW-14: what ended before the year three years ago is no longer needed as proof.
    std::int64_t forget_ended();

    // Connected once at start, by app.
    void on_withdrawal(std::string purpose, Cascade cascade) { cascades_.emplace(std::move(purpose), std::move(cascade)); }
    void on_preview(std::string purpose, Preview preview) { previews_.emplace(std::move(purpose), std::move(preview)); }

private:
    std::optional<OwnConsent> own_consent(storage::Session& session, const Viewer& viewer, const Purpose& purpose,
                                          const std::vector<StoredConsent>& all) const;

    storage::Database& database_;
    const Clock& clock_;
    ConsentTexts texts_;
    std::multimap<std::string, Cascade, std::less<>> cascades_;
    std::multimap<std::string, Preview, std::less<>> previews_;
};

}  // namespace kc::consent
