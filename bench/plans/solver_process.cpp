// SPDX-License-Identifier: EUPL-1.2
#include "plans/solver_process.hpp"

#include <fcntl.h>
#include <glpk.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace kc::bench {

namespace {

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Runs inside the child: solves as glpsol does by default and writes (status, seconds, values) into the pipe.
void run_glpk(const BinaryProgram& program, const std::vector<std::pair<int, double>>& objective, bool maximise, int limit_seconds, int pipe) {
    glp_term_out(GLP_OFF);
    glp_prob* problem = glp_create_prob();
    glp_set_obj_dir(problem, maximise ? GLP_MAX : GLP_MIN);
    glp_add_cols(problem, program.columns);
    for (int column = 1; column <= program.columns; ++column) {
        if (column - 1 == program.finish)
            glp_set_col_bnds(problem, column, GLP_LO, 0, 0);
        else
            glp_set_col_kind(problem, column, GLP_BV);
    }
    for (const auto& [column, factor] : objective) glp_set_obj_coef(problem, column + 1, factor);
    if (!program.rows.empty()) glp_add_rows(problem, static_cast<int>(program.rows.size()));
    for (std::size_t i = 0; i < program.rows.size(); ++i) {
        const auto& row = program.rows[i];
        std::vector<int> columns{0};
        std::vector<double> factors{0};
        for (const auto& [column, factor] : row.terms) {
            columns.push_back(column + 1);
            factors.push_back(factor);
        }
        const bool below = row.at_least <= -unlimited;
        const bool above = row.at_most >= unlimited;
        glp_set_row_bnds(problem, static_cast<int>(i) + 1,
                         below                         ? GLP_UP
                         : above                       ? GLP_LO
                         : row.at_least == row.at_most ? GLP_FX
                                                       : GLP_DB,
                         row.at_least, row.at_most);
        glp_set_mat_row(problem, static_cast<int>(i) + 1, static_cast<int>(row.terms.size()), columns.data(), factors.data());
    }
    const double before = cpu_seconds();
    glp_smcp simplex;
    glp_init_smcp(&simplex);
    simplex.presolve = GLP_ON;
    simplex.tm_lim = limit_seconds * 1000;
    bool optimal = glp_simplex(problem, &simplex) == 0 && glp_get_status(problem) == GLP_OPT;
    if (optimal) {
        glp_iocp integer;
        glp_init_iocp(&integer);
        integer.tm_lim = limit_seconds * 1000;
        optimal = glp_intopt(problem, &integer) == 0 && glp_mip_status(problem) == GLP_OPT;
    }
    std::vector<double> answer{optimal ? 1.0 : 0.0, cpu_seconds() - before};
    for (int column = 1; column <= program.columns && optimal; ++column) answer.push_back(glp_mip_col_val(problem, column));
    const auto* bytes = reinterpret_cast<const char*>(answer.data());
    for (std::size_t sent = 0, size = answer.size() * sizeof(double); sent < size;) {
        const auto part = write(pipe, bytes + sent, size - sent);
        if (part <= 0) break;
        sent += static_cast<std::size_t>(part);
    }
}

SolverAnswer ask_glpk(const BinaryProgram& program, const std::vector<std::pair<int, double>>& objective, bool maximise, int limit_seconds) {
    int ends[2];
    if (pipe(ends) != 0) return {};
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        const int silent = open("/dev/null", O_WRONLY);
        dup2(silent, 1);
        dup2(silent, 2);
        alarm(static_cast<unsigned>(limit_seconds) * 2 + 5);
        run_glpk(program, objective, maximise, limit_seconds, ends[1]);
        _exit(0);
    }
    close(ends[1]);
    std::string bytes;
    char part[65536];
    for (ssize_t got = 0; (got = read(ends[0], part, sizeof part)) > 0;) bytes.append(part, static_cast<std::size_t>(got));
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    if (!WIFEXITED(status) || bytes.size() < 2 * sizeof(double)) return {};
    std::vector<double> answer(bytes.size() / sizeof(double));
    std::copy(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(answer.size() * sizeof(double)), reinterpret_cast<char*>(answer.data()));
    return {answer[0] > 0.5, answer[1], {answer.begin() + 2, answer.end()}};
}

