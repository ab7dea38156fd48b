// SPDX-License-Identifier: EUPL-1.2
#include "authoring/date_sight.hpp"

#include "catalogue/views.hpp"
#include "web/confirm.hpp"
#include "web/format.hpp"

#include <algorithm>

namespace kc::authoring {

namespace {

using catalogue::DateState;
using catalogue::Format;
using catalogue::StoredDate;

struct DateRow {
    TutorialDateId id;
    Date first_day{};
    std::optional<Date> last_day;
    std::string start, end, venue, place;
    Format mode{};
    int seats = 0, online_seats = 0;
    bool hybrid = false;
    Date booking_deadline{};
    bool deadline_over = false, cancelled = false, changeable = false, removable = false;
};
BOOST_DESCRIBE_STRUCT(DateRow, (),
                      (id, first_day, last_day, start, end, venue, place, mode, seats, online_seats, hybrid, booking_deadline, deadline_over,
                       cancelled, changeable, removable))

struct LabelView {
    std::string slug, title, provider;
};
BOOST_DESCRIBE_STRUCT(LabelView, (), (slug, title, provider))

struct DatesView {
    LearningUnitId unit;
    std::string title;
    bool may_add = false, self_paced = false, retired = false, unpublished = false;
    std::optional<LabelView> label;  // of which original this is a code-share label
    std::optional<std::string> source;
    std::vector<DateRow> upcoming, past;
};
BOOST_DESCRIBE_STRUCT(DatesView, (), (unit, title, may_add, self_paced, retired, unpublished, label, source, upcoming, past))

struct DateFormView : DateFields {
    LearningUnitId unit;
    std::string title, heading, action, warned;
    bool is_new = false;
    std::vector<std::string> warnings;
    web::TextField first_day, last_day, booking_deadline;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(DateFormView, (DateFields),
                      (unit, title, heading, action, warned, is_new, warnings, first_day, last_day, booking_deadline, errors))

class DatePages {
public:
    DatePages(const web::Site& site, DateService& dates)
        : site_(site),
          dates_(dates),
          list_(site.bind<DatesView>("authoring/dates")),
          form_(site.bind<DateFormView>("authoring/date_form")),
          confirm_(web::bind_confirmation(site)) {}

    http::Response list(const http::Request& request) const {
        return with_unit_dates(request, site_, dates_, [&](const Viewer&, const UnitDates& unit) {
            const auto today = dates_.today();
            DatesView view;
            view.unit = unit.unit.id;
            view.title = unit.unit.title;
            view.retired = unit.unit.state == catalogue::UnitState::retired;
            view.unpublished = unit.unit.version == 0;
            view.self_paced = unit.unit.public_now() && unit.unit.mode == Format::self_paced;
            if (unit.unit.original_id) view.label = LabelView{*unit.unit.original_slug, *unit.unit.original_title, *unit.unit.original_provider};
            view.may_add = !view.label && !view.retired && !view.self_paced;
            view.source = unit.unit.source_system;
            for (const auto& date : unit.dates) (date.last_day < today ? view.past : view.upcoming).push_back(row_of(unit, date, today));
            std::reverse(view.past.begin(), view.past.end());
            return site_.render(request,
                                {.title = "authoring.dates.title",
                                 .active = "/anbieter-bereich",
                                 .breadcrumbs = date_crumbs(site_, request, unit.unit, false),
                                 .wide = true},
                                list_, view);
        });
    }

    // ?vorlage=17: with the values of that date, for a copy.
    http::Response show_new(const http::Request& request) const {
        return with_unit_dates(request, site_, dates_, [&](const Viewer&, const UnitDates& unit) {
            if (const auto closed = closed_to_new(unit.unit)) return date_refusal_page(request, site_, *closed);
            auto values = first_values(unit.unit);
            if (const auto* copied = date_named(unit, request.query("vorlage").value_or(""))) {
                values = input_of(*copied);
                values.first_day = values.last_day = Date{};
                values.booking_deadline.reset();
            }
            return form_page(request, unit, nullptr, values, nullptr, {});
        });
    }

    http::Response add(const http::Request& request) {
        return with_unit_dates(request, site_, dates_, [&](const Viewer& viewer, const UnitDates& unit) {
            if (const auto closed = closed_to_new(unit.unit)) return date_refusal_page(request, site_, *closed);
            web::FormReader form(request);
            const auto input = read_date(form);
            std::vector<std::string> unread;
            if (form.ok()) form.refuse(dates_.problems(unit.unit, input, std::nullopt));
            if (form.ok()) unread = unread_warnings(request, form, unit, input, std::nullopt);
            if (form.ok() && unread.empty()) {
                const auto added = dates_.add(viewer, unit.unit.id, input);
                if (added) return web::redirect(dates_path(unit.unit.id), {.message_key = "authoring.notice.date_added"});
                if (added.error().error != DateError::invalid) return date_refusal_page(request, site_, added.error().error);
                form.refuse(added.error().problems);
            }
            return form_page(request, unit, nullptr, input, &form, unread);
        });
    }

