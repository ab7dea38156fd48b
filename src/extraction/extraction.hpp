// SPDX-License-Identifier: EUPL-1.2
// Extractor: what somebody says about the own work in everyday German → competences with level and polarity, proposed to be confirmed.
// Deterministic, without clock, file or network; rules with numbers in docs/rules/extraction.md (EX-01 …).
#pragma once

#include "competence/framework.hpp"
#include "search/language.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace kc::extraction {

inline constexpr std::size_t statement_bytes_max = 2000;     // the rest of a statement is not read
inline constexpr std::size_t description_bytes_max = 60000;  // of a job description

enum class Polarity {
    has,    // can it, at the level given where one is said
    lacks,  // cannot do it: level 0
    wants,  // would like to learn it: an interest, no level
};
BOOST_DESCRIBE_ENUM(Polarity, has, lacks, wants)

// Bytes of the text that support a proposal, for highlighting; never in the middle of a letter.
struct Mention {
    std::size_t begin = 0, end = 0;
    bool operator==(const Mention&) const = default;
};
BOOST_DESCRIBE_STRUCT(Mention, (), (begin, end))

struct Proposal {
    std::size_t competence = 0;  // index into framework().competences()
    std::optional<int> level;    // nothing: the statement does not say
    Polarity polarity{};
    int confidence_percent = 0;
    std::vector<Mention> mentions;  // in the order of the text
    std::string reason_key;         // message key: why it is proposed
};
BOOST_DESCRIBE_STRUCT(Proposal, (), (competence, level, polarity, confidence_percent, mentions, reason_key))

struct DemandProposal {
    std::size_t competence = 0;
    int level = 1;   // 1 … 5
    int weight = 1;  // 1 … 10
    std::vector<Mention> sentences;
};
BOOST_DESCRIBE_STRUCT(DemandProposal, (), (competence, level, weight, sentences))

struct Knowledge;

// Immutable: any number of threads may share one. Made anew with every snapshot of the framework (0.3 s in a debug build).
class Extractor {
public:
    Extractor(std::shared_ptr<const competence::CompetenceFramework> framework, std::shared_ptr<const search::Analyzer> analyzer);

    // Best first, at most `limit`; a statement about no competence gives none at all. Only published competences are proposed.
    std::vector<Proposal> extract(std::string_view statement, std::size_t limit = 3) const;
    const competence::CompetenceFramework& framework() const;
    const Knowledge& knowledge() const { return *knowledge_; }  // for the other files of this room

private:
    std::shared_ptr<const Knowledge> knowledge_;
};

// The demands of a job description (plain text), most important first, each with the sentences that support it.
std::vector<DemandProposal> demands_in(const Extractor& extractor, std::string_view text);

// What was sent to another source and what came back, word by word: the learner sees both.
struct Exchange {
    std::string prompt;
    std::string answer;   // empty: none came
    std::string problem;  // German; empty: none
};
BOOST_DESCRIBE_STRUCT(Exchange, (), (prompt, answer, problem))

// A further source of proposals. A failure gives none; it never throws into the dialogue.
class ProposalSource {
public:
    virtual ~ProposalSource() = default;
    virtual std::vector<Proposal> propose(const Extractor& extractor, std::string_view statement, Exchange* shown) = 0;
};

}  // namespace kc::extraction
