// SPDX-License-Identifier: EUPL-1.2
#include "competence/api_json.hpp"
#include "competence/origins.hpp"
#include "competence/own_page.hpp"

#include "web/api_response.hpp"
#include "web/json_reader.hpp"
#include "web/json_schema.hpp"

#include <algorithm>

namespace kc::competence {

namespace {

constexpr std::array<std::string_view, 7> weekday_names{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

// The names of the form fields in check_preferences, as members of this JSON.
std::string member_of(std::string_view field) {
    if (field == "hours") return "half_hours";
    if (field == "weekly_hours") return "weekly_half_hours";
    if (field == "budget") return "budget_cents";
    if (field == "formats") return "online";
    for (const auto& [prefix, member] :
         {std::pair<std::string_view, std::string_view>{"absence_first_", "first_day"}, {"absence_last_", "last_day"}}) {
        if (field.starts_with(prefix)) return fmt::format("absences[{}].{}", field.substr(prefix.size()), member);
    }
    return std::string(field);
}

class Api {
public:
    Api(const web::Site& site, ProfileService& profiles, const ProfileLinks& links) : site_(site), profiles_(profiles), links_(links) {}

    http::Response jobs(const http::Request& request) const {
        return with_own(request, [&](const Viewer&, const OwnProfile& own) { return web::api_json(jobs_json(request, own)); });
    }

    http::Response put_jobs(const http::Request& request) {
        web::JsonReader json(request.body());
        const Jobs jobs{role(json, "present"), role(json, "future")};
        const auto department = json.id<DepartmentId>("department");
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        return change(
            request, [&](const Viewer& viewer) { return profiles_.set_jobs(viewer, jobs, department); }, [&] { return this->jobs(request); });
    }

    http::Response competences(const http::Request& request) const {
        return with_own(request, [&](const Viewer&, const OwnProfile& own) {
            auto competences = competences_view(own, web::language_of(request));
            mark_checks(competences, links_);
            return web::api_json(competences);
        });
    }

    http::Response evidence(const http::Request& request) const {
        return with_own(request, [&](const Viewer&, const OwnProfile& own) {
            EvidenceListJson list;
            for (const auto& standing : own.standings) {
                for (const auto& view : evidence_views(own, standing)) {
                    list.evidence.push_back({view.id, own.framework->competence(standing.competence).slug, view.source, view.level, view.assessed_on,
                                             view.confidence_percent, view.confidence_then, view.counts, view.withdrawn, view.origin});
                }
            }
            return web::api_json(list);
        });
    }

    http::Response post_evidence(const http::Request& request) {
        web::JsonReader json(request.body());
        std::vector<Answer> answers;
        if (json.has("answers")) {
            for (auto& answer : json.objects("answers", profiles_.framework()->competences().size(), true)) read_answer(answer, answers);
        } else {
            read_answer(json, answers);
        }
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return not_signed_in(request);
        const auto added = profiles_.self_assess(*viewer, answers);
        if (!added) return refusal(request, added.error());
        return web::api_json(AddedJson{*added}, *added > 0 ? 201 : 200);
    }

    http::Response delete_evidence(const http::Request& request) {
        return change(
            request, [&](const Viewer& viewer) { return profiles_.withdraw(viewer, request.get_id<EvidenceId>("id")); },
            [] { return http::no_content(); });
    }

    http::Response interests(const http::Request& request) const {
        return with_own(request, [&](const Viewer&, const OwnProfile& own) {
            InterestsJson json;
            for (const auto& standing : own.standings) {
                if (standing.interest) json.competences.push_back(own.framework->competence(standing.competence).slug);
            }
            return web::api_json(json);
        });
    }

    http::Response put_interests(const http::Request& request) {
        web::JsonReader json(request.body());
        const auto framework = profiles_.framework();
        std::vector<CompetenceId> chosen;
        std::size_t number = 0;
        for (const auto& slug : json.texts("competences", framework->competences().size(), true)) {
            const auto index = framework->competence_by_slug(slug);
            if (index)
                chosen.push_back(framework->competence(*index).id);
            else
                json.refuse(fmt::format("competences[{}]", number), "competence.problem.unknown_competence");
            ++number;
        }
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        return change(
            request, [&](const Viewer& viewer) { return profiles_.set_interests(viewer, std::move(chosen)); }, [&] { return interests(request); });
    }

    http::Response preferences(const http::Request& request) const {
        return with_own(request, [&](const Viewer&, const OwnProfile& own) {
            const auto& stated = own.facts.preferences;
            return web::api_json(
                preferences_json(stated ? *stated : default_preferences(*own.framework, own.facts.organisation, own.today), stated.has_value()));
        });
    }

    http::Response put_preferences(const http::Request& request) {
        web::JsonReader json(request.body());
        auto preferences = read_preferences(json);
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return not_signed_in(request);
        const auto saved = profiles_.set_preferences(*viewer, std::move(preferences));
        if (saved) return this->preferences(request);
        if (saved.error().error != ProfileError::invalid_preferences) return refusal(request, saved.error().error);
        auto problems = saved.error().problems;
        for (auto& problem : problems) problem.field = member_of(problem.field);
        return web::api_problems(request, site_.messages(), problems);
    }

    http::Response catalogue(const http::Request& request) const {
        const auto framework = profiles_.framework();
        const auto language = web::language_of(request);
        CatalogueJson json;
        for (const auto& area : framework->areas()) json.areas.push_back({area.slug, area.name_in(language)});
        for (const auto& competence : framework->competences()) {
            if (competence.state == FrameworkState::draft) continue;  // seen by its editors only
            json.competences.push_back({competence.id,
                                        competence.slug,
                                        framework->area_of(competence).slug,
                                        competence.name,
                                        competence.description,
                                        competence.state,
                                        competence.version,
                                        competence.half_life_months,
                                        competence.level_0,
                                        {competence.descriptors.begin(), competence.descriptors.end()},
                                        competence.alignments});
        }
        return web::api_json(json);
    }

    http::Response role_profiles(const http::Request& request) const {
        const auto framework = profiles_.framework();
        RoleProfilesJson json;
        for (const auto& role : framework->role_profiles()) {
            if (role.state == FrameworkState::draft) continue;  // seen by its editors only
            json.role_profiles.push_back(role_json(*framework, role, web::language_of(request)));
        }
        return web::api_json(json);
    }

    http::Response role_profile(const http::Request& request) const {
        const auto framework = profiles_.framework();
        const auto* role = framework->role_profile_by_slug(request.path_value("slug").value_or(""));
        if (role == nullptr || role->state == FrameworkState::draft) return refusal_text(request, 404, "unknown_role_profile");
        RoleProfileDetailJson json{role_json(*framework, *role, web::language_of(request)), {}};
        const auto add = [&](const DemandLine& line) {
            // What one authority asks of its own people is for them alone.
            if (line.organisation && (request.viewer() == nullptr || *line.organisation != request.viewer()->organisation)) return;
            json.demands.push_back({framework->competence(line.competence).slug, line.layer, line.level, line.weight, line.reason, line.stated_on});
        };
        for (const auto& line : framework->general_demands()) add(line);
        for (const auto& line : role->demands) add(line);
        return web::api_json(json);
    }

private:
    template <class Show> http::Response with_own(const http::Request& request, Show&& show) const {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto own = profiles_.find_own(*request.viewer());
        if (!own) return refusal(request, ProfileError::not_permitted);
        return show(*request.viewer(), *own);
    }

    template <class Change, class Answered> http::Response change(const http::Request& request, Change&& change, Answered&& answered) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto changed = change(*request.viewer());
        return changed ? answered() : refusal(request, changed.error());
    }

    http::Response not_signed_in(const http::Request& request) const { return refusal_text(request, 401, "not_signed_in"); }

    http::Response refusal(const http::Request& request, ProfileError error) const {
        return refusal_text(request, status_of(error), boost::describe::enum_to_string(error, "not_permitted"));
    }

    http::Response refusal_text(const http::Request& request, int status, std::string_view code) const {
        return web::api_error(request, status, code, site_.text(request, fmt::format("competence.problem.{}", code)));
    }

    std::optional<RoleProfileId> role(web::JsonReader& json, std::string_view member) const {
        const auto slug = json.text(member);
        if (slug.empty()) return std::nullopt;
        const auto framework = profiles_.framework();
        const auto* role = framework->role_profile_by_slug(slug);
        if (role != nullptr) return role->id;
        json.refuse(member, "competence.problem.unknown_role_profile");
        return std::nullopt;
    }

    void read_answer(web::JsonReader& json, std::vector<Answer>& answers) const {
        const auto framework = profiles_.framework();
        const auto slug = json.text("competence", {.required = true});
        const auto index = framework->competence_by_slug(slug);
        if (!slug.empty() && !index) json.refuse("competence", "competence.problem.unknown_competence");
        const auto level = json.integer("level", {.max = level_max});  // absent: "Weiß ich nicht"
        if (index) answers.push_back({framework->competence(*index).id, level ? std::optional(static_cast<int>(*level)) : std::nullopt});
        json.finish();
    }

    LearningPreferences read_preferences(web::JsonReader& json) const {
        LearningPreferences preferences;
        preferences.hours = HalfHours{json.integer("half_hours", {.required = true, .min = 1, .max = half_hours_max}).value_or(0)};
        if (const auto weekly = json.integer("weekly_half_hours", {.min = 1, .max = weekly_half_hours_max})) {
            preferences.weekly_hours = HalfHours{*weekly};
        }
        preferences.budget = Money{json.integer("budget_cents", {.required = true, .max = price_cents_max}).value_or(0)};
        preferences.presence_days = static_cast<int>(json.integer("presence_days", {.required = true, .max = presence_days_max}).value_or(0));
        preferences.until = json.date("until", true).value_or(Date{});
        preferences.working_days = 0;
        for (const auto& name : json.texts("working_days", 7, true)) {
            const auto day = std::find(weekday_names.begin(), weekday_names.end(), name);
            if (day == weekday_names.end())
                json.refuse("working_days", "competence.problem.weekday_name");
            else
                preferences.working_days |= 1 << (day - weekday_names.begin());
        }
        preferences.online = json.boolean("online", true).value_or(false);
        preferences.on_site = json.boolean("on_site", true).value_or(false);
        preferences.places = json.ids<PlaceId>("places", places_max);
        for (auto& absence : json.objects("absences", absences_max)) {
            const auto first = absence.date("first_day", true), last = absence.date("last_day", true);
            absence.finish();
            if (first && last) preferences.absences.push_back({*first, *last});
        }
        return preferences;
    }

    static PreferencesJson preferences_json(const LearningPreferences& preferences, bool stated) {
        PreferencesJson json{.stated = stated,
                             .half_hours = preferences.hours,
                             .weekly_half_hours = preferences.weekly_hours,
                             .budget_cents = preferences.budget,
                             .presence_days = preferences.presence_days,
                             .until = preferences.until,
                             .working_days = {},
                             .online = preferences.online,
                             .on_site = preferences.on_site,
                             .places = preferences.places,
                             .absences = preferences.absences};
        for (std::size_t day = 0; day < weekday_names.size(); ++day) {
            if (preferences.works_on(static_cast<Weekday>(day))) json.working_days.emplace_back(weekday_names[day]);
        }
        return json;
    }

    JobsJson jobs_json(const http::Request& request, const OwnProfile& own) const {
        const auto named = [&](const std::optional<RoleProfileId>& id) -> std::optional<RoleName> {
            const auto* role = id ? own.framework->role_profile(*id) : nullptr;
            if (role == nullptr) return std::nullopt;
            return RoleName{role->slug, role->name_in(web::language_of(request))};
        };
        return {own.facts.department, named(own.facts.jobs.present), named(own.facts.jobs.future)};
    }

    static RoleProfileJson role_json(const CompetenceFramework& framework, const RoleProfile& role, Language language) {
        RoleProfileJson json{role.slug, role.name_in(language), role.description, {}};
        for (const auto index : role.successors) json.successors.push_back(framework.role_profiles()[index].slug);
        return json;
    }

    const web::Site& site_;
    ProfileService& profiles_;
    ProfileLinks links_;
};

}  // namespace

void register_api(http::Router& router, const web::Site& site, ProfileService& profiles, const ProfileLinks& links) {
    const auto api = std::make_shared<Api>(site, profiles, links);
    struct Operation {
        std::string name, summary, answer, body = {};  // answer and body: JSON Schema; no answer: 204
    };
    const auto add = [&](http::Method method, std::string_view pattern, Operation operation, auto function) {
        router.add(method, pattern,
                   {.body_bytes_max = 64 * 1024,
                    .name = std::move(operation.name),
                    .summary = std::move(operation.summary),
                    .request_schema = std::move(operation.body),
                    .response_schema = std::move(operation.answer)},
                   [api, function](http::Request& request) { return ((*api).*function)(request); });
    };
    using http::Method;
    using web::json_schema;
    const auto jobs = json_schema<JobsJson>(), interests = json_schema<InterestsJson>(), preferences = json_schema<PreferencesJson>();
    const auto answers = fmt::format(R"({{"oneOf":[{},{}]}})", json_schema<AnswersBody>(), json_schema<AnswerBody>());
    add(Method::get, "/api/v1/me/jobs", {"getMyJobs", "Eigene Tätigkeiten", jobs}, &Api::jobs);
    add(Method::put, "/api/v1/me/jobs", {"setMyJobs", "Eigene Tätigkeiten festlegen", jobs, json_schema<JobsBody>()}, &Api::put_jobs);
    add(Method::get, "/api/v1/me/competences", {"getMyCompetences", "IST, SOLL und Lücken", json_schema<CompetencesView>()}, &Api::competences);
    add(Method::get, "/api/v1/me/evidence", {"getMyEvidence", "Eigene Nachweise", json_schema<EvidenceListJson>()}, &Api::evidence);
    add(Method::post, "/api/v1/me/evidence", {"assessMyself", "Sich selbst einschätzen", json_schema<AddedJson>(), answers}, &Api::post_evidence);
    add(Method::del, "/api/v1/me/evidence/{id:id}", {"withdrawMyEvidence", "Einen eigenen Wert zurücknehmen", ""}, &Api::delete_evidence);
    add(Method::get, "/api/v1/me/interests", {"getMyInterests", "Eigene Interessen", interests}, &Api::interests);
    add(Method::put, "/api/v1/me/interests", {"setMyInterests", "Eigene Interessen festlegen", interests, interests}, &Api::put_interests);
    add(Method::get, "/api/v1/me/learning-preferences", {"getMyLearningPreferences", "Eigene Lernzeit und Orte", preferences}, &Api::preferences);
    add(Method::put, "/api/v1/me/learning-preferences",
        {"setMyLearningPreferences", "Eigene Lernzeit und Orte festlegen", preferences, json_schema<PreferencesBody>()}, &Api::put_preferences);
    add(Method::get, "/api/v1/competences", {"listCompetences", "Kompetenzkatalog", json_schema<CatalogueJson>()}, &Api::catalogue);
    add(Method::get, "/api/v1/role-profiles", {"listRoleProfiles", "Tätigkeitsprofile", json_schema<RoleProfilesJson>()}, &Api::role_profiles);
    add(Method::get, "/api/v1/role-profiles/{slug}",
        {"getRoleProfile", "Ein Tätigkeitsprofil mit seinen Anforderungen", json_schema<RoleProfileDetailJson>()}, &Api::role_profile);
}

}  // namespace kc::competence
