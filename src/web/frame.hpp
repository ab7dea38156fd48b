// SPDX-License-Identifier: EUPL-1.2
// The view structs of the page frame (templates/frame.mustache) and of the error pages, and the names of its cookies.
#pragma once

#include "web/html.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace kc::web {

inline constexpr std::string_view language_cookie = "kc_sprache";
inline constexpr std::string_view theme_cookie = "kc_darstellung";

struct NavigationLink {
    std::string path;
    std::string label;
    bool active = false;
};
BOOST_DESCRIBE_STRUCT(NavigationLink, (), (path, label, active))

struct NavigationView {
    std::string path;
    std::string label;
    bool active = false;                  // of a menu: one of its entries is
    std::vector<NavigationLink> entries;  // a menu; none: a link
};
BOOST_DESCRIBE_STRUCT(NavigationView, (), (path, label, active, entries))

struct CrumbView {
    std::string path;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(CrumbView, (), (path, text))

struct NoticeView {
    std::string kind;  // success, info, warning, danger
    std::string text;
    bool urgent = false;
};
BOOST_DESCRIBE_STRUCT(NoticeView, (), (kind, text, urgent))

struct FrameView {
    std::string title;
    std::string theme;  // "light", "dark" or empty: as the system says
    bool theme_light = false;
    bool theme_dark = false;
    bool theme_system = false;
    bool german = true;
    bool signed_in = false;
    std::string user_name;
    std::string user_initials;
    bool account_active = false;
    std::vector<NavigationView> navigation;
    std::vector<CrumbView> breadcrumbs;
    std::string back;
    std::optional<NoticeView> notice;
    bool wide = false;
    bool error = false;
    std::string request_number;
    std::vector<std::string> islands;
    const Html* body = nullptr;
};
BOOST_DESCRIBE_STRUCT(FrameView, (),
                      (title, theme, theme_light, theme_dark, theme_system, german, signed_in, user_name, user_initials, account_active, navigation,
                       breadcrumbs, back, notice, wide, error, request_number, islands, body))

struct ErrorView {
    std::string title;
    std::string text;
    std::string next;
    int status = 500;
    std::string request_number;
    bool sign_in = false;
};
BOOST_DESCRIBE_STRUCT(ErrorView, (), (title, text, next, status, request_number, sign_in))

// "Erika Mustermann" → "EM": first letters of the first and the last word.
std::string initials(std::string_view name);

}  // namespace kc::web
