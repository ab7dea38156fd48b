// SPDX-License-Identifier: EUPL-1.2
#include "consent/store.hpp"

namespace kc::consent {

namespace {

constexpr std::string_view columns =
    "SELECT c.id, c.person_id, c.purpose, t.version, t.language, t.title, t.wording, t.sha256, c.given_at, c.given_through, c.ended_at, c.ended_how, "
    "c.ended_through FROM consents c JOIN consent_texts t ON t.id = c.text_id ";

}  // namespace

bool lock_person(storage::Transaction& transaction, PersonId person) {
    return transaction.find_for_update<PersonId>("SELECT id FROM people WHERE id = ? AND state = 'active'", person).has_value();
}

std::optional<int> find_open_version(storage::Session& session, PersonId person, std::string_view purpose) {
    return session.find<int>(
        "SELECT t.version FROM consents c JOIN consent_texts t ON t.id = c.text_id WHERE c.person_id = ? AND c.purpose = ? AND c.ended_at IS NULL",
        person, purpose);
}

std::vector<PersonId> list_people_agreeing(storage::Session& session, std::span<const PersonId> people, std::string_view purpose,
                                           int oldest_version) {
    return session.query<PersonId>(
        "SELECT c.person_id FROM consents c JOIN consent_texts t ON t.id = c.text_id "
        "WHERE c.person_id IN ($LIST) AND c.purpose = ? AND c.ended_at IS NULL AND t.version >= ? ORDER BY c.person_id",
        storage::json_ids(people), purpose, oldest_version);
}

std::vector<StoredConsent> list_consents(storage::Session& session, PersonId person) {
    return session.query<StoredConsent>(std::string(columns) + "WHERE c.person_id = ? ORDER BY c.id DESC", person);
}

std::optional<StoredConsent> find_consent(storage::Session& session, PersonId person, ConsentId id) {
    return session.find<StoredConsent>(std::string(columns) + "WHERE c.person_id = ? AND c.id = ?", person, id);
}

std::optional<StoredConsent> find_open(storage::Session& session, PersonId person, std::string_view purpose) {
    return session.find<StoredConsent>(std::string(columns) + "WHERE c.person_id = ? AND c.purpose = ? AND c.ended_at IS NULL", person, purpose);
}

std::vector<StoredText> list_texts(storage::Session& session) {
    return session.query<StoredText>("SELECT purpose, version, language, sha256 FROM consent_texts ORDER BY id");
}

std::int64_t put_text(storage::Transaction& transaction, std::string_view purpose, int version, Language language, const Text& text, Instant now) {
    const auto wording = text.wording();
    transaction.execute(
        "INSERT INTO consent_texts (purpose, version, language, title, wording, sha256, stored_at) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (purpose, version, language) DO NOTHING",
        purpose, version, language, text.title, wording, sha256_hex(wording), now);
    return transaction.get<std::int64_t>("SELECT id FROM consent_texts WHERE purpose = ? AND version = ? AND language = ?", purpose, version,
                                         language);
}

ConsentId insert_consent(storage::Transaction& transaction, PersonId person, std::string_view purpose, std::int64_t text, Instant now,
                         std::string_view through) {
    return transaction.get<ConsentId>(
        "INSERT INTO consents (person_id, purpose, text_id, given_at, given_through) VALUES (?, ?, ?, ?, ?) RETURNING id", person, purpose, text, now,
        through);
}

void end_consent(storage::Transaction& transaction, ConsentId id, Ending how, Instant now, std::string_view through) {
    transaction.execute("UPDATE consents SET ended_at = ?, ended_how = ?, ended_through = ? WHERE id = ? AND ended_at IS NULL", now, how, through,
                        id);
}

std::int64_t remove_ended(storage::Transaction& transaction, Instant before) {
    return transaction.execute("DELETE FROM consents WHERE ended_at < ?", before);
}

void remove_person(storage::Transaction& transaction, PersonId person) { transaction.execute("DELETE FROM consents WHERE person_id = ?", person); }

}  // namespace kc::consent
