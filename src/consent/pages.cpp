// SPDX-License-Identifier: EUPL-1.2
#include "consent/pages.hpp"

#include "consent/ask.hpp"
#include "consent/views.hpp"
#include "web/api_response.hpp"
#include "web/confirm.hpp"

#include <fmt/format.h>

namespace kc::consent {

namespace {

constexpr std::string_view list_path = "/datenschutz/einwilligungen";

struct HistoryRow {
    ProofView proof;
    std::string path;
};
BOOST_DESCRIBE_STRUCT(HistoryRow, (), (proof, path))

struct RowView {
    ConsentView consent;
    AskView ask;
    std::string path, form_id;
    bool given = false, ask_again = false, deletes = false;
    std::vector<HistoryRow> past;
};
BOOST_DESCRIBE_STRUCT(RowView, (), (consent, ask, path, form_id, given, ask_again, deletes, past))

struct ListView {
    std::vector<RowView> rows;
};
BOOST_DESCRIBE_STRUCT(ListView, (), (rows))

struct ProofPageView {
    ProofView proof;
    std::vector<std::string> paragraphs;
    std::string name, download;
    PersonId person;
};
BOOST_DESCRIBE_STRUCT(ProofPageView, (), (proof, paragraphs, name, download, person))

struct ProofFile {
    std::string format;
    std::string hashed;  // what the SHA-256 is taken of
    PersonId person;
    std::string name;
    ProofView consent;
};
BOOST_DESCRIBE_STRUCT(ProofFile, (), (format, hashed, person, name, consent))

std::string path_of(std::string_view purpose) { return fmt::format("{}/{}", list_path, purpose); }

std::vector<std::string> paragraphs_of(std::string_view wording) {
    std::vector<std::string> paragraphs;
    while (!wording.empty()) {
        const auto end = std::min(wording.find('\n'), wording.size());
        if (end > 0) paragraphs.emplace_back(wording.substr(0, end));
        wording.remove_prefix(std::min(end + 1, wording.size()));
    }
    return paragraphs;
}

class Pages {
public:
    Pages(const web::Site& site, ConsentService& consents)
        : site_(site),
          consents_(consents),
          list_(site.bind<ListView>("consent/list")),
          proof_(site.bind<ProofPageView>("consent/proof")),
          confirm_(web::bind_confirmation(site)) {}

    http::Response show(const http::Request& request) const {
        return with_signed_in(request, [&](const Viewer& viewer) {
            const auto language = web::language_of(request);
            ListView view;
            for (const auto& own : consents_.list_own(viewer)) {
                RowView row{.consent = consent_view(own, site_.messages(), language),
                            .ask = ask_view(*own.text, language),
                            .path = path_of(own.purpose->key),
                            .form_id = "zweck-" + own.purpose->key,
                            .given = own.state == ConsentState::given,
                            .ask_again = own.state == ConsentState::ask_again,
                            .deletes = !own.effects.empty(),
                            .past = {}};
                for (const auto& proof : row.consent.history) {
                    row.past.push_back({proof, fmt::format("{}/nachweise/{}", row.path, proof.id.value)});
                }
                view.rows.push_back(std::move(row));
            }
            return own_page(site_.render(request, {.title = "consent.title", .breadcrumbs = crumbs(request, false)}, list_, view));
        });
    }

    http::Response give(const http::Request& request) {
        return with_signed_in(request, [&](const Viewer& viewer) {
            const web::FormReader form(request);
            const auto purpose = purpose_of(request);
            const auto given = consents_.give(viewer, read_agreement(form, purpose, list_path));
            if (given) return web::redirect(list_path, {.message_key = "consent.notice.given"});
            if (given.error() == ConsentError::outdated_text) {
                return web::redirect(list_path, {.message_key = "consent.notice.outdated_text", .kind = web::NoticeKind::warning});
            }
            return refused(request, given.error());
        });
    }

    http::Response confirm_withdrawal(const http::Request& request) const {
        return with_signed_in(request, [&](const Viewer& viewer) {
            const auto purpose = purpose_of(request);
            const auto own = consents_.find_own(viewer, purpose);
            if (!own) return refused(request, own.error());
            if (!own->open) return not_given();
            const auto language = web::language_of(request);
            std::string text = own->text->in(language).withdrawal;
            for (const auto& effect : effect_texts(own->effects, site_.messages(), language)) text += " " + effect;
            return own_page(web::confirmation_page(
                site_, request, confirm_,
                {.title = site_.text(request, "consent.withdraw.title", {{"title", own->text->in(language).title}}),
                 .text = std::move(text),
                 .action = path_of(purpose) + "/widerruf",
                 .label = site_.text(request, own->effects.empty() ? "consent.withdraw.label" : "consent.withdraw.label_deleting"),
                 .back = std::string(list_path),
                 .irreversible = !own->effects.empty(),
                 .fields = {}}));
        });
    }

