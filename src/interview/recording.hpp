// SPDX-License-Identifier: EUPL-1.2
// What an answer or a decision does to the profile, and how it is taken back: the one place where the interview writes to it.
// Everything happens in the transaction of the turn, so that line and profile always agree.
#pragma once

#include "competence/competence.hpp"
#include "interview/answers.hpp"
#include "interview/model.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kc::interview {

// The line "interview:2026-1:soft.conversation" that every value cites (F25).
std::string origin_of(std::string_view guide, std::string_view question_key);

// Which competence the question asks a level of; nothing: none, or only a check-in knows.
std::optional<CompetenceId> level_asked_by(const Guide& guide, const competence::CompetenceFramework& framework, std::string_view question_key);

class Recorder {
public:
    Recorder(storage::Transaction& transaction, competence::ProfileObserver& observer, const competence::CompetenceFramework& framework,
             PersonId person, Instant now, Date today)
        : transaction_(transaction), observer_(observer), framework_(framework), person_(person), now_(now), today_(today) {}

    // Writes jobs, learning time, levels and interests that the answer says outright, and notes below the line what came of it.
    // A problem of the whole answer instead: future job without a present one, learning time that contradicts itself.
    std::optional<FieldProblem> apply(const ReadAnswer& answer, const std::string& origin, const Entry& entry);

    // Takes over what was confirmed or corrected; `accepted` carry their decision and get what it led to.
    void take_over(std::span<StoredProposal*> accepted, std::span<const std::string> origins);

    // "Weiß ich nicht" to the level of a competence is kept in the profile (IV-04), until the line goes or says something else.
    void leave_open(CompetenceId competence);
    void take_back_open(CompetenceId competence);

    // Takes back levels and interests that came from these proposals. Jobs and learning time stay: they were stated, not found (IV-42).
    void take_back(std::span<const StoredProposal> proposals);

private:
    std::optional<FieldProblem> set_jobs(const ReadAnswer& answer);
    std::optional<FieldProblem> set_preferences(const PreferenceMapping& mapping);

    storage::Transaction& transaction_;
    competence::ProfileObserver& observer_;
    const competence::CompetenceFramework& framework_;
    PersonId person_;
    Instant now_;
    Date today_;
};

}  // namespace kc::interview
