// SPDX-License-Identifier: EUPL-1.2
#include "curation/proposal_store.hpp"

namespace kc::curation::store {

namespace {

constexpr std::string_view columns =
    "id, import_id, framework, concept_id, kind, label, previous_label, description, competence_id, area_id, relation, match_percent, state, "
    "decided_at";
constexpr std::string_view import_columns = "id, framework, file_name, imported_at, concepts, proposed, report";

// An empty value stands for "all": the statement stays the same whatever is chosen.
constexpr std::string_view where =
    " FROM framework_proposals WHERE (? = '' OR state = ?) AND (? = '' OR framework = ?) AND (? = '' OR kind = ?) "
    "AND (? = '' OR LOWER(label) LIKE ? OR concept_id = ?)";

template <class Enum> std::string name_of(const std::optional<Enum>& value) {
    return value ? std::string(boost::describe::enum_to_string(*value, "")) : std::string();
}

std::string like(std::string_view search) {
    std::string pattern = "%";
    for (const char c : search) {
        if (c != '%' && c != '_' && c != '\\') pattern += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    return pattern + "%";
}

template <class Use> auto with_filter(const ProposalFilter& filter, Use&& use) {
    return use(name_of(filter.state), name_of(filter.framework), name_of(filter.kind), like(filter.search));
}

}  // namespace

FrameworkImportId insert_import(Transaction& transaction, const FrameworkImport& run) {
    return transaction.get<FrameworkImportId>(
        "INSERT INTO framework_imports (framework, file_name, imported_at, concepts, proposed, report) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        run.framework, run.file_name, run.imported_at, run.concepts, run.proposed, run.report);
}

void update_import(Transaction& transaction, const FrameworkImport& run) {
    transaction.execute("UPDATE framework_imports SET concepts = ?, proposed = ?, report = ? WHERE id = ?", run.concepts, run.proposed, run.report,
                        run.id);
}

std::optional<FrameworkImport> find_import(Session& session, FrameworkImportId id) {
    static const auto sql = fmt::format("SELECT {} FROM framework_imports WHERE id = ?", import_columns);
    return session.find<FrameworkImport>(sql, id);
}

std::vector<FrameworkImport> list_imports(Session& session, int limit) {
    static const auto sql = fmt::format("SELECT {} FROM framework_imports ORDER BY id DESC LIMIT ?", import_columns);
    return session.query<FrameworkImport>(sql, limit);
}

std::vector<KnownProposal> list_known(Session& session, competence::ForeignFramework framework) {
    return session.query<KnownProposal>("SELECT concept_id, kind, label FROM framework_proposals WHERE framework = ?", framework);
}

void insert_proposals(Transaction& transaction, const std::vector<Proposal>& proposals) {
    using Row = std::tuple<FrameworkImportId, competence::ForeignFramework, std::string_view, ProposalKind, std::string_view, std::string_view,
                           std::string_view, std::optional<CompetenceId>, std::optional<CompetenceAreaId>, competence::AlignmentRelation, int>;
    std::vector<Row> rows;
    rows.reserve(proposals.size());
    for (const auto& p : proposals) {
        rows.emplace_back(p.import_id, p.framework, p.concept_id, p.kind, p.label, p.previous_label, p.description, p.competence_id, p.area_id,
                          p.relation, p.match_percent);
    }
    transaction.execute_many(
        "INSERT INTO framework_proposals (import_id, framework, concept_id, kind, label, previous_label, description, competence_id, area_id, "
        "relation, match_percent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows);
}

std::optional<Proposal> lock_proposal(Transaction& transaction, ProposalId id) {
    static const auto sql = fmt::format("SELECT {} FROM framework_proposals WHERE id = ?", columns);
    return transaction.find_for_update<Proposal>(sql, id);
}

void decide_proposal(Transaction& transaction, const Proposal& proposal) {
    transaction.execute("UPDATE framework_proposals SET state = ?, decided_at = ?, competence_id = ? WHERE id = ?", proposal.state,
                        proposal.decided_at, proposal.competence_id, proposal.id);
}

std::vector<Proposal> list_proposals(Session& session, const ProposalFilter& filter, std::int64_t offset, int limit) {
    static const auto sql = fmt::format(
        "SELECT {}{} ORDER BY CASE kind WHEN 'vanished_concept' THEN 0 WHEN 'changed_label' THEN 1 ELSE 2 END, match_percent DESC, "
        "label, id LIMIT ? OFFSET ?",
        columns, where);
    return with_filter(filter, [&](const auto& state, const auto& framework, const auto& kind, const auto& pattern) {
        return session.query<Proposal>(sql, state, state, framework, framework, kind, kind, filter.search, pattern, filter.search, limit, offset);
    });
}

std::int64_t count_proposals(Session& session, const ProposalFilter& filter) {
    static const auto sql = fmt::format("SELECT COUNT(*){}", where);
    return with_filter(filter, [&](const auto& state, const auto& framework, const auto& kind, const auto& pattern) {
        return session.get<std::int64_t>(sql, state, state, framework, framework, kind, kind, filter.search, pattern, filter.search);
    });
}

}  // namespace kc::curation::store
