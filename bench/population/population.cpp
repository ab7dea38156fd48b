// SPDX-License-Identifier: EUPL-1.2
// Plans for a whole population, reading and writing included, and what one new offer costs afterwards.
//     build/release/kommunalcampus sample --database sqlite:/tmp/people.sqlite --people 50000 --offers 2000
//     build/release/bench_population sqlite:/tmp/people.sqlite [--threads 2] [--offers 5 | --offer UNIT …] [--profile-changes 2000] [--no-plans] [--no-proofs]
// The database is changed: plans are stored and accepted, and the offers measured with are republished.
#include "base/clock.hpp"
#include "catalogue/catalogue.hpp"
#include "competence/service.hpp"
#include "jobs/jobs.hpp"
#include "planning/reach.hpp"
#include "planning/replanning.hpp"
#include "storage/database.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <map>
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

void print_times(const char* what, std::vector<double>& milliseconds) {
    std::sort(milliseconds.begin(), milliseconds.end());
    double sum = 0;
    for (const auto time : milliseconds) sum += time;
    const auto at = [&](std::size_t per_mille) { return milliseconds[std::min(milliseconds.size() - 1, milliseconds.size() * per_mille / 1000)]; };
    fmt::print("{}: Median {:.2f} ms, Mittel {:.2f} ms, p99 {:.2f} ms, Höchstwert {:.2f} ms\n", what, at(500),
               sum / static_cast<double>(milliseconds.size()), at(990), milliseconds.back());
}

