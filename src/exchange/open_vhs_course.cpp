// SPDX-License-Identifier: EUPL-1.2
// What an Open-vhs course is and costs: identity, texts, features, seats, price, certificates, and everything that gets lost.
#include "exchange/open_vhs_course.hpp"
#include "base/text.hpp"
#include "exchange/alignment.hpp"

namespace kc::exchange {

using catalogue::CredentialKind;
using catalogue::Format;
using catalogue::UnitContent;

void VhsCourse::read() {
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

std::string VhsCourse::text(std::string_view name) {
    asked_.insert(std::string(name));
    return course_.text_at(name);
}

std::vector<const XmlElement*> VhsCourse::all(std::string_view name) {
    asked_.insert(std::string(name));
    return course_.all(name);
}

void VhsCourse::read_identity() {
    catalogue::SourceContent source;
    source.id = cut(text("guid"), 300);
    const std::string number = text("nummer");
    if (source.id.empty()) {
        source.id = cut(number, 300);
        if (!source.id.empty()) offer_.changed("guid", "Die guid fehlt; das Angebot wird an seiner Nummer wiedererkannt.", number);
    } else {
        offer_.taken("guid");
    }
    if (source.id.empty()) offer_.refuse("guid", "guid und Nummer fehlen. Ohne sie lässt sich das Angebot nicht wiedererkennen.");
    if (!number.empty()) offer_.dropped("nummer", "Die Kursnummer wird nicht gezeigt.", number);
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

void VhsCourse::read_texts() {
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
        const std::string body = description_text(written);
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

void VhsCourse::read_features() {
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

void VhsCourse::read_seats() {
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

void VhsCourse::read_price() {
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

void VhsCourse::read_certificates() {
    for (const auto* one : all("zertifikat")) {
        const std::string name = folded(one->text_at("name").empty() ? one->text : one->text_at("name"));
        const auto kind = name.find("teilnahme") != std::string::npos ? CredentialKind::participation : CredentialKind::certificate;
        if (name.empty()) continue;
        if (std::find(content_.credentials.begin(), content_.credentials.end(), kind) == content_.credentials.end())
            content_.credentials.push_back(kind);
        offer_.changed("zertifikat", kind == CredentialKind::participation ? "Übernommen als Teilnahmebestätigung." : "Übernommen als Zertifikat.",
                       name);
    }
    std::sort(content_.credentials.begin(), content_.credentials.end());
}

void VhsCourse::report_losses() {
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

}  // namespace kc::exchange
