// SPDX-License-Identifier: EUPL-1.2
// What all pages about the own plan begin and end with. Included by the pages of this room only.
#pragma once

#include "planning/pages.hpp"
#include "planning/refusals.hpp"
#include "planning/views.hpp"

namespace kc::planning {

// Calls page(viewer, own plans); people without the right to a plan get the page that says so.
template <class Page>
http::Response with_own_plans(const http::Request& request, const web::Site& site, const CurriculumService& curricula, Page&& page) {
    const auto* viewer = request.viewer();
    if (viewer == nullptr) return web::redirect("/anmelden");
    const auto own = curricula.find_own(*viewer);
    if (!own) return site.error_page(request, 403, message_key_of(CurriculumError::not_permitted));
    return page(*viewer, *own);
}

inline http::Response refusal_page(const http::Request& request, const web::Site& site, CurriculumError error) {
    return site.error_page(request, status_of(error), message_key_of(error));
}

inline PlanViews views_of(const http::Request& request, const web::Site& site, const OwnPlans& own) {
    return PlanViews(*own.catalogue, own.state.choices, site.messages(), web::language_of(request));
}

inline web::Crumb curriculum_crumb(const web::Site& site, const http::Request& request) {
    return {"/lehrplan", site.text(request, "planning.title")};
}

// After a change to one unit: back to the plan or to the calendar, which names the unit and offers to undo the change while it holds.
inline http::Response redirect_to_change(LearningUnitId unit, Outcome outcome, std::string_view notice, bool to_calendar) {
    if (outcome == Outcome::profile_incomplete)
        return web::redirect("/lehrplan", {.message_key = "planning.notice.profile_incomplete", .kind = web::NoticeKind::info});
    if (notice.empty())
        return web::redirect((to_calendar ? "/lehrplan/kalender?plan=vorschlag&geaendert=" : "/lehrplan?geaendert=") + std::to_string(unit.value));
    return web::redirect(to_calendar ? "/lehrplan/kalender" : "/lehrplan", {.message_key = std::string(notice)});
}

// After a change that planned again: to the difference where a plan is in force, else to the plan.
inline http::Response redirect_after(const OwnPlans& before, Outcome outcome, std::string_view otherwise) {
    switch (outcome) {
        case Outcome::proposed:
            if (before.state.accepted) return web::redirect("/lehrplan/vorschlag", {.message_key = "planning.notice.proposed"});
            return web::redirect("/lehrplan", {.message_key = "planning.notice.proposed"});
        case Outcome::unchanged: break;
        case Outcome::profile_incomplete:
            return web::redirect("/lehrplan", {.message_key = "planning.notice.profile_incomplete", .kind = web::NoticeKind::info});
    }
    return web::redirect("/lehrplan", {.message_key = std::string(otherwise)});
}

}  // namespace kc::planning
