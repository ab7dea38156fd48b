// SPDX-License-Identifier: EUPL-1.2
#include "privacy/visibility.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace kc::privacy {

namespace {

using enum DataKind;
using R = Reader;
using P = Purpose;
using S = Sight;

// WS-01: the person herself sees everything about herself; therefore no row for Reader::self. WS-02: every other sight is one row here.
constexpr std::array rules{
    // Accounts need names; a learner chooses whom to ask or to talk to among the people of the own organisation.
    VisibilityRule{name_and_department, R::counterpart, P::development_talk, S::shared},
    VisibilityRule{name_and_department, R::asked, P::confirmation, S::shared},
    VisibilityRule{name_and_department, R::supervisor, P::staff_management, S::organisation},
    VisibilityRule{name_and_department, R::hr_decision_maker, P::staff_management, S::organisation},
    VisibilityRule{name_and_department, R::office, P::staff_management, S::all},
    // WS-04: counts of groups of at least five, to plan what is offered.
    VisibilityRule{gaps, R::office, P::steering, S::counts},
    VisibilityRule{gaps, R::board_member, P::steering, S::counts},
    VisibilityRule{gaps, R::provider, P::steering, S::counts},
    VisibilityRule{jobs, R::office, P::steering, S::counts},
    VisibilityRule{jobs, R::hr_decision_maker, P::steering, S::counts},
    // WS-05: only what was asked.
    VisibilityRule{confirmation_request, R::asked, P::confirmation, S::shared},
    VisibilityRule{evidence_documents, R::asked, P::confirmation, S::shared},
    // WS-06: the talk belongs to two people.
    VisibilityRule{talk_sheet, R::counterpart, P::development_talk, S::shared},
    VisibilityRule{goal_drafts, R::counterpart, P::development_talk, S::shared},
    VisibilityRule{agreed_goals, R::counterpart, P::development_talk, S::shared},
    // WS-07: agreed goals are what the employer's side works with.
    VisibilityRule{agreed_goals, R::supervisor, P::development_talk, S::department},
    VisibilityRule{agreed_goals, R::hr_decision_maker, P::development_talk, S::organisation},
    VisibilityRule{agreed_goals, R::hr_decision_maker, P::steering, S::counts},
    VisibilityRule{agreed_goals, R::office, P::steering, S::counts},
    // WS-11: the employer knows when somebody retires; everybody else sees numbers.
    VisibilityRule{planned_exit, R::hr_decision_maker, P::staff_management, S::organisation},
    VisibilityRule{planned_exit, R::hr_decision_maker, P::steering, S::counts},
    VisibilityRule{planned_exit, R::office, P::steering, S::counts},
    VisibilityRule{gaps, R::hr_decision_maker, P::steering, S::counts},
};

std::optional<Reader> reader_of(Role role) {
    switch (role) {
        case Role::learner: return std::nullopt;  // reads what is her own
        case Role::supervisor: return R::supervisor;
        case Role::hr_decision_maker: return R::hr_decision_maker;
        case Role::office: return R::office;
        case Role::board_member: return R::board_member;
        case Role::provider_editor:
        case Role::instructor: return R::provider;
        case Role::venue_host: return R::venue_host;
        case Role::system_operator: return R::system_operator;
    }
    return std::nullopt;
}

}  // namespace

std::span<const VisibilityRule> visibility_rules() { return rules; }

Sight sight_of(DataKind data, Reader reader, Purpose purpose) {
    if (reader == Reader::self) return Sight::own;
    for (const auto& rule : rules) {
        if (rule.data == data && rule.reader == reader && rule.purpose == purpose) return rule.sight;
    }
    return Sight::nothing;
}

Scope scope_of(const Viewer& viewer, DataKind data, Purpose purpose) {
    Scope scope;
    // Whom somebody talks to or was asked by stands in the rows themselves: these two readers need no role.
    for (const auto reader : {Reader::counterpart, Reader::asked}) scope.sight = std::max(scope.sight, sight_of(data, reader, purpose));
    for (const auto& assignment : viewer.roles) {
        const auto reader = reader_of(assignment.role);
        if (!reader) continue;
        const auto sight = sight_of(data, *reader, purpose);
        if (sight < scope.sight || sight == Sight::nothing) continue;
        if (sight > scope.sight) scope.organisations.clear();
        scope.sight = sight;
        if (sight == Sight::department || sight == Sight::organisation) scope.organisations.push_back(assignment.organisation);
    }
    std::sort(scope.organisations.begin(), scope.organisations.end());
    scope.organisations.erase(std::unique(scope.organisations.begin(), scope.organisations.end()), scope.organisations.end());
    return scope;
}

}  // namespace kc::privacy
