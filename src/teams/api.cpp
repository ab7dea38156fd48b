// SPDX-License-Identifier: EUPL-1.2
// /api/v1/team-plans, /api/v1/competence-risks and /api/v1/me/learning-calls: the pages as JSON, with the same coarse numbers.
#include "teams/page_parts.hpp"
#include "web/api_response.hpp"
#include "web/json_reader.hpp"
#include "web/json_schema.hpp"

namespace kc::teams {

namespace {

struct PlanHeadJson {
    TeamPlanId id;
    OrganisationId organisation;
    std::optional<DepartmentId> department;
    int people = 0;
    Instant created_at{};
    SearchStatus status{};
    Money price_cents;
    std::int64_t absence_days = 0;
    HalfHours half_hours;
};
BOOST_DESCRIBE_STRUCT(PlanHeadJson, (), (id, organisation, department, people, created_at, status, price_cents, absence_days, half_hours))

struct PlansJson {
    std::vector<PlanHeadJson> plans;
};
BOOST_DESCRIBE_STRUCT(PlansJson, (), (plans))

struct DutyJson {
    std::string competence;
    int level = 0, people = 0;
    Date until{};
    std::string law;
    CountRange covered;
    int seats_wanted = 0, seats_planned = 0;
};
BOOST_DESCRIBE_STRUCT(DutyJson, (), (competence, level, people, until, law, covered, seats_wanted, seats_planned))

struct UnitJson {
    std::string unit, title;
    std::optional<Date> first_day, last_day;
};
BOOST_DESCRIBE_STRUCT(UnitJson, (), (unit, title, first_day, last_day))

struct WayJson {
    int duty = 0, start_level = 0, seats = 0;
    Money price_cents;
    int absence_days = 0;
    HalfHours half_hours;
    std::vector<UnitJson> units;
};
BOOST_DESCRIBE_STRUCT(WayJson, (), (duty, start_level, seats, price_cents, absence_days, half_hours, units))

struct GainJson {
    LimitKind limit{};
    int more_seats = 0;
    Money less_cents;
};
BOOST_DESCRIBE_STRUCT(GainJson, (), (limit, more_seats, less_cents))

struct PlanJson : PlanHeadJson {
    std::optional<Money> budget_cents;
    std::optional<int> away_max;
    std::vector<DutyJson> duties;
    std::vector<WayJson> ways;
    std::vector<GainJson> gains;
};
BOOST_DESCRIBE_STRUCT(PlanJson, (PlanHeadJson), (budget_cents, away_max, duties, ways, gains))

struct DutyBody {
    std::string competence;
    int level = 0, people = 0;
    Date until{};
    std::string law;
};
BOOST_DESCRIBE_STRUCT(DutyBody, (), (competence, level, people, until, law))

struct PlanBody {
    std::optional<OrganisationId> organisation;
    std::optional<DepartmentId> department;
    std::optional<Money> budget_cents;
    std::optional<int> away_max;
    std::vector<DutyBody> duties;
};
BOOST_DESCRIBE_STRUCT(PlanBody, (), (organisation, department, budget_cents, away_max, duties))

struct RiskJson {
    std::string competence;
    int level = 0, jobs = 0, able = 0;
    std::vector<int> remaining;
};
BOOST_DESCRIBE_STRUCT(RiskJson, (), (competence, level, jobs, able, remaining))

struct DeadlineRiskJson {
    Date until{};
    std::string law, competence;
    int level = 0;
    std::optional<CountRange> below;
    std::optional<Date> latest_start;
};
BOOST_DESCRIBE_STRUCT(DeadlineRiskJson, (), (until, law, competence, level, below, latest_start))

struct RisksJson {
    int first_year = 0;
    std::vector<int> leaving;
    std::vector<RiskJson> competences;
    std::vector<DeadlineRiskJson> deadlines;
};
BOOST_DESCRIBE_STRUCT(RisksJson, (), (first_year, leaving, competences, deadlines))

PlanHeadJson head_json(const TeamPlanHead& head) {
    return {head.id,     head.organisation_id, head.department_id, head.people,    head.created_at,
            head.status, head.price_cents,     head.absence_days,  head.half_hours};
}

struct OwnCallJson {
    TeamCallId id;
    std::string competence, name;
    int level = 0, seats = 0;
    Date until{};
    std::string law, caller;
    std::optional<CallAnswer> answer;
};
BOOST_DESCRIBE_STRUCT(OwnCallJson, (), (id, competence, name, level, seats, until, law, caller, answer))

struct OwnCallsJson {
    std::vector<OwnCallJson> calls;
};
BOOST_DESCRIBE_STRUCT(OwnCallsJson, (), (calls))

struct AnswerBody {
    CallAnswer answer{};
};
BOOST_DESCRIBE_STRUCT(AnswerBody, (), (answer))

class Api {
public:
    explicit Api(const TeamSources& sources) : site_(sources.site), plans_(sources.plans), risks_(sources.risks), calls_(sources.calls) {}

