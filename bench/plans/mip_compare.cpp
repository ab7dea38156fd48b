// SPDX-License-Identifier: EUPL-1.2
// The optimiser beside two MIP solvers of Debian on generated learners: closure, hours, price, finish and CPU time.
// A solver alone proves nothing (CBC 2.10.8 claims false optima): only where two agree is their answer taken as the truth.
#include <algorithm>
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
#include "plans/staged_solve.hpp"

namespace {

using namespace kc::planning::optimizer;
using kc::bench::solve_in_stages;
using kc::bench::SolverKind;
using kc::bench::StagedAnswer;
using kc::bench::Sums;

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

struct Peer {
    const char* name;
    double bar;
    struct Stages {
        std::vector<double> seconds;
        std::vector<double> ratios;
        int proven = 0;
        void add(double peer_seconds, double own_seconds, bool is_proven) {
            seconds.push_back(peer_seconds);
            ratios.push_back(peer_seconds / own_seconds);
            proven += is_proven;
        }
    };
    Stages sums{};  // closure, hours, price: the stages of earlier tables
    Stages all{};   // and the earliest finish: the question this planner answers
    std::vector<double> columns{};
    int wrong = 0;  // proven by its own word, and yet another plan is better
};

class Comparison {
public:
    Comparison(const Instance& instance, kc::bench::Clashes clashes, int limit_seconds, std::string folder)
        : instance_(instance), prepared_(instance.catalogue), clashes_(clashes), limit_seconds_(limit_seconds), folder_(std::move(folder)) {}

    void look_at(const Learner& learner) {
        if (learner.has_former) return;  // the solvers are not asked for few differences from it
        Plan plan;
        std::vector<double> runs;
        for (int run = 0; run < 5; ++run) {
            const double before = cpu_seconds();
            plan = solve(prepared_, learner, {}, workspace_);
            runs.push_back(cpu_seconds() - before);
        }
        if (plan.status == Status::infeasible) return;
        const double seconds = median(runs);
        own_.push_back(seconds);
        std::vector<int> not_taken;
        for (const auto& missing : plan.mandatory_not_taken) not_taken.push_back(missing.unit);
        std::vector<int> mandatory = learner.mandatory;
        std::erase_if(mandatory, [&](int unit) { return std::find(not_taken.begin(), not_taken.end(), unit) != not_taken.end(); });
        const auto objected = [&](const std::vector<PlannedUnit>& items, const Sums& sums) {
            return !check_plan(instance_.catalogue, learner, {items, sums[0], sums[1], sums[2], not_taken}).empty();
        };
        const Sums ours{plan.closure, plan.half_hours, plan.price_cents};
        objections_ += objected(plan.items, ours);

        if (!model_.build(prepared_, learner, {.forced_units = mandatory, .fixed = {}, .with_gaps = true})) return;
        const auto ask = [&](SolverKind kind, const kc::bench::BinaryProgram& program) {
            return solve_in_stages(kind, program, instance_.catalogue, learner, limit_seconds_, folder_);
        };
        const auto reduced = kc::bench::reduced_program(prepared_, model_, clashes_);
        const auto relevant = kc::bench::relevant_program(instance_.catalogue, learner, mandatory, clashes_);
        std::vector<StagedAnswer> answers{ask(SolverKind::glpk, reduced), ask(SolverKind::cbc, relevant)};
        // Whom the first two leave in doubt, a third is asked.
        if (!agree_on_finish(answers[0], answers[1])) answers.push_back(ask(SolverKind::cbc_without_preprocessing, reduced));
        count(learner.id, ours, plan.finish_day, answers, objected);
        const auto add = [&](Peer& peer, const StagedAnswer& answer, int columns) {
            peer.columns.push_back(columns);
            peer.sums.add(answer.seconds_for_sums, seconds, answer.sums_proven);
            peer.all.add(answer.seconds, seconds, answer.finish_proven);
            peer.wrong += (answer.sums_proven && is_better(ours, answer.sums)) ||
                          (answer.finish_proven && answer.sums == ours && plan.finish_day < answer.finish);
        };
        add(glpk_, answers[0], reduced.columns);
        add(cbc_, answers[1], relevant.columns);
    }

