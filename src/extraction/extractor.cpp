// SPDX-License-Identifier: EUPL-1.2
#include "extraction/knowledge.hpp"

#include <algorithm>
#include <cmath>

namespace kc::extraction {
namespace {

constexpr float cue_word_share = 0.2F;       // "Schulung" in "eine Schulung wäre schön" is no subject (EX-35)
constexpr float teaching_word_share = 0.6F;  // "leite", "schule": they say how well, and sometimes what
constexpr float naming_min = 0.3F;
constexpr float told_apart_share = 0.5F;  // of the strongest clause: another clause that speaks of the same competence
constexpr int confidence_max = 95, confidence_min = 30;
constexpr int confidence_of_corrected = 80, confidence_of_silent_level = 85;  // percent of what it would be

struct Said {
    Polarity polarity = Polarity::has;
    std::optional<int> level;
};

Said said_by(const Effect& effect) {
    switch (effect.stance) {
        case Stance::lacks: return {Polarity::lacks, 0};
        case Stance::wants: return {Polarity::wants, std::nullopt};
        case Stance::has: break;
    }
    auto level = effect.level;
    if (effect.past) level = level ? std::max(1, *level - 1) : 2;  // EX-18
    return {Polarity::has, level};
}

// What the clauses that speak of one competence say together (EX-04): a wish counts more than a gap, and "gut, aber Formeln nicht" is halfway.
Said together(const std::vector<Said>& all) {
    Said result = all.front();
    for (std::size_t i = 1; i < all.size(); ++i) {
        const auto& other = all[i];
        if (other.polarity == Polarity::wants || result.polarity == Polarity::wants) {
            result = {Polarity::wants, std::nullopt};
        } else if (other.polarity != result.polarity) {
            result = {Polarity::has, 2};
        } else if (other.level && result.level) {
            result.level = std::min(2, std::min(*other.level, *result.level)) == std::min(*other.level, *result.level)
                               ? std::min(*other.level, *result.level)
                               : std::max(*other.level, *result.level);
        } else if (other.level) {
            result.level = other.level;
        }
    }
    return result;
}

class Reader {
public:
    Reader(const Knowledge& knowledge, std::string_view text)
        : knowledge_(knowledge), statement_(read_statement(*knowledge.analyzer, text, statement_bytes_max)) {
        words_ = knowledge_.read_words(statement_);
        const auto cues = knowledge_.cues.find(statement_);
        clauses_ = knowledge_.clauses.read(statement_, cues);
        knowledge_.join_verbs(statement_, clauses_, words_);
        shares_.assign(statement_.tokens.size(), 1);
        for (const auto& cue : cues) {
            if (cue.kind == CueKind::neutral && cue.level == 0) continue;
            const bool teaching = cue.number == "EX-16" || cue.number == "EX-17";
            for (const std::size_t word : cue.words) shares_[word] = teaching ? teaching_word_share : cue_word_share;
        }
        std::vector<bool> mentions;
        for (const auto& clause : clauses_) {
            float strongest = 0;
            for (std::size_t i = clause.first; i < clause.last; ++i)
                strongest = std::max(strongest, shares_[i] * naming_strength(knowledge_, words_[i]));
            mentions.push_back(strongest >= naming_min);
        }
        ClauseReader::hand_on(statement_, clauses_, mentions);
        for (const auto& clause : clauses_) {
            if (!clause.silenced) continue;
            for (std::size_t i = clause.first; i < clause.last; ++i) shares_[i] = 0;
        }
    }

