// SPDX-License-Identifier: EUPL-1.2
// The domain services of the server, built in the order in which one needs the other.
#pragma once

#include "app/configuration.hpp"
#include "app/feedback.hpp"
#include "app/profile_events.hpp"
#include "app/resources.hpp"
#include "authoring/bulk_service.hpp"
#include "authoring/course_service.hpp"
#include "authoring/date_service.hpp"
#include "authoring/freshness_pages.hpp"
#include "authoring/provider_service.hpp"
#include "authoring/release_mails.hpp"
#include "authoring/service.hpp"
#include "authoring/venue_service.hpp"
#include "catalogue/catalogue.hpp"
#include "competence/service.hpp"
#include "consent/service.hpp"
#include "curation/demand_count.hpp"
#include "curation/proposal_service.hpp"
#include "development/career_paths.hpp"
#include "development/news.hpp"
#include "development/talk_service.hpp"
#include "discovery/demand_recorder.hpp"
#include "discovery/demand_report.hpp"
#include "discovery/digest.hpp"
#include "discovery/saved_search_service.hpp"
#include "discovery/source.hpp"
#include "discovery/synonym_list_service.hpp"
#include "discovery/watch_list_service.hpp"
#include "exchange/import_service.hpp"
#include "exchange/source_service.hpp"
#include "extraction/language_model.hpp"
#include "identity/services.hpp"
#include "interview/service.hpp"
#include "jobs/jobs.hpp"
#include "learning_history/service.hpp"
#include "mail/mail.hpp"
#include "placement/confirmation_mails.hpp"
#include "placement/document_service.hpp"
#include "placement/item_service.hpp"
#include "placement/test_service.hpp"
#include "planning/calendar_feeds.hpp"
#include "planning/plan_news.hpp"
#include "planning/planning.hpp"
#include "planning/replanning.hpp"
#include "planning/service.hpp"
#include "planning/settings_service.hpp"
#include "privacy/privacy.hpp"
#include "reflection/service.hpp"
#include "roles/description_service.hpp"
#include "teams/pages.hpp"
#include "web/site_pages.hpp"

#include <memory>

namespace kc::app {

// The provider portal.
struct Portal {
    Portal(storage::Database& database, const Clock& clock, const web::Messages& messages, const std::string& public_url,
           const catalogue::CatalogueSource& catalogues, const competence::FrameworkSource& frameworks, mail::Outbox& outbox, jobs::JobQueue& queue,
           const Resources& resources);

    authoring::CatalogueReleaseMails release_mails;
    authoring::CatalogueFreshnessMails freshness_mails;
    authoring::AuthoringService offers;
    authoring::DateService dates;
    authoring::VenueService venues;
    authoring::CourseService courses;
    authoring::BulkService bulk;
    authoring::FreshnessService freshness;
    authoring::ProviderService providers;
};

// Searching, and what people keep of what they found.
struct Finding {
    Finding(storage::Database& database, const Clock& clock, const web::Messages& messages, const std::string& public_url, const std::string& secret,
            catalogue::CatalogueSource& catalogues, const competence::FrameworkSource& frameworks, mail::Outbox& outbox, jobs::JobQueue& queue,
            const Resources& resources);

    discovery::SynonymLists synonym_lists;
    discovery::OfferSearch offers;
    discovery::DemandRecorder demand;
    discovery::DemandCount demand_count;
    discovery::WatchList watch_list;
    discovery::SavedSearches saved_searches;
    discovery::Digests digests;
};

// Offers from and for others.
struct Exchange {
    Exchange(storage::Database& database, const Clock& clock, const web::Messages& messages, const authoring::AuthoringService& authoring,
             jobs::JobQueue& queue, const std::vector<std::string>& allowed_hosts);

    exchange::ImportService imports;
    exchange::SourceService sources;
};

// The dialogue that builds a profile.
struct Interviewing {
    Interviewing(storage::Database& database, const Clock& clock, const competence::FrameworkSource& frameworks,
                 competence::ProfileObserver& observer, const consent::ConsentService& consents, const Resources& resources,
                 const extraction::LanguageModelSettings& language_model);

