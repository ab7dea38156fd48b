// SPDX-License-Identifier: EUPL-1.2
#include "exchange/moochub_offer.hpp"

#include "base/text.hpp"
#include "exchange/alignment.hpp"

namespace kc::exchange {

using catalogue::Format;

void MoochubOffer::read() {
    read_texts();
    read_language();
    read_mode();
    read_location();
    read_dates();
    read_effort();
    read_price();
    read_levels();
    read_competences({"teaches"}, content_.teaches, false);
    read_competences({"competencyRequired", "competenciesRequired"}, content_.needs, true);
    read_credentials();
    read_keywords();
    report_losses();
    if (content_.dates.empty()) offer_.ended = offer_.ended || ended_;
}

void MoochubOffer::read_texts() {
    if (const auto name = attributes_.find({"name", "title"})) {
        content_.title = text_line(text_of(*name.value));
        offer_.taken(name.name);
        check_length(offer_, &catalogue::UnitContent::title, 200, name.name);
    }
    if (content_.title.empty()) offer_.refuse("name", "Der Titel fehlt. Ergänzen Sie ihn an der Quelle.");

    const auto description = attributes_.find({"description"});
    const auto abstract = attributes_.find({"abstract", "shortDescription", "subtitle"});
    const auto take = [&](const JsonAttributes::Found& found) {
        const std::string source = text_of(*found.value);
        std::string text = description_text(source);
        if (text == source)
            offer_.taken(found.name);
        else
            offer_.changed(found.name, "Auszeichnungen, die nicht erlaubt sind, sind entfernt.", source);
        return text;
    };
    if (description) content_.description_specialist = take(description);
    if (abstract) content_.description_general = take(abstract);
    if (description && !abstract) {
        content_.description_general = content_.description_specialist;
        offer_.changed(description.name, "Die Quelle hat nur eine Beschreibung; sie steht nun in beiden Feldern.");
    } else if (abstract && !description) {
        content_.description_specialist = content_.description_general;
        offer_.changed(abstract.name, "Die Quelle hat nur eine Beschreibung; sie steht nun in beiden Feldern.");
    }
    if (const auto objectives = attributes_.find({"learningObjectives", "learningObjective"})) {
        std::string text;
        for (const auto& objective : texts_of(*objectives.value)) text += (text.empty() ? "" : " ") + text_line(objective);
        content_.objective = text;
        offer_.taken(objectives.name);
        check_length(offer_, &catalogue::UnitContent::objective, 1000, objectives.name);
    }
    if (const auto audience = attributes_.find({"audience"})) {
        static constexpr std::pair<std::string_view, std::string_view> roles[] = {{"student", "Studierende"},
                                                                                  {"teacher", "Lehrende"},
                                                                                  {"administrator", "Verwaltung von Bildungseinrichtungen"},
                                                                                  {"mentor", "Begleitende"},
                                                                                  {"parent", "Eltern"},
                                                                                  {"peertutor", "Mitlernende"},
                                                                                  {"professional", "Fachkräfte"},
                                                                                  {"generalpublic", "Alle Interessierten"},
                                                                                  {"general", "Alle Interessierten"}};
        bool changed = false;
        std::string all;
        for (const auto& one : texts_of(*audience.value)) {
            std::string text = text_line(one);
            if (is_web_address(one)) {
                const std::string last = lower_ascii(one.substr(one.find_last_of("/#") + 1));
                const auto role = std::find_if(std::begin(roles), std::end(roles), [&](const auto& r) { return r.first == last; });
                changed = true;
                if (role == std::end(roles)) {
                    offer_.dropped(audience.name, "Die Bezeichnung der Zielgruppe hinter dieser Adresse ist nicht bekannt.", one);
                    continue;
                }
                text = role->second;
            }
            if (!text.empty()) all += (all.empty() ? "" : ", ") + text;
        }
        content_.audience = all;
        if (changed && !all.empty())
            offer_.changed(audience.name, "Aus der Adresse der Zielgruppe ist ihr Name geworden.", all);
        else if (!all.empty())
            offer_.taken(audience.name);
        check_length(offer_, &catalogue::UnitContent::audience, 500, audience.name);
    }
}

void MoochubOffer::read_language() {
    const auto languages = attributes_.find({"inLanguage", "languages", "language"});
    if (!languages) return;
    std::vector<std::string> known;
    const auto codes = texts_of(*languages.value);
    for (const auto& code : codes) {
        if (const auto language = parse_language(code)) known.push_back(*language);
    }
    if (known.empty()) {
        if (!codes.empty()) {
            offer_.refuse(languages.name, fmt::format("Die Sprache „{}“ gibt es hier nicht. Möglich sind Deutsch (de) und Englisch (en).",
                                                      shortened(codes.front(), 20)));
        }
        return;
    }
    content_.language = std::find(known.begin(), known.end(), "de") != known.end() ? "de" : known.front();
    if (codes.size() == 1)
        offer_.taken(languages.name);
    else
        offer_.changed(languages.name, "Ein Angebot hat hier eine Sprache; die anderen sind entfallen.", fmt::format("{}", fmt::join(codes, ", ")));
}

void MoochubOffer::read_mode() {
    const auto found = attributes_.find({"courseMode", "mode"});
    bool online = false, on_site = false, blended = false, alone = false, together = false, mooc = false;
    if (found) {
        for (const auto& mode : texts_of(*found.value)) {
            const std::string name = folded(mode);
            online |= name == "online" || name == "remote";
            on_site |= name == "onsite" || name == "on-site" || name == "presence" || name == "praesenz";
            blended |= name == "blended" || name == "hybrid";
            alone |= name == "asynchronous" || name == "self-paced" || name == "selfpaced";
            together |= name == "synchronous";
            mooc |= name == "mooc";
        }
    }
    if (blended || (on_site && online))
        content_.mode = Format::hybrid;
    else if (on_site)
        content_.mode = Format::on_site;
    else if (together)
        content_.mode = Format::online;
    else if (alone || mooc)
        content_.mode = Format::self_paced;
    else if (online)
        content_.mode = Format::online;
    else {
        content_.mode = Format::self_paced;
        const std::string value = found ? text_of(*found.value) : "";
        offer_.changed(found ? found.name : "courseMode", "Wie gelernt wird, sagt die Quelle nicht eindeutig; angenommen ist Selbststudium.", value);
        offer_.hold.push_back("Prüfen Sie, ob das Angebot im Selbststudium, online oder vor Ort stattfindet.");
        return;
    }
    if (mooc)
        offer_.changed(found.name, "Ein MOOC ist hier ein Angebot im Selbststudium.", "MOOC");
    else
        offer_.taken(found.name);
}

void MoochubOffer::read_location() {
    const auto found = attributes_.find({"contentLocation", "location"});
    if (!found) return;
    const auto* place = found.value->if_object();
    if (place == nullptr) {
        offer_.dropped(found.name, "Der Ort ist nur als Text angegeben.", text_of(*found.value));
        return;
    }
    if (content_.mode != Format::on_site && content_.mode != Format::hybrid) {
        offer_.dropped(found.name, "Das Angebot findet nicht vor Ort statt.", text_of(*found.value));
        return;
    }
    ReadVenue venue;
    venue.name = short_line(member_text(*place, "name"));
    if (const auto* address = member(*place, "address"); address != nullptr && address->is_object()) {
        const auto& fields = address->get_object();
        venue.town = short_line(member_text(fields, "city"));
        if (venue.town.empty()) venue.town = short_line(member_text(fields, "addressLocality"));
        venue.postal_code = short_line(member_text(fields, "postalCode"));
        venue.street = short_line(member_text(fields, "streetAddress"));
    }
    if (venue.name.empty()) venue.name = venue.street.empty() ? venue.town : venue.street;
    if (venue.name.empty()) {
        offer_.dropped(found.name, "Name und Anschrift des Ortes fehlen.");
        return;
    }
    offer_.venues.push_back(std::move(venue));
    offer_.taken(found.name);
}

std::vector<Moment> MoochubOffer::moments_of(const JsonAttributes::Found& found) {
    std::vector<Moment> moments;
    if (!found) return moments;
    for (const auto& text : texts_of(*found.value)) {
        if (const auto moment = parse_moment(text))
            moments.push_back(*moment);
        else
            offer_.dropped(found.name, "Das ist kein lesbares Datum.", text);
    }
    return moments;
}

void MoochubOffer::read_dates() {
    const auto start_found = attributes_.find({"startDate", "startDates"});
    const auto end_found = attributes_.find({"endDate", "endDates"});
    const auto expires_found = attributes_.find({"expires", "availableUntil"});
    const auto deadline_found = attributes_.find({"applicationDeadline"});
    const auto repeat_found = attributes_.find({"repeatFrequency"});
    const auto starts = moments_of(start_found), ends = moments_of(end_found), expires = moments_of(expires_found);
    const auto deadlines = moments_of(deadline_found);
    if (!deadlines.empty()) deadline_ = deadlines.front().day;

    if (!expires.empty()) {
        const Date last = std::max_element(expires.begin(), expires.end(), [](const auto& a, const auto& b) { return a.day < b.day; })->day;
        ended_ = last < vocabulary_.today;
        offer_.dropped(expires_found.name, ended_ ? "Das Angebot ist an der Quelle abgelaufen." : "Ein Ablaufdatum gibt es hier nicht.",
                       to_iso(last));
    }
    std::optional<int> daily_start, daily_end;
    if (repeat_found) {
        for (const auto* entry : entries_of(*repeat_found.value)) {
            const auto* times = entry->if_object();
            if (times == nullptr) continue;
            daily_start = parse_time(member_text(*times, "startTime"));
            daily_end = parse_time(member_text(*times, "endTime"));
            break;
        }
        offer_.changed(repeat_found.name, "Von den Wiederholungen sind nur die Uhrzeiten der ersten übernommen.", "");
    }
    if (content_.mode == Format::self_paced) {
        if (!starts.empty()) {
            const bool later = starts.front().day > vocabulary_.today;
            offer_.dropped(start_found.name, "Angebote im Selbststudium haben keine Termine.", to_iso(starts.front().day));
            if (later) offer_.hold.push_back(fmt::format("Das Angebot beginnt an der Quelle erst am {}.", to_iso(starts.front().day)));
        }
        if (!ends.empty()) offer_.dropped(end_found.name, "Angebote im Selbststudium haben keine Termine.", to_iso(ends.front().day));
        if (deadline_found) offer_.dropped(deadline_found.name, "Angebote im Selbststudium haben keinen Anmeldeschluss.");
        return;
    }
    const std::size_t before = offer_.fields.size();
    std::size_t past = 0;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        StatedRun run{.begin = starts[i]};
        if (i < ends.size()) run.end = ends[i];
        if ((!run.begin.minute || run.begin.minute == 0) && daily_start) {
            run.begin.minute = daily_start;
            run.end_minute = daily_end;
        }
        if (run.begin.day < vocabulary_.today) {
            ++past;
            continue;
        }
        if (!offer_.venues.empty()) run.venue = 0;
        add_date(offer_, run, content_.mode, seats_assumed, deadline_, vocabulary_.today, start_found.name);
    }
    if (past > 0) {
        offer_.dropped(start_found.name, fmt::format("{} vergangene Termine sind nicht übernommen.", past), to_iso(starts.front().day));
        if (past == starts.size()) ended_ = true;
    }
    if (starts.empty()) {
        if (!ends.empty()) offer_.dropped(end_found.name, "Ohne Beginn entsteht kein Termin.", to_iso(ends.front().day));
        if (deadline_found) offer_.dropped(deadline_found.name, "Ohne Termin gibt es keinen Anmeldeschluss.");
        return;
    }
    if (content_.dates.empty()) return;
    if (offer_.fields.size() == before) offer_.taken(start_found.name);
    if (!ends.empty()) offer_.taken(end_found.name);
    if (deadline_found) offer_.taken(deadline_found.name);
    offer_.changed(start_found.name, fmt::format("Das Format kennt keine Plätze; angenommen sind {} je Termin.", seats_assumed));
    offer_.hold.push_back("Tragen Sie die Zahl der Plätze ein.");
    if (content_.mode != Format::online) content_.presence_days = days_between(content_.dates.front().first_day, content_.dates.front().last_day) + 1;
}

