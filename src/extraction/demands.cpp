// SPDX-License-Identifier: EUPL-1.2
// Demands in a job description (EX-50 to EX-55).
#include "extraction/knowledge.hpp"

#include <algorithm>
#include <map>

namespace kc::extraction {
namespace {

constexpr std::size_t demands_max = 30;
constexpr std::size_t competences_per_sentence = 4;
constexpr std::size_t heading_words_max = 7;
constexpr float demand_evidence_min = 0.5F;  // sentences of job descriptions are long: single words say less
constexpr float demand_word_min = 0.3F;
constexpr float demand_cue_share = 0.6F;

int weight_of(Section section) {
    switch (section) {
        case Section::tasks: return 7;
        case Section::requirements: return 6;
        case Section::desirable: return 3;
        case Section::unknown: return 5;
        case Section::ignored: return 0;
    }
    return 0;
}

// A line that goes on in small letters is one sentence with the next: texts out of PDF files are wrapped. Bytes keep their places.
std::string unwrapped(std::string_view text) {
    std::string result(text);
    for (std::size_t i = 0; i < result.size(); ++i) {
        if (result[i] != '\n') continue;
        std::size_t before = i, after = i + 1;
        while (before > 0 && (result[before - 1] == ' ' || result[before - 1] == '\r')) --before;
        while (after < result.size() && result[after] == ' ') ++after;
        const bool ended = before == 0 || std::string_view(".:;!?\n").find(result[before - 1]) != std::string_view::npos;
        if (!ended && after < result.size() && result[after] >= 'a' && result[after] <= 'z') {
            result[i] = ' ';
            if (i > 0 && result[i - 1] == '\r') result[i - 1] = ' ';
        }
    }
    return result;
}

struct Evidence {
    int level = 0, weight = 0;
    float score = 0;
    std::vector<Mention> sentences;
};

class DescriptionReader {
public:
    DescriptionReader(const Knowledge& knowledge, std::string_view text)
        : knowledge_(knowledge),
          text_(unwrapped(text.substr(0, description_bytes_max))),
          statement_(read_statement(*knowledge.analyzer, text_, description_bytes_max)) {
        words_ = knowledge_.read_words(statement_);
        cues_ = knowledge_.demand_cues.find(statement_);
        headings_ = knowledge_.headings.find(statement_);
        shares_.assign(words_.size(), 1);
        for (const auto& cue : cues_)
            for (const std::size_t word : cue.words) shares_[word] = demand_cue_share;
    }

    std::vector<DemandProposal> demands() {
        Section section = Section::unknown;
        for (std::size_t i = 0; i < statement_.sentences.size(); ++i) {
            const auto& sentence = statement_.sentences[i];
            if (const auto heading = heading_of(sentence)) {
                section = *heading;
                if (sentence.last - sentence.first <= heading_words_max) continue;
            }
            if (section == Section::ignored || has(sentence, CueKind::aside)) continue;
            read_sentence(sentence, section);
        }
        std::vector<DemandProposal> result;
        for (const auto& [competence, found] : evidence_) {
            const int repeated = found.sentences.size() > 1 ? 1 : 0;
            result.push_back({competence, found.level, std::min(10, found.weight + repeated), found.sentences});
        }
        std::stable_sort(result.begin(), result.end(), [&](const DemandProposal& a, const DemandProposal& b) {
            if (a.weight != b.weight) return a.weight > b.weight;
            return evidence_.at(a.competence).score > evidence_.at(b.competence).score;
        });
        if (result.size() > demands_max) result.resize(demands_max);
        return result;
    }

private:
    std::optional<Section> heading_of(const Sentence& sentence) const {
        for (const auto& heading : headings_) {
            if (heading.first < sentence.first || heading.first >= sentence.last) continue;
            const std::size_t words = sentence.last - sentence.first;
            const std::size_t behind = statement_.tokens[heading.last].end;
            const bool colon = statement_.text.substr(behind, 12).find(':') != std::string_view::npos;
            const bool opens = heading.first <= sentence.first + 1;
            const bool line_alone = opens && words <= heading.words.size() + 1 && words <= heading_words_max;
            if (line_alone || (colon && opens)) return static_cast<Section>(heading.level);
        }
        return std::nullopt;
    }

    bool has(const Sentence& sentence, CueKind kind) const {
        return std::any_of(cues_.begin(), cues_.end(),
                           [&](const Cue& cue) { return cue.kind == kind && cue.first >= sentence.first && cue.first < sentence.last; });
    }

    // The nearest word for a level before the subject, or the next one behind it in the same part of the sentence.
    std::optional<int> level_at(const Sentence& sentence, std::size_t word) const {
        std::optional<int> before, behind;
        const Cue* last = nullptr;
        for (const auto& cue : cues_) {
            if (cue.first < sentence.first || cue.first >= sentence.last) continue;
            if (cue.kind != CueKind::level && cue.kind != CueKind::limit) continue;
            if (cue.first <= word) {
                // "sehr gute Kenntnisse": two words for one level, the stronger counts; "Grundkenntnisse" is never raised.
                const bool adjacent = last && cue.first <= last->last + 2;
                if (adjacent && (last->kind == CueKind::limit || cue.kind == CueKind::limit))
                    before = last->kind == CueKind::limit ? last->level : cue.level;
                else
                    before = adjacent ? std::max(*before, cue.level) : cue.level;
                if (!adjacent || last->kind != CueKind::limit) last = &cue;
            } else if (!behind && !separated(word, cue.first)) {
                behind = cue.level;
            }
        }
        return before ? before : behind;
    }

    bool separated(std::size_t from, std::size_t to) const {
        for (std::size_t i = from + 1; i <= to; ++i) {
            const auto& token = statement_.tokens[i];
            if (token.comma_before || token.folded == "und" || token.folded == "sowie" || token.folded == "oder") return true;
        }
        return false;
    }

    void read_sentence(const Sentence& sentence, Section section) {
        const bool desirable = section == Section::desirable || has(sentence, CueKind::wish);
        int weight = desirable ? weight_of(Section::desirable) : weight_of(section);
        if (!desirable && has(sentence, CueKind::denial)) weight = std::max(weight, 9);
        for (const auto& found : find_competences(knowledge_, words_, shares_, sentence.first, sentence.last, competences_per_sentence)) {
            const auto best =
                std::max_element(found.credits.begin(), found.credits.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
            if (found.score < demand_evidence_min || best->value < demand_word_min) continue;
            auto& evidence = evidence_[found.competence];
            evidence.level = std::max(evidence.level, std::clamp(level_at(sentence, best->word).value_or(3), 1, competence::level_max));
            evidence.weight = std::max(evidence.weight, weight);
            evidence.score += found.score;
            evidence.sentences.push_back({sentence.begin, sentence.end});
        }
    }

    const Knowledge& knowledge_;
    std::string text_;
    Statement statement_;
    std::vector<WordReading> words_;
    std::vector<Cue> cues_, headings_;
    std::vector<float> shares_;
    std::map<std::size_t, Evidence> evidence_;
};

}  // namespace

std::vector<DemandProposal> demands_in(const Extractor& extractor, std::string_view text) {
    return DescriptionReader(extractor.knowledge(), text).demands();
}

}  // namespace kc::extraction
