// SPDX-License-Identifier: EUPL-1.2
#include "curation/demand_count.hpp"

#include "base/berlin_time.hpp"
#include "competence/competence.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace kc::curation {

namespace {

constexpr int people_per_read = 500;  // so that no read lasts long and none holds everybody in memory
constexpr std::chrono::hours hour_of_night{4};

struct RegionRow {
    OrganisationId id;
    std::string region;
};
BOOST_DESCRIBE_STRUCT(RegionRow, (), (id, region))

struct GroupRow {
    std::string region;
    int from_level = 0, to_level = 0;
    std::int64_t people = 0;
    Date counted_on{};
};
BOOST_DESCRIBE_STRUCT(GroupRow, (), (region, from_level, to_level, people, counted_on))

// The county around a municipality, else the land.
std::unordered_map<OrganisationId, std::string> regions(storage::Session& session, Date today) {
    std::unordered_map<OrganisationId, std::string> names;
    for (auto& row : session.query<RegionRow>(
             "SELECT o.id, COALESCE(CASE WHEN o.kind = 'county' THEN v.name END, c.name, o.land, '') AS region FROM organisations o "
             "LEFT JOIN organisation_versions v ON v.organisation_id = o.id AND v.valid_from <= ? AND (v.valid_until IS NULL OR v.valid_until > ?) "
             "LEFT JOIN organisations p ON p.id = v.parent_id AND p.kind = 'county' "
             "LEFT JOIN organisation_versions c ON c.organisation_id = p.id AND c.valid_from <= ? AND (c.valid_until IS NULL OR c.valid_until > ?)",
             today, today, today, today)) {
        names.emplace(row.id, std::move(row.region));
    }
    return names;
}

}  // namespace

void DemandCount::schedule(storage::Transaction& transaction) const {
    const bool counted = transaction.get<std::int64_t>("SELECT COUNT(*) FROM competence_demand") > 0;
    const auto tomorrow = add_days(clock_.today(), 1);
    const Instant next = counted ? from_berlin(std::chrono::local_days{tomorrow}) + hour_of_night : Instant{};
    queue_.enqueue(transaction, std::string(demand_job), "{}", next, "night");
}

void DemandCount::run() {
    database_.in_transaction([&](storage::Transaction& transaction) {
        const auto tomorrow = add_days(clock_.today(), 1);
        queue_.enqueue(transaction, std::string(demand_job), "{}", from_berlin(std::chrono::local_days{tomorrow}) + hour_of_night, "night");
    });
    count();
}

std::size_t DemandCount::count() {
    const auto framework = framework_.current();
    const auto today = clock_.today();
    const auto region_of = database_.read([&](storage::Session& session) { return regions(session, today); });
    std::map<std::tuple<CompetenceId, std::string, int, int>, std::int64_t> groups;
    for (PersonId after{0};;) {
        const auto read = database_.read([&](storage::Session& session) {
            const auto people = session.query<PersonId>(
                "SELECT p.id FROM people p WHERE p.id > ? AND p.state = 'active' AND EXISTS (SELECT 1 FROM person_jobs j WHERE j.person_id = p.id) "
                "ORDER BY p.id LIMIT ?",
                after, people_per_read);
            for (const auto& profile : competence::list_learner_profiles(session, *framework, people, today)) {
                if (!profile.enough_for_curriculum) continue;  // who has not said what she can would count everywhere
                const auto region = region_of.find(profile.organisation);
                for (const auto& target : profile.targets) {
                    const auto found = std::find_if(profile.current.begin(), profile.current.end(),
                                                    [&](const auto& level) { return level.competence == target.competence; });
                    const int level = found == profile.current.end() ? 0 : found->level;
                    if (level >= target.level) continue;
                    ++groups[{target.competence, region == region_of.end() ? std::string() : region->second, level, target.level}];
                }
            }
            return people;
        });
        if (read.size() < static_cast<std::size_t>(people_per_read)) break;
        after = read.back();
    }
    std::vector<std::tuple<CompetenceId, std::string, int, int, std::int64_t, Date>> rows;
    for (const auto& [group, people] : groups) {
        rows.emplace_back(std::get<0>(group), std::get<1>(group), std::get<2>(group), std::get<3>(group), people, today);
    }
    database_.in_transaction([&](storage::Transaction& transaction) {
        transaction.execute("DELETE FROM competence_demand");
        transaction.execute_many(
            "INSERT INTO competence_demand (competence_id, region, from_level, to_level, people, counted_on) VALUES (?, ?, ?, ?, ?, ?)", rows);
    });
    return rows.size();
}

DemandFigures DemandCount::find(CompetenceId competence) const {
    DemandFigures figures;
    const auto rows = database_.read([&](storage::Session& session) {
        return session.query<GroupRow>(
            "SELECT region, from_level, to_level, people, counted_on FROM competence_demand WHERE competence_id = ? ORDER BY region, from_level, "
            "to_level",
            competence);
    });
    for (const auto& row : rows) {
        figures.groups.push_back({row.region, row.from_level, row.to_level, row.people});
        figures.counted_on = row.counted_on;
    }
    return figures;
}

}  // namespace kc::curation
