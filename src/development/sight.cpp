// SPDX-License-Identifier: EUPL-1.2
#include "development/sight.hpp"

#include <algorithm>

namespace kc::development {

using privacy::DataKind;
using privacy::Purpose;
using privacy::Sight;

PartySight PartySight::of(const Viewer& viewer) {
    PartySight sight{viewer.person, {}};
    const bool shared = privacy::sight_of(DataKind::talk_sheet, privacy::Reader::counterpart, Purpose::development_talk) == Sight::shared;
    if (shared) sight.acts_for = viewer.organisations_where(Permission::agree_goals);
    return sight;
}

TeamSight TeamSight::of(const Viewer& viewer) {
    TeamSight sight{.viewer = viewer.person};
    const auto scope = privacy::scope_of(viewer, DataKind::agreed_goals, Purpose::development_talk);
    if (scope.sight == Sight::department) sight.departments_of = scope.organisations;
    if (scope.sight == Sight::organisation) sight.organisations = scope.organisations;
    // Whoever is a supervisor in one place and decides about staff in another sees each with the right of that place.
    const auto as_supervisor = privacy::sight_of(DataKind::agreed_goals, privacy::Reader::supervisor, Purpose::development_talk);
    if (scope.sight == Sight::organisation && as_supervisor == Sight::department) {
        for (const auto& role : viewer.roles) {
            if (role.role != Role::supervisor) continue;
            if (std::find(sight.organisations.begin(), sight.organisations.end(), role.organisation) == sight.organisations.end()) {
                sight.departments_of.push_back(role.organisation);
            }
        }
    }
    sight.counts = privacy::scope_of(viewer, DataKind::agreed_goals, Purpose::steering).sight == Sight::counts;
    return sight;
}

}  // namespace kc::development