    std::vector<Proposal> proposals(std::size_t limit) const {
        std::vector<Found> all;
        for (const auto& sentence : statement_.sentences) {
            for (auto& found : find_competences(knowledge_, words_, shares_, sentence.first, sentence.last, limit)) {
                const auto known = std::find_if(all.begin(), all.end(), [&](const Found& other) { return other.competence == found.competence; });
                if (known == all.end()) {
                    all.push_back(std::move(found));
                } else {
                    known->score = std::max(known->score, found.score);
                    known->credits.insert(known->credits.end(), found.credits.begin(), found.credits.end());
                }
            }
        }
        std::stable_sort(all.begin(), all.end(), [](const Found& a, const Found& b) { return a.score > b.score; });
        if (all.size() > limit) all.resize(limit);
        std::vector<Proposal> proposals;
        for (const auto& found : all) proposals.push_back(proposal(found));
        return proposals;
    }

private:
    std::size_t clause_of(std::size_t word) const {
        for (std::size_t i = 0; i < clauses_.size(); ++i)
            if (word >= clauses_[i].first && word < clauses_[i].last) return i;
        return clauses_.size();  // a joining "und"
    }

    Proposal proposal(const Found& found) const {
        std::vector<float> weight(clauses_.size(), 0);
        for (const auto& credit : found.credits)
            if (const auto clause = clause_of(credit.word); clause < clauses_.size()) weight[clause] += credit.value;
        const float strongest = weight.empty() ? 0 : *std::max_element(weight.begin(), weight.end());
        std::vector<Said> said;
        for (std::size_t i = 0; i < clauses_.size(); ++i) {
            if (weight[i] <= 0 || weight[i] < told_apart_share * strongest) continue;
            if (clauses_[i].effect) said.push_back(said_by(*clauses_[i].effect));
        }
        Proposal result;
        result.competence = found.competence;
        const auto stands = said.empty() ? Said{} : together(said);
        result.polarity = stands.polarity;
        result.level = stands.level;
        const bool from_sentence = result.polarity == Polarity::has && !result.level && found.level > 0;
        if (from_sentence) result.level = found.level;  // EX-19
        read_support(found, result);
        double confidence = 100 * (1 - std::exp(-1.6 * static_cast<double>(found.score)));
        if (result.reason_key == "extraction.reason.corrected") confidence = confidence * confidence_of_corrected / 100;
        if (result.polarity == Polarity::has && (said.empty() || from_sentence)) confidence = confidence * confidence_of_silent_level / 100;
        result.confidence_percent = std::clamp(static_cast<int>(std::lround(confidence)), confidence_min, confidence_max);
        return result;
    }

    void read_support(const Found& found, Proposal& result) const {
        float most = 0;
        const Found::Credit* best = nullptr;
        for (const auto& credit : found.credits)
            if (credit.value > most) most = credit.value, best = &credit;
        for (const auto& credit : found.credits) {
            if (credit.value < 0.3F * most) continue;
            const auto& token = statement_.tokens[credit.word];
            if (!result.mentions.empty() && result.mentions.back().end >= token.begin) continue;
            result.mentions.push_back({token.begin, token.end});
        }
        if (!best) return;
        if (words_[best->word].corrected) {
            result.reason_key = "extraction.reason.corrected";
            return;
        }
        switch (best->kind) {
            case EntryKind::keyword: result.reason_key = "extraction.reason.keyword"; break;
            case EntryKind::phrase: result.reason_key = "extraction.reason.phrase"; break;
            case EntryKind::name: result.reason_key = "extraction.reason.name"; break;
            case EntryKind::description:
            case EntryKind::descriptor: result.reason_key = "extraction.reason.description"; break;
        }
    }

    const Knowledge& knowledge_;
    Statement statement_;
    std::vector<WordReading> words_;
    std::vector<Clause> clauses_;
    std::vector<float> shares_;
};

}  // namespace

Extractor::Extractor(std::shared_ptr<const competence::CompetenceFramework> framework, std::shared_ptr<const search::Analyzer> analyzer)
    : knowledge_(std::make_shared<const Knowledge>(std::move(framework), std::move(analyzer))) {}

std::vector<Proposal> Extractor::extract(std::string_view statement, std::size_t limit) const {
    if (limit == 0) return {};
    return Reader(*knowledge_, statement).proposals(limit);
}

const competence::CompetenceFramework& Extractor::framework() const { return *knowledge_->framework; }

}  // namespace kc::extraction
