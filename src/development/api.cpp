// SPDX-License-Identifier: EUPL-1.2
#include "development/own_page.hpp"

#include "web/api_response.hpp"
#include "web/json_reader.hpp"
#include "web/json_schema.hpp"

namespace kc::development {

namespace {

struct GoalsJson {
    std::vector<GoalView> goals;
};
BOOST_DESCRIBE_STRUCT(GoalsJson, (), (goals))

struct TeamJson {
    std::vector<GoalView> own_talks;
    std::vector<TeamGoalView> goals;
    std::int64_t total = 0;
    std::vector<GoalCounts> counts;
};
BOOST_DESCRIBE_STRUCT(TeamJson, (), (own_talks, goals, total, counts))

struct TalksJson {
    std::vector<TalkRow> talks;
};
BOOST_DESCRIBE_STRUCT(TalksJson, (), (talks))

struct CareersJson {
    bool limits_stated = false;
    std::optional<HalfHours> weekly_half_hours;
    std::vector<CareerPathView> paths;
};
BOOST_DESCRIBE_STRUCT(CareersJson, (), (limits_stated, weekly_half_hours, paths))

struct CreatedJson {
    GoalId goal;
};
BOOST_DESCRIBE_STRUCT(CreatedJson, (), (goal))

// The bodies as they are read below.
struct ProposalBody {
    TalkId talk;
    std::optional<std::string> competence;  // slug
    std::optional<int> level;
    std::optional<std::string> title, law;
    std::string why;
    Date deadline_on{};
};
BOOST_DESCRIBE_STRUCT(ProposalBody, (), (talk, competence, level, title, law, why, deadline_on))

struct VersionBody {
    int version = 0;
};
BOOST_DESCRIBE_STRUCT(VersionBody, (), (version))

struct CounterBody {
    int version = 0;  // the newest one the caller has seen
    std::optional<std::string> competence;
    std::optional<int> level;
    std::optional<std::string> title, law;
    std::string why;
    Date deadline_on{};
};
BOOST_DESCRIBE_STRUCT(CounterBody, (), (version, competence, level, title, law, why, deadline_on))

constexpr int goals_max = 200;

class DevelopmentApi {
public:
    explicit DevelopmentApi(const DevelopmentSources& sources)
        : site_(sources.site), talks_(sources.talks), goals_(sources.goals), careers_(sources.careers) {}

    http::Response own_goals(const http::Request& request) const {
        return with_signed_in(request, [&](const Viewer& viewer) {
            const auto own = goals_.list_own(viewer);
            if (!own) return refused(request, own.error());
            return web::api_json(GoalsJson{views_of(request, *own)});
        });
    }

    http::Response propose(const http::Request& request) {
        return with_signed_in(request, [&](const Viewer& viewer) {
            web::JsonReader body(request.body());
            const auto talk = body.id<TalkId>("talk", true);
            const auto content = read_content(body);
            if (!content) return web::api_problems(request, site_.messages(), body.problems());
            const auto id = goals_.propose(viewer, *talk, *content);
            if (!id) return refused(request, id.error());
            return web::api_json(CreatedJson{*id}, 201);
        });
    }

    http::Response counter(const http::Request& request) {
        return with_signed_in(request, [&](const Viewer& viewer) {
            web::JsonReader body(request.body());
            const auto version = read_version(body);
            const auto content = read_content(body);
            if (!content) return web::api_problems(request, site_.messages(), body.problems());
            return answered(request, goals_.counter(viewer, request.get_id<GoalId>("id"), static_cast<int>(*version), *content));
        });
    }

