// SPDX-License-Identifier: EUPL-1.2
// All SQL about placement tests. Every question carries the person's number: nobody but the learner reaches a test or an answer (KP-09).
#pragma once

#include "placement/item.hpp"
#include "storage/database.hpp"

#include <optional>
#include <vector>

namespace kc::placement {

struct PlacementTest {
    PlacementTestId id;
    CompetenceId competence_id;
    std::int64_t seed = 0;
    std::optional<int> prior_level;
    int prior_percent = 0;
    Instant started_at{};
    std::optional<Instant> finished_at;
    std::optional<int> level;
    std::optional<int> confidence_percent;
    std::optional<Instant> recorded_at;
    bool finished() const { return finished_at.has_value(); }
};
BOOST_DESCRIBE_STRUCT(PlacementTest, (),
                      (id, competence_id, seed, prior_level, prior_percent, started_at, finished_at, level, confidence_percent, recorded_at))

struct GivenAnswer {
    PlacementItemId item_id;
    std::string chosen;
    bool is_right = false;
};
BOOST_DESCRIBE_STRUCT(GivenAnswer, (), (item_id, chosen, is_right))

std::optional<PlacementTest> find_test(storage::Session& session, PersonId person, PlacementTestId id);
std::vector<PlacementTest> list_tests(storage::Session& session, PersonId person);  // newest first
std::optional<PlacementTest> find_latest_test(storage::Session& session, PersonId person, CompetenceId competence);
std::vector<GivenAnswer> list_answers(storage::Session& session, PersonId person, PlacementTestId test);
// Slugs of the items asked in finished tests about this competence, whatever their version.
std::vector<std::string> list_seen_items(storage::Session& session, PersonId person, CompetenceId competence);

PlacementTestId insert_test(storage::Transaction& transaction, PersonId person, const PlacementTest& test);
void insert_answer(storage::Transaction& transaction, PlacementTestId test, int position, const GivenAnswer& answer);
void finish_test(storage::Transaction& transaction, PersonId person, PlacementTestId id, int level, int confidence_percent, Instant now);
bool mark_recorded(storage::Transaction& transaction, PersonId person, PlacementTestId id, Instant now);  // false: it was already
void remove_test(storage::Transaction& transaction, PersonId person, PlacementTestId id);
void remove_tests(storage::Transaction& transaction, PersonId person);

}  // namespace kc::placement
