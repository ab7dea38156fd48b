// SPDX-License-Identifier: EUPL-1.2
// The routes of this room, for app/routes.cpp. Each part keeps its bound templates alive inside its handlers.
#pragma once

#include "http/router.hpp"
#include "interview/service.hpp"
#include "web/page.hpp"

namespace kc::interview {

// /interview: the dialogue, one question on a page; later questions
void register_dialogue_pages(http::Router& router, const web::Site& site, InterviewService& interviews);
// /interview/formular: the same session as one form
void register_form_pages(http::Router& router, const web::Site& site, InterviewService& interviews);
// /interview/protokoll
void register_transcript_pages(http::Router& router, const web::Site& site, InterviewService& interviews,
                               const competence::FrameworkSource& frameworks);
// /api/v1/me/interview…
void register_api(http::Router& router, const web::Site& site, InterviewService& interviews, const competence::FrameworkSource& frameworks);

// All of the above.
void register_routes(http::Router& router, const web::Site& site, InterviewService& interviews, const competence::FrameworkSource& frameworks);

}  // namespace kc::interview
