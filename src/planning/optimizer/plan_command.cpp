// SPDX-License-Identifier: EUPL-1.2
// Runs the optimiser over files. Learners are shared out over threads, answers keep the order of the learners,
// and since limits count work, the answers are the same for any number of threads.
#include "planning/optimizer/plan_command.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <filesystem>
#include <iomanip>
#include <mutex>
#include <ostream>
#include <thread>
#include <unordered_map>

#include "planning/optimizer/checker.hpp"
#include "planning/optimizer/generator.hpp"
#include "planning/optimizer/instance_file.hpp"

namespace kc::planning::optimizer {

namespace {

constexpr int done = 0;
constexpr int refused = 1;
constexpr int wrong_usage = 2;
constexpr std::size_t named_max = 10;  // of the plans the checker refuses
using Clock = std::chrono::steady_clock;

int refuse_with(const FileProblem& problem, std::ostream& err) {
    err << problem.message() << "\n";
    return refused;
}

// Calls work(index, workspace) for every index, shared out over the threads; the first exception ends it.
template <class Work> void for_all(std::size_t count, int threads, Work work) {
    std::atomic<std::size_t> next{0};
    std::exception_ptr failure;
    std::mutex failure_guard;
    const auto run = [&] {
        try {
            Workspace workspace;
            for (std::size_t i = next++; i < count; i = next++) work(i, workspace);
        } catch (...) {
            const std::lock_guard lock(failure_guard);
            failure = std::current_exception();
            next = count;
        }
    };
    std::vector<std::thread> others;
    for (int i = 1; i < threads; ++i) others.emplace_back(run);
    run();
    for (auto& thread : others) thread.join();
    if (failure) std::rethrow_exception(failure);
}

double milliseconds_since(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

ClaimedPlan claim_of(const Plan& plan) {
    ClaimedPlan claimed{plan.items, plan.closure, plan.half_hours, plan.price_cents, {}};
    for (const auto& missing : plan.mandatory_not_taken) claimed.mandatory_not_taken.push_back(missing.unit);
    return claimed;
}

void print_times(std::vector<double> times, double total_ms, std::ostream& out) {
    std::sort(times.begin(), times.end());
    double sum = 0;
    for (const double time : times) sum += time;
    const auto count = times.size();
    const auto at = [&](std::size_t percent) { return times[std::min(count - 1, count * percent / 100)]; };
    out << std::fixed << std::setprecision(3) << "Lehrpläne je Sekunde: " << static_cast<double>(count) * 1000.0 / total_ms << "\n"
        << "Zeit je Lehrplan in ms: p50 " << at(50) << " · p90 " << at(90) << " · p99 " << at(99) << " · Mittel " << sum / static_cast<double>(count)
        << " · Maximum " << times.back() << "\n";
}

}  // namespace

int run_plan_solve(const PlanSolveOptions& options, std::ostream& out, std::ostream& err) {
    if (options.threads < 1 || options.time_limit_ms < 0) {
        err << "--threads muss mindestens 1 sein, --time-limit-ms darf nicht negativ sein.\n";
        return wrong_usage;
    }
    const auto instance = load_instance(options.catalogue, options.learners);
    if (!instance) return refuse_with(instance.error(), err);
    const auto& learners = instance->learners;
    const PreparedCatalogue prepared(instance->catalogue);
    std::vector<std::string> lines(learners.size());
    std::atomic<std::size_t> proven{0};
    for_all(learners.size(), options.threads, [&](std::size_t i, Workspace& workspace) {
        Limits limits;
        if (options.time_limit_ms > 0) {
            const auto deadline = Clock::now() + std::chrono::milliseconds(options.time_limit_ms);
            limits.cancelled = [deadline] { return Clock::now() >= deadline; };
        }
        const auto plan = solve(prepared, learners[i], limits, workspace);
        proven += plan.status != Status::feasible;
        lines[i] = answer_line(instance->catalogue, learners[i], plan);
    });
    std::string text;
    for (const auto& line : lines) (text += line) += '\n';
    const auto written = write_file(options.out, text);
    if (!written) return refuse_with(written.error(), err);
    out << learners.size() << " Lehrpläne berechnet, davon " << proven << " bewiesen. Ergebnis: " << options.out << "\n";
    return done;
}

int run_plan_bench(const PlanBenchOptions& options, std::ostream& out, std::ostream& err) {
    if (options.catalogue.empty() != options.learners.empty()) {
        err << "Geben Sie --catalogue und --learners zusammen an oder keines von beiden.\n";
        return wrong_usage;
    }
    if (options.units < 1 || options.people < 1) {
        err << "--units und --people müssen mindestens 1 sein.\n";
        return wrong_usage;
    }
    NamedInstance instance;
    if (options.catalogue.empty()) {
        auto generated = generate({.seed = options.seed, .units = options.units, .learners = options.people});
        instance = {std::move(generated.catalogue), std::move(generated.learners)};
        out << "Erzeugt: " << options.units << " Einheiten, " << options.people << " Lernende, Startwert " << options.seed << "\n";
        if (!options.write_to.empty()) {
            std::string lines;
            for (const auto& learner : instance.learners) (lines += learner_line(instance.catalogue, learner)) += '\n';
            const std::filesystem::path folder = options.write_to;
            const auto catalogue = write_file(folder / "catalogue.json", catalogue_text(instance.catalogue));
            if (!catalogue) return refuse_with(catalogue.error(), err);
            const auto learners = write_file(folder / "learners.jsonl", lines);
            if (!learners) return refuse_with(learners.error(), err);
        }
    } else {
        auto loaded = load_instance(options.catalogue, options.learners);
        if (!loaded) return refuse_with(loaded.error(), err);
        instance = std::move(*loaded);
        out << "Gelesen: " << instance.catalogue.units.size() << " Einheiten, " << instance.learners.size() << " Lernende\n";
    }
    if (instance.learners.empty()) {
        err << "Die Datei enthält keine Lernenden. Ergänzen Sie mindestens eine Zeile.\n";
        return refused;
    }
    const auto preparing = Clock::now();
    const PreparedCatalogue prepared(instance.catalogue);
    out << std::fixed << std::setprecision(3) << "Katalog vorbereitet in ms: " << milliseconds_since(preparing) << "\n";
    std::vector<double> times;
    std::size_t optimal = 0;
    std::size_t infeasible = 0;
    std::size_t broken = 0;
    Workspace workspace;
    std::vector<Plan> plans;
    const auto start = Clock::now();
    for (const auto& learner : instance.learners) {
        const auto before = Clock::now();
        plans.push_back(solve(prepared, learner, {.work = options.work}, workspace));
        times.push_back(milliseconds_since(before));
    }
    const double total = milliseconds_since(start);
    for (std::size_t i = 0; i < plans.size(); ++i) {
        optimal += plans[i].status == Status::optimal;
        infeasible += plans[i].status == Status::infeasible;
        if (plans[i].status == Status::infeasible) continue;
        const auto violations = check_plan(instance.catalogue, instance.learners[i], claim_of(plans[i]));
        if (violations.empty()) continue;
        if (++broken <= named_max) out << instance.learners[i].id << ": Regel " << violations.front().rule << ": " << violations.front().text << "\n";
    }
    print_times(std::move(times), total, out);
    const auto share = [&](std::size_t part) { return 100.0 * static_cast<double>(part) / static_cast<double>(plans.size()); };
    out << std::setprecision(2) << "Bewiesen: " << share(optimal + infeasible) << " % (davon unvereinbar " << infeasible
        << ") · vom Prüfer beanstandet: " << broken << "\n";
    return broken == 0 ? done : refused;
}

int run_plan_check(const PlanCheckOptions& options, std::ostream& out, std::ostream& err) {
    const auto instance = load_instance(options.catalogue, options.learners);
    if (!instance) return refuse_with(instance.error(), err);
    const auto text = read_file(options.answers);
    if (!text) return refuse_with(text.error(), err);
    const auto answers = read_answers(*text, options.answers, instance->catalogue);
    if (!answers) return refuse_with(answers.error(), err);

    std::unordered_map<std::string, const ForeignAnswer*> by_learner;
    for (const auto& answer : *answers) by_learner[answer.learner] = &answer;
    std::size_t problems = 0;
    std::size_t checked = 0;
    for (const auto& learner : instance->learners) {
        const auto found = by_learner.find(learner.id);
        if (found == by_learner.end()) {
            out << learner.id << ": Die Antwort fehlt.\n";
            ++problems;
            continue;
        }
        const auto& answer = *found->second;
        by_learner.erase(found);
        if (answer.status == "infeasible") continue;
        ++checked;
        for (const auto& violation : check_plan(instance->catalogue, learner,
                                                {answer.items, answer.closure, answer.half_hours, answer.price_cents, answer.mandatory_not_taken})) {
            out << learner.id << " (Zeile " << answer.line << ")";
            if (violation.rule > 0) out << ", Regel " << violation.rule;
            out << ": " << violation.text << "\n";
            ++problems;
        }
    }
    for (const auto& answer : *answers) {
        if (!by_learner.contains(answer.learner)) continue;
        out << answer.learner << " (Zeile " << answer.line << "): Diese Person steht nicht in der Datei der Lernenden.\n";
        ++problems;
    }
    out << checked << " Lehrpläne geprüft, " << problems << " Beanstandungen.\n";
    return problems == 0 ? done : refused;
}

}  // namespace kc::planning::optimizer
