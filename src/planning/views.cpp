// SPDX-License-Identifier: EUPL-1.2
#include "planning/views.hpp"

#include "catalogue/views.hpp"
#include "web/format.hpp"

#include <algorithm>

namespace kc::planning {
namespace {

int percent_of(std::int64_t part, std::int64_t whole) { return whole <= 0 ? 0 : static_cast<int>(part * 100 / whole); }

Date month_of(Date day) { return Date{day.year(), day.month(), std::chrono::day{1}}; }

}  // namespace

std::pair<std::string, std::string> PlanViews::competence(CompetenceId id) const {
    const auto index = catalogue_.framework().index_of(id);
    if (!index) return {"", text("planning.unknown_competence")};
    const auto& found = catalogue_.framework().competence(*index);
    return {found.slug, found.name};
}

UnitLink PlanViews::link(LearningUnitId id) const {
    const auto* unit = catalogue_.find_unit(id);
    if (unit == nullptr) return {id, "", text("planning.unit_gone", {{"number", std::to_string(id.value)}})};
    return {id, unit->slug, unit->title};
}

std::string PlanViews::join(const std::vector<std::string>& parts) const {
    std::string all;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) all += i + 1 == parts.size() ? " " + text("planning.and") + " " : ", ";
        all += parts[i];
    }
    return all;
}

std::string PlanViews::joined(const std::vector<LearningUnitId>& units) const {
    std::vector<std::string> titles;
    for (const auto unit : units) titles.push_back(text("planning.quoted", {{"title", link(unit).title}}));
    return join(titles);
}

ItemView PlanViews::item(const CurriculumItem& from, const Plan& plan) const {
    ItemView view;
    view.unit = from.unit;
    view.date = from.date;
    view.starts_on = from.starts_on;
    view.ends_on = from.ends_on;
    view.one_day = from.starts_on == from.ends_on;
    view.days = days(from.starts_on, from.ends_on, true);
    view.self_paced = !from.date.has_value();
    view.half_hours = from.hours;
    view.price_cents = from.price;
    view.free_of_charge = from.price == Money{0};
    const auto* choice = choices_.find(from.unit);
    view.locked = choice != nullptr && choice->choice == Choice::locked;
    view.completed = choices_.is_completed(from.unit);
    view.reason = from.explanation.reason;
    view.mode = catalogue::Format::self_paced;
    const auto named = link(from.unit);
    view.slug = named.slug;
    view.title = named.title;
    if (const auto* unit = catalogue_.find_unit(from.unit)) {
        const auto& snapshot = catalogue_.snapshot();
        view.provider = snapshot.provider_of(*unit).name;
        view.kind = unit->kind;
        view.mode = unit->mode;
        view.offered = catalogue_.offers(from.unit);
        view.other_dates = unit->dates.size() > 1;
        const auto* date = from.date ? PlanningCatalogue::find_date(*unit, *from.date) : nullptr;
        if (date != nullptr) {
            view.mode = date->mode;
            view.start = catalogue::clock_time(date->start_minute);
            view.end = catalogue::clock_time(date->end_minute);
            if (const auto* venue = snapshot.venue_of(*date)) {
                view.venue = venue->name;
                view.place = snapshot.place_of(*venue).name;
            }
        }
    }
    for (const auto& raise : from.explanation.raises) {
        const auto [slug, name] = competence(raise.competence);
        view.effects.push_back({slug, name, raise.from, raise.to});
    }
    for (const auto& phase : from.phases)
        view.phases.push_back({phase.kind, phase.starts_on, phase.ends_on, phase.starts_on == phase.ends_on, phase.hours});
    view.why = reasons(from, plan);
    return view;
}

std::vector<std::string> PlanViews::reasons(const CurriculumItem& item, const Plan& plan) const {
    const auto& why = item.explanation;
    std::vector<std::string> sentences;
    const web::MessageFields units{{"units", joined(why.needed_for)}};
    switch (why.reason) {
        case ItemReason::closes_gap: sentences.push_back(text("planning.why.closes_gap")); break;
        case ItemReason::prerequisite: sentences.push_back(text("planning.why.prerequisite", units)); break;
        case ItemReason::own_wish: sentences.push_back(text("planning.why.own_wish")); break;
        case ItemReason::whole_course: sentences.push_back(text("planning.why.whole_course")); break;
    }
    if (why.reason != ItemReason::prerequisite && !why.needed_for.empty()) sentences.push_back(text("planning.why.also_needed", units));
    if (why.alternative) sentences.push_back(alternative(*why.alternative, plan));
    return sentences;
}

