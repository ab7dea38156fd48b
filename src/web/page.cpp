// SPDX-License-Identifier: EUPL-1.2
#include "web/page.hpp"

#include "web/frame.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::web {
namespace {

constexpr std::string_view notice_cookie = "kc_hinweis";

std::string_view kind_name(NoticeKind kind) {
    switch (kind) {
        case NoticeKind::success: return "success";
        case NoticeKind::info: return "info";
        case NoticeKind::warning: return "warning";
        case NoticeKind::danger: return "danger";
    }
    return "info";
}

// What came back in the cookie is from the browser: only a known kind and a notice of the catalogue are shown.
std::optional<NoticeView> read_notice(const http::Request& request, const Messages& messages, Language language) {
    const auto cookie = request.cookie(notice_cookie);
    if (!cookie) return std::nullopt;
    const auto colon = cookie->find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto kind = cookie->substr(0, colon);
    const auto key = cookie->substr(colon + 1);
    if (kind != "success" && kind != "info" && kind != "warning" && kind != "danger") return std::nullopt;
    const auto* parts = messages.find(language, key);
    if (!parts || key.find(".notice.") == std::string_view::npos) return std::nullopt;
    if (parts->size() != 1 || parts->front().kind != MessagePart::Kind::literal) return std::nullopt;
    return NoticeView{std::string(kind), parts->front().text, kind == "danger" || kind == "warning"};
}

std::string theme_of(const http::Request& request) {
    const auto cookie = request.cookie(theme_cookie);
    return cookie && (*cookie == "light" || *cookie == "dark") ? std::string(*cookie) : std::string();
}

std::string own_path(std::string_view path) {
    const bool own = path.starts_with('/') && !path.starts_with("//") && path.find('\\') == std::string_view::npos &&
                     std::none_of(path.begin(), path.end(), [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; });
    return own ? std::string(path) : "/";
}

bool may_see(const NavigationEntry& entry, const Viewer* viewer) {
    if (!viewer) return entry.public_entry;
    return entry.roles.empty() || std::any_of(entry.roles.begin(), entry.roles.end(), [&](Role role) { return viewer->has_role(role); });
}

constexpr std::size_t flat_entries_max = 8;  // more do not fit into one line at 1280 pixels

// A few entries stand side by side. Many are gathered in menus, at the place of the first entry of each; the message "<key>.group" names the
// menu of an entry. A menu of one would save nothing.
std::vector<NavigationView> navigation_for(const std::vector<NavigationEntry>& entries, const Viewer* viewer, const Messages& messages,
                                           Language language, std::string_view active) {
    struct Seen {
        NavigationLink link;
        std::string group;
    };
    std::vector<Seen> seen;
    for (const auto& entry : entries) {
        if (!may_see(entry, viewer)) continue;
        const auto group_key = entry.message_key + ".group";
        seen.push_back({{entry.path, messages.text(language, entry.message_key), entry.path == active},
                        messages.has(group_key) ? messages.text(language, group_key) : std::string()});
    }
    std::vector<NavigationView> shown;
    for (auto& one : seen) {
        const auto of_group = std::count_if(seen.begin(), seen.end(), [&](const auto& other) { return other.group == one.group; });
        if (seen.size() <= flat_entries_max || one.group.empty() || of_group < 2) {
            shown.push_back({one.link.path, one.link.label, one.link.active, {}});
            continue;
        }
        auto menu = std::find_if(shown.begin(), shown.end(), [&](const auto& other) { return !other.entries.empty() && other.label == one.group; });
        if (menu == shown.end()) menu = shown.insert(shown.end(), {{}, one.group, false, {}});
        menu->active = menu->active || one.link.active;
        menu->entries.push_back(one.link);
    }
    return shown;
}

}  // namespace

struct Site::Frame {
    Template<FrameView> page;
    Template<ErrorView> error;
};

http::Response redirect(std::string_view path) { return http::redirect(own_path(path)); }

http::Response redirect(std::string_view path, const Notice& notice) {
    auto response = redirect(path);
    response.cookie({.name = std::string(notice_cookie),
                     .value = fmt::format("{}:{}", kind_name(notice.kind), notice.message_key),
                     .max_age = std::chrono::seconds(60)});
    return response;
}

bool wants_fragment(const http::Request& request, std::string_view element_id) {
    const auto htmx = request.header("HX-Request");
    if (!htmx || *htmx != "true") return false;
    const auto target = request.header("HX-Target").value_or("");  // "div#treffer", before version 4 only "treffer"
    const auto hash = target.rfind('#');
    return (hash == std::string_view::npos ? target : target.substr(hash + 1)) == element_id;
}

