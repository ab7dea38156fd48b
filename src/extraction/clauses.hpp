// SPDX-License-Identifier: EUPL-1.2
// Which clause says what about its subjects: can, cannot, would like to, or nothing about the one who speaks (EX-02 to EX-24).
#pragma once

#include "extraction/cue_finder.hpp"
#include "extraction/statement.hpp"

#include <optional>
#include <vector>

namespace kc::extraction {

enum class Stance { has, lacks, wants };

struct Effect {
    Stance stance = Stance::has;
    std::optional<int> level;  // of Stance::has
    bool limited = false;      // a hedge set the level: nothing raises it
    bool past = false;
};

struct Clause {
    enum class Link { begins, topic, list, comma, contrast };  // how it follows the one before; topic: "Vergabe? Mache ich täglich."
    std::size_t first = 0, last = 0;                           // tokens, last excluded
    std::size_t sentence = 0;
    Link link = Link::begins;
    std::vector<Cue> cues;
    bool speaker = false;    // ich, wir, mir, mich, or a sentence that begins with the verb: "Mache täglich Bescheide"
    bool possessed = false;  // mein, unser, uns
    bool verb = false;
    bool subordinate = false;  // wenn, weil, dass …
    bool silenced = false;     // about others, a question, small talk: proposes nothing
    bool by_others = false;    // silenced because others do it
    std::optional<Effect> effect;
};

class ClauseReader {
public:
    explicit ClauseReader(const search::Analyzer& analyzer);

    // Clauses with what they say themselves.
    std::vector<Clause> read(const Statement& statement, const std::vector<Cue>& cues) const;
    // Hands effects on from clause to clause. `mentions[i]`: clause i names some competence.
    static void hand_on(const Statement& statement, std::vector<Clause>& clauses, const std::vector<bool>& mentions);

private:
    void read_features(const Statement& statement, Clause& clause) const;
    void read_effect(const Statement& statement, Clause& clause) const;
    bool others_act(const Statement& statement, const Clause& clause) const;

    WordSet doing_, others_do_, persons_;
};

}  // namespace kc::extraction
