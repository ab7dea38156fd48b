// SPDX-License-Identifier: EUPL-1.2
// What would another limit change? GET asks and stores nothing, POST takes the limits over into the profile.
#include "planning/own_page.hpp"

#include "web/confirm.hpp"

#include <algorithm>

namespace kc::planning {
namespace {

// A text field that the island plan-limits.ts puts a slider beside; numbers in the unit of the field.
struct SliderField {
    web::TextField field;
    std::int64_t minimum = 0, maximum = 0, step = 1, start = 0;
};
BOOST_DESCRIBE_STRUCT(SliderField, (), (field, minimum, maximum, step, start))

struct LimitsView {
    SliderField hours, weekly_hours, budget, presence_days, kilometres;
    web::TextField until;
    web::ChoiceField places;
    std::optional<web::ErrorSummary> errors;
    bool asked = false;        // a question was sent
    bool gains_asked = false;  // what one limit more would bring
    std::optional<PlanView> before, after;
    std::optional<DifferenceView> difference;
    std::vector<web::HiddenField> kept;  // what was asked, for taking it over
    bool part = false;                   // the result alone, for the page that is there already
};
BOOST_DESCRIBE_STRUCT(LimitsView, (),
                      (hours, weekly_hours, budget, presence_days, kilometres, until, places, errors, asked, gains_asked, before, after, difference,
                       kept, part))

using Values = web::FormReader::Values;

Values values_of(const std::vector<http::Field>& fields) {
    Values values;
    for (const auto& field : fields) values.emplace_back(field.name, field.value);
    return values;
}

class LimitPages {
public:
    LimitPages(const web::Site& site, CurriculumService& curricula, competence::ProfileService& profiles)
        : site_(site),
          curricula_(curricula),
          profiles_(profiles),
          limits_(site.bind<LimitsView>("planning/limits")),
          result_(site.bind<LimitsView>("planning/limits_result")) {}

    http::Response show(const http::Request& request) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        const auto present = curricula_.limits_of(*viewer);
        if (!present) return refused(request, present.error());
        const bool gains = request.query("mehr").has_value();
        const bool asked = !gains && !request.query_fields().empty();
        web::FormReader form(values_of(request.query_fields()));
        const auto question = asked ? read(form, *present) : WhatIf{};
        if (!form.ok()) return page(request, *present, nullptr, &form, question, 422);
        if (!asked && !gains) return page(request, *present, nullptr, nullptr, question, 200);  // nothing to search for
        const auto answer = curricula_.what_if(*viewer, question);
        if (answer) return page(request, *present, &*answer, asked ? &form : nullptr, question, 200);
        if (answer.error().error != CurriculumError::invalid_limits) return refused(request, answer.error().error);
        form.refuse(answer.error().problems);
        return page(request, *present, nullptr, &form, question, 422);
    }

    http::Response take_over(const http::Request& request) {
        return with_own_plans(request, site_, curricula_, [&](const Viewer& viewer, const OwnPlans& own) {
            const auto present = curricula_.limits_of(viewer);
            if (!present) return refused(request, present.error());
            web::FormReader form(request);
            const auto question = read(form, *present);
            if (form.ok()) {
                const auto saved = profiles_.set_preferences(viewer, curricula_.with_limits(viewer, *present, question));
                if (!saved) form.refuse(saved.error().problems);
            }
            if (!form.ok()) return page(request, *present, nullptr, &form, question, 422);
            const auto outcome = curricula_.propose(viewer);
            if (!outcome) return refusal_page(request, site_, outcome.error());
            return redirect_after(own, *outcome, "planning.notice.limits_taken");
        });
    }

private:
    http::Response refused(const http::Request& request, CurriculumError error) const {
        if (error == CurriculumError::profile_incomplete) return web::redirect("/lehrplan");
        return refusal_page(request, site_, error);
    }

    std::vector<PlaceId> unreached(const competence::LearningPreferences& present) const {
        std::vector<PlaceId> places;
        for (const auto& place : curricula_.catalogue()->framework().places()) {
            if (!std::binary_search(present.places.begin(), present.places.end(), place.id)) places.push_back(place.id);
        }
        return places;
    }

    static SliderField slider(web::TextField field, std::int64_t minimum, std::int64_t maximum, std::int64_t start, std::int64_t step = 1) {
        return {std::move(field), minimum, std::max(maximum, start), step, start};
    }

    // How far the places lie that can be reached today: where the slider stands before it is moved.
    std::int64_t reach_of(const Viewer& viewer, const competence::LearningPreferences& present) const {
        const auto framework = curricula_.catalogue()->shared_framework();
        const auto* seat = framework->seat_of(viewer.organisation);
        double farthest = 0;
        for (const auto id : present.places)
            if (const auto* place = framework->place(id); place != nullptr && seat != nullptr)
                farthest = std::max(farthest, distance_km(*seat, *place));
        return static_cast<std::int64_t>(farthest + 0.999);
    }

