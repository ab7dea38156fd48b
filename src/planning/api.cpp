// SPDX-License-Identifier: EUPL-1.2
#include "planning/own_page.hpp"
#include "planning/warning_view.hpp"

#include "web/api_response.hpp"
#include "web/json_reader.hpp"
#include "web/json_schema.hpp"

#include <algorithm>

namespace kc::planning {
namespace {

constexpr int versions_max = 100;

struct ProposalJson {
    PlanView plan;
    DifferenceView difference;
};
BOOST_DESCRIBE_STRUCT(ProposalJson, (), (plan, difference))

struct CurriculaJson {
    std::vector<CurriculumHead> curricula;
};
BOOST_DESCRIBE_STRUCT(CurriculaJson, (), (curricula))

struct ChoicesJson {
    std::vector<PlanChoice> choices;
    std::vector<CompletedUnit> completed;
};
BOOST_DESCRIBE_STRUCT(ChoicesJson, (), (choices, completed))

struct OutcomeJson {
    std::string outcome;  // proposed, unchanged, profile_incomplete
};
BOOST_DESCRIBE_STRUCT(OutcomeJson, (), (outcome))

struct WhatIfJson {
    PlanView before, after;
    DifferenceView difference;
};
BOOST_DESCRIBE_STRUCT(WhatIfJson, (), (before, after, difference))

// The bodies as they are read below; what may be absent is optional. The OpenAPI document is made of them.

struct DecisionBody {
    CurriculumId curriculum;
};
BOOST_DESCRIBE_STRUCT(DecisionBody, (), (curriculum))

struct ChoiceBody {
    Choice choice{};
    std::optional<TutorialDateId> tutorial_date;
};
BOOST_DESCRIBE_STRUCT(ChoiceBody, (), (choice, tutorial_date))

struct CompletedBody {
    LearningUnitId unit;
    Date completed_on{};
};
BOOST_DESCRIBE_STRUCT(CompletedBody, (), (unit, completed_on))

struct WhatIfBody {
    std::optional<HalfHours> half_hours, weekly_half_hours;
    std::optional<Money> budget_cents;
    std::optional<int> presence_days;
    std::optional<Date> until;
    std::optional<bool> no_weekly_limit;
    std::optional<int> kilometres;
    std::optional<std::vector<PlaceId>> extra_places;
};
BOOST_DESCRIBE_STRUCT(WhatIfBody, (), (half_hours, weekly_half_hours, budget_cents, presence_days, until, no_weekly_limit, kilometres, extra_places))

class CurriculumApi {
public:
    CurriculumApi(const web::Site& site, CurriculumService& curricula, storage::Database& database)
        : site_(site), curricula_(curricula), database_(database) {}

    http::Response curriculum(const http::Request& request) const {
        return with_own(request, [&](const Viewer& viewer, const OwnPlans& own) {
            if (!own.state.accepted) return problem(request, 404, "no_curriculum", "planning.problem.nothing_accepted");
            const auto views = views_of(request, site_, own);
            auto plan = views.plan(*own.state.accepted);
            add_warnings(plan, own.state.accepted->plan, own, viewer, curricula_, views);
            return web::api_json(plan);
        });
    }

    http::Response proposal(const http::Request& request) const {
        return with_own(request, [&](const Viewer& viewer, const OwnPlans& own) {
            if (!own.state.proposed) return refused(request, CurriculumError::no_proposal);
            const auto views = views_of(request, site_, own);
            const auto difference = difference_between(own.state.accepted ? own.state.accepted->plan : Plan{}, own.state.proposed->plan);
            auto plan = views.plan(*own.state.proposed);
            add_warnings(plan, own.state.proposed->plan, own, viewer, curricula_, views);
            return web::api_json(ProposalJson{std::move(plan), views.difference(difference)});
        });
    }

    http::Response propose(const http::Request& request) {
        return change(request, [&](const Viewer& viewer) { return curricula_.propose(viewer); });
    }
    http::Response accept(const http::Request& request) {
        return decide(request, [&](const Viewer& viewer, CurriculumId id) { return curricula_.accept(viewer, id); });
    }
    http::Response decline(const http::Request& request) {
        return decide(request, [&](const Viewer& viewer, CurriculumId id) { return curricula_.decline(viewer, id); });
    }
    http::Response undo(const http::Request& request) {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto undone = curricula_.undo(viewer);
            return undone ? http::no_content() : refused(request, undone.error());
        });
    }

