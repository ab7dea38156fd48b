// SPDX-License-Identifier: EUPL-1.2
#include "planning/everyone_command.hpp"

#include "base/clock.hpp"
#include "planning/service.hpp"

#include <chrono>
#include <ostream>

namespace kc::planning {

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
        const auto counts = curricula.plan_everyone(options.threads, options.again, progress, [&](const CurriculumService::ReplanCounts& so_far) {
            if (options.progress) err << '\n';
            out << fmt::format("{} neue Vorschläge, {} Lehrpläne unverändert, {} Profile noch unvollständig ({:.1f} s).\n", so_far.proposed,
                               so_far.unchanged, so_far.incomplete, seconds());
            if (so_far.proven_later > 0)
                out << fmt::format("{} Lehrpläne sind noch nicht als bestmöglich bewiesen; sie werden jetzt weiter gesucht.\n", so_far.proven_later);
            out << std::flush;
        });
        if (counts.proven_later > 0)
            out << fmt::format("Weitergesucht: {} bewiesen, {} offen mit Schranke, {} davon verbessert ({:.1f} s).\n",
                               counts.proven_later - counts.unproven, counts.unproven, counts.improved, seconds());
    } catch (const jobs::JobFailure& problem) {
        err << "Lehrpläne wurden vom Prüfer abgelehnt und nicht gespeichert: " << problem.what() << "\n";
        return 1;
    }
    return 0;
}

}  // namespace kc::planning
