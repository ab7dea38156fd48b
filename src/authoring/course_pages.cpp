// SPDX-License-Identifier: EUPL-1.2
#include "authoring/course_pages.hpp"

#include "web/format.hpp"
#include "web/table.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::authoring {

namespace {

using catalogue::CatalogueSnapshot;

constexpr std::string_view list_path = "/anbieter-bereich/kurse";

struct CourseLine {
    CourseId id;
    std::string name, module, provider;
    std::int64_t unit_count = 0;
    HalfHours hours;
    bool closed = false, retired = false, broken = false;
    std::vector<std::string> units;
};
BOOST_DESCRIBE_STRUCT(CourseLine, (), (id, name, module, provider, unit_count, hours, closed, retired, broken, units))

struct CoursesView {
    std::vector<CourseLine> courses;
    std::optional<web::EmptyState> empty;
};
BOOST_DESCRIBE_STRUCT(CoursesView, (), (courses, empty))

struct RuleLine {
    bool met = false;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(RuleLine, (), (met, text))

struct SumView {
    HalfHours hours;
    Money price_member, price_other;
    std::string languages, places;
};
BOOST_DESCRIBE_STRUCT(SumView, (), (hours, price_member, price_other, languages, places))

struct CourseFormView {
    std::string heading, action, module_name;
    bool is_new = false;
    std::optional<web::ChoiceField> provider;
    web::TextField name;
    web::ChoiceField module;
    bool module_chosen = false;
    web::CheckboxField closed;
    std::vector<web::ChoiceField> units;
    std::vector<RuleLine> rules;
    SumView sum;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(CourseFormView, (),
                      (heading, action, module_name, is_new, provider, name, module, module_chosen, closed, units, rules, sum, errors))

class CoursePages {
public:
    CoursePages(const web::Site& site, CourseService& courses)
        : site_(site),
          courses_(courses),
          list_(site.bind<CoursesView>("authoring/courses")),
          form_(site.bind<CourseFormView>("authoring/course_form")) {}

    http::Response list(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto courses = courses_.list(viewer);
            if (!courses) return refusal(request, courses.error());
            CoursesView view;
            for (const auto& course : *courses) {
                CourseLine line{course.row.id,
                                course.row.name,
                                course.row.module_name,
                                course.row.provider_name.value_or(site_.text(request, "authoring.courses.office")),
                                static_cast<std::int64_t>(course.units.size()),
                                course.check.hours,
                                course.row.closed,
                                course.row.retired,
                                !course.check.sound(),
                                {}};
                for (const auto& unit : course.units) line.units.push_back(unit.title);
                view.courses.push_back(std::move(line));
            }
            if (view.courses.empty()) {
                view.empty =
                    web::EmptyState{site_.text(request, "authoring.courses.none"), site_.text(request, "authoring.courses.none_text"), {}, {}};
            }
            return site_.render(request, {.title = "authoring.courses.title", .active = "/anbieter-bereich", .breadcrumbs = crumbs(request, false)},
                                list_, view);
        });
    }

    // ?modul=ozg: with the mandatory units of that module already in their places.
    http::Response show_new(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto providers = courses_.providers(viewer);
            if (!providers) return refusal(request, providers.error());
            CourseInput values;
            const auto snapshot = courses_.catalogue();
            if (const auto* module = snapshot->find_module(request.query("modul").value_or(""))) {
                values.module = module->slug;
                values.units = mandatory_units(*snapshot, *module);
            }
            return form_page(request, *providers, nullptr, values, nullptr, std::nullopt);
        });
    }

    http::Response add(const http::Request& request) {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto providers = courses_.providers(viewer);
            if (!providers) return refusal(request, providers.error());
            web::FormReader form(request);
            auto input = read(form);
            if (form.raw("action") != "save") return recheck(request, *providers, nullptr, std::move(input), form);
            ProviderId provider = providers->size() == 1 ? providers->front().id : ProviderId{};
            if (providers->size() != 1) provider = form.id<ProviderId>("provider", {.required = true}).value_or(provider);
            check_name(form);
            if (!form.ok()) return form_page(request, *providers, nullptr, input, &form, std::nullopt);
            const auto added = courses_.add(viewer, provider, input);
            if (added) return web::redirect(list_path, {.message_key = "authoring.notice.course_added"});
            return refused(request, *providers, nullptr, input, form, added.error());
        });
    }

    http::Response show(const http::Request& request) const {
        return with_course(request, [&](const Viewer&, const OwnCourse& course) {
            CourseInput values{course.row.name, course.row.module_slug, course.row.closed, {}};
            for (const auto& unit : course.units) values.units.push_back(unit.unit_id);
            return form_page(request, {}, &course, values, nullptr, course.check);
        });
    }

    http::Response change(const http::Request& request) {
        return with_course(request, [&](const Viewer& viewer, const OwnCourse& course) {
            web::FormReader form(request);
            auto input = read(form);
            if (form.raw("action") != "save") return recheck(request, {}, &course, std::move(input), form);
            check_name(form);
            if (!form.ok()) return form_page(request, {}, &course, input, &form, std::nullopt);
            const auto changed = courses_.change(viewer, course.row.id, input);
            if (changed) return web::redirect(list_path, {.message_key = "authoring.notice.course_changed"});
            return refused(request, {}, &course, input, form, changed.error());
        });
    }

    http::Response retire(const http::Request& request) {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto done = courses_.retire(viewer, request.get_id<CourseId>("id"));
            if (!done) return refusal(request, done.error());
            return web::redirect(list_path, {.message_key = "authoring.notice.course_retired"});
        });
    }

    http::Response restore(const http::Request& request) {
        return with_course(request, [&](const Viewer& viewer, const OwnCourse& course) {
            const auto done = courses_.restore(viewer, course.row.id);
            if (done) return web::redirect(list_path, {.message_key = "authoring.notice.course_restored"});
            if (done.error().error != CourseError::rules_broken) return refusal(request, done.error().error);
            return web::redirect(fmt::format("{}/{}", list_path, course.row.id.value),
                                 {.message_key = "authoring.notice.course_not_restored", .kind = web::NoticeKind::warning});
        });
    }

