// SPDX-License-Identifier: EUPL-1.2
#include "authoring/bulk_pages.hpp"

#include "authoring/bulk_form.hpp"
#include "authoring/content_texts.hpp"
#include "base/text.hpp"
#include "web/confirm.hpp"
#include "web/table.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::authoring {

namespace {

constexpr std::string_view path = "/anbieter-bereich/sammelaenderung";

const web::TableRules& list_rules() {
    static const web::TableRules rules{.columns = {{"titel", "authoring.portal.column_title"},
                                                   {"stand", "authoring.portal.column_state", false},
                                                   {"termin", "authoring.portal.column_next"}},
                                       .sort_by = "titel"};
    return rules;
}

struct ChoiceLine {
    LearningUnitId id;
    std::string title, provider;
    PortalState state{};
    std::optional<Date> next_day;
    bool chosen = false;
};
BOOST_DESCRIBE_STRUCT(ChoiceLine, (), (id, title, provider, state, next_day, chosen))

struct ChoiceView {
    std::string search;
    web::ChoiceField state;
    std::vector<web::HiddenField> filters;
    bool several_providers = false;
    std::vector<ChoiceLine> offers;
    web::TableView table;
    web::ChoiceField which, property;
    std::optional<web::EmptyState> empty;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(ChoiceView, (), (search, state, filters, several_providers, offers, table, which, property, empty, errors))

struct ValueView : BulkValueFields {
    BulkProperty property{};
    std::int64_t count = 0;
    std::vector<web::HiddenField> hidden;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(ValueView, (BulkValueFields), (property, count, hidden, errors))

struct PreviewLine {
    LearningUnitId id;
    std::string title;
    PortalState state{};
    std::vector<DifferenceLine> differences;
    bool retires = false;
    std::string left_out;  // why it stays as it is
};
BOOST_DESCRIBE_STRUCT(PreviewLine, (), (id, title, state, differences, retires, left_out))

struct PreviewView {
    BulkProperty property{};
    std::int64_t count = 0, left_out_count = 0;
    bool any = false, as_draft = false;
    std::vector<PreviewLine> lines;
    std::vector<web::HiddenField> hidden;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(PreviewView, (), (property, count, left_out_count, any, as_draft, lines, hidden, errors))

class BulkPages {
public:
    BulkPages(const web::Site& site, BulkService& bulk)
        : site_(site),
          bulk_(bulk),
          choice_(site.bind<ChoiceView>("authoring/bulk")),
          value_(site.bind<ValueView>("authoring/bulk_value")),
          preview_(site.bind<PreviewView>("authoring/bulk_preview")) {}

    http::Response show(const http::Request& request) const {
        return with_editor(request, [&](const Viewer& viewer) { return choice_page(request, viewer, nullptr); });
    }

    http::Response send(const http::Request& request) {
        return with_editor(request, [&](const Viewer& viewer) {
            web::FormReader form(request);
            const auto property = form.enumerator<BulkProperty>("property", {.required = true});
            const auto step = form.raw("step");
            const auto offers = step == "choose" ? chosen_offers(request, viewer, form) : carried_offers(form);
            if (offers.empty()) form.refuse("which", message_key_of(BulkError::nothing_chosen));
            if (offers.size() > bulk_offers_max) form.refuse("which", message_key_of(BulkError::too_many));
            if (!form.ok() || !property) return choice_page(request, viewer, &form);
            if (step == "choose" && *property != BulkProperty::retire) return value_page(request, *property, offers, nullptr);
            const auto change = read_bulk_change(form, *property, *bulk_.authoring().catalogue());
            if (!form.ok()) return value_page(request, *property, offers, &form);
            if (step == "save") return save(request, viewer, form, offers, change);
            return preview(request, viewer, form, offers, change, false);
        });
    }

private:
    template <class Page> http::Response with_editor(const http::Request& request, Page&& page) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        if (!viewer->may(Permission::edit_offers)) {
            return site_.error_page(request, status_of(BulkError::not_permitted), message_key_of(BulkError::not_permitted));
        }
        return page(*viewer);
    }

    web::PageOptions options(const http::Request& request, int status, bool first) const {
        web::PageOptions options{.title = "authoring.bulk.title",
                                 .active = "/anbieter-bereich",
                                 .breadcrumbs = {{"/anbieter-bereich", site_.text(request, "authoring.work.area")}},
                                 .status = status,
                                 .wide = true};
        if (!first) options.breadcrumbs.push_back({std::string(path), site_.text(request, "authoring.bulk.choose_title")});
        return options;
    }

