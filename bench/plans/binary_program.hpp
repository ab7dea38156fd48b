// SPDX-License-Identifier: EUPL-1.2
// The question of one learner as a binary program, for solvers that know nothing of plans.
// Strict order is not in it from the start; order_cut() adds it where a solution breaks it.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "planning/optimizer/learner_model.hpp"

namespace kc::bench {

struct Row {
    std::vector<std::pair<int, double>> terms;  // column, factor
    double at_least;
    double at_most;
};
inline constexpr double unlimited = 1e30;

// How "no two dates share a day" is written: a row for every pair, or one row for all dates over the same day, which solvers like better.
enum class Clashes { pairs, cliques };

struct ProgramUnit {
    int unit;  // in the catalogue
    int column;
    std::vector<std::pair<int, int>> dates;  // index into Unit::dates, column
    std::vector<std::vector<int>> needs;     // per need: program units that teach it, without this one
    int after = -1;                          // program unit
};

struct BinaryProgram {
    int columns = 0;
    std::vector<ProgramUnit> units;
    std::vector<Row> rows;
    std::vector<std::pair<int, double>> closure;  // to be maximised first
    std::vector<std::pair<int, double>> hours;    // then minimised
    std::vector<std::pair<int, double>> price;    // then minimised
    int finish = -1;                              // the one column that is not binary: the last day of the plan; see add_finish()
};

// What any modeller would write: every unit that an open step or what it needs may use.
BinaryProgram relevant_program(const planning::optimizer::Catalogue& catalogue, const planning::optimizer::Learner& learner,
                               const std::vector<int>& mandatory, Clashes clashes);
// What is left after our own reduction.
BinaryProgram reduced_program(const planning::optimizer::PreparedCatalogue& catalogue, const planning::optimizer::LearnerModel& model,
                              Clashes clashes);

// Adds the day on which the plan ends, to be minimised last. Not there from the start: the stages before do without it.
void add_finish(BinaryProgram& program, const planning::optimizer::Catalogue& catalogue);

std::vector<planning::optimizer::PlannedUnit> plan_of(const BinaryProgram& program, const std::vector<double>& values);
// A row that cuts off a solution whose dates contradict the order; nothing when the order holds.
std::optional<Row> order_cut(const BinaryProgram& program, const planning::optimizer::Catalogue& catalogue, const std::vector<double>& values);

}  // namespace kc::bench
