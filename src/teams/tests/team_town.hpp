// SPDX-License-Identifier: EUPL-1.2
// The sample town with a department of as many people as a test needs; services wired as the program wires them.
#pragma once

#include "planning/replanning.hpp"
#include "teams/call_service.hpp"
#include "teams/exit_service.hpp"
#include "teams/personal_data.hpp"
#include "teams/plan_service.hpp"
#include "teams/risk.hpp"
#include "teams/ways.hpp"
#include "tests/support/town.hpp"

#include <algorithm>
#include <memory>
#include <vector>

namespace kc::teams::test {

struct TeamTown {
    explicit TeamTown(std::unique_ptr<kc::test::TestDatabase> database = kc::test::sqlite_database())
        : town(std::move(database)),
          frameworks(town.database()),
          catalogues(town.database()),
          offers(catalogues, frameworks),
          queue(town.clock),
          curricula(town.database(), town.clock, offers, queue),
          observer(curricula),
          talks(town.database(), town.clock),
          goals(town.database(), town.clock, frameworks, observer),
          plans(town.database(), town.clock, offers),
          risks(town.database(), town.clock, offers),
          exits(town.database(), town.clock),
          calls(town.database(), town.clock, frameworks, talks, goals),
          hr(town.hr_decision_maker),
          weinheim(town.hr_decision_maker.organisation) {
        write("DELETE FROM planned_exits");  // those of the sample: each test enters its own
        foreign_hr = town.outsider;
        foreign_hr.roles = {{Role::hr_decision_maker, town.outsider.organisation}};
    }

    Date today() const { return town.clock.today(); }
    Date in_days(int days) const { return add_days(today(), days); }
    template <class Row = std::int64_t> Row value(std::string_view sql) const {
        return town.database().read([&](storage::Session& session) { return session.get<Row>(sql); });
    }
    template <class... P> void write(std::string_view sql, const P&... parameters) const {
        town.database().in_transaction([&](storage::Transaction& transaction) { transaction.execute(sql, parameters...); });
    }

    // A department of its own with so many people; person i has level levels[i] in the competence, 0: never assessed.
    DepartmentId department(std::string_view name, std::string_view competence, const std::vector<int>& levels,
                            std::optional<DepartmentId> above = std::nullopt) {
        return town.database().in_transaction([&](storage::Transaction& transaction) {
            const auto id =
                transaction.get<DepartmentId>("INSERT INTO departments (organisation_id, created_at) VALUES (?, 0) RETURNING id", weinheim);
            transaction.execute("INSERT INTO department_versions (department_id, valid_from, name, parent_id) VALUES (?, '2020-01-01', ?, ?)", id,
                                name, above);
            for (const int level : levels) {
                const auto number = ++people_made;
                const auto person = transaction.get<PersonId>(
                    "INSERT INTO people (organisation_id, department_id, email, first_name, last_name, state, source_key, created_at) "
                    "VALUES (?, ?, ?, 'Kim', ?, 'active', ?, 0) RETURNING id",
                    weinheim, id, fmt::format("kim{}@example.org", number), fmt::format("Geheim{}", number), fmt::format("P{}", number));
                transaction.execute(
                    "INSERT INTO role_assignments (person_id, role, organisation_id, valid_from) VALUES (?, 'learner', ?, '2020-01-01')", person,
                    weinheim);
                transaction.execute("INSERT INTO person_jobs (person_id, kind, role_profile_id, updated_at) VALUES (?, 'present', ?, 0)", person,
                                    frameworks.current()->role_profiles().front().id);
                if (level > 0) assess(transaction, person, town.competence(competence), level);
                members.push_back(person);
            }
            return id;
        });
    }

    void assess(storage::Transaction& transaction, PersonId person, CompetenceId competence, int level) const {
        transaction.execute(
            "INSERT INTO evidence (person_id, competence_id, level, source, confidence_percent, assessed_on, created_at) "
            "VALUES (?, ?, ?, 'test', 85, ?, 0)",
            person, competence, level, today());
    }

    TeamQuestion question(DepartmentId department, std::string_view competence, int level, int people, int days = 400) const {
        return {.organisation = weinheim,
                .department = department,
                .duties = {{town.competence(competence), level, people, in_days(days), ""}},
                .budget = {},
                .away_max = {}};
    }

    TeamPlan made(const TeamQuestion& question) {
        const auto id = plans.make(hr, question);
        require(id.has_value());
        return *plans.find(hr, *id);
    }

    Viewer viewer_of(PersonId person) const { return town.viewer_of(person); }

    // A competence that today's offers raise from 0 to this level on at least three different days.
    std::string taught(int level = 2) const {
        const auto catalogue = offers.current(today());
        const LevelCounts nobody(20, catalogue->framework().competences().size());
        const WaysQuestion question{*catalogue, weinheim, true, nobody};
        for (std::size_t i = 0; i < catalogue->framework().competences().size(); ++i) {
            const auto ways = find_ways(question, 0, i, 0, level, in_days(400));
            const auto away = std::count_if(ways.begin(), ways.end(), [](const SeatWay& way) { return !way.away_days.empty(); });
            if (away >= 3) return catalogue->framework().competence(i).slug;
        }
        throw Impossible("no competence is taught to this level");
    }

    kc::test::Town town;
    competence::FrameworkSource frameworks;
    catalogue::CatalogueSource catalogues;
    planning::PlanningCatalogueSource offers;
    jobs::JobQueue queue;
    planning::CurriculumService curricula;
    planning::ReplanOnProfileChange observer;
    development::TalkService talks;
    development::GoalService goals;
    PlanService plans;
    RiskService risks;
    ExitService exits;
    CallService calls;
    Viewer hr, foreign_hr;
    OrganisationId weinheim;
    std::vector<PersonId> members;  // of all departments made here
    int people_made = 0;
};

// One on each engine there is.
inline std::vector<std::unique_ptr<TeamTown>> team_towns() {
    std::vector<std::unique_ptr<TeamTown>> towns;
    towns.push_back(std::make_unique<TeamTown>());
    if (auto postgres = kc::test::postgres_database()) towns.push_back(std::make_unique<TeamTown>(std::move(postgres)));
    return towns;
}

}  // namespace kc::teams::test
