// SPDX-License-Identifier: EUPL-1.2
// ProposalService: uploads of ESCO, DigComp and KldB, and what office and board decide about each proposal. Accepting changes a working
// copy; nothing is published by it (TL-47).
#pragma once

#include "curation/proposal_store.hpp"
#include "curation/service.hpp"

namespace kc::curation {

enum class ProposalError {
    not_permitted,
    not_found,
    unreadable,  // see the problems
    already_accepted,
    competence_gone,   // ours is outdated or discarded by now
    refused_by_draft,  // see the problems: the working copy may not hold it
};
BOOST_DESCRIBE_ENUM(ProposalError, not_permitted, not_found, unreadable, already_accepted, competence_gone, refused_by_draft)

struct ProposalRefusal {
    ProposalError error{};
    std::vector<LineProblem> lines = {};
    std::vector<FieldProblem> problems = {};
};

struct ImportReport {
    FrameworkImport run;
    ComparisonCounts counts;
    std::vector<LineProblem> problems;
};

struct Decided {
    std::int64_t done = 0, refused = 0;
};

class ProposalService {
public:
    template <class T> using Answer = Result<T, ProposalRefusal>;

    explicit ProposalService(const CurationParts& parts, CurationService& curation) : parts_(parts), curation_(curation) {}

    // Reads, compares and stores what is new; the same file a second time proposes nothing.
    Answer<FrameworkImportId> upload(const Viewer& viewer, std::string_view file_name, std::string_view bytes);
    Answer<ImportReport> report(const Viewer& viewer, FrameworkImportId id) const;
    Answer<std::vector<FrameworkImport>> imports(const Viewer& viewer) const;

    Answer<std::int64_t> count(const Viewer& viewer, const ProposalFilter& filter) const;
    Answer<std::vector<Proposal>> list(const Viewer& viewer, const ProposalFilter& filter, std::int64_t offset, int limit) const;

    // `area`: where a new competence goes, instead of the proposed one. The slug of the competence that now has a working copy.
    Answer<std::string> accept(const Viewer& viewer, ProposalId id, std::optional<std::string> area = {});
    Answer<void> reject(const Viewer& viewer, ProposalId id);
    Answer<Decided> accept_all(const Viewer& viewer, std::span<const ProposalId> ids, const std::optional<std::string>& area);
    Answer<Decided> reject_all(const Viewer& viewer, std::span<const ProposalId> ids);

    const CurationService& curation() const { return curation_; }

private:
    Answer<std::string> apply(storage::Transaction& transaction, const Viewer& viewer, Proposal& proposal, const std::optional<std::string>& area);
    Answer<std::string> accept_once(const Viewer& viewer, ProposalId id, const std::optional<std::string>& area);

    CurationParts parts_;
    CurationService& curation_;
};

}  // namespace kc::curation
