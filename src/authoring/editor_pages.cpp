// SPDX-License-Identifier: EUPL-1.2
// The editor: one page per section, saved at any time; the check beside it, and the preview as learners will see it.
#include "authoring/own_offer.hpp"
#include "authoring/readiness_view.hpp"
#include "authoring/section_form.hpp"

#include "catalogue/offer_page.hpp"
#include "catalogue/preview.hpp"

namespace kc::authoring {

namespace {

struct SectionLink {
    std::string href, label;
    bool current = false;
    std::optional<int> open;  // things that must still be done there
};
BOOST_DESCRIBE_STRUCT(SectionLink, (), (href, label, current, open))

struct ConflictView {
    std::vector<DifferenceLine> lines;  // before: what the colleague has saved, after: what was typed here
};
BOOST_DESCRIBE_STRUCT(ConflictView, (), (lines))

struct EditorView {
    LearningUnitId id;
    std::string title, section_title, section_lead, action, fingerprint, check_path;
    OfferKind kind{};
    int revision = 0;
    std::vector<SectionLink> sections;
    std::optional<std::string> previous, next;
    std::optional<ConflictView> conflict;
    std::string remark;
    bool published = false;
    std::string default_action;  // what the Enter key does
    SectionForm form;
    ReadinessView readiness;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(EditorView, (),
                      (id, title, section_title, section_lead, action, fingerprint, check_path, kind, revision, sections, previous, next, conflict,
                       remark, published, default_action, form, readiness, errors))

constexpr int section_count = 7;
constexpr std::string_view readiness_element = "bereitschaft";

class EditorPages {
public:
    explicit EditorPages(const PageParts& parts)
        : parts_(parts),
          site_(parts.site),
          forms_(parts.site, parts.authoring),
          editor_(site_.bind<EditorView>("authoring/editor")),
          readiness_(site_.bind<ReadinessView>("authoring/readiness")),
          offer_page_(site_) {}

    http::Response show(const http::Request& request) const {
        return with_section(request, [&](const Viewer&, const Offer& offer, Section section) {
            if (!offer.editable() && !may_edit_submitted(request, offer)) return web::redirect(offer_path(offer.unit.id));
            return page(request, offer, offer.content(), section, nullptr, 200);
        });
    }

    http::Response save(const http::Request& request) {
        return with_section(request, [&](const Viewer& viewer, const Offer& offer, Section section) {
            web::FormReader form(request);
            auto content = forms_.read(form, offer, offer.content(), section);
            if (!form.ok()) return page(request, offer, content, section, &form, 422);
            const auto action = form.raw("aktion");
            const bool list_changed = forms_.apply_action(action, content);
            const Saving saving{content, section, static_cast<int>(web::parse_integer(form.raw("revision")).value_or(-1)), form.raw("fingerprint")};
            const auto saved = parts_.authoring.save(viewer, offer.unit.id, saving);
            if (saved) return answer_saved(request, offer, section, form, action, list_changed);
            const auto& refusal = saved.error();
            if (refusal.error == AuthoringError::outdated) return conflict(request, viewer, offer, content, section, form);
            if (refusal.error != AuthoringError::invalid) return refusal_page(request, site_, refusal.error);
            for (const auto& problem : refusal.problems) form.refuse(SectionForms::form_field(problem.field), problem.message_key, problem.arguments);
            return page(request, offer, content, section, &form, 422);
        });
    }

    // Nothing is stored: the score of what stands in the form now.
    http::Response check(const http::Request& request) const {
        return with_section(request, [&](const Viewer&, const Offer& offer, Section section) {
            web::FormReader form(request);
            const auto content = parts_.authoring.normalised(forms_.read(form, offer, offer.content(), section));
            if (web::wants_fragment(request, readiness_element))
                return site_.fragment(readiness_.render(readiness(request, offer, content), site_.context(request)));
            return page(request, offer, content, section, &form, form.ok() ? 200 : 422);
        });
    }

    http::Response preview(const http::Request& request) const {
        return with_offer(request, parts_, [&](const Viewer& viewer, const Offer& offer) {
            const auto snapshot = parts_.sources.catalogue.current();
            const auto framework = parts_.sources.framework.current();
            const auto unit = catalogue::unit_of_content(*snapshot, *framework, offer.content(), offer.unit.id);
            if (!unit) return site_.error_page(request, 404, "authoring.refusal.provider_not_found");
            const catalogue::Sight sight{*snapshot,
                                         *framework,
                                         web::language_of(request),
                                         snapshot->is_member(viewer.organisation),
                                         parts_.sources.clock.today(),
                                         offer.provider.organisation_id};
            return offer_page_.render(request, sight, *unit, {}, true);
        });
    }

private:
    template <class Page> http::Response with_section(const http::Request& request, Page&& page) const {
        const auto section = section_of_slug(request.path_value("section").value_or(""));
        if (!section) return site_.error_page(request, 404);
        return with_offer(request, parts_, [&](const Viewer& viewer, const Offer& offer) { return page(viewer, offer, *section); });
    }

    static bool may_edit_submitted(const http::Request& request, const Offer& offer) {
        return offer.unit.state != catalogue::UnitState::retired && request.viewer()->may(Permission::release_offers);
    }

    static std::string editor_path(LearningUnitId id) { return offer_path(id, "bearbeiten"); }
    static std::string section_path(LearningUnitId id, Section section) { return fmt::format("{}/{}", editor_path(id), section_slug(section)); }

