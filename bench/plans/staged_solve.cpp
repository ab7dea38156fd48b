// SPDX-License-Identifier: EUPL-1.2
#include "plans/staged_solve.hpp"

#include <algorithm>
#include <optional>

#include "planning/optimizer/checker.hpp"

namespace kc::bench {

using namespace planning::optimizer;

namespace {

using Terms = std::vector<std::pair<int, double>>;

// Solves one stage to its optimum; whenever the order does not hold, a row is added and the stage solved again.
class Stages {
public:
    Stages(SolverKind kind, BinaryProgram& program, const Catalogue& catalogue, int limit_seconds, const std::string& folder)
        : kind_(kind), program_(program), catalogue_(catalogue), limit_seconds_(limit_seconds), folder_(folder) {}

    std::optional<std::vector<double>> solve(const Terms& objective, bool maximise) {
        for (;;) {
            auto solved = solve_with(kind_, program_, objective, maximise, limit_seconds_, folder_);
            seconds_ += solved.seconds;
            if (!solved.optimal) return std::nullopt;
            auto cut = order_cut(program_, catalogue_, solved.values);
            if (!cut) return std::move(solved.values);
            program_.rows.push_back(std::move(*cut));
        }
    }
    void hold(const Terms& objective, bool maximised, const std::vector<double>& values) {
        double value = 0;
        for (const auto& [column, factor] : objective) value += values[static_cast<std::size_t>(column)] > 0.5 ? factor : 0;
        program_.rows.push_back({objective, maximised ? value : -unlimited, maximised ? unlimited : value});
    }
    double seconds() const { return seconds_; }

private:
    SolverKind kind_;
    BinaryProgram& program_;
    const Catalogue& catalogue_;
    int limit_seconds_;
    const std::string& folder_;
    double seconds_ = 0;
};

int last_day_of(const Catalogue& catalogue, const std::vector<PlannedUnit>& plan) {
    int last = 0;
    for (const auto& planned : plan) {
        if (planned.date < 0) continue;
        const auto& dates = catalogue.units[static_cast<std::size_t>(planned.unit)].dates;
        last = std::max(last, dates[static_cast<std::size_t>(planned.date)].days.last_day);
    }
    return last;
}

}  // namespace

StagedAnswer solve_in_stages(SolverKind kind, BinaryProgram program, const Catalogue& catalogue, const Learner& learner, int limit_seconds,
                             const std::string& folder) {
    StagedAnswer answer;
    if (program.columns == 0) {
        answer.sums_proven = answer.finish_proven = true;
        return answer;
    }
    Stages stages(kind, program, catalogue, limit_seconds, folder);
    const std::array<Terms, 3> objectives{program.closure, program.hours, program.price};
    for (std::size_t stage = 0; stage < objectives.size(); ++stage) {
        const bool maximise = stage == 0;
        const auto values = stages.solve(objectives[stage], maximise);
        answer.seconds = answer.seconds_for_sums = stages.seconds();
        if (!values) return answer;
        stages.hold(objectives[stage], maximise, *values);
        answer.plan = plan_of(program, *values);
    }
    const auto sums = sums_of(catalogue, learner, answer.plan);
    answer.sums = {sums.closure, sums.half_hours, sums.price_cents};
    answer.sums_proven = true;

    add_finish(program, catalogue);
    const auto values = stages.solve({{program.finish, 1.0}}, false);
    answer.seconds = stages.seconds();
    if (!values) return answer;
    answer.earliest_plan = plan_of(program, *values);
    answer.finish = last_day_of(catalogue, answer.earliest_plan);
    answer.finish_proven = true;
    return answer;
}

}  // namespace kc::bench
