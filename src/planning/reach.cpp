// SPDX-License-Identifier: EUPL-1.2
#include "planning/reach.hpp"

#include <algorithm>
#include <charconv>

namespace kc::planning {
namespace {

// More levels than this at once (an import) concern nearly everybody; then nobody is sorted out here.
constexpr std::size_t steps_asked_max = 60;

}  // namespace

std::string reach_token(CompetenceId competence, int level) { return fmt::format(",{}.{},", competence.value, level); }

std::string reach_text(const PlanningCatalogue& catalogue, const optimizer::PreparedCatalogue& prepared, std::span<const int> steps) {
    std::vector<int> sorted(steps.begin(), steps.end());
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    std::string text = ",";
    for (const int index : sorted) {
        const auto step = prepared.step_at(index);
        fmt::format_to(std::back_inserter(text), "{}.{},", catalogue.competence_at(step.competence).value, step.level);
    }
    return text;
}

bool reaches(std::string_view reach, CompetenceId competence, int level) {
    return reach == reaches_everything || reach.find(reach_token(competence, level)) != std::string_view::npos;
}

StepsReached::StepsReached(const PlanningCatalogue& catalogue, std::string_view reach) : everything_(reach == reaches_everything) {
    const char* const end = reach.data() + reach.size();
    for (const char* at = reach.data(); at != end && !everything_;) {
        CompetenceId competence;
        int level = 0;
        const auto number = std::from_chars(at + 1, end, competence.value);
        if (number.ec != std::errc{} || number.ptr == end) break;
        at = std::from_chars(number.ptr + 1, end, level).ptr;
        if (const auto index = catalogue.competence_index(competence)) steps_.push_back({*index, level});
    }
}

void insert_reaches(storage::Transaction& transaction, std::span<const PersonReach> reaches) {
    if (!reaches.empty()) transaction.bulk_insert("plan_reach", {"person_id", "steps"}, reaches);
}

void put_reaches(storage::Transaction& transaction, std::span<const PersonReach> reaches) {
    transaction.post_many("INSERT INTO plan_reach (person_id, steps) VALUES (?, ?) ON CONFLICT (person_id) DO UPDATE SET steps = excluded.steps",
                          reaches);
}

std::vector<TaughtStep> list_taught_steps(storage::Session& session, std::span<const LearningUnitId> units) {
    return session.query<TaughtStep>("SELECT DISTINCT competence_id, level FROM unit_teaches WHERE unit_id IN ($LIST) ORDER BY 1, 2",
                                     storage::json_ids(units));
}

void extend_reaches(storage::Transaction& transaction, std::span<const ReachedStep> steps) {
    std::vector<std::tuple<std::string, PersonId, std::string>> rows;
    for (const auto& step : steps) {
        auto whole = reach_token(step.competence, step.level);
        rows.emplace_back(whole.substr(1), step.person, std::move(whole));
    }
    const std::string_view find = transaction.engine() == storage::Engine::sqlite ? "instr" : "strpos";
    transaction.post_many(
        fmt::format("UPDATE plan_reach SET steps = steps || ? WHERE person_id = ? AND {}(steps, ?) = 0 AND steps <> '{}'", find, reaches_everything),
        rows);
}

std::vector<LearningUnitId> with_dependents(storage::Session& session, std::span<const LearningUnitId> units) {
    return session.query<LearningUnitId>(
        "WITH RECURSIVE dependent (id) AS (SELECT id FROM learning_units WHERE id IN ($LIST) UNION SELECT n.id FROM dependent d JOIN ("
        "SELECT after_unit_id AS before_id, id FROM learning_units WHERE after_unit_id IS NOT NULL UNION ALL "
        "SELECT u.unit_id, m.unit_id FROM course_units u JOIN courses c ON c.id = u.course_id JOIN course_units m ON m.course_id = c.id "
        "WHERE c.closed) n ON n.before_id = d.id) SELECT id FROM dependent ORDER BY 1",
        storage::json_ids(units));
}

std::vector<PersonId> list_affected(storage::Session& session, std::span<const LearningUnitId> units, const PersonRange& among) {
    const auto list = storage::json_ids(units);
    const auto steps = list_taught_steps(session, units);
    // Numbers only, so they may stand in the text.
    std::string concerned = "steps = '*'";
    if (steps.size() > steps_asked_max) {
        concerned = "TRUE";
    } else {
        for (const auto& step : steps)
            concerned += fmt::format(" OR {}(steps, '{}') > 0", session.engine() == storage::Engine::sqlite ? "instr" : "strpos",
                                     reach_token(step.competence_id, step.level));
    }
    const auto [first, last] = among;
    // The plus keeps SQLite from looking through everybody's plan instead of the few with these units.
    return session.query<PersonId>("SELECT person_id FROM plan_reach WHERE person_id BETWEEN ? AND ? AND (" + concerned +
                                       ") UNION SELECT c.person_id FROM curriculum_items i JOIN curricula c ON c.id = i.curriculum_id "
                                       "WHERE i.unit_id IN ($LIST) AND c.state IN ('accepted', 'proposed') AND +c.person_id BETWEEN ? AND ? "
                                       "UNION SELECT person_id FROM plan_choices WHERE unit_id IN ($LIST) AND person_id BETWEEN ? AND ? ORDER BY 1",
                                   first, last, list, first, last, list, first, last);
}

}  // namespace kc::planning