    http::Response show(const http::Request& request) const {
        return with_date(request, [&](const Viewer&, const UnitDates& unit, const StoredDate& date) {
            return form_page(request, unit, &date, input_of(date), nullptr, {});
        });
    }

    http::Response change(const http::Request& request) {
        return with_date(request, [&](const Viewer& viewer, const UnitDates& unit, const StoredDate& date) {
            web::FormReader form(request);
            const auto input = read_date(form);
            std::vector<std::string> unread;
            if (form.ok()) form.refuse(dates_.problems(unit.unit, input, date.id));
            if (form.ok()) unread = unread_warnings(request, form, unit, input, date.id);
            if (form.ok() && unread.empty()) {
                const auto changed = dates_.change(viewer, unit.unit.id, date.id, input);
                if (changed) return web::redirect(dates_path(unit.unit.id), {.message_key = "authoring.notice.date_changed"});
                if (changed.error().error != DateError::invalid) return date_refusal_page(request, site_, changed.error().error);
                form.refuse(changed.error().problems);
            }
            return form_page(request, unit, &date, input, &form, unread);
        });
    }

    http::Response ask_cancel(const http::Request& request) const { return ask(request, "cancel", "absage"); }
    http::Response ask_remove(const http::Request& request) const { return ask(request, "remove", "loeschung"); }

    http::Response cancel(const http::Request& request) {
        return act(request, "authoring.notice.date_cancelled",
                   [&](const Viewer& viewer, LearningUnitId unit, TutorialDateId date) { return dates_.cancel(viewer, unit, date); });
    }
    http::Response reinstate(const http::Request& request) {
        return act(request, "authoring.notice.date_reinstated",
                   [&](const Viewer& viewer, LearningUnitId unit, TutorialDateId date) { return dates_.reinstate(viewer, unit, date); });
    }
    http::Response remove(const http::Request& request) {
        return act(request, "authoring.notice.date_removed",
                   [&](const Viewer& viewer, LearningUnitId unit, TutorialDateId date) { return dates_.remove(viewer, unit, date); });
    }

private:
    static std::optional<DateError> closed_to_new(const UnitFacts& unit) {
        if (unit.original_id) return DateError::code_share_label;
        if (unit.state == catalogue::UnitState::retired) return DateError::unit_retired;
        if (unit.public_now() && unit.mode == Format::self_paced) return DateError::self_paced;
        return std::nullopt;
    }

    static const StoredDate* date_of(const UnitDates& unit, TutorialDateId id) {
        const auto found =
            std::find_if(unit.dates.begin(), unit.dates.end(), [&](const StoredDate& date) { return date.id == id && date.unit_id == unit.unit.id; });
        return found == unit.dates.end() ? nullptr : &*found;
    }

    static const StoredDate* date_named(const UnitDates& unit, std::string_view number) {
        const auto id = web::parse_integer(number);
        return id ? date_of(unit, TutorialDateId{*id}) : nullptr;
    }

    template <class Page> http::Response with_date(const http::Request& request, Page&& page) const {
        return with_unit_dates(request, site_, dates_, [&](const Viewer& viewer, const UnitDates& unit) {
            const auto* date = date_of(unit, request.get_id<TutorialDateId>("date"));
            if (date == nullptr) return date_refusal_page(request, site_, DateError::date_not_found);
            if (date->first_day < dates_.today()) return date_refusal_page(request, site_, DateError::date_over);
            return page(viewer, unit, *date);
        });
    }

    DateRow row_of(const UnitDates& unit, const StoredDate& date, Date today) const {
        DateRow row;
        row.id = date.id;
        row.first_day = date.first_day;
        if (date.last_day != date.first_day) row.last_day = date.last_day;
        row.start = catalogue::clock_time(date.start_minute);
        row.end = catalogue::clock_time(date.end_minute);
        if (const auto* venue = unit.venue(date.venue_id)) {
            row.venue = venue->name;
            row.place = venue->place;
        }
        row.mode = date.mode;
        row.seats = date.seats;
        row.online_seats = date.online_seats;
        row.hybrid = date.mode == Format::hybrid;
        row.booking_deadline = date.booking_deadline;
        row.deadline_over = date.booking_deadline < today;
        row.cancelled = date.state == DateState::cancelled;
        row.changeable = date.first_day >= today && date.unit_id == unit.unit.id;
        row.removable = row.changeable && removable(unit.unit);
        return row;
    }

    // Warnings that the person has not confirmed yet; the hidden field says which ones were shown before.
    std::vector<std::string> unread_warnings(const http::Request& request, const web::FormReader& form, const UnitDates& unit, const DateInput& input,
                                             std::optional<TutorialDateId> date) const {
        auto warnings = warning_texts(site_, request, dates_.warnings(unit.unit, input, date));
        if (form.raw("warned") == fingerprint_of(warnings)) warnings.clear();
        return warnings;
    }

