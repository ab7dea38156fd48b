// SPDX-License-Identifier: EUPL-1.2
// What follows from a changed profile: a new plan, and after a change of job two questions in the dialogue (F27).
#pragma once

#include "interview/interview.hpp"
#include "planning/service.hpp"

namespace kc::app {

class ProfileEvents final : public planning::ReplanOnProfileChange {
public:
    ProfileEvents(planning::CurriculumService& curricula, const competence::FrameworkSource& frameworks, const Clock& clock)
        : ReplanOnProfileChange(curricula), frameworks_(frameworks), clock_(clock) {}

    void job_changed(storage::Transaction& transaction, PersonId person, RoleProfileId job) override {
        const auto framework = frameworks_.current();
        const auto* role = framework->role_profile(job);
        interview::ask_after_job_change(transaction, person, role ? role->name : std::string(), clock_.today(), clock_.now());
    }

private:
    const competence::FrameworkSource& frameworks_;
    const Clock& clock_;
};

// After a completed unit: about the competence that it taught to the highest level.
inline planning::OnCompleted ask_about_unit(const Clock& clock) {
    return [&clock](storage::Transaction& transaction, PersonId person, const catalogue::LearningUnit& unit) {
        const auto highest =
            std::max_element(unit.teaches.begin(), unit.teaches.end(), [](const auto& a, const auto& b) { return a.level < b.level; });
        const auto competence = highest == unit.teaches.end() ? std::nullopt : std::optional(highest->competence);
        interview::ask_after_unit(transaction, person, unit.title, competence, clock.today(), clock.now());
    };
}

}  // namespace kc::app
