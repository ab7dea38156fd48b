// SPDX-License-Identifier: EUPL-1.2
// What leaves with retirements, year by year, and which statutory deadlines come near (R8, F48): numbers in steps of five, never beside a
// name, with the training that would avert it. Computed when asked; nothing of it is stored.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/viewer.hpp"
#include "planning/planning_instance.hpp"
#include "teams/coarse.hpp"
#include "teams/model.hpp"

#include <memory>

namespace kc::teams {

inline constexpr int risk_years = 10;

struct HelpfulOffer {
    std::string slug, title;
    std::optional<Date> next_day;  // absent: self-paced
};
BOOST_DESCRIBE_STRUCT(HelpfulOffer, (), (slug, title, next_day))

struct CompetenceRisk {
    std::size_t competence = 0;  // index of the framework
    int level = 0;               // that most of the jobs ask for
    int jobs = 0;                // people whose work asks for the competence
    int able = 0;                // coarse: at the level their work asks for
    std::vector<int> remaining;  // coarse, by year
    std::vector<HelpfulOffer> offers;
    int lost() const { return able - remaining.back(); }
};

struct DeadlineRisk {
    Date until{};
    std::string law;
    std::size_t competence = 0;
    int level = 0;
    std::optional<CountRange> below;  // people below the level; absent: fewer than five have this work
    int people = 0;                   // whose work it concerns
    std::optional<Date> latest_start;
    bool late = false;  // that day has passed
};

struct RiskView {
    std::shared_ptr<const competence::CompetenceFramework> framework;
    int first_year = 0;
    std::vector<int> leaving;  // people, by year, summed up; only where five or more leave together (TP-20)
    int people = 0;
    bool exits_known = false;
    std::vector<CompetenceRisk> risks;  // the greatest first
    std::vector<DeadlineRisk> deadlines;
};

class RiskService {
public:
    RiskService(storage::Database& database, const Clock& clock, const planning::PlanningCatalogueSource& catalogues)
        : database_(database), clock_(clock), catalogues_(catalogues) {}

    Result<RiskView, TeamError> view(const Viewer& viewer, OrganisationId organisation) const;

private:
    storage::Database& database_;
    const Clock& clock_;
    const planning::PlanningCatalogueSource& catalogues_;
};

// One person as the risks see her.
struct RiskPerson {
    std::optional<int> exit_year;
    std::vector<std::pair<std::size_t, bool>> asked;  // competences her work asks for, and whether she has the level
};
// The years in which at least five leave together are the steps; between them nothing changes (TP-20). Pure.
struct RiskNumbers {
    std::vector<int> leaving;
    std::vector<int> jobs, able;              // by competence; able coarse
    std::vector<std::vector<int>> remaining;  // by competence and year; coarse
};
RiskNumbers count_risks(const std::vector<RiskPerson>& people, std::size_t competences, int first_year, int years);

}  // namespace kc::teams
