// SPDX-License-Identifier: EUPL-1.2
// …/anforderungen: choosing a competence, the form of a line with its impact, removal.
#include "roles/demand_form.hpp"
#include "web/confirm.hpp"

namespace kc::roles {

using competence::DemandRecord;

namespace {

struct CompetenceOption {
    std::string slug, name;
    bool chosen = false;
};
BOOST_DESCRIBE_STRUCT(CompetenceOption, (), (slug, name, chosen))

struct AreaGroup {
    std::string name;
    std::vector<CompetenceOption> competences;
};
BOOST_DESCRIBE_STRUCT(AreaGroup, (), (name, competences))

struct ChoiceView {
    std::string role, slug, problem;
    std::vector<AreaGroup> areas;
};
BOOST_DESCRIBE_STRUCT(ChoiceView, (), (role, slug, problem, areas))

bool wants_impact(const web::FormReader& form) { return form.raw("aktion") == "wirkung"; }

class DemandPages {
public:
    explicit DemandPages(const PageParts& parts)
        : parts_(parts),
          site_(parts.site),
          choice_(site_.bind<ChoiceView>("roles/competence_choice")),
          form_(site_.bind<DemandFormView>("roles/demand_form")),
          confirm_(web::bind_confirmation(site_)) {}

    http::Response show_new(const http::Request& request) const {
        return with_named(request, [&](const Named& named, const std::vector<web::Option>& scopes) {
            const auto slug = request.query("kompetenz");
            const auto* competence = competence_of(named, slug.value_or(""));
            if (competence == nullptr) return choice_page(request, named, slug.has_value());
            return form_page(request, new_form(named), *competence, std::nullopt, scopes, nullptr, 200);
        });
    }

    http::Response create(const http::Request& request) {
        return with_named(request, [&](const Named& named, const std::vector<web::Option>& scopes) {
            web::FormReader form(request);
            const auto* competence = competence_of(named, form.raw("competence"));
            if (competence == nullptr) return choice_page(request, named, true);
            DemandEdit edit{.role = named.id(), .organisation = {}, .competence = competence->id, .reason = {}, .deadline = {}};
            read_form(form, edit, scopes);
            auto view = new_form(named);
            if (!form.ok()) return form_page(request, std::move(view), *competence, edit, scopes, &form, 422);
            const auto& viewer = *request.viewer();
            if (wants_impact(form)) {
                const auto impact = parts_.roles.impact_of(viewer, edit);
                if (!impact) return refused(request, std::move(view), *competence, edit, scopes, form, impact.error());
                view.impact = impact_sentences(site_, request, *impact);
                return form_page(request, std::move(view), *competence, edit, scopes, &form, 200);
            }
            const auto added = parts_.roles.add(viewer, edit);
            if (!added) return refused(request, std::move(view), *competence, edit, scopes, form, added.error());
            return web::redirect(address_of(named.slug), {.message_key = "roles.notice.demand_added"});
        });
    }

    http::Response show(const http::Request& request) const {
        return with_demand(request, [&](const Named& named, const DemandRecord& record, const competence::Competence& competence) {
            return form_page(request, existing_form(request, named, record), competence, edit_of(record), {}, nullptr, 200);
        });
    }

    http::Response save(const http::Request& request) {
        return with_demand(request, [&](const Named& named, const DemandRecord& record, const competence::Competence& competence) {
            web::FormReader form(request);
            auto edit = edit_of(record);
            read_form(form, edit, {});
            edit.seen = form.raw("seen");
            auto view = existing_form(request, named, record);
            view.seen = *edit.seen;
            if (!form.ok()) return form_page(request, std::move(view), competence, edit, {}, &form, 422);
            const auto& viewer = *request.viewer();
            if (wants_impact(form)) {
                const auto impact = parts_.roles.impact_of(viewer, edit, record.id);
                if (!impact) return refused(request, std::move(view), competence, edit, {}, form, impact.error());
                view.impact = impact_sentences(site_, request, *impact);
                return form_page(request, std::move(view), competence, edit, {}, &form, 200);
            }
            const auto saved = parts_.roles.change(viewer, record.id, edit);
            if (saved) return web::redirect(address_of(named.slug), {.message_key = "roles.notice.demand_changed"});
            if (saved.error().error == RoleError::changed_meanwhile) {
                // TA-09: what the colleague saved is shown; what was typed stays, and saving again takes it.
                const auto now = parts_.roles.find(viewer, record.id);
                if (!now) return refusal_page(request, site_, now.error());
                view.conflict = ConflictView{now->level, now->weight, now->reason};
                view.seen = revision_of(*now);
                return form_page(request, std::move(view), competence, edit, {}, &form, 409);
            }
            return refused(request, std::move(view), competence, edit, {}, form, saved.error());
        });
    }