void MoochubOffer::read_effort() {
    const auto workload_found = attributes_.find({"workload", "timeRequired"});
    const auto duration_found = attributes_.find({"duration"});
    std::optional<IsoDuration> duration;
    if (duration_found) {
        duration = parse_iso_duration(text_of(*duration_found.value));
        if (!duration)
            offer_.dropped(duration_found.name, "Die Dauer ist nicht in der Form P4W oder PT8H geschrieben.", text_of(*duration_found.value));
    }
    const double weeks = duration ? duration->total_weeks() : 0;
    std::optional<double> total;
    std::string how;
    if (workload_found) {
        const auto per_week = [&](double hours) {
            if (weeks > 0) {
                total = hours * weeks;
                how = fmt::format("{:g} Stunden je Woche über {:.3g} Wochen.", hours, weeks);
            } else {
                offer_.dropped(workload_found.name, "Der Aufwand gilt je Woche, und die Zahl der Wochen fehlt.", text_of(*workload_found.value));
            }
        };
        if (const auto* object = workload_found.value->if_object()) {
            const auto* time = member(*object, "timeValue");
            const auto value = time == nullptr ? std::nullopt : number_of(*time);
            const std::string unit = member_text(*object, "timeUnit");
            if (!value || *value <= 0) {
                offer_.dropped(workload_found.name, "Die Zahl der Stunden fehlt.", json::serialize(*workload_found.value));
            } else if (unit == "h/week" || unit.empty()) {
                per_week(*value);
            } else if (unit == "h/day") {
                total = *value * (weeks > 0 ? weeks * 5 : std::max(1.0, duration ? duration->days : 1.0));
                how = fmt::format("{:g} Stunden je Arbeitstag.", *value);
            } else if (unit == "h/month") {
                total = weeks > 0 ? *value * weeks / 4.345 : *value;
                how = fmt::format("{:g} Stunden je Monat.", *value);
            } else {
                offer_.dropped(workload_found.name, "Die Einheit des Aufwands ist nicht bekannt.", unit);
            }
        } else if (workload_found.value->is_string()) {
            const auto workload = parse_workload(text_of(*workload_found.value));
            if (!workload)
                offer_.dropped(workload_found.name, "Im Text des Aufwands steht keine Zahl.", text_of(*workload_found.value));
            else if (workload->per_week)
                per_week(workload->hours);
            else
                total = workload->hours, how = "Aus dem Text gelesen.";
        } else if (const auto hours = number_of(*workload_found.value)) {  // 2.3: hours per week
            if (weeks > 0)
                per_week(*hours);
            else
                total = *hours, how = "Ohne Dauer als Gesamtzahl der Stunden verstanden.";
        }
        if (total) offer_.changed(workload_found.name, "Umgerechnet in Stunden der drei Phasen: " + how, text_of(*workload_found.value));
    }
    if (!total && duration && duration->total_hours() > 0) {
        total = duration->total_hours();
        offer_.taken(duration_found.name);
    } else if (duration && weeks > 0) {
        if (total)
            offer_.taken(duration_found.name);
        else
            offer_.dropped(duration_found.name, "Eine Zeitspanne ohne Stunden je Woche sagt nicht, wie lange man lernt.",
                           text_of(*duration_found.value));
    }
    if (total && (*total > 2000 || !(*total > 0))) {
        offer_.dropped(workload_found ? workload_found.name : duration_found.name, "Mehr als 2.000 Stunden sind sicher ein Fehler.",
                       fmt::format("{:g}", *total));
        total.reset();
    }
    if (!total && !content_.dates.empty()) total = hours_of_dates(content_.dates);
    if (total)
        spread_hours(offer_, *total);
    else
        offer_.hold.push_back("Tragen Sie ein, wie viele Stunden das Angebot dauert.");
}

}  // namespace kc::exchange
