// SPDX-License-Identifier: EUPL-1.2
#include "development/views.hpp"

#include "base/berlin_time.hpp"

#include <algorithm>

namespace kc::development {

std::string partner_text(const std::string& partner, const web::Messages& messages, Language language) {
    return partner.empty() ? messages.text(language, "development.former_counterpart") : partner;
}

GoalView goal_view(const OwnGoal& own, const competence::CompetenceFramework& framework, const web::Messages& messages, Language language,
                   Date today) {
    const auto partner = partner_text(own.partner, messages, language);
    const auto who = [&](Side side) { return side == own.side ? messages.text(language, "development.you") : partner; };
    const auto version_view = [&](const GoalVersion& version) {
        VersionView view{.version = version.version,
                         .proposed_by = version.proposed_by,
                         .proposed_by_name = who(version.proposed_by),
                         .ends = version.ends,
                         .title = version.title,
                         .competence_id = version.competence_id,
                         .slug = {},
                         .level = version.level,
                         .descriptor = {},
                         .why = version.why,
                         .law = version.law,
                         .deadline_on = version.deadline_on,
                         .proposed_at = version.proposed_at,
                         .employee_signed_at = version.employee_signed_at,
                         .counterpart_signed_at = version.counterpart_signed_at,
                         .withdrawn_at = version.withdrawn_at,
                         .in_force = version.version == own.full.goal.agreed_version};
        const auto index = version.competence_id ? framework.index_of(*version.competence_id) : std::nullopt;
        if (index && version.level) {
            const auto& competence = framework.competence(*index);
            view.slug = competence.slug;
            view.descriptor = competence.descriptors[static_cast<std::size_t>(*version.level - 1)];
        }
        return view;
    };
    const auto& goal = own.full.goal;
    const auto& shown = own.full.shown();
    GoalView view{.id = goal.id,
                  .state = goal.state,
                  .side = own.side,
                  .partner = partner,
                  .talk = goal.talk_id,
                  .title = shown.title,
                  .level = shown.level,
                  .deadline_on = shown.deadline_on,
                  .last_version = goal.last_version};
    view.overdue = in_force(goal.state) && overdue(shown, today);
    if (const auto* agreed = own.full.agreed()) view.agreed = version_view(*agreed);
    if (const auto* proposal = own.full.proposal()) {
        view.proposal = version_view(*proposal);
        view.waits_for_me = !proposal->signed_by(own.side);
        view.waits_for_partner = !view.waits_for_me;
    }
    for (const auto& version : own.full.versions) view.versions.push_back(version_view(version));
    std::reverse(view.versions.begin(), view.versions.end());
    for (const auto& event : own.full.events) {
        view.events.push_back({event.happening, event.side ? who(*event.side) : std::string(), event.version, event.at});
    }
    std::reverse(view.events.begin(), view.events.end());
    return view;
}

TeamGoalView team_goal_view(const TeamGoal& goal, Date today) {
    return {.id = goal.id,
            .person = goal.person_id,
            .name = goal.first_name + " " + goal.last_name,
            .state = goal.state,
            .title = goal.title,
            .level = goal.level,
            .why = goal.why,
            .law = goal.law,
            .deadline_on = goal.deadline_on,
            .agreed_on = berlin_date(std::max(goal.employee_signed_at, goal.counterpart_signed_at)),
            .overdue = in_force(goal.state) && goal.deadline_on < today};
}

TalkRow talk_row(const OwnTalk& own, const web::Messages& messages, Language language) {
    return {own.talk.id, own.side, partner_text(own.partner, messages, language), own.talk.planned_on, own.talk.state, own.talk.open()};
}

CareerPathView career_path_view(const CareerPath& path, const planning::PlanningCatalogue& catalogue) {
    CareerPathView view{.role = path.role,
                        .slug = path.slug,
                        .name = path.name,
                        .asked = path.asked,
                        .reached = path.reached,
                        .missing_count = static_cast<int>(path.missing.size()),
                        .missing = {},
                        .nothing_missing = path.missing.empty(),
                        .closed_percent = path.unlimited_percent,
                        .weeks = path.weeks,
                        .half_hours = path.unlimited.hours,
                        .price_cents = path.unlimited.price,
                        .presence_days = path.unlimited.presence_days,
                        .units = {},
                        .unreachable = {},
                        .limited_percent = path.limited_percent,
                        .limited_half_hours = path.limited.hours,
                        .limited_price_cents = path.limited.price,
                        .proven = path.unlimited.status == planning::PlanStatus::optimal};
    for (const auto& missing : path.missing) view.missing.push_back({missing.slug, missing.name, missing.assessed, missing.current, missing.target});
    for (const auto& item : path.unlimited.items) {
        const auto* unit = catalogue.find_unit(item.unit);
        if (unit == nullptr) continue;
        view.units.push_back({item.unit, unit->slug, unit->title, item.starts_on, item.ends_on, item.hours, item.price, item.price.value == 0});
    }
    for (const auto& level : path.unreachable) view.unreachable.push_back({level.slug, level.name, level.level, level.reason});
    return view;
}

}  // namespace kc::development
