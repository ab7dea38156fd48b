// SPDX-License-Identifier: EUPL-1.2
// Gap analysis of everybody: how long it takes to read the profiles of all people of a database and to compute their gaps.
//     build/release/bench_gap_batch sqlite:/path/to/sample.sqlite [--threads 2] [--batch 2000] [--rounds 3]
#include "base/clock.hpp"
#include "competence/competence.hpp"
#include "storage/database.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

using namespace kc;

namespace {

struct Sums {
    std::int64_t people = 0, gaps = 0, missing_levels = 0, without_gap = 0;
};

void add(Sums& sums, const competence::LearnerProfile& learner) {
    ++sums.people;
    std::int64_t gaps = 0;
    auto current = learner.current.begin();  // both lists follow the order of the framework
    for (const auto& target : learner.targets) {
        const auto found = std::find_if(current, learner.current.end(), [&](const auto& level) { return level.competence == target.competence; });
        int level = 0;
        if (found != learner.current.end()) {
            level = found->level;
            current = found + 1;
        }
        if (level >= target.level) continue;
        ++gaps;
        sums.missing_levels += target.level - level;
    }
    sums.gaps += gaps;
    sums.without_gap += gaps == 0;
}

Sums analyse(storage::Database& database, const competence::CompetenceFramework& framework, const std::vector<PersonId>& people, Date today,
             std::size_t batch, int threads) {
    std::atomic<std::size_t> next{0};
    std::vector<Sums> parts(static_cast<std::size_t>(threads));
    std::vector<std::thread> workers;
    for (auto& part : parts) {
        workers.emplace_back([&] {
            for (std::size_t begin = next.fetch_add(batch); begin < people.size(); begin = next.fetch_add(batch)) {
                const std::span<const PersonId> some(people.data() + begin, std::min(batch, people.size() - begin));
                database.read([&](storage::Session& session) {
                    for (const auto& learner : competence::list_learner_profiles(session, framework, some, today)) add(part, learner);
                });
            }
        });
    }
    for (auto& worker : workers) worker.join();
    Sums sums;
    for (const auto& part : parts) {
        sums.people += part.people;
        sums.gaps += part.gaps;
        sums.missing_levels += part.missing_levels;
        sums.without_gap += part.without_gap;
    }
    return sums;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Lücken aller Profile berechnen und die Zeit messen"};
    std::string url;
    int threads = 2, rounds = 3;
    std::size_t batch = 2000;
    app.add_option("database", url, "sqlite:DATEI oder postgresql://…")->required();
    app.add_option("--threads", threads, "Zahl der Fäden")->check(CLI::Range(1, 64));
    app.add_option("--batch", batch, "Personen je Abfrage")->check(CLI::Range(1, 100'000));
    app.add_option("--rounds", rounds, "Wiederholungen")->check(CLI::Range(1, 100));
    CLI11_PARSE(app, argc, argv);

    const auto database = storage::open_database(url, {.create = false});
    const competence::FrameworkSource frameworks(*database);
    const auto framework = frameworks.current();
    const auto people =
        database->read([](storage::Session& session) { return session.query<PersonId>("SELECT id FROM people WHERE state = 'active' ORDER BY id"); });
    const SystemClock clock;
    const auto evidence = database->read([](storage::Session& session) { return session.get<std::int64_t>("SELECT count(*) FROM evidence"); });
    fmt::print("{} people, {} lines of evidence, {} competences, {} threads, {} people per question\n", people.size(), evidence,
               framework->competences().size(), threads, batch);
    for (int round = 1; round <= rounds; ++round) {
        const auto begin = std::chrono::steady_clock::now();
        const auto sums = analyse(*database, *framework, people, clock.today(), batch, threads);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
        fmt::print("round {}: {:.2f} s, {} profiles, {} gaps, {} missing levels, {} people without a gap\n", round, seconds.count(), sums.people,
                   sums.gaps, sums.missing_levels, sums.without_gap);
    }
    return 0;
}
