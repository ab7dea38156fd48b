// SPDX-License-Identifier: EUPL-1.2
#include "exchange/alignment.hpp"

#include "exchange/values.hpp"

namespace kc::exchange {

using catalogue::Difficulty;

const Vocabulary::Competence* find_competence(const Vocabulary& vocabulary, const ForeignCompetence& foreign) {
    const auto& known = vocabulary.competences;
    for (const auto& name : foreign.names) {  // several of ours may stand for one of theirs: the name decides first
        const std::string wanted = folded(name);
        if (wanted.empty()) continue;
        for (const auto& competence : known) {
            if (folded(competence.name) == wanted || competence.slug == wanted) return &competence;
        }
    }
    if (foreign.code.empty()) return nullptr;
    const bool digcomp = folded(foreign.framework).starts_with("digcomp"), esco = folded(foreign.framework).starts_with("esco");
    for (const auto& competence : known) {
        if (digcomp && competence.digcomp == foreign.code) return &competence;
        if (esco && !competence.esco.empty() && foreign.code.ends_with(competence.esco)) return &competence;  // the UUID alone or the whole address
    }
    return nullptr;
}

int level_of_digcomp(int level) {
    if (level <= 2) return 1;
    if (level <= 4) return 2;
    if (level <= 6) return 3;
    return level == 7 ? 4 : 5;
}

int digcomp_of_level(int level) {
    static constexpr int digcomp[] = {1, 1, 3, 5, 7, 8};
    return digcomp[std::clamp(level, 0, 5)];
}

Difficulty difficulty_of_digcomp(int level) {
    if (level <= 2) return Difficulty::basic;
    return level <= 4 ? Difficulty::intermediate : Difficulty::advanced;
}

std::optional<Difficulty> difficulty_of_name(std::string_view name) {
    const std::string text = folded(name);
    const auto has = [&](std::initializer_list<std::string_view> words) {
        return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return text.find(word) != std::string::npos; });
    };
    if (has({"vertiefung", "fortgeschrittene profi", "experte", "expert", "advanced", "specialised", "spezial", "profi"}))
        return Difficulty::advanced;
    if (has({"aufbau", "mittel", "fortgeschritten", "intermediate", "experienced"})) return Difficulty::intermediate;
    if (has({"einstieg", "einsteig", "anfaenger", "beginner", "basic", "foundation", "grundkurs", "grundstufe", "grundlage", "novice"}))
        return Difficulty::basic;
    if (text.size() <= 4 && text.starts_with("a1")) return Difficulty::basic;
    if (text.size() <= 4 && (text.starts_with("a2") || text.starts_with("b1"))) return Difficulty::intermediate;
    if (text.size() <= 4 && (text.starts_with("b2") || text.starts_with("c1") || text.starts_with("c2"))) return Difficulty::advanced;
    return std::nullopt;
}

void add_level(std::vector<catalogue::LevelContent>& levels, const std::string& competence, int level) {
    const catalogue::LevelContent entry{competence, level};
    if (std::find(levels.begin(), levels.end(), entry) == levels.end()) levels.push_back(entry);
}

}  // namespace kc::exchange
