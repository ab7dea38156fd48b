// SPDX-License-Identifier: EUPL-1.2
#include "competence/competence.hpp"
#include "competence/store.hpp"

namespace kc::competence {

namespace {

LearnerProfile learner_of(PersonFacts facts, const CompetenceFramework& framework, Date today) {
    const auto current = current_levels(framework, facts.evidence, today);
    const auto targets = target_levels(framework, facts.facts(), current, today);
    LearnerProfile learner{.person = facts.person,
                           .organisation = facts.organisation,
                           .jobs = facts.jobs,
                           .current = {},
                           .targets = {},
                           .preferences = {},
                           .preferences_stated = facts.preferences.has_value(),
                           .enough_for_curriculum = false};
    bool any_assessed = false;
    for (std::size_t i = 0; i < current.size(); ++i) {
        const auto id = framework.competence(i).id;
        if (current[i].level > 0) learner.current.push_back({id, current[i].level});
        if (targets[i].level == 0) continue;
        learner.targets.push_back({id, targets[i].level, targets[i].weight});
        any_assessed = any_assessed || current[i].assessed();
    }
    learner.preferences = facts.preferences ? std::move(*facts.preferences) : default_preferences(framework, facts.organisation, today);
    learner.enough_for_curriculum = facts.jobs.present && any_assessed && learner.preferences_stated;
    return learner;
}

}  // namespace

std::optional<LearnerProfile> find_learner_profile(storage::Session& session, const CompetenceFramework& framework, PersonId person, Date today) {
    return AskedLearner(session, person).profile(framework, today);
}

AskedLearner::AskedLearner(storage::Session& session, PersonId person) : facts_(std::make_unique<AskedFacts>(session, person)) {}
AskedLearner::~AskedLearner() = default;

std::optional<LearnerProfile> AskedLearner::profile(const CompetenceFramework& framework, Date today) {
    auto facts = facts_->facts();
    if (!facts) return std::nullopt;
    return learner_of(std::move(*facts), framework, today);
}

std::vector<LearnerProfile> list_learner_profiles(storage::Session& session, const CompetenceFramework& framework, std::span<const PersonId> people,
                                                  Date today) {
    std::vector<LearnerProfile> learners;
    auto all = list_person_facts(session, people);
    learners.reserve(all.size());
    for (auto& facts : all) learners.push_back(learner_of(std::move(facts), framework, today));
    return learners;
}

std::string_view path_of(ProfileStep step) {
    switch (step) {
        case ProfileStep::job: return "/profil/taetigkeit";
        case ProfileStep::assessment: return "/profil/koennen";
        case ProfileStep::interests: return "/profil/interessen";
        case ProfileStep::preferences: return "/profil/lernzeit";
        case ProfileStep::done: return "/kompetenzen";
    }
    return "/profil";
}

NeedsSummary needs_summary(storage::Session& session, const CompetenceFramework& framework, const Viewer& viewer, Date today) {
    NeedsSummary summary;
    const auto facts = find_person_facts(session, viewer.person);
    if (!facts) return summary;
    const auto all = standings(framework, facts->facts(), today);
    const auto complete = completeness(all, facts->jobs, facts->preferences.has_value());
    summary.next_step = complete.next_step();
    summary.next_path = path_of(summary.next_step);
    summary.percent = complete.percent();
    summary.assessed = complete.assessed;
    summary.needed = complete.needed;
    summary.enough_for_curriculum = complete.enough_for_curriculum();
    const auto found = gaps(all);
    summary.gap_count = static_cast<int>(found.size());
    for (std::size_t i = 0; i < std::min<std::size_t>(3, found.size()); ++i) {
        const auto& standing = all[found[i]];
        const auto& competence = framework.competence(standing.competence);
        summary.top_gaps.push_back({competence.id, competence.slug, competence.name, standing.current.level, standing.target.value.level,
                                    standing.target.value.weight, standing.current.assessed()});
    }
    return summary;
}

}  // namespace kc::competence
