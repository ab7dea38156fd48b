// SPDX-License-Identifier: EUPL-1.2
#include "extraction/demand_cues.hpp"

namespace kc::extraction {
namespace {

using enum CueKind;

constexpr int tasks = static_cast<int>(Section::tasks), requirements = static_cast<int>(Section::requirements);
constexpr int desirable = static_cast<int>(Section::desirable), ignored = static_cast<int>(Section::ignored);

constexpr int title = static_cast<int>(Section::unknown);  // of the whole text: says nothing of what follows

constexpr CueRule headings[] = {
    {"EX-51", neutral, title,
     "stellenausschreibung*|interne stellenausschreibung|öffentliche stellenausschreibung|stellenangebot*|stellenbeschreibung*|stellenprofil*|"
     "arbeitsplatzbeschreibung*|tätigkeitsbeschreibung*|wir suchen"},
    {"EX-51", neutral, tasks,
     "aufgabe*|ihr/ihre/deine/die? aufgabe*|aufgabengebiet|aufgabenbereich|aufgabenschwerpunkt*|arbeitsgebiet|tätigkeit*|tätigkeitsfeld|"
     "das erwartet sie/dich|was sie erwartet|was dich erwartet|schwerpunkte|ihr arbeitsbereich|stelleninhalt*|zu ihren aufgaben gehören"},
    {"EX-51", neutral, requirements,
     "anforderung*|anforderungsprofil|ihr/dein profil|profil|das bringen sie mit|sie bringen mit|das bringst du mit|wir erwarten|voraussetzung*|"
     "qualifikation*|fachliche/persönliche kompetenz*|was wir erwarten|ihre kenntnisse|erforderlich|zwingend|ihre qualifikation*|"
     "was sie mitbringen|sie verfügen über"},
    {"EX-51", neutral, desirable,
     "wünschenswert|von vorteil|wir wünschen uns|idealerweise|ihr plus|darüber hinaus wünschenswert|vorteilhaft|das wäre schön|optional"},
    {"EX-52", neutral, ignored,
     "wir bieten|das bieten wir|unser angebot|unsere leistungen|was wir bieten|ihre vorteile|benefits|bewerbung*|ihre bewerbung|bewerbungsfrist|"
     "kontakt|über uns|wer wir sind|vergütung|rahmenbedingungen|hinweise|datenschutzhinweis*|ansprechperson*|ansprechpartner*|rückfragen|fragen|"
     "interesse|interessiert|haben wir ihr interesse|freuen sie sich auf|darauf können sie sich freuen|die stadt|die gemeinde|der landkreis|"
     "eingruppierung|arbeitszeit|befristung"},
};

constexpr CueRule rules[] = {
    // Taking part
    {"EX-53", level, 2,
     "mitwirkung|mitwirken|mitarbeit|mitarbeiten|unterstützung|unterstützen|zuarbeit|teilnahme|teilnehmen|assistenz|mithilfe|begleitung|"
     "vertretung|vertretungsweise|in abwesenheit"},
    {"EX-53", limit, 1,
     "bereitschaft … einarbeitung|bereitschaft sich … einzuarbeiten|einzuarbeiten|erste erfahrung*/kenntnisse|interesse an|offenheit für|"
     "grundverständnis|aufgeschlossenheit|bereitschaft … anzueignen"},
    {"EX-53", limit, 2, "grundkenntnisse*|grundlagen|grundlegende* kenntnisse|basiskenntnisse*|grundwissen|allgemeine kenntnisse|einfache*"},
    // Working independently
    {"EX-53", level, 3,
     "selbstständig*|selbständig*|eigenständig*|eigenverantwortlich*|bearbeitung|bearbeiten|erstellung|erstellen|durchführung|durchführen|"
     "prüfung|sachbearbeitung|fundierte*|gute* kenntnisse|sicherer umgang|sicheren umgang|sichere* anwendung|sichere* kenntnisse|"
     "anwendungssicher*|kenntnisse|kenntnissen|erfahrung*|berufserfahrung|mehrjährige*"},
    // More than that
    {"EX-53", level, 4,
     "umfassende*|vertiefte*|tiefgehende*|ausgeprägte*|sehr gute*|hervorragende*|langjährige*|ausgezeichnete*|leitung|leiten|führung|"
     "projektleitung|verantwortung|verantwortlich|verantworten|federführung|federführend*|steuerung|steuern|koordination|koordinierung|"
     "fachliche anleitung|anleitung|schulung|schulen|beratung der/aller/von fachämter*/fachbereich*/ämter*|beratung … verwaltungsleitung|"
     "expertise|expertin|experte|schwierige* fälle"},
    {"EX-53", level, 5,
     "gesamtverantwortung|strategische* leitung/steuerung/ausrichtung/weiterentwicklung/verantwortung|"
     "leitung des/der amt*/fachbereich*/abteilung/dezernat*|amtsleitung|fachbereichsleitung|dezernatsleitung|gesamtsteuerung|"
     "grundsatzangelegenheiten|grundsatzfragen|erarbeitung von/der dienstanweisung*/richtlinie*/leitlinie*|konzeption und steuerung"},

    // How important
    {"EX-54", wish, 0,
     "wünschenswert|von vorteil|idealerweise|vorteilhaft|gern gesehen|nicht bedingung|wären schön|wäre schön|optional|im idealfall|bestenfalls"},
    {"EX-54", denial, 0, "zwingend*|unabdingbar|unerlässlich|voraussetzung|vorausgesetzt|erforderlich|notwendig|muss|müssen"},

    // No demand
    {"EX-52", aside, 0,
     "wir bieten|bieten wir|bieten ihnen|wir freuen uns|entgeltgruppe|besoldungsgruppe|vergütung|vergütet|tvöd|eg|a9|a10|a11|bewerbungsfrist|"
     "bewerben sie|bewerbung*|bewerbungsunterlagen|schwerbehinderte* … bevorzugt*|bei gleicher eignung|chancengleichheit|"
     "gleichstellung … menschen/frauen|fördert die gleichstellung|jobticket|jobrad|urlaubstage|tage urlaub|altersvorsorge|zusatzversorgung|"
     "betriebliches gesundheitsmanagement|flexible arbeitszeiten|gleitzeit|unbefristet*|befristet*|vollzeit|teilzeit|wochenstunden|"
     "arbeitsplatz in|rückfragen|auskünfte erteilt|telefonisch|vorstellungsgespräch* … statt|reisekosten|zum nächstmöglichen|ab sofort|"
     "einwohner*|führerschein*|studium|abgeschlossene* ausbildung/berufsausbildung/studium"},
};

}  // namespace

std::span<const CueRule> heading_rules() { return headings; }
std::span<const CueRule> demand_cue_rules() { return rules; }

}  // namespace kc::extraction
