// SPDX-License-Identifier: EUPL-1.2
// Turns what was sent for a question into a checked answer: what it means for the profile, and how it reads in the transcript. Pure.
#pragma once

#include "base/problem.hpp"
#include "base/result.hpp"
#include "competence/model.hpp"
#include "competence/preferences.hpp"
#include "interview/dialogue.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kc::interview {

inline constexpr std::size_t statement_code_points_max = 1000;

struct AnswerLevel {
    CompetenceId competence;
    int level = 0;
};

struct ReadAnswer {
    std::string chosen;  // the values, one per line, in the order of the question
    std::string text;    // as it is read
    std::vector<AnswerLevel> levels;
    std::vector<CompetenceId> interests;
    std::optional<RoleProfileId> present, future;
    PreferenceMapping preferences;
    bool free_text = false;  // `text` is to be understood
};

// One value, or several for a multiple choice: the free text, a level, the slug of a role profile, keys of options, a number.
// What is wrong is said of the field "answer".
Result<ReadAnswer, FieldProblem> read_answer(const Asked& asked, std::span<const std::string> values,
                                             const competence::CompetenceFramework& framework, Language language);

// The question as it is put, names filled in.
std::string question_text(const Asked& asked, const competence::CompetenceFramework& framework, Language language, std::string_view subject = {});

// The sentence somebody says at this level; empty when none was written.
const std::string& descriptor_of(const competence::Competence& competence, int level);

// The role profiles to choose from: by name; for a future job what often comes next stands first, and the present one is missing.
std::vector<const competence::RoleProfile*> role_choices(const competence::CompetenceFramework& framework, const competence::Jobs& jobs, JobSlot slot,
                                                         Language language);

// Learning time after an answer: what is stored, or the defaults, with what the answer says (IV-06).
competence::LearningPreferences with_preferences(competence::LearningPreferences base, const PreferenceMapping& mapping);

}  // namespace kc::interview
