// SPDX-License-Identifier: EUPL-1.2
#include "exchange/table_columns.hpp"

namespace kc::exchange {

using catalogue::AccessibilityFeature;
using catalogue::CredentialKind;
using catalogue::Difficulty;
using catalogue::Format;
using catalogue::OfferKind;
using catalogue::Origin;

const std::array<ColumnInfo, table_column_count>& table_columns() {
    using C = TableColumn;
    static constexpr std::array<ColumnInfo, table_column_count> columns{{
        {C::id, "Kennung", true,
         "Ihr eigenes Kennzeichen. Daran wird das Angebot beim nächsten Mal wiedererkannt. Weitere Termine: neue Zeile mit derselben Kennung, die "
         "übrigen Spalten leer.",
         "DS-101"},
        {C::title, "Titel", true, "Höchstens 200 Zeichen.", "Datenschutz im Bürgeramt"},
        {C::kind, "Art", false, "Lerneinheit, wenn leer.", "Lerneinheit"},
        {C::objective, "Lernziel", false, "Was man danach kann, in ganzen Sätzen.",
         "Sie beantworten Anträge auf Auskunft vollständig und fristgerecht."},
        {C::description_specialist, "Beschreibung fachlich", false, "Für Fachleute, mit Fachbegriffen.",
         "Rechte der betroffenen Personen nach Kapitel III der DSGVO, Fristen und Ausnahmen."},
        {C::description_general, "Beschreibung für alle", false, "In einfachen Worten.", "Sie lernen, welche Rechte Menschen an ihren Daten haben."},
        {C::audience, "Zielgruppe", false, "Für wen das Angebot ist.", "Beschäftigte im Bürgeramt"},
        {C::practice, "Praxisbezug", false, "Was man am nächsten Arbeitstag anders macht.", "Sie bearbeiten einen Antrag aus Ihrem Amt."},
        {C::keywords, "Schlagwörter", false, "Mit Komma getrennt, höchstens 20.", "DSGVO, Auskunft"},
        {C::modules, "Module", false, "Namen oder Kürzel, mit Komma getrennt.", ""},
        {C::mandatory_in, "Pflicht in", false, "In welchen dieser Module das Angebot Pflicht ist.", ""},
        {C::teaches, "Vermittelt", false,
         "Kompetenz und Stufe (1 bis 5), mehrere mit Semikolon: „Datenschutz: 2; Datenschutz: 3“. Stufe 2 heißt: von 1 auf 2.", ""},
        {C::needs, "Setzt voraus", false, "Kompetenz und Stufe, die schon da sein müssen.", ""},
        {C::after, "Nach Angebot", false, "Kürzel des Angebots, das vorher kommt (letzter Teil seiner Adresse).", ""},
        {C::mode, "Form", true, "vor Ort, online, hybrid oder Selbststudium.", "vor Ort"},
        {C::self_study, "Stunden Selbststudium", false, "In Stunden, halbe erlaubt: 1,5.", "2"},
        {C::tutorial, "Stunden Tutorium", false, "Dauer des gemeinsamen Termins in Stunden.", "5"},
        {C::follow_up, "Stunden Nachbereitung", false, "In Stunden.", "1"},
        {C::presence_days, "Tage vor Ort", false, "An wie vielen Tagen man vor Ort ist.", "1"},
        {C::participants_min, "Teilnehmende mindestens", false, "Ganze Zahl.", "6"},
        {C::participants_max, "Teilnehmende höchstens", false, "Ganze Zahl.", "16"},
        {C::price_member, "Preis Mitglieder", true, "In Euro für Mitglieder der Genossenschaft, 0 für kostenlos.", "160,00"},
        {C::price_other, "Preis andere", false, "In Euro für alle anderen. Leer: wie für Mitglieder.", "220,00"},
        {C::origin, "Herkunft", false, "Selbst entwickelt, wenn leer.", "selbst entwickelt"},
        {C::code_share_of, "Gemeinsam mit", false, "Kürzel des Angebots, dessen Termine und Plätze gelten.", ""},
        {C::funding, "Förderung", false, "Wer fördert und was. Leer: nicht gefördert.", ""},
        {C::language, "Sprache", false, "Deutsch oder Englisch. Deutsch, wenn leer.", "Deutsch"},
        {C::difficulty, "Niveau", false, "Einstieg, Aufbau oder Vertiefung.", "Einstieg"},
        {C::dqr, "DQR", false, "Stufe 1 bis 8 des Deutschen Qualifikationsrahmens.", ""},
        {C::ects, "ECTS", false, "Punkte, zum Beispiel 2,5.", ""},
        {C::credentials, "Nachweise", false, "Teilnahmebestätigung, Zeugnis, Zertifikat; mit Komma getrennt.", "Teilnahmebestätigung"},
        {C::accessibility, "Barrierefreiheit", false, "Mit Komma getrennt; erlaubte Wörter stehen im Blatt „Auswahl“.", ""},
        {C::accessibility_note, "Hinweis Barrierefreiheit", false, "Freier Text.", ""},
        {C::seals, "Gütesiegel", false, "Name | Aussteller | gültig bis; mehrere mit Semikolon.", ""},
        {C::only_for, "Nur für", false, "Kürzel der Organisation, wenn das Angebot intern ist.", ""},
        {C::url, "Webadresse", false, "Seite des Angebots bei Ihnen, mit https://.", ""},
        {C::first_day, "Termin von", false, "Erster Tag: 31.03.2027.", "31.03.2027"},
        {C::last_day, "Termin bis", false, "Letzter Tag. Leer: nur ein Tag.", ""},
        {C::start, "Uhrzeit von", false, "9:00.", "09:00"},
        {C::end, "Uhrzeit bis", false, "14:00.", "14:00"},
        {C::date_mode, "Form des Termins", false, "Leer: wie das Angebot.", ""},
        {C::venue, "Lernort", false, "Name oder Kürzel eines Lernorts aus dem Blatt „Auswahl“.", ""},
        {C::seats, "Plätze", false, "Plätze vor Ort, bei Online-Terminen am Bildschirm.", "16"},
        {C::online_seats, "Plätze online", false, "Nur bei hybriden Terminen: Plätze am Bildschirm.", ""},
        {C::deadline, "Anmeldeschluss", false, "Leer: 14 Tage vorher.", "17.03.2027"},
        {C::date_state, "Termin abgesagt", false, "ja oder leer.", ""},
        {C::date_id, "Kennung des Termins", false, "Nur nötig, wenn Sie Tag oder Uhrzeit eines Termins später ändern wollen.", ""},
    }};
    return columns;
}

const ColumnInfo& column_info(TableColumn column) { return table_columns()[static_cast<std::size_t>(column)]; }

std::span<const Word<OfferKind>> kind_words() {
    static constexpr Word<OfferKind> words[] = {{OfferKind::learning_unit, "Lerneinheit"},
                                                {OfferKind::information_event, "Informationsveranstaltung"},
                                                {OfferKind::coaching, "Coaching"},
                                                {OfferKind::dialogue, "Austausch"}};
    return words;
}

std::span<const Word<Format>> mode_words() {
    static constexpr Word<Format> words[] = {
        {Format::on_site, "vor Ort"}, {Format::online, "online"}, {Format::hybrid, "hybrid"}, {Format::self_paced, "Selbststudium"}};
    return words;
}

std::span<const Word<Origin>> origin_words() {
    static constexpr Word<Origin> words[] = {
        {Origin::own, "selbst entwickelt"}, {Origin::acquired, "zugekauft"}, {Origin::code_share, "gemeinsam mit anderen"}};
    return words;
}

std::span<const Word<Difficulty>> difficulty_words() {
    static constexpr Word<Difficulty> words[] = {
        {Difficulty::basic, "Einstieg"}, {Difficulty::intermediate, "Aufbau"}, {Difficulty::advanced, "Vertiefung"}};
    return words;
}

std::span<const Word<CredentialKind>> credential_words() {
    static constexpr Word<CredentialKind> words[] = {{CredentialKind::participation, "Teilnahmebestätigung"},
                                                     {CredentialKind::transcript, "Zeugnis"},
                                                     {CredentialKind::certificate, "Zertifikat"}};
    return words;
}

std::span<const Word<AccessibilityFeature>> accessibility_words() {
    static constexpr Word<AccessibilityFeature> words[] = {{AccessibilityFeature::step_free, "stufenlos erreichbar"},
                                                           {AccessibilityFeature::captions, "Untertitel"},
                                                           {AccessibilityFeature::sign_language, "Gebärdensprache"},
                                                           {AccessibilityFeature::plain_language, "leicht verständliche Sprache"},
                                                           {AccessibilityFeature::screen_reader, "für Vorleseprogramme geeignet"},
                                                           {AccessibilityFeature::hearing_loop, "Induktionsschleife"},
                                                           {AccessibilityFeature::accessible_documents, "barrierefreie Unterlagen"}};
    return words;
}

}  // namespace kc::exchange
