// SPDX-License-Identifier: EUPL-1.2
#include "app/routes.hpp"

#include "app/dashboard_pages.hpp"
#include "app/offer_extras.hpp"
#include "app/operations_pages.hpp"
#include "app/profile_extras.hpp"
#include "app/rooms.hpp"
#include "app/system_pages.hpp"
#include "authoring/pages.hpp"
#include "authoring/provider_pages.hpp"
#include "authoring/work_pages.hpp"
#include "catalogue/pages.hpp"
#include "competence/pages.hpp"
#include "consent/pages.hpp"
#include "curation/pages.hpp"
#include "development/pages.hpp"
#include "discovery/follow_up_pages.hpp"
#include "discovery/search_pages.hpp"
#include "exchange/pages.hpp"
#include "identity/pages.hpp"
#include "identity/session_filter.hpp"
#include "interview/pages.hpp"
#include "learning_history/pages.hpp"
#include "placement/pages.hpp"
#include "planning/pages.hpp"
#include "privacy/pages.hpp"
#include "privacy/visibility_pages.hpp"
#include "reflection/pages.hpp"
#include "roles/pages.hpp"
#include "teams/pages.hpp"

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

// /anbieter-bereich, /freigaben, /standard-beschreibung
void add_portal_routes(http::Router& router, const RouteParts& parts, const catalogue::PageSources& offer_pages) {
    auto& portal = parts.rooms.portal;
    authoring::register_description_routes(router, {.site = parts.site, .authoring = portal.offers, .sources = offer_pages});
    authoring::register_work_routes(
        router, {.site = parts.site,
                 .authoring = portal.offers,
                 .dates = portal.dates,
                 .venues = portal.venues,
                 .courses = portal.courses,
                 .bulk = portal.bulk,
                 .freshness = portal.freshness,
                 .people_planning = [&curricula = parts.rooms.curricula](LearningUnitId unit) { return curricula.count_people_planning(unit); }});
    authoring::register_provider_pages(router, parts.site, portal.providers);
}

// /profil, /kompetenzen, /interview, /kurz-pruefen, /bestaetigungen, /themenlandkarte, /taetigkeiten
void add_profile_routes(http::Router& router, const RouteParts& parts) {
    auto& rooms = parts.rooms;
    const auto& site = parts.site;
    competence::register_routes(router, site, rooms.profiles, parts.database,
                                {.placement_tests = [&tests = rooms.proving.tests] { return tests.testable(); },
                                 .confirmations = true,
                                 .ways = {{"/interview", "app.way.interview"},
                                          {"/kurz-pruefen", "app.way.tests"},
                                          {"/profil/nachweise", "app.way.documents"},
                                          {"/profil/bestaetigungen", "app.way.confirmations"},
                                          {"/ziele", "app.way.goals"},
                                          {"/mitarbeitergespraech", "app.way.talks"},
                                          {"/karrierewege", "app.way.careers"},
                                          {"/teamplanung/aufrufe", "app.way.calls"},
                                          {"/lernhistorie", "app.way.history"},
                                          {"/reflexion", "app.way.reflection"}},
                                 .origin_title = origin_titles(rooms.interviewing)});
    interview::register_routes(router, site, rooms.interviewing.service, rooms.frameworks);
    placement::register_routes(router, site, rooms.proving.tests, rooms.proving.documents, rooms.proving.confirmations);
    placement::register_item_pages(router, site, rooms.proving.items);
    placement::register_item_api(router, site, rooms.proving.items);
    auto& framework = rooms.framework;
    curation::register_routes(router, {.site = site,
                                       .curation = framework.curation,
                                       .proposals = framework.proposals,
                                       .demand = demand_figures(rooms),
                                       .offers_teaching = offers_teaching(rooms.catalogues)});
    roles::register_routes(router, {.site = site, .roles = framework.roles, .descriptions = framework.descriptions});
}

