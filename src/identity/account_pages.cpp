// SPDX-License-Identifier: EUPL-1.2
// /konto, /konto/passwort, /konto/zwei-faktor, /konto/sitzungen
#include "identity/pages.hpp"

#include "identity/qr_code.hpp"
#include "identity/refusal_texts.hpp"
#include "identity/session_filter.hpp"
#include "web/frame.hpp"

namespace kc::identity {

namespace {

struct RoleLine {
    Role role{};
    std::string organisation;
};
BOOST_DESCRIBE_STRUCT(RoleLine, (), (role, organisation))

struct AccountView {
    web::TextField first_name;
    web::TextField last_name;
    web::ChoiceField language;
    std::string email;
    std::vector<RoleLine> roles;
    bool second_factor = false;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(AccountView, (), (first_name, last_name, language, email, roles, second_factor, errors))

struct PasswordView {
    std::string email;
    web::TextField current;
    web::TextField password;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(PasswordView, (), (email, current, password, errors))

struct SetUp {
    web::Html qr_code;
    std::string secret;
    web::TextField code;
};
BOOST_DESCRIBE_STRUCT(SetUp, (), (qr_code, secret, code))

struct SwitchOff {
    std::int64_t codes_left = 0;
    web::TextField password;
};
BOOST_DESCRIBE_STRUCT(SwitchOff, (), (codes_left, password))

struct TwoFactorView {
    bool begin = false;
    std::optional<SetUp> set_up;
    std::optional<SwitchOff> switch_off;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(TwoFactorView, (), (begin, set_up, switch_off, errors))

struct RecoveryCodesView {
    std::vector<std::string> codes;
};
BOOST_DESCRIBE_STRUCT(RecoveryCodesView, (), (codes))

struct SessionLine {
    SessionId id;
    std::string device;
    Instant created_at{};
    Instant last_seen_at{};
    bool present = false;
};
BOOST_DESCRIBE_STRUCT(SessionLine, (), (id, device, created_at, last_seen_at, present))

struct SessionsView {
    std::vector<SessionLine> sessions;
    bool others = false;
};
BOOST_DESCRIBE_STRUCT(SessionsView, (), (sessions, others))

std::string grouped(const std::string& secret) {
    std::string out;
    for (std::size_t i = 0; i < secret.size(); ++i) {
        if (i > 0 && i % 4 == 0) out += ' ';
        out += secret[i];
    }
    return out;
}

class AccountPages {
public:
    AccountPages(const web::Site& site, Identity& identity, http::RateLimiter& limiter)
        : site_(site),
          identity_(identity),
          limiter_(limiter),
          account_(site.bind<AccountView>("identity/account")),
          password_(site.bind<PasswordView>("identity/account_password")),
          two_factor_(site.bind<TwoFactorView>("identity/two_factor")),
          recovery_codes_(site.bind<RecoveryCodesView>("identity/recovery_codes")),
          sessions_(site.bind<SessionsView>("identity/sessions")) {}

    http::Response show(const http::Request& request, const web::FormReader* refused = nullptr) const {
        const auto person = identity_.sign_in.find_profile(*request.viewer());
        if (!person) return site_.error_page(request, 404);
        const auto fields = site_.fields(request, refused);
        AccountView view{
            .first_name = fields.text("vorname", {.label = "identity.first_name", .required = true, .autocomplete = "given-name", .max = 100},
                                      person->first_name),
            .last_name = fields.text("nachname", {.label = "identity.last_name", .required = true, .autocomplete = "family-name", .max = 100},
                                     person->last_name),
            .language = fields.choice("sprache", {.label = "identity.language", .required = true, .horizontal = true},
                                      {{"de", "Deutsch", ""}, {"en", "English", ""}}, language_code(person->language)),
            .email = person->email,
            .second_factor = person->has_second_factor};
        for (const auto& role : identity_.people.own_roles(*request.viewer())) view.roles.push_back({role.role, role.organisation});
        view.errors = fields.errors();
        return site_.render(request, {.title = "identity.account.title", .active = "/konto", .status = refused ? 422 : 200}, account_, view);
    }

    http::Response change(http::Request& request) {
        web::FormReader form(request);
        const auto first_name = form.text("vorname", {.required = true, .max = 100});
        const auto last_name = form.text("nachname", {.required = true, .max = 100});
        const auto language = form.choice("sprache", {"de", "en"}, {.required = true});
        if (form.ok() && !identity_.sign_in.change_profile(*request.viewer(), first_name, last_name, *parse_language(language))) {
            form.refuse("nachname", "identity.problem.name_invalid");
        }
        if (!form.ok()) return show(request, &form);
        auto response = web::redirect("/konto", {.message_key = "identity.notice.saved"});
        if (request.cookie(web::language_cookie)) response.cookie(http::removed_cookie(web::language_cookie));  // it would win over the choice
        return response;
    }

