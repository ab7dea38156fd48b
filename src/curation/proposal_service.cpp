// SPDX-License-Identifier: EUPL-1.2
#include "curation/proposal_service.hpp"

#include "curation/stored_json.hpp"
#include "storage/audit.hpp"

#include <set>

namespace kc::curation {

using storage::Session;
using storage::Transaction;

namespace {

constexpr int imports_shown = 30;
constexpr int new_half_life_months = 60;

Refusal<ProposalRefusal> refused(ProposalError error) { return refuse(ProposalRefusal{error, {}, {}}); }

std::string shortened(std::string_view text, std::size_t letters_max) {
    std::size_t at = 0, letters = 0;
    while (at < text.size() && letters < letters_max) {
        do ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80);
        ++letters;
    }
    return std::string(text.substr(0, at));
}

bool can_be_open(const store::KnownProposal& known, const ProposedChange& change) {
    // A label that changed once more is news; everything else was decided or waits.
    return known.kind == ProposalKind::changed_label && known.label != change.label;
}

// The competence as proposed: a name, what it is about, its counterpart; the editor writes the rest.
CompetenceContent content_of(const Proposal& proposal, std::string area) {
    CompetenceContent content;
    content.area = std::move(area);
    content.name = shortened(proposal.label, name_letters_max);
    content.description = shortened(proposal.description, description_letters_max);
    content.half_life_months = new_half_life_months;
    content.alignments = {{proposal.framework, proposal.concept_id, shortened(proposal.label, 200), AlignmentRelation::exact}};
    return content;
}

bool align(CompetenceContent& content, const Proposal& proposal) {
    const auto same = [&](const Alignment& a) { return a.framework == proposal.framework && a.concept_id == proposal.concept_id; };
    if (std::any_of(content.alignments.begin(), content.alignments.end(), same)) return false;
    std::erase_if(content.alignments, [&](const Alignment& a) { return a.framework == proposal.framework && a.relation == AlignmentRelation::none; });
    content.alignments.push_back({proposal.framework, proposal.concept_id, shortened(proposal.label, 200), proposal.relation});
    return true;
}

bool rename(CompetenceContent& content, const Proposal& proposal) {
    bool changed = false;
    for (auto& alignment : content.alignments) {
        if (alignment.framework != proposal.framework || alignment.concept_id != proposal.concept_id) continue;
        changed = alignment.label != proposal.label;
        alignment.label = shortened(proposal.label, 200);
    }
    return changed;
}

bool remove(CompetenceContent& content, const Proposal& proposal) {
    return std::erase_if(content.alignments,
                         [&](const Alignment& a) { return a.framework == proposal.framework && a.concept_id == proposal.concept_id; }) > 0;
}

}  // namespace

