// SPDX-License-Identifier: EUPL-1.2
#include "competence/own_page.hpp"

#include "web/format.hpp"

#include <algorithm>
#include <cmath>

namespace kc::competence {

namespace {

struct InterestArea {
    std::string name;
    int chosen = 0;
    bool open = false;
    web::ChoiceField competences;
};
BOOST_DESCRIBE_STRUCT(InterestArea, (), (name, chosen, open, competences))

struct InterestsView {
    std::vector<InterestArea> areas;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(InterestsView, (), (areas, errors))

struct AbsenceRow {
    int number = 0;
    std::string remove;  // value of the button
    web::TextField first, last;
};
BOOST_DESCRIBE_STRUCT(AbsenceRow, (), (number, remove, first, last))

struct PlaceOption {
    std::string id, value, label, distance;
    bool chosen = false;
};
BOOST_DESCRIBE_STRUCT(PlaceOption, (), (id, value, label, distance, chosen))

struct PreferencesView {
    bool first_time = false;
    web::TextField hours, weekly_hours, budget, presence_days, until;
    web::ChoiceField working_days, formats;
    std::string places_problem;
    int places_chosen = 0;
    std::vector<PlaceOption> near, far;  // up to 30 km from the seat of the employer, and the others
    bool near_open = false, far_open = false;
    bool all_places = false;  // the far ones are many: only those chosen are shown until somebody asks for all
    std::vector<AbsenceRow> absences;
    std::string absences_problem;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(PreferencesView, (),
                      (first_time, hours, weekly_hours, budget, presence_days, until, working_days, formats, places_problem, places_chosen, near, far,
                       near_open, far_open, all_places, absences, absences_problem, errors))

constexpr double near_km = 30.0;

class PreferencePages {
public:
    PreferencePages(const web::Site& site, ProfileService& profiles)
        : site_(site),
          profiles_(profiles),
          interests_(site.bind<InterestsView>("competence/interests")),
          preferences_(site.bind<PreferencesView>("competence/preferences")) {}

    http::Response show_interests(const http::Request& request) const { return show_interests(request, nullptr); }

    http::Response save_interests(const http::Request& request) {
        return with_own_profile(request, site_, profiles_, [&](const Viewer& viewer, const OwnProfile& own) {
            web::FormReader form(request);
            std::vector<CompetenceId> chosen;
            for (std::size_t area = 0; area < own.framework->areas().size(); ++area) {
                std::vector<std::string> allowed;
                for (const auto& option : area_options(own, area)) allowed.push_back(option.value);
                for (const auto& value : form.choices(interest_field(own, area), allowed)) chosen.push_back({std::stoll(value)});
            }
            if (!form.ok()) return show_interests(request, &form);
            const auto saved = profiles_.set_interests(viewer, std::move(chosen));
            if (!saved) return refusal_page(request, site_, saved.error());
            return web::redirect(own.complete.preferences ? "/profil" : "/profil/lernzeit", {.message_key = "competence.notice.interests_saved"});
        });
    }

    http::Response show_preferences(const http::Request& request) const {
        return with_own_profile(request, site_, profiles_, [&](const Viewer&, const OwnProfile& own) {
            const auto stated =
                own.facts.preferences ? *own.facts.preferences : default_preferences(*own.framework, own.facts.organisation, own.today);
            return preferences_page(request, own, nullptr, initial_values(stated), 200);
        });
    }

    http::Response save_preferences(const http::Request& request) {
        return with_own_profile(request, site_, profiles_, [&](const Viewer& viewer, const OwnProfile& own) {
            auto values = values_of(request);
            const auto action = first_of(values, "action");
            if (apply_action(own, values, action)) {
                // Adding and removing rows is no sending: nothing is checked yet and nothing stored.
                const web::FormReader form(values);
                return preferences_page(request, own, &form, values, 200);
            }
            web::FormReader form(values);
            auto preferences = read_preferences(form, values);
            if (form.ok()) {
                const auto saved = profiles_.set_preferences(viewer, std::move(preferences));
                if (!saved && saved.error().error != ProfileError::invalid_preferences) return refusal_page(request, site_, saved.error().error);
                if (!saved) form.refuse(saved.error().problems);
            }
            if (!form.ok()) return preferences_page(request, own, &form, values, 422);
            return web::redirect("/profil", {.message_key = "competence.notice.preferences_saved"});
        });
    }

private:
    using Values = web::FormReader::Values;

