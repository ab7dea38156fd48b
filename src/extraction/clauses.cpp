// SPDX-License-Identifier: EUPL-1.2
#include "extraction/clauses.hpp"

#include "competence/framework.hpp"

#include <algorithm>
#include <unordered_set>

namespace kc::extraction {
namespace {

using Words = std::unordered_set<std::string_view>;

const Words contrasting = {"aber", "jedoch", "sondern", "obwohl", "waehrend", "dagegen", "hingegen", "allerdings", "dafuer", "nur", "ausser", "doch"};
const Words before_particle = {"ich", "wir", "ist", "sind", "es", "das", "mir", "mich", "bin", "habe", "hab", "muss"};
const Words joining = {"und", "oder", "sowie", "bzw", "beziehungsweise", "plus"};
const Words subordinating = {"wenn", "weil", "dass", "falls", "sobald", "ob", "damit", "da", "was", "wie", "wo", "wer", "die", "der", "das", "denen"};
const Words opening_question = {"was",     "wie",   "wann",    "wo",   "warum",   "wer",      "wem",  "wen",    "welche", "welcher",
                                "welches", "wieso", "weshalb", "wozu", "koennen", "koennten", "kann", "muss",   "soll",   "sollen",
                                "gibt",    "haben", "sind",    "ist",  "darf",    "duerfen",  "wird", "werden", "macht"};
const Words speakers = {"ich", "wir", "mir", "mich"};
const Words answers = {"ja",  "nein", "genau", "stimmt",     "richtig", "klar",       "okay", "ok", "danke", "bitte",
                       "gut", "naja", "doch",  "vielleicht", "sicher",  "natuerlich", "eben", "so", "jo",    "hm"};
const Words pointing = {"das", "die", "dies", "diese", "darum", "dafuer", "da", "damit", "dazu", "alles"};
const Words prepositions = {"mit", "von",      "fuer", "bei",    "beim",   "an",     "zu",      "zum",     "zur",     "neben",   "ohne", "ueber",
                            "auf", "zwischen", "um",   "gegen",  "nach",   "vom",    "an",      "durch",   "unter",   "in",      "im",   "aus",
                            "den", "dem",      "des",  "meinem", "meinen", "meiner", "unserem", "unseren", "unserer", "anderen", "neuen"};
const Words nominative = {"mein", "meine", "unser", "unsere", "der", "die", "das", "ein", "eine", "frau", "herr", "sein", "ihr", "ihre"};

bool begins_with_speaker_verb(const Statement& statement, const Clause& clause, const WordSet& doing) {
    const auto& word = statement.tokens[clause.first].folded;
    return word.ends_with('e') && doing.contains(word);
}

}  // namespace

ClauseReader::ClauseReader(const search::Analyzer& analyzer)
    : doing_(analyzer, verbs_of_doing()), others_do_(analyzer, verbs_of_others()), persons_(analyzer, other_persons()) {}

std::vector<Clause> ClauseReader::read(const Statement& statement, const std::vector<Cue>& cues) const {
    const auto& tokens = statement.tokens;
    std::vector<bool> inside(tokens.size(), false);  // a cue: "ab und zu" is not taken apart
    for (const auto& cue : cues) {
        for (std::size_t i = cue.first + 1; i <= cue.last; ++i) inside[i] = true;
    }
    std::vector<Clause> clauses;
    for (const auto& sentence : statement.sentences) {
        for (std::size_t i = sentence.first; i < sentence.last; ++i) {
            const auto& token = tokens[i];
            std::optional<Clause::Link> link;
            if (i == sentence.first) {
                link = Clause::Link::begins;
            } else if (!inside[i]) {
                // "das würde ich aber gern lernen": a particle, not the beginning of something else.
                const bool particle = token.folded == "aber" && before_particle.contains(tokens[i - 1].folded);
                const bool contrast = contrasting.contains(token.folded) &&
                                      (token.comma_before || ((token.folded == "aber" || token.folded == "sondern") && !particle));
                if (contrast)
                    link = Clause::Link::contrast;
                else if (joining.contains(token.folded))
                    link = Clause::Link::list;
                else if (token.comma_before)
                    link = Clause::Link::comma;
            }
            if (link) {
                // "…, und": the conjunction alone is no clause.
                if (!clauses.empty() && clauses.back().sentence == token.sentence && clauses.back().first == clauses.back().last) clauses.pop_back();
                clauses.push_back({});
                clauses.back().link = *link;
                clauses.back().sentence = token.sentence;
                const bool skip = i != sentence.first && joining.contains(token.folded);
                clauses.back().first = clauses.back().last = skip ? i + 1 : i;
                if (skip) continue;
            }
            clauses.back().last = i + 1;
        }
        if (!clauses.empty() && clauses.back().first == clauses.back().last) clauses.pop_back();
    }
    for (const auto& cue : cues) {
        for (auto& clause : clauses) {
            if (cue.first >= clause.first && cue.first < clause.last) clause.cues.push_back(cue);
        }
    }
    for (auto& clause : clauses) {
        read_features(statement, clause);
        read_effect(statement, clause);
    }
    for (const auto& sentence : statement.sentences) {
        const bool only_answers =
            std::all_of(tokens.begin() + static_cast<std::ptrdiff_t>(sentence.first), tokens.begin() + static_cast<std::ptrdiff_t>(sentence.last),
                        [](const Token& token) { return answers.contains(token.folded); });
        const bool unreal = std::any_of(cues.begin(), cues.end(), [&](const Cue& cue) {
            return cue.kind == CueKind::unreal && cue.first >= sentence.first && cue.first < sentence.last;
        });
        if (!only_answers && !unreal) continue;
        for (auto& clause : clauses)
            if (clause.first >= sentence.first && clause.last <= sentence.last) clause.silenced = true;
    }
    // "Vergabe? Mache ich täglich." The short question only names the subject.
    for (std::size_t i = 0; i < clauses.size(); ++i) {
        const auto& sentence = statement.sentences[clauses[i].sentence];
        if (!sentence.question) continue;
        const bool asks = opening_question.contains(tokens[sentence.first].folded) || sentence.last - sentence.first > 4;
        if (asks && (!clauses[i].effect || clauses[i].effect->stance != Stance::wants)) clauses[i].silenced = true;
        if (!asks && i + 1 < clauses.size() && clauses[i + 1].sentence != clauses[i].sentence) clauses[i + 1].link = Clause::Link::topic;
    }
    return clauses;
}

void ClauseReader::read_features(const Statement& statement, Clause& clause) const {
    for (std::size_t i = clause.first; i < clause.last; ++i) {
        const auto& word = statement.tokens[i].folded;
        if (speakers.contains(word)) clause.speaker = true;
        if (word.starts_with("mein") || word.starts_with("unser") || word == "uns") clause.possessed = true;
        if (doing_.contains(word) || others_do_.contains(word)) clause.verb = true;
    }
    if (begins_with_speaker_verb(statement, clause, doing_)) clause.speaker = true;
    if (clause.speaker) clause.verb = true;
    const auto& first = statement.tokens[clause.first].folded;
    clause.subordinate =
        clause.link == Clause::Link::comma ? subordinating.contains(first) : first == "wenn" || first == "was" || first == "falls" || first == "wie";
}

// Somebody else does it: a person in the nominative and a verb in the third person, and no "ich" beside them.
bool ClauseReader::others_act(const Statement& statement, const Clause& clause) const {
    if (clause.speaker) return false;
    bool acts = false, person = false;
    for (std::size_t i = clause.first; i < clause.last; ++i) {
        const auto& word = statement.tokens[i].folded;
        acts = acts || others_do_.contains(word);
        if (!persons_.contains(word)) continue;
        if (i == clause.first) {
            person = true;
            continue;
        }
        // "die zentrale Stelle": article, then perhaps one word in between. "mit der Kollegin", "dem Kollegen" are no subjects.
        for (std::size_t back = 1; back <= 2 && i >= clause.first + back; ++back) {
            const auto& before = statement.tokens[i - back].folded;
            if (prepositions.contains(before)) break;
            if (nominative.contains(before) || before == "jemand") {
                const bool governed = i >= clause.first + back + 1 && prepositions.contains(statement.tokens[i - back - 1].folded);
                person = person || !governed;
                break;
            }
        }
        if (word == "jemand" || word == "er") person = true;
    }
    return acts && person;
}

void ClauseReader::read_effect(const Statement& statement, Clause& clause) const {
    bool denial = false, plain_no = false, wish = false, past = false, said = false;
    std::optional<int> level, limit;
    for (const auto& cue : clause.cues) {
        switch (cue.kind) {
            case CueKind::denial: denial = true; break;
            case CueKind::plain_no: plain_no = true; break;
            case CueKind::level: level = std::max(level.value_or(0), cue.level); break;
            case CueKind::limit: limit = std::min(limit.value_or(competence::level_max), cue.level); break;
            case CueKind::past: past = true; break;
            case CueKind::wish: wish = true; break;
            case CueKind::unwilling:
            case CueKind::unreal:
            case CueKind::aside: clause.silenced = true; break;
            case CueKind::neutral: break;
        }
    }
    if (plain_no && !denial) {
        const bool doing = std::any_of(statement.tokens.begin() + static_cast<std::ptrdiff_t>(clause.first),
                                       statement.tokens.begin() + static_cast<std::ptrdiff_t>(clause.last),
                                       [&](const Token& token) { return doing_.contains(token.folded); });
        denial = doing || !clause.verb;
    }
    said = denial || wish || past || level || limit;
    if (said) {
        Effect effect;
        effect.past = past;
        if (wish) {
            effect.stance = Stance::wants;
        } else if (denial) {
            effect.stance = Stance::lacks;
        } else {
            effect.level = limit ? limit : level;
            effect.limited = limit.has_value();
        }
        clause.effect = effect;
    }
    if (clause.silenced || clause.subordinate) return;
    if (others_act(statement, clause)) {
        clause.silenced = clause.by_others = true;
        return;
    }
    // "Die neue Software ist eine Katastrophe": about the world, not about the one who speaks.
    const bool third = std::any_of(statement.tokens.begin() + static_cast<std::ptrdiff_t>(clause.first),
                                   statement.tokens.begin() + static_cast<std::ptrdiff_t>(clause.last),
                                   [&](const Token& token) { return others_do_.contains(token.folded); });
    if (third && !said && !clause.speaker && !clause.possessed && clause.link == Clause::Link::begins) clause.silenced = true;
}

void ClauseReader::hand_on(const Statement& statement, std::vector<Clause>& clauses, const std::vector<bool>& mentions) {
    using Link = Clause::Link;
    const auto listed = [](const Clause& clause) { return clause.link == Link::list || clause.link == Link::comma; };
    // "Word, Excel und Access kann ich nicht": what stands in front of the verb shares what follows.
    for (std::size_t i = clauses.size(); i-- > 1;) {
        auto &before = clauses[i - 1], &clause = clauses[i];
        if (before.effect || before.silenced) continue;
        const bool topic = clause.link == Link::topic;
        const bool particle = clause.link == Link::contrast && !mentions[i];  // "Pivot aber gar nicht"
        if (!topic && (clause.sentence != before.sentence || (!listed(clause) && !particle) || before.verb)) continue;
        const auto& first = statement.tokens[clause.first].folded;
        if (!topic && (first == "ich" || first == "wir" || (clause.speaker && !mentions[i]))) {
            // "Statistik, da bin ich nicht sicher" points back; "Bescheide und ich leite …" does not.
            if (!pointing.contains(first)) continue;
        }
        before.effect = clause.effect;
        if (clause.silenced) before.silenced = true, before.by_others = clause.by_others;
    }
    // "Ich kann gut Word, Excel und PowerPoint": what follows without a verb shares what was said.
    for (std::size_t i = 1; i < clauses.size(); ++i) {
        auto &before = clauses[i - 1], &clause = clauses[i];
        if (clause.effect || clause.verb || clause.silenced || clause.sentence != before.sentence || !listed(clause)) continue;
        // "…, Excel dafür schon": the opposite of what was said before, whatever that is.
        const bool opposed = std::any_of(
            statement.tokens.begin() + static_cast<std::ptrdiff_t>(clause.first), statement.tokens.begin() + static_cast<std::ptrdiff_t>(clause.last),
            [](const Token& token) { return token.folded == "dafuer" || token.folded == "dagegen" || token.folded == "hingegen"; });
        if (opposed) continue;
        clause.effect = before.effect;
        if (before.silenced) clause.silenced = true, clause.by_others = before.by_others;
    }
    for (std::size_t i = 1; i < clauses.size(); ++i) {
        auto& clause = clauses[i];
        const bool points_back = !mentions[i] && clause.link != Link::topic;
        if (points_back && clause.by_others && pointing.contains(statement.tokens[clause.first].folded)) {
            auto& before = clauses[i - 1];
            if (mentions[i - 1] && !before.effect && !before.speaker) before.silenced = before.by_others = true;
        }
        if (!clause.effect || clause.silenced) continue;
        if (points_back) {
            // "Mit der E-Akte arbeite ich, das klappt gut": said about the last subject before.
            for (std::size_t back = i; back-- > 0 && clauses[back].sentence + 1 >= clause.sentence;) {
                auto& subject = clauses[back];
                if (!mentions[back]) continue;
                if (subject.silenced) break;
                if (!subject.effect) {
                    subject.effect = clause.effect;
                } else if (clause.sentence == subject.sentence || pointing.contains(statement.tokens[clause.first].folded)) {
                    auto& effect = *subject.effect;
                    if (clause.effect->stance == Stance::wants) effect = *clause.effect;
                    if (clause.effect->past) effect.past = true;
                    if (effect.stance == Stance::has && clause.effect->stance == Stance::has && clause.effect->level && !effect.limited) {
                        effect.level = clause.effect->limited ? *clause.effect->level : std::max(effect.level.value_or(0), *clause.effect->level);
                        effect.limited = clause.effect->limited;
                    }
                }
                break;
            }
        }
    }
    // "Ich würde gern lernen, wie man Projekte leitet": said before its subject.
    for (std::size_t i = 1; i < clauses.size(); ++i) {
        auto &before = clauses[i - 1], &clause = clauses[i];
        if (!clause.effect && !clause.silenced && clause.sentence == before.sentence && clause.link != Link::contrast && !mentions[i - 1] &&
            before.effect && !before.silenced)
            clause.effect = before.effect;
    }
}

}  // namespace kc::extraction
