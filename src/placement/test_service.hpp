// SPDX-License-Identifier: EUPL-1.2
// PlacementService: begin a placement test, answer question by question, take the result into the profile. Only ever the viewer's own
// (KP-09); sending the same answer twice changes nothing the second time.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "competence/competence.hpp"
#include "placement/level_estimate.hpp"
#include "placement/test_store.hpp"

#include <optional>
#include <vector>

namespace kc::placement {

inline constexpr int repeat_after_days = 7;  // KP-08

enum class PlacementError {
    not_permitted,
    unknown_competence,
    no_items,   // fewer published questions than a test needs
    too_early,  // repeated before the waiting time is over
    not_found,  // no such test of this person
    not_finished,
    already_finished,
    other_question,     // the answer is to a question that is not the present one
    impossible_choice,  // an answer that was never offered
    beyond_test,        // the profile says more than this test can tell
};
BOOST_DESCRIBE_ENUM(PlacementError, not_permitted, unknown_competence, no_items, too_early, not_found, not_finished, already_finished, other_question,
                    impossible_choice, beyond_test)

// One question as it is asked: options in the order in which they are shown, by their position in the item.
struct Question {
    int number = 1;  // counted from 1
    Item item;
    std::vector<int> shown;
};

struct AnsweredItem {
    Item item;
    Choice chosen;
    bool is_right = false;
};

struct TestState {
    PlacementTest test;
    int answered = 0;
    std::optional<Question> question;   // absent: finished
    std::vector<AnsweredItem> answers;  // of a finished test only: nothing is given away before (KP-07)
    int highest = 0;                    // the highest level that was asked for
    std::optional<int> current_level;   // what counts in the profile now
    bool may_record = false;
};

// One competence for which there are questions, with what the profile says and when it may be tested.
struct TestOffer {
    CompetenceId competence;
    int current = 0, confidence_percent = 0;
    bool assessed = false, unsure = false, asked_for = false;
    int importance = 0;  // how much depends on it: weight of the demand
    std::optional<PlacementTestId> open;
    std::optional<PlacementTest> latest;  // the last finished one
    std::optional<Date> repeat_from;      // absent: now
};

class PlacementService {
public:
    PlacementService(storage::Database& database, const Clock& clock, const competence::FrameworkSource& frameworks,
                     competence::ProfileObserver& observer)
        : database_(database), clock_(clock), frameworks_(frameworks), observer_(observer) {}

    Result<std::vector<TestOffer>, PlacementError> offers(const Viewer& viewer) const;  // what is unsure and matters most comes first
    std::vector<CompetenceId> testable() const;                                         // for the gap view
    // The open test about this competence if there is one, else the last finished one; absent: never begun.
    Result<std::optional<TestState>, PlacementError> latest(const Viewer& viewer, CompetenceId competence) const;
    Result<TestState, PlacementError> show(const Viewer& viewer, PlacementTestId id) const;

    Result<PlacementTestId, PlacementError> begin(const Viewer& viewer, CompetenceId competence);  // an open one is continued
    Result<TestState, PlacementError> answer(const Viewer& viewer, PlacementTestId id, PlacementItemId item, const Choice& choice);
    Result<void, PlacementError> record(const Viewer& viewer, PlacementTestId id);   // "In mein Profil übernehmen"
    Result<void, PlacementError> discard(const Viewer& viewer, PlacementTestId id);  // the test and its answers are deleted

    std::shared_ptr<const competence::CompetenceFramework> framework() const { return frameworks_.current(); }
    Date today() const { return clock_.today(); }

private:
    TestState state_of(storage::Session& session, PersonId person, const PlacementTest& test) const;

    storage::Database& database_;
    const Clock& clock_;
    const competence::FrameworkSource& frameworks_;
    competence::ProfileObserver& observer_;
};

}  // namespace kc::placement
