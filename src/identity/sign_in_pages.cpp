// SPDX-License-Identifier: EUPL-1.2
// /anmelden, /anmelden/code, /abmelden, /passwort-vergessen, /passwort-neu/{token}, /einladung/{token}
#include "identity/pages.hpp"

#include "identity/refusal_texts.hpp"
#include "identity/session_filter.hpp"

namespace kc::identity {

namespace {

struct SignInView {
    web::TextField email;
    web::TextField password;
    std::string next;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(SignInView, (), (email, password, next, errors))

struct CodeView {
    web::TextField code;
    std::string next;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(CodeView, (), (code, next, errors))

struct ForgottenView {
    std::optional<web::TextField> email;  // absent once the answer is given
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(ForgottenView, (), (email, errors))

struct NewPasswordView {
    std::string action;
    std::string email;  // for password managers
    std::string organisation;
    std::string name;
    web::TextField password;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(NewPasswordView, (), (action, email, organisation, name, password, errors))

struct LinkInvalidView {
    bool invitation = false;
};
BOOST_DESCRIBE_STRUCT(LinkInvalidView, (), (invitation))

class SignInPages {
public:
    SignInPages(const web::Site& site, Identity& identity, http::RateLimiter& limiter)
        : site_(site),
          identity_(identity),
          limiter_(limiter),
          sign_in_(site.bind<SignInView>("identity/sign_in")),
          code_(site.bind<CodeView>("identity/sign_in_code")),
          forgotten_(site.bind<ForgottenView>("identity/password_forgotten")),
          new_password_(site.bind<NewPasswordView>("identity/password_new")),
          invitation_(site.bind<NewPasswordView>("identity/invitation")),
          link_invalid_(site.bind<LinkInvalidView>("identity/link_invalid")) {}

    http::Response show(const http::Request& request) const {
        const std::string next = safe_local_path(request.query("weiter"));
        if (request.viewer()) return web::redirect(next);
        return show_form(request, next, nullptr, 200);
    }

    http::Response sign_in(http::Request& request) {
        web::FormReader form(request);
        const std::string next = safe_local_path(request.form("weiter"));
        const auto email = form.text("email", {.required = true, .max = 254});
        const auto password = form.text("passwort", {.required = true, .max = 1000, .trimmed = false});
        if (!form.ok()) return show_form(request, next, &form, 422);
        const auto allowed = limiter_.allow(rate_per_account, account_key(email));
        if (!allowed) return too_many(request, next, form, allowed.retry_after);
        const auto signed_in = identity_.sign_in.sign_in(email, password, describe_device(request));
        if (!signed_in) {
            switch (signed_in.error()) {
                case SignInError::wrong_credentials: form.refuse("", "identity.problem.wrong_credentials"); break;
                case SignInError::blocked: form.refuse("", "identity.problem.blocked"); break;
            }
            return show_form(request, next, &form, 422);
        }
        if (!signed_in->challenge_token.empty()) {
            auto response = web::redirect("/anmelden/code?weiter=" + web::url_part(next));
            response.cookie({.name = std::string(challenge_cookie),
                             .value = signed_in->challenge_token,
                             .max_age = std::chrono::duration_cast<std::chrono::seconds>(challenge_valid)});
            return response;
        }
        limiter_.forget(rate_per_account, account_key(email));
        return enter(request, *signed_in, next);
    }

    http::Response show_code(const http::Request& request) const {
        if (!request.cookie(challenge_cookie)) return web::redirect("/anmelden");
        return show_code_form(request, safe_local_path(request.query("weiter")), nullptr);
    }

    http::Response confirm_code(http::Request& request) {
        web::FormReader form(request);
        const std::string next = safe_local_path(request.form("weiter"));
        const auto code = form.text("code", {.required = true, .max = 40});
        if (!form.ok()) return show_code_form(request, next, &form);
        const auto signed_in = identity_.sign_in.confirm(request.cookie(challenge_cookie).value_or(""), code, describe_device(request));
        if (signed_in) {
            auto response = enter(request, *signed_in, next);
            response.cookie(http::removed_cookie(challenge_cookie));
            return response;
        }
        form.refuse({problem_of(signed_in.error())});
        if (signed_in.error() == SecondFactorError::wrong_code) return show_code_form(request, next, &form);
        // Back to the password: the first step is used up.
        auto response = show_form(request, next, &form, 422);
        response.cookie(http::removed_cookie(challenge_cookie));
        return response;
    }

    http::Response sign_out(http::Request& request) {
        if (request.viewer() && request.context.session_id) identity_.sign_in.sign_out(*request.viewer(), *request.context.session_id);
        auto response = web::redirect("/anmelden", {.message_key = "identity.notice.signed_out"});
        response.cookie(http::removed_cookie(session_cookie));
        return response;
    }