    // The filter stands in the address of the list and in hidden fields of its form.
    template <class Value> static OfferQuery query_of(Value&& value) {
        OfferQuery query;
        query.search = std::string(value("suche")).substr(0, 200);
        if (!is_valid_utf8(query.search)) query.search.clear();
        PortalState state{};
        if (boost::describe::enum_from_string(std::string(value("stand")).c_str(), state)) query.state = state;
        return query;
    }

    std::vector<LearningUnitId> chosen_offers(const http::Request&, const Viewer& viewer, web::FormReader& form) const {
        std::vector<LearningUnitId> offers;
        const auto which = form.choice("which", {"ticked", "page", "found"}, {.required = true});
        if (which == "found") {
            auto query = query_of([&](std::string_view name) { return form.raw(name); });
            query.limit = static_cast<int>(bulk_offers_max) + 1;
            for (const auto& row : bulk_.authoring().list(viewer, query).rows) offers.push_back(row.id);
            return offers;
        }
        for (const auto& text : form.raw_all(which == "page" ? "shown" : "offer")) {
            const auto id = web::parse_integer(text);
            if (id && *id > 0 && offers.size() <= bulk_offers_max) offers.push_back(LearningUnitId{*id});
        }
        return offers;
    }

    static std::vector<LearningUnitId> carried_offers(const web::FormReader& form) {
        std::vector<LearningUnitId> offers;
        std::string number;
        for (const char c : form.raw("offers") + ",") {
            if (c != ',') {
                number += c;
                continue;
            }
            const auto id = web::parse_integer(number);
            const bool known = id && std::find(offers.begin(), offers.end(), LearningUnitId{*id}) != offers.end();
            if (id && *id > 0 && !known && offers.size() <= bulk_offers_max) offers.push_back(LearningUnitId{*id});
            number.clear();
        }
        return offers;
    }

    static std::vector<web::HiddenField> carry(BulkProperty property, const std::vector<LearningUnitId>& offers) {
        std::string list;
        for (const auto id : offers) list += (list.empty() ? "" : ",") + std::to_string(id.value);
        return {{"offers", list}, {"property", boost::describe::enum_to_string(property, "")}};
    }

    http::Response choice_page(const http::Request& request, const Viewer& viewer, const web::FormReader* sent) const {
        const auto value = [&](std::string_view name) { return sent ? sent->raw(name) : std::string(request.query(name).value_or("")); };
        auto query = query_of(value);
        auto sorting = web::read_table_query(request, list_rules());
        query.order = sorting.sort_by == "termin" ? OfferQuery::Order::next_date : OfferQuery::Order::title;
        query.descending = sorting.descending;
        query.limit = sorting.page_size;
        query.offset = sorting.offset();
        auto found = bulk_.authoring().list(viewer, query);
        sorting.limit_to(found.total);
        if (query.offset != sorting.offset()) {
            query.offset = sorting.offset();
            found = bulk_.authoring().list(viewer, query);
        }
        const auto fields = site_.fields(request, sent);
        ChoiceView view;
        view.search = query.search;
        auto states = site_.fields(request).options_of<PortalState>();
        states.insert(states.begin(), {"", site_.text(request, "authoring.portal.all_states"), {}});
        const std::string state = query.state ? boost::describe::enum_to_string(*query.state, "") : "";
        view.state = site_.fields(request).choice("stand", {.label = "authoring.portal.state"}, states, state);
        view.state.optional_mark = false;
        view.filters = {{"suche", query.search}, {"stand", state}};
        const auto ticked = sent ? sent->raw_all("offer") : std::vector<std::string>{};
        for (const auto& row : found.rows) {
            view.several_providers = view.several_providers || row.provider_id != found.rows.front().provider_id;
            view.offers.push_back({row.id, row.title, row.provider_name, row.state(), row.next_day,
                                   std::find(ticked.begin(), ticked.end(), std::to_string(row.id.value)) != ticked.end()});
        }
        view.table = web::table_view(request, site_.messages(), web::language_of(request), list_rules(), sorting, found.total);
        view.which = fields.choice("which", {.label = "authoring.bulk.which", .required = true},
                                   {{"ticked", site_.text(request, "authoring.bulk.which_ticked"), {}},
                                    {"page", site_.text(request, "authoring.bulk.which_page", {{"count", found.rows.size()}}), {}},
                                    {"found", site_.text(request, "authoring.bulk.which_found", {{"count", found.total}}), {}}},
                                   "ticked");
        view.property = fields.choice("property", {.label = "authoring.bulk.property", .required = true, .empty_option = true},
                                      fields.options_of<BulkProperty>());
        if (view.offers.empty()) {
            view.empty = web::EmptyState{site_.text(request, "authoring.portal.none_found"), site_.text(request, "authoring.portal.none_found_text"),
                                         std::string(path), site_.text(request, "authoring.portal.show_all")};
        }
        view.errors = fields.errors();
        return site_.render(request, options(request, view.errors ? 422 : 200, true), choice_, view);
    }