// /angebote, /angebote/vergleich, /merkliste, /gespeicherte-suchen
void add_finding_routes(http::Router& router, const RouteParts& parts) {
    auto& rooms = parts.rooms;
    auto& finding = rooms.finding;
    const discovery::SearchSources search{
        .site = parts.site,
        .offers = finding.offers,
        .database = parts.database,
        .clock = parts.clock,
        .watch_list = finding.watch_list,
        .nothing_found = [&finding](const discovery::OfferState&, const discovery::SearchQuery& query) { finding.demand.note(query); }};
    discovery::register_search_pages(router, search);
    discovery::register_search_api(router, search);
    const discovery::FollowUpSources follow_up{.site = parts.site,
                                               .database = parts.database,
                                               .clock = parts.clock,
                                               .catalogue = rooms.catalogues,
                                               .framework = rooms.frameworks,
                                               .watch_list = finding.watch_list,
                                               .offers = finding.offers,
                                               .saved_searches = finding.saved_searches,
                                               .digests = finding.digests,
                                               .synonym_lists = finding.synonym_lists};
    discovery::register_follow_up_pages(router, follow_up);
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
    // /datenschutz/wer-sieht-was
    privacy::register_visibility_pages(router, site);
    // /datenschutz/einwilligungen
    consent::register_routes(router, site, rooms.consents);
    // /reflexion
    reflection::register_routes(router, site, rooms.reflection, rooms.consents);
    add_profile_routes(router, parts);
    // /angebote/{slug}, /anbieter, /module, /lernorte
    const catalogue::PageSources offer_pages{.site = site,
                                             .catalogue = rooms.catalogues,
                                             .framework = rooms.frameworks,
                                             .clock = parts.clock,
                                             .offer_extras = offer_extras_for({site, rooms, parts.database, parts.clock})};
    catalogue::register_routes(router, offer_pages);
    add_portal_routes(router, parts, offer_pages);
    add_finding_routes(router, parts);
    // /anbieter-bereich/importe, /api/v1/imports, /api/v1/moochub/courses, /api/v1/offers/{slug}/amb
    exchange::register_routes(router, {.site = site,
                                       .clock = parts.clock,
                                       .imports = rooms.exchange.imports,
                                       .sources = rooms.exchange.sources,
                                       .catalogue = rooms.catalogues,
                                       .framework = rooms.frameworks,
                                       .base_address = rooms.public_url});
    // /lehrplan
    planning::register_routes(router, {.site = site,
                                       .curricula = rooms.curricula,
                                       .profiles = rooms.profiles,
                                       .database = parts.database,
                                       .settings = rooms.plan_settings,
                                       .feeds = rooms.calendar_feeds,
                                       .news = rooms.plan_news,
                                       .public_url = rooms.public_url});
    // /mitarbeitergespraech, /ziele, /karrierewege
    auto& development = rooms.development;
    development::register_routes(router, {.site = site,
                                          .talks = development.talks,
                                          .goals = development.goals,
                                          .careers = development.careers,
                                          .profiles = rooms.profiles,
                                          .curricula = rooms.curricula});
    // /teamplanung
    teams::register_routes(
        router, {.site = site, .plans = rooms.teams.plans, .risks = rooms.teams.risks, .exits = rooms.teams.exits, .calls = rooms.teams.calls});
    // /lernhistorie, /vertrauensstellen
    learning_history::register_routes(
        router,
        {.site = site, .database = parts.database, .clock = parts.clock, .history = rooms.histories.service, .issuers = rooms.histories.issuers});
    // /betrieb, /rueckmeldungen
    register_operations_pages(router, site,
                              {.database = parts.database,
                               .clock = parts.clock,
                               .queue = rooms.queue,
                               .outbox = rooms.outbox,
                               .feedback = rooms.feedback,
                               .signing_key_beside = rooms.histories.service.key_lies_beside_data(),
                               .guide_contradictions = [&rooms] { return rooms.interviewing.guide_contradictions(rooms.frameworks); }});
    register_openapi(router);
}

}  // namespace kc::app
