// SPDX-License-Identifier: EUPL-1.2
// /teamplanung/aufrufe: for learners the calls that would help them, with their private answer; for HR the calls of the organisation.
#include "teams/page_parts.hpp"

namespace kc::teams {

namespace {

struct OwnCallRow {
    TeamCallId id;
    std::string competence, slug, law, caller;
    int level = 0, seats = 0;
    Date until_day{};
    bool open = false, accepted = false;
};
BOOST_DESCRIBE_STRUCT(OwnCallRow, (), (id, competence, slug, law, caller, level, seats, until_day, open, accepted))

struct CallRow {
    TeamCallId id;
    std::string competence;
    int level = 0, seats = 0;
    Date until_day{};
    Instant called_at{};
    bool open = false;
};
BOOST_DESCRIBE_STRUCT(CallRow, (), (id, competence, level, seats, until_day, called_at, open))

struct CallsView {
    bool learner = false, planner = false;
    std::vector<OwnCallRow> own;
    std::optional<int> exit_year;
    std::string exit_text;
    std::vector<CallRow> calls;
};
BOOST_DESCRIBE_STRUCT(CallsView, (), (learner, planner, own, exit_year, exit_text, calls))

class CallPages {
public:
    explicit CallPages(const TeamSources& sources)
        : site_(sources.site), calls_(sources.calls), exits_(sources.exits), page_(site_.bind<CallsView>("teams/calls")) {}

    http::Response show(const http::Request& request) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        const auto own = calls_.list_own(*viewer);
        const auto all = calls_.list(*viewer);
        if (!own && !all) return refusal_page(request, site_, own.error());
        CallsView view;
        const auto framework = calls_.framework();
        const auto name_of = [&](CompetenceId id) {
            const auto index = framework->index_of(id);
            return index ? framework->competence(*index).name : std::string();
        };
        if (own) {
            view.learner = true;
            for (const auto& one : *own) {
                if (one.answer == CallAnswer::declined) continue;
                OwnCallRow row{
                    one.call.id, name_of(one.call.competence_id),   {}, one.call.law, one.caller, one.call.level, one.call.seats, one.call.until_day,
                    !one.answer, one.answer == CallAnswer::accepted};
                if (const auto index = framework->index_of(one.call.competence_id)) row.slug = framework->competence(*index).slug;
                view.own.push_back(std::move(row));
            }
            if (const auto exit = exits_.find_own(*viewer)) {
                view.exit_year = exit->year;
                view.exit_text = std::to_string(exit->year);
            }
        }
        if (all) {
            view.planner = true;
            for (const auto& call : *all) {
                view.calls.push_back({call.id, name_of(call.competence_id), call.level, call.seats, call.until_day, call.called_at,
                                      !call.closed_at && call.until_day > calls_.today()});
            }
        }
        return site_.render(request, {.title = "teams.calls.title", .active = view.planner ? plans_path : "/ziele"}, page_, view);
    }

    http::Response accept(const http::Request& request) {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        const auto goal = calls_.accept(*viewer, request.get_id<TeamCallId>("call"), site_.text(request, "teams.calls.why"));
        if (!goal) return refusal_page(request, site_, goal.error());
        return web::redirect(fmt::format("/ziele/{}", goal->value), {.message_key = "teams.notice.accepted"});
    }

    http::Response decline(const http::Request& request) {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        const auto declined = calls_.decline(*viewer, request.get_id<TeamCallId>("call"));
        if (!declined) return refusal_page(request, site_, declined.error());
        return web::redirect("/teamplanung/aufrufe", {.message_key = "teams.notice.declined", .kind = web::NoticeKind::info});
    }

    http::Response close(const http::Request& request) {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        const auto closed = calls_.close(*viewer, request.get_id<TeamCallId>("call"));
        if (!closed) return refusal_page(request, site_, closed.error());
        return web::redirect("/teamplanung/aufrufe", {.message_key = "teams.notice.call_closed"});
    }

private:
    const web::Site& site_;
    CallService& calls_;
    ExitService& exits_;
    web::Template<CallsView> page_;
};

}  // namespace

void register_call_pages(http::Router& router, const TeamSources& sources) {
    using http::Request;
    const auto pages = std::make_shared<CallPages>(sources);
    router.get("/teamplanung/aufrufe", [pages](Request& r) { return pages->show(r); });
    router.post("/teamplanung/aufrufe/{call:id}/zusage", [pages](Request& r) { return pages->accept(r); });
    router.post("/teamplanung/aufrufe/{call:id}/absage", [pages](Request& r) { return pages->decline(r); });
    router.post("/teamplanung/aufrufe/{call:id}/ende", [pages](Request& r) { return pages->close(r); });
}

}  // namespace kc::teams
