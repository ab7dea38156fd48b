// SPDX-License-Identifier: EUPL-1.2
// Open-vhs, the XML of the adult education centres, versions 0.9 to 1.2 and the nested dialect of some cities.
#include "base/text.hpp"
#include "exchange/alignment.hpp"
#include "exchange/offer_times.hpp"
#include "exchange/xml_records.hpp"

namespace kc::exchange {

using catalogue::CredentialKind;
using catalogue::Format;
using catalogue::UnitContent;

namespace {

std::optional<int> whole_number(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

bool is_yes(std::string_view text) {
    const std::string word = folded(text);
    return word == "true" || word == "1" || word == "ja" || word == "wahr" || word == "yes";
}

class VhsCourse {
public:
    VhsCourse(const XmlElement& course, const Vocabulary& vocabulary, ReadOffer& offer)
        : course_(course), vocabulary_(vocabulary), offer_(offer), content_(offer.content) {}

    void read() {
        read_identity();
        read_texts();
        read_features();
        read_seats();
        read_places();
        read_dates();
        read_price();
        read_certificates();
        report_losses();
    }

private:
    std::string text(std::string_view name) {
        asked_.insert(std::string(name));
        return course_.text_at(name);
    }
    std::vector<const XmlElement*> all(std::string_view name) {
        asked_.insert(std::string(name));
        return course_.all(name);
    }

    void read_identity() {
        catalogue::SourceContent source;
        source.id = cut(text("guid"), 300);
        number_ = text("nummer");
        if (source.id.empty()) {
            source.id = cut(number_, 300);
            if (!source.id.empty()) offer_.changed("guid", "Die guid fehlt; das Angebot wird an seiner Nummer wiedererkannt.", number_);
        } else {
            offer_.taken("guid");
        }
        if (source.id.empty()) offer_.refuse("guid", "guid und Nummer fehlen. Ohne sie lässt sich das Angebot nicht wiedererkennen.");
        if (!number_.empty()) offer_.dropped("nummer", "Die Kursnummer wird nicht gezeigt.", number_);
        for (const auto* link : all("webadresse")) {
            const std::string uri = link->text_at("uri").empty() ? link->text : link->text_at("uri");
            const std::string kind = folded(link->text_at("typ"));
            if (source.url.empty() && (kind.empty() || kind == "website") && is_web_address(uri)) {
                source.url = uri;
                offer_.taken("webadresse");
            } else {
                offer_.dropped("webadresse", is_web_address(uri) ? "Nur die Seite des Kurses wird verlinkt." : "Das ist keine Webadresse.", uri);
            }
        }
        content_.source = std::move(source);
    }

    void read_texts() {
        content_.title = text_line(text("name"));
        if (content_.title.empty())
            offer_.refuse("name", "Der Titel (name) fehlt. Ergänzen Sie ihn an der Quelle.");
        else
            offer_.taken("name");
        check_length(offer_, &UnitContent::title, 200, "name");
        std::string subtitle;
        for (const auto* one : all("untertitel")) {
            const std::string line = text_line(one->text);
            if (!line.empty()) subtitle += (subtitle.empty() ? "" : " ") + line;
        }
        std::string description;
        for (const auto* one : all("text")) {
            const std::string kind = folded(one->text_at("eigenschaft").empty() ? one->attribute("eigenschaft") : one->text_at("eigenschaft"));
            const std::string written = one->text_at("text").empty() ? one->text : one->text_at("text");
            if (written.empty()) continue;
            const std::string body = catalogue_text(written);
            if (kind.find("ziel") != std::string::npos && kind.find("gruppe") == std::string::npos && content_.objective.empty()) {
                content_.objective = text_line(written);
                offer_.changed("text", "Der Text „" + kind + "“ ist zum Lernziel geworden.");
                check_length(offer_, &UnitContent::objective, 1000, "text");
            } else {
                description += (description.empty() ? "" : "\n\n") + body;
                offer_.taken("text");
            }
        }
        if (description.empty() && !subtitle.empty()) description = subtitle;
        content_.description_specialist = description;
        content_.description_general = subtitle.empty() ? description : subtitle;
        if (!subtitle.empty())
            offer_.changed("untertitel", "Der Untertitel ist zur Beschreibung für alle geworden.", subtitle);
        else if (!description.empty())
            offer_.changed("text", "Die Quelle hat nur eine Beschreibung; sie steht nun in beiden Feldern.");
        std::string audience;
        for (const auto* one : all("zielgruppe")) {
            const std::string line = text_line(one->text.empty() ? one->text_at("name") : one->text);
            if (!line.empty()) audience += (audience.empty() ? "" : ", ") + line;
        }
        content_.audience = audience;
        if (!audience.empty()) offer_.taken("zielgruppe");
        check_length(offer_, &UnitContent::audience, 500, "zielgruppe");
        for (const auto* one : all("schlagwort")) {
            const std::string word = cut(text_line(one->text), 60);
            if (word.empty()) continue;
            if (content_.keywords.size() >= 20) {
                offer_.dropped("schlagwort", "Übernommen sind höchstens 20 Schlagwörter.", word);
            } else if (std::find(content_.keywords.begin(), content_.keywords.end(), word) == content_.keywords.end()) {
                content_.keywords.push_back(word);
                offer_.taken("schlagwort");
            }
        }
        if (const std::string level = text("level"); !level.empty()) {
            if (const auto difficulty = difficulty_of_name(level)) {
                content_.difficulty = *difficulty;
                offer_.taken("level");
            } else {
                offer_.dropped("level", "Für diese Stufe gibt es hier keine Entsprechung.", level);
            }
        }
    }

    static std::string catalogue_text(std::string_view written) { return description_text(written); }

    void read_features() {
        content_.mode = Format::on_site;
        bool stated = false;
        const auto feature = [&](std::string_view name, const std::string& value) {
            const std::string key = folded(name), word = folded(value);
            if (key == "kursart_digital" || key == "kursart") {
                stated = true;
                if (word == "online_angebot" || word == "online" || word == "onlineangebot")
                    content_.mode = Format::online;
                else if (word == "blended_learning")
                    content_.mode = Format::hybrid;
                else if (word == "selbstlernangebot")
                    content_.mode = Format::self_paced;
                else
                    stated = false;
                if (stated)
                    offer_.taken("merkmale/kursart_digital");
                else
                    offer_.dropped("merkmale/kursart_digital", "Diese Kursart ist nicht bekannt; angenommen ist ein Kurs vor Ort.", value);
            } else if (key == "barrierefreies_lernen" && is_yes(word)) {
                content_.accessibility_note = "Nach Angabe des Anbieters barrierefreies Lernen.";
                offer_.changed("merkmale/barrierefreies_lernen",
                               "Als Hinweis zur Barrierefreiheit übernommen; welche Hilfen es gibt, sagt die Quelle nicht.", value);
            } else if (key == "anmeldung_kostenlos") {
                free_booking_ = is_yes(word);
                offer_.dropped("merkmale/anmeldung_kostenlos", "Gebühren der Anmeldung gibt es hier nicht.", value);
            } else {
                offer_.dropped("merkmale/" + cut(std::string(name), 60), "Dieses Merkmal hat hier kein Feld.", value);
            }
        };
        for (const auto* list : all("merkmale")) {
            for (const auto* one : list->all("merkmal")) feature(one->text_at("name"), one->text_at("wert"));
        }
        for (const auto* one : all("merkmal")) feature(one->text_at("name"), one->text_at("wert"));
        if (const std::string kind = text("veranstaltungsart"); !kind.empty()) {
            const std::string word = folded(kind);
            if (word.find("vortrag") != std::string::npos || word.find("information") != std::string::npos) {
                content_.kind = catalogue::OfferKind::information_event;
                offer_.changed("veranstaltungsart", "Übernommen als Informationsveranstaltung.", kind);
            } else {
                offer_.dropped("veranstaltungsart", "Übernommen als Lerneinheit.", kind);
            }
            if (!stated && word.find("online") != std::string::npos) content_.mode = Format::online;
        }
    }

    void read_seats() {
        const auto read = [&](std::string_view name) -> std::optional<int> {
            const std::string written = text(name);
            if (written.empty()) return std::nullopt;
            const auto number = whole_number(written);
            if (!number || *number > 10'000) {
                offer_.dropped(name, "Das ist keine ganze Zahl.", written);
                return std::nullopt;
            }
            if (*number <= 0) {
                offer_.dropped(name, *number < 0 ? "−1 heißt: nicht bekannt." : "0 ist hier ohne Bedeutung.", written);
                return std::nullopt;
            }
            return number;
        };
        content_.participants_min = read("minimale_teilnehmerzahl");
        content_.participants_max = read("maximale_teilnehmerzahl");
        if (content_.participants_min && content_.participants_max && *content_.participants_min > *content_.participants_max) {
            offer_.changed("minimale_teilnehmerzahl", "Die Mindestzahl ist größer als die Höchstzahl und deshalb entfallen.",
                           std::to_string(*content_.participants_min));
            content_.participants_min.reset();
        }
        if (content_.participants_min) offer_.taken("minimale_teilnehmerzahl");
        if (content_.participants_max) offer_.taken("maximale_teilnehmerzahl");
        const std::string present = text("aktuelle_teilnehmerzahl");
        const auto taken = whole_number(present);
        if (present.empty()) return;
        if (!taken || *taken < 0) {
            offer_.dropped("aktuelle_teilnehmerzahl", "Die Belegung ist nicht bekannt.", present);
        } else {
            taken_ = *taken;
            offer_.changed("aktuelle_teilnehmerzahl", "Schon vergebene Plätze sind von den freien abgezogen.", present);
        }
    }

    std::optional<std::size_t> add_venue(const XmlElement& element) {
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

    void read_places() {
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

    struct Session {
        Moment begin;
        std::optional<int> end_minute;
        bool operator<(const Session& other) const { return std::pair(begin.day, begin.minute) < std::pair(other.begin.day, other.begin.minute); }
    };

    std::vector<Session> sessions() {
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

    void read_dates() {
        const auto list = sessions();
        const std::string begin_text = text("beginn_datum"), end_text = text("ende_datum"), duration_text = text("dauer");
        const auto begin = parse_moment(begin_text), end = parse_moment(end_text);
        text("anzahl_termine");
        for (const auto* one : all("wochentag")) {
            if (!one->text.empty()) offer_.dropped("wochentag", "Der Wochentag folgt aus dem Datum.", one->text);
        }
        if (!begin_text.empty() && !begin) offer_.dropped("beginn_datum", "Das ist kein lesbares Datum.", begin_text);
        if (!end_text.empty() && !end) offer_.dropped("ende_datum", "Das ist kein lesbares Datum.", end_text);

        double hours = 0;
        bool timed = !list.empty();
        for (const auto& session : list) {
            if (session.begin.minute && session.end_minute && *session.end_minute > *session.begin.minute)
                hours += (*session.end_minute - *session.begin.minute) / 60.0;
            else
                timed = false;
        }
        const auto stated =
            duration_text.empty() ? std::nullopt : parse_workload(whole_number(duration_text) ? duration_text + " UE" : duration_text);
        if (stated && (!timed || hours <= 0)) hours = stated->hours;
        if (stated)
            offer_.changed("dauer", "Unterrichtseinheiten zu 45 Minuten sind in Stunden umgerechnet.", duration_text);
        else if (!duration_text.empty())
            offer_.dropped("dauer", "Die Dauer ist nicht lesbar.", duration_text);

        if (content_.mode == Format::self_paced) {
            if (hours > 0)
                content_.self_study = half_hours_of(hours);
            else
                offer_.hold.push_back("Tragen Sie ein, wie viele Stunden das Angebot dauert.");
            if (begin) offer_.dropped("beginn_datum", "Angebote im Selbststudium haben keine Termine.", begin_text);
            return;
        }
        if (list.empty() && !begin) {
            offer_.hold.push_back("Der Kurs hat an der Quelle keinen Termin.");
            content_.tutorial = half_hours_of(hours);
            return;
        }
        StatedRun run{.begin = list.empty() ? *begin : list.front().begin};
        if (!offer_.venues.empty()) run.venue = 0;
        run.source_id = content_.source->id;
        if (!list.empty()) run.end_minute = list.front().end_minute;
        if (list.empty()) run.end = end;
        bool consecutive = list.size() > 1;
        for (std::size_t i = 1; i < list.size(); ++i) {
            consecutive = consecutive && days_between(list[i - 1].begin.day, list[i].begin.day) == 1 &&
                          list[i].begin.minute == list[0].begin.minute && list[i].end_minute == list[0].end_minute;
        }
        if (consecutive && list.size() <= 14) run.end = Moment{list.back().begin.day, list.back().end_minute};
        if (end && begin && end->day < begin->day)
            offer_.changed("ende_datum", "Das Ende liegt vor dem Beginn und ist deshalb entfallen.", end_text);
        else if (end)
            offer_.taken("ende_datum");
        if (run.begin.day < vocabulary_.today) {
            offer_.dropped("beginn_datum", "Der Kurs hat schon begonnen; der Termin ist nicht übernommen.", begin_text);
            offer_.ended = list.empty() ? (!end || end->day < vocabulary_.today) : list.back().begin.day < vocabulary_.today;
            if (!offer_.ended) offer_.hold.push_back("Der Kurs läuft schon. Ein neuer Termin fehlt.");
        } else {
            int seats = content_.participants_max.value_or(seats_assumed);
            if (content_.participants_max) {
                if (taken_ >= seats) {
                    offer_.changed("aktuelle_teilnehmerzahl", "Der Kurs ist an der Quelle ausgebucht; der Termin ist nicht übernommen.",
                                   std::to_string(taken_));
                    offer_.hold.push_back("Der Kurs ist an der Quelle ausgebucht.");
                    seats = 0;
                } else {
                    seats -= taken_;
                }
            } else {
                offer_.changed("maximale_teilnehmerzahl", fmt::format("Die Höchstzahl fehlt; angenommen sind {} Plätze.", seats_assumed));
                offer_.hold.push_back("Tragen Sie die Zahl der Plätze ein.");
            }
            if (seats > 0) {
                add_date(offer_, run, content_.mode, seats, std::nullopt, vocabulary_.today, "termin");
                offer_.taken("beginn_datum");
            }
        }
        if (list.size() > 1 && !run.end) {
            std::string sessions_text;
            for (const auto& session : list) {
                sessions_text += (sessions_text.empty() ? "" : ", ") + to_iso(session.begin.day);
                if (session.begin.minute) sessions_text += " " + time_text(*session.begin.minute);
            }
            content_.description_specialist +=
                fmt::format("{}Einzeltermine: {}.", content_.description_specialist.empty() ? "" : "\n\n", sessions_text);
            offer_.changed("termin",
                           fmt::format("Der Kurs hat {} Einzeltermine. Buchbar ist der erste; alle stehen in der Beschreibung.", list.size()),
                           sessions_text);
        }
        if (hours <= 0 && !content_.dates.empty()) hours = hours_of_dates(content_.dates);
        content_.tutorial = half_hours_of(hours);
        if (hours <= 0) offer_.hold.push_back("Tragen Sie ein, wie viele Stunden das Angebot dauert.");
        if (content_.mode != Format::online)
            content_.presence_days = std::max<int>(1, static_cast<int>(std::min<std::size_t>(list.size(), 365)));
        else
            content_.presence_days = 0;
    }

    void read_price() {
        const auto prices = all("preis");
        if (prices.empty()) {
            if (free_booking_) return;
            offer_.hold.push_back("Die Quelle nennt keinen Preis. Prüfen Sie, ob das Angebot kostenlos ist.");
            return;
        }
        const auto& price = *prices.front();
        const std::string amount = price.text_at("betrag").empty() ? price.text : price.text_at("betrag");
        const auto cents = parse_price(amount);
        if (!cents) {
            if (amount.find("CHF") != std::string::npos)
                return offer_.refuse("preis/betrag", "Der Preis ist nicht in Euro angegeben. Preise können hier nur in Euro stehen.");
            offer_.dropped("preis/betrag", "Das ist kein lesbarer Preis.", amount);
            offer_.hold.push_back("Der Preis war nicht lesbar. Tragen Sie ihn nach.");
        } else {
            content_.price_member = content_.price_other = *cents;
            offer_.taken("preis/betrag");
        }
        if (prices.size() > 1) offer_.dropped("preis", "Weitere Preise haben hier kein Feld.");
        for (const auto* note : price.all("zusatz")) {
            if (note->text.empty()) continue;
            const auto amounts = prices_in(note->text);
            const bool reduced = folded(note->text).find("erm") != std::string::npos;
            offer_.dropped("preis/zusatz",
                           reduced && !amounts.empty() ? "Ermäßigte Preise gibt es hier nicht; es gilt der volle Preis."
                                                       : "Hinweise zum Preis haben hier kein Feld.",
                           note->text);
        }
        if (is_yes(price.text_at("rabatt_moeglich")))
            offer_.dropped("preis/rabatt_moeglich", "Ermäßigungen gibt es hier nicht; es gilt der volle Preis.");
    }

    void read_certificates() {
        for (const auto* one : all("zertifikat")) {
            const std::string name = folded(one->text_at("name").empty() ? one->text : one->text_at("name"));
            const auto kind = name.find("teilnahme") != std::string::npos ? CredentialKind::participation : CredentialKind::certificate;
            if (name.empty()) continue;
            if (std::find(content_.credentials.begin(), content_.credentials.end(), kind) == content_.credentials.end())
                content_.credentials.push_back(kind);
            offer_.changed("zertifikat",
                           kind == CredentialKind::participation ? "Übernommen als Teilnahmebestätigung." : "Übernommen als Zertifikat.", name);
        }
        std::sort(content_.credentials.begin(), content_.credentials.end());
    }

    void report_losses() {
        std::set<std::string> told;
        for (const auto& child : course_.children) {
            if (asked_.contains(child.name) || !told.insert(child.name).second) continue;
            if (child.text.empty() && child.children.empty()) continue;
            const bool people = child.name == "dozent" || child.name == "ansprechperson" || child.name == "anmeldung";
            offer_.dropped(cut(child.name, 60),
                           child.name == "dozent"          ? "Namen von Lehrpersonen werden nicht übernommen."
                           : people                        ? "Kontakte werden nicht übernommen."
                           : child.name == "dvv_kategorie" ? "Die Systematik der Volkshochschulen wird nicht verwendet."
                                                           : "Dieses Feld ist hier nicht bekannt.",
                           people ? "" : child.text);
        }
    }

    const XmlElement& course_;
    const Vocabulary& vocabulary_;
    ReadOffer& offer_;
    UnitContent& content_;
    std::set<std::string> asked_;
    std::string number_;
    const XmlElement* nested_ = nullptr;
    int taken_ = 0;
    bool free_booking_ = false;
};

}  // namespace

ReadResult read_open_vhs(std::string_view bytes, const Vocabulary& vocabulary, std::string_view address) {
    ReadResult result;
    result.format = SourceFormat::open_vhs;
    result.complete = true;
    std::string root;
    std::set<std::string> ids;
    std::map<std::string, int> numbers;
    const XmlRules rules{.record = "veranstaltung", .records_max = offers_max};
    const auto problem = read_xml(
        bytes, rules,
        [&](XmlElement&& course) {
            ReadOffer offer;
            offer.line = course.line;
            VhsCourse(course, vocabulary, offer).read();
            if (offer.content.source && !offer.content.source->id.empty() && !ids.insert(offer.content.source->id).second) {
                offer.refuse("guid", "Diese guid kommt in der Datei schon einmal vor. Jede Veranstaltung braucht ihre eigene.");
            }
            const std::string number = course.text_at("nummer");
            if (const auto [first, fresh] = numbers.emplace(number, course.line); !number.empty() && !fresh) {
                offer.changed("nummer", fmt::format("Dieselbe Nummer steht schon in Zeile {}; es zählt die guid.", first->second), number);
            }
            result.offers.push_back(std::move(offer));
        },
        [&](const XmlElement& element) {
            if (root.empty()) root = element.name;
            if (result.version.empty()) result.version = shortened(element.attribute("version"), 20);
        });
    if (problem) {
        result.refuse(problem->line, problem->message);
        return result;
    }
    if (result.offers.empty()) {
        result.refuse(1, fmt::format("Die Datei ist XML, aber kein Open-vhs: Das Element „veranstaltung“ kommt nicht vor (gefunden: „{}“).",
                                     shortened(root, 40)));
        return result;
    }
    if (is_web_address(address)) result.source_system = "open-vhs:" + host_of(address);
    for (const auto& offer : result.offers) {
        if (result.source_system.empty() && offer.content.source && !offer.content.source->url.empty()) {
            result.source_system = "open-vhs:" + host_of(offer.content.source->url);
        }
    }
    if (result.source_system.empty()) result.source_system = "open-vhs";
    for (auto& offer : result.offers) {
        if (offer.content.source) offer.content.source->system = result.source_system;
    }
    return result;
}

}  // namespace kc::exchange
