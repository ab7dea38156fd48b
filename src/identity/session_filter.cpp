// SPDX-License-Identifier: EUPL-1.2
#include "identity/session_filter.hpp"

#include "identity/token.hpp"
#include "web/api_response.hpp"

#include <sodium.h>

namespace kc::identity {

namespace {

// One token per session without storing one: whoever does not know the session cookie cannot compute it.
std::string csrf_token_of(std::string_view secret) {
    const storage::Bytes hash = token_hash("csrf of " + std::string(secret));
    char text[sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
    sodium_bin2base64(text, sizeof text, reinterpret_cast<const unsigned char*>(hash.data()), hash.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return text;
}

bool changes_something(http::Method method) {
    return method == http::Method::post || method == http::Method::put || method == http::Method::patch || method == http::Method::del;
}

bool is_api(const http::Request& request) { return request.path.starts_with("/api/"); }

class SessionFilter {
public:
    SessionFilter(const http::Router& router, Sessions& sessions, const web::Site& site) : router_(router), sessions_(sessions), site_(site) {}

    std::optional<http::Response> before(http::Request& request) {
        if (request.path.starts_with("/assets/")) return std::nullopt;  // the same for everybody
        identify(request);
        const http::Route* route = router_.route_of(request);
        if (route == nullptr) return std::nullopt;
        if (!request.viewer() && !route->options.is_public) return ask_for_sign_in(request);
        if (changes_something(request.method) && !route->options.skip_csrf && !site_.csrf().valid(request)) {
            if (is_api(request))
                return web::api_error(request, 403, "csrf",
                                      "Der Kopf X-CSRF-Token fehlt oder gehört nicht zu dieser Sitzung. Sie erhalten ihn von GET /api/v1/me.");
            return site_.error_page(request, 403, "web.problem.form_expired");
        }
        return std::nullopt;
    }

    void after(const http::Request& request, http::Response& response) {
        const auto sets = [&](std::string_view name) {
            return std::any_of(response.cookies.begin(), response.cookies.end(), [&](const http::Cookie& c) { return c.name == name; });
        };
        // What the server refuses before the filters (queue full, body too large) says nothing about the session.
        if (!std::exchange(identified_, false)) return;
        if (request.cookie(session_cookie) && !request.context.session_id && !sets(session_cookie)) {
            response.cookie(http::removed_cookie(session_cookie));  // ended elsewhere or too old
        }
        // Visitors keep the token that the forms on this page carry.
        static const std::string form_mark = "name=\"" + std::string(web::csrf_field) + "\"";
        if (!request.context.session_id && !request.cookie(visitor_cookie) && !visitor_secret_.empty() && !is_api(request) &&
            response.text().find(form_mark) != std::string_view::npos) {
            response.cookie({.name = std::string(visitor_cookie), .value = visitor_secret_});
        }
        visitor_secret_.clear();
    }

private:
    void identify(http::Request& request) {
        visitor_secret_.clear();
        identified_ = false;
        if (const auto token = request.cookie(session_cookie)) {
            if (auto session = sessions_.load(*token)) {
                request.context.session_id = session->id;
                request.context.csrf_token = csrf_token_of(*token);
                request.language = session->viewer.language;
                request.set_viewer(std::move(session->viewer));
                identified_ = true;
                return;
            }
        }
        const auto secret = request.cookie(visitor_cookie);
        if (secret && looks_like_token(*secret)) {
            request.context.csrf_token = csrf_token_of(*secret);
        } else {
            visitor_secret_ = new_token();
            request.context.csrf_token = csrf_token_of(visitor_secret_);
        }
        identified_ = true;
    }

    http::Response ask_for_sign_in(const http::Request& request) const {
        if (is_api(request)) return web::api_error(request, 401, "sign_in_required", "Bitte melden Sie sich an: POST /api/v1/sign-in.");
        const bool can_return = request.method == http::Method::get || router_.match(http::Method::get, request.path) != nullptr;
        const std::string target = request.method == http::Method::get ? request.target : request.path;
        if (!can_return || target == "/") return web::redirect("/anmelden");
        return web::redirect("/anmelden?weiter=" + web::url_part(target));
    }

    const http::Router& router_;
    Sessions& sessions_;
    const web::Site& site_;
    // A request is handled from first filter to last on one thread.
    static thread_local std::string visitor_secret_;
    static thread_local bool identified_;
};

thread_local std::string SessionFilter::visitor_secret_;
thread_local bool SessionFilter::identified_ = false;

}  // namespace

void register_session_filter(http::Router& router, Sessions& sessions, const web::Site& site) {
    const auto filter = std::make_shared<SessionFilter>(router, sessions, site);
    router.before([filter](http::Request& request) { return filter->before(request); });
    router.after([filter](const http::Request& request, http::Response& response) { filter->after(request, response); });
}

http::Cookie session_cookie_of(const std::string& token) {
    return {.name = std::string(session_cookie), .value = token, .max_age = std::chrono::duration_cast<std::chrono::seconds>(session_age_max)};
}

std::string describe_device(const http::Request& request) {
    const std::string_view agent = request.header("User-Agent").value_or("");
    const auto named = [&](std::initializer_list<std::pair<std::string_view, std::string_view>> words) -> std::string {
        for (const auto& [word, name] : words) {
            if (agent.find(word) != std::string_view::npos) return std::string(name);
        }
        return {};
    };
    // Chrome also calls itself Safari, Edge also Chrome: the order matters.
    const std::string browser = named({{"Firefox/", "Firefox"}, {"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}});
    const std::string system =
        named({{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"}});
    if (browser.empty()) return system;
    return system.empty() ? browser : browser + ", " + system;
}

std::string safe_local_path(std::optional<std::string_view> path) {
    if (!path || path->size() > 1000 || !path->starts_with('/') || path->starts_with("//")) return "/";
    const bool plain = std::all_of(path->begin(), path->end(), [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != '\\' && c != 0x7f; });
    if (!plain || path->starts_with("/anmelden") || path->starts_with("/abmelden") || path->starts_with("/api/")) return "/";
    return std::string(*path);
}

}  // namespace kc::identity
