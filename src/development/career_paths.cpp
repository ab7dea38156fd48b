// SPDX-License-Identifier: EUPL-1.2
#include "development/career_paths.hpp"

#include "planning/planner.hpp"

#include <algorithm>

namespace kc::development {

namespace {

using competence::LearnerProfile;
using competence::LearningPreferences;

// Per plan; eight of them make a page. More search proves more plans to be the best ones and finds hardly any better.
constexpr std::int64_t work_max = 300'000;

// The profile with this work as the only SOLL: no other job, no interests, no agreed goals (MG-31).
LearnerProfile learner_for(const competence::OwnProfile& own, const competence::RoleProfile& role, std::vector<competence::Standing>& standings) {
    auto facts = own.facts.facts();
    facts.jobs = {role.id, std::nullopt};
    facts.interests = {};
    facts.agreed = {};
    standings = competence::standings(*own.framework, facts, own.today);
    LearnerProfile learner;
    learner.person = own.facts.person;
    learner.organisation = own.facts.organisation;
    learner.jobs = facts.jobs;
    for (const auto& standing : standings) {
        const auto id = own.framework->competence(standing.competence).id;
        if (standing.current.level > 0) learner.current.push_back({id, standing.current.level});
        if (standing.target.asked_for()) learner.targets.push_back({id, standing.target.value.level, standing.target.value.weight});
    }
    learner.preferences =
        own.facts.preferences ? *own.facts.preferences : competence::default_preferences(*own.framework, own.facts.organisation, own.today);
    learner.preferences_stated = own.facts.preferences.has_value();
    learner.enough_for_curriculum = true;
    return learner;
}

// MG-32: the hours per week bound the sum until the end of the period, not each single week. Whether every week holds takes a search of its
// own for each set of dates, too much for eight plans with many dates.
LearningPreferences summed_up(LearningPreferences preferences, Date today) {
    if (!preferences.weekly_hours) return preferences;
    const std::int64_t weeks = std::max(0, days_between(today, preferences.until)) / 7 + 1;
    preferences.hours = HalfHours{std::min(preferences.hours.value, weeks * preferences.weekly_hours->value)};
    preferences.weekly_hours.reset();
    return preferences;
}

// MG-32: days, absences and places are the person's; hours altogether, money and days on site are no limit.
LearningPreferences without_limits(LearningPreferences preferences, Date today) {
    preferences.hours = HalfHours{competence::half_hours_max};
    preferences.budget = Money{competence::price_cents_max};
    preferences.presence_days = competence::presence_days_max;
    preferences.until = competence::latest_horizon(today);
    return preferences;
}

int weeks_until_end(const planning::Plan& plan, const std::optional<HalfHours>& weekly_hours, Date today) {
    Date last = today;
    for (const auto& item : plan.items) {
        last = std::max(last, item.ends_on);
        for (const auto& phase : item.phases) last = std::max(last, phase.ends_on);
    }
    const int until_last_day = (days_between(today, last) + 6) / 7;
    if (!weekly_hours) return until_last_day;
    return std::max(until_last_day, static_cast<int>((plan.hours.value + weekly_hours->value - 1) / weekly_hours->value));
}

CareerPath path_for(const competence::OwnProfile& own, const competence::RoleProfile& role, const planning::OwnPlans& plans, Language language) {
    std::vector<competence::Standing> standings;
    auto learner = learner_for(own, role, standings);
    CareerPath path{.role = role.id, .slug = role.slug, .name = role.name_in(language)};
    for (const auto& standing : standings) {
        path.asked += standing.target.asked_for();
        path.reached += standing.target.asked_for() && standing.missing() == 0;
    }
    for (const auto index : competence::gaps(standings)) {
        const auto& standing = standings[index];
        const auto& competence = own.framework->competence(standing.competence);
        path.missing.push_back({competence.id, competence.slug, competence.name, standing.current.assessed(), standing.current.level,
                                standing.target.value.level, standing.target.value.weight});
    }
    // Wishes for single units belong to the present plan; what she does not want or has done already counts here as well.
    planning::PersonChoices choices{.choices = {}, .completed = plans.state.choices.completed};
    for (const auto& choice : plans.state.choices.choices) {
        if (choice.choice == planning::Choice::excluded) choices.choices.push_back(choice);
    }
    const auto stated = learner.preferences;
    learner.preferences = summed_up(stated, own.today);
    path.limited = planning::make_plan(*plans.catalogue, {learner, choices, plans.state.member, nullptr}, planning::Detail::plan_only, work_max);
    path.limited_percent = planning::closed_percent(path.limited);
    learner.preferences = summed_up(without_limits(stated, own.today), own.today);
    path.unlimited = planning::make_plan(*plans.catalogue, {learner, choices, plans.state.member, nullptr}, planning::Detail::plan_only, work_max);
    if (path.unlimited.closure < path.limited.closure) path.unlimited = path.limited;  // the bound on work came first
    path.unlimited_percent = planning::closed_percent(path.unlimited);
    path.weeks = weeks_until_end(path.unlimited, stated.weekly_hours, own.today);
    for (const auto& gap : path.unlimited.open_gaps) {
        const auto index = own.framework->index_of(gap.competence);
        if (!index) continue;
        const auto& competence = own.framework->competence(*index);
        path.unreachable.push_back({competence.slug, competence.name, gap.level, gap.reason});
    }
    return path;
}

}  // namespace

bool CareerPaths::known(RoleProfileId role) const {
    const auto framework = profiles_.framework();
    const auto* found = framework->role_profile(role);
    return found != nullptr && found->published();
}

Result<CareerComparison, CareerError> CareerPaths::compare(const Viewer& viewer, std::span<const RoleProfileId> roles) const {
    if (roles.size() > compared_roles_max) return refuse(CareerError::too_many_roles);
    const auto own = profiles_.find_own(viewer);
    const auto plans = curricula_.find_own(viewer);
    if (!own || !plans) return refuse(CareerError::not_permitted);
    CareerComparison comparison{.paths = {}, .catalogue = plans->catalogue, .limits_stated = own->facts.preferences.has_value(), .weekly_hours = {}};
    if (own->facts.preferences) comparison.weekly_hours = own->facts.preferences->weekly_hours;
    std::vector<RoleProfileId> compared;
    for (const auto id : roles) {
        const auto* role = own->framework->role_profile(id);
        if (role == nullptr || !role->published()) return refuse(CareerError::unknown_role);
        if (std::find(compared.begin(), compared.end(), id) != compared.end()) continue;
        compared.push_back(id);
        comparison.paths.push_back(path_for(*own, *role, *plans, viewer.language));
    }
    return comparison;
}

Result<std::vector<RoleProfileId>, CareerError> CareerPaths::shortlist(const Viewer& viewer) const {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(CareerError::not_permitted);
    std::vector<RoleProfileId> roles;
    for (const auto& row : database_.read([&](storage::Session& session) { return list_shortlist(session, viewer.person); })) {
        if (known(row.role_profile_id)) roles.push_back(row.role_profile_id);
    }
    return roles;
}

// No audit entry: which work somebody thinks about is nobody's business (MG-33).
Result<void, CareerError> CareerPaths::put_on_shortlist(const Viewer& viewer, RoleProfileId role) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(CareerError::not_permitted);
    if (!known(role)) return refuse(CareerError::unknown_role);
    return database_.in_transaction([&](storage::Transaction& transaction) -> Result<void, CareerError> {
        if (!competence::lock_person(transaction, viewer.person)) return refuse(CareerError::not_permitted);
        const auto rows = list_shortlist(transaction, viewer.person);
        const bool there = std::any_of(rows.begin(), rows.end(), [&](const ShortlistRow& row) { return row.role_profile_id == role; });
        if (there) return {};
        if (rows.size() >= shortlist_max) return refuse(CareerError::shortlist_full);
        transaction.execute("INSERT INTO career_shortlist (person_id, role_profile_id, added_on) VALUES (?, ?, ?)", viewer.person, role,
                            clock_.today());
        return {};
    });
}

