// SPDX-License-Identifier: EUPL-1.2
// Site: what every page needs (templates, messages, frame, CSRF), built once and handed to the rooms.
// site.page() puts the frame around a body; site.render() does template and frame in one step.
#pragma once

#include "base/viewer.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "web/assets.hpp"
#include "web/csrf.hpp"
#include "web/fields.hpp"
#include "web/form.hpp"
#include "web/messages.hpp"
#include "web/templates.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kc::web {

struct NavigationEntry {
    std::string path;           // "/lehrplan"
    std::string message_key;    // "planning.navigation"
    std::vector<Role> roles;    // who sees it; empty: every signed-in person
    bool public_entry = false;  // also for visitors who are not signed in
};

struct Crumb {
    std::string path;
    std::string text;
};

struct PageOptions {
    std::string_view title;          // message key, or
    std::string title_text;          // finished text: "Vergaberecht kompakt"
    std::string_view active;         // path of the active navigation entry
    std::vector<Crumb> breadcrumbs;  // without the page itself
    int status = 200;
    std::vector<std::string> islands;  // "player" loads islands/player.ts; confirm, password and text-length are always there
    bool wide = false;                 // tables that need the whole width
};

// A short message after a redirect. The key must be a message of the form "<room>.notice.<name>" without fields:
// the cookie that carries it comes back from the browser and is checked against the catalogue.
enum class NoticeKind { success, info, warning, danger };
struct Notice {
    std::string message_key;
    NoticeKind kind = NoticeKind::success;
};

// 303 to a path of this server, with or without a notice. A path that leads elsewhere becomes "/".
http::Response redirect(std::string_view path);
http::Response redirect(std::string_view path, const Notice& notice);

// True when htmx asks for the element with this id only. Answer then with site.fragment(): the partial alone.
bool wants_fragment(const http::Request& request, std::string_view element_id);

// The language of this request: the choice in the cookie, else Request::language (the person's setting or Accept-Language).
Language language_of(const http::Request& request);

// Where a language model reads free answers of people who agreed to it: the privacy page says so.
enum class LanguageModelPlace { none, own_network, outside };

struct OperatorInfo {
    std::string name, street, town, email, phone, represented_by, register_entry;
    std::string data_protection_officer, supervisory_authority, accessibility_contact, enforcement_body;
    LanguageModelPlace language_model = LanguageModelPlace::none;
};

struct SiteOptions {
    std::filesystem::path rooms = "src";  // templates and message catalogues
    std::filesystem::path public_files;   // public/ with manifest.json; empty in tests: plain names
    std::string secret = {};              // key for the CSRF tokens of visitors, the same on every node
    std::vector<NavigationEntry> navigation;
    OperatorInfo operator_info;
};

class Site {
public:
    explicit Site(SiteOptions options);
    ~Site();

    const TemplateSet& templates() const { return *templates_; }
    const Messages& messages() const { return messages_; }
    const Assets& assets() const { return assets_; }
    const Csrf& csrf() const { return csrf_; }
    const OperatorInfo& operator_info() const { return options_.operator_info; }
    template <class View> Template<View> bind(std::string_view name) const { return templates_->bind<View>(name); }

    PageContext context(const http::Request& request) const;
    std::string text(const http::Request& request, std::string_view key, const MessageFields& fields = {}) const;
    Fields fields(const http::Request& request, const FormReader* refused = nullptr) const;

    http::Response page(const http::Request& request, const PageOptions& options, const Html& body) const;
    http::Response fragment(const Html& body) const;
    template <class View>
    http::Response render(const http::Request& request, const PageOptions& options, const Template<View>& body, const View& view) const {
        return page(request, options, body.render(view, context(request)));
    }

    // 400 … 503 with the request number and what to do next.
    http::Response error_page(const http::Request& request, int status) const;
    // The same with a sentence of the domain: "booking.problem.deadline_passed".
    http::Response error_page(const http::Request& request, int status, std::string_view message_key) const;

private:
    struct Frame;

    SiteOptions options_;
    Messages messages_;
    Assets assets_;
    Csrf csrf_;
    std::unique_ptr<TemplateSet> templates_;
    std::unique_ptr<Frame> frame_;
};

}  // namespace kc::web
