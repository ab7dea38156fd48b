// SPDX-License-Identifier: EUPL-1.2
#include "placement/test_store.hpp"

namespace kc::placement {

using storage::Session;
using storage::Transaction;

namespace {

constexpr std::string_view columns =
    "SELECT id, competence_id, seed, prior_level, prior_percent, started_at, finished_at, level, confidence_percent, recorded_at "
    "FROM placement_tests WHERE person_id = ? ";

}  // namespace

std::optional<PlacementTest> find_test(Session& session, PersonId person, PlacementTestId id) {
    return session.find<PlacementTest>(std::string(columns) + "AND id = ?", person, id);
}

std::vector<PlacementTest> list_tests(Session& session, PersonId person) {
    return session.query<PlacementTest>(std::string(columns) + "ORDER BY started_at DESC, id DESC", person);
}

std::optional<PlacementTest> find_latest_test(Session& session, PersonId person, CompetenceId competence) {
    return session.find<PlacementTest>(std::string(columns) + "AND competence_id = ? ORDER BY started_at DESC, id DESC LIMIT 1", person, competence);
}

std::vector<GivenAnswer> list_answers(Session& session, PersonId person, PlacementTestId test) {
    return session.query<GivenAnswer>(
        "SELECT a.item_id, a.chosen, a.is_right FROM placement_answers a JOIN placement_tests t ON t.id = a.test_id "
        "WHERE t.person_id = ? AND t.id = ? ORDER BY a.position",
        person, test);
}

std::vector<std::string> list_seen_items(Session& session, PersonId person, CompetenceId competence) {
    return session.query<std::string>(
        "SELECT DISTINCT i.slug FROM placement_answers a JOIN placement_tests t ON t.id = a.test_id JOIN placement_items i ON i.id = a.item_id "
        "WHERE t.person_id = ? AND t.competence_id = ? AND t.finished_at IS NOT NULL",
        person, competence);
}

PlacementTestId insert_test(Transaction& transaction, PersonId person, const PlacementTest& test) {
    return transaction.get<PlacementTestId>(
        "INSERT INTO placement_tests (person_id, competence_id, seed, prior_level, prior_percent, started_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        person, test.competence_id, test.seed, test.prior_level, test.prior_percent, test.started_at);
}

void insert_answer(Transaction& transaction, PlacementTestId test, int position, const GivenAnswer& answer) {
    transaction.execute("INSERT INTO placement_answers (test_id, position, item_id, chosen, is_right) VALUES (?, ?, ?, ?, ?)", test, position,
                        answer.item_id, answer.chosen, answer.is_right);
}

void finish_test(Transaction& transaction, PersonId person, PlacementTestId id, int level, int confidence_percent, Instant now) {
    transaction.execute("UPDATE placement_tests SET finished_at = ?, level = ?, confidence_percent = ? WHERE id = ? AND person_id = ?", now, level,
                        confidence_percent, id, person);
}

bool mark_recorded(Transaction& transaction, PersonId person, PlacementTestId id, Instant now) {
    return transaction.execute("UPDATE placement_tests SET recorded_at = ? WHERE id = ? AND person_id = ? AND recorded_at IS NULL", now, id,
                               person) == 1;
}

void remove_test(Transaction& transaction, PersonId person, PlacementTestId id) {
    transaction.execute("DELETE FROM placement_tests WHERE id = ? AND person_id = ?", id, person);
}

void remove_tests(Transaction& transaction, PersonId person) { transaction.execute("DELETE FROM placement_tests WHERE person_id = ?", person); }

}  // namespace kc::placement
