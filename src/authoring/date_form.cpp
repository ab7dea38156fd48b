// SPDX-License-Identifier: EUPL-1.2
#include "authoring/date_form.hpp"

#include "base/text.hpp"
#include "catalogue/views.hpp"
#include "web/format.hpp"

#include <charconv>

namespace kc::authoring {

using catalogue::Format;

namespace {

std::optional<int> read_number(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && number >= 0 ? std::optional(number) : std::nullopt;
}

// Browsers with a time field send 09:00 and show nothing for other writings.
web::TextField clock_field(const web::Fields& fields, std::string_view name, std::string_view label, int minute) {
    auto field = fields.text(name, {.label = label, .required = true, .autocomplete = "off", .max = 8}, catalogue::clock_time(minute));
    field.input_type = "time";
    return field;
}

int read_clock(web::FormReader& form, std::string_view name) {
    const auto text = form.text(name, {.required = true, .max = 8});
    const auto minute = parse_clock(text);
    if (!text.empty() && !minute) form.refuse(name, "authoring.dates.problem.clock");
    return minute.value_or(0);
}

}  // namespace

std::optional<int> parse_clock(std::string_view text) {
    text = trim(text);
    const auto separator = text.find_first_of(":.");
    if (separator == std::string_view::npos || separator == 0 || separator > 2) return std::nullopt;
    const auto hour = read_number(text.substr(0, separator));
    auto rest = text.substr(separator + 1);
    if (rest.size() == 5 && rest[2] == ':') rest = rest.substr(0, 2);  // with seconds
    const auto minute = rest.size() == 2 ? read_number(rest) : std::nullopt;
    if (!hour || !minute || *minute > 59 || *hour * 60 + *minute > 24 * 60) return std::nullopt;
    return *hour * 60 + *minute;
}

DateInput first_values(const UnitFacts& unit) {
    DateInput values;
    values.mode = unit.mode == Format::self_paced ? Format::on_site : unit.mode;
    values.start_minute = 9 * 60;
    values.end_minute = 16 * 60;
    values.seats = unit.participants_max.value_or(12);
    return values;
}

DateFields date_fields(const web::Site& site, const http::Request& request, const web::Fields& fields, const UnitDates& unit,
                       const DateInput& values) {
    std::vector<web::Option> modes;
    for (const auto mode : {Format::on_site, Format::online, Format::hybrid}) {
        const std::string name = boost::describe::enum_to_string(mode, "");
        modes.push_back(
            {name, site.text(request, "authoring.dates.mode." + name), site.text(request, fmt::format("authoring.dates.mode.{}_hint", name))});
    }
    std::vector<web::Option> venues;
    for (const auto& venue : unit.venues) {
        if (venue.retired && values.venue != venue.id) continue;
        venues.push_back({std::to_string(venue.id.value),
                          site.text(request, "authoring.dates.venue_option", {{"name", venue.name}, {"place", venue.place}, {"seats", venue.seats}}),
                          {}});
    }
    auto venue = fields.choice("venue", {.label = "authoring.dates.venue", .hint = "authoring.dates.venue_hint", .empty_option = true}, venues,
                               values.venue ? std::to_string(values.venue->value) : "");
    auto online_seats = fields.integer("online_seats", {.label = "authoring.dates.online_seats", .hint = "authoring.dates.online_seats_hint"},
                                       values.online_seats > 0 ? std::optional<std::int64_t>(values.online_seats) : std::nullopt);
    venue.optional_mark = online_seats.optional_mark = false;  // whether they are needed depends on the format
    return {fields.choice("mode", {.label = "authoring.dates.mode", .required = true}, modes, boost::describe::enum_to_string(values.mode, "")),
            clock_field(fields, "start", "authoring.dates.start", values.start_minute),
            clock_field(fields, "end", "authoring.dates.end", values.end_minute),
            std::move(venue),
            fields.integer("seats", {.label = "authoring.dates.seats", .hint = "authoring.dates.seats_hint", .required = true}, values.seats),
            std::move(online_seats)};
}

DateInput read_date_fields(web::FormReader& form) {
    DateInput input;
    input.mode = form.enumerator<Format>("mode", {.required = true}).value_or(Format::on_site);
    input.start_minute = read_clock(form, "start");
    input.end_minute = read_clock(form, "end");
    input.venue = form.id<VenueId>("venue");
    input.seats = static_cast<int>(form.integer("seats", {.required = true, .min = 1, .max = date_seats_max}).value_or(0));
    input.online_seats = static_cast<int>(form.integer("online_seats", {.max = date_seats_max}).value_or(0));
    return input;
}

DateInput read_date(web::FormReader& form) {
    auto input = read_date_fields(form);
    const auto first = form.date("first_day", {.required = true});
    const auto last = form.date("last_day");
    input.first_day = first.value_or(Date{});
    input.last_day = last.value_or(input.first_day);
    input.booking_deadline = form.date("booking_deadline");
    return input;
}

SeriesInput read_series(web::FormReader& form) {
    SeriesInput series;
    series.pattern = read_date_fields(form);
    auto& rule = series.rule;
    rule.rhythm = form.enumerator<Rhythm>("rhythm", {.required = true}).value_or(Rhythm::weekly);
    const bool listed = rule.rhythm == Rhythm::listed;
    const auto number = [&](std::string_view field, bool required, int least, int most, int otherwise) {
        return static_cast<int>(form.integer(field, {.required = required, .min = least, .max = most}).value_or(otherwise));
    };
    if (!listed) rule.first_day = form.date("first_day", {.required = true}).value_or(Date{});
    rule.every = number("every", !listed, 1, series_every_max, 1);
    rule.count = number("count", !listed, 1, series_dates_max, 1);
    if (listed) {
        std::string line;
        // One day per line; commas and blanks separate as well.
        for (const char c : form.text("days", {.required = true, .max = 2000, .lines = true}) + "\n") {
            if (c != '\n' && c != ',' && c != ';' && c != ' ') {
                line += c;
                continue;
            }
            if (line.empty()) continue;
            if (const auto day = web::parse_day(line)) {
                rule.days.push_back(*day);
            } else if (form.problem("days") == nullptr) {
                form.refuse("days", "authoring.dates.problem.day_text", {{"text", line}});
            }
            line.clear();
        }
    }
    rule.length_days = number("length_days", true, 1, date_days_max, 1);
    series.deadline_days = number("deadline_days", true, 0, deadline_days_max, deadline_days_default);
    const std::vector<std::string> lands{"baden_wuerttemberg", "hesse", "rhineland_palatinate"};
    for (const auto& name : form.choices("holidays", lands)) {
        Land land{};
        if (boost::describe::enum_from_string(name.c_str(), land)) rule.holidays.push_back(land);
    }
    rule.skip_weekends = form.checkbox("skip_weekends");
    return series;
}

std::vector<std::string> warning_texts(const web::Site& site, const http::Request& request, const DateWarnings& warnings) {
    std::vector<std::string> texts;
    const auto day_form = [&](Date day) { return web::format_date(day, web::language_of(request)); };
    for (const auto& clash : warnings.clashes) {
        texts.push_back(site.text(request, clash.title.empty() ? "authoring.dates.warning.clash_unnamed" : "authoring.dates.warning.clash",
                                  {{"title", clash.title},
                                   {"day", day_form(clash.first_day)},
                                   {"start", catalogue::clock_time(clash.start_minute)},
                                   {"end", catalogue::clock_time(clash.end_minute)}}));
    }
    if (warnings.holiday) {
        const auto name = site.text(request, fmt::format("base.holiday.{}", boost::describe::enum_to_string(*warnings.holiday, "")));
        texts.push_back(site.text(request, "authoring.dates.warning.holiday", {{"day", day_form(*warnings.holiday_day)}, {"name", name}}));
    }
    if (warnings.weekend) texts.push_back(site.text(request, "authoring.dates.warning.weekend", {{"day", day_form(*warnings.weekend)}}));
    if (warnings.deadline_over) texts.push_back(site.text(request, "authoring.dates.warning.deadline_over"));
    if (warnings.participants_max) {
        texts.push_back(site.text(request, "authoring.dates.warning.participants_max", {{"most", *warnings.participants_max}}));
    }
    return texts;
}

std::string fingerprint_of(const std::vector<std::string>& warnings) {
    std::string all;
    for (const auto& warning : warnings) all += warning + '\n';
    return warnings.empty() ? "" : fmt::format("{:x}", std::hash<std::string>{}(all));
}

}  // namespace kc::authoring
