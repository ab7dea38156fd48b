// SPDX-License-Identifier: EUPL-1.2
// /vertrauensstellen: whose histories count here. For the office.
#include "learning_history/pages.hpp"
#include "web/confirm.hpp"

#include <fmt/format.h>

namespace kc::learning_history {

namespace {

struct IssuerRow {
    TrustedIssuerId id;
    std::string name, key;
    Date added_on{};
    std::optional<Date> withdrawn_on;
};
BOOST_DESCRIBE_STRUCT(IssuerRow, (), (id, name, key, added_on, withdrawn_on))

struct OwnKeyRow {
    std::string key, x;
    Date created_on{};
    std::optional<Date> retired_on;
};
BOOST_DESCRIBE_STRUCT(OwnKeyRow, (), (key, x, created_on, retired_on))

struct IssuersView {
    std::vector<IssuerRow> issuers;
    std::vector<OwnKeyRow> own;
    bool beside = false;  // the signing key lies in the database
    web::TextField name, key;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(IssuersView, (), (issuers, own, beside, name, key, errors))

class IssuerPages {
public:
    explicit IssuerPages(const PageParts& parts)
        : parts_(parts), list_(parts.site.bind<IssuersView>("learning_history/issuers")), confirm_(web::bind_confirmation(parts.site)) {}

    http::Response list(const http::Request& request) const { return page(request, nullptr); }

    http::Response add(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        if (!request.viewer()->may(Permission::trust_issuers)) return refusal(request, IssuerError::not_permitted);
        web::FormReader form(request);
        const auto name = form.text("name", {.required = true, .max = 120});
        const auto key = form.text("schluessel", {.required = true, .max = 4000, .lines = true});
        if (form.ok()) {
            const auto added = parts_.issuers.add(*request.viewer(), name, key);
            if (added) return web::redirect(issuers_path, {.message_key = "learning_history.notice.issuer_added"});
            if (added.error() == IssuerError::not_permitted) return refusal(request, added.error());
            form.refuse(added.error() == IssuerError::name_missing ? "name" : "schluessel", message_key_of(added.error()));
        }
        return page(request, &form);
    }

    http::Response confirm_withdrawal(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto issuer = parts_.issuers.find(*request.viewer(), request.get_id<TrustedIssuerId>("id"));
        if (!issuer) return refusal(request, issuer.error());
        return web::confirmation_page(parts_.site, request, confirm_,
                                      {.title = parts_.site.text(request, "learning_history.withdraw.title", {{"name", issuer->name}}),
                                       .text = parts_.site.text(request, "learning_history.withdraw.text"),
                                       .action = fmt::format("{}/{}/ruecknahme", issuers_path, issuer->id.value),
                                       .label = parts_.site.text(request, "learning_history.withdraw.label"),
                                       .back = std::string(issuers_path),
                                       .irreversible = false},
                                      issuers_path);
    }

    http::Response withdraw(const http::Request& request) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto withdrawn = parts_.issuers.withdraw(*request.viewer(), request.get_id<TrustedIssuerId>("id"));
        if (!withdrawn) return refusal(request, withdrawn.error());
        return web::redirect(issuers_path, {.message_key = "learning_history.notice.issuer_withdrawn", .kind = web::NoticeKind::info});
    }

private:
    http::Response refusal(const http::Request& request, IssuerError error) const {
        return parts_.site.error_page(request, status_of(error), message_key_of(error));
    }

    http::Response page(const http::Request& request, const web::FormReader* refused) const {
        if (request.viewer() == nullptr) return web::redirect("/anmelden");
        const auto issuers = parts_.issuers.list(*request.viewer());
        if (!issuers) return refusal(request, issuers.error());
        const auto day_of = [](const std::optional<Instant>& instant) { return instant ? std::optional(berlin_date(*instant)) : std::nullopt; };
        const auto fields = parts_.site.fields(request, refused);
        IssuersView view;
        for (const auto& issuer : *issuers) {
            view.issuers.push_back({issuer.id, issuer.name, short_key(issuer.thumbprint), berlin_date(issuer.added_at), day_of(issuer.withdrawn_at)});
        }
        for (const auto& key : parts_.history.own_keys()) {
            view.own.push_back(
                {short_key(key.thumbprint), PublicKey::of_stored(key.public_key).x(), berlin_date(key.created_at), day_of(key.retired_at)});
        }
        view.beside = parts_.history.key_lies_beside_data();
        view.name = fields.text(
            "name", {.label = "learning_history.issuers.name", .hint = "learning_history.issuers.name_hint", .required = true, .max = 120});
        view.key = fields.text(
            "schluessel",
            {.label = "learning_history.issuers.key", .hint = "learning_history.issuers.key_hint", .required = true, .max = 4000, .rows = 5});
        view.errors = fields.errors();
        return parts_.site.render(request, {.title = "learning_history.issuers.title", .active = issuers_path, .status = refused ? 422 : 200}, list_,
                                  view);
    }

    PageParts parts_;
    web::Template<IssuersView> list_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_issuer_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<IssuerPages>(parts);
    router.get("/vertrauensstellen", [pages](http::Request& request) { return pages->list(request); });
    router.post("/vertrauensstellen", [pages](http::Request& request) { return pages->add(request); });
    router.get("/vertrauensstellen/{id:id}/ruecknahme", [pages](http::Request& request) { return pages->confirm_withdrawal(request); });
    router.post("/vertrauensstellen/{id:id}/ruecknahme", [pages](http::Request& request) { return pages->withdraw(request); });
}

}  // namespace kc::learning_history
