// SPDX-License-Identifier: EUPL-1.2
#include "planning/printed_plan.hpp"

#include "web/format.hpp"

#include <algorithm>

namespace kc::planning {
namespace {

struct PrintedEntry {
    const ItemView* item = nullptr;
    const PhaseView* phase = nullptr;
    bool with_price = false;
};

Date month_of(Date day) { return Date{day.year(), day.month(), std::chrono::day{1}}; }

// The price of a unit stands once: at its tutorial, or where its work begins.
std::vector<PrintedEntry> entries_of(const PlanView& plan) {
    std::vector<PrintedEntry> entries;
    for (const auto& item : plan.items) {
        const auto tutorial =
            std::find_if(item.phases.begin(), item.phases.end(), [](const auto& phase) { return phase.kind == PhaseKind::tutorial; });
        const auto* priced = tutorial != item.phases.end() ? &*tutorial : item.phases.empty() ? nullptr : &item.phases.front();
        for (const auto& phase : item.phases) entries.push_back({&item, &phase, &phase == priced});
    }
    std::stable_sort(entries.begin(), entries.end(), [](const PrintedEntry& a, const PrintedEntry& b) {
        return std::tie(a.phase->starts_on, a.phase->ends_on) < std::tie(b.phase->starts_on, b.phase->ends_on);
    });
    return entries;
}

class Printing {
public:
    Printing(const PlanView& plan, const PlanViews& words, const PrintedFor& printed) : plan_(plan), words_(words), printed_(printed) {}

    print::Document document() {
        const auto title = text("title", {{"name", std::string(printed_.name)}});
        made_ = {
            .title = title,
            .subject = text("subject"),
            .language = printed_.language == Language::de ? "de-DE" : "en-GB",
            .foot = "KommunalCampus · " + title,
            .page_of = [words = words_](
                           int page, int of) { return words.text("planning.print.page", {{"page", std::int64_t{page}}, {"of", std::int64_t{of}}}); },
            .made_at = printed_.made_at,
            .blocks = {}};
        add(print::Heading{1, title});
        std::string about = text("as_of", {{"day", day(printed_.today)}});
        if (plan_.decided_at)
            about += " " + text("accepted", {{"day", web::format_instant(*plan_.decided_at, printed_.language, web::InstantForm::date)}});
        add(print::Paragraph{about});
        sums();
        months();
        gaps();
        courses();
        return std::move(made_);
    }

private:
    void sums() {
        print::Facts facts;
        facts.facts = {{text("closed"), fmt::format("{} %", plan_.closed_percent)},
                       {words_.text("planning.stat.hours"), web::format_hours(plan_.half_hours, printed_.language)},
                       {words_.text("planning.stat.price"), web::format_money(plan_.price_cents, printed_.language)},
                       {words_.text("planning.stat.days"), std::to_string(plan_.presence_days)},
                       {text("until"), day(plan_.until)}};
        add(std::move(facts));
    }

    void months() {
        const auto entries = entries_of(plan_);
        add(print::Heading{2, text("months")});
        if (entries.empty()) return add(print::Paragraph{words_.text("planning.no_items")});
        for (auto from = entries.begin(); from != entries.end();) {
            const Date month = month_of(from->phase->starts_on);
            const auto to = std::find_if(from, entries.end(), [&](const auto& entry) { return month_of(entry.phase->starts_on) != month; });
            add(print::Heading{3, web::format_date(month, printed_.language, web::DateForm::month)});
            print::Table table{.columns = {{.title = text("when"), .share = 25},
                                           {.title = words_.text("planning.csv.unit"), .share = 35},
                                           {.title = text("what"), .share = 28},
                                           {.title = words_.text("planning.csv.hours"), .share = 13, .numbers = true},
                                           {.title = words_.text("planning.csv.price"), .share = 15, .numbers = true}},
                               .rows = {}};
            HalfHours hours;
            Money price;
            for (; from != to; ++from) {
                table.rows.push_back({row_of(*from)});
                hours.value += from->phase->half_hours.value;
                if (from->with_price) price.value += from->item->price_cents.value;
            }
            table.rows.push_back(
                {{text("sum"), "", "", web::format_hours(hours, printed_.language), web::format_money(price, printed_.language)}, true});
            add(std::move(table));
        }
        add(print::Paragraph{text("price_once")});
    }

