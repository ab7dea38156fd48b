// SPDX-License-Identifier: EUPL-1.2
// The question to which a person's plan is the answer, kept with the plan: what a learner is made of beside choices and completed units.
// Whoever weighs a new offer against the plan needs this and not the profile with all its evidence (LP-55).
#pragma once

#include "competence/competence.hpp"
#include "storage/database.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kc::planning {

// What make_instance takes from a profile, as a list of numbers; the same for the same question, so that texts can be compared. Days are
// days of the calendar: what is left of them is counted from the day on which it is read. The organisation is read with the person.
std::string question_text(const competence::LearnerProfile& profile);
// Just these parts of the profile. Nothing for a text that is damaged or of a form that is not known here.
std::optional<competence::LearnerProfile> read_question(std::string_view text, PersonId person, OrganisationId organisation);

struct PersonQuestion {
    PersonId person;
    std::string question;
};
BOOST_DESCRIBE_STRUCT(PersonQuestion, (), (person, question))
void insert_questions(storage::Transaction& transaction, std::span<const PersonQuestion> questions);  // of people without one
void put_questions(storage::Transaction& transaction, std::span<const PersonQuestion> questions);
void remove_question(storage::Transaction& transaction, PersonId person);
std::vector<PersonQuestion> list_questions(storage::Session& session, std::span<const PersonId> people);  // ordered by person

}  // namespace kc::planning
