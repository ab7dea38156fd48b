// SPDX-License-Identifier: EUPL-1.2
#include "planning/calendar.hpp"

#include "base/berlin_time.hpp"
#include "base/csv.hpp"
#include "web/format.hpp"

#include <charconv>

namespace kc::planning {
namespace {

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\' || c == ';' || c == ',') out += '\\';
        if (c == '\n')
            out += "\\n";
        else if (static_cast<unsigned char>(c) >= 0x20)
            out += c;
    }
    return out;
}

// Lines are at most 75 octets; longer ones go on after a line break and a space, never inside a character.
void append_line(std::string& out, std::string_view line) {
    std::size_t room = 75;
    while (line.size() > room) {
        std::size_t cut = room;
        while (cut > 0 && (static_cast<unsigned char>(line[cut]) & 0xC0) == 0x80) --cut;
        out.append(line.substr(0, cut)).append("\r\n ");
        line.remove_prefix(cut);
        room = 74;
    }
    out.append(line).append("\r\n");
}

std::string basic_day(Date day) {
    const auto iso = to_iso(day);
    return iso.substr(0, 4) + iso.substr(5, 2) + iso.substr(8, 2);
}

std::string basic_instant(Instant instant) {
    const auto iso = to_iso(instant);  // 2026-03-02T08:30:00Z
    std::string out;
    for (const char c : iso)
        if (c != '-' && c != ':') out += c;
    return out;
}

int minutes_of(std::string_view clock_time) {  // "09:05"
    int hours = 0, minutes = 0;
    std::from_chars(clock_time.data(), clock_time.data() + 2, hours);
    if (clock_time.size() >= 5) std::from_chars(clock_time.data() + 3, clock_time.data() + 5, minutes);
    return hours * 60 + minutes;
}

Instant at(Date day, std::string_view clock_time) {
    return from_berlin(std::chrono::local_days{day} + std::chrono::minutes{minutes_of(clock_time)} + std::chrono::seconds{0});
}

std::string place_of(const ItemView& item, const PlanViews& words) {
    if (item.place.empty()) return words.text("planning.online");
    return item.venue.empty() ? item.place : item.venue + ", " + item.place;
}

}  // namespace

std::string to_icalendar(const PlanView& plan, const PlanViews& words, Instant made_at, PersonId owner) {
    std::string out;
    append_line(out, "BEGIN:VCALENDAR");
    append_line(out, "VERSION:2.0");
    append_line(out, "PRODID:-//KommunalCampus//Lehrplan//DE");
    append_line(out, "CALSCALE:GREGORIAN");
    append_line(out, "METHOD:PUBLISH");
    append_line(out, "X-WR-CALNAME:" + escaped(words.text("planning.title")));
    append_line(out, "REFRESH-INTERVAL;VALUE=DURATION:PT6H");
    append_line(out, "X-PUBLISHED-TTL:PT6H");
    const auto event = [&](const ItemView& item, std::string_view key, const std::vector<std::string>& lines) {
        append_line(out, "BEGIN:VEVENT");
        // The same in every version of the plan: a calendar that reads again moves the event instead of adding one.
        append_line(out, fmt::format("UID:lehrplan-{}-{}-{}@kommunalcampus", owner.value, item.unit.value, key));
        append_line(out, "DTSTAMP:" + basic_instant(made_at));
        for (const auto& line : lines) append_line(out, line);
        append_line(out, "END:VEVENT");
    };
    for (const auto& item : plan.items) {
        if (item.completed) continue;
        int number = 0;
        for (const auto& phase : item.phases) {
            if (phase.kind == PhaseKind::tutorial && !item.start.empty()) {
                for (Date day = phase.starts_on; day <= phase.ends_on; day = add_days(day, 1)) {
                    event(item, fmt::format("{}", ++number),
                          {"DTSTART:" + basic_instant(at(day, item.start)), "DTEND:" + basic_instant(at(day, item.end)),
                           "SUMMARY:" + escaped(item.title), "LOCATION:" + escaped(place_of(item, words)), "DESCRIPTION:" + escaped(item.provider)});
                }
                continue;
            }
            const auto what = words.text(web::Messages::enumerator_key("kc::planning::PhaseKind", boost::describe::enum_to_string(phase.kind, "")));
            event(item, fmt::format("{}", ++number),
                  {"DTSTART;VALUE=DATE:" + basic_day(phase.starts_on), "DTEND;VALUE=DATE:" + basic_day(add_days(phase.ends_on, 1)),
                   "SUMMARY:" + escaped(what + ": " + item.title), "TRANSP:TRANSPARENT"});
        }
    }
    append_line(out, "END:VCALENDAR");
    return out;
}

std::string to_csv(const PlanView& plan, const PlanViews& words, Language language) {
    std::string out = "\xEF\xBB\xBF";
    const auto row = [&](const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i) out += (i > 0 ? ";" : "") + csv_cell(cells[i]);
        out += "\r\n";
    };
    row({words.text("planning.csv.unit"), words.text("planning.csv.provider"), words.text("planning.csv.from"), words.text("planning.csv.until"),
         words.text("planning.csv.start"), words.text("planning.csv.end"), words.text("planning.csv.place"), words.text("planning.csv.hours"),
         words.text("planning.csv.price")});
    for (const auto& item : plan.items) {
        row({item.title, item.provider, web::format_date(item.starts_on, language, web::DateForm::short_form),
             web::format_date(item.ends_on, language, web::DateForm::short_form), item.start, item.end,
             item.self_paced ? words.text("planning.self_paced") : place_of(item, words), web::format_hours(item.half_hours, language),
             web::format_money(item.price_cents, language)});
    }
    return out;
}

}  // namespace kc::planning
