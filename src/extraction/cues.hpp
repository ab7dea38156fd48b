// SPDX-License-Identifier: EUPL-1.2
// What German says around a subject: "gar nicht", "ein bisschen", "seit Jahren", "würde gern", "meine Kollegin". The table is for
// people who know the language; cue_finder reads it.
#pragma once

#include "extraction/word_list.hpp"

#include <span>
#include <string_view>

namespace kc::extraction {

enum class CueKind {
    denial,     // cannot do it: level 0 (EX-10)
    plain_no,   // a bare "nicht" or "kein": a denial only beside a verb of doing, or without any verb (EX-11)
    level,      // says how well (EX-12 to EX-16)
    limit,      // says how well at most: wins over `level` (EX-13)
    past,       // one level less (EX-18)
    wish,       // would like to learn it (EX-20)
    unwilling,  // wants nothing to do with it: nothing is proposed (EX-21)
    unreal,     // would be, should be, what if: nothing is proposed (EX-23)
    aside,      // small talk and talk about the questions: nothing is proposed (EX-24)
    neutral,    // takes its words away from the other cues: "nicht nur"; with level 1 from the evidence as well: "ehrlich gesagt"
};

struct CueRule {
    std::string_view number;  // in docs/rules/extraction.md
    CueKind kind{};
    int level = 0;
    // "ich", "da", "auch" and the like may stand between the words of a way without being named ("tue mich schwer": "tue ich mich schwer").
    // Ways to say it, separated by "|". In each: words separated by blanks; a/b = one of them; a? = may be missing; a* = begins so;
    // … = up to three words in between. Spelled as a dictionary would; case, ß/ss and ä/ae make no difference.
    std::string_view patterns;
};

std::span<const CueRule> cue_rules();

// Verbs beside which a bare "nicht" denies the ability, not something else (EX-11); inflected forms as they are spoken.
WordList verbs_of_doing();
// Verbs with which people say what others or things do (EX-22, EX-24).
WordList verbs_of_others();
// Persons and offices that are not the one who speaks (EX-22); a* = begins so.
WordList other_persons();

}  // namespace kc::extraction
