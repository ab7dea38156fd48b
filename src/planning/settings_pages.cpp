// SPDX-License-Identifier: EUPL-1.2
// /lehrplan/einstellungen: mails about the plan, and what is accepted without asking. /lehrplan/mails/abbestellen/{token}: from the link in
// a mail, without signing in; the page names nobody, because anybody may hold the link.
#include "planning/own_page.hpp"

#include "consent/ask.hpp"

namespace kc::planning {
namespace {

constexpr std::string_view address = "/lehrplan/einstellungen";

struct SettingsView {
    bool mails_offered = false, mails_agreed = false;
    std::optional<consent::AskView> consent;
    web::ChoiceField mails, acceptance;
    web::TextField notice_days;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(SettingsView, (), (mails_offered, mails_agreed, consent, mails, acceptance, notice_days, errors))

struct UnsubscribeView {
    bool done = false;
    std::string action;
};
BOOST_DESCRIBE_STRUCT(UnsubscribeView, (), (done, action))

class SettingsPages {
public:
    explicit SettingsPages(const PageParts& parts)
        : parts_(parts),
          site_(parts.site),
          settings_(site_.bind<SettingsView>("planning/settings")),
          unsubscribe_(site_.bind<UnsubscribeView>("planning/unsubscribe")) {}

    http::Response show(const http::Request& request) const { return show(request, nullptr, 200); }

    http::Response save_mails(const http::Request& request) {
        return save(request, [&](web::FormReader& form, PlanSettings& settings) {
            if (const auto mails = form.enumerator<MailRhythm>("mails", {.required = true})) settings.mails = *mails;
        });
    }
    http::Response save_acceptance(const http::Request& request) {
        return save(request, [&](web::FormReader& form, PlanSettings& settings) {
            if (const auto chosen = form.enumerator<Acceptance>("acceptance", {.required = true})) settings.acceptance = *chosen;
            if (const auto days = form.integer("notice_days", {.required = true, .min = 1, .max = notice_days_max}))
                settings.notice_days = static_cast<int>(*days);
        });
    }

    // Only asks: mail programs open links by themselves.
    http::Response ask_to_stop(const http::Request& request) const {
        const auto token = request.path_value("token").value_or("");
        if (!parts_.news.reader_of(token)) return site_.error_page(request, 404, "planning.problem.unknown_link");
        return unsubscribe_page(request, {false, fmt::format("/lehrplan/mails/abbestellen/{}", token)});
    }
    http::Response stop(const http::Request& request) {
        const auto person = parts_.news.reader_of(request.path_value("token").value_or(""));
        if (!person) return site_.error_page(request, 404, "planning.problem.unknown_link");
        parts_.settings.stop_mails_by_link(*person);
        return unsubscribe_page(request, {true, {}});
    }

private:
    template <class Read> http::Response save(const http::Request& request, Read&& read) {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        const auto own = parts_.settings.find_own(*viewer);
        if (!own) return site_.error_page(request, 403, message_key_of(CurriculumError::not_permitted));
        web::FormReader form(request);
        auto settings = own->settings;
        read(form, settings);
        if (form.ok()) {
            const auto agreement = consent::read_agreement(form, consent::plan_mails, address);
            const auto agreed =
                agreement.version > 0 ? std::optional(PlanSettingsService::Agreed{agreement.version, agreement.language}) : std::nullopt;
            const auto saved = parts_.settings.save(*viewer, settings, agreed, address);
            if (saved) return web::redirect(address, {.message_key = "planning.notice.settings_saved"});
            if (saved.error() == PlanSettingsError::not_permitted)
                return site_.error_page(request, 403, message_key_of(CurriculumError::not_permitted));
            form.refuse(saved.error() == PlanSettingsError::notice_days ? "notice_days" : "mails", message_key_of(saved.error()));
        }
        return show(request, &form, 422);
    }

    http::Response show(const http::Request& request, const web::FormReader* refused, int status) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        const auto own = parts_.settings.find_own(*viewer);
        if (!own) return site_.error_page(request, 403, message_key_of(CurriculumError::not_permitted));
        const auto fields = site_.fields(request, refused);
        const auto name = [](auto value) { return std::string(boost::describe::enum_to_string(value, "")); };
        auto rhythms = fields.options_of<MailRhythm>();
        if (!own->mails_agreed) rhythms.erase(rhythms.begin());  // none come as long as nobody agreed
        SettingsView view{
            .mails_offered = own->mails_agreed || own->consent_text != nullptr,
            .mails_agreed = own->mails_agreed,
            .consent = {},
            .mails = fields.choice("mails", {.label = "planning.settings.mails_label", .required = true}, rhythms,
                                   own->mails_agreed ? name(own->settings.mails) : std::string()),
            .acceptance = fields.choice("acceptance", {.label = "planning.settings.acceptance_label", .required = true},
                                        fields.options_of<Acceptance>(), name(own->settings.acceptance)),
            .notice_days = fields.integer("notice_days",
                                          {.label = "planning.settings.notice_days", .hint = "planning.settings.notice_days_hint", .required = true},
                                          own->settings.notice_days),
            .errors = fields.errors()};
        if (!own->mails_agreed && own->consent_text != nullptr) view.consent = consent::ask_view(*own->consent_text, web::language_of(request));
        return site_.render(
            request, {.title = "planning.settings.title", .active = "/lehrplan", .breadcrumbs = {curriculum_crumb(site_, request)}, .status = status},
            settings_, view);
    }

    http::Response unsubscribe_page(const http::Request& request, const UnsubscribeView& view) const {
        auto response = site_.render(request, {.title = "planning.unsubscribe.title"}, unsubscribe_, view);
        response.header("Referrer-Policy", "no-referrer");  // the address is the key
        return response;
    }

    PageParts parts_;
    const web::Site& site_;
    web::Template<SettingsView> settings_;
    web::Template<UnsubscribeView> unsubscribe_;
};

}  // namespace

void register_settings_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<SettingsPages>(parts);
    router.get("/lehrplan/einstellungen", [pages](http::Request& request) { return pages->show(request); });
    router.post("/lehrplan/einstellungen/mails", [pages](http::Request& request) { return pages->save_mails(request); });
    router.post("/lehrplan/einstellungen/annahme", [pages](http::Request& request) { return pages->save_acceptance(request); });
    router.add(http::Method::get, "/lehrplan/mails/abbestellen/{token}", {.is_public = true, .secret_in_path = true},
               [pages](http::Request& request) { return pages->ask_to_stop(request); });
    router.add(http::Method::post, "/lehrplan/mails/abbestellen/{token}", {.is_public = true, .secret_in_path = true},
               [pages](http::Request& request) { return pages->stop(request); });
}

}  // namespace kc::planning
