// SPDX-License-Identifier: EUPL-1.2
// Dates of an offer as JSON for the programs of its provider. Minutes count from midnight, German time.
#include "authoring/date_pages.hpp"
#include "authoring/date_refusals.hpp"

#include "web/api_response.hpp"
#include "web/json_reader.hpp"
#include "web/json_schema.hpp"

namespace kc::authoring {

namespace {

using catalogue::DateState;
using catalogue::Format;

struct DateJson {
    TutorialDateId id;
    Format mode{};
    Date first_day{}, last_day{};
    int start_minute = 0, end_minute = 0;
    std::optional<VenueId> venue;
    int seats = 0, online_seats = 0;
    Date booking_deadline{};
    DateState state{};
};
BOOST_DESCRIBE_STRUCT(DateJson, (), (id, mode, first_day, last_day, start_minute, end_minute, venue, seats, online_seats, booking_deadline, state))

struct DatesJson {
    LearningUnitId unit;
    bool kept_by_partner = false;  // a code-share label: these are the dates of the original
    std::vector<DateJson> dates;
};
BOOST_DESCRIBE_STRUCT(DatesJson, (), (unit, kept_by_partner, dates))

struct DateBody {
    Format mode{};
    Date first_day{};
    std::optional<Date> last_day;
    int start_minute = 0, end_minute = 0;
    std::optional<VenueId> venue;
    int seats = 0;
    std::optional<int> online_seats;
    std::optional<Date> booking_deadline;
};
BOOST_DESCRIBE_STRUCT(DateBody, (), (mode, first_day, last_day, start_minute, end_minute, venue, seats, online_seats, booking_deadline))

struct SeriesBody {
    Rhythm rhythm{};
    std::optional<Date> first_day;
    std::optional<int> every, count;
    std::optional<std::vector<Date>> days;
    std::optional<int> length_days, deadline_days;
    std::optional<std::vector<Land>> holidays;
    std::optional<bool> skip_weekends;
    Format mode{};
    int start_minute = 0, end_minute = 0;
    std::optional<VenueId> venue;
    int seats = 0;
    std::optional<int> online_seats;
    std::optional<bool> preview;  // true: nothing is saved
};
BOOST_DESCRIBE_STRUCT(SeriesBody, (),
                      (rhythm, first_day, every, count, days, length_days, deadline_days, holidays, skip_weekends, mode, start_minute, end_minute,
                       venue, seats, online_seats, preview))

struct AddedJson {
    std::vector<TutorialDateId> dates;
};
BOOST_DESCRIBE_STRUCT(AddedJson, (), (dates))

struct SeriesDayJson {
    Date first_day{}, last_day{};
    std::optional<Obstacle> left_out;
    std::optional<Holiday> holiday;
    int venue_clashes = 0;
};
BOOST_DESCRIBE_STRUCT(SeriesDayJson, (), (first_day, last_day, left_out, holiday, venue_clashes))

struct SeriesJson {
    std::vector<TutorialDateId> dates;  // empty for a preview
    std::vector<SeriesDayJson> days;
};
BOOST_DESCRIBE_STRUCT(SeriesJson, (), (dates, days))

// The names of the form fields as members of this JSON.
std::vector<FieldProblem> as_members(std::vector<FieldProblem> problems) {
    for (auto& problem : problems) {
        if (problem.field == "start" || problem.field == "end") problem.field += "_minute";
    }
    return problems;
}

int number(web::JsonReader& json, std::string_view member, bool required, std::int64_t otherwise, std::int64_t most) {
    return static_cast<int>(json.integer(member, {.required = required, .max = most}).value_or(otherwise));
}

DateInput read_common(web::JsonReader& json) {
    DateInput input;
    input.mode = json.enumerator<Format>("mode", true).value_or(Format::on_site);
    input.start_minute = number(json, "start_minute", true, 0, 24 * 60);
    input.end_minute = number(json, "end_minute", true, 0, 24 * 60);
    input.venue = json.id<VenueId>("venue");
    input.seats = number(json, "seats", true, 0, date_seats_max);
    input.online_seats = number(json, "online_seats", false, 0, date_seats_max);
    return input;
}

DateInput read_date_body(web::JsonReader& json) {
    auto input = read_common(json);
    input.first_day = json.date("first_day", true).value_or(Date{});
    input.last_day = json.date("last_day").value_or(input.first_day);
    input.booking_deadline = json.date("booking_deadline");
    return input;
}

SeriesInput read_series_body(web::JsonReader& json) {
    SeriesInput series;
    series.pattern = read_common(json);
    auto& rule = series.rule;
    rule.rhythm = json.enumerator<Rhythm>("rhythm", true).value_or(Rhythm::weekly);
    const bool listed = rule.rhythm == Rhythm::listed;
    rule.first_day = json.date("first_day", !listed).value_or(Date{});
    rule.every = number(json, "every", false, 1, 1000);
    rule.count = number(json, "count", !listed, 1, 1000);
    for (const auto& text : json.texts("days", 1000, listed)) {
        const auto day = parse_date(text);
        if (day) rule.days.push_back(*day);
        if (!day) json.refuse("days", "authoring.dates.problem.day_text", {{"text", text}});
    }
    rule.length_days = number(json, "length_days", false, 1, 1000);
    series.deadline_days = number(json, "deadline_days", false, deadline_days_default, 1000);
    for (const auto& text : json.texts("holidays", 3)) {
        Land land{};
        if (boost::describe::enum_from_string(text.c_str(), land)) {
            rule.holidays.push_back(land);
        } else {
            json.refuse("holidays", "authoring.dates.problem.land");
        }
    }
    rule.skip_weekends = json.boolean("skip_weekends").value_or(true);
    return series;
}

class Api {
public:
    Api(const web::Site& site, DateService& dates) : site_(site), dates_(dates) {}

