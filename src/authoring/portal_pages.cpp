// SPDX-License-Identifier: EUPL-1.2
// The portal's entry: the list of a provider's offers, a new one, and the page from which everything about one offer is reached.
#include "authoring/own_offer.hpp"
#include "authoring/readiness_view.hpp"

#include "base/text.hpp"
#include "catalogue/preview.hpp"
#include "web/confirm.hpp"
#include "web/table.hpp"

namespace kc::authoring {

namespace {

using catalogue::UnitState;

struct OfferLine {
    LearningUnitId id;
    std::string title, provider;
    OfferKind kind{};
    PortalState state{};
    bool is_published = false, is_submitted = false, changing = false;
    std::optional<int> version, score;
    std::optional<Date> next_day;
    Instant changed_at{};
};
BOOST_DESCRIBE_STRUCT(OfferLine, (), (id, title, provider, kind, state, is_published, is_submitted, changing, version, score, next_day, changed_at))

struct PortalView {
    std::string search;
    web::ChoiceField state;
    std::optional<web::ChoiceField> provider;  // only where there is a choice
    bool several_providers = false, can_create = false, can_release = false;
    std::vector<OfferLine> offers;
    web::TableView table;
    std::optional<web::EmptyState> empty;
};
BOOST_DESCRIBE_STRUCT(PortalView, (), (search, state, provider, several_providers, can_create, can_release, offers, table, empty))

struct NewOfferView {
    web::ChoiceField kind;
    std::optional<web::ChoiceField> provider;
    web::TextField title;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(NewOfferView, (), (kind, provider, title, errors))

struct SectionLine {
    std::string href, label;
    std::optional<int> open;
};
BOOST_DESCRIBE_STRUCT(SectionLine, (), (href, label, open))

struct OfferView {
    LearningUnitId id;
    std::string title, slug, provider, remark;
    OfferKind kind{};
    PortalState state{};
    std::optional<int> version;
    int revision = 0;
    bool is_published = false, changing = false, internal = false, label_of = false;
    bool editable = false, waiting = false, retired = false;
    bool can_submit = false, can_publish = false, can_discard = false, can_retire = false, can_share = false, can_release = false;
    std::optional<Date> next_day;
    std::vector<SectionLine> sections;
    std::string refused;                // why the last step was not possible
    std::vector<std::string> problems;  // in detail
    ReadinessView readiness;
};
BOOST_DESCRIBE_STRUCT(OfferView, (),
                      (id, title, slug, provider, remark, kind, state, version, revision, is_published, changing, internal, label_of, editable,
                       waiting, retired, can_submit, can_publish, can_discard, can_retire, can_share, can_release, next_day, sections, refused,
                       problems, readiness))

const web::TableRules& list_rules() {
    static const web::TableRules rules{.columns = {{"titel", "authoring.portal.column_title"},
                                                   {"stand", "authoring.portal.column_state", false},
                                                   {"punkte", "authoring.portal.column_score", false, true},
                                                   {"termin", "authoring.portal.column_next"},
                                                   {"geaendert", "authoring.portal.column_changed"}},
                                       .sort_by = "titel"};
    return rules;
}

OfferQuery::Order order_of(std::string_view column) {
    if (column == "termin") return OfferQuery::Order::next_date;
    if (column == "geaendert") return OfferQuery::Order::changed;
    return OfferQuery::Order::title;
}

std::vector<web::Option> provider_options(const std::vector<OwnProvider>& providers) {
    std::vector<web::Option> options;
    for (const auto& provider : providers) options.push_back({std::to_string(provider.id.value), provider.name, {}});
    return options;
}

class PortalPages {
public:
    explicit PortalPages(const PageParts& parts)
        : parts_(parts),
          site_(parts.site),
          list_(site_.bind<PortalView>("authoring/portal")),
          new_(site_.bind<NewOfferView>("authoring/new_offer")),
          offer_(site_.bind<OfferView>("authoring/offer")),
          confirm_(web::bind_confirmation(site_)) {}

    http::Response list(const http::Request& request) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        // Instructors have dates to look at, but no descriptions to write.
        if (!viewer->may(Permission::edit_offers) && viewer->may(Permission::see_provider_units)) return web::redirect("/anbieter-bereich/termine");
        return with_editor(request, site_, [&](const Viewer&) { return list(request, *viewer); });
    }

    http::Response show_new(const http::Request& request) const {
        return with_editor(request, site_, [&](const Viewer& viewer) { return new_page(request, viewer, nullptr); });
    }

