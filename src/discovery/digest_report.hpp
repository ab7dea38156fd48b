// SPDX-License-Identifier: EUPL-1.2
// What the digest reads from tables of other rooms: who is due, and where the mail goes. Active people only.
#pragma once

#include "base/ids.hpp"
#include "base/language.hpp"
#include "storage/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kc::discovery {

// What was looked at before these moments is due.
struct DueBefore {
    Instant daily{}, weekly{};
};

std::vector<PersonId> list_due_people(storage::Session& session, const DueBefore& due, PersonId after, int limit);  // by number

struct DigestReader {
    PersonId id;
    OrganisationId organisation_id;
    std::string email, first_name, last_name;
    Language language{};
};
BOOST_DESCRIBE_STRUCT(DigestReader, (), (id, organisation_id, email, first_name, last_name, language))

std::optional<DigestReader> find_digest_reader(storage::Session& session, PersonId person);

}  // namespace kc::discovery
