// SPDX-License-Identifier: EUPL-1.2
#include "competence/own_page.hpp"

#include "identity/identity.hpp"

namespace kc::competence {

namespace {

enum class StepState { open, started, done, voluntary };
BOOST_DESCRIBE_ENUM(StepState, open, started, done, voluntary)

struct StepView {
    int number = 0;
    std::string path, title, detail;
    StepState state{};
    bool next = false, done = false;
};
BOOST_DESCRIBE_STRUCT(StepView, (), (number, path, title, detail, state, next, done))

// What the person has said, for reading through and for paper.
struct SummaryView {
    std::string department, present, future;
    std::string interests;
    HalfHours hours, weekly_hours;
    bool weekly_limited = false;
    Money budget;
    int presence_days = 0;
    Date until{};
    std::string working_days, formats, places;
    std::vector<Absence> absences;
};
BOOST_DESCRIBE_STRUCT(SummaryView, (),
                      (department, present, future, interests, hours, weekly_hours, weekly_limited, budget, presence_days, until, working_days,
                       formats, places, absences))

// A competence was replaced, and what was said about it counts with another one now (TL-33).
struct SuccessionNote {
    std::string from, slug, name;
};
BOOST_DESCRIBE_STRUCT(SuccessionNote, (), (from, slug, name))

struct NamedWork {
    std::string slug, name;
};
BOOST_DESCRIBE_STRUCT(NamedWork, (), (slug, name))

// The present work of the person is outdated (TA-15).
struct OutdatedJob {
    std::string slug, name;
    std::vector<NamedWork> successors;
};
BOOST_DESCRIBE_STRUCT(OutdatedJob, (), (slug, name, successors))

struct WayView {
    std::string path, title, text;
};
BOOST_DESCRIBE_STRUCT(WayView, (), (path, title, text))

struct ProfileView {
    int percent = 0;
    int assessed = 0, needed = 0;
    bool complete = false;
    std::string next_path, next_label, next_title, next_detail;
    std::vector<StepView> steps;
    SummaryView summary;
    bool has_job = false, has_preferences = false;
    std::vector<SuccessionNote> successions;
    std::optional<OutdatedJob> outdated_job;
    std::vector<WayView> ways;
};
BOOST_DESCRIBE_STRUCT(ProfileView, (),
                      (percent, assessed, needed, complete, next_path, next_label, next_title, next_detail, steps, summary, has_job, has_preferences,
                       successions, outdated_job, ways))

struct RoleDescription {
    std::string name, description;
};
BOOST_DESCRIBE_STRUCT(RoleDescription, (), (name, description))

struct JobView {
    std::optional<web::ChoiceField> department;  // absent where the organisation has none
    web::ChoiceField present, future;
    std::vector<RoleDescription> descriptions;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(JobView, (), (department, present, future, descriptions, errors))

void append(std::string& list, std::string_view part) {
    if (!list.empty()) list += ", ";
    list += part;
}

class ProfilePages {
public:
    ProfilePages(const web::Site& site, ProfileService& profiles, storage::Database& database, const ProfileLinks& links)
        : site_(site),
          profiles_(profiles),
          database_(database),
          links_(links),
          overview_(site.bind<ProfileView>("competence/profile")),
          job_(site.bind<JobView>("competence/job")) {}

    http::Response overview(const http::Request& request) const {
        return with_own_profile(request, site_, profiles_, [&](const Viewer& viewer, const OwnProfile& own) {
            auto view = overview_view(request, viewer, own);
            for (const auto& way : links_.ways) {
                view.ways.push_back({way.path, site_.text(request, way.key + ".title"), site_.text(request, way.key + ".text")});
            }
            return site_.render(request, {.title = "competence.profile.title", .active = "/profil"}, overview_, view);
        });
    }

    http::Response show_job(const http::Request& request) const { return show_job(request, nullptr); }