    void print(const std::string& origin) const {
        fmt::print("{} von {} Personen verglichen ({} Lerneinheiten, {}), CPU-Zeit je Lehrplan, höchstens {} s je Aufruf.\n\n", compared_,
                   instance_.learners.size(), instance_.catalogue.units.size(), origin, limit_seconds_);
        fmt::print("| Löser | Spalten | Median drei Stufen | Median alle Stufen | Mittel drei Stufen | Mittel alle Stufen | bewiesen | ");
        fmt::print("zu Unrecht „optimal“ | Median des Verhältnisses, drei Stufen | Median des Verhältnisses, alle Stufen | Vorgabe |\n");
        fmt::print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        fmt::print("| dieser Planer | | | {:.3f} ms | | {:.3f} ms | {} | 0 | | 1 | |\n", median(own_) * 1e3, mean(own_) * 1e3, compared_);
        for (const auto* peer : {&cbc_, &glpk_})
            fmt::print("| {} | {:.0f} | {:.1f} ms | {:.1f} ms | {:.1f} ms | {:.1f} ms | {} | {} | {:.0f} | {:.0f} | ≥ {:.0f} |\n", peer->name,
                       median(peer->columns), median(peer->sums.seconds) * 1e3, median(peer->all.seconds) * 1e3, mean(peer->sums.seconds) * 1e3,
                       mean(peer->all.seconds) * 1e3, peer->all.proven, peer->wrong, median(peer->sums.ratios), median(peer->all.ratios), peer->bar);
        fmt::print("\nWo zwei Löser übereinstimmen, sind die Summen gleich: {} von {}, der letzte Tag auch: {} von {}; ", same_,
                   compared_ - undecided_, same_finish_, finish_known_);
        fmt::print("ohne Urteil {}; schlechter {}; vom Prüfer beanstandet {}.\n", undecided_, worse_, objections_);
    }
    bool is_sound() const { return worse_ == 0 && objections_ == 0; }

private:
    static bool agree_on_sums(const StagedAnswer& a, const StagedAnswer& b) { return a.sums_proven && b.sums_proven && a.sums == b.sums; }
    static bool agree_on_finish(const StagedAnswer& a, const StagedAnswer& b) {
        return agree_on_sums(a, b) && a.finish_proven && b.finish_proven && a.finish == b.finish;
    }

    template <class Objected>
    void count(const std::string& name, const Sums& ours, int finish, const std::vector<StagedAnswer>& answers, Objected objected) {
        std::optional<Sums> truth;
        std::optional<int> earliest;
        bool beaten = false;
        for (std::size_t i = 0; i < answers.size(); ++i) {
            const auto& answer = answers[i];
            for (std::size_t other = 0; other < i; ++other) {
                if (agree_on_sums(answer, answers[other])) truth = answer.sums;
                if (agree_on_finish(answer, answers[other])) earliest = answer.finish;
            }
            if (answer.sums_proven && is_better(answer.sums, ours) && !objected(answer.plan, answer.sums)) beaten = true;
            if (answer.finish_proven && answer.sums == ours && answer.finish < finish && !objected(answer.earliest_plan, ours)) beaten = true;
        }
        ++compared_;
        undecided_ += !truth;
        same_ += truth && *truth == ours;
        finish_known_ += earliest.has_value();
        same_finish_ += earliest && *earliest == finish;
        if (!beaten && (!truth || *truth == ours) && (!earliest || *earliest == finish)) return;
        ++worse_;
        fmt::print("{}: hier {}/{}/{} bis Tag {}", name, ours[0], ours[1], ours[2], finish);
        for (const auto& answer : answers) fmt::print(", {}/{}/{} bis Tag {}", answer.sums[0], answer.sums[1], answer.sums[2], answer.finish);
        fmt::print("\n");
    }

    const Instance& instance_;
    PreparedCatalogue prepared_;
    kc::bench::Clashes clashes_;
    int limit_seconds_;
    std::string folder_;
    Workspace workspace_;
    LearnerModel model_;
    Peer cbc_{"CBC 2.10, relevantes Modell", 2500};
    Peer glpk_{"GLPK 5.0 nach unserer Reduktion", 150};
    std::vector<double> own_;
    int compared_ = 0;
    int undecided_ = 0;
    int same_ = 0;
    int finish_known_ = 0;
    int same_finish_ = 0;
    int worse_ = 0;
    int objections_ = 0;
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
    Comparison comparison(instance, cliques ? kc::bench::Clashes::cliques : kc::bench::Clashes::pairs, limit, folder);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(minutes);
    for (const auto& learner : instance.learners) {
        if (std::chrono::steady_clock::now() > deadline) break;
        comparison.look_at(learner);
    }
    std::filesystem::remove_all(folder);
    comparison.print(given.empty() ? fmt::format("Startwert {}", seed) : "gegebener Fall");
    return comparison.is_sound() ? 0 : 1;
}
