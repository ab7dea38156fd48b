// SPDX-License-Identifier: EUPL-1.2
// All SQL about working copies, versions and outdatings. The competences themselves are written through competence/framework_editing.
#pragma once

#include "competence/framework_editing.hpp"
#include "curation/content.hpp"
#include "storage/database.hpp"

namespace kc::curation {

using OutdatingId = Id<struct OutdatingTag>;

struct Draft {
    CompetenceId competence_id;
    std::string content;  // JSON
    int revision = 0;
    Instant changed_at{};
};
BOOST_DESCRIBE_STRUCT(Draft, (), (competence_id, content, revision, changed_at))

enum class PublishedAs { office, board_member };
BOOST_DESCRIBE_ENUM(PublishedAs, office, board_member)

struct Version {
    int version = 0;
    std::string content;  // JSON
    std::string remark;
    std::optional<Instant> published_at;  // absent: it came with the catalogue
    std::string published_as;             // "office", "board_member" or empty
};
BOOST_DESCRIBE_STRUCT(Version, (), (version, content, remark, published_at, published_as))

enum class OutdatingState { carrying, carried, taking_back, taken_back, ended };
BOOST_DESCRIBE_ENUM(OutdatingState, carrying, carried, taking_back, taken_back, ended)

struct Outdating {
    OutdatingId id{};
    CompetenceId competence_id;
    OutdatingState state{};
    Instant outdated_at{};
    std::optional<Instant> finished_at = {};
    std::int64_t people = 0, evidence = 0;
    std::string demands = {};  // JSON
};
BOOST_DESCRIBE_STRUCT(Outdating, (), (id, competence_id, state, outdated_at, finished_at, people, evidence, demands))

namespace store {

using storage::Session;
using storage::Transaction;

std::optional<Draft> find_draft(Session& session, CompetenceId competence);
std::vector<Draft> list_drafts(Session& session);  // newest first
void write_draft(Transaction& transaction, const Draft& draft);
void remove_draft(Transaction& transaction, CompetenceId competence);

std::vector<Version> list_versions(Session& session, CompetenceId competence);  // newest first
bool has_version(Session& session, CompetenceId competence, int version);
void insert_version(Transaction& transaction, CompetenceId competence, const Version& version);

OutdatingId insert_outdating(Transaction& transaction, const Outdating& outdating);
std::optional<Outdating> find_outdating(Session& session, OutdatingId id);
std::optional<Outdating> lock_outdating(Transaction& transaction, OutdatingId id);
std::optional<Outdating> find_last_outdating(Session& session, CompetenceId competence);
void update_outdating(Transaction& transaction, const Outdating& outdating);

}  // namespace store

}  // namespace kc::curation
