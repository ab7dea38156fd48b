// SPDX-License-Identifier: EUPL-1.2
#include "authoring/course_pages.hpp"

#include "web/api_response.hpp"
#include "web/json_reader.hpp"
#include "web/json_schema.hpp"

namespace kc::authoring {

namespace {

struct RuleJson {
    CourseRule rule{};
    bool met = false;
    std::string message;
};
BOOST_DESCRIBE_STRUCT(RuleJson, (), (rule, met, message))

struct CheckJson {
    bool sound = false;
    std::vector<RuleJson> rules;
    HalfHours half_hours;
    Money price_member_cents, price_other_cents;
    std::vector<std::string> languages, places;
    std::vector<LearningUnitId> possible_order;
};
BOOST_DESCRIBE_STRUCT(CheckJson, (), (sound, rules, half_hours, price_member_cents, price_other_cents, languages, places, possible_order))

struct CourseJson {
    CourseId id;
    std::string slug, name, module;
    std::optional<ProviderId> provider;
    bool closed = false, retired = false;
    std::vector<LearningUnitId> units;
    CheckJson check;
};
BOOST_DESCRIBE_STRUCT(CourseJson, (), (id, slug, name, module, provider, closed, retired, units, check))

struct CoursesJson {
    std::vector<CourseJson> courses;
};
BOOST_DESCRIBE_STRUCT(CoursesJson, (), (courses))

struct CourseBody {
    std::string name, module;
    std::optional<bool> closed;
    std::vector<LearningUnitId> units;
};
BOOST_DESCRIBE_STRUCT(CourseBody, (), (name, module, closed, units))

struct NewCourseBody : CourseBody {
    ProviderId provider;
};
BOOST_DESCRIBE_STRUCT(NewCourseBody, (CourseBody), (provider))

struct CheckBody {
    std::string module;
    std::vector<LearningUnitId> units;
};
BOOST_DESCRIBE_STRUCT(CheckBody, (), (module, units))

class Api {
public:
    Api(const web::Site& site, CourseService& courses) : site_(site), courses_(courses) {}

    http::Response list(const http::Request& request) const {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto courses = courses_.list(*request.viewer());
        if (!courses) return refusal(request, {courses.error(), {}, {}});
        CoursesJson json;
        for (const auto& course : *courses) json.courses.push_back(course_json(request, course));
        return web::api_json(json);
    }

    http::Response find(const http::Request& request) const {
        return request.viewer() == nullptr ? not_signed_in(request) : answer(request, request.get_id<CourseId>("id"), 200);
    }

    http::Response check(const http::Request& request) const {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader json(request.body());
        CourseInput input;
        input.module = json.text("module", {.required = true});
        input.units = json.ids<LearningUnitId>("units", 50, true);
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        const auto check = courses_.check(*request.viewer(), input);
        return check ? web::api_json(check_json(request, *check)) : refusal(request, {check.error(), {}, {}});
    }

    http::Response add(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader json(request.body());
        const auto provider = json.id<ProviderId>("provider", true);
        const auto input = read(json);
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        const auto added = courses_.add(*request.viewer(), provider.value_or(ProviderId{}), input);
        return added ? answer(request, *added, 201) : refusal(request, added.error());
    }

    http::Response change(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader json(request.body());
        const auto input = read(json);
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        const auto id = request.get_id<CourseId>("id");
        const auto changed = courses_.change(*request.viewer(), id, input);
        return changed ? answer(request, id, 200) : refusal(request, changed.error());
    }

    http::Response retire(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto id = request.get_id<CourseId>("id");
        const auto done = courses_.retire(*request.viewer(), id);
        return done ? answer(request, id, 200) : refusal(request, {done.error(), {}, {}});
    }

    http::Response restore(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto id = request.get_id<CourseId>("id");
        const auto done = courses_.restore(*request.viewer(), id);
        return done ? answer(request, id, 200) : refusal(request, done.error());
    }

private:
    static CourseInput read(web::JsonReader& json) {
        CourseInput input;
        input.name = json.text("name", {.required = true});
        input.module = json.text("module", {.required = true});
        input.closed = json.boolean("closed").value_or(false);
        input.units = json.ids<LearningUnitId>("units", 50, true);
        return input;
    }

