// SPDX-License-Identifier: EUPL-1.2
#include "teams/plan_form.hpp"

#include "teams/page_parts.hpp"

namespace kc::teams {

namespace {

struct DutyFields {
    int number = 1;
    web::ChoiceField competence, level;
    web::TextField people, until, law;
};
BOOST_DESCRIBE_STRUCT(DutyFields, (), (number, competence, level, people, until, law))

struct SuggestionRow {
    std::string href, competence, law;
    int level = 0;
    Date until{};
    int people_with_goal = 0;
    bool from_goals = false;
};
BOOST_DESCRIBE_STRUCT(SuggestionRow, (), (href, competence, law, level, until, people_with_goal, from_goals))

struct RefusedGroup {
    std::string name;
    GroupState state{};
};
BOOST_DESCRIBE_STRUCT(RefusedGroup, (), (name, state))

struct FormView {
    OrganisationId organisation;
    bool any_group = false;
    std::vector<SuggestionRow> suggestions;
    std::vector<RefusedGroup> refused;
    web::ChoiceField department;
    std::vector<DutyFields> duties;
    web::TextField budget, away, staffing;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(FormView, (), (organisation, any_group, suggestions, refused, department, duties, budget, away, staffing, errors))

std::string numbered(std::string_view name, std::size_t number) { return fmt::format("{}_{}", name, number); }

class PlanForm {
public:
    explicit PlanForm(const TeamSources& sources) : site_(sources.site), plans_(sources.plans), form_(site_.bind<FormView>("teams/plan_form")) {}

    http::Response show(const http::Request& request) const {
        return with_planner(request, site_, [&](const Viewer& viewer, OrganisationId organisation) {
            web::FormReader::Values values;
            const auto take = [&](std::string_view from, std::string_view to) {
                if (const auto value = request.query(from); value && value->size() <= 400) values.emplace_back(to, *value);
            };
            take("abteilung", "abteilung");
            take("kompetenz", "kompetenz_1");
            take("stufe", "stufe_1");
            take("personen", "personen_1");
            take("frist", "frist_1");
            take("gesetz", "gesetz_1");
            const web::FormReader prefilled(std::move(values));
            return page(request, viewer, organisation, prefilled, false);
        });
    }

