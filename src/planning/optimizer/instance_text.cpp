// SPDX-License-Identifier: EUPL-1.2
// Writes answers and instances as JSON text, members always in the same order.
// An answer says nothing that depends on the machine.
#include "planning/optimizer/instance_file.hpp"
#include "planning/optimizer/text_writer.hpp"

namespace kc::planning::optimizer {

namespace {

void write_days(Writer& out, const DayRange& days) { out.raw("\"first_day\":").number(days.first_day).raw(",\"last_day\":").number(days.last_day); }

}  // namespace

void write_planned(Writer& out, const Catalogue& catalogue, const PlannedUnit& planned) {
    const auto& unit = catalogue.units[planned.unit];
    out.raw("{\"unit\":").quoted(unit.id);
    if (planned.date >= 0) out.field("date").quoted(unit.dates[planned.date].id);
    out.raw("}");
}

std::string answer_line(const Catalogue& catalogue, const Learner& learner, const Plan& plan) {
    Writer out;
    out.raw("{\"id\":").quoted(learner.id).field("status").quoted(name_of(plan.status));
    const auto unit_id = [&](int unit) { out.quoted(catalogue.units[unit].id); };
    if (plan.status == Status::infeasible) {
        out.field("conflict").list(plan.conflict, unit_id);
    } else {
        out.field("closure").number(plan.closure).field("half_hours").number(plan.half_hours);
        out.field("price_cents").number(plan.price_cents);
        if (plan.status == Status::feasible) out.field("bound").number(plan.bound);
        out.field("items").list(plan.items, [&](const PlannedUnit& planned) { write_planned(out, catalogue, planned); });
        out.field("unmet").list(plan.unmet, [&](const UnmetStep& unmet) {
            out.raw("{\"competence\":").quoted(catalogue.competences[unmet.step.competence]);
            out.field("level").number(unmet.step.level).field("reason").quoted(name_of(unmet.reason)).raw("}");
        });
    }
    if (!plan.mandatory_not_taken.empty())
        out.field("mandatory_not_taken").list(plan.mandatory_not_taken, [&](const MandatoryNotTaken& missing) {
            out.raw("{\"unit\":").quoted(catalogue.units[missing.unit].id).field("reason").quoted(name_of(missing.reason)).raw("}");
        });
    return out.raw("}").take();
}

std::string catalogue_text(const Catalogue& catalogue) {
    Writer out;
    out.raw("{\"format\":\"kommunalcampus-planning-1\"").field("levels").number(catalogue.levels);
    out.raw(",\n\"competences\":").list(catalogue.competences, [&](const std::string& name) { out.quoted(name); });
    out.raw(",\n\"courses\":").list(catalogue.courses, [&](const Course& course) {
        out.raw("\n{\"id\":").quoted(course.id).field("closed").raw(course.closed ? "true" : "false");
        out.field("units").list(course.units, [&](int unit) { out.quoted(catalogue.units[unit].id); }).raw("}");
    });
    const auto write_step = [&](const Step& step) {
        out.raw("{\"competence\":").quoted(catalogue.competences[step.competence]).field("level").number(step.level).raw("}");
    };
    out.raw(",\n\"units\":").list(catalogue.units, [&](const Unit& unit) {
        out.raw("\n{\"id\":").quoted(unit.id).field("half_hours").number(unit.half_hours);
        out.field("price_cents").number(unit.price_cents).field("presence_days").number(unit.presence_days);
        if (unit.place >= 0) out.field("place").quoted(catalogue.places[unit.place]);
        out.field("teaches").list(unit.teaches, write_step).field("requires").list(unit.needs, write_step);
        if (unit.after >= 0) out.field("after").quoted(catalogue.units[unit.after].id);
        if (unit.scheduled)
            out.field("dates").list(unit.dates, [&](const UnitDate& date) {
                out.raw("{\"id\":").quoted(date.id).raw(",");
                write_days(out, date.days);
                if (date.place >= 0) out.field("place").quoted(catalogue.places[date.place]);
                out.raw("}");
            });
        out.raw("}");
    });
    return out.raw("}\n").take();
}

std::string learner_line(const Catalogue& catalogue, const Learner& learner) {
    Writer out;
    out.raw("{\"id\":").quoted(learner.id);
    const auto levels = [&](std::string_view name, const std::vector<LevelOf>& values) {
        out.field(name).raw("{");
        for (std::size_t i = 0; i < values.size(); ++i)
            out.raw(i > 0 ? "," : "").quoted(catalogue.competences[values[i].competence]).raw(":").number(values[i].value);
        out.raw("}");
    };
    levels("current", learner.current);
    levels("target", learner.target);
    levels("weight", learner.weight);
    out.field("budget").raw("{\"half_hours\":").number(learner.budget.half_hours).field("price_cents").number(learner.budget.price_cents);
    out.field("presence_days").number(learner.budget.presence_days).raw("},");
    write_days(out, {learner.first_day, learner.last_day});
    out.field("reachable_places").list(learner.reachable_places, [&](int place) { out.quoted(catalogue.places[place]); });
    out.field("blocked").list(learner.blocked, [&](const DayRange& range) {
        out.raw("{");
        write_days(out, range);
        out.raw("}");
    });
    const auto unit_id = [&](int unit) { out.quoted(catalogue.units[unit].id); };
    const auto planned = [&](const PlannedUnit& unit) { write_planned(out, catalogue, unit); };
    out.field("mandatory").list(learner.mandatory, unit_id);
    if (learner.weekly_half_hours >= 0) out.field("weekly_half_hours").number(learner.weekly_half_hours);
    if (!learner.fixed.empty()) out.field("fixed").list(learner.fixed, planned);
    if (!learner.excluded.empty()) out.field("excluded").list(learner.excluded, unit_id);
    if (learner.has_former) out.field("former").list(learner.former, planned);
    return out.raw("}").take();
}

}  // namespace kc::planning::optimizer