    http::Response show_password(const http::Request& request, const web::FormReader* refused = nullptr, int status = 200) const {
        const auto person = identity_.sign_in.find_profile(*request.viewer());
        const auto fields = site_.fields(request, refused);
        const PasswordView view{
            .email = person ? person->email : "",
            .current = fields.password("passwort", {.label = "identity.current_password", .required = true, .autocomplete = "current-password"}),
            .password = fields.password(
                "passwort_neu",
                {.label = "identity.new_password", .hint = "identity.new_password_hint", .required = true, .autocomplete = "new-password"}),
            .errors = fields.errors()};
        return site_.render(request, page("identity.account_password.title", request, status), password_, view);
    }

    http::Response change_password(http::Request& request) {
        web::FormReader form(request);
        const auto current = form.text("passwort", {.required = true, .max = 1000, .trimmed = false});
        const auto password = form.text("passwort_neu", {.required = true, .max = 1000, .trimmed = false});
        if (!form.ok()) return show_password(request, &form, 422);
        if (const int wait = guess_wait(request); wait > 0) {
            form.refuse("", "identity.problem.too_many_attempts", {{"seconds", std::to_string(wait)}});
            return show_password(request, &form, 429);
        }
        const auto token = identity_.sign_in.change_password(*request.viewer(), current, password, describe_device(request));
        if (!token) {
            form.refuse({problem_of(token.error())});
            return show_password(request, &form, 422);
        }
        auto response = web::redirect("/konto", {.message_key = "identity.notice.password_changed"});
        response.cookie(session_cookie_of(*token));
        return response;
    }

    http::Response show_two_factor(const http::Request& request, const web::FormReader* refused = nullptr) const {
        const auto state = identity_.sign_in.two_factor(*request.viewer());
        const auto fields = site_.fields(request, refused);
        TwoFactorView view;
        if (state.on) {
            view.switch_off =
                SwitchOff{state.recovery_codes_left,
                          fields.password("passwort", {.label = "identity.password", .required = true, .autocomplete = "current-password"})};
        } else if (state.unconfirmed_secret) {
            const auto person = identity_.sign_in.find_profile(*request.viewer());
            view.set_up = SetUp{
                qr_code_svg(totp_uri(*state.unconfirmed_secret, "KommunalCampus", person ? person->email : ""),
                            site_.text(request, "identity.two_factor.qr_label")),
                grouped(base32(*state.unconfirmed_secret)),
                fields.text("code",
                            {.label = "identity.code", .hint = "identity.two_factor.code_hint", .required = true, .autocomplete = "one-time-code"})};
        } else {
            view.begin = true;
        }
        view.errors = fields.errors();
        return site_.render(request, page("identity.two_factor.title", request, refused ? 422 : 200), two_factor_, view);
    }

    http::Response begin_two_factor(http::Request& request) {
        const auto begun = identity_.sign_in.begin_two_factor(*request.viewer());
        if (!begun)
            return web::redirect("/konto/zwei-faktor", {.message_key = "identity.notice.two_factor_already_on", .kind = web::NoticeKind::info});
        return web::redirect("/konto/zwei-faktor");
    }

    http::Response confirm_two_factor(http::Request& request) {
        web::FormReader form(request);
        const auto code = form.text("code", {.required = true, .max = 20});
        if (!form.ok()) return show_two_factor(request, &form);
        const auto codes = identity_.sign_in.confirm_two_factor(*request.viewer(), code);
        if (!codes) {
            form.refuse({problem_of(codes.error())});
            return show_two_factor(request, &form);
        }
        // Shown once, in the answer itself: a redirect would have to keep them somewhere.
        return site_.render(request, page("identity.recovery_codes.title", request, 200), recovery_codes_, {.codes = *codes});
    }

    http::Response switch_off_two_factor(http::Request& request) {
        web::FormReader form(request);
        const auto password = form.text("passwort", {.required = true, .max = 1000, .trimmed = false});
        if (form.ok()) {
            if (const int wait = guess_wait(request); wait > 0) {
                form.refuse("", "identity.problem.too_many_attempts", {{"seconds", std::to_string(wait)}});
            } else if (const auto done = identity_.sign_in.switch_off_two_factor(*request.viewer(), password); !done) {
                form.refuse({problem_of(done.error())});
            }
        }
        if (!form.ok()) return show_two_factor(request, &form);
        return web::redirect("/konto/zwei-faktor", {.message_key = "identity.notice.two_factor_off"});
    }

