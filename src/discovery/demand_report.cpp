// SPDX-License-Identifier: EUPL-1.2
#include "discovery/demand_report.hpp"

#include "base/berlin_time.hpp"
#include "competence/competence.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace kc::discovery {

namespace {

constexpr int people_per_read = 500;  // so that no read lasts long and none holds everybody in memory
constexpr int days_kept = 400;
constexpr std::chrono::hours hour_of_night{3};

bool can_begin(const catalogue::LearningUnit& unit, Date today) {
    return !unit.only_for && (unit.mode == catalogue::Format::self_paced || unit.next_date(today) != nullptr);
}

}  // namespace

std::vector<UnmetSearch> list_unmet_searches(storage::Session& session, Date since) {
    return session.query<UnmetSearch>(
        "SELECT query_normalised, filters, CAST(SUM(count) AS BIGINT) AS count, MAX(day) AS last_day FROM unmet_demands WHERE day >= ? "
        "GROUP BY query_normalised, filters HAVING SUM(count) >= ? ORDER BY 3 DESC, query_normalised, filters LIMIT ?",
        since, shown_from, demand_rows_max);
}

std::vector<OpenGap> list_open_gaps(storage::Session& session) {
    return session.query<OpenGap>(
        "SELECT competence_id, level, people, organisations, counted_on FROM open_gaps ORDER BY people DESC, competence_id, level");
}

bool is_bookable(const catalogue::CatalogueSnapshot& snapshot, const catalogue::CompetenceLevel& level, Date today) {
    const auto teaching = snapshot.teaching(level);
    return std::any_of(teaching.begin(), teaching.end(), [&](std::size_t unit) { return can_begin(snapshot.unit(unit), today); });
}

std::int64_t offers_without_date(const catalogue::CatalogueSnapshot& snapshot, const catalogue::CompetenceLevel& level, Date today) {
    const auto teaching = snapshot.teaching(level);
    return std::count_if(teaching.begin(), teaching.end(),
                         [&](std::size_t unit) { return !snapshot.unit(unit).only_for && !can_begin(snapshot.unit(unit), today); });
}

void DemandCount::schedule(storage::Transaction& transaction) const {
    const bool counted = transaction.get<std::int64_t>("SELECT COUNT(*) FROM open_gaps") > 0;
    const auto tomorrow = add_days(clock_.today(), 1);
    const Instant next = counted ? from_berlin(std::chrono::local_days{tomorrow}) + hour_of_night : Instant{};
    queue_.enqueue(transaction, std::string(demand_job), "{}", next, "night");
}

void DemandCount::run() {
    database_.in_transaction([&](storage::Transaction& transaction) {
        const auto tomorrow = add_days(clock_.today(), 1);
        queue_.enqueue(transaction, std::string(demand_job), "{}", from_berlin(std::chrono::local_days{tomorrow}) + hour_of_night, "night");
        transaction.execute("DELETE FROM unmet_demands WHERE day < ?", add_days(clock_.today(), -days_kept));
    });
    count_gaps();
}

std::size_t DemandCount::count_gaps() {
    struct Need {
        std::int64_t people = 0;
        std::set<OrganisationId> organisations;
    };
    const auto framework = framework_.current();
    const auto today = clock_.today();
    std::map<catalogue::CompetenceLevel, Need> needs;
    for (PersonId after{0};;) {
        const auto read = database_.read([&](storage::Session& session) {
            const auto people = session.query<PersonId>(
                "SELECT p.id FROM people p WHERE p.id > ? AND p.state = 'active' AND EXISTS (SELECT 1 FROM person_jobs j WHERE j.person_id = p.id) "
                "ORDER BY p.id LIMIT ?",
                after, people_per_read);
            for (const auto& profile : competence::list_learner_profiles(session, *framework, people, today)) {
                if (!profile.enough_for_curriculum) continue;  // who has not said what she can would count with every level (FI-82)
                for (const auto& target : profile.targets) {
                    const auto found = std::find_if(profile.current.begin(), profile.current.end(),
                                                    [&](const auto& level) { return level.competence == target.competence; });
                    for (int level = (found == profile.current.end() ? 0 : found->level) + 1; level <= target.level; ++level) {
                        auto& need = needs[{target.competence, level}];
                        ++need.people;
                        need.organisations.insert(profile.organisation);
                    }
                }
            }
            return people;
        });
        if (read.size() < static_cast<std::size_t>(people_per_read)) break;
        after = read.back();
    }
    std::vector<OpenGap> rows;
    for (const auto& [level, need] : needs) {
        if (need.people >= group_least)
            rows.push_back({level.competence, level.level, need.people, static_cast<std::int64_t>(need.organisations.size()), today});
    }
    database_.in_transaction([&](storage::Transaction& transaction) {
        transaction.execute("DELETE FROM open_gaps");
        transaction.execute_many("INSERT INTO open_gaps (competence_id, level, people, organisations, counted_on) VALUES (?, ?, ?, ?, ?)", rows);
    });
    return rows.size();
}

}  // namespace kc::discovery
