// SPDX-License-Identifier: EUPL-1.2
// All SQL about imports of other frameworks and what they propose.
#pragma once

#include "curation/comparison.hpp"
#include "storage/database.hpp"

#include <string>
#include <vector>

namespace kc::curation {

using FrameworkImportId = Id<struct FrameworkImportTag>;
using ProposalId = Id<struct FrameworkProposalTag>;

enum class ProposalState { open, accepted, rejected };
BOOST_DESCRIBE_ENUM(ProposalState, open, accepted, rejected)

struct Proposal {
    ProposalId id;
    FrameworkImportId import_id;
    competence::ForeignFramework framework{};
    std::string concept_id;
    ProposalKind kind{};
    std::string label, previous_label, description;
    std::optional<CompetenceId> competence_id;
    std::optional<CompetenceAreaId> area_id;
    competence::AlignmentRelation relation{};
    int match_percent = 0;
    ProposalState state{};
    std::optional<Instant> decided_at;
};
BOOST_DESCRIBE_STRUCT(Proposal, (),
                      (id, import_id, framework, concept_id, kind, label, previous_label, description, competence_id, area_id, relation,
                       match_percent, state, decided_at))

struct FrameworkImport {
    FrameworkImportId id;
    competence::ForeignFramework framework{};
    std::string file_name;
    Instant imported_at{};
    std::int64_t concepts = 0, proposed = 0;
    std::string report;  // JSON
};
BOOST_DESCRIBE_STRUCT(FrameworkImport, (), (id, framework, file_name, imported_at, concepts, proposed, report))

struct ProposalFilter {
    std::optional<ProposalState> state = ProposalState::open;
    std::optional<competence::ForeignFramework> framework = {};
    std::optional<ProposalKind> kind = {};
    std::string search = {};
};

namespace store {

using storage::Session;
using storage::Transaction;

FrameworkImportId insert_import(Transaction& transaction, const FrameworkImport& run);
void update_import(Transaction& transaction, const FrameworkImport& run);
std::optional<FrameworkImport> find_import(Session& session, FrameworkImportId id);
std::vector<FrameworkImport> list_imports(Session& session, int limit);  // newest first

// What was proposed before for this framework, decided or not.
struct KnownProposal {
    std::string concept_id;
    ProposalKind kind{};
    std::string label;
};
BOOST_DESCRIBE_STRUCT(KnownProposal, (), (concept_id, kind, label))
std::vector<KnownProposal> list_known(Session& session, competence::ForeignFramework framework);
void insert_proposals(Transaction& transaction, const std::vector<Proposal>& proposals);

std::optional<Proposal> lock_proposal(Transaction& transaction, ProposalId id);
void decide_proposal(Transaction& transaction, const Proposal& proposal);
std::vector<Proposal> list_proposals(Session& session, const ProposalFilter& filter, std::int64_t offset, int limit);
std::int64_t count_proposals(Session& session, const ProposalFilter& filter);

}  // namespace store

}  // namespace kc::curation
