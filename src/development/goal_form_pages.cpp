// SPDX-License-Identifier: EUPL-1.2
// The form of a goal: a first proposal in a talk, or another version of one that is there.
#include "development/own_page.hpp"

#include <algorithm>

namespace kc::development {

namespace {

struct GoalFormView {
    std::string action, back;
    bool changes = false;  // another version
    std::string partner;
    std::optional<TalkId> talk;
    int seen_version = 0;
    web::ChoiceField competence, level;
    web::TextField title, why, law, deadline;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(GoalFormView, (), (action, back, changes, partner, talk, seen_version, competence, level, title, why, law, deadline, errors))

class GoalFormPages {
public:
    explicit GoalFormPages(const DevelopmentSources& sources)
        : site_(sources.site), talks_(sources.talks), goals_(sources.goals), form_(site_.bind<GoalFormView>("development/goal_form")) {}

    http::Response ask(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto number = web::parse_integer(request.query("gespraech").value_or(""));
            if (!number || *number < 1) return web::redirect("/mitarbeitergespraech");
            return with_talk(request, viewer, TalkId{*number}, nullptr);
        });
    }

    http::Response propose(const http::Request& request) {
        return with_viewer(request, [&](const Viewer& viewer) {
            web::FormReader form(request);
            const auto talk = form.id<TalkId>("gespraech", {.required = true});
            if (!talk) return refusal_page(request, site_, GoalError::talk_not_found);
            const auto content = read(form);
            if (!form.ok()) return with_talk(request, viewer, *talk, &form);
            const auto id = goals_.propose(viewer, *talk, content);
            if (id) return web::redirect(path_of(*id), {.message_key = "development.notice.proposed"});
            if (!refuse_field(form, id.error())) return refusal_page(request, site_, id.error());
            return with_talk(request, viewer, *talk, &form);
        });
    }

    http::Response ask_counter(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) { return with_goal(request, viewer, nullptr); });
    }

    http::Response counter(const http::Request& request) {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto id = request.get_id<GoalId>("id");
            web::FormReader form(request);
            const auto seen = form.integer("fassung", {.required = true, .min = 1});
            const auto content = read(form);
            if (!form.ok()) return with_goal(request, viewer, &form);
            const auto done = goals_.counter(viewer, id, static_cast<int>(*seen), content);
            if (done) return web::redirect(path_of(id), {.message_key = "development.notice.proposed"});
            if (!refuse_field(form, done.error())) return refusal_page(request, site_, done.error());
            return with_goal(request, viewer, &form);
        });
    }

