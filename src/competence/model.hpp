// SPDX-License-Identifier: EUPL-1.2
// The rules of SOLL, IST and gaps (docs/rules/competence.md, KO-01 …): pure functions over the framework and the facts about a person.
#pragma once

#include "base/date.hpp"
#include "base/ids.hpp"
#include "competence/framework.hpp"

#include <optional>
#include <span>
#include <vector>

#include <boost/describe.hpp>

namespace kc::competence {

inline constexpr int review_below_percent = 40;  // KO-08: below this a value should be assessed again
inline constexpr int unsure_below_percent = 50;  // KO-21: below this it should be confirmed
inline constexpr int interest_weight = 2;        // KO-05

enum class EvidenceSource { self_assessment, interview, test, completed_unit, confirmation };
BOOST_DESCRIBE_ENUM(EvidenceSource, self_assessment, interview, test, completed_unit, confirmation)

int base_confidence(EvidenceSource source);  // KO-06, percent

// What was left of `percent` after the days between, when half of it is lost in `half_life_months` (KO-07); whole percent, rounded.
int decayed_confidence(int percent, Date assessed_on, Date today, int half_life_months);

struct Evidence {
    EvidenceId id;
    CompetenceId competence_id;
    int level = 0;
    EvidenceSource source{};
    int confidence_percent = 0;  // on the day of the assessment
    Date assessed_on{};
    std::optional<Instant> withdrawn_at;
    std::string origin{};  // "interview:2026-1:office-software", "test:…", "document:17"; empty: the form of the profile
};
BOOST_DESCRIBE_STRUCT(Evidence, (), (id, competence_id, level, source, confidence_percent, assessed_on, withdrawn_at, origin))

// IST of one competence. Nothing assessed is level 0 without evidence, which is not the same as an assessed 0 (KO-09).
struct CurrentLevel {
    int level = 0;
    int confidence_percent = 0;          // today
    const Evidence* evidence = nullptr;  // the one that counts; points into the evidence the answer was made from
    bool assessed() const { return evidence != nullptr; }
    bool needs_review() const { return assessed() && confidence_percent < review_below_percent; }
    bool needs_confirmation() const { return assessed() && !needs_review() && confidence_percent < unsure_below_percent; }
};

// Nothing is known, or too little: what a short test is worth (KO-21).
inline bool is_unsure(const CurrentLevel& current) { return !current.assessed() || current.confidence_percent < unsure_below_percent; }

// Which levels are plausible, both ends included (KO-22): the level itself from 80 %, one level around it from 50 %, two from 25 %, else
// three; nothing assessed: all of them.
struct LevelBand {
    int low = 0, high = level_max;
    bool operator==(const LevelBand&) const = default;
};
LevelBand plausible_levels(const CurrentLevel& current);

// The evidence with the highest confidence of today counts, the newest among equals (KO-08). Withdrawn rows do not count. Completed units
// are not compared: a unit builds on what was there before it, one level at most (KO-23).
bool counts_more(const Evidence& a, int confidence_a, const Evidence& b, int confidence_b);

struct Jobs {
    std::optional<RoleProfileId> present, future;
    bool operator==(const Jobs&) const = default;
};

// Agreed on with the employer: asked for until that day, included, while she works there (KO-30).
struct AgreedDemand {
    std::string origin;  // "goal:17"
    OrganisationId organisation_id;
    CompetenceId competence_id;
    int level = 0;
    int weight = 0;
    Date until_day{};
    std::string reason;
    Date agreed_on{};
    bool operator==(const AgreedDemand&) const = default;
};
BOOST_DESCRIBE_STRUCT(AgreedDemand, (), (origin, organisation_id, competence_id, level, weight, until_day, reason, agreed_on))

// One line of the demands that concern a person, and which of her jobs asks.
struct TargetOrigin {
    const DemandLine* line = nullptr;  // nullptr: agreed, or her own interest
    bool present = false, future = false;
    const AgreedDemand* agreed = nullptr;
    bool interest() const { return line == nullptr && agreed == nullptr; }
};

struct TargetLevel {
    int level = 0;  // 0: not asked for
    int weight = 0;
};

// SOLL of one competence: highest level and highest weight of all lines (KO-02), every line kept.
struct Target {
    TargetLevel value;
    std::vector<TargetOrigin> origins;
    bool asked_for() const { return value.level > 0; }
    bool by_interest() const { return !origins.empty() && origins.front().interest(); }
};

struct Facts {
    OrganisationId organisation;
    Jobs jobs;
    std::span<const Evidence> evidence;
    std::span<const CompetenceId> interests;
    std::span<const CompetenceId> skipped;  // asked, answered with "Weiß ich nicht"
    std::span<const AgreedDemand> agreed{};
};

// IST and SOLL of all competences, by index into framework.competences(); unknown ids in the facts are left out.
std::vector<CurrentLevel> current_levels(const CompetenceFramework& framework, std::span<const Evidence> evidence, Date today);
std::vector<TargetLevel> target_levels(const CompetenceFramework& framework, const Facts& facts, std::span<const CurrentLevel> current, Date today);

struct Standing {
    std::size_t competence = 0;  // index into framework.competences()
    CurrentLevel current;
    Target target;
    bool interest = false;
    bool skipped = false;
    int missing() const { return std::max(0, target.value.level - current.level); }
    int importance() const { return missing() * target.value.weight; }  // KO-10
};

// One entry per competence, in the order of the framework.
std::vector<Standing> standings(const CompetenceFramework& framework, const Facts& facts, Date today);

// Indices of the standings with something missing: importance, then weight, then the order of the framework (KO-10).
std::vector<std::size_t> gaps(std::span<const Standing> standings);

// The five steps of the profile, in the order in which people take them (KO-12).
enum class ProfileStep { job, assessment, interests, preferences, done };
BOOST_DESCRIBE_ENUM(ProfileStep, job, assessment, interests, preferences, done)

struct Completeness {
    bool job = false;
    int needed = 0;    // competences that jobs and interests ask for
    int assessed = 0;  // of these
    int skipped = 0;   // of these, not assessed
    int interests = 0;
    bool preferences = false;

    int open() const { return needed - assessed - skipped; }
    bool assessment_done() const { return job && open() == 0; }
    ProfileStep next_step() const;
    int percent() const;
    // A curriculum needs to know what for, what is there already, and how much time there is (KO-13).
    bool enough_for_curriculum() const { return job && assessed > 0 && preferences; }
};

Completeness completeness(std::span<const Standing> standings, const Jobs& jobs, bool preferences_stated);

}  // namespace kc::competence
