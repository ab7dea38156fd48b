// SPDX-License-Identifier: EUPL-1.2
#include "planning/everyone_command.hpp"

#include "base/clock.hpp"
#include "planning/replanning.hpp"

#include <chrono>
#include <ostream>
#include <thread>

namespace kc::planning {
namespace {

// Takes the jobs that are queued for it; running servers take some of them too, and after an interruption they take the rest.
void prove_all(storage::Database& database, const Clock& clock, CurriculumService& curricula, int threads) {
    std::vector<std::jthread> others;
    const auto work = [&] { jobs::JobWorker(database, clock, {{std::string(prove_job), prove_handler(curricula)}}).run_due(); };
    for (int i = 1; i < threads; ++i) {
        others.emplace_back([&] {
            try {
                work();
            } catch (const std::exception&) {  // the first thread meets the same and says so
            }
        });
    }
    work();
}

}  // namespace

int run_plan_everyone(storage::Database& database, const PlanEveryoneOptions& options, std::ostream& out, std::ostream& err) {
    const SystemClock clock;
    const catalogue::CatalogueSource catalogues(database);
    const competence::FrameworkSource frameworks(database);
    const PlanningCatalogueSource offers(catalogues, frameworks);
    jobs::JobQueue queue(clock);
    CurriculumService curricula(database, clock, offers, queue);
    const auto start = std::chrono::steady_clock::now();
    const auto seconds = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
    const auto progress = [&](std::int64_t done, std::int64_t of) {
        if (options.progress) err << fmt::format("\r{} von {} Personen", done, of) << std::flush;
    };
    try {
        const auto counts = curricula.plan_everyone(options.threads, options.again, progress);
        if (options.progress) err << '\n';
        out << fmt::format("{} neue Vorschläge, {} Lehrpläne unverändert, {} Profile noch unvollständig ({:.1f} s).\n", counts.proposed,
                           counts.unchanged, counts.incomplete, seconds());
        if (counts.unproven == 0) return 0;
        out << fmt::format("{} Lehrpläne sind noch nicht als bestmöglich bewiesen; sie werden jetzt weiter gesucht.\n", counts.unproven)
            << std::flush;
        prove_all(database, clock, curricula, options.threads);
        out << fmt::format("Weitergesucht ({:.1f} s).\n", seconds());
    } catch (const jobs::JobFailure& problem) {
        err << "Lehrpläne wurden vom Prüfer abgelehnt und nicht gespeichert: " << problem.what() << "\n";
        return 1;
    }
    return 0;
}

}  // namespace kc::planning