    web::PageOptions options(const http::Request& request, std::string_view title, int status) const {
        return {.title = title, .active = "/profil", .breadcrumbs = {profile_crumb(site_, request)}, .status = status};
    }

    // Interests

    static std::string interest_field(const OwnProfile& own, std::size_t area) { return "interests-" + own.framework->areas()[area].slug; }

    static std::vector<web::Option> area_options(const OwnProfile& own, std::size_t area) {
        std::vector<web::Option> options;
        for (const auto& competence : own.framework->competences()) {
            // Outdated ones are not offered; whoever has chosen one can keep or drop it.
            const bool kept = std::binary_search(own.facts.interests.begin(), own.facts.interests.end(), competence.id);
            if (!competence.published() && !kept) continue;
            if (competence.area == area) options.push_back({std::to_string(competence.id.value), competence.name, competence.description});
        }
        return options;
    }

    http::Response show_interests(const http::Request& request, const web::FormReader* refused) const {
        return with_own_profile(request, site_, profiles_, [&](const Viewer&, const OwnProfile& own) {
            const auto language = web::language_of(request);
            const auto fields = site_.fields(request, refused);
            std::vector<std::string> chosen;
            for (const auto id : own.facts.interests) chosen.push_back(std::to_string(id.value));
            InterestsView view;
            for (std::size_t area = 0; area < own.framework->areas().size(); ++area) {
                const auto& name = own.framework->areas()[area].name_in(language);
                InterestArea shown{name, 0, false, fields.choices(interest_field(own, area), {.label_text = name}, area_options(own, area), chosen)};
                shown.competences.optional_mark = false;
                for (const auto& option : shown.competences.options) shown.chosen += option.chosen;
                shown.open = shown.chosen > 0 || !shown.competences.problem.empty();
                view.areas.push_back(std::move(shown));
            }
            view.errors = fields.errors();
            return site_.render(request, options(request, "competence.interests.title", refused ? 422 : 200), interests_, view);
        });
    }

    // Learning time and place. The form lives in a list of values, so that rows can be added and removed without a script.

    static Values values_of(const http::Request& request) {
        Values values;
        for (const auto& field : request.form_fields()) values.emplace_back(field.name, field.value);
        return values;
    }

    static std::string first_of(const Values& values, std::string_view name) {
        for (const auto& [field, value] : values) {
            if (field == name) return value;
        }
        return {};
    }

    static Values initial_values(const LearningPreferences& preferences) {
        Values values;
        for (std::size_t i = 0; i < preferences.absences.size(); ++i) {
            values.emplace_back(fmt::format("absence_first_{}", i), to_iso(preferences.absences[i].first_day));
            values.emplace_back(fmt::format("absence_last_{}", i), to_iso(preferences.absences[i].last_day));
        }
        for (const auto place : preferences.places) values.emplace_back("places", std::to_string(place.value));
        for (int day = 0; day < 7; ++day) {
            if (preferences.works_on(static_cast<Weekday>(day))) values.emplace_back("working_days", std::to_string(day));
        }
        if (preferences.online) values.emplace_back("formats", "online");
        if (preferences.on_site) values.emplace_back("formats", "on_site");
        return values;
    }

    static std::vector<std::pair<std::string, std::string>> absence_values(const Values& values) {
        std::vector<std::pair<std::string, std::string>> rows;
        for (std::size_t i = 0; i <= absences_max; ++i) {
            const auto first = fmt::format("absence_first_{}", i);
            if (std::none_of(values.begin(), values.end(), [&](const auto& field) { return field.first == first; })) break;
            rows.emplace_back(first_of(values, first), first_of(values, fmt::format("absence_last_{}", i)));
        }
        return rows;
    }

    static void replace_absences(Values& values, const std::vector<std::pair<std::string, std::string>>& rows) {
        std::erase_if(values, [](const auto& field) { return field.first.starts_with("absence_"); });
        for (std::size_t i = 0; i < rows.size(); ++i) {
            values.emplace_back(fmt::format("absence_first_{}", i), rows[i].first);
            values.emplace_back(fmt::format("absence_last_{}", i), rows[i].second);
        }
    }

