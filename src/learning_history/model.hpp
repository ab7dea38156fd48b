// SPDX-License-Identifier: EUPL-1.2
// What a learning history consists of, the code that binds a file to its owner, and how much a level is worth elsewhere. Pure rules of
// docs/rules/learning_history.md (LH-…).
#pragma once

#include "competence/model.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace kc::learning_history {

using TrustedIssuerId = Id<struct TrustedIssuerTag>;
using HistoryExportId = Id<struct HistoryExportTag>;
using HistoryImportId = Id<struct HistoryImportTag>;

// The kinds a person chooses from; what is not named here never gets into a file (LH-02).
enum class EntryKind { unit, confirmed_level, tested_level, stated_level };
BOOST_DESCRIBE_ENUM(EntryKind, unit, confirmed_level, tested_level, stated_level)

struct ReachedLevel {
    std::string competence, name;  // slug, and what it is called
    int level = 0;
    bool operator==(const ReachedLevel&) const = default;
};
BOOST_DESCRIBE_STRUCT(ReachedLevel, (), (competence, name, level))

// One line of a history: a completed unit, or a level of a competence.
struct Entry {
    EntryKind kind{};
    std::string title;        // of the unit, or the name of the competence
    std::string description;  // objective of the unit, or what the level says
    std::string address;      // where it is described
    std::string provider;     // of a unit
    std::string competence;   // slug, of a level
    int level = 0;
    int half_hours = 0;  // of a unit
    Date on_day{};       // completed, or assessed
    competence::EvidenceSource source = competence::EvidenceSource::completed_unit;
    int confidence_percent = 0;            // on that day
    std::string source_system, source_id;  // where the unit was published first
    std::string taken_over_from{};         // the issuer who attested it first, when it was taken over there
    std::vector<ReachedLevel> reached{};   // by a unit
    bool operator==(const Entry&) const = default;
};
BOOST_DESCRIBE_STRUCT(Entry, (),
                      (kind, title, description, address, provider, competence, level, half_hours, on_day, source, confidence_percent, source_system,
                       source_id, taken_over_from, reached))

inline constexpr std::size_t entries_max = 500;
inline constexpr std::size_t document_bytes_max = 512 * 1024;

// The code that shows whose file it is (LH-05): twenty letters and digits without those that look alike, in groups of five.
std::string new_claim_code();
std::optional<std::string> parse_claim_code(std::string_view typed);  // the written form; nothing when it can be none
std::string claim_of(std::string_view code);                          // stands in the file instead of a name
std::string credential_id_of(std::string_view code);                  // "urn:uuid:…", one file per code

// LH-22: twenty points less than where it was stated, and never more than what the same source gives here less twenty.
int taken_over_confidence(competence::EvidenceSource source, int stated_percent);

}  // namespace kc::learning_history