private:
    http::Response with_talk(const http::Request& request, const Viewer& viewer, TalkId id, const web::FormReader* refused) const {
        const auto talk = talks_.find(viewer, id);
        if (!talk) return refusal_page(request, site_, talk.error());
        if (!talk->talk.open()) return refusal_page(request, site_, TalkError::talk_closed);
        GoalFormView view{.action = "/ziele", .back = path_of(id), .talk = id};
        view.partner = partner_text(talk->partner, site_.messages(), web::language_of(request));
        return render(request, std::move(view), GoalContent{.deadline_on = add_days(goals_.today(), 182)}, refused, talk->side);
    }

    http::Response with_goal(const http::Request& request, const Viewer& viewer, const web::FormReader* refused) const {
        const auto own = goals_.find(viewer, request.get_id<GoalId>("id"));
        if (!own) return refusal_page(request, site_, own.error());
        const auto& goal = own->full.goal;
        if (goal.state != GoalState::proposed && !in_force(goal.state)) return refusal_page(request, site_, GoalError::not_in_force);
        GoalFormView view{
            .action = path_of(goal.id) + "/gegenvorschlag", .back = path_of(goal.id), .changes = true, .seen_version = goal.last_version};
        view.partner = partner_text(own->partner, site_.messages(), web::language_of(request));
        const auto* proposal = own->full.proposal();
        return render(request, std::move(view), proposal != nullptr && !proposal->ends ? *proposal : own->full.shown(), refused, own->side);
    }

    GoalContent read(web::FormReader& form) const {
        GoalContent content;
        const auto framework = goals_.framework();
        std::vector<std::string> slugs;
        for (const auto& competence : framework->competences()) {
            if (competence.published()) slugs.push_back(competence.slug);
        }
        const auto slug = form.choice("kompetenz", slugs);
        const auto level = form.choice("stufe", {"1", "2", "3", "4", "5"});
        if (!slug.empty()) content.competence_id = framework->competence(*framework->competence_by_slug(slug)).id;
        if (!slug.empty() && !level.empty()) content.level = level.front() - '0';
        content.title = form.text("ziel", {.max = title_length_max});
        content.why = form.text("grund", {.required = true, .max = why_length_max, .lines = true});
        content.law = form.text("rechtsgrund", {.max = title_length_max});
        if (const auto day = form.date("frist", {.required = true})) content.deadline_on = *day;
        return content;
    }

    // Whether the refusal belongs to a field of the form.
    static bool refuse_field(web::FormReader& form, GoalError error) {
        switch (error) {
            case GoalError::subject_missing:
            case GoalError::unknown_competence: form.refuse("kompetenz", message_key_of(error)); return true;
            case GoalError::subject_doubled: form.refuse("ziel", message_key_of(error)); return true;
            case GoalError::level_out_of_range: form.refuse("stufe", message_key_of(error)); return true;
            case GoalError::text_too_long:
            case GoalError::reason_missing: form.refuse("grund", message_key_of(error)); return true;
            case GoalError::deadline_out_of_range: form.refuse("frist", message_key_of(error)); return true;
            case GoalError::nothing_changed: form.refuse("", message_key_of(error)); return true;
            case GoalError::not_permitted:
            case GoalError::goal_not_found:
            case GoalError::talk_not_found:
            case GoalError::talk_closed:
            case GoalError::too_many_goals:
            case GoalError::proposal_outdated:
            case GoalError::nothing_to_accept:
            case GoalError::own_proposal:
            case GoalError::not_in_force:
            case GoalError::not_reported:
            case GoalError::counterpart_missing: return false;
        }
        return false;
    }

    http::Response render(const http::Request& request, GoalFormView view, const GoalContent& content, const web::FormReader* refused,
                          Side side) const {
        const auto fields = site_.fields(request, refused);
        const auto framework = goals_.framework();
        std::vector<web::Option> competences, levels;
        std::string slug;
        for (const auto& competence : framework->competences()) {
            if (competence.published()) competences.push_back({competence.slug, competence.name, {}});
            if (content.competence_id == competence.id) slug = competence.slug;
        }
        std::sort(competences.begin(), competences.end(), [](const web::Option& a, const web::Option& b) { return a.label < b.label; });
        for (int level = 1; level <= competence::level_max; ++level) {
            levels.push_back({std::to_string(level), site_.text(request, "development.goal_form.level_number", {{"level", level}}), {}});
        }
        view.competence = fields.choice(
            "kompetenz", {.label = "development.goal_form.competence", .hint = "development.goal_form.competence_hint", .empty_option = true},
            competences, slug);
        view.level = fields.choice("stufe", {.label = "development.goal_form.level", .empty_option = true}, levels,
                                   content.level ? std::to_string(*content.level) : std::string());
        view.title =
            fields.text("ziel", {.label = "development.goal_form.title", .hint = "development.goal_form.title_hint", .max = title_length_max},
                        content.competence_id ? std::string() : content.title);
        view.why = fields.text("grund", {.label = "development.goal_form.why", .required = true, .max = why_length_max, .rows = 3}, content.why);
        view.law = fields.text(
            "rechtsgrund", {.label = "development.goal_form.law", .hint = "development.goal_form.law_hint", .max = title_length_max}, content.law);
        view.deadline = fields.date("frist", {.label = "development.goal_form.deadline", .required = true, .min_date = add_days(goals_.today(), 1)},
                                    content.deadline_on);
        view.errors = fields.errors();
        return site_.render(request,
                            {.title = view.changes ? "development.goal_form.change" : "development.goal_form.new",
                             .active = side == Side::employee ? "/ziele" : "/ziele/team",
                             .breadcrumbs = {goals_crumb(site_, request, side)},
                             .status = refused != nullptr ? 422 : 200},
                            form_, view);
    }

    const web::Site& site_;
    TalkService& talks_;
    GoalService& goals_;
    web::Template<GoalFormView> form_;
};

}  // namespace

void register_goal_form_pages(http::Router& router, const DevelopmentSources& sources) {
    const auto pages = std::make_shared<GoalFormPages>(sources);
    router.get("/ziele/neu", [pages](http::Request& request) { return pages->ask(request); });
    router.post("/ziele", [pages](http::Request& request) { return pages->propose(request); });
    router.get("/ziele/{id:id}/gegenvorschlag", [pages](http::Request& request) { return pages->ask_counter(request); });
    router.post("/ziele/{id:id}/gegenvorschlag", [pages](http::Request& request) { return pages->counter(request); });
}

}  // namespace kc::development