    // True when the button changes the form instead of sending it.
    static bool apply_action(const OwnProfile& own, Values& values, const std::string& action) {
        auto rows = absence_values(values);
        if (action == "add_absence") {
            if (rows.size() < absences_max) rows.emplace_back();
            replace_absences(values, rows);
            return true;
        }
        if (action.starts_with("remove_absence_")) {
            const auto number = web::parse_integer(std::string_view(action).substr(15));
            if (number && *number >= 0 && *number < static_cast<std::int64_t>(rows.size())) rows.erase(rows.begin() + *number);
            replace_absences(values, rows);
            return true;
        }
        if (action == "show_places") {
            values.emplace_back("all_places", "1");
            return true;
        }
        for (const auto& [name, kilometres] : {std::pair{"within_10", 10.0}, std::pair{"within_25", 25.0}, std::pair{"within_50", 50.0}}) {
            if (action != name) continue;
            std::erase_if(values, [](const auto& field) { return field.first == "places"; });
            for (const auto id : places_within(*own.framework, own.facts.organisation, kilometres)) {
                values.emplace_back("places", std::to_string(id.value));
            }
            return true;
        }
        return false;
    }

    LearningPreferences read_preferences(web::FormReader& form, const Values& values) const {
        LearningPreferences preferences;
        preferences.hours = form.hours("hours", {.required = true, .min = HalfHours{1}, .max = HalfHours{half_hours_max}}).value_or(HalfHours{0});
        preferences.weekly_hours = form.hours("weekly_hours", {.min = HalfHours{1}, .max = HalfHours{weekly_half_hours_max}});
        preferences.budget = form.money("budget", {.required = true, .max = Money{price_cents_max}}).value_or(Money{0});
        preferences.presence_days = static_cast<int>(form.integer("presence_days", {.required = true, .max = presence_days_max}).value_or(0));
        preferences.until = form.date("until", {.required = true}).value_or(Date{});
        preferences.working_days = 0;
        for (const auto& day : form.choices("working_days", {"0", "1", "2", "3", "4", "5", "6"})) preferences.working_days |= 1 << (day[0] - '0');
        const auto formats = form.choices("formats", {"online", "on_site"});
        preferences.online = std::find(formats.begin(), formats.end(), "online") != formats.end();
        preferences.on_site = std::find(formats.begin(), formats.end(), "on_site") != formats.end();
        for (const auto& place : form.raw_all("places")) {
            const auto id = web::parse_integer(place);
            preferences.places.push_back({id.value_or(0)});  // 0 exists nowhere and is refused with the unknown ones
        }
        // Places are of no use to somebody who does not go anywhere; they stay so that the choice is there when she changes her mind.
        const auto rows = absence_values(values);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (rows[i].first.empty() && rows[i].second.empty()) continue;  // a row that was added and not used
            const auto first = form.date(fmt::format("absence_first_{}", i), {.required = true});
            const auto last = form.date(fmt::format("absence_last_{}", i), {.required = true});
            if (!first || !last) continue;
            // Told here as well as by the service, because rows left empty shift the numbers there.
            if (*last < *first)
                form.refuse(fmt::format("absence_last_{}", i), "competence.problem.absence_order");
            else
                preferences.absences.push_back({*first, *last});
        }
        return preferences;
    }

    http::Response preferences_page(const http::Request& request, const OwnProfile& own, const web::FormReader* sent, const Values& values,
                                    int status) const {
        const auto stated = own.facts.preferences ? *own.facts.preferences : default_preferences(*own.framework, own.facts.organisation, own.today);
        const auto fields = site_.fields(request, sent);
        PreferencesView view;
        view.first_time = !own.facts.preferences;
        view.hours = fields.hours("hours", {.label = "competence.preferences.hours", .hint = "competence.preferences.hours_hint", .required = true},
                                  stated.hours);
        view.weekly_hours =
            fields.hours("weekly_hours", {.label = "competence.preferences.weekly_hours", .hint = "competence.preferences.weekly_hours_hint"},
                         stated.weekly_hours);
        view.budget = fields.money(
            "budget", {.label = "competence.preferences.budget", .hint = "competence.preferences.budget_hint", .required = true}, stated.budget);
        view.presence_days = fields.integer(
            "presence_days", {.label = "competence.preferences.presence_days", .hint = "competence.preferences.presence_days_hint", .required = true},
            stated.presence_days);
        view.until = fields.date("until",
                                 {.label = "competence.preferences.until",
                                  .hint = "competence.preferences.until_hint",
                                  .required = true,
                                  .min_date = add_days(own.today, 1),
                                  .max_date = latest_horizon(own.today)},
                                 stated.until);
        view.working_days = fields.choices("working_days",
                                           {.label = "competence.preferences.working_days",
                                            .hint = "competence.preferences.working_days_hint",
                                            .required = true,
                                            .horizontal = true},
                                           weekday_options(request), all_of(values, "working_days"));
        view.formats =
            fields.choices("formats", {.label = "competence.preferences.formats", .hint = "competence.preferences.formats_hint", .required = true},
                           {{"online", site_.text(request, "competence.preferences.online"), {}},
                            {"on_site", site_.text(request, "competence.preferences.on_site"), {}}},
                           all_of(values, "formats"));
        add_places(request, own, values, view);
        view.near_open = sent != nullptr;  // somebody is at work on the places, or has to
        const auto rows = absence_values(values);
        for (std::size_t i = 0; i < rows.size(); ++i) view.absences.push_back(absence_row(request, fields, i, rows[i]));
        // Refused lists have no field of their own to show the problem at: these two are shown above them.
        view.places_problem = problem_text(request, sent, "places");
        view.absences_problem = problem_text(request, sent, "absences");
        view.errors = fields.errors();
        return site_.render(request, options(request, "competence.preferences.title", status), preferences_, view);
    }

