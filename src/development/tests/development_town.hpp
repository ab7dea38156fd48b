// SPDX-License-Identifier: EUPL-1.2
// The sample town with talks and goals: services wired as the program wires them.
#pragma once

#include "development/career_paths.hpp"
#include "development/goal_service.hpp"
#include "development/news.hpp"
#include "development/personal_data.hpp"
#include "development/preparation.hpp"
#include "development/talk_service.hpp"
#include "planning/replanning.hpp"
#include "tests/support/town.hpp"

#include <memory>
#include <vector>

namespace kc::development::test {

struct DevelopmentTown {
    explicit DevelopmentTown(std::unique_ptr<kc::test::TestDatabase> database = kc::test::sqlite_database())
        : town(std::move(database)),
          frameworks(town.database()),
          catalogues(town.database()),
          offers(catalogues, frameworks),
          queue(town.clock),
          outbox(town.clock),
          curricula(town.database(), town.clock, offers, queue),
          observer(curricula),
          profiles(town.database(), town.clock, frameworks, observer),
          talks(town.database(), town.clock),
          goals(town.database(), town.clock, frameworks, observer),
          careers(town.database(), town.clock, profiles, curricula) {
        foreign_supervisor = town.outsider;
        foreign_supervisor.roles = {{Role::supervisor, town.outsider.organisation}, {Role::hr_decision_maker, town.outsider.organisation}};
    }

    Date today() const { return town.clock.today(); }
    Date in_days(int days) const { return add_days(today(), days); }

    template <class Row = std::int64_t> Row value(std::string_view sql) const {
        return town.database().read([&](storage::Session& session) { return session.get<Row>(sql); });
    }
    template <class... P> void write(std::string_view sql, const P&... parameters) const {
        town.database().in_transaction([&](storage::Transaction& transaction) { transaction.execute(sql, parameters...); });
    }

    // The clerk and her supervisor.
    TalkId talk() { return *talks.start_as_employee(town.clerk, town.supervisor.person, in_days(10)); }
    GoalContent level_goal(int level = 5) const {
        return {.competence_id = wanted(), .level = level, .title = {}, .why = "Neue Aufgabe im Team", .law = {}, .deadline_on = in_days(180)};
    }
    GoalContent free_goal() const { return {.title = "Vertretung an der Kasse", .why = "Urlaubszeit", .law = {}, .deadline_on = in_days(90)}; }
    // Something the clerk is far from.
    CompetenceId wanted() const {
        const auto own = *profiles.find_own(town.clerk);
        for (const auto& standing : own.standings) {
            if (standing.current.level == 0 && !standing.target.asked_for()) return own.framework->competence(standing.competence).id;
        }
        return own.framework->competences().front().id;
    }
    GoalId agreed(const GoalContent& content) {
        const auto id = *goals.propose(town.supervisor, talk(), content);
        require(goals.accept(town.clerk, id, 1).has_value());
        return id;
    }
    competence::Target target(const Viewer& viewer, CompetenceId competence) const {
        const auto own = *profiles.find_own(viewer);
        return own.standings[*own.framework->index_of(competence)].target;
    }

    kc::test::Town town;
    competence::FrameworkSource frameworks;
    catalogue::CatalogueSource catalogues;
    planning::PlanningCatalogueSource offers;
    jobs::JobQueue queue;
    mail::Outbox outbox;
    planning::CurriculumService curricula;
    planning::ReplanOnProfileChange observer;
    competence::ProfileService profiles;
    TalkService talks;
    GoalService goals;
    CareerPaths careers;
    Viewer foreign_supervisor;  // of another employer
};

// One on each engine there is.
inline std::vector<std::unique_ptr<DevelopmentTown>> development_towns() {
    std::vector<std::unique_ptr<DevelopmentTown>> towns;
    towns.push_back(std::make_unique<DevelopmentTown>());
    if (auto postgres = kc::test::postgres_database()) towns.push_back(std::make_unique<DevelopmentTown>(std::move(postgres)));
    return towns;
}

}  // namespace kc::development::test