    http::Response create(const http::Request& request) {
        return with_editor(request, site_, [&](const Viewer& viewer) {
            const auto own = parts_.authoring.providers(viewer);
            web::FormReader form(request);
            NewOffer offer;
            const auto kind = form.enumerator<OfferKind>("kind", {.required = true});
            offer.title = form.text("title", {.required = true, .max = 200});
            if (own.size() == 1) {
                offer.provider = own.front().id;
            } else {
                std::vector<std::string> allowed;
                for (const auto& option : provider_options(own)) allowed.push_back(option.value);
                const auto chosen = form.choice("provider", allowed, {.required = true});
                offer.provider = ProviderId{web::parse_integer(chosen).value_or(0)};
            }
            if (!form.ok()) return new_page(request, viewer, &form);
            offer.kind = *kind;
            const auto id = parts_.authoring.create(viewer, offer);
            if (id) return web::redirect(offer_path(*id, "bearbeiten/titel"), {.message_key = "authoring.notice.created"});
            if (id.error().error != AuthoringError::invalid) return refusal_page(request, site_, id.error().error);
            form.refuse(id.error().problems);
            return new_page(request, viewer, &form);
        });
    }

    http::Response show(const http::Request& request) const {
        return with_offer(request, parts_, [&](const Viewer& viewer, const Offer& offer) { return offer_page(request, viewer, offer); });
    }

    http::Response submit(const http::Request& request) {
        return step(request, "authoring.notice.submitted",
                    [&](const Viewer& viewer, LearningUnitId id) { return parts_.authoring.submit(viewer, id); });
    }
    http::Response withdraw(const http::Request& request) {
        return step(request, "authoring.notice.withdrawn",
                    [&](const Viewer& viewer, LearningUnitId id) { return parts_.authoring.withdraw(viewer, id); });
    }
    http::Response restore(const http::Request& request) {
        return step(request, "authoring.notice.restored",
                    [&](const Viewer& viewer, LearningUnitId id) { return parts_.authoring.restore(viewer, id); });
    }
    http::Response share(const http::Request& request) {
        return step(request, "authoring.notice.shared",
                    [&](const Viewer& viewer, LearningUnitId id) { return parts_.authoring.share_with_all(viewer, id); });
    }
    http::Response copy(const http::Request& request) {
        return with_editor(request, site_, [&](const Viewer& viewer) {
            const auto copied = parts_.authoring.copy(viewer, request.get_id<LearningUnitId>("id"));
            if (!copied) return refusal_page(request, site_, copied.error().error);
            return web::redirect(offer_path(*copied, "bearbeiten/titel"), {.message_key = "authoring.notice.copied"});
        });
    }

    http::Response ask_discard(const http::Request& request) const {
        return with_offer(request, parts_, [&](const Viewer&, const Offer& offer) {
            if (!offer.draft) return refusal_page(request, site_, AuthoringError::no_draft);
            const bool never_published = offer.unit.version == 0;
            return web::confirmation_page(
                site_, request, confirm_,
                {.title = site_.text(request, "authoring.discard.title"),
                 .text = site_.text(request, never_published ? "authoring.discard.text_new" : "authoring.discard.text", {{"title", title_of(offer)}}),
                 .action = offer_path(offer.unit.id, "verwerfen"),
                 .label = site_.text(request, "authoring.discard.label"),
                 .back = offer_path(offer.unit.id)},
                portal_path);
        });
    }
    http::Response discard(const http::Request& request) {
        return with_offer(request, parts_, [&](const Viewer& viewer, const Offer& offer) {
            const auto discarded = parts_.authoring.discard(viewer, offer.unit.id);
            if (!discarded) return refusal_page(request, site_, discarded.error().error);
            return web::redirect(offer.unit.version == 0 ? std::string(portal_path) : offer_path(offer.unit.id),
                                 {.message_key = "authoring.notice.discarded"});
        });
    }

private:
    static std::string title_of(const Offer& offer) { return offer.content().title.empty() ? offer.unit.title : offer.content().title; }

    // A step of one offer: back to its page, which says what has happened or why not.
    template <class Step> http::Response step(const http::Request& request, const char* notice, Step&& step) {
        return with_editor(request, site_, [&](const Viewer& viewer) {
            const auto id = request.get_id<LearningUnitId>("id");
            const auto done = step(viewer, id);
            if (done) return web::redirect(offer_path(id), {.message_key = notice});
            const auto& refusal = done.error();
            if (refusal.error == AuthoringError::offer_not_found) return refusal_page(request, site_, refusal.error);
            const auto offer = parts_.authoring.find(viewer, id);
            if (!offer) return refusal_page(request, site_, offer.error().error);
            return offer_page(request, viewer, *offer, &refusal);
        });
    }