    ReadinessView readiness(const http::Request& request, const Offer& offer, const UnitContent& content) const {
        return readiness_view(parts_.authoring.assess(offer, content), site_.messages(), web::language_of(request), editor_path(offer.unit.id));
    }

    static http::Response answer_saved(const http::Request&, const Offer& offer, Section section, const web::FormReader& form,
                                       std::string_view action, bool list_changed) {
        const auto id = offer.unit.id;
        const auto here = section_path(id, section);
        const auto search = section == Section::competences ? form.raw("kompetenz") : section == Section::connections ? form.raw("angebot") : "";
        const std::string_view name = section == Section::competences ? "kompetenz" : "angebot";
        if (action == "suchen" && !search.empty()) return web::redirect(fmt::format("{}?{}={}#suche", here, name, web::url_part(search)));
        if (list_changed && !search.empty()) return web::redirect(fmt::format("{}?{}={}#auswahl", here, name, web::url_part(search)));
        if (list_changed) return web::redirect(here + "#auswahl");
        const web::Notice saved{.message_key = "authoring.notice.draft_saved"};
        const int next = static_cast<int>(section) + 1;
        if (action == "weiter") return web::redirect(next < section_count ? section_path(id, static_cast<Section>(next)) : offer_path(id), saved);
        return web::redirect(here, saved);
    }

    // RE-45: both texts are shown; what was typed stays in the fields, and saving again takes it.
    http::Response conflict(const http::Request& request, const Viewer& viewer, const Offer& read, const UnitContent& typed, Section section,
                            const web::FormReader& form) const {
        const auto now = parts_.authoring.find(viewer, read.unit.id);
        if (!now) return refusal_page(request, site_, now.error().error);
        const ContentTexts texts(site_.messages(), web::language_of(request), parts_.authoring.catalogue(), parts_.authoring.framework());
        const auto mine = authoring::with_section(now->content(), parts_.authoring.normalised(typed), section);
        const ConflictView view{texts.differences(now->content(), mine)};
        return page(request, *now, mine, section, &form, 409, view);
    }

    http::Response page(const http::Request& request, const Offer& offer, const UnitContent& content, Section section, const web::FormReader* refused,
                        int status, std::optional<ConflictView> conflict = {}) const {
        const auto id = offer.unit.id;
        const auto fields = site_.fields(request, refused);
        const auto language = web::language_of(request);
        const auto assessed = parts_.authoring.assess(offer, content);
        const std::string key = std::string("authoring.section.") + boost::describe::enum_to_string(section, "");
        EditorView view{.id = id,
                        .title = content.title.empty() ? offer.unit.title : content.title,
                        .section_title = site_.text(request, key),
                        .section_lead = site_.text(request, key + ".lead"),
                        .action = section_path(id, section),
                        .fingerprint = section_fingerprint(offer.content(), section),
                        .check_path = section_path(id, section) + "/pruefung",
                        .kind = content.kind,
                        .revision = offer.revision(),
                        .conflict = std::move(conflict),
                        .remark = offer.draft ? offer.draft->remark : std::string(),
                        .published = offer.unit.version > 0,
                        .default_action = section == Section::competences || section == Section::connections ? "suchen" : "speichern",
                        .form = forms_.form(request, fields, offer, content, section),
                        .readiness = readiness_view(assessed, site_.messages(), language, editor_path(id)),
                        .errors = fields.errors()};
        for (int i = 0; i < section_count; ++i) {
            const auto one = static_cast<Section>(i);
            SectionLink link{section_path(id, one), site_.text(request, std::string("authoring.section.") + boost::describe::enum_to_string(one, "")),
                             one == section, std::nullopt};
            for (const auto& item : assessed.items) {
                const auto* field = find_standard_field(item.field);
                if (!item.met && item.strength == Strength::must && field != nullptr && field->section == one) link.open = link.open.value_or(0) + 1;
            }
            view.sections.push_back(std::move(link));
        }
        const int place = static_cast<int>(section);
        if (place > 0) view.previous = view.sections[static_cast<std::size_t>(place - 1)].href;
        if (place + 1 < section_count) view.next = view.sections[static_cast<std::size_t>(place + 1)].href;
        return site_.render(request,
                            {.title_text = fmt::format("{}: {}", view.section_title, view.title),
                             .active = portal_path,
                             .breadcrumbs = offer_crumbs(site_, request, offer),
                             .status = status,
                             .islands = {"readiness"},
                             .wide = true},
                            editor_, view);
    }

    PageParts parts_;
    const web::Site& site_;
    SectionForms forms_;
    web::Template<EditorView> editor_;
    web::Template<ReadinessView> readiness_;
    catalogue::OfferPage offer_page_;
};

}  // namespace

void register_editor_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<EditorPages>(parts);
    constexpr std::string_view section = "/anbieter-bereich/angebote/{id:id}/bearbeiten/{section}";
    router.get(section, [pages](http::Request& request) { return pages->show(request); });
    router.post(section, [pages](http::Request& request) { return pages->save(request); });
    router.post(std::string(section) + "/pruefung", [pages](http::Request& request) { return pages->check(request); });
    router.get("/anbieter-bereich/angebote/{id:id}/vorschau", [pages](http::Request& request) { return pages->preview(request); });
}

}  // namespace kc::authoring