std::string PlanViews::alternative(const Alternative& other, const Plan& plan) const {
    std::vector<std::string> parts;
    const int lost = percent_of(other.closure_lost, plan.closure_wanted);
    if (other.closure_lost > 0)
        parts.push_back(lost > 0 ? text("planning.why.closes_less", {{"percent", lost}}) : text("planning.why.closes_little_less"));
    if (other.more_hours.value > 0) parts.push_back(text("planning.why.takes_longer", {{"hours", other.more_hours}}));
    if (other.more_price.value > 0) parts.push_back(text("planning.why.costs_more", {{"price", other.more_price}}));
    if (other.units.empty()) return text("planning.why.no_alternative", {{"percent", lost}});
    const web::MessageFields units{{"units", joined(other.units)}};
    if (parts.empty()) return text("planning.why.equal_alternative", units);
    return text("planning.why.alternative", {{"units", joined(other.units)}, {"effects", join(parts)}});
}

OpenGapView PlanViews::gap(const OpenGap& from) const {
    const auto [slug, name] = competence(from.competence);
    OpenGapView view{slug,
                     name,
                     from.level,
                     from.level,
                     false,
                     from.reason,
                     text(web::Messages::enumerator_key("kc::planning::OpenReason", boost::describe::enum_to_string(from.reason, ""))),
                     ""};
    if (!from.remedy) return view;
    std::vector<std::string> parts;
    if (from.remedy->more_hours.value > 0) parts.push_back(text("planning.remedy.hours", {{"hours", from.remedy->more_hours}}));
    if (from.remedy->more_price.value > 0) parts.push_back(text("planning.remedy.price", {{"price", from.remedy->more_price}}));
    if (from.remedy->more_days > 0) parts.push_back(text("planning.remedy.days", {{"days", from.remedy->more_days}}));
    if (!parts.empty() && from.remedy->unit)
        view.remedy = text("planning.remedy.with", {{"parts", join(parts)}, {"title", link(*from.remedy->unit).title}});
    return view;
}

std::string PlanViews::gain(const Gain& from, const Plan& plan) const {
    const int more = std::max(1, percent_of(from.closure, plan.closure_wanted));
    if (from.limit == "hours") return text("planning.gain.hours", {{"hours", HalfHours{from.amount}}, {"percent", more}});
    if (from.limit == "price") return text("planning.gain.price", {{"price", Money{from.amount}}, {"percent", more}});
    if (from.limit == "presence_days") return text("planning.gain.presence_days", {{"percent", more}});
    const auto* place = catalogue_.framework().place(PlaceId{from.amount});
    return text("planning.gain.place", {{"place", place != nullptr ? place->name : std::string("?")}, {"percent", more}});
}

// The shortest way to name these days: a month or year that both share is said once.
std::string PlanViews::days(Date from, Date to, bool with_year) const {
    const auto form = with_year ? web::DateForm::long_form : web::DateForm::day_month;
    const auto last = web::format_date(to, language_, form);
    if (from == to) return text("planning.days.one", {{"weekday", web::format_date(from, language_, web::DateForm::weekday)}, {"day", last}});
    if (from.year() != to.year()) return text("planning.days.range", {{"from", web::format_date(from, language_, form)}, {"to", last}});
    if (from.month() != to.month())
        return text("planning.days.range", {{"from", web::format_date(from, language_, web::DateForm::day_month)}, {"to", last}});
    return text("planning.days.in_month", {{"from", std::to_string(static_cast<unsigned>(from.day()))}, {"to", last}});
}

std::vector<MonthView> PlanViews::calendar_of(const std::vector<ItemView>& items) const {
    std::vector<EntryView> entries;
    for (const auto& item : items) {
        for (const auto& phase : item.phases) {
            const bool tutorial = phase.kind == PhaseKind::tutorial;
            entries.push_back({phase.kind, phase.starts_on, phase.ends_on, phase.one_day, days(phase.starts_on, phase.ends_on, false), item.unit,
                               item.title, tutorial ? item.start : "", tutorial ? item.end : "", tutorial ? item.place : "", phase.half_hours});
        }
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const EntryView& a, const EntryView& b) { return std::tie(a.starts_on, a.ends_on) < std::tie(b.starts_on, b.ends_on); });
    std::vector<MonthView> months;
    for (auto& entry : entries) {
        const Date month = month_of(entry.starts_on);
        if (months.empty() || months.back().month != month) months.push_back({month, {}});
        months.back().entries.push_back(std::move(entry));
    }
    return months;
}