    http::Response value_page(const http::Request& request, BulkProperty property, const std::vector<LearningUnitId>& offers,
                              const web::FormReader* sent) const {
        const auto fields = site_.fields(request, sent);
        ValueView view;
        static_cast<BulkValueFields&>(view) = bulk_value_fields(site_, request, fields, property, *bulk_.authoring().catalogue());
        view.property = property;
        view.count = static_cast<std::int64_t>(offers.size());
        view.hidden = carry(property, offers);
        view.errors = fields.errors();
        return site_.render(request, options(request, view.errors ? 422 : 200, false), value_, view);
    }

    http::Response preview(const http::Request& request, const Viewer& viewer, web::FormReader& form, const std::vector<LearningUnitId>& offers,
                           const BulkChange& change, bool outdated) const {
        const auto preview = bulk_.preview(viewer, offers, change);
        if (!preview) return refused(request, form, offers, change, preview.error());
        if (outdated) form.refuse("", message_key_of(BulkError::preview_outdated));
        const auto fields = site_.fields(request, &form);
        const ContentTexts texts(site_.messages(), web::language_of(request), bulk_.authoring().catalogue(), bulk_.authoring().framework());
        PreviewView view;
        view.property = change.property;
        view.as_draft = change.property != BulkProperty::retire;
        view.hidden = carry(change.property, offers);
        for (const auto& name : bulk_value_names()) {
            for (const auto& value : form.raw_all(name)) view.hidden.push_back({name, value});
        }
        view.hidden.push_back({"seen", preview->fingerprint});
        for (const auto& line : preview->lines) {
            PreviewLine shown{line.id, line.title, line.state, {}, false, {}};
            if (line.outcome == BulkOutcome::changes) {
                ++view.count;
                shown.retires = change.property == BulkProperty::retire;
                shown.differences = texts.differences(line.before, line.after);
            } else {
                ++view.left_out_count;
                shown.left_out = site_.text(request, fmt::format("authoring.bulk_outcome.{}", boost::describe::enum_to_string(line.outcome, "")));
                for (const auto& problem : line.problems) shown.left_out += " " + site_.messages().text(web::language_of(request), problem);
            }
            view.lines.push_back(std::move(shown));
        }
        view.any = view.count > 0;
        view.errors = fields.errors();
        return site_.render(request, options(request, outdated ? 409 : 200, false), preview_, view);
    }

    http::Response save(const http::Request& request, const Viewer& viewer, web::FormReader& form, const std::vector<LearningUnitId>& offers,
                        const BulkChange& change) {
        const auto applied = bulk_.apply(viewer, offers, change, form.raw("seen"));
        if (applied) {
            return web::redirect("/anbieter-bereich", {.message_key = change.property == BulkProperty::retire ? "authoring.notice.bulk_retired"
                                                                                                              : "authoring.notice.bulk_changed"});
        }
        if (applied.error().error == BulkError::preview_outdated) return preview(request, viewer, form, offers, change, true);
        return refused(request, form, offers, change, applied.error());
    }

    http::Response refused(const http::Request& request, web::FormReader& form, const std::vector<LearningUnitId>& offers, const BulkChange& change,
                           const BulkRefusal& refusal) const {
        if (refusal.error != BulkError::invalid) return site_.error_page(request, status_of(refusal.error), message_key_of(refusal.error));
        form.refuse(refusal.problems);
        return value_page(request, change.property, offers, &form);
    }

    const web::Site& site_;
    BulkService& bulk_;
    web::Template<ChoiceView> choice_;
    web::Template<ValueView> value_;
    web::Template<PreviewView> preview_;
};

}  // namespace

int status_of(BulkError error) {
    switch (error) {
        case BulkError::not_permitted: return 403;
        case BulkError::offer_not_found: return 404;
        case BulkError::preview_outdated:
        case BulkError::nothing_to_change: return 409;
        case BulkError::nothing_chosen:
        case BulkError::too_many:
        case BulkError::invalid: return 422;
    }
    return 422;
}

std::string message_key_of(BulkError error) {
    return fmt::format("authoring.bulk.problem.{}", boost::describe::enum_to_string(error, "not_permitted"));
}

void register_bulk_pages(http::Router& router, const web::Site& site, BulkService& bulk) {
    const auto pages = std::make_shared<BulkPages>(site, bulk);
    router.get(path, [pages](http::Request& request) { return pages->show(request); });
    router.post(path, [pages](http::Request& request) { return pages->send(request); });
}

}  // namespace kc::authoring
