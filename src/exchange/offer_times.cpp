// SPDX-License-Identifier: EUPL-1.2
#include "exchange/offer_times.hpp"

#include "base/text.hpp"

namespace kc::exchange {

using catalogue::Format;

namespace {

constexpr int default_start = 9 * 60;
constexpr int default_length = 7 * 60;
constexpr int days_max = 14;  // a longer run is a course over weeks, whose single sessions the source does not tell

}  // namespace

void add_date(ReadOffer& offer, const StatedRun& run, Format mode, int seats, std::optional<Date> deadline, Date today, std::string_view field) {
    if (offer.content.dates.size() >= dates_max) {
        if (offer.content.dates.size() == dates_max && !offer.fields.empty() && offer.fields.back().reason.find("200 Termine") == std::string::npos) {
            offer.dropped(field, "Mehr als 200 Termine eines Angebots werden nicht übernommen.");
        }
        return;
    }
    catalogue::DateContent date;
    date.mode = mode;
    date.first_day = date.last_day = run.begin.day;
    if (run.end && run.end->day < run.begin.day) {
        offer.changed(field, "Das Ende liegt vor dem Beginn; übernommen ist nur der erste Tag.", to_iso(run.end->day));
    } else if (run.end && days_between(run.begin.day, run.end->day) > days_max) {
        offer.changed(field, "Der Zeitraum ist länger als 14 Tage, und einzelne Termine fehlen; übernommen ist nur der erste Tag.",
                      to_iso(run.begin.day) + " – " + to_iso(run.end->day));
    } else if (run.end) {
        date.last_day = run.end->day;
    }
    std::optional<int> start = run.begin.minute;
    std::optional<int> end = run.end_minute ? run.end_minute : run.end ? run.end->minute : std::nullopt;
    if (start == 0 && (!end || *end == 0 || *end == 1439)) start = end = std::nullopt;  // midnight stands for "all day"
    if (!start) {
        offer.changed(field, "Die Uhrzeit fehlt; angenommen ist 9:00 bis 16:00 Uhr.", to_iso(run.begin.day));
        start = default_start;
        end = default_start + default_length;
    } else if (!end || *end <= *start) {
        if (end)
            offer.changed(field, "Das Ende liegt vor dem Beginn; angenommen ist eine Dauer von 90 Minuten.", time_text(*end));
        else
            offer.changed(field, "Die Endzeit fehlt; angenommen ist eine Dauer von 90 Minuten.", time_text(*start));
        end = *start + 90;
    }
    date.start_minute = *start;
    date.end_minute = std::min(*end, 24 * 60);
    const Date before = add_days(date.first_day, -deadline_days_before);
    date.booking_deadline = deadline && *deadline <= date.first_day ? *deadline : std::min(std::max(before, today), date.first_day);
    if (mode == Format::hybrid) date.online_seats = seats;
    date.seats = seats;
    date.source_id = run.source_id;
    offer.content.dates.push_back(std::move(date));
    offer.date_venues.push_back(mode == Format::online ? std::nullopt : run.venue);
}

double hours_of_dates(const std::vector<catalogue::DateContent>& dates) {
    double most = 0;
    for (const auto& date : dates) {
        const double days = days_between(date.first_day, date.last_day) + 1;
        most = std::max(most, days * (date.end_minute - date.start_minute) / 60.0);
    }
    return most;
}

void spread_hours(ReadOffer& offer, double total) {
    auto& content = offer.content;
    if (content.mode == Format::self_paced) {
        content.self_study = half_hours_of(total);
        return;
    }
    const HalfHours all = half_hours_of(total);
    const double live = content.dates.empty() ? (content.mode == Format::hybrid ? total / 2 : total) : hours_of_dates(content.dates);
    content.tutorial = std::min(all, half_hours_of(live));
    content.self_study = all - content.tutorial;
}

void check_length(ReadOffer& offer, std::string catalogue::UnitContent::* member, std::size_t points, std::string_view field) {
    std::string& text = offer.content.*member;
    if (code_points(text) <= points) return;
    offer.changed(field, fmt::format("Der Text ist auf {} Zeichen gekürzt.", points), text);
    text = cut(text, points);
}

}  // namespace kc::exchange