    http::Response show_sessions(const http::Request& request) const {
        SessionsView view;
        for (auto& row : identity_.sessions.list(*request.viewer())) {
            const bool present = request.context.session_id == row.id;
            if (!present) view.others = true;
            if (row.device.empty()) row.device = site_.text(request, "identity.sessions.unknown_device");
            view.sessions.push_back({row.id, std::move(row.device), row.created_at, row.last_seen_at, present});
        }
        return site_.render(request, page("identity.sessions.title", request, 200), sessions_, view);
    }

    http::Response end_session(http::Request& request) {
        const auto id = request.get_id<SessionId>("session");
        if (!identity_.sessions.end(*request.viewer(), id)) return site_.error_page(request, 404);
        if (request.context.session_id == id) {
            auto response = web::redirect("/anmelden", {.message_key = "identity.notice.signed_out"});
            response.cookie(http::removed_cookie(session_cookie));
            return response;
        }
        return web::redirect("/konto/sitzungen", {.message_key = "identity.notice.session_ended"});
    }

    http::Response end_others(http::Request& request) {
        if (request.context.session_id) identity_.sessions.end_others(*request.viewer(), *request.context.session_id);
        return web::redirect("/konto/sitzungen", {.message_key = "identity.notice.sessions_ended"});
    }

private:
    // Guessing the password of somebody else's open browser is limited like guessing at the sign-in. Seconds to wait, or 0.
    int guess_wait(const http::Request& request) const {
        const auto allowed = limiter_.allow(rate_per_account, fmt::format("person {}", request.viewer()->person.value));
        return allowed ? 0 : std::max(1, static_cast<int>(allowed.retry_after.count()));
    }

    web::PageOptions page(std::string_view title, const http::Request& request, int status) const {
        return {.title = title,
                .active = "/konto",
                .breadcrumbs = {{"/konto", site_.text(request, "identity.account.title")}},
                .status = status,
                .islands = {"password"}};
    }

    const web::Site& site_;
    Identity& identity_;
    http::RateLimiter& limiter_;
    web::Template<AccountView> account_;
    web::Template<PasswordView> password_;
    web::Template<TwoFactorView> two_factor_;
    web::Template<RecoveryCodesView> recovery_codes_;
    web::Template<SessionsView> sessions_;
};

}  // namespace

void register_account_pages(http::Router& router, const web::Site& site, Identity& identity, http::RateLimiter& limiter) {
    using http::Method;
    using http::Request;
    const auto pages = std::make_shared<AccountPages>(site, identity, limiter);
    const auto pool = http::Pool::passwords;
    router.add(Method::get, "/konto", {.name = "show_account"}, [pages](Request& r) { return pages->show(r); });
    router.add(Method::post, "/konto", {.name = "change_account"}, [pages](Request& r) { return pages->change(r); });
    router.add(Method::get, "/konto/passwort", {.name = "show_password"}, [pages](Request& r) { return pages->show_password(r); });
    router.add(Method::post, "/konto/passwort", {.pool = pool, .name = "change_password"}, [pages](Request& r) { return pages->change_password(r); });
    router.add(Method::get, "/konto/zwei-faktor", {.name = "show_two_factor"}, [pages](Request& r) { return pages->show_two_factor(r); });
    router.add(Method::post, "/konto/zwei-faktor", {.name = "begin_two_factor"}, [pages](Request& r) { return pages->begin_two_factor(r); });
    router.add(Method::post, "/konto/zwei-faktor/bestaetigung", {.rate_class = std::string(rate_per_address), .name = "confirm_two_factor"},
               [pages](Request& r) { return pages->confirm_two_factor(r); });
    router.add(Method::post, "/konto/zwei-faktor/abschaltung", {.pool = pool, .name = "switch_off_two_factor"},
               [pages](Request& r) { return pages->switch_off_two_factor(r); });
    router.add(Method::get, "/konto/sitzungen", {.name = "list_sessions"}, [pages](Request& r) { return pages->show_sessions(r); });
    router.add(Method::post, "/konto/sitzungen/{session:id}/ende", {.name = "end_session"}, [pages](Request& r) { return pages->end_session(r); });
    router.add(Method::post, "/konto/sitzungen/andere/ende", {.name = "end_other_sessions"}, [pages](Request& r) { return pages->end_others(r); });
}

}  // namespace kc::identity
