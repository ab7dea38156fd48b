// SPDX-License-Identifier: EUPL-1.2
// What people write about their work, job descriptions, and what a language model makes of a statement.
#include "base/text.hpp"
#include "extraction/language_model.hpp"
#include "tests/fuzz/small_framework.hpp"
#include "tests/fuzz/targets.hpp"

#include <set>

namespace kc::fuzz {

using competence::CompetenceFramework;
using extraction::Polarity;

namespace {

struct Made {
    const char *slug, *name, *keywords, *phrase;
    competence::FrameworkState state = competence::FrameworkState::published;
};

std::shared_ptr<const CompetenceFramework> made_framework() {
    static constexpr Made list[] = {
        {"office-spreadsheets", "Tabellenkalkulation", "Excel, Tabelle, Formel, Pivot", "Listen in Excel führen"},
        {"office-text", "Texte am PC", "Word, Serienbrief, Textverarbeitung", "Serienbriefe verschicken"},
        {"procurement", "Vergabe", "Vergabe, Ausschreibung, UVgO", "Angebote einholen"},
        {"data-protection", "Datenschutz", "Datenschutz, DSGVO, Datenpanne", "Auskunft nach DSGVO geben"},
        {"conversation", "Gespräche führen", "Beratung, Gesprächsführung", "Leute beraten"},
        {"teamwork", "Zusammenarbeit", "Team, Absprache", "im Team arbeiten"},
        {"typewriter", "Maschinenschreiben", "Schreibmaschine", "Schreibmaschine schreiben", competence::FrameworkState::outdated},
        {"robots", "Roboter steuern", "Roboter", "Roboter steuern", competence::FrameworkState::draft}};
    CompetenceFramework::Parts parts;
    parts.areas = {{CompetenceAreaId{1}, "digital", "Digitales", "Digital", 1}, {CompetenceAreaId{2}, "social", "Soziales", "Social", 2}};
    for (const auto& made : list) {
        competence::Competence competence;
        competence.id = {static_cast<std::int64_t>(parts.competences.size()) + 1};
        competence.slug = made.slug;
        competence.name = made.name;
        competence.keywords = made.keywords;
        competence.phrases = {made.phrase};
        competence.state = made.state;
        competence.half_life_months = 60;
        competence.alignments = {{competence::ForeignFramework::digcomp, "1.1", "Suchen", competence::AlignmentRelation::close},
                                 {competence::ForeignFramework::kldb, "73", "Verwaltung", competence::AlignmentRelation::broader}};
        parts.competences.push_back(std::move(competence));
    }
    return std::make_shared<const CompetenceFramework>(std::move(parts));
}

bool at_letter(std::string_view text, std::size_t at) { return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80; }

void expect_proposal(const extraction::Proposal& proposal, std::string_view statement) {
    expect(proposal.competence < small_framework().competences().size(), "a proposal of a competence that is not there");
    expect(small_framework().competence(proposal.competence).published(), "a proposal of a competence that is not published");
    expect(!proposal.level || (*proposal.level >= 0 && *proposal.level <= competence::level_max), "the level of a proposal");
    expect(proposal.polarity != Polarity::wants || !proposal.level, "a wish with a level");
    expect(proposal.polarity != Polarity::lacks || proposal.level == 0, "what somebody cannot do, with a level");
    expect(proposal.polarity != Polarity::has || proposal.level != 0, "what somebody can do, at level 0");
    expect(proposal.confidence_percent >= 0 && proposal.confidence_percent <= 100, "the confidence of a proposal");
    expect(!proposal.reason_key.empty(), "a proposal without a reason");
    expect(!proposal.mentions.empty(), "a proposal that nothing in the statement supports");
    expect_mentions(statement, proposal.mentions);
}

}  // namespace

const CompetenceFramework& small_framework() { return small_extractor().framework(); }

const extraction::Extractor& small_extractor() {
    static const extraction::Extractor extractor(made_framework(),
                                                 search::Analyzer::load({.synonyms = KC_SOURCE_DIR "/sample/search/synonyms.yaml",
                                                                         .word_parts = KC_SOURCE_DIR "/sample/search/word_parts.txt",
                                                                         .dictionary = {}}));
    return extractor;
}

void expect_mentions(std::string_view text, std::span<const extraction::Mention> mentions) {
    const bool readable = is_valid_utf8(text);
    for (const auto& mention : mentions) {
        expect(mention.begin < mention.end && mention.end <= text.size(), "a mention outside the text");
        expect(!readable || (at_letter(text, mention.begin) && at_letter(text, mention.end)), "a mention that begins or ends within a letter");
    }
}

void statement(std::string_view bytes) {
    const auto proposals = small_extractor().extract(bytes, 3);
    expect(proposals.size() <= 3, "more proposals than asked for");
    std::set<std::size_t> seen;
    for (const auto& proposal : proposals) {
        expect_proposal(proposal, bytes);
        expect(seen.insert(proposal.competence).second, "one competence proposed twice");
        for (const auto& mention : proposal.mentions) expect(mention.end <= extraction::statement_bytes_max, "a mention behind what is read");
    }
    for (const auto& demand : extraction::demands_in(small_extractor(), bytes)) {
        expect(small_framework().competence(demand.competence).published(), "a demand for a competence that is not published");
        expect(demand.level >= 1 && demand.level <= competence::level_max, "the level of a demand");
        expect(demand.weight >= 1 && demand.weight <= 10, "the weight of a demand");
        expect(!demand.sentences.empty(), "a demand without a sentence");
        expect_mentions(bytes, demand.sentences);
    }
}

// The statement in the first line, then what the server of the model answers, whole or only the words of the model.
void model_answer(std::string_view bytes) {
    const auto end = std::min(bytes.find('\n'), bytes.size());
    const auto said = bytes.substr(0, end);
    const auto body = bytes.substr(std::min(bytes.size(), end + 1));
    const auto content = extraction::language_model_content(body);
    expect(!content || is_valid_utf8(*content), "words of the model that are not UTF-8");
    const auto proposals = extraction::read_language_model_answer(small_extractor(), said, content ? std::string_view(*content) : body);
    expect(proposals.size() <= 5, "too many proposals of a model");
    std::set<std::size_t> seen;
    for (const auto& proposal : proposals) {
        expect_proposal(proposal, said);
        expect(proposal.confidence_percent <= 50, "a model that is surer than the rules");
        expect(seen.insert(proposal.competence).second, "one competence proposed twice");
    }
}

}  // namespace kc::fuzz
