// SPDX-License-Identifier: EUPL-1.2
#include "competence/views.hpp"

#include <algorithm>

namespace kc::competence {

Importance importance_of(int weight) {
    if (weight >= 8) return Importance::very_important;
    return weight >= 5 ? Importance::important : Importance::helpful;
}

namespace {

DemandOrigin origin_of(DemandLayer layer) {
    switch (layer) {
        case DemandLayer::general: return DemandOrigin::general;
        case DemandLayer::market: return DemandOrigin::market;
        case DemandLayer::authority: return DemandOrigin::authority;
    }
    return DemandOrigin::general;
}

std::optional<AskedBy> asked_by(const TargetOrigin& origin, const Jobs& jobs) {
    if (!jobs.present || !jobs.future) return std::nullopt;
    if (origin.present && origin.future) return AskedBy::both;
    return origin.present ? AskedBy::present : AskedBy::future;
}

OriginView origin_view(const TargetOrigin& origin, const TargetLevel& target, const Jobs& jobs) {
    if (origin.agreed != nullptr) {
        return {DemandOrigin::agreed_goal, std::nullopt,          origin.agreed->level,
                origin.agreed->weight,     origin.agreed->reason, origin.agreed->agreed_on};
    }
    if (origin.interest()) return {DemandOrigin::interest, std::nullopt, target.level, target.weight, {}, std::nullopt};
    return {origin_of(origin.line->layer), asked_by(origin, jobs), origin.line->level,
            origin.line->weight,           origin.line->reason,    origin.line->stated_on};
}

}  // namespace

CompetenceView competence_view(const OwnProfile& own, const Standing& standing, Language language) {
    const auto& competence = own.framework->competence(standing.competence);
    const auto& target = standing.target.value;
    CompetenceView view{.id = competence.id,
                        .slug = competence.slug,
                        .name = competence.name,
                        .area = own.framework->area_of(competence).name_in(language),
                        .area_slug = own.framework->area_of(competence).slug,
                        .current = standing.current.level,
                        .low = plausible_levels(standing.current).low,
                        .high = plausible_levels(standing.current).high,
                        .uncertain = standing.current.assessed() && plausible_levels(standing.current).low < plausible_levels(standing.current).high,
                        .target = target.level,
                        .asked_for = standing.target.asked_for(),
                        .weight = target.weight,
                        .gap = standing.missing() > 0,
                        .missing = standing.missing(),
                        .importance = standing.importance(),
                        .importance_words = importance_of(target.weight),
                        .assessed = standing.current.assessed(),
                        .skipped = standing.skipped,
                        .interest = standing.interest,
                        .needs_review = standing.current.needs_review(),
                        .needs_confirmation = standing.current.needs_confirmation(),
                        .unsure = is_unsure(standing.current),
                        .may_check = false,
                        .basis = {},
                        .origins = {}};
    if (standing.current.assessed()) {
        const auto& evidence = *standing.current.evidence;
        view.basis = BasisView{evidence.source, evidence.assessed_on, standing.current.confidence_percent, evidence.origin};
    }
    for (const auto& origin : standing.target.origins) view.origins.push_back(origin_view(origin, target, own.facts.jobs));
    return view;
}

CompetencesView competences_view(const OwnProfile& own, Language language) {
    CompetencesView view{.needed = own.complete.needed, .assessed = own.complete.assessed, .gaps = {}, .reached = {}, .further = {}};
    for (const auto index : gaps(own.standings)) view.gaps.push_back(competence_view(own, own.standings[index], language));
    for (const auto& standing : own.standings) {
        if (standing.missing() > 0) continue;
        if (standing.target.asked_for())
            view.reached.push_back(competence_view(own, standing, language));
        else if (standing.current.assessed())
            view.further.push_back(competence_view(own, standing, language));
    }
    return view;
}

std::vector<EvidenceView> evidence_views(const OwnProfile& own, const Standing& standing) {
    const auto& competence = own.framework->competence(standing.competence);
    std::vector<EvidenceView> views;
    for (const auto& row : own.facts.evidence) {
        if (row.competence_id != competence.id) continue;
        views.push_back({row.id,
                         row.source,
                         row.level,
                         row.assessed_on,
                         decayed_confidence(row.confidence_percent, row.assessed_on, own.today, competence.half_life_months),
                         row.confidence_percent,
                         &row == standing.current.evidence,
                         row.withdrawn_at.has_value(),
                         row.origin,
                         {},
                         {}});
    }
    std::reverse(views.begin(), views.end());
    return views;
}

std::vector<std::size_t> needed_competences(const OwnProfile& own) {
    std::vector<std::size_t> needed;
    for (std::size_t i = 0; i < own.standings.size(); ++i) {
        if (own.standings[i].target.asked_for()) needed.push_back(i);
    }
    return needed;
}

const Evidence* own_statement(const OwnProfile& own, CompetenceId competence) {
    const Evidence* last = nullptr;
    for (const auto& row : own.facts.evidence) {  // oldest first
        if (row.competence_id == competence && row.source == EvidenceSource::self_assessment && !row.withdrawn_at) last = &row;
    }
    return last;
}

}  // namespace kc::competence
