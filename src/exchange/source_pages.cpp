// SPDX-License-Identifier: EUPL-1.2
// /anbieter-bereich/importe/quellen: addresses that are fetched on a schedule.
#include "exchange/pages.hpp"
#include "web/confirm.hpp"
#include "web/fields.hpp"
#include "web/form.hpp"

namespace kc::exchange {

namespace {

constexpr std::string_view sources_path = "/anbieter-bereich/importe/quellen";

struct SourceRow {
    ImportSourceId id;
    std::string name, address, provider;
    int every_hours = 24;
    bool enabled = true;
    std::optional<Instant> last_run_at;
    Instant next_run_at{};
};
BOOST_DESCRIBE_STRUCT(SourceRow, (), (id, name, address, provider, every_hours, enabled, last_run_at, next_run_at))

struct SourcesView {
    std::vector<SourceRow> sources;
    std::vector<std::string> hosts;
};
BOOST_DESCRIBE_STRUCT(SourcesView, (), (sources, hosts))

struct SourceFormView {
    std::string action, heading;
    std::optional<web::ChoiceField> provider;
    web::TextField name, address;
    web::ChoiceField format, every_hours, outcome;
    web::CheckboxField retire, enabled;
    std::string removal;  // where it is removed; empty while it is new
    std::vector<std::string> hosts;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(SourceFormView, (),
                      (action, heading, provider, name, address, format, every_hours, outcome, retire, enabled, removal, hosts, errors))

class SourcePages {
public:
    explicit SourcePages(const PageParts& parts)
        : parts_(parts),
          site_(parts.site),
          list_(site_.bind<SourcesView>("exchange/sources")),
          form_(site_.bind<SourceFormView>("exchange/source_form")),
          confirm_(web::bind_confirmation(site_)) {}

    http::Response list(const http::Request& request) const {
        if (!request.viewer()->may(Permission::edit_offers)) return site_.error_page(request, 403);
        SourcesView view;
        for (auto& source : parts_.sources.list(*request.viewer())) {
            view.sources.push_back({source.id, std::move(source.name), std::move(source.address), std::move(source.provider_name), source.every_hours,
                                    source.enabled, source.last_run_at, source.next_run_at});
        }
        view.hosts = parts_.sources.allowed_hosts();
        return site_.render(request, page(request, "exchange.sources.title", 200, false), list_, view);
    }

    http::Response show_new(const http::Request& request, const web::FormReader* refused = nullptr) const {
        if (!request.viewer()->may(Permission::edit_offers)) return site_.error_page(request, 403);
        return show_form(request, refused, nullptr);
    }

    http::Response show(const http::Request& request, const web::FormReader* refused = nullptr) const {
        const auto source = parts_.sources.find(*request.viewer(), request.get_id<ImportSourceId>("source"));
        if (!source) return refusal(request, source.error());
        return show_form(request, refused, &*source);
    }

    http::Response add(http::Request& request) const {
        if (!request.viewer()->may(Permission::edit_offers)) return site_.error_page(request, 403);
        web::FormReader form(request);
        const auto content = read(form, request, nullptr);
        if (form.ok()) {
            const auto added = parts_.sources.add(*request.viewer(), content);
            if (added) return web::redirect(sources_path, {.message_key = "exchange.notice.source_added"});
            if (!tell(form, added.error())) return refusal(request, added.error());
        }
        return show_new(request, &form);
    }

    http::Response change(http::Request& request) const {
        const auto source = parts_.sources.find(*request.viewer(), request.get_id<ImportSourceId>("source"));
        if (!source) return refusal(request, source.error());
        web::FormReader form(request);
        const auto content = read(form, request, &*source);
        if (form.ok()) {
            const auto changed = parts_.sources.change(*request.viewer(), source->id, content);
            if (changed) return web::redirect(sources_path, {.message_key = "exchange.notice.source_saved"});
            if (!tell(form, changed.error())) return refusal(request, changed.error());
        }
        return show(request, &form);
    }

