// SPDX-License-Identifier: EUPL-1.2
#include "consent/service.hpp"

#include "storage/audit.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::consent {

using storage::Session;
using storage::Transaction;

namespace {

// EW-12: the audit log says that somebody decided, never about what. Its subject is the row of the proof.
void record(Transaction& transaction, const Viewer& viewer, std::string_view action, ConsentId id, Instant now) {
    storage::record_audit(transaction,
                          {.at = now, .actor = viewer.person, .action = std::string(action), .subject_type = "consent", .subject_id = id.value});
}

}  // namespace

void ConsentService::check_stored_texts() const {
    const auto stored = database_.read([](Session& session) { return list_texts(session); });
    std::string problems;
    for (const auto& text : stored) {
        const auto* purpose = texts_.find(text.purpose);
        if (purpose == nullptr) continue;  // no longer asked for; the stored copy is the proof
        const auto version =
            std::find_if(purpose->versions.begin(), purpose->versions.end(), [&](const TextVersion& one) { return one.version == text.version; });
        const bool missing = version == purpose->versions.end();
        if (!missing && sha256_hex(version->in(text.language).wording()) == text.sha256) continue;
        if (!problems.empty()) problems += '\n';
        problems += fmt::format(
            "config/consents, Zweck „{}“, Feld „{}“: Fassung {} {}, obwohl Menschen ihr zugestimmt haben. Stellen Sie den alten Wortlaut wieder her "
            "und ergänzen Sie den neuen als Fassung {}.",
            text.purpose, missing ? std::string("versions") : fmt::format("versions[{}].{}", text.version, language_code(text.language)),
            text.version, missing ? "fehlt" : "lautet jetzt anders", purpose->versions.back().version + 1);
    }
    if (!problems.empty()) throw ConsentTextError(problems);
}

bool ConsentService::is_given(Session& session, PersonId person, std::string_view purpose) const {
    const auto* known = texts_.find(purpose);
    const int oldest = known != nullptr ? known->oldest_that_counts(clock_.today()) : 0;
    if (oldest == 0) return false;
    const auto version = find_open_version(session, person, purpose);
    return version && *version >= oldest;
}

std::vector<PersonId> ConsentService::given_among(Session& session, std::span<const PersonId> people, std::string_view purpose) const {
    const auto* known = texts_.find(purpose);
    const int oldest = known != nullptr ? known->oldest_that_counts(clock_.today()) : 0;
    if (oldest == 0 || people.empty()) return {};
    return list_people_agreeing(session, people, purpose, oldest);
}

const TextVersion* ConsentService::text_for(const Viewer& viewer, std::string_view purpose) const {
    const auto* known = texts_.find(purpose);
    return known != nullptr && known->offered && known->concerns(viewer) ? known->in_force(clock_.today()) : nullptr;
}

Result<void, ConsentError> ConsentService::give(Transaction& transaction, const Viewer& viewer, const Agreement& agreement) {
    const auto* purpose = texts_.find(agreement.purpose);
    const auto* text = purpose != nullptr ? purpose->in_force(clock_.today()) : nullptr;
    if (text == nullptr) return refuse(ConsentError::unknown_purpose);
    if (!purpose->offered) return refuse(ConsentError::not_offered);
    if (!purpose->concerns(viewer) || !lock_person(transaction, viewer.person)) return refuse(ConsentError::not_permitted);
    if (text->version != agreement.version) return refuse(ConsentError::outdated_text);
    const auto now = clock_.now();
    if (const auto open = find_open(transaction, viewer.person, agreement.purpose)) {
        if (open->version == text->version) return {};  // said twice is said once
        end_consent(transaction, open->id, Ending::replaced, now, agreement.through);
    }
    const auto stored = put_text(transaction, agreement.purpose, text->version, agreement.language, text->in(agreement.language), now);
    const auto id = insert_consent(transaction, viewer.person, agreement.purpose, stored, now, agreement.through);
    record(transaction, viewer, "consent.given", id, now);
    return {};
}