    http::Response own_calls(const http::Request& request) const {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto own = calls_.list_own(*request.viewer());
        if (!own) return refusal(request, own.error());
        const auto framework = calls_.framework();
        OwnCallsJson json;
        for (const auto& one : *own) {
            OwnCallJson row{.id = one.call.id,
                            .competence = {},
                            .name = {},
                            .level = one.call.level,
                            .seats = one.call.seats,
                            .until = one.call.until_day,
                            .law = one.call.law,
                            .caller = one.caller,
                            .answer = one.answer};
            if (const auto index = framework->index_of(one.call.competence_id)) {
                row.competence = framework->competence(*index).slug;
                row.name = framework->competence(*index).name;
            }
            json.calls.push_back(std::move(row));
        }
        return web::api_json(json);
    }

    http::Response answer_call(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader body(request.body());
        const auto answer = body.enumerator<CallAnswer>("answer", true);
        if (!body.finish()) return web::api_problems(request, site_.messages(), body.problems());
        const auto id = request.get_id<TeamCallId>("call");
        if (*answer == CallAnswer::accepted) {
            const auto goal = calls_.accept(*request.viewer(), id, site_.text(request, "teams.calls.why"));
            return goal ? http::no_content() : refusal(request, goal.error());
        }
        const auto declined = calls_.decline(*request.viewer(), id);
        return declined ? http::no_content() : refusal(request, declined.error());
    }

    http::Response list(const http::Request& request) const {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto plans = plans_.list(*request.viewer());
        if (!plans) return refusal(request, plans.error());
        PlansJson json;
        for (const auto& head : *plans) json.plans.push_back(head_json(head));
        return web::api_json(json);
    }

    http::Response show(const http::Request& request) const {
        if (request.viewer() == nullptr) return not_signed_in(request);
        return answer(request, request.get_id<TeamPlanId>("plan"), 200);
    }