    static std::vector<std::string> all_of(const Values& values, std::string_view name) {
        std::vector<std::string> all;
        for (const auto& [field, value] : values) {
            if (field == name) all.push_back(value);
        }
        return all;
    }

    std::string problem_text(const http::Request& request, const web::FormReader* sent, std::string_view field) const {
        const auto* problem = sent ? sent->problem(field) : nullptr;
        return problem ? site_.messages().text(web::language_of(request), *problem) : std::string();
    }

    std::vector<web::Option> weekday_options(const http::Request& request) const {
        std::vector<web::Option> options;
        for (int day = 0; day < 7; ++day)
            options.push_back({std::to_string(day), site_.text(request, fmt::format("competence.weekday.{}", day)), {}});
        return options;
    }

    AbsenceRow absence_row(const http::Request& request, const web::Fields& fields, std::size_t index,
                           const std::pair<std::string, std::string>& row) const {
        const auto field = [&](std::string_view name, std::string_view key, const std::string& value) {
            const auto label = site_.text(request, key, {{"number", index + 1}});
            auto date = fields.date(fmt::format("{}_{}", name, index), {.label_text = label, .required = true}, web::parse_day(value));
            date.required = false;  // an unused row may stay empty
            return date;
        };
        return {static_cast<int>(index) + 1, fmt::format("remove_absence_{}", index),
                field("absence_first", "competence.preferences.absence_first", row.first),
                field("absence_last", "competence.preferences.absence_last", row.second)};
    }

    void add_places(const http::Request& request, const OwnProfile& own, const Values& values, PreferencesView& view) const {
        const auto chosen = all_of(values, "places");
        view.all_places = !first_of(values, "all_places").empty();
        const auto* seat = own.framework->seat_of(own.facts.organisation);
        view.all_places = view.all_places || seat == nullptr;  // nothing is near to nowhere
        struct Reachable {
            const Place* place;
            double kilometres;
        };
        std::vector<Reachable> places;
        for (const auto& place : own.framework->places()) places.push_back({&place, seat ? distance_km(*seat, place) : 0});
        std::stable_sort(places.begin(), places.end(), [](const Reachable& a, const Reachable& b) { return a.kilometres < b.kilometres; });
        for (const auto& [place, kilometres] : places) {
            PlaceOption option{fmt::format("ort-{}", place->id.value), std::to_string(place->id.value), place->name, {}, false};
            if (seat) option.distance = site_.text(request, "competence.preferences.distance", {{"km", std::llround(kilometres)}});
            option.chosen = std::find(chosen.begin(), chosen.end(), option.value) != chosen.end();
            view.places_chosen += option.chosen;
            const bool is_near = seat != nullptr && kilometres <= near_km;
            if (!is_near && !view.all_places && !option.chosen) continue;
            view.far_open = view.far_open || !is_near;
            (is_near ? view.near : view.far).push_back(std::move(option));
        }
    }

    const web::Site& site_;
    ProfileService& profiles_;
    web::Template<InterestsView> interests_;
    web::Template<PreferencesView> preferences_;
};

}  // namespace

void register_preference_pages(http::Router& router, const web::Site& site, ProfileService& profiles) {
    const auto pages = std::make_shared<PreferencePages>(site, profiles);
    router.get("/profil/interessen", [pages](http::Request& request) { return pages->show_interests(request); });
    router.post("/profil/interessen", [pages](http::Request& request) { return pages->save_interests(request); });
    router.get("/profil/lernzeit", [pages](http::Request& request) { return pages->show_preferences(request); });
    router.post("/profil/lernzeit", [pages](http::Request& request) { return pages->save_preferences(request); });
}

}  // namespace kc::competence
