// SPDX-License-Identifier: EUPL-1.2
#include "privacy/pages.hpp"

namespace kc::privacy {

namespace {

struct DataView {
    bool download = true;
};
BOOST_DESCRIBE_STRUCT(DataView, (), (download))

struct ErasureView {
    web::TextField password;
    web::CheckboxField understood;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(ErasureView, (), (password, understood, errors))

class Pages {
public:
    Pages(const web::Site& site, PrivacyService& privacy, PrivacyPageOptions options)
        : site_(site),
          privacy_(privacy),
          options_(std::move(options)),
          data_(site.bind<DataView>("privacy/data")),
          erasure_(site.bind<DataView>("privacy/erasure")),
          confirm_(site.bind<ErasureView>("privacy/confirm_erasure")),
          erased_(site.bind<DataView>("privacy/erased")) {}

    http::Response show_data(const http::Request& request) const {
        return site_.render(request, {.title = "privacy.data.title", .active = "/konto", .breadcrumbs = account_crumb(request)}, data_, {});
    }

    http::Response download(const http::Request& request) const {
        auto response = http::json(privacy_.export_all(request.viewer()->person));
        response.header("Content-Disposition", http::attachment_disposition("meine-daten.json"));
        response.header("Cache-Control", "no-store");
        return response;
    }

    http::Response show_erasure(const http::Request& request) const {
        return site_.render(request, {.title = "privacy.erasure.title", .active = "/konto", .breadcrumbs = account_crumb(request)}, erasure_, {});
    }

    http::Response show_confirmation(const http::Request& request, const web::FormReader* refused = nullptr) const {
        const auto fields = site_.fields(request, refused);
        const ErasureView view{
            .password = fields.password(
                "passwort",
                {.label = "privacy.erasure.password", .hint = "privacy.erasure.password_hint", .required = true, .autocomplete = "current-password"}),
            .understood = fields.checkbox("verstanden", {.label = "privacy.erasure.understood", .required = true}),
            .errors = fields.errors()};
        return site_.render(
            request,
            {.title = "privacy.erasure.confirm_title", .active = "/konto", .breadcrumbs = account_crumb(request), .status = refused ? 422 : 200},
            confirm_, view);
    }

    http::Response erase(http::Request& request) {
        web::FormReader form(request);
        const auto password = form.text("passwort", {.required = true, .max = 128, .trimmed = false});
        form.checkbox("verstanden", {.required = true});
        if (form.ok()) {
            const auto erased = privacy_.erase(request.viewer()->person, password);
            if (!erased) {
                switch (erased.error().error) {
                    case ErasureError::wrong_password: form.refuse("passwort", "privacy.problem.wrong_password"); break;
                    case ErasureError::objection: form.refuse("", erased.error().message_key); break;
                }
            }
        }
        if (!form.ok()) return show_confirmation(request, &form);
        request.clear_viewer();
        auto response = site_.render(request, {.title = "privacy.erased.title"}, erased_, {});
        response.cookie(http::removed_cookie(options_.session_cookie));
        return response;
    }

private:
    std::vector<web::Crumb> account_crumb(const http::Request& request) const { return {{"/konto", site_.text(request, "privacy.account")}}; }

    const web::Site& site_;
    PrivacyService& privacy_;
    const PrivacyPageOptions options_;
    web::Template<DataView> data_;
    web::Template<DataView> erasure_;
    web::Template<ErasureView> confirm_;
    web::Template<DataView> erased_;
};

}  // namespace

void register_pages(http::Router& router, const web::Site& site, PrivacyService& privacy, PrivacyPageOptions options) {
    const auto pages = std::make_shared<Pages>(site, privacy, std::move(options));
    router.add(http::Method::get, "/konto/daten", {.name = "show_own_data"}, [pages](http::Request& r) { return pages->show_data(r); });
    router.add(http::Method::get, "/konto/daten/auskunft.json", {.name = "export_own_data"},
               [pages](http::Request& r) { return pages->download(r); });
    router.add(http::Method::get, "/konto/loeschung", {.name = "show_erasure"}, [pages](http::Request& r) { return pages->show_erasure(r); });
    router.add(http::Method::get, "/konto/loeschung/bestaetigung", {.name = "confirm_erasure"},
               [pages](http::Request& r) { return pages->show_confirmation(r); });
    router.add(http::Method::post, "/konto/loeschung/bestaetigung",
               {.pool = http::Pool::passwords, .rate_class = "sign_in", .name = "erase_own_account"},
               [pages](http::Request& r) { return pages->erase(r); });
}

}  // namespace kc::privacy