void write_terms(std::ostream& out, const std::vector<std::pair<int, double>>& terms) {
    int count = 0;
    for (const auto& [column, factor] : terms) {
        if (factor == 0) continue;
        out << (factor < 0 ? " - " : " + ") << static_cast<long>(std::abs(factor)) << " c" << column;
        if (++count % 12 == 0) out << "\n";
    }
    if (count == 0) out << " 0 c0";
}

SolverAnswer ask_cbc(const BinaryProgram& program, const std::vector<std::pair<int, double>>& objective, bool maximise, int limit_seconds,
                     const std::string& folder, bool preprocessing) {
    const std::string model = folder + "/model.lp";
    const std::string solution = folder + "/model.out";
    const std::string log = folder + "/model.log";
    std::remove(solution.c_str());
    {
        std::ofstream out(model);
        out << (maximise ? "Maximize\n obj:" : "Minimize\n obj:");
        write_terms(out, objective);
        out << "\nSubject To\n";
        for (std::size_t i = 0; i < program.rows.size(); ++i) {
            const auto& row = program.rows[i];
            out << " r" << i << ":";
            write_terms(out, row.terms);
            if (row.at_least == row.at_most)
                out << " = " << static_cast<long>(row.at_most) << "\n";
            else if (row.at_least <= -unlimited)
                out << " <= " << static_cast<long>(row.at_most) << "\n";
            else
                out << " >= " << static_cast<long>(row.at_least) << "\n";
        }
        out << "Binary\n";
        for (int column = 0; column < program.columns; ++column)
            if (column != program.finish) out << " c" << column << "\n";
        out << "End\n";
    }
    const std::string seconds = std::to_string(limit_seconds);
    const pid_t child = fork();
    if (child == 0) {
        const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(output, 1);
        dup2(output, 2);
        alarm(static_cast<unsigned>(limit_seconds) * 2 + 5);
        if (preprocessing)
            execlp("cbc", "cbc", model.c_str(), "sec", seconds.c_str(), "solve", "solution", solution.c_str(), static_cast<char*>(nullptr));
        else
            execlp("cbc", "cbc", model.c_str(), "sec", seconds.c_str(), "preprocess", "off", "solve", "solution", solution.c_str(),
                   static_cast<char*>(nullptr));
        _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    SolverAnswer answer;
    std::ifstream printed(log);
    for (std::string line; std::getline(printed, line);)
        if (const auto at = line.find("Total time (CPU seconds):"); at != std::string::npos)
            answer.seconds = std::strtod(line.c_str() + at + 25, nullptr);
    std::ifstream in(solution);
    std::string line;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || !std::getline(in, line) || line.rfind("Optimal", 0) != 0) return answer;
    answer.optimal = true;
    answer.values.assign(static_cast<std::size_t>(program.columns), 0);
    while (std::getline(in, line)) {
        std::istringstream words(line);
        std::string number;
        std::string name;
        double value = 0;
        words >> number;
        if (number == "**") words >> number;
        if (words >> name >> value && name.size() > 1 && name[0] == 'c') answer.values[std::stoul(name.substr(1))] = value;
    }
    return answer;
}

}  // namespace

bool is_there(SolverKind kind) { return kind == SolverKind::glpk || std::system("command -v cbc > /dev/null 2>&1") == 0; }

SolverAnswer solve_with(SolverKind kind, const BinaryProgram& program, const std::vector<std::pair<int, double>>& objective, bool maximise,
                        int limit_seconds, const std::string& folder) {
    if (kind == SolverKind::glpk) return ask_glpk(program, objective, maximise, limit_seconds);
    return ask_cbc(program, objective, maximise, limit_seconds, folder, kind == SolverKind::cbc);
}

}  // namespace kc::bench
