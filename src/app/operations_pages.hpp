// SPDX-License-Identifier: EUPL-1.2
// /betrieb: what the technical operation sees of the running server: jobs, outgoing mail, audit log, feedback.
#pragma once

#include "app/feedback.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include "mail/mail.hpp"
#include "storage/database.hpp"
#include "web/page.hpp"

#include <functional>
#include <string>
#include <vector>

namespace kc::app {

struct Operations {
    storage::Database& database;
    const Clock& clock;
    jobs::JobQueue& queue;
    mail::Outbox& outbox;
    FeedbackBox& feedback;
    bool signing_key_beside = false;                                      // the key of learning histories lies in the database (LH-11)
    std::function<std::vector<std::string>()> guide_contradictions = {};  // of the guide of the interview; empty: nobody asks
};

void register_operations_pages(http::Router& router, const web::Site& site, const Operations& operations);

}  // namespace kc::app
