// SPDX-License-Identifier: EUPL-1.2
// From competences and levels of foreign frameworks (DigComp, ESCO, GRETA, EQF/DQR) to ours, as far as our framework says how.
#pragma once

#include "exchange/offer_reading.hpp"

namespace kc::exchange {

struct ForeignCompetence {
    std::string framework;           // "DigComp", "ESCO", "GRETA"
    std::string code;                // "2.3" or the last part of its address
    std::vector<std::string> names;  // in any language
    std::optional<int> level;        // 1–8 of DigComp
};

// Our competence by its DigComp number, else by an equal name; nothing when none fits.
const Vocabulary::Competence* find_competence(const Vocabulary& vocabulary, const ForeignCompetence& foreign);

int level_of_digcomp(int digcomp_level);                                         // 1–8 → 1–5
catalogue::Difficulty difficulty_of_digcomp(int digcomp_level);                  // 1–2 basic, 3–4 intermediate, 5–8 advanced
int digcomp_of_level(int level);                                                 // 1–5 → the lower one of the pair, for exports
std::optional<catalogue::Difficulty> difficulty_of_name(std::string_view name);  // "Einsteiger", "beginner", "A1"

void add_level(std::vector<catalogue::LevelContent>& levels, const std::string& competence, int level);  // once each

}  // namespace kc::exchange