    http::Response ask_removal(const http::Request& request) const {
        return with_demand(request, [&](const Named& named, const DemandRecord& record, const competence::Competence& competence) {
            const auto impact = parts_.roles.impact_of_removal(*request.viewer(), record.id);
            if (!impact) return refusal_page(request, site_, impact.error());
            std::string text = site_.text(request, "roles.removal.text");
            for (const auto& sentence : impact_sentences(site_, request, *impact)) text += " " + sentence;
            return web::confirmation_page(
                site_, request, confirm_,
                {.title = site_.text(request, "roles.removal.title", {{"competence", competence.name}, {"role", name_of(named, site_, request)}}),
                 .text = std::move(text),
                 .action = line_path(named, record, "loeschung"),
                 .label = site_.text(request, "roles.removal.button"),
                 .back = address_of(named.slug),
                 .irreversible = false,
                 .fields = {}},
                roles_path);
        });
    }

    http::Response remove(const http::Request& request) {
        return with_demand(request, [&](const Named& named, const DemandRecord& record, const competence::Competence&) {
            const auto removed = parts_.roles.remove(*request.viewer(), record.id);
            if (!removed) return refusal_page(request, site_, removed.error());
            return web::redirect(address_of(named.slug), {.message_key = "roles.notice.demand_removed"});
        });
    }

private:
    static std::string line_path(const Named& named, const DemandRecord& record, std::string_view rest = {}) {
        return address_of(named.slug, fmt::format("anforderungen/{}{}{}", record.id, rest.empty() ? "" : "/", rest));
    }

    static const competence::Competence* competence_of(const Named& named, std::string_view slug) {
        const auto index = named.framework->competence_by_slug(slug);
        if (!index || !named.framework->competence(*index).published()) return nullptr;
        return &named.framework->competence(*index);
    }

    template <class Page> http::Response with_named(const http::Request& request, Page&& page) const {
        return for_editors(request, site_, [&](const Viewer&, const RoleService::Rights& rights) {
            const auto named = find_named(request, parts_.roles);
            if (!named) return refusal_page(request, site_, RoleError::role_not_found);
            const auto scopes = scope_options(site_, request, *named, rights, names_of_authorities(parts_.roles));
            if (scopes.empty()) return refusal_page(request, site_, RoleError::not_permitted);
            return page(*named, scopes);
        });
    }

    // The line must belong to the work of the address, else both of them name nothing.
    template <class Page> http::Response with_demand(const http::Request& request, Page&& page) const {
        return for_editors(request, site_, [&](const Viewer& viewer, const RoleService::Rights&) {
            const auto named = find_named(request, parts_.roles);
            if (!named) return refusal_page(request, site_, RoleError::role_not_found);
            const auto id = web::parse_integer(request.path_value("line").value_or("")).value_or(0);
            const auto record = parts_.roles.find(viewer, id);
            if (!record) return refusal_page(request, site_, record.error());
            const auto index = named->framework->index_of(record->competence_id);
            if (record->role_profile_id != named->id() || !index) return refusal_page(request, site_, RoleError::demand_not_found);
            return page(*named, *record, named->framework->competence(*index));
        });
    }

    DemandFormView new_form(const Named& named) const {
        DemandFormView view;
        view.is_new = true;
        view.slug = named.slug;
        view.action = address_of(named.slug, "anforderungen/neu");
        return view;
    }