    void prepare() const { extractor(); }  // of the present framework, so that no answer waits for it
    // What the newest guide refers to and the framework no longer has, each with file, line and remedy (IV-02).
    std::vector<std::string> guide_contradictions(const competence::FrameworkSource& frameworks) const;

    std::shared_ptr<const interview::GuideLibrary> guides;
    std::function<std::shared_ptr<const extraction::Extractor>()> extractor;
    std::unique_ptr<extraction::LanguageModelSource> model;  // absent unless the operator configured one
    interview::InterviewService service;
};

// What competences and kinds of work there are, and who looks after them.
struct Framework {
    Framework(storage::Database& database, const Clock& clock, competence::FrameworkSource& frameworks, competence::ProfileObserver& observer,
              jobs::JobQueue& queue, const Resources& resources);

    curation::CurationService curation;
    curation::ProposalService proposals;
    curation::DemandCount demand;
    roles::RoleService roles;
    roles::DescriptionService descriptions;
};

// What shows that somebody can do something.
struct Proving {
    Proving(storage::Database& database, const Clock& clock, const web::Messages& messages, const std::string& public_url,
            const competence::FrameworkSource& frameworks, competence::ProfileObserver& observer, mail::Outbox& outbox);

    placement::CatalogueConfirmationMails mails;
    placement::PlacementService tests;
    placement::DocumentService documents;
    placement::ConfirmationService confirmations;
    placement::ItemService items;
};

// Talks, goals, career paths.
struct Development {
    Development(storage::Database& database, const Clock& clock, const web::Messages& messages, const std::string& public_url,
                const competence::FrameworkSource& frameworks, competence::ProfileObserver& observer, competence::ProfileService& profiles,
                planning::CurriculumService& curricula, const consent::ConsentService& consents, mail::Outbox& outbox, jobs::JobQueue& queue);

    development::TalkService talks;
    development::GoalService goals;
    development::CareerPaths careers;
    development::DevelopmentNews news;
};

// Plans and risks for HR, from numbers; calls to take part.
struct Teams {
    Teams(storage::Database& database, const Clock& clock, const competence::FrameworkSource& frameworks,
          const planning::PlanningCatalogueSource& catalogues, Development& development);

    teams::PlanService plans;
    teams::RiskService risks;
    teams::ExitService exits;
    teams::CallService calls;
};

// What people take along and bring with them.
struct Histories {
    Histories(storage::Database& database, const Clock& clock, const competence::FrameworkSource& frameworks, competence::ProfileObserver& observer,
              consent::ConsentService& consents, learning_history::KeySeal seal, learning_history::IssuerIdentity issuer);

    learning_history::HistoryService service;
    learning_history::TrustedIssuers issuers;
};

// The same on every node.
struct Secrets {
    std::string mail_links;
    std::string reflection;  // key of what people note for themselves alone
    std::string history;     // seals the key that signs learning histories …
    std::string seal_file;   // … unless the operator named a file; this is what it holds
};

struct Rooms {
    Rooms(storage::Database& database, const Clock& clock, const web::Site& site, const identity::IdentityOptions& identity_options,
          const Resources& resources, const Secrets& secrets, const std::vector<std::string>& import_hosts = {},
          const extraction::LanguageModelSettings& language_model = {});

    const std::string public_url;  // "https://campus.example"
    mail::Outbox outbox;
    jobs::JobQueue queue;
    identity::Identity identity;
    consent::ConsentService consents;
    competence::FrameworkSource frameworks;
    catalogue::CatalogueSource catalogues;
    planning::PlanningCatalogueSource planning_catalogues;
    planning::CurriculumService curricula;
    planning::PlanSettingsService plan_settings;
    planning::CalendarFeeds calendar_feeds;
    planning::PlanNews plan_news;
    ProfileEvents profile_events;
    competence::ProfileService profiles;
    Framework framework;
    Interviewing interviewing;
    Proving proving;
    Development development;
    Teams teams;
    Histories histories;
    Portal portal;
    Finding finding;
    Exchange exchange;
    reflection::ReflectionService reflection;
    FeedbackBox feedback;
    web::SitePages site_pages;
    privacy::PrivacyService privacy;
};

}  // namespace kc::app
