// SPDX-License-Identifier: EUPL-1.2
#include "authoring/provider_pages.hpp"

#include "web/fields.hpp"
#include "web/form.hpp"

namespace kc::authoring {

namespace {

struct ProviderListView {
    bool can_enter = false;
    std::vector<ProviderProfile> providers;
};
BOOST_DESCRIBE_STRUCT(ProviderListView, (), (can_enter, providers))

struct ProviderFormView {
    std::string action, public_address;  // the address is empty while the provider is new
    std::optional<web::ChoiceField> organisation;
    web::TextField name;
    web::ChoiceField kind, place;
    web::TextField description;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(ProviderFormView, (), (action, public_address, organisation, name, kind, place, description, errors))

class ProviderPages {
public:
    ProviderPages(const web::Site& site, ProviderService& providers)
        : site_(site),
          providers_(providers),
          list_(site.bind<ProviderListView>("authoring/providers")),
          form_(site.bind<ProviderFormView>("authoring/provider_form")) {}

    http::Response list(const http::Request& request) const {
        auto own = providers_.list(*request.viewer());
        if (!own) return refusal(request, own.error());
        const bool can_enter = providers_.list_candidates(*request.viewer()).has_value();
        return site_.render(request, {.title = "authoring.providers.title", .active = "/anbieter-bereich", .breadcrumbs = {portal(request)}}, list_,
                            ProviderListView{can_enter, std::move(*own)});
    }

    http::Response show(const http::Request& request) const { return show(request, nullptr); }
    http::Response show_new(const http::Request& request) const { return show_new(request, nullptr); }

    http::Response save(const http::Request& request) {
        web::FormReader form(request);
        const auto content = read(form);
        if (form.ok()) {
            const auto saved = providers_.change(*request.viewer(), request.get_id<ProviderId>("id"), content);
            if (!saved && saved.error().error != ProviderError::invalid) return refusal(request, saved.error().error);
            if (!saved) refuse_all(form, saved.error().problems);
        }
        if (!form.ok()) return show(request, &form);
        return web::redirect("/anbieter-bereich/anbieter", {.message_key = "authoring.notice.provider_saved"});
    }

    http::Response enter(const http::Request& request) {
        web::FormReader form(request);
        const auto content = read(form);
        const auto organisation = form.id<OrganisationId>("organisation", {.required = true});
        if (form.ok()) {
            const auto entered = providers_.enter(*request.viewer(), *organisation, content);
            if (!entered && entered.error().error == ProviderError::not_permitted) return refusal(request, entered.error().error);
            if (!entered && entered.error().error == ProviderError::invalid)
                refuse_all(form, entered.error().problems);
            else if (!entered)
                form.refuse("organisation", "authoring.problem.provider_organisation");
        }
        if (!form.ok()) return show_new(request, &form);
        return web::redirect("/anbieter-bereich/anbieter", {.message_key = "authoring.notice.provider_entered"});
    }

private:
    static catalogue::ProviderContent read(web::FormReader& form) {
        catalogue::ProviderContent content;
        content.name = form.text("name", {.required = true, .max = 120});
        content.kind = form.enumerator<catalogue::ProviderKind>("kind", {.required = true}).value_or(catalogue::ProviderKind::academy);
        content.place = form.text("place", {.required = true, .max = 80});
        content.description = form.text("description", {.required = true, .max = 1500, .lines = true});
        return content;
    }

    static void refuse_all(web::FormReader& form, const std::vector<FieldProblem>& problems) {
        for (const auto& problem : problems) form.refuse(problem.field, problem.message_key, problem.arguments);
    }

    http::Response refusal(const http::Request& request, ProviderError error) const {
        return site_.error_page(request, error == ProviderError::not_permitted ? 403 : 404);
    }

    web::Crumb portal(const http::Request& request) const { return {"/anbieter-bereich", site_.text(request, "catalogue.navigation_area")}; }
    web::Crumb list_crumb(const http::Request& request) const {
        return {"/anbieter-bereich/anbieter", site_.text(request, "authoring.providers.title")};
    }

    http::Response show(const http::Request& request, const web::FormReader* refused) const {
        const auto profile = providers_.find(*request.viewer(), request.get_id<ProviderId>("id"));
        if (!profile) return refusal(request, profile.error());
        return render(request, refused, *profile, fmt::format("/anbieter-bereich/anbieter/{}", profile->id.value), nullptr);
    }

    http::Response show_new(const http::Request& request, const web::FormReader* refused) const {
        const auto candidates = providers_.list_candidates(*request.viewer());
        if (!candidates) return refusal(request, candidates.error());
        return render(request, refused, {}, "/anbieter-bereich/anbieter/neu", &*candidates);
    }

    http::Response render(const http::Request& request, const web::FormReader* refused, const ProviderProfile& profile, std::string action,
                          const std::vector<NamedOrganisation>* candidates) const {
        const auto fields = site_.fields(request, refused);
        ProviderFormView view;
        view.action = std::move(action);
        if (!profile.slug.empty()) view.public_address = "/anbieter/" + profile.slug;
        if (candidates != nullptr) {
            std::vector<web::Option> options;
            for (const auto& candidate : *candidates) options.push_back({std::to_string(candidate.id.value), candidate.name, {}});
            view.organisation = fields.choice("organisation",
                                              {.label = "authoring.providers.organisation",
                                               .hint = "authoring.providers.organisation_hint",
                                               .required = true,
                                               .empty_option = true},
                                              options);
        }
        view.name = fields.text("name", {.label = "authoring.providers.name", .required = true, .max = 120}, profile.name);
        view.kind = fields.choice("kind", {.label = "authoring.providers.kind", .required = true}, fields.options_of<catalogue::ProviderKind>(),
                                  boost::describe::enum_to_string(profile.kind, ""));
        std::vector<web::Option> places;
        for (const auto& place : providers_.list_places()) places.push_back({place.slug, place.name, {}});
        view.place =
            fields.choice("place", {.label = "authoring.providers.place", .required = true, .empty_option = true}, places, profile.place_slug);
        view.description = fields.text(
            "description",
            {.label = "authoring.providers.description", .hint = "authoring.providers.description_hint", .required = true, .max = 1500, .rows = 6},
            profile.description);
        view.errors = fields.errors();
        return site_.render(request,
                            {.title = candidates != nullptr ? "authoring.providers.new" : "authoring.providers.edit",
                             .active = "/anbieter-bereich",
                             .breadcrumbs = {portal(request), list_crumb(request)},
                             .status = refused ? 422 : 200},
                            form_, view);
    }

    const web::Site& site_;
    ProviderService& providers_;
    web::Template<ProviderListView> list_;
    web::Template<ProviderFormView> form_;
};

}  // namespace

void register_provider_pages(http::Router& router, const web::Site& site, ProviderService& providers) {
    const auto pages = std::make_shared<ProviderPages>(site, providers);
    router.get("/anbieter-bereich/anbieter", [pages](http::Request& request) { return pages->list(request); });
    router.get("/anbieter-bereich/anbieter/neu", [pages](http::Request& request) { return pages->show_new(request); });
    router.post("/anbieter-bereich/anbieter/neu", [pages](http::Request& request) { return pages->enter(request); });
    router.get("/anbieter-bereich/anbieter/{id:id}", [pages](http::Request& request) { return pages->show(request); });
    router.post("/anbieter-bereich/anbieter/{id:id}", [pages](http::Request& request) { return pages->save(request); });
}

}  // namespace kc::authoring