    // With the version the caller has seen, so that nothing that came in between is agreed to or turned down unread.
    using VersionStep = Result<void, GoalError> (GoalService::*)(const Viewer&, GoalId, int);
    http::Response with_version(const http::Request& request, VersionStep step) {
        return with_signed_in(request, [&](const Viewer& viewer) {
            web::JsonReader body(request.body());
            const auto version = read_version(body);
            if (!body.finish()) return web::api_problems(request, site_.messages(), body.problems());
            return answered(request, (goals_.*step)(viewer, request.get_id<GoalId>("id"), static_cast<int>(*version)));
        });
    }
    http::Response accept(const http::Request& request) { return with_version(request, &GoalService::accept); }
    http::Response turn_down(const http::Request& request) { return with_version(request, &GoalService::turn_down); }
    http::Response propose_end(const http::Request& request) { return with_version(request, &GoalService::propose_end); }
    http::Response not_yet(const http::Request& request) {
        return with_signed_in(request, [&](const Viewer& viewer) { return answered(request, goals_.not_yet(viewer, request.get_id<GoalId>("id"))); });
    }
    http::Response report(const http::Request& request) {
        return with_signed_in(request, [&](const Viewer& viewer) { return answered(request, goals_.report(viewer, request.get_id<GoalId>("id"))); });
    }
    http::Response confirm(const http::Request& request) {
        return with_signed_in(request, [&](const Viewer& viewer) { return answered(request, goals_.confirm(viewer, request.get_id<GoalId>("id"))); });
    }

    http::Response team(const http::Request& request) const {
        return with_signed_in(request, [&](const Viewer& viewer) {
            const auto team = goals_.list_team(viewer, {.limit = goals_max});
            if (!team) return refused(request, team.error());
            TeamJson answer{.own_talks = {}, .goals = {}, .total = team->total, .counts = team->counts};
            if (const auto own = goals_.list_as_counterpart(viewer)) answer.own_talks = views_of(request, *own);
            for (const auto& goal : team->goals) answer.goals.push_back(team_goal_view(goal, goals_.today()));
            return web::api_json(answer);
        });
    }

    http::Response talks(const http::Request& request) const {
        return with_signed_in(request, [&](const Viewer& viewer) {
            const auto own = talks_.list_own(viewer);
            if (!own) return refused(request, own.error());
            TalksJson answer;
            for (const auto& talk : *own) answer.talks.push_back(talk_row(talk, site_.messages(), web::language_of(request)));
            return web::api_json(answer);
        });
    }

    http::Response careers(const http::Request& request) const {
        return with_signed_in(request, [&](const Viewer& viewer) {
            const auto framework = careers_.framework();
            std::vector<RoleProfileId> roles;
            std::string_view rest = request.query("roles").value_or("");
            while (!rest.empty()) {
                const auto comma = std::min(rest.find(','), rest.size());
                const auto slug = rest.substr(0, comma);
                rest.remove_prefix(std::min(comma + 1, rest.size()));
                if (slug.empty()) continue;
                if (roles.size() > compared_roles_max) break;  // refused below
                const auto* role = framework->role_profile_by_slug(slug);
                if (role == nullptr) return refused(request, CareerError::unknown_role);
                roles.push_back(role->id);
            }
            const auto comparison = careers_.compare(viewer, roles);
            if (!comparison) return refused(request, comparison.error());
            CareersJson answer{comparison->limits_stated, comparison->weekly_hours, {}};
            for (const auto& path : comparison->paths) answer.paths.push_back(career_path_view(path, *comparison->catalogue));
            return web::api_json(answer);
        });
    }

private:
    static std::optional<std::int64_t> read_version(web::JsonReader& body) {
        return body.integer("version", {.required = true, .min = 1, .max = 1'000'000});
    }
    // Reads what is left of the body and finishes it; nothing: see body.problems().
    std::optional<GoalContent> read_content(web::JsonReader& body) const {
        GoalContent content;
        const auto slug = body.text("competence");
        const auto level = body.integer("level", {.min = 1, .max = competence::level_max});
        content.title = body.text("title", {.max = title_length_max});
        content.why = body.text("why", {.required = true, .max = why_length_max});
        content.law = body.text("law", {.max = title_length_max});
        const auto day = body.date("deadline_on", true);
        const auto framework = goals_.framework();
        const auto index = slug.empty() ? std::nullopt : framework->competence_by_slug(slug);
        if (!slug.empty() && !index) body.refuse("competence", message_key_of(GoalError::unknown_competence));
        if (!body.finish()) return std::nullopt;
        if (index) content.competence_id = framework->competence(*index).id;
        if (level) content.level = static_cast<int>(*level);
        content.deadline_on = *day;
        return content;
    }

