// SPDX-License-Identifier: EUPL-1.2
// /lernhistorie/pruefen: anybody who was handed a file sees whether it is sound, without an account and without leaving a trace; and the
// public keys of this installation.
#include "learning_history/pages.hpp"

namespace kc::learning_history {

namespace {

struct ResultView {
    Trust trust{};
    bool counts = false;
    std::string issuer, key;
    Date issued_on{};
    std::vector<LineView> lines;
};
BOOST_DESCRIBE_STRUCT(ResultView, (), (trust, counts, issuer, key, issued_on, lines))

struct CheckView {
    web::TextField file;
    std::optional<ResultView> result;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(CheckView, (), (file, result, errors))

class CheckPages {
public:
    explicit CheckPages(const PageParts& parts) : parts_(parts), check_(parts.site.bind<CheckView>("learning_history/check")) {}

    http::Response show(const http::Request& request) const { return page(request, nullptr, std::nullopt); }

    http::Response check(http::Request& request) const {
        web::FormReader form(request);
        const auto file = uploaded_history(request, form, "datei");
        if (!file) return page(request, &form, std::nullopt);
        const auto checked = parts_.history.check(*file);
        if (!checked) {
            form.refuse("datei", message_key_of(checked.error()));
            return page(request, &form, std::nullopt);
        }
        const auto& document = checked->document;
        ResultView result{checked->issuer.trust,
                          checked->issuer.trust == Trust::own || checked->issuer.trust == Trust::trusted,
                          checked->issuer.name.empty() ? document.issuer_name : checked->issuer.name,
                          short_key(document.key.thumbprint()),
                          berlin_date(document.issued_at),
                          {}};
        for (const auto& entry : document.entries) result.lines.push_back(line_view(parts_.site, request, entry));
        return page(request, nullptr, std::move(result));
    }

    http::Response did() const {
        std::vector<PublicKey> keys;
        for (const auto& key : parts_.history.own_keys()) keys.push_back(PublicKey::of_stored(key.public_key));
        auto response = http::bytes(did_document(parts_.history.issuer().did, keys), "application/did+ld+json");
        response.header("Cache-Control", "no-cache");
        return response;
    }

private:
    http::Response page(const http::Request& request, const web::FormReader* refused, std::optional<ResultView> result) const {
        const auto fields = parts_.site.fields(request, refused);
        CheckView view;
        view.file = fields.text("datei", {.label = "learning_history.upload.file", .hint = "learning_history.upload.file_hint", .required = true});
        view.result = std::move(result);
        view.errors = fields.errors();
        return parts_.site.render(request, {.title = "learning_history.check.title", .status = refused ? 422 : 200}, check_, view);
    }

    PageParts parts_;
    web::Template<CheckView> check_;
};

}  // namespace

void register_check_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<CheckPages>(parts);
    router.add(http::Method::get, "/lernhistorie/pruefen", {.is_public = true}, [pages](http::Request& request) { return pages->show(request); });
    router.add(http::Method::post, "/lernhistorie/pruefen",
               {.body_bytes_max = document_bytes_max + 64 * 1024, .rate_class = std::string(rate_per_address), .is_public = true},
               [pages](http::Request& request) { return pages->check(request); });
    router.add(http::Method::get, "/.well-known/did.json", {.is_public = true}, [pages](http::Request&) { return pages->did(); });
}

}  // namespace kc::learning_history