    http::Response ask_removal(const http::Request& request) const {
        const auto source = parts_.sources.find(*request.viewer(), request.get_id<ImportSourceId>("source"));
        if (!source) return refusal(request, source.error());
        return web::confirmation_page(site_, request, confirm_,
                                      {.title = site_.text(request, "exchange.sources.remove_title"),
                                       .text = site_.text(request, "exchange.sources.remove_text", {{"name", source->name}}),
                                       .action = fmt::format("{}/{}/loeschung", sources_path, source->id.value),
                                       .label = site_.text(request, "exchange.sources.remove"),
                                       .back = std::string(sources_path)},
                                      "/anbieter-bereich");
    }

    http::Response remove(const http::Request& request) const {
        const auto removed = parts_.sources.remove(*request.viewer(), request.get_id<ImportSourceId>("source"));
        if (!removed) return refusal(request, removed.error());
        return web::redirect(sources_path, {.message_key = "exchange.notice.source_removed"});
    }

    http::Response pull(const http::Request& request) const {
        const auto pulled = parts_.sources.pull_now(*request.viewer(), request.get_id<ImportSourceId>("source"));
        if (!pulled) return refusal(request, pulled.error());
        return web::redirect("/anbieter-bereich/importe", {.message_key = "exchange.notice.source_pulled"});
    }

private:
    static bool tell(web::FormReader& form, const SourceRefusal& refusal) {
        switch (refusal.error) {
            case SourceError::address_refused: form.refuse("address", "exchange.source_refusal.address", {{"reason", refusal.reason}}); return true;
            case SourceError::already_there: form.refuse("address", "exchange.source_refusal.already_there"); return true;
            case SourceError::provider_not_found: form.refuse("provider", "exchange.refusal.provider_not_found"); return true;
            case SourceError::publish_not_permitted: form.refuse("outcome", "exchange.refusal.publish_not_permitted"); return true;
            case SourceError::not_permitted:
            case SourceError::not_found: return false;
        }
        return false;
    }

    http::Response refusal(const http::Request& request, const SourceRefusal& refusal) const {
        return site_.error_page(request, refusal.error == SourceError::not_permitted ? 403 : 404);
    }

    SourceContent read(web::FormReader& form, const http::Request& request, const ImportSource* known) const {
        SourceContent content;
        const auto providers = parts_.imports.providers(*request.viewer());
        if (known != nullptr)
            content.provider = known->provider_id;
        else if (providers.size() == 1)
            content.provider = providers.front().id;
        else
            content.provider = form.id<ProviderId>("provider", {.required = true}).value_or(ProviderId{});
        content.name = form.text("name", {.required = true, .max = 100});
        content.address = form.text("address", {.required = true, .max = 1000});
        SourceFormat format{};
        if (boost::describe::enum_from_string(form.choice("format", {"auto", "moochub", "open_vhs", "csv", "xlsx"}).c_str(), format))
            content.format = format;
        const std::string hours = form.choice("every_hours", {"6", "24", "168", "720"}, {.required = true});
        content.every_hours = hours.empty() ? 24 : std::stoi(hours);
        content.outcome = form.enumerator<ImportOutcome>("outcome", {.required = true}).value_or(ImportOutcome::draft);
        content.retire_vanished = form.checkbox("retire");
        content.enabled = form.checkbox("enabled");
        return content;
    }

