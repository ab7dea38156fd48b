// SPDX-License-Identifier: EUPL-1.2
// All SQL about the office's list of synonyms. Every revision is kept; the highest one is in force.
#pragma once

#include "storage/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kc::discovery {

struct SynonymRevision {
    int revision = 0;
    std::string text;
    Instant changed_at{};
};
BOOST_DESCRIBE_STRUCT(SynonymRevision, (), (revision, text, changed_at))

struct SynonymRevisionHead {
    int revision = 0;
    Instant changed_at{};
};
BOOST_DESCRIBE_STRUCT(SynonymRevisionHead, (), (revision, changed_at))

std::optional<SynonymRevision> find_synonyms_in_force(storage::Session& session);  // nothing: the list that is delivered
std::optional<SynonymRevision> find_synonym_revision(storage::Session& session, int revision);
std::vector<SynonymRevisionHead> list_synonym_revisions(storage::Session& session, int limit);  // newest first
// False when this revision is there already: somebody was quicker.
bool insert_synonym_revision(storage::Transaction& transaction, const SynonymRevision& revision);

}  // namespace kc::discovery
