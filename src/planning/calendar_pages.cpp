// SPDX-License-Identifier: EUPL-1.2
// /lehrplan/kalender: the plan by months or weeks, moving a unit to another of its dates, and the private address for other calendars.
// Every move is a plain form; dragging (islands/plan-calendar.ts) sends the same form.
#include "planning/calendar_view.hpp"
#include "planning/change_view.hpp"
#include "planning/own_page.hpp"

#include "catalogue/views.hpp"

#include <algorithm>

namespace kc::planning {
namespace {

struct MoveRow {
    TutorialDateId id;
    Date first_day{}, last_day{};
    std::string days, start, end, place;
    DateFit fit{};
    bool chosen = false;
    std::string overlaps, verdict;
    std::vector<std::string> warnings, costs;
};
BOOST_DESCRIBE_STRUCT(MoveRow, (), (id, first_day, last_day, days, start, end, place, fit, chosen, overlaps, verdict, warnings, costs))

struct MovingView {
    LearningUnitId unit;
    std::string title, cancel_path;
    std::vector<MoveRow> usable, others;
};
BOOST_DESCRIBE_STRUCT(MovingView, (), (unit, title, cancel_path, usable, others))

struct CalendarView {
    bool has_plan = false, accepted = false, by_weeks = false, waiting = false, absent_days = false;
    CurriculumId shown_id;
    Date month{};
    std::string previous_path, next_path, month_path, weeks_path, other_plan_path;
    std::vector<CalendarWeek> weeks;
    std::vector<WarnedUnitView> warned;
    std::optional<MovingView> moving;
    std::optional<ChangeView> change;
    std::optional<Instant> feed_created;
};
BOOST_DESCRIBE_STRUCT(CalendarView, (),
                      (has_plan, accepted, by_weeks, waiting, absent_days, shown_id, month, previous_path, next_path, month_path, weeks_path,
                       other_plan_path, weeks, warned, moving, change, feed_created))

struct AddressView {
    std::string address;
};
BOOST_DESCRIBE_STRUCT(AddressView, (), (address))

Date first_of(Date day) { return Date{day.year(), day.month(), std::chrono::day{1}}; }

Date months_later(Date month, int months) { return first_of(month + std::chrono::months{months}); }

std::string month_text(Date month) { return to_iso(month).substr(0, 7); }

std::optional<Date> parse_month(std::string_view text) {
    if (text.size() != 7) return std::nullopt;
    const auto day = parse_date(std::string(text) + "-01");
    if (!day || day->year() < std::chrono::year{2000} || day->year() > std::chrono::year{2100}) return std::nullopt;
    return day;
}

class CalendarPages {
public:
    explicit CalendarPages(const PageParts& parts)
        : parts_(parts),
          site_(parts.site),
          curricula_(parts.curricula),
          calendar_(site_.bind<CalendarView>("planning/calendar")),
          address_(site_.bind<AddressView>("planning/calendar_address")) {}

    http::Response show(const http::Request& request) const {
        return with_own_plans(request, site_, curricula_, [&](const Viewer& viewer, const OwnPlans& own) {
            const auto views = views_of(request, site_, own);
            const bool wants_proposal = request.query("plan") == "vorschlag" || !own.state.accepted;
            const auto* shown = wants_proposal && own.state.proposed ? &*own.state.proposed : own.shown();
            CalendarView view;
            view.by_weeks = request.query("ansicht") == "wochen";
            view.feed_created = parts_.feeds.created_at(viewer);
            const auto profile = curricula_.profile_of(viewer);
            if (shown != nullptr && profile) fill(request, viewer, own, views, *shown, *profile, view);
            return site_.render(request, options(request, "planning.calendar_page.title"), calendar_, view);
        });
    }

    http::Response renew_address(const http::Request& request) {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        const auto token = parts_.feeds.renew(*viewer);
        if (!token) return refusal_page(request, site_, token.error());
        auto response = site_.render(request, options(request, "planning.feed.new_title"), address_,
                                     AddressView{fmt::format("{}/kalender/{}.ics", parts_.public_url, *token)});
        response.header("Cache-Control", "no-store");  // this page alone shows the address
        return response;
    }

    http::Response revoke_address(const http::Request& request) {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        const auto revoked = parts_.feeds.revoke(*viewer);
        if (!revoked) return refusal_page(request, site_, revoked.error());
        return web::redirect("/lehrplan/kalender", {.message_key = "planning.notice.feed_revoked"});
    }

private:
    web::PageOptions options(const http::Request& request, std::string_view title) const {
        return {.title = title, .active = "/lehrplan", .breadcrumbs = {curriculum_crumb(site_, request)}, .islands = {"plan-calendar"}, .wide = true};
    }

