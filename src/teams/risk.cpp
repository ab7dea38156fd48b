// SPDX-License-Identifier: EUPL-1.2
#include "teams/risk.hpp"

#include "competence/store.hpp"
#include "roles/deadlines.hpp"
#include "teams/group_report.hpp"
#include "teams/plan_service.hpp"
#include "teams/ways.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace kc::teams {

namespace {

constexpr std::size_t offers_shown = 3;

struct ExitYear {
    PersonId person_id;
    int year = 0;
};
BOOST_DESCRIBE_STRUCT(ExitYear, (), (person_id, year))

std::vector<HelpfulOffer> offers_teaching(const planning::PlanningCatalogue& catalogue, OrganisationId organisation, CompetenceId competence,
                                          int level) {
    std::vector<HelpfulOffer> offers;
    for (const auto& unit : catalogue.snapshot().units()) {
        const bool teaches = std::any_of(unit.teaches.begin(), unit.teaches.end(),
                                         [&](const auto& taught) { return taught.competence == competence && taught.level == level; });
        if (!teaches || !unit.visible_to(organisation) || !catalogue.offers(unit.id)) continue;
        const auto* next = unit.next_date(catalogue.today());
        offers.push_back({unit.slug, unit.title, next != nullptr ? std::optional(next->first_day) : std::nullopt});
    }
    std::stable_sort(offers.begin(), offers.end(), [](const auto& a, const auto& b) { return a.next_day < b.next_day; });
    if (offers.size() > offers_shown) offers.resize(offers_shown);
    return offers;
}

}  // namespace

RiskNumbers count_risks(const std::vector<RiskPerson>& people, std::size_t competences, int first_year, int years) {
    // The step in which somebody leaves; `years` for those who stay or whose leaving would stand alone.
    const auto size = static_cast<std::size_t>(years);
    std::vector<int> by_year(size, 0);
    const auto year_of = [&](const RiskPerson& person) { return person.exit_year ? std::clamp(*person.exit_year - first_year, 0, years) : years; };
    for (const auto& person : people) {
        if (year_of(person) < years) ++by_year[static_cast<std::size_t>(year_of(person))];
    }
    std::vector<int> step_of_year(size, years);
    std::vector<std::pair<int, int>> steps;  // last year, people
    int waiting = 0;
    for (int year = 0, from = 0; year < years; ++year) {
        waiting += by_year[static_cast<std::size_t>(year)];
        if (waiting < group_min) continue;
        for (int i = from; i <= year; ++i) step_of_year[static_cast<std::size_t>(i)] = static_cast<int>(steps.size());
        steps.emplace_back(year, waiting);
        from = year + 1;
        waiting = 0;
    }
    RiskNumbers numbers;
    numbers.leaving.assign(size, 0);
    for (std::size_t year = 0; year < size; ++year) {
        for (const auto& [last, count] : steps) {
            if (last <= static_cast<int>(year)) numbers.leaving[year] += count;
        }
    }
    std::vector<int> able(competences, 0);
    numbers.jobs.assign(competences, 0);
    std::vector<std::vector<int>> gone(competences, std::vector<int>(steps.size(), 0));  // able people who leave, by step
    for (const auto& person : people) {
        const int year = year_of(person);
        const int step = year < years ? step_of_year[static_cast<std::size_t>(year)] : years;
        for (const auto& [competence, has_level] : person.asked) {
            ++numbers.jobs[competence];
            if (!has_level) continue;
            ++able[competence];
            if (step < static_cast<int>(steps.size())) ++gone[competence][static_cast<std::size_t>(step)];
        }
    }
    numbers.able.assign(competences, 0);
    numbers.remaining.assign(competences, std::vector<int>(size, 0));
    for (std::size_t c = 0; c < competences; ++c) {
        numbers.able[c] = coarse(able[c], numbers.jobs[c]);
        int told = numbers.able[c], left = able[c];
        std::size_t step = 0;
        for (std::size_t year = 0; year < size; ++year) {
            if (step < steps.size() && steps[step].first == static_cast<int>(year)) {
                left -= gone[c][step];
                told = std::min(told, coarse_rest(told, coarse(left, numbers.jobs[c]), steps[step].second));
                ++step;
            }
            numbers.remaining[c][year] = told;
        }
    }
    return numbers;
}