// A person changes what time and money she has, and gets a new plan: asked for at once, as a page does, and through the job.
void measure_profile_changes(storage::Database& database, const Clock& clock, const competence::FrameworkSource& frameworks,
                             planning::CurriculumService& curricula, const std::map<std::string, jobs::JobHandler>& handlers, int changes) {
    planning::ReplanOnProfileChange observer(curricula);
    competence::ProfileService profiles(database, clock, frameworks, observer);
    const auto people = database.read([&](storage::Session& session) {
        return session.query<PersonId>("SELECT person_id FROM curricula WHERE state = 'accepted' ORDER BY person_id");
    });
    std::vector<double> asked, by_job;
    const auto milliseconds = [](const Usage& usage) { return usage.wall * 1000; };
    int proposals = 0;
    for (int i = 0; i < changes && !people.empty(); ++i) {
        const auto person = people[people.size() * static_cast<std::size_t>(i) / static_cast<std::size_t>(changes)];
        const auto organisation = database.read(
            [&](storage::Session& session) { return session.get<OrganisationId>("SELECT organisation_id FROM people WHERE id = ?", person); });
        const Viewer viewer{person, organisation, {}, Language::de, {{Role::learner, organisation}}};
        auto preferences = curricula.limits_of(viewer);
        if (!preferences) continue;
        preferences->hours = HalfHours{preferences->hours.value + (i % 2 == 0 ? 8 : -4)};
        if (i % 2 == 0) {
            if (!profiles.set_preferences(viewer, *preferences)) continue;
            const auto before = now();
            const auto outcome = curricula.propose(viewer);
            asked.push_back(milliseconds(since(before)));
            proposals += outcome && *outcome == planning::Outcome::proposed;
        } else {
            jobs::JobWorker worker(database, clock, handlers);
            worker.run_due();  // what the others left
            const auto before = now();
            if (!profiles.set_preferences(viewer, *preferences)) continue;
            worker.run_due();
            by_job.push_back(milliseconds(since(before)));
        }
    }
    if (asked.empty() || by_job.empty()) return;
    fmt::print("Profil geändert: {} neue Vorschläge bei {} Fragen\n", proposals, asked.size());
    print_times("  gleich gefragt, bis der Lehrplan gespeichert ist", asked);
    print_times("  Speichern der Änderung und Lehrplan durch die Aufgabe", by_job);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Lehrpläne für alle berechnen und die Zeit messen"};
    std::string url;
    int threads = 2, offers = 5, profile_changes = 0;
    bool plan = true, proofs = true;
    std::vector<std::int64_t> chosen;
    app.add_option("database", url, "sqlite:DATEI oder postgresql://…")->required();
    app.add_option("--threads", threads, "Zahl der Fäden")->check(CLI::Range(1, 64));
    app.add_option("--offers", offers, "So viele neue Angebote werden einzeln gemessen")->check(CLI::Range(0, 1000));
    app.add_option("--offer", chosen, "Nummern von Angeboten, die statt dessen gemessen werden");
    app.add_option("--profile-changes", profile_changes, "So viele Personen ändern ihr Profil")->check(CLI::Range(0, 1'000'000));
    app.add_flag("!--no-plans", plan, "Die Lehrpläne stehen schon in der Datenbank");
    app.add_flag("!--no-proofs", proofs, "Was im ersten Durchgang nicht bewiesen ist, bleibt liegen");
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

    const std::map<std::string, jobs::JobHandler> proof_handlers{{std::string(planning::prove_job), planning::prove_handler(curricula)}};
    auto current_handlers = planning::job_handlers(curricula);  // what makes plans current, without the proofs that come after
    current_handlers.erase(std::string(planning::prove_job));
    const auto run_jobs = [&](const std::map<std::string, jobs::JobHandler>& kinds) {
        // A job enqueues others: who finds nothing to do looks again as long as somebody works, as the program's workers do.
        std::atomic<int> busy = 1;
        const auto work = [&] {
            while (true) {
                ++busy;
                const int ran = jobs::JobWorker(*database, clock, kinds).run_due();
                --busy;
                if (ran > 0) continue;
                if (busy == 0) return;
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
        };
        std::vector<std::jthread> workers;
        for (int i = 0; i < threads; ++i) workers.emplace_back(work);
        --busy;
    };
    const auto count = [&](const char* sql) { return database->read([&](storage::Session& session) { return session.get<std::int64_t>(sql); }); };
    if (plan) {
        const auto before = now();
        planning::CurriculumService::ReplanCounts counts;
        try {
            counts = curricula.plan_everyone(threads);
        } catch (const jobs::JobFailure& problem) {  // the others have their plans
            fmt::print("Vom Prüfer abgelehnt: {}\n", problem.what());
            counts = {.proposed = static_cast<int>(count("SELECT count(*) FROM curricula WHERE state = 'proposed'")),
                      .unproven = static_cast<int>(count("SELECT count(*) FROM curricula WHERE state = 'proposed' AND status = 'feasible'"))};
        }
        auto took = since(before);
        fmt::print(
            "Alle aus dem Nichts: {} Personen, {} Lehrpläne, {} Profile unvollständig, {} davon noch nicht bewiesen, {} Fäden: {:.2f} s, {:.2f} s "
            "CPU, {:.3f} ms je Lehrplan\n",
            counts.proposed + counts.unchanged + counts.incomplete, counts.proposed, counts.incomplete, counts.unproven, threads, took.wall, took.cpu,
            took.cpu * 1000 / std::max(1, counts.proposed));
        std::fflush(stdout);
        if (proofs) {
            const auto proving = now();
            run_jobs(proof_handlers);
            took = since(proving);
            fmt::print("Nachgewiesen: {:.2f} s, {:.2f} s CPU, {:.3f} ms je Lehrplan; {} bleiben mit Schranke\n", took.wall, took.cpu,
                       took.cpu * 1000 / std::max(1, counts.unproven),
                       count("SELECT count(*) FROM curricula WHERE state = 'proposed' AND status = 'feasible'"));
        }
        fmt::print("Höchster Speicher: {} MiB\n", peak_mebibytes());
    }

    accept_all(*database, clock.now());

    if (profile_changes > 0) {
        measure_profile_changes(*database, clock, frameworks, curricula, current_handlers, profile_changes);
        accept_all(*database, clock.now());
    }

    // A unit that counts as new: it is withdrawn without anybody being planned anew, everybody is brought up to date without it, and then
    // it is published. Measured is what the jobs do from then on.
    if (chosen.empty()) {
        const auto units = database->read([](storage::Session& session) {
            return session.query<std::int64_t>("SELECT id FROM learning_units WHERE state = 'published' ORDER BY id");
        });
        for (std::size_t i = 0; i < static_cast<std::size_t>(offers) && !units.empty(); ++i)
            chosen.push_back(units[units.size() * (2 * i + 1) / static_cast<std::size_t>(2 * offers)]);
    }
    if (chosen.empty()) return 0;
    std::vector<double> times;
    for (const auto number : chosen) {
        const LearningUnitId unit{number};
        const auto set_state = [&](const char* state) {
            database->in_transaction(
                [&](storage::Transaction& transaction) { transaction.execute("UPDATE learning_units SET state = ? WHERE id = ?", state, unit); });
            catalogues.renew(std::vector{unit});
        };
        set_state("retired");
        curricula.enqueue_affected(std::vector{unit});
        run_jobs(current_handlers);
        accept_all(*database, clock.now());
        const auto affected = database->read([&](storage::Session& session) {
            return planning::list_affected(session, planning::with_dependents(session, std::vector{unit})).size();
        });
        const auto before = now();
        set_state("published");
        database->in_transaction([&](storage::Transaction& transaction) { curricula.offers_changed(transaction, std::vector{unit}); });
        run_jobs(current_handlers);
        const auto took = since(before);
        const auto proposals = count("SELECT count(*) FROM curricula WHERE state = 'proposed'");
        times.push_back(took.wall);
        fmt::print("Angebot {}: {} vielleicht Betroffene, {} neue Vorschläge, {:.3f} s, {:.3f} s CPU\n", unit.value, affected, proposals, took.wall,
                   took.cpu);
        std::fflush(stdout);
        accept_all(*database, clock.now());
    }
    std::sort(times.begin(), times.end());
    fmt::print("Ein neues Angebot: Median {:.3f} s, Höchstwert {:.3f} s\n", times[times.size() / 2], times.back());
}