    http::Response withdraw(const http::Request& request) {
        return with_signed_in(request, [&](const Viewer& viewer) {
            const auto done = consents_.withdraw(viewer, purpose_of(request), list_path);
            if (done) return web::redirect(list_path, {.message_key = "consent.notice.withdrawn"});
            if (done.error() == ConsentError::not_given) return not_given();
            return refused(request, done.error());
        });
    }

    http::Response show_proof(const http::Request& request) const {
        return with_proof(request, [&](const Viewer& viewer, const StoredConsent& proof) {
            const ProofPageView view{.proof = proof_view(proof),
                                     .paragraphs = paragraphs_of(proof.wording),
                                     .name = viewer.display_name,
                                     .download = fmt::format("{}/nachweise/{}/nachweis.json", path_of(proof.purpose), proof.id.value),
                                     .person = viewer.person};
            return own_page(site_.render(request, {.title = "consent.proof.title", .breadcrumbs = crumbs(request, true)}, proof_, view));
        });
    }

    http::Response download_proof(const http::Request& request) const {
        return with_proof(request, [&](const Viewer& viewer, const StoredConsent& proof) {
            auto response = web::api_json(
                ProofFile{"kommunalcampus.consent-proof.1", "consent.wording, UTF-8", viewer.person, viewer.display_name, proof_view(proof)});
            response.header("Content-Disposition", http::attachment_disposition(fmt::format("einwilligung-{}.json", proof.id.value)));
            return response;
        });
    }

private:
    template <class Page> http::Response with_signed_in(const http::Request& request, Page&& page) const {
        const auto* viewer = request.viewer();
        return viewer != nullptr ? page(*viewer) : web::redirect("/anmelden");
    }

    template <class Page> http::Response with_proof(const http::Request& request, Page&& page) const {
        return with_signed_in(request, [&](const Viewer& viewer) {
            const auto proof = consents_.find_proof(viewer, request.get_id<ConsentId>("id"));
            if (!proof) return refused(request, proof.error());
            if (proof->purpose != purpose_of(request)) return refused(request, ConsentError::not_found);
            return page(viewer, *proof);
        });
    }

    static std::string purpose_of(const http::Request& request) { return std::string(request.path_value("purpose").value_or("")); }

    std::vector<web::Crumb> crumbs(const http::Request& request, bool below) const {
        std::vector<web::Crumb> all{{"/datenschutz", site_.text(request, "web.privacy.title")}};
        if (below) all.push_back({std::string(list_path), site_.text(request, "consent.title")});
        return all;
    }

    // On a shared computer nothing of it stays in the browser's memory.
    static http::Response own_page(http::Response response) {
        response.header("Cache-Control", "no-store");
        return response;
    }

    // Done on another device meanwhile: the list shows how things stand.
    static http::Response not_given() { return web::redirect(list_path, {.message_key = "consent.notice.not_given", .kind = web::NoticeKind::info}); }

    http::Response refused(const http::Request& request, ConsentError error) const {
        return site_.error_page(request, status_of(error), message_key_of(error));
    }

    const web::Site& site_;
    ConsentService& consents_;
    web::Template<ListView> list_;
    web::Template<ProofPageView> proof_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_pages(http::Router& router, const web::Site& site, ConsentService& consents) {
    using http::Method;
    const auto pages = std::make_shared<Pages>(site, consents);
    const std::string path(list_path);
    router.get(path, [pages](http::Request& request) { return pages->show(request); });
    // The access log shows the pattern: which purpose somebody decides on is her own affair (EW-12).
    const auto add = [&](Method method, std::string_view below, auto member) {
        router.add(method, path + std::string(below), {.secret_in_path = true},
                   [pages, member](http::Request& request) { return (pages.get()->*member)(request); });
    };
    add(Method::post, "/{purpose}/einwilligung", &Pages::give);
    add(Method::get, "/{purpose}/widerruf", &Pages::confirm_withdrawal);
    add(Method::post, "/{purpose}/widerruf", &Pages::withdraw);
    add(Method::get, "/{purpose}/nachweise/{id:id}", &Pages::show_proof);
    add(Method::get, "/{purpose}/nachweise/{id:id}/nachweis.json", &Pages::download_proof);
}

void register_routes(http::Router& router, const web::Site& site, ConsentService& consents) {
    register_pages(router, site, consents);
    register_api(router, site, consents);
}

}  // namespace kc::consent
