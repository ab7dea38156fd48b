// SPDX-License-Identifier: EUPL-1.2
#include "app/rooms.hpp"

#include "competence/personal_data.hpp"
#include "consent/personal_data.hpp"
#include "development/personal_data.hpp"
#include "discovery/personal_data.hpp"
#include "identity/personal_data.hpp"
#include "interview/model_consent.hpp"
#include "interview/personal_data.hpp"
#include "learning_history/personal_data.hpp"
#include "placement/personal_data.hpp"
#include "planning/personal_data.hpp"
#include "reflection/personal_data.hpp"
#include "roles/personal_data.hpp"
#include "teams/group_report.hpp"
#include "teams/personal_data.hpp"

#include <spdlog/spdlog.h>

namespace kc::app {

namespace {

// Everything that keeps something about people; rooms further right refer to those further left.
std::vector<std::unique_ptr<privacy::PersonalDataSource>> personal_data_sources(const Clock& clock, mail::Outbox& outbox,
                                                                                identity::Identity& identity,
                                                                                const competence::FrameworkSource& frameworks,
                                                                                const Secrets& secrets) {
    std::vector<std::unique_ptr<privacy::PersonalDataSource>> sources;
    sources.push_back(std::make_unique<identity::IdentityPersonalData>(clock, outbox, identity.sessions));
    sources.push_back(std::make_unique<consent::ConsentPersonalData>());
    sources.push_back(std::make_unique<competence::CompetencePersonalData>(frameworks));
    sources.push_back(std::make_unique<roles::RolesPersonalData>());
    sources.push_back(std::make_unique<interview::InterviewPersonalData>(frameworks));
    sources.push_back(std::make_unique<placement::PlacementPersonalData>(frameworks, clock));
    sources.push_back(std::make_unique<discovery::DiscoveryPersonalData>());
    sources.push_back(std::make_unique<planning::PlanningPersonalData>());
    sources.push_back(std::make_unique<development::DevelopmentPersonalData>(frameworks));
    sources.push_back(std::make_unique<teams::TeamsPersonalData>(clock));
    sources.push_back(std::make_unique<learning_history::HistoryPersonalData>());
    sources.push_back(std::make_unique<reflection::ReflectionPersonalData>(reflection::CardSeal(secrets.reflection)));
    return sources;
}

}  // namespace

Portal::Portal(storage::Database& database, const Clock& clock, const web::Messages& messages, const std::string& public_url,
               const catalogue::CatalogueSource& catalogues, const competence::FrameworkSource& frameworks, mail::Outbox& outbox,
               jobs::JobQueue& queue, const Resources& resources)
    : release_mails(messages, public_url),
      freshness_mails(messages, public_url),
      offers({database, clock, catalogues, frameworks, outbox, release_mails, resources.words}),
      dates(database, clock),
      venues(database, clock),
      courses(database, clock, catalogues),
      bulk(database, clock, offers),
      freshness({database, clock, catalogues, outbox, queue, freshness_mails}),
      providers(database, clock) {}

Finding::Finding(storage::Database& database, const Clock& clock, const web::Messages& messages, const std::string& public_url,
                 const std::string& secret, catalogue::CatalogueSource& catalogues, const competence::FrameworkSource& frameworks,
                 mail::Outbox& outbox, jobs::JobQueue& queue, const Resources& resources)
    : synonym_lists(database, clock, resources.synonyms),
      offers(catalogues, frameworks, clock, resources.language, [this] { return synonym_lists.text(); }),
      demand(database, clock),
      demand_count(database, clock, frameworks, queue),
      watch_list(database, clock, catalogues),
      saved_searches(database, clock, offers),
      digests(database, clock, offers, outbox, queue, discovery::DigestTexts(messages, public_url), discovery::UnsubscribeTokens(secret)) {}

namespace {

// Nothing without an address; a setting that could never work is said at start.
std::unique_ptr<extraction::LanguageModelSource> language_model_of(const extraction::LanguageModelSettings& settings) {
    auto source = extraction::LanguageModelSource::make(settings);
    if (!source) throw std::runtime_error(std::string(extraction::message_of(source.error())));
    return std::move(source).value();
}

// The purpose that covers the model of this installation: agreeing to one inside the network is not agreeing to one outside (EW-25).
std::string_view purpose_of(const extraction::LanguageModelSettings& settings) {
    return settings.public_hosts_allowed ? consent::language_model_outside : consent::language_model;
}

std::optional<interview::ModelUse> model_use(const std::function<std::shared_ptr<const extraction::Extractor>()>& extractor,
                                             extraction::LanguageModelSource* model, const consent::ConsentService& consents,
                                             const extraction::LanguageModelSettings& settings) {
    if (model == nullptr) return std::nullopt;
    return interview::ModelUse{interview::understand_with(extractor, model), &consents, purpose_of(settings)};
}

// Nobody is asked for what this installation does not do.
consent::ConsentTexts consent_texts(const Resources& resources, const extraction::LanguageModelSettings& settings) {
    auto texts = *resources.consents;
    for (const auto purpose : {consent::language_model, consent::language_model_outside}) {
        if (settings.address.empty() || purpose != purpose_of(settings)) texts.withhold(purpose);
    }
    return texts;
}

}  // namespace

Interviewing::Interviewing(storage::Database& database, const Clock& clock, const competence::FrameworkSource& frameworks,
                           competence::ProfileObserver& observer, const consent::ConsentService& consents, const Resources& resources,
                           const extraction::LanguageModelSettings& language_model)
    : guides(resources.guides),
      extractor(interview::extractor_of(frameworks, resources.language)),
      model(language_model_of(language_model)),
      service({database, clock, frameworks, observer, *guides, interview::understand_with(extractor, nullptr),
               model_use(extractor, model.get(), consents, language_model)}) {
    // The competences may have been edited since the guide was written (IV-02): said at start, and on /betrieb as long as it is so.
    for (const auto& text : guide_contradictions(frameworks)) spdlog::warn("guide of the interview: {}", text);
}

std::vector<std::string> Interviewing::guide_contradictions(const competence::FrameworkSource& frameworks) const {
    return interview::contradictions(guides->newest(), *frameworks.current());
}

Framework::Framework(storage::Database& database, const Clock& clock, competence::FrameworkSource& frameworks, competence::ProfileObserver& observer,
                     jobs::JobQueue& queue, const Resources& resources)
    : curation({database, clock, frameworks, queue, observer}),
      proposals({database, clock, frameworks, queue, observer}, curation),
      demand(database, clock, frameworks, queue),
      roles(database, clock, frameworks, queue),
      descriptions(database, clock, roles, queue, resources.language) {}

Proving::Proving(storage::Database& database, const Clock& clock, const web::Messages& messages, const std::string& public_url,
                 const competence::FrameworkSource& frameworks, competence::ProfileObserver& observer, mail::Outbox& outbox)
    : mails(messages, public_url),
      tests(database, clock, frameworks, observer),
      documents(database, clock, frameworks, observer),
      confirmations(database, clock, frameworks, observer, outbox, mails),
      items(database, clock, frameworks) {}

Development::Development(storage::Database& database, const Clock& clock, const web::Messages& messages, const std::string& public_url,
                         const competence::FrameworkSource& frameworks, competence::ProfileObserver& observer, competence::ProfileService& profiles,
                         planning::CurriculumService& curricula, const consent::ConsentService& consents, mail::Outbox& outbox, jobs::JobQueue& queue)
    : talks(database, clock),
      goals(database, clock, frameworks, observer),
      careers(database, clock, profiles, curricula),
      news(database, clock, goals, consents, outbox, queue, messages, public_url,
           {.list =
                [&clock](storage::Session& session, Instant since, PersonId after, int limit) {
                    std::vector<development::FurtherNews::Reader> readers;
                    for (const auto& one : teams::list_called_readers(session, clock.today(), since, after, limit))
                        readers.push_back({one.person_id, one.called_at});
                    return readers;
                },
            .line_key = "teams.mail.calls",
            .path = "/teamplanung/aufrufe"}) {}

Teams::Teams(storage::Database& database, const Clock& clock, const competence::FrameworkSource& frameworks,
             const planning::PlanningCatalogueSource& catalogues, Development& development)
    : plans(database, clock, catalogues),
      risks(database, clock, catalogues),
      exits(database, clock),
      calls(database, clock, frameworks, development.talks, development.goals) {}

Histories::Histories(storage::Database& database, const Clock& clock, const competence::FrameworkSource& frameworks,
                     competence::ProfileObserver& observer, consent::ConsentService& consents, learning_history::KeySeal seal,
                     learning_history::IssuerIdentity issuer)
    : service({database, clock, frameworks, observer, consents, learning_history::IssuerKeys(clock, std::move(seal)), std::move(issuer)}),
      issuers(database, clock) {}

Exchange::Exchange(storage::Database& database, const Clock& clock, const web::Messages& messages, const authoring::AuthoringService& authoring,
                   jobs::JobQueue& queue, const std::vector<std::string>& allowed_hosts)
    : imports({database, clock, authoring, queue, messages}),
      sources({database, clock, imports, queue, exchange::FeedRules{.allowed_hosts = allowed_hosts}}) {}

Rooms::Rooms(storage::Database& database, const Clock& clock, const web::Site& site, const identity::IdentityOptions& identity_options,
             const Resources& resources, const Secrets& secrets, const std::vector<std::string>& import_hosts,
             const extraction::LanguageModelSettings& language_model)
    : public_url(identity_options.public_url),
      outbox(clock),
      queue(clock),
      identity(database, clock, outbox, site.messages(), identity_options),
      consents(database, clock, consent_texts(resources, language_model)),
      frameworks(database),
      catalogues(database),
      planning_catalogues(catalogues, frameworks),
      curricula(database, clock, planning_catalogues, queue, ask_about_unit(clock)),
      plan_settings(database, clock, consents),
      calendar_feeds(database, clock),
      plan_news(database, clock, consents, outbox, queue, site.messages(), identity_options.public_url, secrets.mail_links),
      profile_events(curricula, frameworks, clock),
      profiles(database, clock, frameworks, profile_events),
      framework(database, clock, frameworks, profile_events, queue, resources),
      interviewing(database, clock, frameworks, profile_events, consents, resources, language_model),
      proving(database, clock, site.messages(), identity_options.public_url, frameworks, profile_events, outbox),
      development(database, clock, site.messages(), identity_options.public_url, frameworks, profile_events, profiles, curricula, consents, outbox,
                  queue),
      teams(database, clock, frameworks, planning_catalogues, development),
      histories(database, clock, frameworks, profile_events, consents, learning_history::KeySeal(secrets.history, secrets.seal_file),
                {learning_history::did_of(identity_options.public_url), site.operator_info().name, identity_options.public_url}),
      portal(database, clock, site.messages(), identity_options.public_url, catalogues, frameworks, outbox, queue, resources),
      finding(database, clock, site.messages(), identity_options.public_url, secrets.mail_links, catalogues, frameworks, outbox, queue, resources),
      exchange(database, clock, site.messages(), portal.offers, queue, import_hosts),
      reflection(database, clock, reflection::CardSeal(secrets.reflection), consents),
      feedback(database, clock),
      site_pages(site,
                 [this](const web::Feedback& sent) {
                     feedback.store(sent);
                     return true;
                 }),
      privacy(
          database, clock, [this](PersonId person, std::string_view password) { return identity.sign_in.password_matches(person, password); },
          personal_data_sources(clock, outbox, identity, frameworks, secrets)) {
    // What a withdrawn consent deletes, and how that is announced.
    interview::connect_consent(consents);
    consents.on_withdrawal(std::string(consent::plan_mails),
                           [this](storage::Transaction& transaction, PersonId person) { plan_settings.stop_mails(transaction, person); });
    learning_history::connect_consent(consents, histories.service);
    reflection::connect_consent(consents, reflection::CardSeal(secrets.reflection));
}

}  // namespace kc::app