    DemandFormView existing_form(const http::Request& request, const Named& named, const DemandRecord& record) const {
        DemandFormView view;
        view.slug = named.slug;
        view.action = line_path(named, record);
        view.remove_path = line_path(named, record, "loeschung");
        view.seen = revision_of(record);
        view.layer = site_.text(request, fmt::format("competence.demand_layer.{}", boost::describe::enum_to_string(record.layer, "")));
        return view;
    }

    http::Response choice_page(const http::Request& request, const Named& named, bool refused) const {
        ChoiceView view{
            name_of(named, site_, request), named.slug, refused ? site_.text(request, "roles.problem.unknown_competence") : std::string(), {}};
        for (const auto& area : named.framework->areas()) view.areas.push_back({area.name_in(web::language_of(request)), {}});
        for (const auto& competence : named.framework->competences()) {
            if (competence.published()) view.areas[competence.area].competences.push_back({competence.slug, competence.name, false});
        }
        std::erase_if(view.areas, [](const AreaGroup& area) { return area.competences.empty(); });
        return site_.render(request,
                            {.title = "roles.form.title_new",
                             .active = roles_path,
                             .breadcrumbs = {roles_crumb(site_, request), named_crumb(named, site_, request)},
                             .status = refused ? 422 : 200},
                            choice_, view);
    }

    http::Response refused(const http::Request& request, DemandFormView view, const competence::Competence& competence, const DemandEdit& edit,
                           const std::vector<web::Option>& scopes, web::FormReader& form, const RoleRefusal& refusal) const {
        if (refusal.error == RoleError::invalid) {
            for (auto problem : refusal.problems) {
                if (problem.field == "organisation" || (problem.field == "layer" && scopes.size() < 2) || problem.field == "competence")
                    problem.field.clear();
                form.refuse(problem.field, problem.message_key, problem.arguments);
            }
            return form_page(request, std::move(view), competence, edit, scopes, &form, 422);
        }
        if (refusal.error == RoleError::already_asked) {
            form.refuse(scopes.size() > 1 ? "layer" : "", message_key_of(refusal.error));
            return form_page(request, std::move(view), competence, edit, scopes, &form, status_of(refusal.error));
        }
        return refusal_page(request, site_, refusal.error);
    }

    http::Response form_page(const http::Request& request, DemandFormView view, const competence::Competence& competence,
                             const std::optional<DemandEdit>& edit, const std::vector<web::Option>& scopes, const web::FormReader* typed,
                             int status) const {
        const auto named = *find_named(request, parts_.roles);
        view.role = name_of(named, site_, request);
        view.back = address_of(named.slug);
        fill_form(view, site_, request, competence, edit, scopes, typed);
        return site_.render(request,
                            {.title = view.is_new ? "roles.form.title_new" : "roles.form.title",
                             .active = roles_path,
                             .breadcrumbs = {roles_crumb(site_, request), named_crumb(named, site_, request)},
                             .status = status},
                            form_, view);
    }

    PageParts parts_;
    const web::Site& site_;
    web::Template<ChoiceView> choice_;
    web::Template<DemandFormView> form_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_demand_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<DemandPages>(parts);
    using http::Request;
    router.get("/taetigkeiten/{slug}/anforderungen/neu", [pages](Request& request) { return pages->show_new(request); });
    router.post("/taetigkeiten/{slug}/anforderungen/neu", [pages](Request& request) { return pages->create(request); });
    router.get("/taetigkeiten/{slug}/anforderungen/{line:id}", [pages](Request& request) { return pages->show(request); });
    router.post("/taetigkeiten/{slug}/anforderungen/{line:id}", [pages](Request& request) { return pages->save(request); });
    router.get("/taetigkeiten/{slug}/anforderungen/{line:id}/loeschung", [pages](Request& request) { return pages->ask_removal(request); });
    router.post("/taetigkeiten/{slug}/anforderungen/{line:id}/loeschung", [pages](Request& request) { return pages->remove(request); });
}

}  // namespace kc::roles