    WhatIf read(web::FormReader& form, const competence::LearningPreferences& present) const {
        WhatIf question;
        question.hours = form.hours("hours", {.required = true, .min = HalfHours{1}, .max = HalfHours{competence::half_hours_max}});
        question.weekly_hours = form.hours("weekly_hours", {.min = HalfHours{1}, .max = HalfHours{competence::weekly_half_hours_max}});
        question.no_weekly_limit = !question.weekly_hours.has_value();
        question.budget = form.money("budget", {.required = true, .max = Money{competence::price_cents_max}});
        const auto days = form.integer("presence_days", {.required = true, .max = competence::presence_days_max});
        if (days) question.presence_days = static_cast<int>(*days);
        if (const auto far = form.integer("kilometres", {.max = kilometres_max})) question.kilometres = static_cast<int>(*far);
        question.until = form.date("until", {.required = true});
        std::vector<std::string> allowed;
        for (const auto place : unreached(present)) allowed.push_back(std::to_string(place.value));
        for (const auto& value : form.choices("places", allowed)) question.extra_places.push_back(PlaceId{std::stoll(value)});
        return question;
    }

    http::Response page(const http::Request& request, const competence::LearningPreferences& shown, const WhatIfAnswer* answer,
                        const web::FormReader* form, const WhatIf& question, int status) const {
        const auto fields = site_.fields(request, form);
        const auto offers = curricula_.catalogue();
        std::vector<web::Option> options;
        for (const auto place : unreached(shown)) options.push_back({std::to_string(place.value), offers->framework().place(place)->name, {}});
        std::vector<std::string> chosen;
        for (const auto place : question.extra_places) chosen.push_back(std::to_string(place.value));
        LimitsView view{
            .hours =
                slider(fields.hours("hours", {.label = "planning.limits.hours", .hint = "planning.limits.hours_hint", .required = true}, shown.hours),
                       1, 200, shown.hours.value / 2),
            .weekly_hours =
                slider(fields.hours("weekly_hours", {.label = "planning.limits.weekly_hours", .hint = "planning.limits.weekly_hours_hint"},
                                    shown.weekly_hours),
                       1, competence::weekly_half_hours_max / 2, shown.weekly_hours ? shown.weekly_hours->value / 2 : 40),
            .budget = slider(fields.money("budget", {.label = "planning.limits.budget", .required = true}, shown.budget), 0, 3000,
                             shown.budget.value / 100, 10),
            .presence_days =
                slider(fields.integer("presence_days", {.label = "planning.limits.presence_days", .required = true}, shown.presence_days), 0, 40,
                       shown.presence_days),
            .kilometres = slider(fields.integer("kilometres", {.label = "planning.limits.kilometres", .hint = "planning.limits.kilometres_hint"}), 0,
                                 100, reach_of(*request.viewer(), shown)),
            .until = fields.date("until", {.label = "planning.limits.until", .required = true}, shown.until),
            .places = fields.choices("places", {.label = "planning.limits.places", .hint = "planning.limits.places_hint"}, options, chosen),
            .errors = fields.errors(),
            .asked = answer != nullptr && form != nullptr,
            .gains_asked = answer != nullptr && form == nullptr};
        const PersonChoices none;
        const PlanViews views(*offers, none, site_.messages(), web::language_of(request));
        if (answer != nullptr) {
            view.before = views.plan(answer->before);
        } else if (const auto own = curricula_.find_own(*request.viewer()); own && own->shown() != nullptr) {
            view.before = views.plan(*own->shown());  // as it is stored
        }
        if (view.asked) {
            view.after = views.plan(answer->after);
            view.difference = views.difference(answer->difference);
            for (const auto& field : request.query_fields()) view.kept.push_back({field.name, field.value});
        }
        if (web::wants_fragment(request, "ergebnis")) {
            view.part = true;
            auto response = site_.fragment(result_.render(view, site_.context(request)));
            response.status = status;
            return response;
        }
        return site_.render(request,
                            {.title = "planning.limits.title",
                             .active = "/lehrplan",
                             .breadcrumbs = {curriculum_crumb(site_, request)},
                             .status = status,
                             .islands = {"plan-limits"}},
                            limits_, view);
    }

    const web::Site& site_;
    CurriculumService& curricula_;
    competence::ProfileService& profiles_;
    web::Template<LimitsView> limits_, result_;
};

}  // namespace

void register_limit_pages(http::Router& router, const web::Site& site, CurriculumService& curricula, competence::ProfileService& profiles) {
    const auto pages = std::make_shared<LimitPages>(site, curricula, profiles);
    router.add(http::Method::get, "/lehrplan/grenzen", {.rate_class = "planning"}, [pages](http::Request& request) { return pages->show(request); });
    router.add(http::Method::post, "/lehrplan/grenzen", {.rate_class = "planning"},
               [pages](http::Request& request) { return pages->take_over(request); });
}

}  // namespace kc::planning