    std::vector<std::string> row_of(const PrintedEntry& entry) const {
        const auto& item = *entry.item;
        const bool tutorial = entry.phase->kind == PhaseKind::tutorial;
        auto when = words_.days(entry.phase->starts_on, entry.phase->ends_on, false);
        if (tutorial && !item.start.empty()) when += "\n" + words_.text("planning.time", {{"start", item.start}, {"end", item.end}});
        auto what = words_.text(web::Messages::enumerator_key("kc::planning::PhaseKind", boost::describe::enum_to_string(entry.phase->kind, "")));
        if (tutorial && !item.self_paced) {
            what += "\n";
            if (item.place.empty())
                what += words_.text("planning.online");
            else
                what += item.venue.empty() ? item.place : item.venue + ", " + item.place;
        }
        auto unit = item.title;
        if (!item.provider.empty()) unit += "\n" + item.provider;
        if (item.completed) unit += "\n" + words_.text("planning.item.completed");
        if (item.locked && !item.completed) unit += "\n" + words_.text("planning.item.locked");
        std::string price;
        if (entry.with_price) price = item.free_of_charge ? words_.text("planning.free") : web::format_money(item.price_cents, printed_.language);
        return {when, unit, what, web::format_hours(entry.phase->half_hours, printed_.language), price};
    }

    void gaps() {
        add(print::Heading{2, words_.text("planning.open_gaps")});
        if (plan_.open_gaps.empty()) return add(print::Paragraph{text("no_gaps")});
        print::Table table{
            .columns = {{.title = text("competence"), .share = 36}, {.title = text("level"), .share = 18}, {.title = text("why"), .share = 62}},
            .rows = {}};
        for (const auto& gap : plan_.open_gaps) {
            const auto level = gap.several
                                   ? words_.text("planning.levels", {{"level", std::int64_t{gap.level}}, {"to_level", std::int64_t{gap.to_level}}})
                                   : words_.text("planning.level", {{"level", std::int64_t{gap.level}}});
            table.rows.push_back({{gap.competence, level, gap.remedy.empty() ? gap.why : gap.why + " " + gap.remedy}});
        }
        add(std::move(table));
    }

    void courses() {
        if (plan_.courses.empty() && plan_.near_courses.empty()) return;
        add(print::Heading{2, words_.text("planning.courses.title")});
        print::List list;
        for (const auto& course : plan_.courses) list.entries.push_back(course.name + ": " + words_.text("planning.courses.whole"));
        for (const auto& course : plan_.near_courses) {
            std::string missing;
            for (const auto& unit : course.missing)
                missing += (missing.empty() ? "" : ", ") + words_.text("planning.quoted", {{"title", unit.title}}) + " (" +
                           words_.text("planning.hours", {{"half_hours", unit.half_hours}}) + ")";
            list.entries.push_back(course.name + ": " + text("missing", {{"units", missing}}));
        }
        add(std::move(list));
    }

    void add(print::Block block) { made_.blocks.push_back(std::move(block)); }
    std::string text(std::string_view key, const web::MessageFields& fields = {}) const {
        return words_.text("planning.print." + std::string(key), fields);
    }
    std::string day(Date date) const { return web::format_date(date, printed_.language); }

    const PlanView& plan_;
    const PlanViews& words_;
    const PrintedFor& printed_;
    print::Document made_;
};

}  // namespace

print::Document printed_plan(const PlanView& plan, const PlanViews& words, const PrintedFor& printed) {
    return Printing(plan, words, printed).document();
}

}  // namespace kc::planning
