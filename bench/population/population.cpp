// SPDX-License-Identifier: EUPL-1.2
// Plans for a whole population, reading and writing included, and what one new offer costs afterwards.
//     build/release/kommunalcampus sample --database sqlite:/tmp/people.sqlite --people 50000 --offers 2000
//     build/release/bench_population sqlite:/tmp/people.sqlite [--threads 2] [--offers 5]
// The database is changed: plans are stored and accepted, and the offers measured with are republished.
#include "base/clock.hpp"
#include "catalogue/catalogue.hpp"
#include "jobs/jobs.hpp"
#include "planning/replanning.hpp"
#include "storage/database.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <sys/resource.h>
#include <CLI/CLI.hpp>

using namespace kc;

namespace {

struct Usage {
    double wall, cpu;
};

Usage now() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& value) { return static_cast<double>(value.tv_sec) + static_cast<double>(value.tv_usec) / 1e6; };
    return {std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(),
            seconds(usage.ru_utime) + seconds(usage.ru_stime)};
}

Usage since(const Usage& before) {
    const auto after = now();
    return {after.wall - before.wall, after.cpu - before.cpu};
}

long peak_mebibytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

void accept_all(storage::Database& database, Instant at) {
    database.in_transaction([&](storage::Transaction& transaction) {
        transaction.execute(
            "UPDATE curricula SET state = 'replaced' WHERE state = 'accepted' AND person_id IN (SELECT person_id FROM curricula WHERE state = "
            "'proposed')");
        transaction.execute("UPDATE curricula SET state = 'accepted', decided_at = ? WHERE state = 'proposed'", at);
    });
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Lehrpläne für alle berechnen und die Zeit messen"};
    std::string url;
    int threads = 2, offers = 5;
    bool plan = true;
    app.add_option("database", url, "sqlite:DATEI oder postgresql://…")->required();
    app.add_option("--threads", threads, "Zahl der Fäden")->check(CLI::Range(1, 64));
    app.add_option("--offers", offers, "So viele neue Angebote werden einzeln gemessen")->check(CLI::Range(0, 1000));
    app.add_flag("!--no-plans", plan, "Die Lehrpläne stehen schon in der Datenbank");
    CLI11_PARSE(app, argc, argv);

    const SystemClock clock;
    const auto database = storage::open_database(url, {.create = false});
    const auto starting = now();
    catalogue::CatalogueSource catalogues(*database);
    const competence::FrameworkSource frameworks(*database);
    const planning::PlanningCatalogueSource source(catalogues, frameworks);
    jobs::JobQueue queue(clock);
    planning::CurriculumService curricula(*database, clock, source, queue);
    fmt::print("{} Einheiten bereit nach {:.2f} s\n", curricula.catalogue()->snapshot().units().size(), since(starting).wall);

    if (plan) {
        const auto before = now();
        const auto counts = curricula.plan_everyone(threads, false, {}, [&](const auto& so_far) {
            const auto took = since(before);
            fmt::print("Alle haben einen Lehrplan: {} Vorschläge nach {:.2f} s, {:.2f} s CPU; {} davon noch nicht bewiesen\n", so_far.proposed,
                       took.wall, took.cpu, so_far.proven_later);
            std::fflush(stdout);
        });
        const auto took = since(before);
        const auto people = counts.proposed + counts.unchanged + counts.incomplete;
        fmt::print(
            "Alle aus dem Nichts: {} Personen, {} Lehrpläne, {} Profile unvollständig, {} später bewiesen und {} dabei verbessert, {} Fäden: {:.2f} "
            "s, {:.2f} s CPU, {:.3f} ms je Lehrplan\n",
            people, counts.proposed, counts.incomplete, counts.proven_later, counts.improved, threads, took.wall, took.cpu,
            took.cpu * 1000 / std::max(1, counts.proposed));
        fmt::print("Höchster Speicher: {} MiB\n", peak_mebibytes());
    }

    accept_all(*database, clock.now());

    // A unit that counts as new: it is withdrawn without anybody being planned anew, everybody is brought up to date without it, and then
    // it is published. Measured is what the jobs do from then on.
    const auto units = database->read([](storage::Session& session) {
        return session.query<LearningUnitId>("SELECT id FROM learning_units WHERE state = 'published' ORDER BY id");
    });
    if (offers == 0 || units.empty()) return 0;
    std::vector<double> times;
    const auto handlers = planning::job_handlers(curricula);
    for (int i = 0; i < offers; ++i) {
        const auto unit = units[units.size() * static_cast<std::size_t>(2 * i + 1) / static_cast<std::size_t>(2 * offers)];
        const auto set_state = [&](const char* state) {
            database->in_transaction(
                [&](storage::Transaction& transaction) { transaction.execute("UPDATE learning_units SET state = ? WHERE id = ?", state, unit); });
            catalogues.renew(std::vector{unit});
        };
        const auto run_jobs = [&] {
            jobs::JobWorker worker(*database, clock, handlers, {.threads = threads});
            return worker.run_due();
        };
        set_state("retired");
        curricula.enqueue_affected(std::vector{unit});
        run_jobs();
        accept_all(*database, clock.now());
        const auto newest = [&] {
            return database->read(
                [](storage::Session& session) { return session.get<std::int64_t>("SELECT count(*) FROM curricula WHERE state = 'proposed'"); });
        };
        const auto before = now();
        set_state("published");
        const int affected = curricula.enqueue_affected(std::vector{unit});
        run_jobs();
        const auto took = since(before);
        const auto proposals = newest();
        times.push_back(took.wall);
        fmt::print("Angebot {}: {} Betroffene, {} neue Vorschläge, {:.3f} s, {:.3f} s CPU\n", unit.value, affected, proposals, took.wall, took.cpu);
        accept_all(*database, clock.now());
    }
    std::sort(times.begin(), times.end());
    fmt::print("Ein neues Angebot: Median {:.3f} s, Höchstwert {:.3f} s\n", times[times.size() / 2], times.back());
}
