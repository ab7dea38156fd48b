// SPDX-License-Identifier: EUPL-1.2
#include "interview/recording.hpp"

#include "competence/stated_elsewhere.hpp"
#include "competence/store.hpp"
#include "interview/store.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::interview {

using competence::EvidenceSource;
using competence::FoundLevel;

std::string origin_of(std::string_view guide, std::string_view question_key) { return fmt::format("interview:{}:{}", guide, question_key); }

std::optional<CompetenceId> level_asked_by(const Guide& guide, const competence::CompetenceFramework& framework, std::string_view question_key) {
    auto slug = competence_of_key(question_key);
    for (const auto& question : guide.questions) {
        if (slug.empty() && question.key == question_key && question.kind == QuestionKind::level_choice) slug = question.competence;
    }
    const auto index = framework.competence_by_slug(slug);
    return index ? std::optional(framework.competence(*index).id) : std::nullopt;
}

void Recorder::leave_open(CompetenceId competence) { competence::record_skip(transaction_, observer_, person_, competence, now_); }

void Recorder::take_back_open(CompetenceId competence) { competence::take_back_skip(transaction_, observer_, person_, competence, now_); }

std::optional<FieldProblem> Recorder::apply(const ReadAnswer& answer, const std::string& origin, const Entry& entry) {
    if (answer.present || answer.future) {
        if (auto problem = set_jobs(answer)) return problem;
    }
    if (answer.preferences.any()) {
        if (auto problem = set_preferences(answer.preferences)) return problem;
    }
    std::vector<StoredProposal> results;
    const auto note = [&](CompetenceId competence, std::optional<int> level) -> StoredProposal& {
        return results.emplace_back(StoredProposal{.id = {},
                                                   .entry_id = entry.id,
                                                   .session_id = entry.session_id,
                                                   .competence_id = competence,
                                                   .level = level,
                                                   .polarity = level ? extraction::Polarity::has : extraction::Polarity::wants,
                                                   .confidence_percent = 100,
                                                   .mentions = {},
                                                   .reason_key = {},
                                                   .origin = ProposalOrigin::answer,
                                                   .decision = Decision::confirmed,
                                                   .decided_level = level,
                                                   .decided_at = now_,
                                                   .evidence_id = {},
                                                   .interest_added = false});
    };
    for (const auto& level : answer.levels) note(level.competence, level.level);
    for (const auto interest : answer.interests) note(interest, std::nullopt);
    if (results.empty()) return std::nullopt;
    std::vector<StoredProposal*> accepted;
    for (auto& result : results) accepted.push_back(&result);
    const std::vector<std::string> origins(accepted.size(), origin);
    take_over(accepted, origins);
    insert_proposals(transaction_, person_, results);
    return std::nullopt;
}

void Recorder::take_over(std::span<StoredProposal*> accepted, std::span<const std::string> origins) {
    std::vector<FoundLevel> levels;
    std::vector<StoredProposal*> levelled;
    std::vector<CompetenceId> interests;
    for (std::size_t i = 0; i < accepted.size(); ++i) {
        auto& proposal = *accepted[i];
        if (proposal.wants()) {
            interests.push_back(proposal.competence_id);
        } else {
            levels.push_back({proposal.competence_id, *proposal.decided_level, EvidenceSource::interview, today_, origins[i]});
            levelled.push_back(&proposal);
        }
    }
    const auto ids = competence::record_found_levels(transaction_, observer_, person_, levels, person_, now_);
    for (std::size_t i = 0; i < ids.size(); ++i) levelled[i]->evidence_id = ids[i];
    const auto added = competence::add_interests(transaction_, observer_, person_, interests, now_);
    for (auto* proposal : accepted) {
        proposal->interest_added = proposal->wants() && std::find(added.begin(), added.end(), proposal->competence_id) != added.end();
    }
}

void Recorder::take_back(std::span<const StoredProposal> proposals) {
    std::vector<EvidenceId> evidence;
    std::vector<CompetenceId> interests;
    for (const auto& proposal : proposals) {
        if (proposal.evidence_id) evidence.push_back(*proposal.evidence_id);
        if (proposal.interest_added) interests.push_back(proposal.competence_id);
    }
    competence::remove_found_levels(transaction_, observer_, person_, evidence, person_, now_);
    competence::remove_interests(transaction_, observer_, person_, interests, now_);
}

std::optional<FieldProblem> Recorder::set_jobs(const ReadAnswer& answer) {
    const auto facts = competence::find_person_facts(transaction_, person_);
    auto jobs = facts ? facts->jobs : competence::Jobs{};
    if (answer.present) {
        jobs.present = answer.present;
        if (jobs.future == jobs.present) jobs.future.reset();  // what was the goal is reached
    }
    if (answer.future) {
        if (!jobs.present) return FieldProblem{"answer", "interview.problem.present_first", {}};
        if (answer.future == jobs.present) return FieldProblem{"answer", "interview.problem.same_job", {}};
        jobs.future = answer.future;
    }
    competence::record_jobs(transaction_, observer_, person_, jobs, now_);
    return std::nullopt;
}

std::optional<FieldProblem> Recorder::set_preferences(const PreferenceMapping& mapping) {
    const auto facts = competence::find_person_facts(transaction_, person_);
    if (!facts) return std::nullopt;
    const auto usual = competence::default_preferences(framework_, facts->organisation, today_);
    auto preferences = facts->preferences.value_or(usual);
    if (preferences.until <= today_) preferences.until = usual.until;  // stated long ago
    preferences = with_preferences(std::move(preferences), mapping);
    const auto problems = competence::check_preferences(preferences, framework_, today_);
    if (!problems.empty()) return FieldProblem{"answer", problems.front().message_key, problems.front().arguments};
    competence::record_preferences(transaction_, observer_, person_, preferences, now_);
    return std::nullopt;
}

}  // namespace kc::interview