    template <class Answer> http::Response with_signed_in(const http::Request& request, Answer&& answer) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::api_error(request, 401, "not_signed_in", site_.text(request, "planning.problem.not_signed_in"));
        return answer(*viewer);
    }
    template <class Error> http::Response refused(const http::Request& request, Error error) const {
        return web::api_error(request, status_of(error), boost::describe::enum_to_string(error, ""), site_.text(request, message_key_of(error)));
    }
    http::Response answered(const http::Request& request, const Result<void, GoalError>& done) const {
        return done ? http::no_content() : refused(request, done.error());
    }
    std::vector<GoalView> views_of(const http::Request& request, const std::vector<OwnGoal>& goals) const {
        std::vector<GoalView> views;
        for (const auto& goal : goals) {
            views.push_back(goal_view(goal, *goals_.framework(), site_.messages(), web::language_of(request), goals_.today()));
        }
        return views;
    }

    const web::Site& site_;
    TalkService& talks_;
    GoalService& goals_;
    CareerPaths& careers_;
};

}  // namespace

void register_api(http::Router& router, const DevelopmentSources& sources) {
    using http::Method;
    using web::json_schema;
    const auto api = std::make_shared<DevelopmentApi>(sources);
    struct Operation {
        std::string name, summary, answer, body = {}, rate_class = {};
    };
    const auto add = [&](Method method, std::string_view path, Operation operation, auto member) {
        router.add(method, path,
                   {.rate_class = std::move(operation.rate_class),
                    .name = std::move(operation.name),
                    .summary = std::move(operation.summary),
                    .request_schema = std::move(operation.body),
                    .response_schema = std::move(operation.answer)},
                   [api, member](http::Request& request) { return (api.get()->*member)(request); });
    };
    add(Method::get, "/api/v1/me/goals", {"listMyGoals", "Eigene Ziele mit allen Fassungen", json_schema<GoalsJson>()}, &DevelopmentApi::own_goals);
    add(Method::post, "/api/v1/me/goals",
        {"proposeGoal", "Ziel in einem offenen Gespräch vorschlagen", json_schema<CreatedJson>(), json_schema<ProposalBody>()},
        &DevelopmentApi::propose);
    add(Method::get, "/api/v1/me/development-talks", {"listMyDevelopmentTalks", "Eigene Mitarbeitergespräche", json_schema<TalksJson>()},
        &DevelopmentApi::talks);
    add(Method::get, "/api/v1/me/career-paths",
        {"compareCareerPaths", "Bis zu vier Tätigkeiten vergleichen (roles=a,b): was fehlt, wie lange, was kostet es", json_schema<CareersJson>(), "",
         "planning"},
        &DevelopmentApi::careers);
    add(Method::get, "/api/v1/goals", {"listTeamGoals", "Vereinbarte Ziele, die die Arbeitgeberseite sehen darf", json_schema<TeamJson>()},
        &DevelopmentApi::team);
    add(Method::post, "/api/v1/goals/{id:id}/acceptance", {"acceptGoal", "Einem Vorschlag zustimmen", "", json_schema<VersionBody>()},
        &DevelopmentApi::accept);
    add(Method::post, "/api/v1/goals/{id:id}/refusal",
        {"turnDownGoal", "Vorschlag ablehnen oder den eigenen zurücknehmen", "", json_schema<VersionBody>()}, &DevelopmentApi::turn_down);
    add(Method::post, "/api/v1/goals/{id:id}/versions", {"counterGoal", "Andere Fassung vorschlagen", "", json_schema<CounterBody>()},
        &DevelopmentApi::counter);
    add(Method::post, "/api/v1/goals/{id:id}/end", {"proposeGoalEnd", "Vorschlagen, das Ziel zu beenden", "", json_schema<VersionBody>()},
        &DevelopmentApi::propose_end);
    add(Method::post, "/api/v1/goals/{id:id}/reopening", {"reopenGoal", "Meldung zurücknehmen: noch nicht erreicht", ""}, &DevelopmentApi::not_yet);
    add(Method::post, "/api/v1/goals/{id:id}/report", {"reportGoal", "Eigenes Ziel als erreicht melden", ""}, &DevelopmentApi::report);
    add(Method::post, "/api/v1/goals/{id:id}/confirmation", {"confirmGoal", "Gemeldetes Ziel bestätigen", ""}, &DevelopmentApi::confirm);
}

}  // namespace kc::development