    http::Response list(const http::Request& request, const Viewer& viewer) const {
        const auto own = parts_.authoring.providers(viewer);
        OfferQuery query;
        query.search = std::string(request.query("suche").value_or("")).substr(0, 200);
        if (!is_valid_utf8(query.search)) query.search.clear();
        PortalState state{};
        const std::string state_name(request.query("stand").value_or(""));
        if (boost::describe::enum_from_string(state_name.c_str(), state)) query.state = state;
        const auto provider = web::parse_integer(request.query("anbieter").value_or(""));
        for (const auto& one : own) {
            if (provider == one.id.value) query.provider = one.id;
        }
        auto sorting = web::read_table_query(request, list_rules());
        query.order = order_of(sorting.sort_by);
        query.descending = sorting.descending;
        query.limit = sorting.page_size;
        query.offset = sorting.offset();
        auto found = parts_.authoring.list(viewer, query);
        sorting.limit_to(found.total);
        if (query.offset != sorting.offset()) {
            query.offset = sorting.offset();
            found = parts_.authoring.list(viewer, query);
        }

        const auto fields = site_.fields(request);
        PortalView view{.search = query.search,
                        .state = state_field(request, fields, query),
                        .several_providers = own.size() > 1,
                        .can_create = !own.empty(),
                        .can_release = viewer.may(Permission::release_offers)};
        if (own.size() > 1) {
            auto options = provider_options(own);
            options.insert(options.begin(), {"", site_.text(request, "authoring.portal.all_providers"), {}});
            view.provider = fields.choice("anbieter", {.label = "authoring.portal.provider"}, options,
                                          query.provider ? std::to_string(query.provider->value) : "");
            view.provider->optional_mark = false;
        }
        for (const auto& row : found.rows) view.offers.push_back(line(row));
        view.table = web::table_view(request, site_.messages(), web::language_of(request), list_rules(), sorting, found.total);
        if (view.offers.empty()) {
            const bool filtered = !query.search.empty() || query.state || query.provider;
            view.empty = web::EmptyState{site_.text(request, filtered ? "authoring.portal.none_found" : "authoring.portal.none"),
                                         site_.text(request, own.empty() ? "authoring.portal.no_provider"
                                                             : filtered  ? "authoring.portal.none_found_text"
                                                                         : "authoring.portal.none_text"),
                                         own.empty() ? ""
                                         : filtered  ? std::string(portal_path)
                                                     : "/anbieter-bereich/angebote/neu",
                                         site_.text(request, filtered ? "authoring.portal.show_all" : "authoring.portal.new")};
        }
        return site_.render(request, {.title = "authoring.portal.title", .active = portal_path, .wide = true}, list_, view);
    }

    web::ChoiceField state_field(const http::Request& request, const web::Fields& fields, const OfferQuery& query) const {
        auto options = fields.options_of<PortalState>();
        options.insert(options.begin(), {"", site_.text(request, "authoring.portal.all_states"), {}});
        auto field = fields.choice("stand", {.label = "authoring.portal.state"}, options,
                                   query.state ? boost::describe::enum_to_string(*query.state, "") : "");
        field.optional_mark = false;
        return field;
    }

    OfferLine line(const OfferRow& row) const {
        OfferLine line{.id = row.id,
                       .title = row.title,
                       .provider = row.provider_name,
                       .kind = row.kind,
                       .state = row.state(),
                       .changing = row.changing(),
                       .next_day = row.next_day,
                       .changed_at = row.changed_at};
        line.is_published = line.state == PortalState::published;
        line.is_submitted = line.state == PortalState::submitted;
        if (row.version > 0) line.version = row.version;
        const auto score = parts_.authoring.score(row);
        if (score) line.score = score->score;
        if (score && score->kind) line.kind = *score->kind;
        return line;
    }

    http::Response new_page(const http::Request& request, const Viewer& viewer, const web::FormReader* refused) const {
        const auto own = parts_.authoring.providers(viewer);
        if (own.empty()) return site_.error_page(request, 403, "authoring.refusal.provider_not_found");
        const auto fields = site_.fields(request, refused);
        auto kinds = fields.options_of<OfferKind>();
        for (auto& kind : kinds) kind.hint = site_.text(request, "authoring.new.kind_" + kind.value);
        NewOfferView view{.kind = fields.choice("kind", {.label = "authoring.new.kind", .required = true}, kinds, "learning_unit")};
        if (own.size() > 1)
            view.provider =
                fields.choice("provider", {.label = "authoring.portal.provider", .required = true, .empty_option = true}, provider_options(own));
        view.title = fields.text("title", {.label = "authoring.field.title", .hint = "authoring.new.title_hint", .required = true});
        view.errors = fields.errors();
        return site_.render(request,
                            {.title = "authoring.new.title",
                             .active = portal_path,
                             .breadcrumbs = portal_crumbs(site_, request),
                             .status = refused != nullptr ? 422 : 200},
                            new_, view);
    }