    http::Response form_page(const http::Request& request, const UnitDates& unit, const StoredDate* date, const DateInput& values,
                             const web::FormReader* sent, const std::vector<std::string>& warnings) const {
        const auto fields = site_.fields(request, sent);
        const auto today = dates_.today();
        DateFormView view;
        view.unit = unit.unit.id;
        view.title = unit.unit.title;
        view.is_new = date == nullptr;
        view.heading = site_.text(request, view.is_new ? "authoring.dates.new_title" : "authoring.dates.change_title");
        view.action = dates_path(unit.unit.id) + (view.is_new ? std::string("/neu") : fmt::format("/{}", date->id.value));
        view.warnings = warnings;
        view.warned = fingerprint_of(warnings);
        const auto day = [](Date value) { return value.ok() ? std::optional(value) : std::nullopt; };
        view.first_day = fields.date("first_day", {.label = "authoring.dates.first_day", .required = true, .min_date = today}, day(values.first_day));
        view.last_day = fields.date("last_day", {.label = "authoring.dates.last_day", .hint = "authoring.dates.last_day_hint", .min_date = today},
                                    values.last_day == values.first_day ? std::nullopt : day(values.last_day));
        static_cast<DateFields&>(view) = date_fields(site_, request, fields, unit, values);
        view.booking_deadline = fields.date("booking_deadline", {.label = "authoring.dates.deadline", .hint = "authoring.dates.deadline_hint"},
                                            values.booking_deadline ? day(*values.booking_deadline) : std::nullopt);
        view.errors = fields.errors();
        return site_.render(request,
                            {.title_text = view.heading,
                             .active = "/anbieter-bereich",
                             .breadcrumbs = date_crumbs(site_, request, unit.unit, true),
                             .status = view.errors ? 422 : 200},
                            form_, view);
    }

    http::Response ask(const http::Request& request, std::string_view deed, std::string_view path) const {
        return with_date(request, [&](const Viewer&, const UnitDates& unit, const StoredDate& date) {
            if (deed == "remove" && !removable(unit.unit)) return date_refusal_page(request, site_, DateError::date_is_public);
            const auto day = web::format_date(date.first_day, web::language_of(request), web::DateForm::with_weekday);
            const auto text = [&](std::string_view part) {
                return site_.text(request, fmt::format("authoring.dates.{}_{}", deed, part), {{"title", unit.unit.title}, {"day", day}});
            };
            return web::confirmation_page(site_, request, confirm_,
                                          {.title = text("question"),
                                           .text = text("text"),
                                           .action = fmt::format("{}/{}/{}", dates_path(unit.unit.id), date.id.value, path),
                                           .label = text("label"),
                                           .back = dates_path(unit.unit.id),
                                           .irreversible = deed == "remove"},
                                          "/anbieter-bereich");
        });
    }

    template <class Deed> http::Response act(const http::Request& request, std::string_view notice, Deed&& deed) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::redirect("/anmelden");
        const auto unit = request.get_id<LearningUnitId>("id");
        const auto done = deed(*viewer, unit, request.get_id<TutorialDateId>("date"));
        if (!done) return date_refusal_page(request, site_, done.error());
        return web::redirect(dates_path(unit), {.message_key = std::string(notice)});
    }

    const web::Site& site_;
    DateService& dates_;
    web::Template<DatesView> list_;
    web::Template<DateFormView> form_;
    web::Template<web::Confirmation> confirm_;
};

}  // namespace

void register_date_pages(http::Router& router, const web::Site& site, DateService& dates) {
    const auto pages = std::make_shared<DatePages>(site, dates);
    const std::string all = "/anbieter-bereich/angebote/{id:id}/termine", one = all + "/{date:id}";
    router.get(all, [pages](http::Request& request) { return pages->list(request); });
    router.get(all + "/neu", [pages](http::Request& request) { return pages->show_new(request); });
    router.post(all + "/neu", [pages](http::Request& request) { return pages->add(request); });
    router.get(one, [pages](http::Request& request) { return pages->show(request); });
    router.post(one, [pages](http::Request& request) { return pages->change(request); });
    router.get(one + "/absage", [pages](http::Request& request) { return pages->ask_cancel(request); });
    router.post(one + "/absage", [pages](http::Request& request) { return pages->cancel(request); });
    router.post(one + "/wiederaufnahme", [pages](http::Request& request) { return pages->reinstate(request); });
    router.get(one + "/loeschung", [pages](http::Request& request) { return pages->ask_remove(request); });
    router.post(one + "/loeschung", [pages](http::Request& request) { return pages->remove(request); });
}

}  // namespace kc::authoring