ProposalService::Answer<FrameworkImportId> ProposalService::upload(const Viewer& viewer, std::string_view file_name, std::string_view bytes) {
    if (!viewer.may(Permission::import_framework)) return refused(ProposalError::not_permitted);
    auto file = read_concepts(bytes);
    if (file.refused) return refuse(ProposalRefusal{ProposalError::unreadable, std::move(file.problems), {}});
    const auto framework = parts_.framework.current();
    const auto comparison = compare(*framework, file);
    return parts_.database.in_transaction([&](Transaction& transaction) -> Answer<FrameworkImportId> {
        transaction.query_for_update<CompetenceAreaId>("SELECT id FROM competence_areas ORDER BY id");  // two uploads wait for each other
        FrameworkImport run{.id = {},
                            .framework = file.framework,
                            .file_name = shortened(file_name, 120),
                            .imported_at = parts_.clock.now(),
                            .concepts = comparison.counts.concepts,
                            .report = {}};
        run.id = store::insert_import(transaction, run);
        std::map<std::pair<std::string, ProposalKind>, store::KnownProposal> known;
        for (auto& one : store::list_known(transaction, file.framework)) known[{one.concept_id, one.kind}] = one;
        auto counts = comparison.counts;
        std::vector<Proposal> fresh;
        for (const auto& change : comparison.changes) {
            const auto before = known.find({change.concept_id, change.kind});
            // The same concept may have been proposed as alignment first and would now be a subject of its own: decided once is enough.
            const auto other = change.kind == ProposalKind::new_competence ? known.find({change.concept_id, ProposalKind::alignment})
                               : change.kind == ProposalKind::alignment    ? known.find({change.concept_id, ProposalKind::new_competence})
                                                                           : known.end();
            if ((before != known.end() && !can_be_open(before->second, change)) || other != known.end()) {
                ++counts.proposed_before;
                continue;
            }
            fresh.push_back({.id = {},
                             .import_id = run.id,
                             .framework = file.framework,
                             .concept_id = change.concept_id,
                             .kind = change.kind,
                             .label = change.label,
                             .previous_label = change.previous_label,
                             .description = shortened(change.description, 1000),
                             .competence_id = change.competence ? std::optional(framework->competence(*change.competence).id) : std::nullopt,
                             .area_id = change.area ? std::optional(framework->areas()[*change.area].id) : std::nullopt,
                             .relation = change.relation,
                             .match_percent = change.match_percent,
                             .decided_at = {}});
        }
        store::insert_proposals(transaction, fresh);
        run.proposed = static_cast<std::int64_t>(fresh.size());
        run.report = report_json(counts, file.problems);
        store::update_import(transaction, run);
        storage::record_audit(transaction, {parts_.clock.now(), viewer.person, "framework.imported", "framework_import", run.id.value,
                                            fmt::format(R"({{"concepts":{},"proposed":{}}})", run.concepts, run.proposed)});
        return run.id;
    });
}

ProposalService::Answer<ImportReport> ProposalService::report(const Viewer& viewer, FrameworkImportId id) const {
    if (!viewer.may(Permission::edit_framework)) return refused(ProposalError::not_permitted);
    auto run = parts_.database.read([&](Session& session) { return store::find_import(session, id); });
    if (!run) return refused(ProposalError::not_found);
    ImportReport report{.run = std::move(*run), .counts = {}, .problems = {}};
    read_report(report.run.report, report.counts, report.problems);
    return report;
}

ProposalService::Answer<std::vector<FrameworkImport>> ProposalService::imports(const Viewer& viewer) const {
    if (!viewer.may(Permission::edit_framework)) return refused(ProposalError::not_permitted);
    return parts_.database.read([&](Session& session) { return store::list_imports(session, imports_shown); });
}

ProposalService::Answer<std::int64_t> ProposalService::count(const Viewer& viewer, const ProposalFilter& filter) const {
    if (!viewer.may(Permission::edit_framework)) return refused(ProposalError::not_permitted);
    return parts_.database.read([&](Session& session) { return store::count_proposals(session, filter); });
}

ProposalService::Answer<std::vector<Proposal>> ProposalService::list(const Viewer& viewer, const ProposalFilter& filter, std::int64_t offset,
                                                                     int limit) const {
    if (!viewer.may(Permission::edit_framework)) return refused(ProposalError::not_permitted);
    return parts_.database.read([&](Session& session) { return store::list_proposals(session, filter, offset, limit); });
}