    CheckJson check_json(const http::Request& request, const CourseCheck& check) const {
        CheckJson json{check.sound(), {}, check.hours, check.price_member, check.price_other, check.languages, check.places, check.order};
        for (const auto& outcome : check.rules) json.rules.push_back({outcome.rule, outcome.met, text_of(request, outcome)});
        return json;
    }

    std::string text_of(const http::Request& request, const RuleOutcome& outcome) const {
        return site_.messages().text(web::language_of(request), FieldProblem{"", outcome.message_key, outcome.arguments});
    }

    CourseJson course_json(const http::Request& request, const OwnCourse& course) const {
        CourseJson json{course.row.id,
                        course.row.slug,
                        course.row.name,
                        course.row.module_slug,
                        course.row.provider_id,
                        course.row.closed,
                        course.row.retired,
                        {},
                        check_json(request, course.check)};
        for (const auto& unit : course.units) json.units.push_back(unit.unit_id);
        return json;
    }

    http::Response answer(const http::Request& request, CourseId id, int status) const {
        const auto course = courses_.find(*request.viewer(), id);
        return course ? web::api_json(course_json(request, *course), status) : refusal(request, {course.error(), {}, {}});
    }

    http::Response not_signed_in(const http::Request& request) const {
        return web::api_error(request, 401, "not_signed_in", site_.text(request, "authoring.courses.problem.not_signed_in"));
    }

    // A broken rule is told like a wrong field: its name, and how to keep it.
    http::Response refusal(const http::Request& request, const CourseRefusal& refused) const {
        if (refused.error == CourseError::invalid) return web::api_problems(request, site_.messages(), refused.problems);
        std::vector<web::ApiFieldProblem> broken;
        if (refused.check) {
            for (const auto& outcome : refused.check->rules) {
                if (!outcome.met) broken.push_back({boost::describe::enum_to_string(outcome.rule, ""), text_of(request, outcome)});
            }
        }
        return web::api_error(request, status_of(refused.error), boost::describe::enum_to_string(refused.error, ""),
                              site_.text(request, message_key_of(refused.error)), broken);
    }

    const web::Site& site_;
    CourseService& courses_;
};

}  // namespace

void register_course_api(http::Router& router, const web::Site& site, CourseService& courses) {
    const auto api = std::make_shared<Api>(site, courses);
    const auto add = [&](http::Method method, std::string_view path, std::string name, std::string summary, std::string answer, std::string body,
                         auto function) {
        router.add(method, path,
                   {.body_bytes_max = 64 * 1024,
                    .name = std::move(name),
                    .summary = std::move(summary),
                    .request_schema = std::move(body),
                    .response_schema = std::move(answer)},
                   [api, function](http::Request& request) { return ((*api).*function)(request); });
    };
    using http::Method;
    using web::json_schema;
    const std::string all = "/api/v1/provider/courses", one = all + "/{id:id}";
    const auto course = json_schema<CourseJson>();
    add(Method::get, all, "listOwnCourses", "Eigene Kurse", json_schema<CoursesJson>(), "", &Api::list);
    add(Method::post, all, "addCourse", "Einen Kurs anlegen", course, json_schema<NewCourseBody>(), &Api::add);
    add(Method::post, all + "/check", "checkCourse", "Prüfen, ob Angebote zusammen ein Kurs sein können", json_schema<CheckJson>(),
        json_schema<CheckBody>(), &Api::check);
    add(Method::get, one, "getOwnCourse", "Ein eigener Kurs", course, "", &Api::find);
    add(Method::put, one, "changeCourse", "Einen Kurs ändern", course, json_schema<CourseBody>(), &Api::change);
    add(Method::put, one + "/retirement", "retireCourse", "Einen Kurs zurückziehen", course, "", &Api::retire);
    add(Method::del, one + "/retirement", "restoreCourse", "Einen Kurs wieder anbieten", course, "", &Api::restore);
}

}  // namespace kc::authoring