    http::Response save_job(const http::Request& request) {
        web::FormReader form(request);
        const auto present = form.id<RoleProfileId>("present");
        const auto future = form.id<RoleProfileId>("future");
        const auto department = form.id<DepartmentId>("department");
        if (form.ok() && !present) form.refuse("present", "competence.problem.present_job_missing");
        if (form.ok() && request.viewer() != nullptr) {
            const auto saved = profiles_.set_jobs(*request.viewer(), {present, future}, department);
            if (!saved && saved.error() == ProfileError::not_permitted) return refusal_page(request, site_, saved.error());
            if (!saved) form.refuse(field_of(saved.error()), message_key_of(saved.error()));
        }
        if (!form.ok()) return show_job(request, &form);
        return web::redirect("/profil/koennen", {.message_key = "competence.notice.job_saved"});
    }

private:
    static std::string_view field_of(ProfileError error) {
        switch (error) {
            case ProfileError::same_job: return "future";
            case ProfileError::unknown_department: return "department";
            case ProfileError::present_job_missing:
            case ProfileError::unknown_role_profile: return "present";
            case ProfileError::not_permitted:
            case ProfileError::unknown_competence:
            case ProfileError::level_out_of_range:
            case ProfileError::too_many_answers:
            case ProfileError::evidence_not_found:
            case ProfileError::invalid_preferences: return "";
        }
        return "";
    }

    std::vector<identity::NamedDepartment> departments(const Viewer& viewer) const {
        return database_.read(
            [&](storage::Session& session) { return identity::list_open_departments(session, viewer.organisation, profiles_.today()); });
    }

    http::Response show_job(const http::Request& request, const web::FormReader* refused) const {
        return with_own_profile(request, site_, profiles_, [&](const Viewer& viewer, const OwnProfile& own) {
            const auto language = web::language_of(request);
            const auto fields = site_.fields(request, refused);
            JobView view;
            std::vector<web::Option> choices;
            for (const auto& department : departments(viewer)) choices.push_back({std::to_string(department.id.value), department.name, {}});
            if (!choices.empty()) {
                view.department = fields.choice("department", {.label = "competence.job.department", .empty_option = true}, choices,
                                                own.facts.department ? std::to_string(own.facts.department->value) : std::string());
            }
            view.present = fields.choice(
                "present", {.label = "competence.job.present", .hint = "competence.job.present_hint", .required = true, .empty_option = true},
                role_options(own, language), chosen(own.facts.jobs.present));
            view.future = fields.choice("future", {.label = "competence.job.future", .hint = "competence.job.future_hint"},
                                        future_options(request, own, language), chosen(own.facts.jobs.future));
            for (const auto& role : own.framework->role_profiles()) {
                if (offered(own, role)) view.descriptions.push_back({role.name_in(language), role.description});
            }
            view.errors = fields.errors();
            return site_.render(
                request,
                {.title = "competence.job.title", .active = "/profil", .breadcrumbs = {profile_crumb(site_, request)}, .status = refused ? 422 : 200},
                job_, view);
        });
    }

    static std::string chosen(const std::optional<RoleProfileId>& id) { return id ? std::to_string(id->value) : std::string(); }

    // Published ones, and what the person has chosen before: an outdated job stays until she picks another.
    static bool offered(const OwnProfile& own, const RoleProfile& role) {
        return role.published() || own.facts.jobs.present == role.id || own.facts.jobs.future == role.id;
    }

    static std::vector<web::Option> role_options(const OwnProfile& own, Language language) {
        std::vector<web::Option> options;
        for (const auto& role : own.framework->role_profiles()) {
            if (offered(own, role)) options.push_back({std::to_string(role.id.value), role.name_in(language), {}});
        }
        return options;
    }

