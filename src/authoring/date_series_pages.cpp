// SPDX-License-Identifier: EUPL-1.2
// A series of dates: first the rule, then a preview of all its days, and only then it is saved.
#include "authoring/date_sight.hpp"

#include "web/format.hpp"

#include <algorithm>

namespace kc::authoring {

namespace {

struct PreviewRow {
    std::string id, value;
    Date first_day{};
    std::optional<Date> last_day;
    Date booking_deadline{};
    std::string left_out;  // why no date takes place; empty: it can be chosen
    bool chosen = false;
    std::vector<std::string> warnings;
};
BOOST_DESCRIBE_STRUCT(PreviewRow, (), (id, value, first_day, last_day, booking_deadline, left_out, chosen, warnings))

struct PreviewView {
    std::int64_t held_count = 0, left_out_count = 0;
    std::string previewed;
    std::vector<PreviewRow> days;
};
BOOST_DESCRIBE_STRUCT(PreviewView, (), (held_count, left_out_count, previewed, days))

struct SeriesView : DateFields {
    LearningUnitId unit;
    std::string title, action;
    web::ChoiceField rhythm;
    web::TextField first_day, every, count, days, length_days, deadline_days;
    web::ChoiceField holidays;
    web::CheckboxField skip_weekends;
    std::optional<PreviewView> preview;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(SeriesView, (DateFields),
                      (unit, title, action, rhythm, first_day, every, count, days, length_days, deadline_days, holidays, skip_weekends, preview,
                       errors))

class SeriesPages {
public:
    SeriesPages(const web::Site& site, DateService& dates) : site_(site), dates_(dates), series_(site.bind<SeriesView>("authoring/date_series")) {}

    // ?vorlage=17: with the values of that date.
    http::Response show(const http::Request& request) const {
        return with_unit_dates(request, site_, dates_, [&](const Viewer&, const UnitDates& unit) {
            if (unit.unit.original_id) return date_refusal_page(request, site_, DateError::code_share_label);
            SeriesInput values;
            values.rule.count = 4;
            values.rule.holidays = {Land::baden_wuerttemberg, Land::hesse, Land::rhineland_palatinate};
            values.pattern = first_values(unit.unit);
            const auto copied = web::parse_integer(request.query("vorlage").value_or(""));
            for (const auto& date : unit.dates) {
                if (!copied || date.id.value != *copied) continue;
                values.pattern = input_of(date);
                values.rule.length_days = days_between(date.first_day, date.last_day) + 1;
                values.deadline_days = std::max(0, days_between(date.booking_deadline, date.first_day));
            }
            return page(request, unit, values, nullptr, std::nullopt);
        });
    }

    http::Response send(const http::Request& request) {
        return with_unit_dates(request, site_, dates_, [&](const Viewer& viewer, const UnitDates& unit) {
            web::FormReader form(request);
            const auto series = read_series(form);
            if (!form.ok()) return page(request, unit, series, &form, std::nullopt);
            const auto planned = dates_.preview(viewer, unit.unit.id, series);
            if (!planned) return refused(request, unit, series, form, planned.error());
            auto preview = preview_of(request, form, *planned);
            // Saved is only what was seen: fields changed after the preview lead to a new one.
            if (form.raw("action") != "save" || form.raw("previewed") != preview.previewed) return page(request, unit, series, &form, preview);
            std::vector<Date> chosen;
            for (const auto& value : form.raw_all("day")) {
                if (const auto day = parse_date(value)) chosen.push_back(*day);
            }
            const auto added = dates_.add_series(viewer, unit.unit.id, series, chosen);
            if (!added && added.error().error == DateError::no_days) {
                form.refuse("", "authoring.dates.problem.no_days");
                return page(request, unit, series, &form, preview);
            }
            if (!added) return refused(request, unit, series, form, added.error());
            return web::redirect(dates_path(unit.unit.id), {.message_key = "authoring.notice.dates_added"});
        });
    }

private:
    http::Response refused(const http::Request& request, const UnitDates& unit, const SeriesInput& series, web::FormReader& form,
                           const DateRefusal& refusal) const {
        if (refusal.error != DateError::invalid) return date_refusal_page(request, site_, refusal.error);
        form.refuse(refusal.problems);
        return page(request, unit, series, &form, std::nullopt);
    }