private:
    http::Response refusal(const http::Request& request, CourseError error) const {
        return site_.error_page(request, status_of(error), message_key_of(error));
    }

    template <class Page> http::Response with_viewer(const http::Request& request, Page&& page) const {
        return request.viewer() == nullptr ? web::redirect("/anmelden") : page(*request.viewer());
    }

    template <class Page> http::Response with_course(const http::Request& request, Page&& page) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto course = courses_.find(viewer, request.get_id<CourseId>("id"));
            if (!course) return refusal(request, course.error());
            return page(viewer, *course);
        });
    }

    std::vector<web::Crumb> crumbs(const http::Request& request, bool below) const {
        std::vector<web::Crumb> list{{"/anbieter-bereich", site_.text(request, "authoring.work.area")}};
        if (below) list.push_back({std::string(list_path), site_.text(request, "authoring.courses.title")});
        return list;
    }

    static std::vector<LearningUnitId> mandatory_units(const CatalogueSnapshot& snapshot, const catalogue::Module& module) {
        std::vector<LearningUnitId> units;
        for (const auto index : module.mandatory_units) {
            if (!snapshot.unit(index).only_for && units.size() < course_units_max) units.push_back(snapshot.unit(index).id);
        }
        return units;
    }

    // Everything may be half finished here; what is required is asked when it is saved.
    static CourseInput read(web::FormReader& form) {
        CourseInput input;
        input.name = form.text("name", {.max = 120});
        input.module = form.text("module");
        input.closed = form.checkbox("closed");
        for (std::size_t i = 1; i <= course_units_max; ++i) {
            if (const auto unit = form.id<LearningUnitId>(fmt::format("unit_{}", i))) input.units.push_back(*unit);
        }
        return input;
    }

    static void check_name(web::FormReader& form) { form.text("name", {.required = true, .min = 3, .max = 120}); }

    // "Prüfen" and "Modul übernehmen": nothing is saved.
    http::Response recheck(const http::Request& request, const std::vector<OwnProvider>& providers, const OwnCourse* course, CourseInput input,
                           web::FormReader& form) const {
        const auto snapshot = courses_.catalogue();
        const auto* module = snapshot->find_module(input.module);
        if (module != nullptr && form.raw("shown_module") != input.module && input.units.empty()) input.units = mandatory_units(*snapshot, *module);
        return form_page(request, providers, course, input, &form, std::nullopt);
    }

    http::Response refused(const http::Request& request, const std::vector<OwnProvider>& providers, const OwnCourse* course, const CourseInput& input,
                           web::FormReader& form, const CourseRefusal& refusal_) const {
        if (refusal_.error == CourseError::module_not_found) {
            form.refuse("module", message_key_of(refusal_.error));
        } else if (refusal_.error == CourseError::rules_broken) {
            form.refuse("", message_key_of(refusal_.error));
        } else if (refusal_.error == CourseError::invalid) {
            form.refuse(refusal_.problems);
        } else {
            return refusal(request, refusal_.error);
        }
        return form_page(request, providers, course, input, &form, refusal_.check);
    }

    std::vector<web::Option> unit_options(const http::Request& request, const CatalogueSnapshot& snapshot, const catalogue::Module& module,
                                          const OwnCourse* course) const {
        std::vector<web::Option> options;
        const auto add = [&](std::size_t index, std::string_view key) {
            const auto& unit = snapshot.unit(index);
            if (unit.only_for) return;
            options.push_back(
                {std::to_string(unit.id.value),
                 site_.text(request, key, {{"title", unit.title}, {"provider", snapshot.provider_of(unit).name}, {"hours", unit.total()}}),
                 {}});
        };
        for (const auto index : module.mandatory_units) add(index, "authoring.courses.option_mandatory");
        for (const auto index : module.elective_units) add(index, "authoring.courses.option");
        if (course == nullptr) return options;
        for (const auto& unit : course->units) {
            const auto value = std::to_string(unit.unit_id.value);
            if (std::any_of(options.begin(), options.end(), [&](const web::Option& option) { return option.value == value; })) continue;
            options.push_back({value, site_.text(request, "authoring.courses.option_gone", {{"title", unit.title}}), {}});
        }
        return options;
    }

    http::Response form_page(const http::Request& request, const std::vector<OwnProvider>& providers, const OwnCourse* course,
                             const CourseInput& values, const web::FormReader* sent, std::optional<CourseCheck> check) const {
        const auto snapshot = courses_.catalogue();
        const auto fields = site_.fields(request, sent);
        CourseFormView view;
        view.is_new = course == nullptr;
        view.heading = course ? course->row.name : site_.text(request, "authoring.courses.new_title");
        view.action = course ? fmt::format("{}/{}", list_path, course->row.id.value) : fmt::format("{}/neu", list_path);
        if (view.is_new && providers.size() != 1) {
            std::vector<web::Option> options;
            for (const auto& provider : providers) options.push_back({std::to_string(provider.id.value), provider.name, {}});
            view.provider = fields.choice("provider", {.label = "authoring.courses.provider", .required = true, .empty_option = true}, options);
        }
        view.name = fields.text("name", {.label = "authoring.courses.name", .autocomplete = "off", .max = 120}, values.name);
        view.name.optional_mark = false;  // asked when it is saved; half finished courses can be checked
        std::vector<web::Option> modules;
        for (const auto& module : snapshot->modules()) modules.push_back({module.slug, module.name, {}});
        view.module = fields.choice("module", {.label = "authoring.courses.module", .hint = "authoring.courses.module_hint", .empty_option = true},
                                    modules, values.module);
        view.module.optional_mark = false;
        view.closed = fields.checkbox("closed", {.label = "authoring.courses.closed", .hint = "authoring.courses.closed_hint"}, values.closed);
        if (const auto* module = snapshot->find_module(values.module)) {
            view.module_chosen = true;
            view.module_name = module->slug;
            const auto options = unit_options(request, *snapshot, *module, course);
            for (std::size_t i = 0; i < course_units_max; ++i) {
                const auto chosen = i < values.units.size() ? std::to_string(values.units[i].value) : std::string();
                const auto label = site_.text(request, "authoring.courses.unit", {{"number", i + 1}});
                // Not from what was sent: taking over a module fills the places.
                view.units.push_back(
                    site_.fields(request).choice(fmt::format("unit_{}", i + 1), {.label_text = label, .empty_option = true}, options, chosen));
                view.units.back().optional_mark = i >= course_units_min;
            }
            if (!check) {
                if (const auto checked =
                        courses_.check(*request.viewer(), values, course ? std::span(course->units) : std::span<const CourseUnitRow>()))
                    check = *checked;
            }
            if (check) describe(request, *check, view);
        }
        view.errors = fields.errors();
        return site_.render(
            request,
            {.title_text = view.heading, .active = "/anbieter-bereich", .breadcrumbs = crumbs(request, true), .status = view.errors ? 422 : 200},
            form_, view);
    }

    void describe(const http::Request& request, const CourseCheck& check, CourseFormView& view) const {
        const auto language = web::language_of(request);
        for (const auto& outcome : check.rules) {
            view.rules.push_back({outcome.met, site_.messages().text(language, FieldProblem{"", outcome.message_key, outcome.arguments})});
        }
        view.sum = {check.hours, check.price_member, check.price_other, {}, {}};
        for (const auto& code : check.languages) {
            view.sum.languages += (view.sum.languages.empty() ? "" : ", ") + site_.text(request, "authoring.courses.language_" + code);
        }
        for (const auto& place : check.places) view.sum.places += (view.sum.places.empty() ? "" : ", ") + place;
    }

    const web::Site& site_;
    CourseService& courses_;
    web::Template<CoursesView> list_;
    web::Template<CourseFormView> form_;
};

}  // namespace