    void fill(const http::Request& request, const Viewer& viewer, const OwnPlans& own, const PlanViews& views, const Curriculum& shown,
              const competence::LearnerProfile& profile, CalendarView& view) const {
        auto plan = views.plan(shown);
        add_warnings(plan, shown.plan, own, profile, views);
        view.warned = warned_units(plan);
        view.has_plan = true;
        view.shown_id = shown.id;
        view.accepted = shown.state == CurriculumState::accepted;
        view.waiting = !view.accepted && own.state.accepted.has_value();
        view.change = change_view(request, curricula_, viewer, own, views);

        const DateExaminer examiner(*own.catalogue, profile);
        std::vector<std::pair<LearningUnitId, std::vector<DateChoice>>> dates;
        for (const auto& item : shown.plan.items) {
            const auto* unit = own.catalogue->find_unit(item.unit, viewer.organisation);
            if (unit != nullptr && item.date) dates.emplace_back(item.unit, examiner.dates_of(*unit, &shown.plan, own.state.choices));
        }
        view.month = month_of(request, shown.plan);
        const std::string plan_part = view.accepted ? "" : "&plan=vorschlag";
        view.month_path = fmt::format("/lehrplan/kalender?monat={}{}", month_text(view.month), plan_part);
        view.weeks_path = fmt::format("/lehrplan/kalender?ansicht=wochen{}", plan_part);
        if (own.state.accepted && own.state.proposed)
            view.other_plan_path = fmt::format("/lehrplan/kalender?monat={}{}", month_text(view.month), view.accepted ? "&plan=vorschlag" : "");
        const auto moving = moving_unit(request, shown.plan);
        const std::string keep = moving ? fmt::format("&verlegen={}", moving->value) : "";
        view.previous_path = fmt::format("/lehrplan/kalender?monat={}{}{}", month_text(months_later(view.month, -1)), plan_part, keep);
        view.next_path = fmt::format("/lehrplan/kalender?monat={}{}{}", month_text(months_later(view.month, 1)), plan_part, keep);
        const auto& address = view.by_weeks ? view.weeks_path : view.month_path;
        const CalendarParts parts{plan, views, profile.preferences, *own.catalogue, curricula_.today(), dates, moving, address};
        view.weeks = view.by_weeks ? calendar_weeks(parts) : calendar_month(parts, view.month);
        if (moving) view.moving = moving_view(viewer, own, views, shown.plan, *moving, address);
    }

    // The one asked for, else that of what was just changed, else that of what comes next.
    Date month_of(const http::Request& request, const Plan& plan) const {
        if (const auto asked = request.query("monat"))
            if (const auto month = parse_month(*asked)) return *month;
        const auto changed = request.query("geaendert");
        const auto today = curricula_.today();
        std::optional<Date> next;
        for (const auto& item : plan.items) {
            if (changed && std::to_string(item.unit.value) == *changed) return first_of(item.starts_on);
            if (item.ends_on >= today && (!next || item.starts_on < *next)) next = item.starts_on;
        }
        return first_of(std::max(next.value_or(today), today));
    }

    static std::optional<LearningUnitId> moving_unit(const http::Request& request, const Plan& plan) {
        const auto asked = request.query("verlegen");
        const auto number = asked ? web::parse_integer(*asked) : std::nullopt;
        if (!number) return std::nullopt;
        const LearningUnitId unit{*number};
        const bool planned = std::any_of(plan.items.begin(), plan.items.end(), [&](const auto& item) { return item.unit == unit && item.date; });
        return planned ? std::optional(unit) : std::nullopt;
    }

    std::optional<MovingView> moving_view(const Viewer& viewer, const OwnPlans& own, const PlanViews& views, const Plan& plan, LearningUnitId id,
                                          const std::string& address) const {
        const auto* unit = own.catalogue->find_unit(id, viewer.organisation);
        const auto choices = curricula_.list_dates(viewer, id, true);
        if (unit == nullptr || !choices) return std::nullopt;
        MovingView view{id, unit->title, address, {}, {}};
        for (const auto& choice : *choices) {
            const auto* date = PlanningCatalogue::find_date(*unit, choice.date);
            if (date == nullptr) continue;
            const auto* venue = own.catalogue->snapshot().venue_of(*date);
            MoveRow row{
                choice.date,
                date->first_day,
                date->last_day,
                views.days(date->first_day, date->last_day, true),
                catalogue::clock_time(date->start_minute),
                catalogue::clock_time(date->end_minute),
                venue != nullptr ? own.catalogue->snapshot().place_of(*venue).name : views.text("planning.online"),
                choice.fit,
                std::any_of(plan.items.begin(), plan.items.end(), [&](const auto& item) { return item.unit == id && item.date == choice.date; }),
                overlap_text(views, choice),
                {},
                warning_sentences(choice.warnings, *own.catalogue, views),
                {}};
            if (choice.cost) {
                const ChoiceCost cost{{}, *choice.cost, choice.impossible};
                row.costs = cost_sentences(cost, views);
                row.verdict = cost_verdict(cost, views);
            }
            (choice.fit == DateFit::usable ? view.usable : view.others).push_back(std::move(row));
        }
        return view;
    }

    PageParts parts_;
    const web::Site& site_;
    CurriculumService& curricula_;
    web::Template<CalendarView> calendar_;
    web::Template<AddressView> address_;
};

}  // namespace

void register_calendar_pages(http::Router& router, const PageParts& parts) {
    const auto pages = std::make_shared<CalendarPages>(parts);
    router.add(http::Method::get, "/lehrplan/kalender", {.rate_class = "planning"}, [pages](http::Request& request) { return pages->show(request); });
    router.post("/lehrplan/kalender/adresse", [pages](http::Request& request) { return pages->renew_address(request); });
    router.post("/lehrplan/kalender/adresse/ruecknahme", [pages](http::Request& request) { return pages->revoke_address(request); });
}

}  // namespace kc::planning