    PreviewView preview_of(const http::Request& request, const web::FormReader& form, const std::vector<PlannedDay>& planned) const {
        PreviewView preview;
        for (const auto& day : planned) preview.previewed += to_iso(day.day.first_day) + (day.day.obstacle ? "-" : "+");
        const bool again = form.raw("previewed") == preview.previewed;
        const auto ticked = form.raw_all("day");
        for (const auto& day : planned) {
            PreviewRow row;
            row.value = to_iso(day.day.first_day);
            row.id = "tag-" + row.value;
            row.first_day = day.day.first_day;
            if (day.day.last_day != day.day.first_day) row.last_day = day.day.last_day;
            row.booking_deadline = day.booking_deadline;
            row.warnings = warning_texts(site_, request, day.warnings);
            if (day.day.holiday) {
                row.left_out = site_.text(request, fmt::format("base.holiday.{}", boost::describe::enum_to_string(*day.day.holiday, "")));
            } else if (day.day.obstacle) {
                row.left_out = site_.text(request, "authoring.dates.weekend");
            }
            row.chosen = row.left_out.empty() && (!again || std::find(ticked.begin(), ticked.end(), row.value) != ticked.end());
            ++(row.left_out.empty() ? preview.held_count : preview.left_out_count);
            preview.days.push_back(std::move(row));
        }
        return preview;
    }

    http::Response page(const http::Request& request, const UnitDates& unit, const SeriesInput& values, const web::FormReader* sent,
                        std::optional<PreviewView> preview) const {
        const auto fields = site_.fields(request, sent);
        const auto& rule = values.rule;
        SeriesView view;
        view.unit = unit.unit.id;
        view.title = unit.unit.title;
        view.action = dates_path(unit.unit.id) + "/serie";
        std::vector<web::Option> rhythms, lands;
        for (const auto& option : fields.options_of<Rhythm>()) {
            rhythms.push_back({option.value, option.label, site_.text(request, fmt::format("authoring.rhythm.{}_hint", option.value))});
        }
        view.rhythm =
            fields.choice("rhythm", {.label = "authoring.dates.rhythm", .required = true}, rhythms, boost::describe::enum_to_string(rule.rhythm, ""));
        view.first_day = fields.date("first_day", {.label = "authoring.dates.series_first_day", .min_date = dates_.today()},
                                     rule.first_day.ok() ? std::optional(rule.first_day) : std::nullopt);
        view.every = fields.integer("every", {.label = "authoring.dates.every", .hint = "authoring.dates.every_hint"}, rule.every);
        view.count = fields.integer("count", {.label = "authoring.dates.count", .hint = "authoring.dates.count_hint"}, rule.count);
        view.days = fields.text("days", {.label = "authoring.dates.days", .hint = "authoring.dates.days_hint", .max = 2000, .rows = 5});
        // Whether they are needed depends on the rhythm.
        for (auto* field : {&view.first_day, &view.every, &view.count, &view.days}) field->optional_mark = false;
        view.length_days = fields.integer("length_days", {.label = "authoring.dates.length_days", .required = true}, rule.length_days);
        std::vector<std::string> chosen_lands;
        for (const auto land : rule.holidays) chosen_lands.emplace_back(boost::describe::enum_to_string(land, ""));
        view.holidays = fields.choices("holidays", {.label = "authoring.dates.holidays", .hint = "authoring.dates.holidays_hint"},
                                       fields.options_of<Land>(), chosen_lands);
        view.skip_weekends = fields.checkbox("skip_weekends", {.label = "authoring.dates.skip_weekends"}, rule.skip_weekends);
        static_cast<DateFields&>(view) = date_fields(site_, request, fields, unit, values.pattern);
        view.deadline_days = fields.integer(
            "deadline_days", {.label = "authoring.dates.deadline_days", .hint = "authoring.dates.deadline_days_hint", .required = true},
            values.deadline_days);
        view.preview = std::move(preview);
        view.errors = fields.errors();
        return site_.render(request,
                            {.title = "authoring.dates.series_title",
                             .active = "/anbieter-bereich",
                             .breadcrumbs = date_crumbs(site_, request, unit.unit, true),
                             .status = view.errors ? 422 : 200},
                            series_, view);
    }

    const web::Site& site_;
    DateService& dates_;
    web::Template<SeriesView> series_;
};

}  // namespace

void register_date_series_pages(http::Router& router, const web::Site& site, DateService& dates) {
    const auto pages = std::make_shared<SeriesPages>(site, dates);
    const std::string path = "/anbieter-bereich/angebote/{id:id}/termine/serie";
    router.get(path, [pages](http::Request& request) { return pages->show(request); });
    router.post(path, [pages](http::Request& request) { return pages->send(request); });
}

}  // namespace kc::authoring