    http::Response make(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto& viewer = *request.viewer();
        const auto organisations = PlanService::organisations_of(viewer);
        if (organisations.empty()) return refusal(request, TeamError::not_permitted);
        const auto framework = plans_.framework();
        web::JsonReader json(request.body());
        TeamQuestion question{.organisation = {}, .department = {}, .duties = {}, .budget = {}, .away_max = {}};
        question.organisation = json.id<OrganisationId>("organisation").value_or(organisations.front());
        question.department = json.id<DepartmentId>("department");
        if (const auto cents = json.integer("budget_cents", {.max = 10'000'000'00})) question.budget = Money{*cents};
        if (const auto away = json.integer("away_max", {.max = 100'000})) question.away_max = static_cast<int>(*away);
        for (auto& duty : json.objects("duties", duties_max, true)) {
            const auto slug = duty.text("competence", {.required = true});
            const auto index = framework->competence_by_slug(slug);
            if (!slug.empty() && !index) duty.refuse("competence", "teams.problem.unknown_competence");
            const auto level = duty.integer("level", {.required = true, .min = 1, .max = competence::level_max});
            const auto people = duty.integer("people", {.required = true, .min = 1, .max = 100'000});
            const auto until = duty.date("until", true);
            auto law = duty.text("law", {.max = law_length_max});
            if (!index || !level || !people || !until) continue;
            question.duties.push_back(
                {framework->competence(*index).id, static_cast<int>(*level), static_cast<int>(*people), *until, std::move(law)});
        }
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        const auto made = plans_.make(viewer, question);
        if (!made && made.error().error == TeamError::invalid) return web::api_problems(request, site_.messages(), made.error().problems);
        if (!made) return refusal(request, made.error().error);
        return answer(request, *made, 201);
    }

    http::Response remove(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto removed = plans_.remove(*request.viewer(), request.get_id<TeamPlanId>("plan"));
        if (!removed) return refusal(request, removed.error());
        return http::no_content();
    }

    http::Response risks(const http::Request& request) const {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto& viewer = *request.viewer();
        const auto organisations = PlanService::organisations_of(viewer);
        if (organisations.empty()) return refusal(request, TeamError::not_permitted);
        auto organisation = organisations.front();
        if (const auto asked = request.query("organisation")) organisation = OrganisationId{web::parse_integer(*asked).value_or(0)};
        const auto view = risks_.view(viewer, organisation);
        if (!view) return refusal(request, view.error());
        RisksJson json{view->first_year, view->leaving, {}, {}};
        for (const auto& risk : view->risks) {
            json.competences.push_back({view->framework->competence(risk.competence).slug, risk.level, risk.jobs, risk.able, risk.remaining});
        }
        for (const auto& deadline : view->deadlines) {
            json.deadlines.push_back({deadline.until, deadline.law, view->framework->competence(deadline.competence).slug, deadline.level,
                                      deadline.below, deadline.latest_start});
        }
        return web::api_json(json);
    }

private:
    http::Response answer(const http::Request& request, TeamPlanId id, int status) const {
        const auto plan = plans_.find(*request.viewer(), id);
        if (!plan) return refusal(request, plan.error());
        const auto framework = plans_.framework();
        PlanJson json;
        static_cast<PlanHeadJson&>(json) = head_json(plan->head);
        json.budget_cents = plan->head.budget_cents;
        json.away_max = plan->head.away_max;
        for (const auto& duty : plan->duties) {
            DutyJson one{{},
                         duty.level,
                         duty.people_needed,
                         duty.until_day,
                         duty.law,
                         {duty.covered, duty.covered_at_most},
                         duty.seats_wanted,
                         duty.seats_planned};
            if (const auto index = framework->index_of(duty.competence_id)) one.competence = framework->competence(*index).slug;
            json.duties.push_back(std::move(one));
        }
        for (const auto& way : plan->ways) {
            WayJson one{way.duty, way.start_level, way.seats, way.price_cents, way.absence_days, way.half_hours, {}};
            for (const auto& unit : plan->units) {
                if (unit.way == way.position) one.units.push_back({unit.slug, unit.title, unit.first_day, unit.last_day});
            }
            json.ways.push_back(std::move(one));
        }
        for (const auto& gain : plan->gains) json.gains.push_back({gain.limit_kind, gain.more_seats, gain.less_cents});
        return web::api_json(json, status);
    }

    http::Response not_signed_in(const http::Request& request) const {
        return web::api_error(request, 401, "not_signed_in", site_.text(request, "teams.refusal.not_signed_in"));
    }
    http::Response refusal(const http::Request& request, TeamError error) const {
        return web::api_error(request, status_of(error), boost::describe::enum_to_string(error, "invalid"),
                              site_.text(request, message_key_of(error)));
    }

    const web::Site& site_;
    PlanService& plans_;
    RiskService& risks_;
    CallService& calls_;
};

}  // namespace

void register_api(http::Router& router, const TeamSources& sources) {
    using http::Method;
    using http::Request;
    using web::json_schema;
    const auto api = std::make_shared<Api>(sources);
    router.add(Method::get, "/api/v1/team-plans",
               {.name = "listTeamPlans", .summary = "Gespeicherte Teampläne", .response_schema = json_schema<PlansJson>()},
               [api](Request& r) { return api->list(r); });
    router.add(Method::post, "/api/v1/team-plans",
               {.body_bytes_max = 64 * 1024,
                .rate_class = "planning",
                .name = "makeTeamPlan",
                .summary = "Einen Teamplan berechnen und speichern",
                .request_schema = json_schema<PlanBody>(),
                .response_schema = json_schema<PlanJson>()},
               [api](Request& r) { return api->make(r); });
    router.add(Method::get, "/api/v1/team-plans/{plan:id}",
               {.name = "getTeamPlan", .summary = "Ein Teamplan", .response_schema = json_schema<PlanJson>()},
               [api](Request& r) { return api->show(r); });
    router.add(Method::del, "/api/v1/team-plans/{plan:id}", {.name = "removeTeamPlan", .summary = "Einen Teamplan löschen"},
               [api](Request& r) { return api->remove(r); });
    router.add(Method::get, "/api/v1/competence-risks",
               {.name = "listCompetenceRisks",
                .summary = "Kompetenzen, die mit dem Ausscheiden gehen, und gesetzliche Fristen",
                .response_schema = json_schema<RisksJson>()},
               [api](Request& r) { return api->risks(r); });
    router.add(
        Method::get, "/api/v1/me/learning-calls",
        {.name = "listMyLearningCalls", .summary = "Einladungen zum Lernen, die mich betreffen", .response_schema = json_schema<OwnCallsJson>()},
        [api](Request& r) { return api->own_calls(r); });
    router.add(
        Method::put, "/api/v1/me/learning-calls/{call:id}",
        {.name = "answerLearningCall", .summary = "Eine Einladung zum Lernen annehmen oder ablehnen", .request_schema = json_schema<AnswerBody>()},
        [api](Request& r) { return api->answer_call(r); });
}

}  // namespace kc::teams
