// SPDX-License-Identifier: EUPL-1.2
#include "web/site_pages.hpp"

#include "web/frame.hpp"

#include <array>

namespace kc::web {
namespace {

struct OperatorView {
    std::string name, street, town, email, phone, represented_by, register_entry, data_protection_officer, supervisory_authority,
        accessibility_contact, enforcement_body;
    std::string mail_link;
    std::string phone_link;
    bool model_inside = false, model_outside = false;
};
BOOST_DESCRIBE_STRUCT(OperatorView, (),
                      (name, street, town, email, phone, represented_by, register_entry, data_protection_officer, supervisory_authority,
                       accessibility_contact, enforcement_body, mail_link, phone_link, model_inside, model_outside))

struct FeedbackView {
    ChoiceField subject;
    TextField text;
    TextField email;
    std::string page;
    std::optional<ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(FeedbackView, (), (subject, text, email, page, errors))

OperatorView view_of(const OperatorInfo& info) {
    OperatorView view{info.name,
                      info.street,
                      info.town,
                      info.email,
                      info.phone,
                      info.represented_by,
                      info.register_entry,
                      info.data_protection_officer,
                      info.supervisory_authority,
                      info.accessibility_contact,
                      info.enforcement_body,
                      {},
                      {},
                      info.language_model == LanguageModelPlace::own_network,
                      info.language_model == LanguageModelPlace::outside};
    if (!info.email.empty()) view.mail_link = "mailto:" + info.email;
    if (!info.phone.empty()) {
        view.phone_link = "tel:";
        for (const char c : info.phone) {
            if ((c >= '0' && c <= '9') || c == '+') view.phone_link += c;
        }
    }
    return view;
}

// The page somebody came from, without its query. Pages whose path is a secret (invitations) send no referrer.
std::string page_before(const http::Request& request) {
    const auto referrer = request.header("Referer").value_or("");
    const auto scheme = referrer.find("://");
    if (scheme == std::string_view::npos || request.host.empty()) return {};
    auto rest = referrer.substr(scheme + 3);
    if (!rest.starts_with(request.host)) return {};
    rest.remove_prefix(request.host.size());
    rest = rest.substr(0, rest.find_first_of("?#"));
    return rest.starts_with('/') && rest != "/rueckmeldung" ? std::string(rest) : std::string();
}

constexpr std::chrono::seconds one_year = std::chrono::hours{24 * 365};

}  // namespace

struct SitePages::Templates {
    Template<OperatorView> help, imprint, privacy, accessibility;
    Template<FeedbackView> feedback;
};

SitePages::SitePages(const Site& site, StoreFeedback store_feedback)
    : site_(site),
      store_feedback_(std::move(store_feedback)),
      templates_(std::make_unique<Templates>(Templates{site.bind<OperatorView>("web/help"), site.bind<OperatorView>("web/imprint"),
                                                       site.bind<OperatorView>("web/privacy"), site.bind<OperatorView>("web/accessibility"),
                                                       site.bind<FeedbackView>("web/feedback")})) {}

SitePages::~SitePages() = default;

http::Response SitePages::help(const http::Request& request) const {
    return site_.render(request, {.title = "web.help.title", .active = "/hilfe"}, templates_->help, view_of(site_.operator_info()));
}

http::Response SitePages::imprint(const http::Request& request) const {
    return site_.render(request, {.title = "web.imprint.title"}, templates_->imprint, view_of(site_.operator_info()));
}

http::Response SitePages::privacy(const http::Request& request) const {
    return site_.render(request, {.title = "web.privacy.title"}, templates_->privacy, view_of(site_.operator_info()));
}

http::Response SitePages::accessibility(const http::Request& request) const {
    return site_.render(request, {.title = "web.accessibility.title"}, templates_->accessibility, view_of(site_.operator_info()));
}

http::Response SitePages::feedback(const http::Request& request) const { return feedback_form(request, nullptr); }

http::Response SitePages::feedback_form(const http::Request& request, const FormReader* refused) const {
    const auto fields = site_.fields(request, refused);
    std::vector<Option> subjects;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<FeedbackSubject>>(
        [&](auto entry) { subjects.push_back({entry.name, site_.text(request, std::string("web.feedback.") + entry.name), {}}); });
    FeedbackView view{
        .subject = fields.choice("anlass", {.label = "web.feedback.subject", .required = true}, subjects, request.query("anlass").value_or("")),
        .text = fields.text("text", {.label = "web.feedback.text", .hint = "web.feedback.text_hint", .required = true, .max = 4000, .rows = 8}),
        .email = fields.email("email", {.label = "web.feedback.email", .hint = "web.feedback.email_hint"}),
        .page = refused ? refused->raw("seite") : page_before(request),
        .errors = fields.errors()};
    if (view.page.size() > 300) view.page.clear();
    return site_.render(request, {.title = "web.feedback.title", .status = refused ? 422 : 200}, templates_->feedback, view);
}

http::Response SitePages::send_feedback(const http::Request& request) const {
    FormReader form(request);
    Feedback feedback;
    feedback.subject = form.enumerator<FeedbackSubject>("anlass", {.required = true}).value_or(FeedbackSubject::idea);
    feedback.text = form.text("text", {.required = true, .max = 4000, .lines = true});
    feedback.email = form.email("email");
    feedback.page = form.text("seite", {.max = 300});
    feedback.language = language_of(request);
    if (request.viewer()) feedback.person = request.viewer()->person;
    if (form.ok() && !store_feedback_(feedback)) form.refuse("", "web.feedback.too_many");
    if (!form.ok()) return feedback_form(request, &form);
    return redirect("/rueckmeldung", {.message_key = "web.notice.feedback"});
}

http::Response SitePages::choose_language(const http::Request& request) const {
    FormReader form(request);
    const auto language = form.choice("sprache", {"de", "en"}, {.required = true});
    if (!form.ok()) return site_.error_page(request, 400);
    auto response = redirect(form.raw("zurueck"), {.message_key = "web.notice.language"});
    response.cookie({.name = std::string(language_cookie), .value = language, .max_age = one_year});
    return response;
}

http::Response SitePages::choose_theme(const http::Request& request) const {
    FormReader form(request);
    const auto theme = form.choice("darstellung", {"light", "dark", "system"}, {.required = true});
    if (!form.ok()) return site_.error_page(request, 400);
    auto response = redirect(form.raw("zurueck"), {.message_key = "web.notice.theme"});
    if (theme == "system") {
        response.cookie(http::removed_cookie(theme_cookie));
    } else {
        response.cookie({.name = std::string(theme_cookie), .value = theme, .max_age = one_year});
    }
    return response;
}

void add_site_routes(http::Router& router, const SitePages& pages) {
    const http::RouteOptions open{.is_public = true};
    router.add(http::Method::get, "/hilfe", open, [&pages](http::Request& request) { return pages.help(request); });
    router.add(http::Method::get, "/impressum", open, [&pages](http::Request& request) { return pages.imprint(request); });
    router.add(http::Method::get, "/datenschutz", open, [&pages](http::Request& request) { return pages.privacy(request); });
    router.add(http::Method::get, "/barrierefreiheit", open, [&pages](http::Request& request) { return pages.accessibility(request); });
    router.add(http::Method::get, "/rueckmeldung", open, [&pages](http::Request& request) { return pages.feedback(request); });
    // Anyone may write, so an address gets only a few; the class is defined where the rate limits are set.
    router.add(http::Method::post, "/rueckmeldung", {.body_bytes_max = 32 * 1024, .rate_class = "feedback", .is_public = true},
               [&pages](http::Request& request) { return pages.send_feedback(request); });
    router.add(http::Method::post, "/sprache", open, [&pages](http::Request& request) { return pages.choose_language(request); });
    router.add(http::Method::post, "/darstellung", open, [&pages](http::Request& request) { return pages.choose_theme(request); });
}

}  // namespace kc::web