    http::Response show_form(const http::Request& request, const web::FormReader* refused, const ImportSource* source) const {
        const auto& viewer = *request.viewer();
        const auto fields = site_.fields(request, refused);
        SourceFormView view;
        view.heading = site_.text(request, source == nullptr ? "exchange.sources.add" : "exchange.sources.edit");
        view.action = source == nullptr ? fmt::format("{}/neu", sources_path) : fmt::format("{}/{}", sources_path, source->id.value);
        if (source != nullptr) view.removal = view.action + "/loeschung";
        const auto providers = parts_.imports.providers(viewer);
        if (source == nullptr && providers.size() > 1) {
            std::vector<web::Option> options;
            for (const auto& provider : providers) options.push_back({std::to_string(provider.id.value), provider.name, {}});
            view.provider = fields.choice("provider", {.label = "exchange.provider", .required = true, .empty_option = true}, options);
        }
        view.name = fields.text("name", {.label = "exchange.sources.name", .hint = "exchange.sources.name_hint", .required = true, .max = 100},
                                source == nullptr ? "" : source->name);
        view.address =
            fields.text("address", {.label = "exchange.sources.address", .hint = "exchange.sources.address_hint", .required = true, .max = 1000},
                        source == nullptr ? "" : source->address);
        std::vector<web::Option> formats{{"auto", site_.text(request, "exchange.format_auto"), {}}};
        for (auto& option : fields.options_of<SourceFormat>()) formats.push_back(std::move(option));
        view.format = fields.choice("format", {.label = "exchange.format", .required = true}, formats,
                                    source != nullptr && source->format ? boost::describe::enum_to_string(*source->format, "") : "auto");
        std::vector<web::Option> intervals;
        for (const auto* hours : {"6", "24", "168", "720"})
            intervals.push_back({hours, site_.text(request, std::string("exchange.sources.every_") + hours), {}});
        view.every_hours = fields.choice("every_hours", {.label = "exchange.sources.every", .required = true}, intervals,
                                         source == nullptr ? "24" : std::to_string(source->every_hours));
        auto outcomes = fields.options_of<ImportOutcome>();
        if (!viewer.may(Permission::release_offers)) std::erase_if(outcomes, [](const web::Option& option) { return option.value == "publish"; });
        view.outcome = fields.choice("outcome", {.label = "exchange.outcome", .hint = "exchange.outcome_hint", .required = true}, outcomes,
                                     source == nullptr ? "draft" : boost::describe::enum_to_string(source->outcome, ""));
        view.retire =
            fields.checkbox("retire", {.label = "exchange.retire", .hint = "exchange.retire_hint"}, source != nullptr && source->retire_vanished);
        view.enabled = fields.checkbox("enabled", {.label = "exchange.sources.enabled"}, source == nullptr || source->enabled);
        view.hosts = parts_.sources.allowed_hosts();
        view.errors = fields.errors();
        return site_.render(request, page(request, source == nullptr ? "exchange.sources.add" : "exchange.sources.edit", refused ? 422 : 200, true),
                            form_, view);
    }

    web::PageOptions page(const http::Request& request, std::string_view title, int status, bool below) const {
        web::PageOptions options{.title = title, .active = "/anbieter-bereich", .status = status};
        options.breadcrumbs = {{"/anbieter-bereich", site_.text(request, "exchange.area")},
                               {"/anbieter-bereich/importe", site_.text(request, "exchange.imports.title")}};
        if (below) options.breadcrumbs.push_back({std::string(sources_path), site_.text(request, "exchange.sources.title")});
        return options;
    }

    const PageParts parts_;
    const web::Site& site_;
    web::Template<SourcesView> list_;
    web::Template<SourceFormView> form_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_source_pages(http::Router& router, const PageParts& parts) {
    using http::Request;
    const auto pages = std::make_shared<SourcePages>(parts);
    router.get("/anbieter-bereich/importe/quellen", [pages](Request& r) { return pages->list(r); });
    router.get("/anbieter-bereich/importe/quellen/neu", [pages](Request& r) { return pages->show_new(r); });
    router.post("/anbieter-bereich/importe/quellen/neu", [pages](Request& r) { return pages->add(r); });
    router.get("/anbieter-bereich/importe/quellen/{source:id}", [pages](Request& r) { return pages->show(r); });
    router.post("/anbieter-bereich/importe/quellen/{source:id}", [pages](Request& r) { return pages->change(r); });
    router.get("/anbieter-bereich/importe/quellen/{source:id}/loeschung", [pages](Request& r) { return pages->ask_removal(r); });
    router.post("/anbieter-bereich/importe/quellen/{source:id}/loeschung", [pages](Request& r) { return pages->remove(r); });
    router.post("/anbieter-bereich/importe/quellen/{source:id}/abruf", [pages](Request& r) { return pages->pull(r); });
}

}  // namespace kc::exchange
