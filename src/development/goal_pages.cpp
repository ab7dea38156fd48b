// SPDX-License-Identifier: EUPL-1.2
// /ziele: the own goals, and one goal as the two who agree on it see it, with everything that can be done about it.
#include "development/own_page.hpp"

#include "web/confirm.hpp"

#include <algorithm>

namespace kc::development {

namespace {

struct GoalsView {
    std::vector<GoalView> waiting, in_force, former;
    std::vector<TalkRow> open_talks;
};
BOOST_DESCRIBE_STRUCT(GoalsView, (), (waiting, in_force, former, open_talks))

struct GoalPageView {
    GoalView goal;
    bool as_employee = false;
    bool in_force = false, can_counter = false, can_report = false, can_confirm = false, can_take_back = false, can_end = false;
    bool reached_hint = false;  // the own profile shows the level already; told to the employee only
};
BOOST_DESCRIBE_STRUCT(GoalPageView, (), (goal, as_employee, in_force, can_counter, can_report, can_confirm, can_take_back, can_end, reached_hint))

class GoalPages {
public:
    explicit GoalPages(const DevelopmentSources& sources)
        : site_(sources.site),
          talks_(sources.talks),
          goals_(sources.goals),
          profiles_(sources.profiles),
          list_(site_.bind<GoalsView>("development/goals")),
          goal_(site_.bind<GoalPageView>("development/goal")),
          team_goal_(site_.bind<TeamGoalView>("development/team_goal")),
          confirm_(web::bind_confirmation(site_)) {}

    http::Response list(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto own = goals_.list_own(viewer);
            if (!own) {
                if (viewer.may(Permission::agree_goals)) return web::redirect("/ziele/team");
                return refusal_page(request, site_, own.error());
            }
            GoalsView view;
            for (const auto& goal : *own) {
                auto row = view_of(request, goal);
                if (goal.full.proposal() != nullptr)
                    view.waiting.push_back(std::move(row));
                else if (in_force(goal.full.goal.state))
                    view.in_force.push_back(std::move(row));
                else
                    view.former.push_back(std::move(row));
            }
            if (const auto talks = talks_.list_own(viewer)) {
                for (const auto& talk : *talks) {
                    if (talk.talk.open() && talk.side == Side::employee) {
                        view.open_talks.push_back(talk_row(talk, site_.messages(), web::language_of(request)));
                    }
                }
            }
            return site_.render(request, {.title = "development.goals.title", .active = "/ziele"}, list_, view);
        });
    }

    http::Response show(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto id = request.get_id<GoalId>("id");
            const auto own = goals_.find(viewer, id);
            if (own) return site_.render(request, options(request, own->side), goal_, page_view(request, viewer, *own));
            if (own.error() != GoalError::goal_not_found) return refusal_page(request, site_, own.error());
            const auto team = goals_.find_in_team(viewer, id);
            if (!team) return refusal_page(request, site_, team.error());
            return site_.render(request, options(request, Side::counterpart), team_goal_, team_goal_view(*team, goals_.today()));
        });
    }

    http::Response accept(const http::Request& request) {
        return change_version(request, "development.notice.signed",
                              [&](const Viewer& viewer, GoalId id, int version) { return goals_.accept(viewer, id, version); });
    }
    http::Response turn_down(const http::Request& request) {
        return change_version(request, "development.notice.turned_down",
                              [&](const Viewer& viewer, GoalId id, int version) { return goals_.turn_down(viewer, id, version); });
    }
    http::Response propose_end(const http::Request& request) {
        return change_version(request, "development.notice.end_proposed",
                              [&](const Viewer& viewer, GoalId id, int version) { return goals_.propose_end(viewer, id, version); });
    }
    http::Response report(const http::Request& request) {
        return change(request, "development.notice.reported", [&](const Viewer& viewer, GoalId id) { return goals_.report(viewer, id); });
    }
    http::Response confirm(const http::Request& request) {
        return change(request, "development.notice.fulfilled", [&](const Viewer& viewer, GoalId id) { return goals_.confirm(viewer, id); });
    }
    http::Response not_yet(const http::Request& request) {
        return change(request, "development.notice.not_yet", [&](const Viewer& viewer, GoalId id) { return goals_.not_yet(viewer, id); });
    }

    http::Response confirm_end(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto own = goals_.find(viewer, request.get_id<GoalId>("id"));
            if (!own) return refusal_page(request, site_, own.error());
            if (!in_force(own->full.goal.state)) return refusal_page(request, site_, GoalError::not_in_force);
            return web::confirmation_page(site_, request, confirm_,
                                          {.title = site_.text(request, "development.end.question"),
                                           .text = site_.text(request, "development.end.text"),
                                           .action = path_of(own->full.goal.id) + "/ende",
                                           .label = site_.text(request, "development.end.label"),
                                           .back = path_of(own->full.goal.id),
                                           .irreversible = false,
                                           .fields = {{"fassung", std::to_string(own->full.goal.last_version)}}},
                                          "/ziele");
        });
    }