int status_of(CourseError error) {
    switch (error) {
        case CourseError::not_permitted:
        case CourseError::not_own_provider: return 403;
        case CourseError::course_not_found: return 404;
        case CourseError::module_not_found:
        case CourseError::invalid:
        case CourseError::rules_broken: return 422;
    }
    return 422;
}

std::string message_key_of(CourseError error) {
    return fmt::format("authoring.courses.problem.{}", boost::describe::enum_to_string(error, "not_permitted"));
}

void register_course_pages(http::Router& router, const web::Site& site, CourseService& courses) {
    const auto pages = std::make_shared<CoursePages>(site, courses);
    const std::string all(list_path), one = all + "/{id:id}";
    router.get(all, [pages](http::Request& request) { return pages->list(request); });
    router.get(all + "/neu", [pages](http::Request& request) { return pages->show_new(request); });
    router.post(all + "/neu", [pages](http::Request& request) { return pages->add(request); });
    router.get(one, [pages](http::Request& request) { return pages->show(request); });
    router.post(one, [pages](http::Request& request) { return pages->change(request); });
    router.post(one + "/rueckzug", [pages](http::Request& request) { return pages->retire(request); });
    router.post(one + "/wiederaufnahme", [pages](http::Request& request) { return pages->restore(request); });
}

}  // namespace kc::authoring
