// SPDX-License-Identifier: EUPL-1.2
// The routes of this room, for app/routes.cpp. Each part keeps its bound templates alive inside its handlers.
#pragma once

#include "competence/service.hpp"
#include "http/router.hpp"
#include "planning/calendar_feeds.hpp"
#include "planning/plan_news.hpp"
#include "planning/service.hpp"
#include "planning/settings_service.hpp"
#include "web/page.hpp"

namespace kc::planning {

inline constexpr std::string_view feed_rate = "calendar_feed";  // calendar programs ask by themselves

struct PageParts {
    const web::Site& site;
    CurriculumService& curricula;
    competence::ProfileService& profiles;
    storage::Database& database;
    PlanSettingsService& settings;
    CalendarFeeds& feeds;
    const PlanNews& news;
    std::string public_url;  // "https://campus.example"
};

// /lehrplan, /lehrplan/vorschlag, /lehrplan/verlauf and the decisions about a version; the database is read for the next step of a
// profile that is not complete yet.
void register_curriculum_pages(http::Router& router, const web::Site& site, CurriculumService& curricula, storage::Database& database);
// /lehrplan/einheiten/{unit}/…: exclude, lock, another date, completed; /lehrplan/wuensche: what these wishes cost
void register_choice_pages(http::Router& router, const web::Site& site, CurriculumService& curricula);
void register_wish_pages(http::Router& router, const web::Site& site, CurriculumService& curricula);
// /lehrplan/kalender, with the private address, and /kalender/{token}.ics
void register_calendar_pages(http::Router& router, const PageParts& parts);
void register_feed(http::Router& router, const PageParts& parts);
// /lehrplan/einstellungen, /lehrplan/mails/abbestellen/{token}
void register_settings_pages(http::Router& router, const PageParts& parts);
// /lehrplan/grenzen
void register_limit_pages(http::Router& router, const web::Site& site, CurriculumService& curricula, competence::ProfileService& profiles);
// /lehrplan/lehrplan.ics and .csv
void register_downloads(http::Router& router, const web::Site& site, CurriculumService& curricula);
// /api/v1/me/curriculum …
void register_api(http::Router& router, const web::Site& site, CurriculumService& curricula, storage::Database& database);
void register_settings_api(http::Router& router, const PageParts& parts);

// All of the above.
void register_routes(http::Router& router, const PageParts& parts);

}  // namespace kc::planning