Result<void, ConsentError> ConsentService::give(const Viewer& viewer, const Agreement& agreement) {
    return database_.in_transaction([&](Transaction& transaction) { return give(transaction, viewer, agreement); });
}

Result<void, ConsentError> ConsentService::withdraw(const Viewer& viewer, std::string_view purpose, std::string_view through) {
    if (texts_.find(purpose) == nullptr) return refuse(ConsentError::unknown_purpose);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, ConsentError> {
        if (!lock_person(transaction, viewer.person)) return refuse(ConsentError::not_permitted);
        const auto open = find_open(transaction, viewer.person, purpose);
        if (!open) return refuse(ConsentError::not_given);
        const auto now = clock_.now();
        end_consent(transaction, open->id, Ending::withdrawn, now, through);
        record(transaction, viewer, "consent.withdrawn", open->id, now);
        const auto [first, last] = cascades_.equal_range(purpose);
        for (auto cascade = first; cascade != last; ++cascade) cascade->second(transaction, viewer.person);
        return {};
    });
}

std::optional<OwnConsent> ConsentService::own_consent(Session& session, const Viewer& viewer, const Purpose& purpose,
                                                      const std::vector<StoredConsent>& all) const {
    OwnConsent own{.purpose = &purpose, .text = purpose.in_force(clock_.today()), .open = {}, .history = {}, .effects = {}};
    for (const auto& consent : all) {
        if (consent.purpose != purpose.key) continue;
        own.history.push_back(consent);
        if (!consent.ended_at) own.open = consent;
    }
    const bool asked = own.text != nullptr && purpose.offered && purpose.concerns(viewer);
    if (own.text == nullptr || (!asked && own.history.empty())) return std::nullopt;
    const bool counts = own.open && own.open->version >= purpose.oldest_that_counts(clock_.today());
    own.state = counts                ? ConsentState::given
                : own.open            ? ConsentState::ask_again
                : own.history.empty() ? ConsentState::not_given
                                      : ConsentState::withdrawn;
    own.can_give = asked && !counts;
    if (own.open) {
        const auto [first, last] = previews_.equal_range(purpose.key);
        for (auto preview = first; preview != last; ++preview) {
            for (auto& effect : preview->second(session, viewer.person)) own.effects.push_back(std::move(effect));
        }
    }
    return own;
}

std::vector<OwnConsent> ConsentService::list_own(const Viewer& viewer) const {
    return database_.read([&](Session& session) {
        const auto all = list_consents(session, viewer.person);
        std::vector<OwnConsent> list;
        for (const auto& purpose : texts_.purposes()) {
            if (auto own = own_consent(session, viewer, purpose, all)) list.push_back(std::move(*own));
        }
        return list;
    });
}

Result<OwnConsent, ConsentError> ConsentService::find_own(const Viewer& viewer, std::string_view purpose) const {
    const auto* known = texts_.find(purpose);
    if (known == nullptr) return refuse(ConsentError::unknown_purpose);
    auto own = database_.read([&](Session& session) { return own_consent(session, viewer, *known, list_consents(session, viewer.person)); });
    if (!own) return refuse(ConsentError::not_permitted);
    return std::move(*own);
}

Result<StoredConsent, ConsentError> ConsentService::find_proof(const Viewer& viewer, ConsentId id) const {
    auto found = database_.read([&](Session& session) { return find_consent(session, viewer.person, id); });
    if (!found) return refuse(ConsentError::not_found);
    return std::move(*found);
}

std::int64_t ConsentService::forget_ended() {
    const auto this_year = clock_.today().year();
    const auto before = std::chrono::sys_days{(this_year - std::chrono::years{3}) / std::chrono::January / 1};
    return database_.in_transaction([&](Transaction& transaction) { return remove_ended(transaction, before); });
}

}  // namespace kc::consent