ProposalService::Answer<std::string> ProposalService::apply(Transaction& transaction, const Viewer& viewer, Proposal& proposal,
                                                            const std::optional<std::string>& area) {
    const auto framework = parts_.framework.current();
    if (proposal.kind == ProposalKind::new_competence) {
        auto where = area;
        for (const auto& one : framework->areas()) {
            if (!where && (!proposal.area_id || one.id == *proposal.area_id)) where = one.slug;
        }
        auto created = curation_.create(transaction, viewer, content_of(proposal, where.value_or("")));
        if (!created) return refuse(ProposalRefusal{ProposalError::refused_by_draft, {}, created.error().problems});
        proposal.competence_id = transaction.get<CompetenceId>("SELECT id FROM competences WHERE slug = ?", *created);
        return *created;
    }
    // A concept may stand beside several of ours: labels and vanished concepts concern them all.
    std::vector<std::string> slugs;
    for (const auto& competence : framework->competences()) {
        const bool aligned = std::any_of(competence.alignments.begin(), competence.alignments.end(), [&](const Alignment& a) {
            return a.framework == proposal.framework && a.concept_id == proposal.concept_id;
        });
        const bool meant = proposal.kind == ProposalKind::alignment ? proposal.competence_id == competence.id : aligned;
        if (meant && competence.state != FrameworkState::outdated) slugs.push_back(competence.slug);
    }
    if (slugs.empty()) return refused(ProposalError::competence_gone);
    for (const auto& slug : slugs) {
        const auto changed = curation_.change_draft(transaction, viewer, slug, [&](CompetenceContent& content) {
            switch (proposal.kind) {
                case ProposalKind::alignment: return align(content, proposal);
                case ProposalKind::changed_label: return rename(content, proposal);
                case ProposalKind::vanished_concept: return remove(content, proposal);
                case ProposalKind::new_competence: return false;
            }
            return false;
        });
        if (!changed) return refuse(ProposalRefusal{ProposalError::refused_by_draft, {}, changed.error().problems});
    }
    return slugs.front();
}

ProposalService::Answer<std::string> ProposalService::accept_once(const Viewer& viewer, ProposalId id, const std::optional<std::string>& area) {
    if (!viewer.may(Permission::edit_framework)) return refused(ProposalError::not_permitted);
    return parts_.database.in_transaction([&](Transaction& transaction) -> Answer<std::string> {
        auto proposal = store::lock_proposal(transaction, id);
        if (!proposal) return refused(ProposalError::not_found);
        if (proposal->state == ProposalState::accepted) return refused(ProposalError::already_accepted);
        auto slug = apply(transaction, viewer, *proposal, area);
        if (!slug) return slug;
        proposal->state = ProposalState::accepted;
        proposal->decided_at = parts_.clock.now();
        store::decide_proposal(transaction, *proposal);
        storage::record_audit(transaction, {parts_.clock.now(), viewer.person, "framework.proposal_accepted", "framework_proposal", id.value, "{}"});
        return slug;
    });
}

ProposalService::Answer<std::string> ProposalService::accept(const Viewer& viewer, ProposalId id, std::optional<std::string> area) {
    auto accepted = accept_once(viewer, id, area);
    if (accepted) curation_.reload();
    return accepted;
}

ProposalService::Answer<void> ProposalService::reject(const Viewer& viewer, ProposalId id) {
    if (!viewer.may(Permission::edit_framework)) return refused(ProposalError::not_permitted);
    return parts_.database.in_transaction([&](Transaction& transaction) -> Answer<void> {
        auto proposal = store::lock_proposal(transaction, id);
        if (!proposal) return refused(ProposalError::not_found);
        if (proposal->state == ProposalState::accepted) return refused(ProposalError::already_accepted);
        if (proposal->state == ProposalState::rejected) return {};
        proposal->state = ProposalState::rejected;
        proposal->decided_at = parts_.clock.now();
        store::decide_proposal(transaction, *proposal);
        storage::record_audit(transaction, {parts_.clock.now(), viewer.person, "framework.proposal_rejected", "framework_proposal", id.value, "{}"});
        return {};
    });
}

ProposalService::Answer<Decided> ProposalService::accept_all(const Viewer& viewer, std::span<const ProposalId> ids,
                                                             const std::optional<std::string>& area) {
    if (!viewer.may(Permission::edit_framework)) return refused(ProposalError::not_permitted);
    Decided decided;
    for (const auto id : ids) {
        const auto accepted = accept_once(viewer, id, area);
        ++(accepted ? decided.done : decided.refused);
        // So that the next line of the page sees the name that this one has just taken.
        if (accepted) curation_.reload();
    }
    return decided;
}

ProposalService::Answer<Decided> ProposalService::reject_all(const Viewer& viewer, std::span<const ProposalId> ids) {
    if (!viewer.may(Permission::edit_framework)) return refused(ProposalError::not_permitted);
    Decided decided;
    for (const auto id : ids) ++(reject(viewer, id) ? decided.done : decided.refused);
    return decided;
}

}  // namespace kc::curation