Result<RiskView, TeamError> RiskService::view(const Viewer& viewer, OrganisationId organisation) const {
    if (!viewer.may(Permission::plan_teams, organisation)) return refuse(TeamError::not_permitted);
    const auto today = clock_.today();
    const auto catalogue = catalogues_.current(today);
    const auto& framework = catalogue->framework();
    return database_.read([&](Session& session) -> Result<RiskView, TeamError> {
        const auto facts = find_organisation(session, organisation, today);
        if (!facts) return refuse(TeamError::group_not_found);
        const Group everybody;
        const auto ids = list_learners(session, organisation, everybody, today);
        if (static_cast<int>(ids.size()) < group_min) return refuse(TeamError::group_too_small);
        std::map<PersonId, int> exits;
        for (const auto& row : session.query<ExitYear>(
                 "SELECT e.person_id, e.year FROM planned_exits e JOIN people p ON p.id = e.person_id WHERE p.organisation_id = ?", organisation)) {
            exits.emplace(row.person_id, row.year);
        }
        LevelCounts counts(static_cast<int>(ids.size()), framework.competences().size());
        std::vector<RiskPerson> people;
        std::map<RoleProfileId, int> at_work;
        std::map<std::tuple<RoleProfileId, std::size_t, int>, int> at_level;  // people of a work with this level, exactly
        std::map<std::pair<std::size_t, int>, int> asked_levels;
        for (const auto& person : competence::list_person_facts(session, ids)) {
            const auto current = competence::current_levels(framework, person.evidence, today);
            competence::Facts job = person.facts();
            job.jobs.future.reset();
            job.interests = {};
            job.agreed = {};
            const auto targets = competence::target_levels(framework, job, current, today);
            RiskPerson one;
            if (const auto exit = exits.find(person.person); exit != exits.end()) one.exit_year = exit->second;
            for (std::size_t i = 0; i < current.size(); ++i) {
                if (current[i].level > 0) counts.add(i, current[i].level);
                if (current[i].level > 0 && person.jobs.present) ++at_level[{*person.jobs.present, i, current[i].level}];
                if (targets[i].level == 0 || !person.jobs.present) continue;
                one.asked.emplace_back(i, current[i].level >= targets[i].level);
                ++asked_levels[{i, targets[i].level}];
            }
            if (person.jobs.present) ++at_work[*person.jobs.present];
            people.push_back(std::move(one));
        }

        RiskView view;
        view.framework = catalogue->shared_framework();
        view.first_year = static_cast<int>(today.year());
        view.people = static_cast<int>(ids.size());
        auto numbers = count_risks(people, framework.competences().size(), view.first_year, risk_years);
        view.leaving = std::move(numbers.leaving);
        view.exits_known = view.leaving.back() > 0;
        for (std::size_t i = 0; i < framework.competences().size(); ++i) {
            if (numbers.jobs[i] < group_min || !framework.competence(i).published()) continue;
            CompetenceRisk risk{i, 0, numbers.jobs[i], numbers.able[i], std::move(numbers.remaining[i]), {}};
            int most = 0;
            for (int level = 1; level <= competence::level_max; ++level) {
                const auto found = asked_levels.find({i, level});
                if (found != asked_levels.end() && found->second >= most) {
                    most = found->second;
                    risk.level = level;
                }
            }
            risk.offers = offers_teaching(*catalogue, organisation, framework.competence(i).id, risk.level);
            view.risks.push_back(std::move(risk));
        }
        std::stable_sort(view.risks.begin(), view.risks.end(), [](const CompetenceRisk& a, const CompetenceRisk& b) {
            // The share of the jobs that loses somebody able, then how many jobs are without in the end.
            const auto lost_a = std::int64_t{a.lost()} * b.jobs, lost_b = std::int64_t{b.lost()} * a.jobs;
            if (lost_a != lost_b) return lost_a > lost_b;
            return a.jobs - a.remaining.back() > b.jobs - b.remaining.back();
        });

        const WaysQuestion ways{*catalogue, organisation, facts->is_member, counts};
        std::map<std::pair<std::size_t, int>, std::optional<int>> leads;
        for (const auto& deadline : roles::deadlines_of(framework, &viewer)) {
            if (deadline.until < today || (deadline.organisation && deadline.organisation != organisation)) continue;
            for (const auto& line : deadline.lines) {
                DeadlineRisk risk{deadline.until, deadline.law, line.competence, line.level, {}, 0, {}, false};
                int able = 0;
                for (const auto& [role, holders] : at_work) {
                    if (line.role != nullptr && line.role->id != role) continue;
                    risk.people += holders;
                    for (int level = line.level; level <= competence::level_max; ++level) {
                        const auto found = at_level.find({role, line.competence, level});
                        if (found != at_level.end()) able += found->second;
                    }
                }
                if (risk.people == 0) continue;
                if (risk.people >= group_min) {
                    const auto reached = range_of(coarse(able, risk.people), risk.people);
                    risk.below = CountRange{risk.people - reached.high, risk.people - reached.low};
                }
                const auto key = std::pair(line.competence, line.level);
                if (!leads.contains(key)) leads[key] = lead_days(ways, line.competence, line.level);
                if (leads[key]) {
                    risk.latest_start = add_days(deadline.until, -*leads[key]);
                    risk.late = *risk.latest_start < today;
                }
                const bool known = std::any_of(view.deadlines.begin(), view.deadlines.end(), [&](const DeadlineRisk& other) {
                    return other.until == risk.until && other.law == risk.law && other.competence == risk.competence && other.level == risk.level &&
                           other.people == risk.people;
                });
                if (!known) view.deadlines.push_back(std::move(risk));
            }
        }
        return view;
    });
}

}  // namespace kc::teams
