// SPDX-License-Identifier: EUPL-1.2
// What pages and the JSON interface show of a profile: finished values, made once from an OwnProfile.
#pragma once

#include "competence/service.hpp"

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace kc::competence {

// Where a demand comes from: one of the three layers, a goal agreed with the employer, or the person's own interest.
enum class DemandOrigin { general, market, authority, agreed_goal, interest };
BOOST_DESCRIBE_ENUM(DemandOrigin, general, market, authority, agreed_goal, interest)

enum class AskedBy { both, present, future };
BOOST_DESCRIBE_ENUM(AskedBy, both, present, future)

// The weight in words: 8–10, 5–7, 1–4.
enum class Importance { very_important, important, helpful };
BOOST_DESCRIBE_ENUM(Importance, very_important, important, helpful)

struct OriginView {
    DemandOrigin origin{};
    std::optional<AskedBy> asked_by;  // only when there are two jobs to tell apart
    int level = 0;
    int weight = 0;
    std::string reason;  // empty for an interest
    std::optional<Date> stated_on;
};
BOOST_DESCRIBE_STRUCT(OriginView, (), (origin, asked_by, level, weight, reason, stated_on))

// What the current level rests on.
struct BasisView {
    EvidenceSource source{};
    Date assessed_on{};
    int confidence_percent = 0;  // today
    std::string origin;          // "interview:2026-1:office-software"; empty: the form of the profile
};
BOOST_DESCRIBE_STRUCT(BasisView, (), (source, assessed_on, confidence_percent, origin))

struct CompetenceView {
    CompetenceId id;
    std::string slug, name, area, area_slug;
    int current = 0;
    int low = 0, high = 0;   // the plausible levels (KO-22)
    bool uncertain = false;  // assessed, and more than one level is plausible
    int target = 0;
    bool asked_for = false;
    int weight = 0;
    bool gap = false;
    int missing = 0;
    int importance = 0;
    Importance importance_words{};
    bool assessed = false;
    bool skipped = false;
    bool interest = false;
    bool needs_review = false;
    bool needs_confirmation = false;
    bool unsure = false;             // KO-21
    bool may_check = false;          // there is a placement test, and it is worth taking; filled by the pages
    std::optional<BasisView> basis;  // absent: not assessed
    std::vector<OriginView> origins;
};
BOOST_DESCRIBE_STRUCT(CompetenceView, (),
                      (id, slug, name, area, area_slug, current, low, high, uncertain, target, asked_for, weight, gap, missing, importance,
                       importance_words, assessed, skipped, interest, needs_review, needs_confirmation, unsure, may_check, basis, origins))

struct CompetencesView {
    int needed = 0, assessed = 0;
    std::vector<CompetenceView> gaps;     // by importance
    std::vector<CompetenceView> reached;  // asked for, and nothing missing
    std::vector<CompetenceView> further;  // assessed, but nobody asks
};
BOOST_DESCRIBE_STRUCT(CompetencesView, (), (needed, assessed, gaps, reached, further))

struct EvidenceView {
    EvidenceId id;
    EvidenceSource source{};
    int level = 0;
    Date assessed_on{};
    int confidence_percent = 0;  // today
    int confidence_then = 0;     // on that day
    bool counts = false;
    bool withdrawn = false;
    std::string origin;
    std::string origin_text, origin_path;  // in words, and where to look; filled by the pages
};
BOOST_DESCRIBE_STRUCT(EvidenceView, (),
                      (id, source, level, assessed_on, confidence_percent, confidence_then, counts, withdrawn, origin, origin_text, origin_path))

Importance importance_of(int weight);
CompetenceView competence_view(const OwnProfile& own, const Standing& standing, Language language);
CompetencesView competences_view(const OwnProfile& own, Language language);
std::vector<EvidenceView> evidence_views(const OwnProfile& own, const Standing& standing);  // newest first

// Indices of what the self-assessment asks for, social and personal competences first (R78): the order of the areas.
std::vector<std::size_t> needed_competences(const OwnProfile& own);

// The newest own statement that was not withdrawn.
const Evidence* own_statement(const OwnProfile& own, CompetenceId competence);

}  // namespace kc::competence