    http::Response choices(const http::Request& request) const {
        return with_own(request, [&](const Viewer&, const OwnPlans& own) {
            return web::api_json(ChoicesJson{own.state.choices.choices, own.state.choices.completed});
        });
    }
    http::Response put_choice(const http::Request& request) {
        web::JsonReader body(request.body());
        const auto choice = body.enumerator<Choice>("choice", true);
        const auto date = body.id<TutorialDateId>("tutorial_date");
        if (!body.finish()) return web::api_problems(request, site_.messages(), body.problems());
        const auto unit = request.get_id<LearningUnitId>("unit");
        return change(request, [&](const Viewer& viewer) {
            return *choice == Choice::excluded ? curricula_.exclude(viewer, unit) : curricula_.lock(viewer, unit, date);
        });
    }
    http::Response remove_choice(const http::Request& request) {
        return change(request, [&](const Viewer& viewer) { return curricula_.clear_choice(viewer, request.get_id<LearningUnitId>("unit")); });
    }
    http::Response complete(const http::Request& request) {
        web::JsonReader body(request.body());
        const auto unit = body.id<LearningUnitId>("unit", true);
        const auto day = body.date("completed_on", true);
        if (!body.finish()) return web::api_problems(request, site_.messages(), body.problems());
        return change(request, [&](const Viewer& viewer) { return curricula_.complete(viewer, *unit, *day); });
    }

    http::Response what_if(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            web::JsonReader body(request.body());
            WhatIf question;
            if (const auto hours = body.integer("half_hours", {.max = competence::half_hours_max})) question.hours = HalfHours{*hours};
            if (const auto weekly = body.integer("weekly_half_hours", {.max = competence::weekly_half_hours_max}))
                question.weekly_hours = HalfHours{*weekly};
            if (const auto price = body.integer("budget_cents", {.max = competence::price_cents_max})) question.budget = Money{*price};
            if (const auto days = body.integer("presence_days", {.max = competence::presence_days_max}))
                question.presence_days = static_cast<int>(*days);
            question.until = body.date("until");
            question.no_weekly_limit = body.boolean("no_weekly_limit").value_or(false);
            if (const auto far = body.integer("kilometres", {.max = kilometres_max})) question.kilometres = static_cast<int>(*far);
            question.extra_places = body.ids<PlaceId>("extra_places", competence::places_max);
            if (!body.finish()) return web::api_problems(request, site_.messages(), body.problems());
            const auto answer = curricula_.what_if(viewer, question);
            if (!answer) {
                if (answer.error().error == CurriculumError::invalid_limits)
                    return web::api_problems(request, site_.messages(), answer.error().problems);
                return refused(request, answer.error().error);
            }
            const PersonChoices none;
            const PlanViews views(*answer->catalogue, none, site_.messages(), web::language_of(request));
            return web::api_json(WhatIfJson{views.plan(answer->before), views.plan(answer->after), views.difference(answer->difference)});
        });
    }

    http::Response curricula(const http::Request& request) const {
        return with_own(request, [&](const Viewer& viewer, const OwnPlans&) {
            return web::api_json(CurriculaJson{database_.read([&](Session& session) { return list_heads(session, viewer.person, versions_max); })});
        });
    }