    // First none, then what often comes after the present job, then the rest.
    std::vector<web::Option> future_options(const http::Request& request, const OwnProfile& own, Language language) const {
        std::vector<web::Option> options{{"", site_.text(request, "competence.job.no_future"), {}}};
        const auto& roles = own.framework->role_profiles();
        const auto* present = own.facts.jobs.present ? own.framework->role_profile(*own.facts.jobs.present) : nullptr;
        std::vector<bool> suggested(roles.size());
        if (present != nullptr) {
            for (const auto index : present->successors) {
                if (!offered(own, roles[index])) continue;
                suggested[index] = true;
                options.push_back({std::to_string(roles[index].id.value),
                                   site_.text(request, "competence.job.suggested", {{"name", roles[index].name_in(language)}}),
                                   {}});
            }
        }
        for (std::size_t i = 0; i < roles.size(); ++i) {
            if (!suggested[i] && offered(own, roles[i])) options.push_back({std::to_string(roles[i].id.value), roles[i].name_in(language), {}});
        }
        return options;
    }

    static std::optional<OutdatedJob> outdated_job(const OwnProfile& own, Language language) {
        const auto* present = own.facts.jobs.present ? own.framework->role_profile(*own.facts.jobs.present) : nullptr;
        if (present == nullptr || present->state != FrameworkState::outdated) return std::nullopt;
        OutdatedJob job{present->slug, present->name_in(language), {}};
        for (const auto index : present->successors) {
            const auto& next = own.framework->role_profiles()[index];
            if (next.published()) job.successors.push_back({next.slug, next.name_in(language)});
        }
        return job;
    }

    // As long as the value that was carried over counts; a new statement about the successor ends it.
    static std::vector<SuccessionNote> succession_notes(const OwnProfile& own) {
        constexpr std::string_view mark = "succession:";
        std::vector<SuccessionNote> notes;
        for (const auto& standing : own.standings) {
            if (!standing.current.assessed() || !standing.current.evidence->origin.starts_with(mark)) continue;
            const auto from = own.framework->competence_by_slug(standing.current.evidence->origin.substr(mark.size()));
            const auto& to = own.framework->competence(standing.competence);
            if (from) notes.push_back({own.framework->competence(*from).name, to.slug, to.name});
        }
        return notes;
    }

    ProfileView overview_view(const http::Request& request, const Viewer& viewer, const OwnProfile& own) const {
        const auto& complete = own.complete;
        ProfileView view{.percent = complete.percent(),
                         .assessed = complete.assessed,
                         .needed = complete.needed,
                         .complete = false,
                         .next_path = {},
                         .next_label = {},
                         .next_title = {},
                         .next_detail = {},
                         .steps = {},
                         .summary = summary(request, viewer, own),
                         .has_job = complete.job,
                         .has_preferences = complete.preferences,
                         .successions = succession_notes(own),
                         .outdated_job = outdated_job(own, web::language_of(request))};
        const auto next = complete.next_step();
        view.complete = next == ProfileStep::done;
        view.next_path = path_of(next);
        view.next_label = next_label(request, next, complete);
        const auto add = [&](ProfileStep step, std::string_view key, StepState state, std::string detail) {
            view.steps.push_back({static_cast<int>(view.steps.size()) + 1, std::string(path_of(step)), site_.text(request, key), std::move(detail),
                                  state, step == next, state == StepState::done});
            if (step != next) return;
            view.next_title = view.steps.back().title;
            view.next_detail = site_.text(request, fmt::format("competence.next_detail.{}", boost::describe::enum_to_string(step, "done")));
        };
        add(ProfileStep::job, "competence.step.job", complete.job ? StepState::done : StepState::open, view.summary.present);
        const auto assessment = complete.assessment_done()                 ? StepState::done
                                : complete.assessed + complete.skipped > 0 ? StepState::started
                                                                           : StepState::open;
        add(ProfileStep::assessment, "competence.step.assessment", assessment,
            complete.job ? site_.text(request, "competence.step.assessment_detail",
                                      {{"answered", complete.assessed + complete.skipped}, {"needed", complete.needed}})
                         : site_.text(request, "competence.step.assessment_after_job"));
        add(ProfileStep::interests, "competence.step.interests", complete.interests > 0 ? StepState::done : StepState::voluntary,
            complete.interests > 0 ? site_.text(request, "competence.step.interests_detail", {{"count", complete.interests}}) : std::string());
        add(ProfileStep::preferences, "competence.step.preferences", complete.preferences ? StepState::done : StepState::open,
            complete.preferences ? site_.text(request, "competence.step.preferences_detail",
                                              {{"hours", own.facts.preferences->hours}, {"until", own.facts.preferences->until}})
                                 : std::string());
        add(ProfileStep::done, "competence.step.done", view.complete ? StepState::done : StepState::open,
            site_.text(request, "competence.step.done_detail"));
        return view;
    }

