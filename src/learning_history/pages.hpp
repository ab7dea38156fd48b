// SPDX-License-Identifier: EUPL-1.2
// The routes of this room, for app/routes.cpp, and what its pages share.
#pragma once

#include "http/router.hpp"
#include "learning_history/service.hpp"
#include "web/page.hpp"

namespace kc::learning_history {

inline constexpr std::string_view history_path = "/lernhistorie";
inline constexpr std::string_view issuers_path = "/vertrauensstellen";
inline constexpr std::string_view rate_per_address = "history_check";  // app defines it: every check is arithmetic

struct PageParts {
    const web::Site& site;
    storage::Database& database;
    const Clock& clock;
    HistoryService& history;
    TrustedIssuers& issuers;
};

void register_history_pages(http::Router& router, const PageParts& parts);   // /lernhistorie, the file, the print page
void register_takeover_pages(http::Router& router, const PageParts& parts);  // /lernhistorie/uebernahme …
void register_check_pages(http::Router& router, const PageParts& parts);     // /lernhistorie/pruefen, /.well-known/did.json
void register_issuer_pages(http::Router& router, const PageParts& parts);    // /vertrauensstellen …
void register_api(http::Router& router, const PageParts& parts);

// All of the above.
void register_routes(http::Router& router, const PageParts& parts);

int status_of(HistoryError error);
std::string message_key_of(HistoryError error);
int status_of(IssuerError error);
std::string message_key_of(IssuerError error);

// A line of a history as people read it.
struct LineView {
    std::string title, address, facts;
    EntryKind kind{};
    bool level = false;
};
BOOST_DESCRIBE_STRUCT(LineView, (), (title, address, facts, kind, level))
LineView line_view(const web::Site& site, const http::Request& request, const Entry& entry);
// "20. November 2025 · 8 Stunden · Akademie"
std::string facts_of(const web::Site& site, const http::Request& request, const Entry& entry);
std::string short_key(std::string_view thumbprint);  // in groups, to be read out on the telephone

// What was uploaded in this field; nothing when there is no file or it is too large to be one of ours.
std::optional<std::string> uploaded_history(http::Request& request, web::FormReader& form, std::string_view field);

}  // namespace kc::learning_history
