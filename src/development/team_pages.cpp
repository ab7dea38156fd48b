// SPDX-License-Identifier: EUPL-1.2
// /ziele/team: what the employer's side sees: the own talks in full, of the others what was agreed, of other employers numbers.
#include "development/own_page.hpp"

#include <algorithm>

namespace kc::development {

namespace {

constexpr int page_size = 50;

struct TeamView {
    bool counterpart = false, sees_people = false, sees_counts = false;
    std::vector<GoalView> own;  // of the viewer's talks
    std::vector<TeamGoalView> team;
    std::vector<GoalCounts> counts;
    std::int64_t total = 0, first = 0, last = 0;
    std::string previous, next;  // addresses of the pages beside this one
    bool open_only = false;
};
BOOST_DESCRIBE_STRUCT(TeamView, (), (counterpart, sees_people, sees_counts, own, team, counts, total, first, last, previous, next, open_only))

class TeamPages {
public:
    explicit TeamPages(const DevelopmentSources& sources)
        : site_(sources.site), goals_(sources.goals), team_(site_.bind<TeamView>("development/team")) {}

    http::Response show(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto asked = web::parse_integer(request.query("seite").value_or("")).value_or(1);
            const auto page = std::clamp<std::int64_t>(asked, 1, 10'000);
            TeamGoalQuery query{.open_only = request.query("offen") == "1", .offset = static_cast<int>((page - 1) * page_size), .limit = page_size};
            const auto team = goals_.list_team(viewer, query);
            if (!team) return refusal_page(request, site_, team.error());
            TeamView view{.counterpart = viewer.may(Permission::agree_goals),
                          .sees_people = team->sees_people,
                          .sees_counts = team->sees_counts,
                          .counts = team->counts,
                          .total = team->total,
                          .open_only = query.open_only};
            if (const auto own = goals_.list_as_counterpart(viewer)) {
                for (const auto& goal : *own) {
                    view.own.push_back(goal_view(goal, *goals_.framework(), site_.messages(), web::language_of(request), goals_.today()));
                }
            }
            for (const auto& goal : team->goals) view.team.push_back(team_goal_view(goal, goals_.today()));
            view.first = view.team.empty() ? 0 : query.offset + 1;
            view.last = query.offset + static_cast<std::int64_t>(view.team.size());
            const auto address = [&](std::int64_t number) {
                return fmt::format("/ziele/team?seite={}{}", number, query.open_only ? "&offen=1" : "");
            };
            if (page > 1) view.previous = address(page - 1);
            if (view.last < view.total) view.next = address(page + 1);
            return site_.render(request, {.title = "development.team.title", .active = "/ziele/team", .wide = true}, team_, view);
        });
    }

private:
    const web::Site& site_;
    GoalService& goals_;
    web::Template<TeamView> team_;
};

}  // namespace

void register_team_pages(http::Router& router, const DevelopmentSources& sources) {
    const auto pages = std::make_shared<TeamPages>(sources);
    router.get("/ziele/team", [pages](http::Request& request) { return pages->show(request); });
}

}  // namespace kc::development