    std::string next_label(const http::Request& request, ProfileStep next, const Completeness& complete) const {
        switch (next) {
            case ProfileStep::job: return site_.text(request, "competence.next.job");
            case ProfileStep::assessment:
                return site_.text(request,
                                  complete.assessed + complete.skipped > 0 ? "competence.next.assessment_continue" : "competence.next.assessment");
            case ProfileStep::interests: return site_.text(request, "competence.next.interests");
            case ProfileStep::preferences: return site_.text(request, "competence.next.preferences");
            case ProfileStep::done: return site_.text(request, "competence.next.done");
        }
        return {};
    }

    SummaryView summary(const http::Request& request, const Viewer& viewer, const OwnProfile& own) const {
        const auto language = web::language_of(request);
        SummaryView view;
        if (own.facts.department) {
            for (const auto& department : departments(viewer)) {
                if (department.id == *own.facts.department) view.department = department.name;
            }
        }
        const auto name_of = [&](const std::optional<RoleProfileId>& id) {
            const auto* role = id ? own.framework->role_profile(*id) : nullptr;
            return role ? role->name_in(language) : std::string();
        };
        view.present = name_of(own.facts.jobs.present);
        view.future = name_of(own.facts.jobs.future);
        for (const auto& standing : own.standings) {
            if (standing.interest) append(view.interests, own.framework->competence(standing.competence).name);
        }
        if (!own.facts.preferences) return view;
        const auto& preferences = *own.facts.preferences;
        view.hours = preferences.hours;
        view.weekly_limited = preferences.weekly_hours.has_value();
        if (preferences.weekly_hours) view.weekly_hours = *preferences.weekly_hours;
        view.budget = preferences.budget;
        view.presence_days = preferences.presence_days;
        view.until = preferences.until;
        for (int day = 0; day < 7; ++day) {
            if (!preferences.works_on(static_cast<Weekday>(day))) continue;
            append(view.working_days, site_.text(request, fmt::format("competence.weekday.{}", day)));
        }
        if (preferences.online) append(view.formats, site_.text(request, "competence.preferences.online"));
        if (preferences.on_site) append(view.formats, site_.text(request, "competence.preferences.on_site"));
        for (const auto& place : own.framework->places()) {  // by name
            if (std::binary_search(preferences.places.begin(), preferences.places.end(), place.id)) append(view.places, place.name);
        }
        view.absences = preferences.absences;
        return view;
    }

    const web::Site& site_;
    ProfileService& profiles_;
    storage::Database& database_;
    const ProfileLinks links_;
    web::Template<ProfileView> overview_;
    web::Template<JobView> job_;
};

}  // namespace

void register_profile_pages(http::Router& router, const web::Site& site, ProfileService& profiles, storage::Database& database,
                            const ProfileLinks& links) {
    const auto pages = std::make_shared<ProfilePages>(site, profiles, database, links);
    router.get("/profil", [pages](http::Request& request) { return pages->overview(request); });
    router.get("/profil/taetigkeit", [pages](http::Request& request) { return pages->show_job(request); });
    router.post("/profil/taetigkeit", [pages](http::Request& request) { return pages->save_job(request); });
}

void register_routes(http::Router& router, const web::Site& site, ProfileService& profiles, storage::Database& database, const ProfileLinks& links) {
    register_profile_pages(router, site, profiles, database, links);
    register_assessment_pages(router, site, profiles);
    register_preference_pages(router, site, profiles);
    register_gap_pages(router, site, profiles, links);
    register_competence_pages(router, site, profiles, links);
    register_api(router, site, profiles, links);
}

}  // namespace kc::competence
