// SPDX-License-Identifier: EUPL-1.2
// `plan explain`: one JSON line per learner with the reasons for the plan.
// Members without a proven answer are left out; numbers are differences against the plan.
#include <algorithm>
#include <ostream>

#include "planning/optimizer/explain.hpp"
#include "planning/optimizer/instance_file.hpp"
#include "planning/optimizer/plan_command.hpp"
#include "planning/optimizer/text_writer.hpp"

namespace kc::planning::optimizer {

namespace {

void write_step(Writer& out, const Catalogue& catalogue, const Step& step) {
    out.raw("\"competence\":").quoted(catalogue.competences[step.competence]).field("level").number(step.level);
}

void write_change(Writer& out, const Change& change) {
    out.raw("\"closure\":").number(change.closure).field("half_hours").number(change.half_hours).field("price_cents").number(change.price_cents);
    out.field("presence_days").number(change.presence_days);
}

void write_unit(Writer& out, const Catalogue& catalogue, const UnitExplanation& explanation) {
    const auto& unit = catalogue.units[explanation.item.unit];
    out.raw("{\"unit\":").quoted(unit.id);
    if (explanation.item.date >= 0) out.field("date").quoted(unit.dates[explanation.item.date].id);
    out.field("closes").list(explanation.closes, [&](const Step& step) {
        out.raw("{");
        write_step(out, catalogue, step);
        out.raw("}");
    });
    out.field("needed_by").list(explanation.needed_by, [&](int other) { out.quoted(catalogue.units[other].id); });
    if (explanation.demanded) out.field("demanded").raw("true");
    if (explanation.course_companion) out.field("course_companion").raw("true");
    if (explanation.without) {
        out.field("next_best").raw("{");
        write_change(out, *explanation.without);
        out.field("instead").list(explanation.instead, [&](const PlannedUnit& planned) { write_planned(out, catalogue, planned); }).raw("}");
    }
    if (unit.scheduled) out.field("usable_dates").number(explanation.usable_dates);
    if (explanation.other_date) {
        out.field("other_date").raw("{\"date\":").quoted(unit.dates[explanation.other_date->date].id).raw(",");
        write_change(out, explanation.other_date->change);
        out.field("differences").number(explanation.other_date->change.differences);
        out.field("finish_day").number(explanation.other_date->change.finish_day).raw("}");
    }
    if (explanation.other_dates_impossible) out.field("other_dates_impossible").raw("true");
    out.raw("}");
}

void write_remedy(Writer& out, const Catalogue& catalogue, const Remedy& remedy) {
    out.raw("{\"limit\":").quoted(name_of(remedy.limit));
    if (remedy.limit == RelaxedLimit::place)
        out.field("place").quoted(catalogue.places[remedy.amount]);
    else
        out.field("more").number(remedy.amount);
    if (!remedy.least) out.field("least").raw("false");
    out.raw(",");
    write_change(out, remedy.change);
    out.raw("}");
}

}  // namespace

std::string explanation_line(const Catalogue& catalogue, const Learner& learner, const Plan& plan, const Explanation& explanation) {
    Writer out;
    out.raw("{\"id\":").quoted(learner.id).field("status").quoted(name_of(plan.status));
    if (plan.status == Status::infeasible) {
        out.field("conflict").list(plan.conflict, [&](int unit) { out.quoted(catalogue.units[unit].id); });
        return out.raw("}").take();
    }
    out.field("closure").number(plan.closure).field("half_hours").number(plan.half_hours).field("price_cents").number(plan.price_cents);
    out.field("presence_days").number(plan.presence_days);
    out.field("units").list(explanation.units, [&](const UnitExplanation& unit) { write_unit(out, catalogue, unit); });
    out.field("open").list(explanation.remedies, [&](const StepRemedy& open) {
        out.raw("{");
        write_step(out, catalogue, open.step);
        out.field("reason").quoted(name_of(open.reason));
        if (open.cheapest) write_remedy(out.field("cheapest"), catalogue, *open.cheapest);
        if (!open.others.empty()) out.field("others").list(open.others, [&](const Remedy& remedy) { write_remedy(out, catalogue, remedy); });
        if (!open.examined) out.field("examined").raw("false");
        out.raw("}");
    });
    out.field("savings").list(explanation.savings, [&](const Saving& saving) {
        out.raw("{");
        write_step(out, catalogue, saving.step);
        out.raw(",");
        write_change(out, saving.change);
        out.raw("}");
    });
    return out.raw("}").take();
}

int run_plan_explain(const PlanExplainOptions& options, std::ostream& out, std::ostream& err) {
    constexpr int done = 0;
    constexpr int refused = 1;
    const auto instance = load_instance(options.catalogue, options.learners);
    if (!instance) {
        err << instance.error().message() << "\n";
        return refused;
    }
    auto learners = instance->learners;
    if (!options.learner.empty()) {
        std::erase_if(learners, [&](const Learner& learner) { return learner.id != options.learner; });
        if (learners.empty()) {
            err << options.learners << ": Die Person „" << options.learner << "“ steht nicht in der Datei. Prüfen Sie die Angabe --learner.\n";
            return refused;
        }
    }
    const PreparedCatalogue prepared(instance->catalogue);
    Workspace workspace;
    std::string text;
    for (const auto& learner : learners) {
        const auto plan = solve(prepared, learner, {}, workspace);
        (text += explanation_line(instance->catalogue, learner, plan, explain(prepared, learner, plan, {}, workspace))) += '\n';
    }
    if (options.out.empty()) {
        out << text;
        return done;
    }
    const auto written = write_file(options.out, text);
    if (!written) {
        err << written.error().message() << "\n";
        return refused;
    }
    out << learners.size() << " Lehrpläne erklärt. Ergebnis: " << options.out << "\n";
    return done;
}

}  // namespace kc::planning::optimizer
