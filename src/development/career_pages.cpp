// SPDX-License-Identifier: EUPL-1.2
// /karrierewege: asked by address and answered; nothing is stored but the shortlist.
#include "development/own_page.hpp"

#include <algorithm>

namespace kc::development {

namespace {

struct ShortlistedRole {
    std::string slug, name;
};
BOOST_DESCRIBE_STRUCT(ShortlistedRole, (), (slug, name))

struct CareersView {
    std::vector<web::ChoiceField> choices;
    std::optional<web::ErrorSummary> errors;
    std::vector<CareerPathView> paths;
    std::vector<ShortlistedRole> shortlist;
    std::string compare_shortlist;  // an address
    bool asked = false, limits_stated = false, has_present = false;
    std::optional<HalfHours> weekly_hours;
};
BOOST_DESCRIBE_STRUCT(CareersView, (), (choices, errors, paths, shortlist, compare_shortlist, asked, limits_stated, has_present, weekly_hours))

class CareerPages {
public:
    explicit CareerPages(const DevelopmentSources& sources)
        : site_(sources.site), careers_(sources.careers), profiles_(sources.profiles), page_(site_.bind<CareersView>("development/careers")) {}

    http::Response show(const http::Request& request) const {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto own = profiles_.find_own(viewer);
            if (!own) return refusal_page(request, site_, CareerError::not_permitted);
            const auto framework = own->framework;
            std::vector<web::Option> options;
            std::vector<std::string> slugs;
            for (const auto& role : framework->role_profiles()) {
                if (!role.published()) continue;
                options.push_back({role.slug, role.name_in(web::language_of(request)), {}});
                slugs.push_back(role.slug);
            }
            web::FormReader form(values_of(request));
            std::vector<RoleProfileId> roles;
            for (std::size_t i = 1; i <= compared_roles_max; ++i) {
                const auto slug = form.choice(name_of(i), slugs);
                if (!slug.empty()) roles.push_back(framework->role_profile_by_slug(slug)->id);
            }
            const bool asked = !request.query_fields().empty();
            const auto fields = site_.fields(request, asked ? &form : nullptr);
            CareersView view{.asked = asked && form.ok() && !roles.empty(), .has_present = own->facts.jobs.present.has_value()};
            for (std::size_t i = 1; i <= compared_roles_max; ++i) {
                const auto label = site_.text(request, "development.careers.role", {{"number", i}});
                view.choices.push_back(fields.choice(name_of(i), {.label_text = label, .empty_option = true}, options));
            }
            view.errors = fields.errors();
            if (const auto kept = careers_.shortlist(viewer)) {
                for (const auto id : *kept) {
                    const auto* role = framework->role_profile(id);
                    if (role == nullptr) continue;
                    view.shortlist.push_back({role->slug, role->name_in(web::language_of(request))});
                    if (view.shortlist.size() > compared_roles_max) continue;
                    view.compare_shortlist +=
                        fmt::format("{}{}={}", view.compare_shortlist.empty() ? "/karrierewege?" : "&", name_of(view.shortlist.size()), role->slug);
                }
            }
            if (view.asked) {
                const auto comparison = careers_.compare(viewer, roles);
                if (!comparison) return refusal_page(request, site_, comparison.error());
                view.limits_stated = comparison->limits_stated;
                view.weekly_hours = comparison->weekly_hours;
                for (const auto& path : comparison->paths) {
                    auto shown = career_path_view(path, *comparison->catalogue);
                    shown.is_future = own->facts.jobs.future == path.role;
                    shown.is_present = own->facts.jobs.present == path.role;
                    shown.on_shortlist = std::any_of(view.shortlist.begin(), view.shortlist.end(),
                                                     [&](const ShortlistedRole& role) { return role.slug == shown.slug; });
                    view.paths.push_back(std::move(shown));
                }
            }
            auto response = site_.render(
                request, {.title = "development.careers.title", .active = "/karrierewege", .status = form.ok() ? 200 : 422, .wide = true}, page_,
                view);
            response.header("Cache-Control", "no-store");  // on a shared computer nothing of it stays
            return response;
        });
    }

    http::Response keep(const http::Request& request) {
        return change(request, "development.notice.on_shortlist",
                      [&](const Viewer& viewer, RoleProfileId role) { return careers_.put_on_shortlist(viewer, role); });
    }
    http::Response drop(const http::Request& request) {
        return change(request, "development.notice.off_shortlist",
                      [&](const Viewer& viewer, RoleProfileId role) { return careers_.take_off_shortlist(viewer, role); });
    }
    http::Response choose(const http::Request& request) {
        return change(request, "development.notice.future_chosen",
                      [&](const Viewer& viewer, RoleProfileId role) { return careers_.choose_as_future(viewer, role); });
    }

private:
    static std::string name_of(std::size_t number) { return fmt::format("taetigkeit_{}", number); }

    static web::FormReader::Values values_of(const http::Request& request) {
        web::FormReader::Values values;
        for (const auto& field : request.query_fields()) values.emplace_back(field.name, field.value);
        return values;
    }

    template <class Change> http::Response change(const http::Request& request, std::string_view notice, Change&& apply) {
        return with_viewer(request, [&](const Viewer& viewer) {
            const auto framework = careers_.framework();
            const auto* role = framework->role_profile_by_slug(request.form("taetigkeit").value_or(""));
            if (!viewer.may(Permission::keep_own_profile)) return refusal_page(request, site_, CareerError::not_permitted);
            if (role == nullptr) return refusal_page(request, site_, CareerError::unknown_role);
            const Result<void, CareerError> done = apply(viewer, role->id);
            if (!done) return refusal_page(request, site_, done.error());
            return web::redirect("/karrierewege", {.message_key = std::string(notice)});
        });
    }

    const web::Site& site_;
    CareerPaths& careers_;
    competence::ProfileService& profiles_;
    web::Template<CareersView> page_;
};

}  // namespace

void register_career_pages(http::Router& router, const DevelopmentSources& sources) {
    const auto pages = std::make_shared<CareerPages>(sources);
    router.add(http::Method::get, "/karrierewege", {.rate_class = "planning"}, [pages](http::Request& request) { return pages->show(request); });
    router.post("/karrierewege/merkliste", [pages](http::Request& request) { return pages->keep(request); });
    router.post("/karrierewege/merkliste/entfernung", [pages](http::Request& request) { return pages->drop(request); });
    router.post("/karrierewege/kuenftige-taetigkeit", [pages](http::Request& request) { return pages->choose(request); });
}

}  // namespace kc::development
