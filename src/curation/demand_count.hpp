// SPDX-License-Identifier: EUPL-1.2
// Counts at night how many people need which competence, from which level to which, by county. The pages read the result.
#pragma once

#include "base/clock.hpp"
#include "competence/framework.hpp"
#include "curation/demand_figures.hpp"
#include "jobs/jobs.hpp"

namespace kc::curation {

inline constexpr std::string_view demand_job = "curation.demand";

class DemandCount {
public:
    DemandCount(storage::Database& database, const Clock& clock, const competence::FrameworkSource& framework, jobs::JobQueue& queue)
        : database_(database), clock_(clock), framework_(framework), queue_(queue) {}

    void schedule(storage::Transaction& transaction) const;  // at the start of the server; at once when nothing was ever counted
    void run();                                              // what the job does
    std::size_t count();                                     // how many groups there are
    DemandFigures find(CompetenceId competence) const;       // without the offers, which only the catalogue knows

private:
    storage::Database& database_;
    const Clock& clock_;
    const competence::FrameworkSource& framework_;
    jobs::JobQueue& queue_;
};

}  // namespace kc::curation