    http::Response offer_page(const http::Request& request, const Viewer& viewer, const Offer& offer,
                              const AuthoringRefusal* refusal = nullptr) const {
        const auto& content = offer.content();
        const auto assessed = refusal != nullptr && refusal->readiness ? *refusal->readiness : parts_.authoring.assess(offer, content);
        const auto editor = offer_path(offer.unit.id, "bearbeiten");
        const bool office = viewer.may(Permission::release_offers);
        OfferView view{.id = offer.unit.id,
                       .title = title_of(offer),
                       .slug = offer.unit.slug,
                       .provider = offer.provider.name,
                       .remark = offer.draft ? offer.draft->remark : std::string(),
                       .kind = content.kind,
                       .state = offer.state(),
                       .revision = offer.revision(),
                       .is_published = offer.unit.state == UnitState::published,
                       .changing = offer.unit.version > 0 && offer.draft.has_value(),
                       .internal = content.only_for.has_value(),
                       .label_of = content.code_share_of.has_value(),
                       .editable = offer.editable(),
                       .waiting = offer.state() == PortalState::submitted,
                       .retired = offer.unit.state == UnitState::retired,
                       .can_release = office};
        if (offer.unit.version > 0) view.version = offer.unit.version;
        view.can_submit = view.editable && offer.draft && assessed.ready() && !office;
        view.can_publish = view.editable && offer.draft && assessed.ready() && office;
        view.can_discard = view.editable && offer.draft;
        view.can_retire = view.is_published;
        view.can_share = view.is_published && !offer.draft && offer.published->only_for;
        const auto snapshot = parts_.sources.catalogue.current();
        if (const auto* unit = snapshot->find_unit(offer.unit.id)) {
            if (const auto* next = unit->next_date(parts_.authoring.today())) view.next_day = next->first_day;
        }
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<Section>>([&](auto entry) {
            SectionLine line{fmt::format("{}/{}", editor, section_slug(entry.value)),
                             site_.text(request, std::string("authoring.section.") + entry.name), std::nullopt};
            int open = 0;
            for (const auto& item : assessed.items) {
                const auto* field = find_standard_field(item.field);
                open += !item.met && item.strength == Strength::must && field != nullptr && field->section == entry.value;
            }
            if (open > 0) line.open = open;
            view.sections.push_back(std::move(line));
        });
        if (refusal != nullptr) {
            view.refused = site_.text(request, message_key_of(refusal->error));
            for (const auto& problem : refusal->problems) view.problems.push_back(site_.messages().text(web::language_of(request), problem));
        }
        view.readiness = readiness_view(assessed, site_.messages(), web::language_of(request), view.editable ? editor : std::string());
        return site_.render(request,
                            {.title_text = view.title,
                             .active = portal_path,
                             .breadcrumbs = portal_crumbs(site_, request),
                             .status = refusal != nullptr ? status_of(refusal->error) : 200},
                            offer_, view);
    }

    PageParts parts_;
    const web::Site& site_;
    web::Template<PortalView> list_;
    web::Template<NewOfferView> new_;
    web::Template<OfferView> offer_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_portal_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<PortalPages>(parts);
    const std::string one = "/anbieter-bereich/angebote/{id:id}";
    router.get("/anbieter-bereich", [pages](http::Request& request) { return pages->list(request); });
    router.get("/anbieter-bereich/angebote/neu", [pages](http::Request& request) { return pages->show_new(request); });
    router.post("/anbieter-bereich/angebote/neu", [pages](http::Request& request) { return pages->create(request); });
    router.get(one, [pages](http::Request& request) { return pages->show(request); });
    router.post(one + "/einreichung", [pages](http::Request& request) { return pages->submit(request); });
    router.post(one + "/ruecknahme", [pages](http::Request& request) { return pages->withdraw(request); });
    router.post(one + "/wiederaufnahme", [pages](http::Request& request) { return pages->restore(request); });
    router.post(one + "/freigabe-fuer-alle", [pages](http::Request& request) { return pages->share(request); });
    router.post(one + "/kopie", [pages](http::Request& request) { return pages->copy(request); });
    router.get(one + "/verwerfen", [pages](http::Request& request) { return pages->ask_discard(request); });
    router.post(one + "/verwerfen", [pages](http::Request& request) { return pages->discard(request); });
}

void register_description_routes(http::Router& router, const PageParts& parts) {
    register_portal_pages(router, parts);
    register_editor_pages(router, parts);
    register_version_pages(router, parts);
    register_release_pages(router, parts);
    register_standard_pages(router, parts);
    register_area_pages(router, parts);
    register_offer_api(router, parts);
}

}  // namespace kc::authoring
