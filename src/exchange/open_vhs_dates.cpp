// SPDX-License-Identifier: EUPL-1.2
// Where and when an Open-vhs course takes place: venues, sessions, hours, and the one date that can be booked.
#include "exchange/open_vhs_course.hpp"

namespace kc::exchange {

using catalogue::Format;

std::optional<std::size_t> VhsCourse::add_venue(const XmlElement& element) {
    const XmlElement* address = element.child("adresse");
    if (address == nullptr) address = &element;
    ReadVenue venue;
    venue.name = short_line(element.text_at("name"));
    venue.town = short_line(address->text_at("ort"));
    venue.postal_code = short_line(address->text_at("plz"));
    venue.street = short_line(address->text_at("strasse"));
    if (venue.street.empty()) venue.street = short_line(address->text_at("straße"));
    std::string step_free = element.text_at("barrierefrei");
    if (step_free.empty()) step_free = address->text_at("behindertenzugang");
    if (!step_free.empty()) venue.step_free = is_yes(step_free);
    if (venue.name.empty()) venue.name = short_line(address->text_at("raum"));
    if (venue.name.empty()) venue.name = venue.street;
    if (venue.name.empty() || venue.town.empty()) return std::nullopt;
    const auto known = std::find(offer_.venues.begin(), offer_.venues.end(), venue);
    if (known != offer_.venues.end()) return static_cast<std::size_t>(known - offer_.venues.begin());
    offer_.venues.push_back(std::move(venue));
    return offer_.venues.size() - 1;
}

void VhsCourse::read_places() {
    for (const auto* place : all("veranstaltungsort")) {
        if (content_.mode == Format::online || content_.mode == Format::self_paced) {
            offer_.dropped("veranstaltungsort", "Das Angebot findet nicht vor Ort statt.", place->text_at("name"));
        } else if (add_venue(*place)) {
            offer_.taken("veranstaltungsort");
        } else {
            offer_.dropped("veranstaltungsort", "Name oder Ort fehlt.", place->text_at("name"));
        }
    }
    nested_ = course_.child("ortetermine");
    asked_.insert("ortetermine");
    if (nested_ == nullptr) return;
    for (const auto* address : nested_->all("adresse")) {  // repeated per session, mostly the same one
        if (content_.mode == Format::on_site || content_.mode == Format::hybrid) add_venue(*address);
    }
    offer_.taken("ortetermine");
}

std::vector<VhsCourse::Session> VhsCourse::sessions() {
    std::vector<const XmlElement*> elements = all("termin");
    if (nested_ != nullptr) {
        for (const auto* one : nested_->all("termin")) elements.push_back(one);
    }
    std::vector<Session> list;
    for (const auto* one : elements) {
        if (list.size() >= 400) {
            offer_.dropped("termin", "Mehr als 400 Termine eines Kurses werden nicht gelesen.");
            break;
        }
        const auto begin = parse_moment(one->text_at("beginn_datum"));
        if (!begin) {
            offer_.dropped("termin", "Der Termin hat kein lesbares Datum.", one->text_at("beginn_datum"));
            continue;
        }
        Session session{*begin, parse_time(one->text_at("ende_uhrzeit"))};
        if (const auto start = parse_time(one->text_at("beginn_uhrzeit"))) session.begin.minute = start;
        list.push_back(session);
    }
    std::sort(list.begin(), list.end());
    return list;
}

VhsCourse::StatedTimes VhsCourse::read_times() {
    StatedTimes times{.sessions = sessions(), .begin_text = text("beginn_datum"), .end_text = text("ende_datum")};
    times.begin = parse_moment(times.begin_text);
    times.end = parse_moment(times.end_text);
    const std::string duration = text("dauer");
    text("anzahl_termine");
    for (const auto* one : all("wochentag")) {
        if (!one->text.empty()) offer_.dropped("wochentag", "Der Wochentag folgt aus dem Datum.", one->text);
    }
    if (!times.begin_text.empty() && !times.begin) offer_.dropped("beginn_datum", "Das ist kein lesbares Datum.", times.begin_text);
    if (!times.end_text.empty() && !times.end) offer_.dropped("ende_datum", "Das ist kein lesbares Datum.", times.end_text);

    bool timed = !times.sessions.empty();
    for (const auto& session : times.sessions) {
        if (session.begin.minute && session.end_minute && *session.end_minute > *session.begin.minute)
            times.hours += (*session.end_minute - *session.begin.minute) / 60.0;
        else
            timed = false;
    }
    const auto stated = duration.empty() ? std::nullopt : parse_workload(whole_number(duration) ? duration + " UE" : duration);
    if (stated && (!timed || times.hours <= 0)) times.hours = stated->hours;
    if (stated)
        offer_.changed("dauer", "Unterrichtseinheiten zu 45 Minuten sind in Stunden umgerechnet.", duration);
    else if (!duration.empty())
        offer_.dropped("dauer", "Die Dauer ist nicht lesbar.", duration);
    return times;
}

void VhsCourse::read_dates() {
    const StatedTimes times = read_times();
    if (content_.mode == Format::self_paced) {
        if (times.hours > 0)
            content_.self_study = half_hours_of(times.hours);
        else
            offer_.hold.push_back("Tragen Sie ein, wie viele Stunden das Angebot dauert.");
        if (times.begin) offer_.dropped("beginn_datum", "Angebote im Selbststudium haben keine Termine.", times.begin_text);
        return;
    }
    if (times.sessions.empty() && !times.begin) {
        offer_.hold.push_back("Der Kurs hat an der Quelle keinen Termin.");
        content_.tutorial = half_hours_of(times.hours);
        return;
    }
    const StatedRun run = run_of(times);
    take_date(run, times);
    if (times.sessions.size() > 1 && !run.end) describe_sessions(times.sessions);
    const double hours = times.hours <= 0 && !content_.dates.empty() ? hours_of_dates(content_.dates) : times.hours;
    content_.tutorial = half_hours_of(hours);
    if (hours <= 0) offer_.hold.push_back("Tragen Sie ein, wie viele Stunden das Angebot dauert.");
    content_.presence_days =
        content_.mode == Format::online ? 0 : std::max<int>(1, static_cast<int>(std::min<std::size_t>(times.sessions.size(), 365)));
}

// From the first session to the last where they follow day by day at the same hours, else the first alone.
StatedRun VhsCourse::run_of(const StatedTimes& times) const {
    const auto& list = times.sessions;
    StatedRun run{.begin = list.empty() ? *times.begin : list.front().begin};
    if (!offer_.venues.empty()) run.venue = 0;
    run.source_id = content_.source->id;
    if (!list.empty()) run.end_minute = list.front().end_minute;
    if (list.empty()) run.end = times.end;
    bool consecutive = list.size() > 1;
    for (std::size_t i = 1; i < list.size(); ++i) {
        consecutive = consecutive && days_between(list[i - 1].begin.day, list[i].begin.day) == 1 && list[i].begin.minute == list[0].begin.minute &&
                      list[i].end_minute == list[0].end_minute;
    }
    if (consecutive && list.size() <= 14) run.end = Moment{list.back().begin.day, list.back().end_minute};
    return run;
}

void VhsCourse::take_date(const StatedRun& run, const StatedTimes& times) {
    if (times.end && times.begin && times.end->day < times.begin->day)
        offer_.changed("ende_datum", "Das Ende liegt vor dem Beginn und ist deshalb entfallen.", times.end_text);
    else if (times.end)
        offer_.taken("ende_datum");
    if (run.begin.day < vocabulary_.today) {
        offer_.dropped("beginn_datum", "Der Kurs hat schon begonnen; der Termin ist nicht übernommen.", times.begin_text);
        const Date last = !times.sessions.empty() ? times.sessions.back().begin.day : times.end ? times.end->day : run.begin.day;
        offer_.ended = last < vocabulary_.today;
        if (!offer_.ended) offer_.hold.push_back("Der Kurs läuft schon. Ein neuer Termin fehlt.");
    } else if (const int seats = free_seats(); seats > 0) {
        add_date(offer_, run, content_.mode, seats, std::nullopt, vocabulary_.today, "termin");
        offer_.taken("beginn_datum");
    }
}

int VhsCourse::free_seats() {
    if (!content_.participants_max) {
        offer_.changed("maximale_teilnehmerzahl", fmt::format("Die Höchstzahl fehlt; angenommen sind {} Plätze.", seats_assumed));
        offer_.hold.push_back("Tragen Sie die Zahl der Plätze ein.");
        return seats_assumed;
    }
    if (taken_ < *content_.participants_max) return *content_.participants_max - taken_;
    offer_.changed("aktuelle_teilnehmerzahl", "Der Kurs ist an der Quelle ausgebucht; der Termin ist nicht übernommen.", std::to_string(taken_));
    offer_.hold.push_back("Der Kurs ist an der Quelle ausgebucht.");
    return 0;
}

void VhsCourse::describe_sessions(const std::vector<Session>& sessions) {
    std::string list;
    for (const auto& session : sessions) {
        list += (list.empty() ? "" : ", ") + to_iso(session.begin.day);
        if (session.begin.minute) list += " " + time_text(*session.begin.minute);
    }
    content_.description_specialist += fmt::format("{}Einzeltermine: {}.", content_.description_specialist.empty() ? "" : "\n\n", list);
    offer_.changed("termin", fmt::format("Der Kurs hat {} Einzeltermine. Buchbar ist der erste; alle stehen in der Beschreibung.", sessions.size()),
                   list);
}

}  // namespace kc::exchange
