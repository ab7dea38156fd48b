// SPDX-License-Identifier: EUPL-1.2
// The sample town with everything that plans: services wired as the program wires them.
#pragma once

#include "planning/calendar_feeds.hpp"
#include "planning/plan_news.hpp"
#include "planning/replanning.hpp"
#include "planning/settings_service.hpp"
#include "tests/support/town.hpp"

#include "competence/service.hpp"

#include <memory>
#include <vector>

namespace kc::planning::test {

struct PlanningTown {
    explicit PlanningTown(std::unique_ptr<kc::test::TestDatabase> database = kc::test::sqlite_database())
        : town(std::move(database)),
          frameworks(town.database()),
          catalogues(town.database()),
          offers(catalogues, frameworks),
          queue(town.clock),
          curricula(town.database(), town.clock, offers, queue),
          observer(curricula),
          profiles(town.database(), town.clock, frameworks, observer),
          consents(town.database(), town.clock, consent::ConsentTexts::load(std::string(KC_SOURCE_DIR) + "/config/consents")),
          settings(town.database(), town.clock, consents),
          feeds(town.database(), town.clock) {
        consents.on_withdrawal(std::string(consent::plan_mails),
                               [this](storage::Transaction& transaction, PersonId person) { settings.stop_mails(transaction, person); });
    }

    PersonState state(const Viewer& viewer) const {
        return *town.database().read([&](storage::Session& session) { return find_state(session, viewer.person); });
    }
    competence::LearnerProfile profile(const Viewer& viewer) const {
        return *town.database().read([&](storage::Session& session) {
            return competence::find_learner_profile(session, *frameworks.current(), viewer.person, town.clock.today());
        });
    }
    template <class Row = std::int64_t> Row value(std::string_view sql) const {
        return town.database().read([&](storage::Session& session) { return session.get<Row>(sql); });
    }
    std::int64_t versions(const Viewer& viewer) const {
        return town.database().read([&](storage::Session& session) {
            return session.get<std::int64_t>("SELECT COUNT(*) FROM curricula WHERE person_id = ?", viewer.person);
        });
    }
    // The clerk with a plan in force.
    PersonState accepted(const Viewer& viewer) {
        (void)curricula.propose(viewer);
        const auto proposal = state(viewer).proposed;
        require(proposal.has_value() && curricula.accept(viewer, proposal->id).has_value());
        return state(viewer);
    }
    int run_jobs() {
        return jobs::JobWorker(town.database(), town.clock,
                               job_handlers(curricula, [this](std::span<const LearningUnitId> units) { catalogues.renew(units); }))
            .run_due();
    }

    kc::test::Town town;
    competence::FrameworkSource frameworks;
    catalogue::CatalogueSource catalogues;
    PlanningCatalogueSource offers;
    jobs::JobQueue queue;
    CurriculumService curricula;
    ReplanOnProfileChange observer;
    competence::ProfileService profiles;
    consent::ConsentService consents;
    PlanSettingsService settings;
    CalendarFeeds feeds;
};

// One on each engine there is.
inline std::vector<std::unique_ptr<PlanningTown>> planning_towns() {
    std::vector<std::unique_ptr<PlanningTown>> towns;
    towns.push_back(std::make_unique<PlanningTown>());
    if (auto postgres = kc::test::postgres_database()) towns.push_back(std::make_unique<PlanningTown>(std::move(postgres)));
    return towns;
}

}  // namespace kc::planning::test