Language language_of(const http::Request& request) {
    if (const auto cookie = request.cookie(language_cookie)) {
        if (const auto chosen = parse_language(*cookie)) return *chosen;
    }
    return request.language;
}

Site::Site(SiteOptions options)
    : options_(std::move(options)),
      messages_(Messages::load(options_.rooms)),
      assets_(options_.public_files.empty() ? Assets::unhashed() : Assets::load(options_.public_files)),
      csrf_(options_.secret) {
    templates_ = std::make_unique<TemplateSet>(options_.rooms, messages_, [this](std::string_view name) { return assets_.address(name); });
    frame_ = std::make_unique<Frame>(Frame{templates_->bind<FrameView>("web/frame"), templates_->bind<ErrorView>("web/error")});
    for (const auto& entry : options_.navigation) {
        if (!messages_.has(entry.message_key))
            throw TemplateError(fmt::format("navigation {}: there is no message {}", entry.path, entry.message_key));
    }
}

Site::~Site() = default;

PageContext Site::context(const http::Request& request) const {
    PageContext context;
    context.language = language_of(request);
    context.language_code = language_code(context.language);
    context.csrf = csrf_.hidden_field(request);
    context.path = own_path(request.target);
    return context;
}

std::string Site::text(const http::Request& request, std::string_view key, const MessageFields& fields) const {
    return messages_.text(language_of(request), key, fields);
}

Fields Site::fields(const http::Request& request, const FormReader* refused) const { return Fields(messages_, language_of(request), refused); }

http::Response Site::page(const http::Request& request, const PageOptions& options, const Html& body) const {
    const PageContext context = this->context(request);
    const Viewer* viewer = request.viewer();
    FrameView view;
    view.title = options.title_text.empty() && !options.title.empty() ? messages_.text(context.language, options.title) : options.title_text;
    view.theme = theme_of(request);
    view.theme_light = view.theme == "light";
    view.theme_dark = view.theme == "dark";
    view.theme_system = view.theme.empty();
    view.german = context.language == Language::de;
    view.signed_in = viewer != nullptr;
    if (viewer) {
        view.user_name = viewer->display_name;
        view.user_initials = initials(viewer->display_name);
    }
    view.navigation = navigation_for(options_.navigation, viewer, messages_, context.language, options.active);
    for (const auto& crumb : options.breadcrumbs) view.breadcrumbs.push_back({crumb.path, crumb.text});
    // The path of a POST cannot be shown again by going back to it.
    view.back = request.method == http::Method::get ? context.path : "/";
    view.notice = read_notice(request, messages_, context.language);
    view.wide = options.wide;
    view.account_active = options.active == "/konto";
    view.error = options.status >= 400 && options.status != 422;
    if (view.error) view.request_number = request.number;
    for (const auto& island : options.islands) {
        auto address = assets_.address(island + ".js");
        if (address != assets_.address("app.js")) view.islands.push_back(std::move(address));  // the small ones are part of app.js
    }
    view.body = &body;

    auto response = http::html(frame_->page.render(view, context).text, options.status);
    if (request.cookie(notice_cookie)) response.cookie(http::removed_cookie(notice_cookie));
    // The same address answers htmx with a fragment and everyone else with the page.
    response.header("Vary", "HX-Request, Cookie");
    return response;
}

http::Response Site::fragment(const Html& body) const {
    auto response = http::html(body.text);
    response.header("Vary", "HX-Request, Cookie");
    return response;
}

http::Response Site::error_page(const http::Request& request, int status) const { return error_page(request, status, {}); }

http::Response Site::error_page(const http::Request& request, int status, std::string_view message_key) const {
    const PageContext context = this->context(request);
    auto shown = status;
    if (!messages_.has(fmt::format("web.error.{}.title", shown))) shown = status < 500 ? 400 : 500;
    ErrorView view;
    view.title = messages_.text(context.language, fmt::format("web.error.{}.title", shown));
    view.text = message_key.empty() ? messages_.text(context.language, fmt::format("web.error.{}.text", shown))
                                    : messages_.text(context.language, message_key);
    view.next = messages_.text(context.language, fmt::format("web.error.{}.next", shown));
    view.status = status;
    view.request_number = request.number;
    view.sign_in = shown == 403 && !request.viewer();
    return page(request, {.title_text = view.title, .status = status}, frame_->error.render(view, context));
}

}  // namespace kc::web
