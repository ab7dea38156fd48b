// SPDX-License-Identifier: EUPL-1.2
// The optimiser beside two MIP solvers of Debian on generated learners: closure, hours, price and CPU time.
// A solver alone proves nothing (CBC 2.10.8 claims false optima): only where two agree is their answer taken as the truth.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include <fmt/core.h>
#include <time.h>
#include <CLI/CLI.hpp>

#include "planning/optimizer/checker.hpp"
#include "planning/optimizer/generator.hpp"
#include "planning/optimizer/instance_file.hpp"
#include "planning/optimizer/optimizer.hpp"
#include "plans/solver_process.hpp"

namespace {

using namespace kc::planning::optimizer;
using kc::bench::SolverKind;
using Sums = std::array<std::int64_t, 3>;  // closure, half hours, cents

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

double mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

bool is_better(const Sums& a, const Sums& b) { return a[0] != b[0] ? a[0] > b[0] : std::pair(a[1], a[2]) < std::pair(b[1], b[2]); }

struct StagedAnswer {
    bool proven = false;
    Sums sums{};
    double seconds = 0;
    std::vector<PlannedUnit> plan;
};

// Closure, then hours, then price, each to its optimum; whenever the order does not hold, a row is added and the stage solved again.
StagedAnswer solve_in_stages(SolverKind kind, kc::bench::BinaryProgram program, const Catalogue& catalogue, const Learner& learner, int limit,
                             const std::string& folder) {
    StagedAnswer answer;
    if (program.columns == 0) {
        answer.proven = true;
        return answer;
    }
    for (int stage = 0; stage < 3; ++stage) {
        const auto objective = stage == 0 ? program.closure : stage == 1 ? program.hours : program.price;
        for (;;) {
            const auto solved = kc::bench::solve_with(kind, program, objective, stage == 0, limit, folder);
            answer.seconds += solved.seconds;
            if (!solved.optimal) return answer;
            if (auto cut = kc::bench::order_cut(program, catalogue, solved.values)) {
                program.rows.push_back(std::move(*cut));
                continue;
            }
            double value = 0;
            for (const auto& [column, factor] : objective) value += solved.values[static_cast<std::size_t>(column)] > 0.5 ? factor : 0;
            program.rows.push_back({objective, stage == 0 ? value : -kc::bench::unlimited, stage == 0 ? kc::bench::unlimited : value});
            answer.plan = kc::bench::plan_of(program, solved.values);
            break;
        }
    }
    const auto sums = sums_of(catalogue, learner, answer.plan);
    answer.sums = {sums.closure, sums.half_hours, sums.price_cents};
    answer.proven = true;
    return answer;
}

struct Peer {
    const char* name;
    double bar;
    std::vector<double> seconds;
    std::vector<double> ratios;
    std::vector<double> columns;
    int proven = 0;
    int wrong = 0;  // proven by its own word, and yet another plan is better
};

}  // namespace