Result<void, CareerError> CareerPaths::take_off_shortlist(const Viewer& viewer, RoleProfileId role) {
    if (!viewer.may(Permission::keep_own_profile)) return refuse(CareerError::not_permitted);
    database_.in_transaction([&](storage::Transaction& transaction) {
        transaction.execute("DELETE FROM career_shortlist WHERE person_id = ? AND role_profile_id = ?", viewer.person, role);
    });
    return {};
}

Result<void, CareerError> CareerPaths::choose_as_future(const Viewer& viewer, RoleProfileId role) {
    if (!known(role)) return refuse(CareerError::unknown_role);
    const auto own = profiles_.find_own(viewer);
    if (!own) return refuse(CareerError::not_permitted);
    const auto saved = profiles_.set_jobs(viewer, {own->facts.jobs.present, role});
    if (saved) return {};
    switch (saved.error()) {
        case competence::ProfileError::present_job_missing: return refuse(CareerError::present_job_missing);
        case competence::ProfileError::unknown_role_profile: return refuse(CareerError::unknown_role);
        case competence::ProfileError::same_job: return refuse(CareerError::same_job);
        case competence::ProfileError::not_permitted:
        case competence::ProfileError::unknown_department:
        case competence::ProfileError::unknown_competence:
        case competence::ProfileError::level_out_of_range:
        case competence::ProfileError::too_many_answers:
        case competence::ProfileError::evidence_not_found:
        case competence::ProfileError::invalid_preferences: break;
    }
    return refuse(CareerError::not_permitted);
}

std::vector<ShortlistRow> list_shortlist(storage::Session& session, PersonId person) {
    return session.query<ShortlistRow>(
        "SELECT role_profile_id, added_on FROM career_shortlist WHERE person_id = ? ORDER BY added_on, role_profile_id", person);
}

void remove_shortlist(storage::Transaction& transaction, PersonId person) {
    transaction.execute("DELETE FROM career_shortlist WHERE person_id = ?", person);
}

}  // namespace kc::development