    http::Response show_forgotten(const http::Request& request) const { return show_forgotten(request, nullptr, false); }

    http::Response ask_for_reset(http::Request& request) {
        web::FormReader form(request);
        const auto email = form.email("email", {.required = true});
        if (!form.ok()) return show_forgotten(request, &form, false);
        // Beyond the limit nothing is sent, and the answer stays the same: it must not tell who has an account.
        if (limiter_.allow(rate_per_account, "reset " + account_key(email))) identity_.sign_in.request_password_reset(email);
        return show_forgotten(request, nullptr, true);
    }

    http::Response show_reset(const http::Request& request) const {
        if (!identity_.sign_in.is_reset_valid(token_of(request))) return show_link_invalid(request, false);
        return show_reset_form(request, nullptr);
    }

    http::Response reset(http::Request& request) {
        web::FormReader form(request);
        const auto password = form.text("passwort_neu", {.required = true, .max = 1000, .trimmed = false});
        if (!form.ok()) return show_reset_form(request, &form);
        const auto done = identity_.sign_in.reset_password(token_of(request), password);
        if (!done) {
            if (done.error() == PasswordError::link_invalid) return show_link_invalid(request, false);
            form.refuse({problem_of(done.error())});
            return show_reset_form(request, &form);
        }
        return web::redirect("/anmelden", {.message_key = "identity.notice.password_reset"});
    }

    http::Response show_invitation(const http::Request& request) const {
        const auto invitation = identity_.sign_in.find_invitation(token_of(request));
        if (!invitation) return show_link_invalid(request, true);
        return show_invitation_form(request, *invitation, nullptr);
    }

    http::Response accept_invitation(http::Request& request) {
        const auto invitation = identity_.sign_in.find_invitation(token_of(request));
        if (!invitation) return show_link_invalid(request, true);
        web::FormReader form(request);
        const auto password = form.text("passwort_neu", {.required = true, .max = 1000, .trimmed = false});
        if (!form.ok()) return show_invitation_form(request, *invitation, &form);
        const auto done = identity_.sign_in.accept_invitation(token_of(request), password, describe_device(request));
        if (!done) {
            if (done.error() == PasswordError::link_invalid) return show_link_invalid(request, true);
            form.refuse({problem_of(done.error())});
            return show_invitation_form(request, *invitation, &form);
        }
        auto response = web::redirect("/", {.message_key = "identity.notice.welcome"});
        response.cookie(session_cookie_of(done->session_token));
        return response;
    }

private:
    static std::string account_key(std::string_view email) { return parse_email(email).value_or("?"); }
    static std::string_view token_of(const http::Request& request) { return request.path_value("token").value_or(""); }

    // A new session, never the old one with more rights; one that was open in this browser is ended.
    http::Response enter(const http::Request& request, const SignedIn& signed_in, const std::string& next) {
        if (request.viewer() && request.context.session_id) identity_.sign_in.sign_out(*request.viewer(), *request.context.session_id);
        auto response = web::redirect(next);
        response.cookie(session_cookie_of(signed_in.session_token));
        return response;
    }

    http::Response show_form(const http::Request& request, const std::string& next, const web::FormReader* refused, int status) const {
        const auto fields = site_.fields(request, refused);
        const SignInView view{
            .email = fields.email("email", {.label = "identity.email", .required = true, .autocomplete = "username"}),
            .password = fields.password("passwort", {.label = "identity.password", .required = true, .autocomplete = "current-password"}),
            .next = next,
            .errors = fields.errors()};
        return site_.render(request, {.title = "identity.sign_in.title", .status = status, .islands = {"password"}}, sign_in_, view);
    }

    http::Response too_many(const http::Request& request, const std::string& next, web::FormReader& form, std::chrono::seconds wait) const {
        const auto seconds = std::max<std::int64_t>(1, wait.count());
        form.refuse("", "identity.problem.too_many_attempts", {{"seconds", std::to_string(seconds)}});
        auto response = show_form(request, next, &form, 429);
        response.header("Retry-After", std::to_string(seconds));
        return response;
    }

    http::Response show_code_form(const http::Request& request, const std::string& next, const web::FormReader* refused) const {
        const auto fields = site_.fields(request, refused);
        const CodeView view{
            .code = fields.text("code", {.label = "identity.code", .hint = "identity.code_hint", .required = true, .autocomplete = "one-time-code"}),
            .next = next,
            .errors = fields.errors()};
        return site_.render(request, {.title = "identity.sign_in_code.title", .status = refused ? 422 : 200}, code_, view);
    }

    http::Response show_forgotten(const http::Request& request, const web::FormReader* refused, bool answered) const {
        const auto fields = site_.fields(request, refused);
        ForgottenView view;
        if (!answered) view.email = fields.email("email", {.label = "identity.email", .required = true, .autocomplete = "username"});
        view.errors = fields.errors();
        return site_.render(request, {.title = "identity.password_forgotten.title", .status = refused ? 422 : 200}, forgotten_, view);
    }