int main(int argc, char** argv) {
    CLI::App program{"Vergleicht den Planer mit GLPK und CBC"};
    int units = 2000;
    int people = 60;
    std::uint64_t seed = 7;
    int limit = 20;
    int minutes = 8;
    std::string given;
    program.add_option("--folder", given, "Ordner mit catalogue.json und learners.jsonl; ohne Angabe wird ein Fall erzeugt");
    program.add_option("--units", units)->check(CLI::PositiveNumber);
    program.add_option("--people", people)->check(CLI::PositiveNumber);
    program.add_option("--seed", seed);
    program.add_option("--limit-seconds", limit, "CPU-Sekunden je Aufruf eines Lösers")->check(CLI::PositiveNumber);
    program.add_option("--minutes", minutes, "Danach beginnt keine weitere Person")->check(CLI::PositiveNumber);
    bool cliques = false;
    program.add_flag("--cliques", cliques, "Überschneidungen als eine Zeile je Tag statt je Paar von Terminen");
    CLI11_PARSE(program, argc, argv);
    if (!kc::bench::is_there(SolverKind::cbc)) {
        fmt::print("Der Vergleich mit CBC und GLPK entfällt: cbc fehlt (apt-get install coinor-cbc).\n");
        return 0;
    }
    std::string folder = (std::filesystem::temp_directory_path() / "kc-mip-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) return 1;

    Instance instance;
    if (given.empty()) {
        instance = generate({.seed = seed, .units = units, .learners = people});
    } else {
        auto read = load_instance(std::filesystem::path(given) / "catalogue.json", std::filesystem::path(given) / "learners.jsonl");
        if (!read) {
            fmt::print(stderr, "{}\n", read.error().message());
            return 1;
        }
        instance = {std::move(read->catalogue), std::move(read->learners)};
        if (static_cast<int>(instance.learners.size()) > people) instance.learners.resize(static_cast<std::size_t>(people));
    }
    const PreparedCatalogue prepared(instance.catalogue);
    const auto clashes = cliques ? kc::bench::Clashes::cliques : kc::bench::Clashes::pairs;
    Workspace workspace;
    LearnerModel model;
    Peer cbc{"CBC 2.10, relevantes Modell", 2500, {}, {}, {}, 0, 0};
    Peer glpk{"GLPK 5.0 nach unserer Reduktion", 150, {}, {}, {}, 0, 0};
    std::vector<double> own;
    int compared = 0, same = 0, worse = 0, undecided = 0, objections = 0;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(minutes);
    for (const auto& learner : instance.learners) {
        if (std::chrono::steady_clock::now() > deadline) break;
        Plan plan;
        std::vector<double> runs;
        for (int run = 0; run < 5; ++run) {
            const double before = cpu_seconds();
            plan = solve(prepared, learner, {}, workspace);
            runs.push_back(cpu_seconds() - before);
        }
        if (plan.status == Status::infeasible) continue;
        const double seconds = median(runs);
        own.push_back(seconds);
        std::vector<int> not_taken;
        for (const auto& missing : plan.mandatory_not_taken) not_taken.push_back(missing.unit);
        std::vector<int> mandatory = learner.mandatory;
        std::erase_if(mandatory, [&](int unit) { return std::find(not_taken.begin(), not_taken.end(), unit) != not_taken.end(); });
        const auto objected = [&](const std::vector<PlannedUnit>& items, const Sums& sums) {
            return !check_plan(instance.catalogue, learner, {items, sums[0], sums[1], sums[2], not_taken}).empty();
        };
        const Sums ours{plan.closure, plan.half_hours, plan.price_cents};
        objections += objected(plan.items, ours);

        if (!model.build(prepared, learner, {.forced_units = mandatory, .fixed = {}, .with_gaps = true})) continue;
        const auto reduced = kc::bench::reduced_program(prepared, model, clashes);
        const auto by_glpk = solve_in_stages(SolverKind::glpk, reduced, instance.catalogue, learner, limit, folder);
        const auto relevant = kc::bench::relevant_program(instance.catalogue, learner, mandatory, clashes);
        const auto by_cbc = solve_in_stages(SolverKind::cbc, relevant, instance.catalogue, learner, limit, folder);
        glpk.columns.push_back(reduced.columns);
        cbc.columns.push_back(relevant.columns);
        std::optional<Sums> truth;
        std::vector<const StagedAnswer*> answers{&by_glpk, &by_cbc};
        StagedAnswer third;
        if (by_glpk.proven && by_cbc.proven && by_glpk.sums == by_cbc.sums) {
            truth = by_glpk.sums;
        } else {
            third = solve_in_stages(SolverKind::cbc_without_preprocessing, reduced, instance.catalogue, learner, limit, folder);
            answers.push_back(&third);
            for (const auto* other : {&by_glpk, &by_cbc})
                if (third.proven && other->proven && other->sums == third.sums) truth = third.sums;
        }
        bool beaten = false;
        for (const auto* answer : answers)
            if (answer->proven && is_better(answer->sums, ours) && !objected(answer->plan, answer->sums)) beaten = true;
        for (auto [peer, answer] : {std::pair(&cbc, &by_cbc), std::pair(&glpk, &by_glpk)}) {
            peer->seconds.push_back(answer->seconds);
            peer->ratios.push_back(answer->seconds / seconds);
            peer->proven += answer->proven;
            peer->wrong += answer->proven && is_better(ours, answer->sums);
        }
        ++compared;
        undecided += !truth;
        same += truth && *truth == ours;
        if (beaten || (truth && *truth != ours)) {
            ++worse;
            fmt::print("{}: hier {}/{}/{}, GLPK {}/{}/{}, CBC {}/{}/{}\n", learner.id, ours[0], ours[1], ours[2], by_glpk.sums[0], by_glpk.sums[1],
                       by_glpk.sums[2], by_cbc.sums[0], by_cbc.sums[1], by_cbc.sums[2]);
        }
    }
    std::filesystem::remove_all(folder);
    fmt::print("{} von {} Personen verglichen ({} Lerneinheiten, {}), CPU-Zeit je Lehrplan, höchstens {} s je Aufruf.\n\n", compared,
               instance.learners.size(), instance.catalogue.units.size(), given.empty() ? fmt::format("Startwert {}", seed) : "gegebener Fall",
               limit);
    fmt::print("| Löser | Spalten | Median | Mittel | bewiesen | zu Unrecht „optimal“ | Median des Verhältnisses | Vorgabe |\n");
    fmt::print("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
    fmt::print("| dieser Planer | | {:.3f} ms | {:.3f} ms | {} | 0 | 1 | |\n", median(own) * 1e3, mean(own) * 1e3, compared);
    for (const auto* peer : {&cbc, &glpk})
        fmt::print("| {} | {:.0f} | {:.1f} ms | {:.1f} ms | {} | {} | {:.0f} | ≥ {:.0f} |\n", peer->name, median(peer->columns),
                   median(peer->seconds) * 1e3, mean(peer->seconds) * 1e3, peer->proven, peer->wrong, median(peer->ratios), peer->bar);
    fmt::print("\nWo zwei Löser übereinstimmen, ist das Optimum gleich: {} von {}; ohne Urteil {}; schlechter {}; vom Prüfer beanstandet {}.\n", same,
               compared - undecided, undecided, worse, objections);
    return worse == 0 && objections == 0 ? 0 : 1;
}
