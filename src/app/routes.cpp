// SPDX-License-Identifier: EUPL-1.2
#include "app/routes.hpp"

#include "app/dashboard_pages.hpp"
#include "app/operations_pages.hpp"
#include "app/rooms.hpp"
#include "app/system_pages.hpp"
#include "catalogue/pages.hpp"
#include "competence/pages.hpp"
#include "identity/pages.hpp"
#include "identity/session_filter.hpp"
#include "planning/pages.hpp"
#include "privacy/pages.hpp"

namespace kc::app {

namespace {

// What a page costs in statements, for measuring: the handler runs on one thread from beginning to end.
void report_statements(http::Router& router) {
    static thread_local std::int64_t before = 0;
    router.before([](http::Request&) -> std::optional<http::Response> {
        before = storage::statements_on_this_thread;
        return std::nullopt;
    });
    router.after([](const http::Request&, http::Response& response) {
        response.header("Server-Timing", fmt::format("db;desc=\"{}\"", storage::statements_on_this_thread - before));
    });
}

}  // namespace

void add_routes(http::Router& router, const RouteParts& parts) {
    const auto& site = parts.site;
    auto& rooms = parts.rooms;
    if (parts.server_timing) report_statements(router);
    identity::register_session_filter(router, rooms.identity.sessions, site);
    router.on_error([&site](const http::Request& request, int status) { return site.error_page(request, status); });

    register_system_pages(router,
                          {.database = parts.database, .metrics = parts.metrics, .public_files = parts.public_files, .stopping = parts.stopping});
    // /, /uebersicht
    register_dashboard_pages(router, site, {.database = parts.database, .clock = parts.clock, .rooms = rooms});
    // /hilfe, /impressum, /datenschutz, /barrierefreiheit, /rueckmeldung, /sprache, /darstellung
    web::add_site_routes(router, rooms.site_pages);
    // /anmelden, /passwort-…, /einladung, /konto, /verwaltung/…
    identity::register_pages(router, site, rooms.identity, parts.clock, parts.limiter);
    // /konto/daten, /konto/loeschung
    privacy::register_pages(router, site, rooms.privacy, {.session_cookie = std::string(identity::session_cookie)});
    // /profil, /kompetenzen
    competence::register_routes(router, site, rooms.profiles, parts.database);
    // /angebote, /anbieter, /module, /lernorte, /anbieter-bereich
    catalogue::register_routes(router, {.site = site, .catalogue = rooms.catalogues, .framework = rooms.frameworks, .clock = parts.clock});
    // /lehrplan
    planning::register_routes(router, site, rooms.curricula, rooms.profiles, parts.database);
    // /betrieb, /rueckmeldungen
    register_operations_pages(
        router, site, {.database = parts.database, .clock = parts.clock, .queue = rooms.queue, .outbox = rooms.outbox, .feedback = rooms.feedback});
    register_openapi(router);
}

}  // namespace kc::app
