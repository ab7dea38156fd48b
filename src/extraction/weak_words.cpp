// SPDX-License-Identifier: EUPL-1.2
#include "extraction/weak_words.hpp"

namespace kc::extraction {
namespace {

constexpr std::string_view weak =
    "arbeit arbeiten arbeitet machen tun bearbeiten bearbeitung erstellen erstellung schreiben prüfen prüfung führen leiten planen helfen "
    "nutzen verwenden anwenden anwendung umgang umgehen kümmern betreuen pflegen verwalten organisieren vorbereiten begleiten beraten "
    "beratung erklären zeigen sprechen reden lesen finden suchen geben nehmen stellen setzen halten bringen kommen gehen laufen sehen "
    "hören verstehen wissen können kennen lernen gelernt aufgabe aufgaben thema themen bereich kollege kollegin kollegen mitarbeiter "
    "mitarbeitende beschäftigte leute menschen mensch bürger bürgerin bürgerinnen kunden person personen amt ämter stadt gemeinde kommune "
    "kreis landkreis land rathaus haus verwaltung büro abteilung stelle behörde dienst sachbearbeiter sachbearbeitung tag woche monat "
    "jahr jahre zeit neu neue alt alte groß klein gut gute ganz alle viele richtig wichtig eigen eigene verschieden digital digitale "
    "online elektronisch öffentlich kommunal städtisch intern allgemein sache sachen fall fälle ding dinge teil art weise ende anfang ort "
    "platz seite hand kopf ergebnis ergebnisse bericht liste listen plan pläne ziel ziele frage fragen problem probleme regel regeln "
    "fehler information informationen daten text texte programm programme system systeme software technik technisch werkzeug gerät geräte "
    "unterlagen dokument dokumente formular antrag anträge vorgang vorgänge verfahren recht gesetz rechtlich verantwortlich zuständig "
    "verantwortung leitung leiten leiter kurs schulung fortbildung weiterbildung unterstützung hilfe wechsel annehmen aufnehmen "
    "entgegennehmen erfassen eintragen abgeben weitergeben bestellen kaufen anrufen telefon telefonieren melden anmelden anmeldung "
    "sammeln ordnen sortieren ablegen verteilen verschicken schicken senden entwerfen entwickeln entwicklung bauen einrichten einführen "
    "einführung umsetzen umsetzung steuern sichern sicherheit kontrollieren kontrolle überwachen auswerten berechnen rechnen zahlen zahl "
    "geld preis kosten unternehmen firma firmen verein vereine familie familien kind kinder schule straße gebäude raum räume fachamt team "
    "gruppe besuch besucher auskunft nachfragen erfahrung kenntnisse praxis alltag beginnen beenden abschließen entscheiden entscheidung "
    "auf moderne bekommen bieten angebot angebote möglich gemeinsam zusammen lösen lösung sitzen sitze fahren schauen erste zweite dritte "
    "stock unterwegs heute morgen gestern zuletzt hauptsächlich zuständigkeit schwerpunkt gebiet fachgebiet kümmere regle mag frau frauen "
    "herr mann stärke stärken schwäche stimmen angefangen ganze jemand welche einfach mehr lange";

constexpr std::string_view never_weak = "rechner rechners rechnern teams";

}  // namespace

WordList weak_words() { return words_of(weak); }
WordList never_weak_words() { return words_of(never_weak); }

}  // namespace kc::extraction