    web::TextField new_password_field(const web::Fields& fields) const {
        return fields.password(
            "passwort_neu",
            {.label = "identity.new_password", .hint = "identity.new_password_hint", .required = true, .autocomplete = "new-password"});
    }

    http::Response show_reset_form(const http::Request& request, const web::FormReader* refused) const {
        const auto fields = site_.fields(request, refused);
        const NewPasswordView view{.action = request.path, .password = new_password_field(fields), .errors = fields.errors()};
        return secret_page(site_.render(request, {.title = "identity.password_new.title", .status = refused ? 422 : 200, .islands = {"password"}},
                                        new_password_, view));
    }

    http::Response show_invitation_form(const http::Request& request, const store::Invitation& invitation, const web::FormReader* refused) const {
        const auto fields = site_.fields(request, refused);
        const NewPasswordView view{.action = request.path,
                                   .email = invitation.email,
                                   .organisation = invitation.organisation,
                                   .name = display_name(invitation.first_name, invitation.last_name),
                                   .password = new_password_field(fields),
                                   .errors = fields.errors()};
        return secret_page(
            site_.render(request, {.title = "identity.invitation.title", .status = refused ? 422 : 200, .islands = {"password"}}, invitation_, view));
    }

    http::Response show_link_invalid(const http::Request& request, bool invitation) const {
        return site_.render(request, {.title = "identity.link_invalid.title", .status = 404}, link_invalid_, {.invitation = invitation});
    }

    // The address holds a secret: no other host may learn it as the referrer. Not "no-referrer": browsers then send "Origin: null" with
    // the form, and the form of a foreign page could not be told from it.
    static http::Response secret_page(http::Response response) {
        response.header("Referrer-Policy", "same-origin");
        return response;
    }

    const web::Site& site_;
    Identity& identity_;
    http::RateLimiter& limiter_;
    web::Template<SignInView> sign_in_;
    web::Template<CodeView> code_;
    web::Template<ForgottenView> forgotten_;
    web::Template<NewPasswordView> new_password_;
    web::Template<NewPasswordView> invitation_;
    web::Template<LinkInvalidView> link_invalid_;
};

}  // namespace

void register_sign_in_pages(http::Router& router, const web::Site& site, Identity& identity, http::RateLimiter& limiter) {
    using http::Method;
    using http::Request;
    const auto pages = std::make_shared<SignInPages>(site, identity, limiter);
    const auto pool = http::Pool::passwords;
    const std::string rate(rate_per_address);
    router.add(Method::get, "/anmelden", {.is_public = true, .name = "show_sign_in"}, [pages](Request& r) { return pages->show(r); });
    router.add(Method::post, "/anmelden", {.pool = pool, .rate_class = rate, .is_public = true, .name = "sign_in"},
               [pages](Request& r) { return pages->sign_in(r); });
    router.add(Method::get, "/anmelden/code", {.is_public = true, .name = "show_second_factor"}, [pages](Request& r) { return pages->show_code(r); });
    router.add(Method::post, "/anmelden/code", {.rate_class = rate, .is_public = true, .name = "confirm_second_factor"},
               [pages](Request& r) { return pages->confirm_code(r); });
    router.add(Method::post, "/abmelden", {.is_public = true, .name = "sign_out"}, [pages](Request& r) { return pages->sign_out(r); });
    router.add(Method::get, "/passwort-vergessen", {.is_public = true, .name = "show_password_forgotten"},
               [pages](Request& r) { return pages->show_forgotten(r); });
    router.add(Method::post, "/passwort-vergessen", {.rate_class = rate, .is_public = true, .name = "ask_for_password_reset"},
               [pages](Request& r) { return pages->ask_for_reset(r); });
    router.add(Method::get, "/passwort-neu/{token}", {.is_public = true, .secret_in_path = true, .name = "show_password_reset"},
               [pages](Request& r) { return pages->show_reset(r); });
    router.add(Method::post, "/passwort-neu/{token}",
               {.pool = pool, .rate_class = rate, .is_public = true, .secret_in_path = true, .name = "reset_password"},
               [pages](Request& r) { return pages->reset(r); });
    router.add(Method::get, "/einladung/{token}", {.is_public = true, .secret_in_path = true, .name = "show_invitation"},
               [pages](Request& r) { return pages->show_invitation(r); });
    router.add(Method::post, "/einladung/{token}",
               {.pool = pool, .rate_class = rate, .is_public = true, .secret_in_path = true, .name = "accept_invitation"},
               [pages](Request& r) { return pages->accept_invitation(r); });
}

}  // namespace kc::identity