private:
    web::PageOptions options(const http::Request& request, Side side) const {
        return {.title = "development.goal.title",
                .active = side == Side::employee ? "/ziele" : "/ziele/team",
                .breadcrumbs = {goals_crumb(site_, request, side)}};
    }

    GoalView view_of(const http::Request& request, const OwnGoal& own) const {
        return goal_view(own, *goals_.framework(), site_.messages(), web::language_of(request), goals_.today());
    }

    GoalPageView page_view(const http::Request& request, const Viewer& viewer, const OwnGoal& own) const {
        const auto& goal = own.full.goal;
        GoalPageView view{.goal = view_of(request, own), .as_employee = own.side == Side::employee, .in_force = in_force(goal.state)};
        const bool partner = goal.counterpart_id.has_value();
        view.can_counter = partner && (goal.state == GoalState::proposed || view.in_force);
        view.can_end = partner && view.in_force && !(view.goal.proposal && view.goal.proposal->ends);
        view.can_report = view.as_employee && goal.state == GoalState::agreed;
        view.can_confirm = !view.as_employee && goal.state == GoalState::reported;
        view.can_take_back = goal.state == GoalState::reported;
        if (view.can_report) view.reached_hint = level_reached(viewer, own.full.shown());
        return view;
    }

    // MG-16: what a test, a unit or somebody entitled confirmed, out of her own profile.
    bool level_reached(const Viewer& viewer, const GoalVersion& agreed) const {
        const auto own = agreed.competence_id ? profiles_.find_own(viewer) : std::nullopt;
        const auto index = own ? own->framework->index_of(*agreed.competence_id) : std::nullopt;
        if (!index) return false;
        const auto& current = own->standings[*index].current;
        if (!current.assessed() || current.level < *agreed.level) return false;
        using competence::EvidenceSource;
        const auto source = current.evidence->source;
        return source == EvidenceSource::test || source == EvidenceSource::confirmation || source == EvidenceSource::completed_unit;
    }

    template <class Change> http::Response change(const http::Request& request, std::string_view notice, Change&& apply) {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto id = request.get_id<GoalId>("id");
            const auto done = apply(viewer, id);
            if (!done) return refusal_page(request, site_, done.error());
            return web::redirect(path_of(id), {.message_key = std::string(notice)});
        });
    }
    template <class Change> http::Response change_version(const http::Request& request, std::string_view notice, Change&& apply) {
        web::FormReader form(request);
        const auto version = form.integer("fassung", {.required = true, .min = 1});
        return change(request, notice, [&](const Viewer& viewer, GoalId id) -> Result<void, GoalError> {
            if (!form.ok()) return refuse(GoalError::proposal_outdated);
            return apply(viewer, id, static_cast<int>(*version));
        });
    }

    const web::Site& site_;
    TalkService& talks_;
    GoalService& goals_;
    competence::ProfileService& profiles_;
    web::Template<GoalsView> list_;
    web::Template<GoalPageView> goal_;
    web::Template<TeamGoalView> team_goal_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_goal_pages(http::Router& router, const DevelopmentSources& sources) {
    const auto pages = std::make_shared<GoalPages>(sources);
    router.get("/ziele", [pages](http::Request& request) { return pages->list(request); });
    router.get("/ziele/{id:id}", [pages](http::Request& request) { return pages->show(request); });
    router.post("/ziele/{id:id}/zustimmung", [pages](http::Request& request) { return pages->accept(request); });
    router.post("/ziele/{id:id}/ablehnung", [pages](http::Request& request) { return pages->turn_down(request); });
    router.post("/ziele/{id:id}/meldung", [pages](http::Request& request) { return pages->report(request); });
    router.post("/ziele/{id:id}/bestaetigung", [pages](http::Request& request) { return pages->confirm(request); });
    router.post("/ziele/{id:id}/noch-nicht", [pages](http::Request& request) { return pages->not_yet(request); });
    router.get("/ziele/{id:id}/ende", [pages](http::Request& request) { return pages->confirm_end(request); });
    router.post("/ziele/{id:id}/ende", [pages](http::Request& request) { return pages->propose_end(request); });
}

}  // namespace kc::development