    http::Response make(const http::Request& request) {
        return with_planner(request, site_, [&](const Viewer& viewer, OrganisationId organisation) {
            web::FormReader form(request);
            TeamQuestion question{.organisation = organisation, .department = {}, .duties = {}, .budget = {}, .away_max = {}};
            question.department = form.id<DepartmentId>("abteilung");
            const auto framework = plans_.framework();
            for (std::size_t number = 1; number <= duties_max; ++number) {
                const auto slug = form.text(numbered("kompetenz", number));
                const bool first = number == 1;
                if (slug.empty() && !first) continue;
                const auto index = framework->competence_by_slug(slug);
                if (!index) form.refuse(numbered("kompetenz", number), slug.empty() ? "teams.problem.no_duty" : "teams.problem.unknown_competence");
                const auto level = form.integer(numbered("stufe", number), {.required = true, .min = 1, .max = competence::level_max});
                const auto people = form.integer(numbered("personen", number), {.required = true, .min = 1, .max = 100'000});
                const auto until = form.date(numbered("frist", number), {.required = true});
                auto law = form.text(numbered("gesetz", number), {.max = law_length_max});
                if (!index || !level || !people || !until) continue;
                question.duties.push_back(
                    {framework->competence(*index).id, static_cast<int>(*level), static_cast<int>(*people), *until, std::move(law)});
            }
            question.budget = form.money("budget", {.max = Money{10'000'000'00}});
            const auto away = form.integer("abwesend", {.max = 100'000});
            const auto staffing = form.integer("besetzung", {.max = 100'000});
            if (away) question.away_max = static_cast<int>(*away);
            if (form.ok() && staffing) {
                const auto groups = plans_.groups(viewer, organisation);
                const auto* group = groups ? find_group(*groups, question.department) : nullptr;
                const int allowed = group == nullptr ? 0 : group->people - static_cast<int>(*staffing);
                if (allowed < 0)
                    form.refuse("besetzung", "teams.problem.staffing");
                else
                    question.away_max = std::min(question.away_max.value_or(allowed), allowed);
            }
            if (!form.ok()) return page(request, viewer, organisation, form, true);
            const auto made = plans_.make(viewer, question);
            if (made) return web::redirect(path_of(*made), {.message_key = "teams.notice.plan_made"});
            switch (made.error().error) {
                case TeamError::invalid: form.refuse(made.error().problems); break;
                case TeamError::group_not_found:
                case TeamError::group_too_small:
                case TeamError::group_would_reveal: form.refuse("abteilung", message_key_of(made.error().error)); break;
                default: return refusal_page(request, site_, made.error().error);
            }
            return page(request, viewer, organisation, form, true);
        });
    }

private:
    http::Response page(const http::Request& request, const Viewer& viewer, OrganisationId organisation, const web::FormReader& form,
                        bool refused) const {
        const auto groups = plans_.groups(viewer, organisation);
        if (!groups) return refusal_page(request, site_, groups.error());
        const auto suggested = plans_.suggestions(viewer, organisation);
        const auto framework = plans_.framework();
        const auto fields = site_.fields(request, &form);
        FormView view;
        view.organisation = organisation;
        std::vector<web::Option> departments;
        for (const auto& group : *groups) {
            if (group.state != GroupState::askable) {
                if (group.department) view.refused.push_back({group.name, group.state});
                continue;
            }
            view.any_group = true;
            std::string label;
            for (int i = 1; i < group.depth; ++i) label += "– ";
            label += site_.text(request, "teams.group.option",
                                {{"name", group_name(site_, request, group.department ? group.name : std::string())}, {"people", group.people}});
            departments.push_back({group.department ? std::to_string(group.department->value) : "", std::move(label), {}});
        }
        std::vector<web::Option> competences, levels;
        for (const auto& competence : framework->competences()) {
            if (competence.published()) competences.push_back({competence.slug, competence.name, {}});
        }
        for (int level = 1; level <= competence::level_max; ++level) levels.push_back({std::to_string(level), std::to_string(level), {}});
        if (suggested) {
            for (const auto& duty : *suggested) {
                const auto index = framework->index_of(duty.competence);
                if (!index) continue;
                const auto& competence = framework->competence(*index);
                view.suggestions.push_back({prefilled_path(organisation, competence.slug, duty.level, duty.until, duty.law), competence.name,
                                            duty.law, duty.level, duty.until, duty.people_with_goal, duty.law.empty()});
            }
        }
        view.department =
            fields.choice("abteilung", {.label = "teams.form.department", .hint = "teams.form.department_hint"}, departments, form.raw("abteilung"));
        for (std::size_t number = 1; number <= duties_max; ++number) {
            DutyFields duty;
            const bool first = number == 1;
            duty.number = static_cast<int>(number);
            duty.competence =
                fields.choice(numbered("kompetenz", number), {.label = "teams.form.competence", .required = first, .empty_option = true}, competences,
                              form.raw(numbered("kompetenz", number)));
            duty.level = fields.choice(numbered("stufe", number), {.label = "teams.form.level", .required = first}, levels,
                                       form.has(numbered("stufe", number)) ? form.raw(numbered("stufe", number)) : "3");
            duty.people =
                fields.integer(numbered("personen", number), {.label = "teams.form.people", .hint = "teams.form.people_hint", .required = first});
            duty.until =
                fields.date(numbered("frist", number), {.label = "teams.form.until", .required = first, .min_date = add_days(plans_.today(), 1)});
            duty.law = fields.text(numbered("gesetz", number), {.label = "teams.form.law", .max = law_length_max});
            view.duties.push_back(std::move(duty));
        }
        view.budget = fields.money("budget", {.label = "teams.form.budget", .hint = "teams.form.budget_hint"});
        view.away = fields.integer("abwesend", {.label = "teams.form.away", .hint = "teams.form.away_hint"});
        view.staffing = fields.integer("besetzung", {.label = "teams.form.staffing", .hint = "teams.form.staffing_hint"});
        if (refused) view.errors = fields.errors();
        return site_.render(
            request, {.title = "teams.form.title", .active = plans_path, .breadcrumbs = {plans_crumb(site_, request)}, .status = refused ? 422 : 200},
            form_, view);
    }

    const web::Site& site_;
    PlanService& plans_;
    web::Template<FormView> form_;
};

}  // namespace

void register_plan_form(http::Router& router, const TeamSources& sources) {
    const auto form = std::make_shared<PlanForm>(sources);
    router.get("/teamplanung/neu", [form](http::Request& request) { return form->show(request); });
    router.add(http::Method::post, "/teamplanung", {.rate_class = "planning"}, [form](http::Request& request) { return form->make(request); });
}

}  // namespace kc::teams
