// SPDX-License-Identifier: EUPL-1.2
#include "curation/store.hpp"

namespace kc::curation::store {

namespace {

constexpr std::string_view outdating_columns = "id, competence_id, state, outdated_at, finished_at, people, evidence, demands";

}  // namespace

std::optional<Draft> find_draft(Session& session, CompetenceId competence) {
    return session.find<Draft>("SELECT competence_id, content, revision, changed_at FROM competence_drafts WHERE competence_id = ?", competence);
}

std::vector<Draft> list_drafts(Session& session) {
    return session.query<Draft>("SELECT competence_id, content, revision, changed_at FROM competence_drafts ORDER BY changed_at DESC, competence_id");
}

void write_draft(Transaction& transaction, const Draft& draft) {
    transaction.execute(
        "INSERT INTO competence_drafts (competence_id, content, revision, changed_at) VALUES (?, ?, ?, ?) ON CONFLICT (competence_id) DO UPDATE "
        "SET content = excluded.content, revision = excluded.revision, changed_at = excluded.changed_at",
        draft.competence_id, draft.content, draft.revision, draft.changed_at);
}

void remove_draft(Transaction& transaction, CompetenceId competence) {
    transaction.execute("DELETE FROM competence_drafts WHERE competence_id = ?", competence);
}

std::vector<Version> list_versions(Session& session, CompetenceId competence) {
    return session.query<Version>(
        "SELECT version, content, remark, published_at, published_as FROM competence_versions WHERE competence_id = ? ORDER BY version DESC",
        competence);
}

bool has_version(Session& session, CompetenceId competence, int version) {
    return session.find<int>("SELECT version FROM competence_versions WHERE competence_id = ? AND version = ?", competence, version).has_value();
}

void insert_version(Transaction& transaction, CompetenceId competence, const Version& version) {
    transaction.execute(
        "INSERT INTO competence_versions (competence_id, version, content, remark, published_at, published_as) VALUES (?, ?, ?, ?, ?, ?)", competence,
        version.version, version.content, version.remark, version.published_at, version.published_as);
}

OutdatingId insert_outdating(Transaction& transaction, const Outdating& outdating) {
    return transaction.get<OutdatingId>(
        "INSERT INTO competence_outdatings (competence_id, state, outdated_at, people, demands) VALUES (?, ?, ?, ?, ?) RETURNING id",
        outdating.competence_id, outdating.state, outdating.outdated_at, outdating.people, outdating.demands);
}

std::optional<Outdating> find_outdating(Session& session, OutdatingId id) {
    static const auto sql = fmt::format("SELECT {} FROM competence_outdatings WHERE id = ?", outdating_columns);
    return session.find<Outdating>(sql, id);
}

std::optional<Outdating> lock_outdating(Transaction& transaction, OutdatingId id) {
    static const auto sql = fmt::format("SELECT {} FROM competence_outdatings WHERE id = ?", outdating_columns);
    return transaction.find_for_update<Outdating>(sql, id);
}

std::optional<Outdating> find_last_outdating(Session& session, CompetenceId competence) {
    static const auto sql = fmt::format("SELECT {} FROM competence_outdatings WHERE competence_id = ? ORDER BY id DESC LIMIT 1", outdating_columns);
    return session.find<Outdating>(sql, competence);
}

void update_outdating(Transaction& transaction, const Outdating& outdating) {
    transaction.execute("UPDATE competence_outdatings SET state = ?, finished_at = ?, evidence = ? WHERE id = ?", outdating.state,
                        outdating.finished_at, outdating.evidence, outdating.id);
}

}  // namespace kc::curation::store