    http::Response list(const http::Request& request) const {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto unit = dates_.list(*request.viewer(), unit_of(request));
        if (!unit) return refusal(request, unit.error());
        DatesJson json{unit->unit.id, unit->unit.original_id.has_value(), {}};
        for (const auto& date : unit->dates) {
            json.dates.push_back({date.id, date.mode, date.first_day, date.last_day, date.start_minute, date.end_minute, date.venue_id, date.seats,
                                  date.online_seats, date.booking_deadline, date.state});
        }
        return web::api_json(json);
    }

    http::Response add(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader json(request.body());
        const auto input = read_date_body(json);
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        const auto added = dates_.add(*request.viewer(), unit_of(request), input);
        return added ? web::api_json(AddedJson{{*added}}, 201) : refusal(request, added.error());
    }

    http::Response add_series(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader json(request.body());
        const auto series = read_series_body(json);
        const bool preview = json.boolean("preview").value_or(false);
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        const auto planned = dates_.preview(*request.viewer(), unit_of(request), series);
        if (!planned) return refusal(request, planned.error());
        SeriesJson answer;
        for (const auto& day : *planned) {
            answer.days.push_back(
                {day.day.first_day, day.day.last_day, day.day.obstacle, day.day.holiday, static_cast<int>(day.warnings.clashes.size())});
        }
        if (preview) return web::api_json(answer);
        const auto added = dates_.add_series(*request.viewer(), unit_of(request), series);
        if (!added) return refusal(request, added.error());
        answer.dates = *added;
        return web::api_json(answer, 201);
    }

    http::Response change(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        web::JsonReader json(request.body());
        const auto input = read_date_body(json);
        if (!json.finish()) return web::api_problems(request, site_.messages(), json.problems());
        const auto changed = dates_.change(*request.viewer(), unit_of(request), date_of(request), input);
        return changed ? list(request) : refusal(request, changed.error());
    }

    http::Response cancel(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto done = dates_.cancel(*request.viewer(), unit_of(request), date_of(request));
        return done ? list(request) : refusal(request, done.error());
    }

    http::Response reinstate(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto done = dates_.reinstate(*request.viewer(), unit_of(request), date_of(request));
        return done ? list(request) : refusal(request, done.error());
    }

    http::Response remove(const http::Request& request) {
        if (request.viewer() == nullptr) return not_signed_in(request);
        const auto done = dates_.remove(*request.viewer(), unit_of(request), date_of(request));
        return done ? http::no_content() : refusal(request, done.error());
    }

private:
    static LearningUnitId unit_of(const http::Request& request) { return request.get_id<LearningUnitId>("id"); }
    static TutorialDateId date_of(const http::Request& request) { return request.get_id<TutorialDateId>("date"); }

    http::Response not_signed_in(const http::Request& request) const {
        return web::api_error(request, 401, "not_signed_in", site_.text(request, "authoring.dates.problem.not_signed_in"));
    }
    http::Response refusal(const http::Request& request, DateError error) const {
        return web::api_error(request, status_of(error), boost::describe::enum_to_string(error, ""), site_.text(request, message_key_of(error)));
    }
    http::Response refusal(const http::Request& request, const DateRefusal& refused) const {
        if (refused.error == DateError::invalid) return web::api_problems(request, site_.messages(), as_members(refused.problems));
        return refusal(request, refused.error);
    }

    const web::Site& site_;
    DateService& dates_;
};

}  // namespace

void register_date_api(http::Router& router, const web::Site& site, DateService& dates) {
    const auto api = std::make_shared<Api>(site, dates);
    const auto add = [&](http::Method method, std::string_view path, std::string name, std::string summary, std::string answer, std::string body,
                         auto function) {
        router.add(method, path,
                   {.body_bytes_max = 64 * 1024,
                    .name = std::move(name),
                    .summary = std::move(summary),
                    .request_schema = std::move(body),
                    .response_schema = std::move(answer)},
                   [api, function](http::Request& request) { return ((*api).*function)(request); });
    };
    using http::Method;
    using web::json_schema;
    const std::string all = "/api/v1/provider/offers/{id:id}/dates", one = all + "/{date:id}";
    const auto dates_schema = json_schema<DatesJson>(), date_body = json_schema<DateBody>();
    add(Method::get, all, "listOfferDates", "Termine eines eigenen Angebots", dates_schema, "", &Api::list);
    add(Method::post, all, "addOfferDate", "Einen Termin anlegen", json_schema<AddedJson>(), date_body, &Api::add);
    add(Method::post, all + "/series", "addOfferDates", "Eine Serie von Terminen anlegen oder nur ansehen", json_schema<SeriesJson>(),
        json_schema<SeriesBody>(), &Api::add_series);
    add(Method::put, one, "changeOfferDate", "Einen Termin ändern", dates_schema, date_body, &Api::change);
    add(Method::del, one, "removeOfferDate", "Einen Termin löschen, der noch nicht öffentlich war", "", "", &Api::remove);
    add(Method::put, one + "/cancellation", "cancelOfferDate", "Einen Termin absagen", dates_schema, "", &Api::cancel);
    add(Method::del, one + "/cancellation", "reinstateOfferDate", "Einen abgesagten Termin wieder aufnehmen", dates_schema, "", &Api::reinstate);
}

}  // namespace kc::authoring
