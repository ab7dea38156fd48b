// SPDX-License-Identifier: EUPL-1.2
#include "extraction/cues.hpp"

namespace kc::extraction {
namespace {

using enum CueKind;

// The longest way that fits wins, wherever it stands in the table: "gar nicht schlecht" is found before "gar nicht".
constexpr CueRule rules[] = {
    // Never done, no idea
    {"EX-10", denial, 0,
     "gar/überhaupt/absolut nicht/nichts/nie/kein*|garnicht/garnichts|garnich/garnix|nicht die geringste/leiseste ahnung|"
     "nicht den blassesten schimmer|noch nie/niemals|nie/niemals im leben|nie|niemals|noch gar/überhaupt? nicht/nichts/nix|noch kein*/keinerlei|"
     "bislang/bisher nicht/nie/kein*/keinerlei|wenig bis keine ahnung/erfahrung/kenntnisse|"
     "kein*/null/keinerlei ahnung/plan/peil/schimmer/berührung*/kenntnisse/wissen/vorkenntnisse/erfahrung*/praxis/übung/blassen|"
     "keine blasse/große ahnung|kein* erfahrung/kenntnisse/ahnung mit/in/von/zu/damit|ohne erfahrung/kenntnisse/vorkenntnisse"},
    {"EX-10", denial, 0,
     "nichts/nix anfangen/verstehe/versteh/verstanden/gelernt/gemacht/hin|verstehe/versteh/kann/weiß/kapiere/habe … nichts/nix|"
     "nicht zu dem was ich kann|nicht/kein* mein* gebiet/bereich/thema/ding/fall/baustelle/metier/aufgabe/aufgaben|neuland|böhmische dörfer|"
     "nur bahnhof|bahnhof verstehe/versteh|buch mit sieben siegeln|"
     "völlig/komplett/total/ganz/absolut blank/fremd/unbekannt/unerfahren/ahnungslos/raus/überfordert|mir … fremd/unbekannt|"
     "bin … raus/blank/ahnungslos|null komma null|fehlanzeige|fehlt/fehlen mir … noch?|fehlt/fehlen mir|fehlt noch|"
     "scheitere/scheiter/verzweifle/verzweifel|kriege/krieg/bekomme/bekomm ich? nicht/nichts/nix/kein* … hin|nicht in meinem repertoire|"
     "hat mir keiner/niemand … gezeigt/beigebracht/erklärt|in diesem leben nicht*|"
     "wird … nichts mehr|nicht* mehr in diesem leben|stehe/steh … auf dem schlauch|nein"},
    {"EX-11", plain_no, 0, "nicht|nich|nit|ned|nix|nichts|kein|keine|keinen|keinem|keiner|keinerlei|niemanden|niemand"},

    // "nicht" that denies nothing
    {"EX-11", level, 3,
     "kein/keine/keinerlei/null/ohne große*? problem*/thema/schwierigkeit*/hexenwerk/akt/mühe/sorgen|kein ding|"
     "nicht/nich schwer/schwierig/fremd/neu/unbekannt/ungewohnt|nicht mehr wegzudenken|nicht unerfahren|gar? nicht so? schlecht/übel/verkehrt|"
     "nicht schlecht/übel/verkehrt|keine angst|ohne … hilfe/unterstützung/anleitung/rückfragen|ohne nachzufragen|ohne nachzudenken|"
     "nicht lange/lang überlegen"},
    {"EX-11", neutral, 0,
     "nicht nur|nicht bloß|nicht alleine?|nicht zuletzt|warum nicht|wieso nicht|nicht wahr|nicht umsonst|nicht vergessen|"
     "nicht nur … sondern auch|nichts lieber|nichts besonderes|nichts anderes|kein* … mehr vergessen|keine zeit|nicht immer|nichts neues|na ja|"
     "kein* … mehr|noch nicht lange?|keinen grund|nicht den kopf ab|nicht den kopf ab*|verlier*/verpass*/versäum*/vergess* … kein*/nicht/nichts|"
     "kein* frist/termin … verpass*/versäum*|meines wissens|im prinzip|im grunde|gute* morgen|guten tag|guten abend|gute frage|viel erfolg"},

    // A first look, a first course
    {"EX-12", level, 1,
     "grundkurs/einführungskurs/schnupperkurs/einsteigerkurs/anfängerkurs|einführung besucht/gemacht/mitgemacht|anfänger*|einsteiger*|am anfang|"
     "ganz am anfang|fange/fang gerade/grade/erst … an|reingeschnuppert/hineingeschnuppert/reingeschaut|mal? gesehen|mal? davon? gehört|"
     "mal? gehört|vom/von hörensagen|mal? zeigen lassen|mal? zugeschaut|nur? zugesehen|über die schulter geschaut|schon mal|"
     "ganz/brandneu/total/noch neu|bin neu|neu dabei|neu angefangen|frisch dabei|gerade/grade erst|erst seit kurzem|seit kurzem|seit neuestem|"
     "erst angefangen|erste* schritte/erfahrung*/einblick*/kontakt*/berührung*|nehme/nehm/höre/mache … nur teil|nehme … nur|schaue … nur zu|"
     "in der ausbildung? mal gehört|theoretisch|nur in der theorie|nur theoretisch|hineingewachsen"},
    // Weak
    {"EX-12", limit, 1,
     "kaum|wenig|nur? sehr/ganz/recht wenig|nur wenig|"
     "nicht/nich so/besonders/wirklich/sehr/ganz/gerade/allzu/all/zu/richtig/unbedingt/immer? so/ganz/zu? "
     "gut/fit/sicher/firm/viel/oft/doll/toll/geübt/stark/bewandert/dolle/prickelnd/souverän/perfekt|"
     "nicht so|nicht so richtig|nicht wirklich|nicht gerade mein* stärke/fall/spezialgebiet/lieblingsthema|nicht meine stärke|"
     "liegt/liegen/liegen mir nicht/nich|nicht … so mein* ding/fall|habe/hab/hab's … nicht so|"
     "eher/recht/ziemlich/ganz? schlecht/schwach/mau/mies/dürftig/wackelig/holprig/lückenhaft|mehr schlecht als recht|unsicher|unsicherheiten|"
     "tue/tu/tun mich/mir schwer|macht mir angst|scheue/meide ich?|drücke mich|gehe ich? … aus dem weg|schwer/schwierigkeiten/probleme/mühe mit|"
     "fällt/fallen mir schwer|hapert|hakt|happert|holpert|lücken|"
     "nur … grob/oberflächlich/ansatzweise/rudimentär/am rande/grundwissen/basiswissen/grundkenntnisse/grundlagen/basics/begrenzte*/geringe*|"
     "grob|oberflächlich|ansatzweise|rudimentär|am rande|begrenzte* kenntnisse|grundlagen|grundkenntnisse|grundwissen|basiswissen|basics|"
     "basiskenntnisse|mehr nicht|oft/häufig/ständig/dauernd/immer nachfragen/fragen|"
     "muss/müsste ich? oft/häufig/ständig/dauernd/immer … nachfragen/nachschlagen/fragen|"
     "herumgespielt/rumgespielt/rumprobiert/herumprobiert/reingeschnuppert|ein/n wenig … herumgespielt/rumgespielt/rumprobiert/herumprobiert|"
     "nur vom/von hörensagen|nur mal gehört|schwachpunkt|schwäche"},
    // Halfway, with help
    {"EX-13", limit, 2,
     "ein/n/nen/einen? bisschen/bissel/bisserl/wenig/bissl|bisschen/bissel|etwas|halbwegs|einigermaßen|leidlich|so lala|solala|mittelmäßig|"
     "mittelprächtig|durchwachsen|passabel|geht so|geht schon|es geht|gehts so|es reicht|reicht … so|reicht gerade so?|gerade so|grade so|"
     "mehr oder weniger|so halb|teils teils|teilweise|zum teil|ab und zu|ab und an|hin und wieder|gelegentlich|manchmal|selten|ein paar mal|"
     "paarmal|ein paarmal|zwei drei mal|ein/zwei/drei mal|zur not|notfalls|im notfall selbst|wenn es sein muss|irgendwie|meistens|meist|"
     "mit … hilfe/unterstützung/anleitung/begleitung|unter anleitung/aufsicht|nach anleitung|wenn mir jemand … hilft/zeigt|"
     "muss/müsste ich? noch? manchmal/hin/ab … fragen/nachfragen/nachschlagen|so einigermaßen|kleine/einfache/kleinere/simple|nur einfache*|"
     "das nötigste|das notwendigste|das übliche|für den hausgebrauch|hausgebrauch|etwas/einige/ein/paar erfahrung|ein bisschen erfahrung|"
     "bin … dabei mich einzuarbeiten|arbeite mich … ein|"
     "seminar/lehrgang/kurs/schulung/fortbildung/workshop … besucht/gelernt/gemacht/mitgemacht|einarbeitung|werde/werd … eingearbeitet"},
    // Independently and safely
    {"EX-14", level, 3,
     "gut|ganz/ziemlich/recht/eigentlich/schon/einfach gut|gute* kenntnisse/kenntnissen/erfahrung*/übung/wissen|ordentlich|ganz ordentlich|"
     "sicher|fit|sattel* fest|sattelfest|firm|versiert|geübt|souverän|zuverlässig|problemlos|mühelos|reibungslos|flüssig|fehlerfrei|täglich*|"
     "jeden tag|tagtäglich|tag für tag|dauernd|ständig|andauernd|laufend|regelmäßig*|wöchentlich|jede woche|immer wieder|oft|häufig|"
     "selbstständig*|selbständig*|eigenständig*|allein/alleine|von anfang bis ende|von a bis z|komplett selbst|im griff|unter kontrolle|"
     "kein problem|klappt/klappen/läuft/laufen/funktioniert gut/prima/bestens/super/reibungslos/wunderbar|klappt|läuft|kein thema|auf zack|"
     "beherrsche/beherrsch|beherrschen|kann ich|kenne/kenn ich? mich … aus|auskenne|komme/komm ich? … klar/zurecht|händchen|routine|routiniert|"
     "voll mein ding|mein ding|mein metier|liegt/liegen mir|leicht von der hand|tägliches geschäft|tägliches brot|brot und butter|mein alltag|"
     "seit jahren|seit langem|seit längerem|schon lange|schon länger|viel erfahrung|erfahrung*|einige* erfahrung|vertraut|"
     "behalte/behalt … im blick|im blick|problemlos|mehrmals|schon oft|schon öfter|öfter|öfters|fällt/fallen mir leicht|macht mir keiner was vor"},
    {"EX-35", neutral, 1,
     "ehrlich/offen gesagt|um ehrlich zu sein|ganz ehrlich|unter uns gesagt|sozusagen|auf jeden fall|zum beispiel|im großen und ganzen"},
    {"EX-14", neutral, 0,
     "im alltag|gut so|na gut|nun gut|gut dass|wird gut|schon gut|tut gut|täte … gut|tät* … gut|in sicher*|sicher nicht*|hab dich gut"},
    {"EX-14", level, 3, "ja"},
    // Very well
    {"EX-15", level, 4,
     "sehr/richtig/echt/wirklich/super/besonders/extrem/verdammt/außerordentlich/ausgesprochen gut/fit/sicher/firm/versiert/vertraut/stark|"
     "bestens|perfekt|hervorragend|ausgezeichnet|exzellent|fließend|verhandlungssicher|tief drin|super|spitze|top|prima und schnell|umfassend*|"
     "tiefgehend*|langjährig*|jahrelang*|in- und auswendig|in und auswendig|auswendig|aus dem effeff|effeff|aus dem ff|im schlaf|mit links|"
     "mit verbundenen augen|blind|klacks|kinderspiel|ein leichtes|profi*|experte*|expertin|fachmann|fachfrau|spezialist*|spezialgebiet|crack|"
     "ass|as in|koryphäe|per du|auf du und du|wie aus der pistole|wie meine westentasche|westentasche|turnschuh|alter hase|alte häsin|"
     "steckenpferd|zertifiziert*|geprüfte*|diplomiert*|studiert*|meister in|eiskalt|wie nichts/nix|seit vielen jahren|"
     "seit jahrzehnten|viele jahre|jahrzehnte*|umso/desto/noch besser|ohne mich läuft … nichts/nix|ohne mich geht … nichts/nix|"
     "komplexe/schwierige/komplizierte/knifflige/verzwickte fälle"},
    // Teaching and advising others
    {"EX-16", level, 4,
     "schule/schul ich? die/meine/unsere/andere/neue/alle|schule ich|ich schule|"
     "schulungen/kurse/seminare/unterricht/workshops/fortbildungen … geb*/halt*|"
     "gebe/geb/halte/halt … schulung*/kurs/kurse/seminar*/unterricht/workshops/fortbildungen|bringe/bring … bei|beibringe|"
     "erkläre/erklär/zeige/zeig ich? es? den/der/meinen/unseren/anderen/neuen/allen/meiner/unserer|"
     "erkläre/erklär/zeige/zeig ich? … kolleg*/mitarbeit*/team|unterweise|unterrichte|berate … alle/kolleg*/ämter/andere|coache|leite … an|"
     "arbeite … ein|unterstütze … kolleg*|helfe … anderen/kolleg*|ansprechpartner*|anlaufstelle|ansprechperson|multiplikator*|key user|keyuser|"
     "schlüsselanwender*|fragen mich|mich fragen|die alle fragen|den alle fragen|fragen alle|werde/werd ich? … gefragt|kommen … zu mir|"
     "rufen … mich … an|dozent*|trainer*|ausbilder/ausbilderin|bilde … aus|lehre|vermittle … wissen|vertrete … uns/unser*"},
    // Responsible for how the house does it
    {"EX-17", level, 5,
     "verantworte … gesamt*/ganz*/alle/haus/stadt/gemeinde/kreis/kämmerei|verantwortlich/zuständig für … gesamt*/ganze/alle ämter|"
     "für die ganze/gesamte stadt/verwaltung/gemeinde|für den ganzen/gesamten kreis/landkreis|für das ganze/gesamte haus/rathaus|"
     "leite … und verantworte|dienstanweisung … geschrieben/erstellt/verfasst/erarbeitet/entworfen|"
     "leitlinie*/richtlinie*/konzept/strategie/standards … geschrieben/erstellt/verfasst/erarbeitet/entwickelt/eingeführt/entworfen|"
     "schreibe/erstelle/erarbeite/entwickle/verfasse … dienstanweisung*/leitlinie*/richtlinie*/standards/konzept/konzepte/strategie|"
     "bei uns … eingeführt|im ganzen haus eingeführt|habe … eingeführt|stadtweit … aufgebaut|aufgebaut und eingeführt|lege/leg … fest|gebe … vor"},
    {"EX-17", level, 4, "verantworte|verantwortlich|federführend|leite die/das/den|gesamtverantwortung|unter meiner leitung|habe die leitung"},
    {"EX-16", level, 4, "im ganzen haus|für alle ämter|ämterübergreifend|alle ämter|hausweit"},

    // Past
    {"EX-18", past, 0,
     "früher mal?|damals|vor vielen? jahren|lange her|ewig her|lange nicht mehr|schon lange nicht mehr|nicht mehr|eingerostet|verlernt|"
     "aus der übung|in meinem/meiner letzten/alten/früheren job/stelle/stelle/amt|in der schule|zu meiner zeit|während meiner ausbildung|"
     "in der ausbildung gelernt|in meiner ausbildung|ist … her|nicht mehr so"},

    // Wishes
    {"EX-20", wish, 0,
     ""
     "möchte/möcht/will/wollte/würde/würd … "
     "lernen/dazulernen/verstehen/vertiefen/verbessern/auffrischen/weiterbilden/fortbilden/aneignen/einarbeiten/kennenlernen/beschäftigen/einsteigen/"
     "wechseln/können/werden/wissen/erfahren/übernehmen|"
     "möchte/möcht/will/wollte/würde/würd … … "
     "lernen/dazulernen/verstehen/vertiefen/verbessern/auffrischen/weiterbilden/fortbilden/aneignen/einarbeiten/beschäftigen/einsteigen/können/"
     "wissen|"
     "möchte/möcht/will/würde/würd/hätte/hätt ich? … gern/gerne/mal/besser/mehr/auch/künftig/später/irgendwann|"
     "gern/gerne … würde/würd/hätte/hätt/möchte|will … auch|will ich … mal|lernen will|lernen möchte|lernen würde|"
     "würde/würd … gern*/reizen/interessieren/freuen|hätte … gern*|hätte … interesse|lust auf|habe lust|hätte lust|interesse an|"
     "interessiert mich|interessiere mich|interessieren mich|mich interessiert|mich interessieren|mich … interessieren|reizt mich|mich reizt|"
     "finde … spannend|bin … neugierig|neugierig auf|wünsche/wünsch mir|wünsche/wünschte ich mir|wünschte mir|mein wunsch|mein ziel|traum*|"
     "brauche/brauch/bräuchte/benötige/bräucht … "
     "hilfe/unterstützung/schulung/kurs/wissen/fortbildung/weiterbildung/kenntnisse/auffrischung/nachhilfe/training/einführung|"
     "bräuchte|bräucht ich|brauche/brauch ich? unbedingt/dringend/noch/mehr|fehlt mir … schulung/fortbildung|"
     "muss ich? … noch lernen/aneignen/üben/vertiefen/verbessern|muss/müsste ich? noch … lernen/aneignen/üben/vertiefen/einarbeiten|noch lernen|"
     "noch aneignen|müsste/sollte ich? … lernen/auffrischen/vertiefen/üben|nachholbedarf|aufholbedarf|lernbedarf|schulungsbedarf|"
     "fortbildungsbedarf|bedarf an|auffrischung|auffrischungskurs|auffrischen|"
     "schulung/kurs/fortbildung/seminar/weiterbildung/workshop … wäre/würde|"
     "wäre … schön/hilfreich/toll/super/gut/klasse/interessant/prima/wichtig|wäre hilfreich|könnte/könnten … gebrauchen|"
     "könnte/kann mir … vorstellen|würde/würd ich? mich … weiterbilden|weiterbilden|fortbilden|will mich … weiterentwickeln|mehr … erfahren|"
     "mehr … wissen|besser werden|besser … können|täte/tät mir gut|empfehlen"},
    {"EX-21", unwilling, 0,
     "möchte/will/wollte … nicht/nichts/nie/kein*|möchte/will … damit nichts|kein* lust/interesse|keine lust auf|interessiert mich … nicht|"
     "interessiert mich nicht|nicht interessiert|brauche/brauch ich? … nicht|nichts damit zu tun haben"},

    // Not real
    {"EX-23", unreal, 0,
     "man müsste/sollte/könnte/muss/soll|müsste/sollte/könnte man|wenn ich … wäre/hätte/könnte/müsste|wäre ich|hätte ich nur|angenommen|"
     "stellen sie sich vor|es müsste|jemand müsste|eigentlich müsste|würde das|würde man|hätte man|bräuchte man"},

    // Small talk, and talk about the questions
    {"EX-24", aside, 0,
     "ja genau|genau so ist es|keine/null? ahnung was/wie/ob/warum ich? … sagen/antworten/schreiben/eintragen|was soll ich … sagen|"
     "weiß/weiss nicht was|nichts … sagen|steht/stehen doch? schon? … in meiner|steht/stehen … in meiner|steht in der|habe/hab/im … urlaub|"
     "im urlaub|feierabend|geburtstag|in teilzeit|in vollzeit|wohne in|ich heiße|mein name|mit dem auto/fahrrad/bus/zug|in den ferien|"
     "am wochenende|bin krank|krankgeschrieben"},
};

constexpr std::string_view doing =
    "kann kenne kenn kannte konnte können könnte mache mach machen machte gemacht weiß wissen verstehe versteh verstanden beherrsche "
    "arbeite arbeiten gearbeitet nutze nutz nutzen benutze benutzt genutzt erstellt erstelle bearbeite bearbeitet bediene gelernt "
    "ausprobiert probiert geführt geleitet bekomme bekomm kriege krieg habe hab hatte spreche sprechen klar zurecht aus mitgemacht "
    "teilgenommen organisiert mitorganisiert geschrieben schreibe gehört gesehen versucht zuständig auskenne hin leite führe halte "
    "eingearbeitet drauf";

constexpr std::string_view others_do =
    "macht machen kann können kümmert kümmern übernimmt übernehmen erledigt erledigen bearbeitet bearbeiten ist sind war waren hat haben "
    "muss müssen soll sollen darf führt leitet kennt weiß schreibt programmiert prüft betreut verwaltet organisiert plant regelt schult "
    "nervt nerven spinnt kommt kommen geht gehen läuft wird werden wurde wurden steht stehen liegt gibt funktioniert klappt arbeitet "
    "arbeiten nutzt pflegt rechnet bucht stellt macht's dauert kostet fehlt hängt stürzt ging hatte hatten stört ärgert bleibt sagt meint "
    "will wollen möchte unterstützt zeigt bringt beherrscht spricht fährt lernt";

constexpr std::string_view persons =
    "kollege kollegin kollegen kolleginnen chef chefin chefs vorgesetzte vorgesetzter vorgesetzten mann frau herr tochter sohn kinder "
    "bruder schwester freund freundin azubi azubis azubine praktikant praktikantin amtsleiter amtsleiterin amtsleitung abteilungsleiter "
    "abteilungsleiterin abteilungsleitung sachgebietsleiter sachgebietsleiterin teamleiter teamleiterin teamleitung bürgermeister "
    "bürgermeisterin landrat landrätin kämmerer kämmerin hausmeister hausmeisterin sekretärin sekretär it edv stelle fachstelle zentrale "
    "abteilung fachabteilung dienstleister firma rechenzentrum rechtsamt hauptamt personalamt kreis landkreis jemand andere anderer "
    "vorgänger vorgängerin nachfolger nachfolgerin nachbar nachbarin partner partnerin ehefrau ehemann leute team er externer externe "
    "vertretung administrator datenschutzbeauftragter datenschutzbeauftragte";

}  // namespace

std::span<const CueRule> cue_rules() { return rules; }
WordList verbs_of_doing() { return words_of(doing); }
WordList verbs_of_others() { return words_of(others_do); }
WordList other_persons() { return words_of(persons); }

}  // namespace kc::extraction
