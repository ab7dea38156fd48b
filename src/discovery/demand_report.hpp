// SPDX-License-Identifier: EUPL-1.2
// What is asked for and not there (F42), as numbers without a person: searches that found nothing, and levels that people need and no
// bookable offer teaches. For the office and the advisory board.
#pragma once

#include "base/clock.hpp"
#include "catalogue/catalogue.hpp"
#include "competence/framework.hpp"
#include "jobs/jobs.hpp"
#include "storage/database.hpp"

namespace kc::discovery {

inline constexpr std::int64_t shown_from = 3;   // FI-81: a search asked less often is not shown
inline constexpr std::int64_t group_least = 5;  // FI-82: smaller groups of people are not counted
inline constexpr std::size_t demand_rows_max = 500;

struct UnmetSearch {
    std::string query_normalised, filters;
    std::int64_t count = 0;
    Date last_day{};
};
BOOST_DESCRIBE_STRUCT(UnmetSearch, (), (query_normalised, filters, count, last_day))
std::vector<UnmetSearch> list_unmet_searches(storage::Session& session, Date since);  // most often asked first

struct OpenGap {
    CompetenceId competence_id;
    int level = 0;
    std::int64_t people = 0, organisations = 0;
    Date counted_on{};
};
BOOST_DESCRIBE_STRUCT(OpenGap, (), (competence_id, level, people, organisations, counted_on))
std::vector<OpenGap> list_open_gaps(storage::Session& session);  // most people first

// Whether anybody can begin something that teaches this level today; internal offers do not count.
bool is_bookable(const catalogue::CatalogueSnapshot& snapshot, const catalogue::CompetenceLevel& level, Date today);
std::int64_t offers_without_date(const catalogue::CatalogueSnapshot& snapshot, const catalogue::CompetenceLevel& level, Date today);

// Counts at night, over the profiles of everybody, and forgets old searches.
inline constexpr std::string_view demand_job = "discovery.demand";

class DemandCount {
public:
    DemandCount(storage::Database& database, const Clock& clock, const competence::FrameworkSource& framework, jobs::JobQueue& queue)
        : database_(database), clock_(clock), framework_(framework), queue_(queue) {}

    void schedule(storage::Transaction& transaction) const;  // at the start of the server; at once when nothing was ever counted
    void run();                                              // what the job does
    std::size_t count_gaps();                                // how many levels are needed by enough people

private:
    storage::Database& database_;
    const Clock& clock_;
    const competence::FrameworkSource& framework_;
    jobs::JobQueue& queue_;
};

}  // namespace kc::discovery
