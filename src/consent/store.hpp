// SPDX-License-Identifier: EUPL-1.2
// All SQL of consents. Whoever asks here has checked who asks; the pages only ever ask for the viewer's own rows.
#pragma once

#include "consent/model.hpp"
#include "storage/database.hpp"

#include <optional>
#include <span>
#include <vector>

namespace kc::consent {

enum class Ending { withdrawn, replaced };
BOOST_DESCRIBE_ENUM(Ending, withdrawn, replaced)

// One agreement with the text it was about: the proof.
struct StoredConsent {
    ConsentId id;
    PersonId person_id;
    std::string purpose;
    int version = 0;
    Language language{};
    std::string title, wording, sha256;
    Instant given_at{};
    std::string given_through;
    std::optional<Instant> ended_at;
    std::optional<Ending> ended_how;
    std::string ended_through;
};
BOOST_DESCRIBE_STRUCT(StoredConsent, (),
                      (id, person_id, purpose, version, language, title, wording, sha256, given_at, given_through, ended_at, ended_how,
                       ended_through))

struct StoredText {
    std::string purpose;
    int version = 0;
    Language language{};
    std::string sha256;
};
BOOST_DESCRIBE_STRUCT(StoredText, (), (purpose, version, language, sha256))

bool lock_person(storage::Transaction& transaction, PersonId person);  // false: no longer active

std::optional<int> find_open_version(storage::Session& session, PersonId person, std::string_view purpose);
std::vector<PersonId> list_people_agreeing(storage::Session& session, std::span<const PersonId> people, std::string_view purpose, int oldest_version);
std::vector<StoredConsent> list_consents(storage::Session& session, PersonId person);  // newest first
std::optional<StoredConsent> find_consent(storage::Session& session, PersonId person, ConsentId id);
std::optional<StoredConsent> find_open(storage::Session& session, PersonId person, std::string_view purpose);
std::vector<StoredText> list_texts(storage::Session& session);

// Once for all who agree to it.
std::int64_t put_text(storage::Transaction& transaction, std::string_view purpose, int version, Language language, const Text& text, Instant now);
ConsentId insert_consent(storage::Transaction& transaction, PersonId person, std::string_view purpose, std::int64_t text, Instant now,
                         std::string_view through);
void end_consent(storage::Transaction& transaction, ConsentId id, Ending how, Instant now, std::string_view through);
std::int64_t remove_ended(storage::Transaction& transaction, Instant before);
void remove_person(storage::Transaction& transaction, PersonId person);

}  // namespace kc::consent
