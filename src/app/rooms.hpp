// SPDX-License-Identifier: EUPL-1.2
// The domain services of the server, built in the order in which one needs the other.
#pragma once

#include "app/configuration.hpp"
#include "app/feedback.hpp"
#include "catalogue/catalogue.hpp"
#include "competence/service.hpp"
#include "identity/services.hpp"
#include "jobs/jobs.hpp"
#include "mail/mail.hpp"
#include "planning/planning.hpp"
#include "planning/replanning.hpp"
#include "planning/service.hpp"
#include "privacy/privacy.hpp"
#include "web/site_pages.hpp"

#include <memory>

namespace kc::app {

struct Rooms {
    Rooms(storage::Database& database, const Clock& clock, const web::Site& site, const identity::IdentityOptions& identity_options);

    mail::Outbox outbox;
    jobs::JobQueue queue;
    identity::Identity identity;
    competence::FrameworkSource frameworks;
    catalogue::CatalogueSource catalogues;
    planning::PlanningCatalogueSource planning_catalogues;
    planning::CurriculumService curricula;
    planning::ReplanOnProfileChange replan_on_profile_change;
    competence::ProfileService profiles;
    FeedbackBox feedback;
    web::SitePages site_pages;
    privacy::PrivacyService privacy;
};

}  // namespace kc::app