private:
    http::Response problem(const http::Request& request, int status, std::string_view code, std::string_view key) const {
        return web::api_error(request, status, code, site_.text(request, key));
    }
    http::Response refused(const http::Request& request, CurriculumError error) const {
        return problem(request, status_of(error), boost::describe::enum_to_string(error, ""), message_key_of(error));
    }
    template <class Answer> http::Response with_viewer(const http::Request& request, Answer&& answer) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return problem(request, 401, "not_signed_in", "planning.problem.not_signed_in");
        return answer(*viewer);
    }
    template <class Answer> http::Response with_own(const http::Request& request, Answer&& answer) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto own = curricula_.find_own(viewer);
            if (!own) return refused(request, CurriculumError::not_permitted);
            return answer(viewer, *own);
        });
    }
    template <class Change> http::Response change(const http::Request& request, Change&& apply) {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto outcome = apply(viewer);
            if (!outcome) return refused(request, outcome.error());
            switch (*outcome) {
                case Outcome::proposed: return web::api_json(OutcomeJson{"proposed"});
                case Outcome::unchanged: return web::api_json(OutcomeJson{"unchanged"});
                case Outcome::profile_incomplete: break;
            }
            return web::api_json(OutcomeJson{"profile_incomplete"});
        });
    }
    template <class Decision> http::Response decide(const http::Request& request, Decision&& decision) {
        web::JsonReader body(request.body());
        const auto id = body.id<CurriculumId>("curriculum", true);
        if (!body.finish()) return web::api_problems(request, site_.messages(), body.problems());
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto decided = decision(viewer, *id);
            return decided ? http::no_content() : refused(request, decided.error());
        });
    }

    const web::Site& site_;
    CurriculumService& curricula_;
    storage::Database& database_;
};

}  // namespace

void register_api(http::Router& router, const web::Site& site, CurriculumService& curricula, storage::Database& database) {
    using http::Method;
    const auto api = std::make_shared<CurriculumApi>(site, curricula, database);
    struct Operation {
        std::string name, summary, answer, body = {};  // answer and body: JSON Schema; no answer: 204
    };
    const auto add = [&](Method method, std::string_view path, Operation operation, auto member) {
        router.add(method, path,
                   {.name = std::move(operation.name),
                    .summary = std::move(operation.summary),
                    .request_schema = std::move(operation.body),
                    .response_schema = std::move(operation.answer)},
                   [api, member](http::Request& request) { return (api.get()->*member)(request); });
    };
    using web::json_schema;
    const auto outcome = json_schema<OutcomeJson>(), decision = json_schema<DecisionBody>();
    add(Method::get, "/api/v1/me/curriculum", {"getMyCurriculum", "Der angenommene Lehrplan", json_schema<PlanView>()}, &CurriculumApi::curriculum);
    add(Method::get, "/api/v1/me/curriculum/proposal", {"getMyProposal", "Der offene Vorschlag und was er ändert", json_schema<ProposalJson>()},
        &CurriculumApi::proposal);
    add(Method::post, "/api/v1/me/curriculum/proposal", {"proposeMyCurriculum", "Lehrplan neu berechnen", outcome}, &CurriculumApi::propose);
    add(Method::post, "/api/v1/me/curriculum/accept", {"acceptMyCurriculum", "Vorschlag annehmen", "", decision}, &CurriculumApi::accept);
    add(Method::post, "/api/v1/me/curriculum/decline", {"declineMyCurriculum", "Vorschlag ablehnen", "", decision}, &CurriculumApi::decline);
    add(Method::post, "/api/v1/me/curriculum/undo", {"undoMyCurriculum", "Annahme zurücknehmen", ""}, &CurriculumApi::undo);
    add(Method::post, "/api/v1/me/curriculum/what-if",
        {"tryOtherLimits", "Andere Grenzen ausprobieren, ohne etwas zu speichern", json_schema<WhatIfJson>(), json_schema<WhatIfBody>()},
        &CurriculumApi::what_if);
    add(Method::get, "/api/v1/me/plan-choices", {"listMyPlanChoices", "Eigene Wünsche und erledigte Lerneinheiten", json_schema<ChoicesJson>()},
        &CurriculumApi::choices);
    add(Method::put, "/api/v1/me/plan-choices/{unit:id}",
        {"setMyPlanChoice", "Lerneinheit ausschließen oder fest einplanen", outcome, json_schema<ChoiceBody>()}, &CurriculumApi::put_choice);
    add(Method::del, "/api/v1/me/plan-choices/{unit:id}", {"removeMyPlanChoice", "Wunsch zurücknehmen", outcome}, &CurriculumApi::remove_choice);
    add(Method::post, "/api/v1/me/completed-units", {"completeMyUnit", "Lerneinheit als erledigt melden", outcome, json_schema<CompletedBody>()},
        &CurriculumApi::complete);
    add(Method::get, "/api/v1/me/curricula", {"listMyCurricula", "Alle Fassungen des Lehrplans", json_schema<CurriculaJson>()},
        &CurriculumApi::curricula);
}

}  // namespace kc::planning