// One row per competence. What helps at once stands first: those with a remedy, then as the optimiser weighs them.
std::vector<OpenGapView> PlanViews::open_gaps_of(const Plan& plan) const {
    std::vector<OpenGapView> rows;
    std::vector<CompetenceId> shown;
    for (const auto& open : plan.open_gaps) {
        const auto found = std::find(shown.begin(), shown.end(), open.competence);
        if (found == shown.end()) {
            shown.push_back(open.competence);
            rows.push_back(gap(open));
            continue;
        }
        auto& row = rows[static_cast<std::size_t>(found - shown.begin())];
        if (open.level < row.level) {  // the lowest open level is the one that has to be closed first
            const int highest = row.to_level;
            row = gap(open);
            row.to_level = highest;
        }
        row.to_level = std::max(row.to_level, open.level);
        row.several = row.to_level > row.level;
    }
    std::stable_partition(rows.begin(), rows.end(), [](const OpenGapView& row) { return !row.remedy.empty(); });
    return rows;
}

PlanView PlanViews::plan(const Plan& from) const {
    PlanView view;
    view.status = from.status;
    view.closed_percent = closed_percent(from);
    view.bound_percent = percent_of(from.closure_bound, from.closure_wanted);
    view.half_hours = from.hours;
    view.price_cents = from.price;
    view.presence_days = from.presence_days;
    view.planned_on = from.planned_on;
    view.until = from.until;
    for (const auto& entry : from.items) view.items.push_back(item(entry, from));
    view.calendar = calendar_of(view.items);
    view.open_gaps = open_gaps_of(from);
    for (const auto unit : from.conflict) view.conflict.push_back(link(unit));
    for (const auto& more : from.gains) view.gains.push_back(gain(more, from));
    const auto groups = group_courses(catalogue_, from, choices_);
    for (const auto& group : groups.whole) view.courses.push_back(course_of(group));
    for (const auto& group : groups.near) view.near_courses.push_back(course_of(group));
    return view;
}

CourseGroupView PlanViews::course_of(const CourseGroup& group) const {
    const auto& offers = catalogue_.snapshot();
    const auto& module = offers.modules()[group.module];
    CourseGroupView view{.module_slug = module.slug,
                         .name = group.offered               ? offers.courses()[*group.offered].name
                                 : language_ == Language::de ? module.name
                                                             : module.name_en,
                         .offered = group.offered.has_value(),
                         .units = {},
                         .missing = {},
                         .missing_half_hours = group.missing_hours};
    for (const auto unit : group.units) view.units.push_back(link(unit));
    for (const auto unit : group.missing) {
        const auto named = link(unit);
        view.missing.push_back({unit, named.slug, named.title, catalogue_.find_unit(unit)->total()});
    }
    return view;
}

PlanView PlanViews::plan(const Curriculum& curriculum) const {
    PlanView view = plan(curriculum.plan);
    view.id = curriculum.id;
    view.version = curriculum.version;
    view.state = curriculum.state;
    view.cause = curriculum.cause;
    view.created_at = curriculum.created_at;
    view.decided_at = curriculum.decided_at;
    return view;
}

DifferenceView PlanViews::difference(const Difference& from) const {
    DifferenceView view;
    const Plan nothing;
    for (const auto& entry : from.added) view.added.push_back(item(entry, nothing));
    for (const auto& entry : from.removed) view.removed.push_back(item(entry, nothing));
    for (const auto& move : from.moved) {
        const auto named = link(move.unit);
        view.moved.push_back({named.slug, named.title, move.from_starts, move.to_starts, {}});
    }
    for (const auto unit : from.kept) view.kept.push_back(link(unit));
    view.half_hours = from.hours;
    view.price_cents = from.price;
    view.presence_days = from.presence_days;
    view.closed_percent = from.closed_percent;
    view.empty = from.empty();
    const auto say = [&](std::string_view what, std::int64_t amount, auto value) {
        if (amount != 0) view.effects.push_back(text("planning.effect." + std::string(what) + (amount > 0 ? "_more" : "_less"), {{"amount", value}}));
    };
    say("closed", from.closed_percent, static_cast<std::int64_t>(std::abs(from.closed_percent)));
    say("hours", from.hours.value, HalfHours{std::abs(from.hours.value)});
    say("price", from.price.value, Money{std::abs(from.price.value)});
    say("days", from.presence_days, static_cast<std::int64_t>(std::abs(from.presence_days)));
    return view;
}

}  // namespace kc::planning
