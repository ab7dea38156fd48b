// SPDX-License-Identifier: EUPL-1.2
#include "competence/model.hpp"

#include "base/require.hpp"

#include <algorithm>
#include <cmath>

namespace kc::competence {

int base_confidence(EvidenceSource source) {
    switch (source) {
        case EvidenceSource::self_assessment: return 60;
        case EvidenceSource::interview: return 65;
        case EvidenceSource::completed_unit: return 45;  // KO-23: done is not yet mastered
        case EvidenceSource::test: return 85;
        case EvidenceSource::confirmation: return 95;
    }
    return 0;
}

int decayed_confidence(int percent, Date assessed_on, Date today, int half_life_months) {
    require(half_life_months > 0);
    constexpr double days_per_month = 365.25 / 12;
    const double months = std::max(0, days_between(assessed_on, today)) / days_per_month;
    return static_cast<int>(std::lround(percent * std::exp2(-months / half_life_months)));
}

bool counts_more(const Evidence& a, int confidence_a, const Evidence& b, int confidence_b) {
    if (confidence_a != confidence_b) return confidence_a > confidence_b;
    if (a.assessed_on != b.assessed_on) return a.assessed_on > b.assessed_on;
    return a.id > b.id;  // the same day: what was said last
}

LevelBand plausible_levels(const CurrentLevel& current) {
    if (!current.assessed()) return {};
    const int percent = current.confidence_percent;
    const int around = percent >= 80 ? 0 : percent >= 50 ? 1 : percent >= 25 ? 2 : 3;
    return {std::max(0, current.level - around), std::min(level_max, current.level + around)};
}

namespace {

struct CountedUnit {
    std::size_t competence = 0;
    int confidence = 0;
    const Evidence* row = nullptr;
};

bool is_later(const Evidence& a, const Evidence& b) { return a.assessed_on != b.assessed_on ? a.assessed_on > b.assessed_on : a.id > b.id; }

// KO-23: oldest first, each on top of what counts without it.
void build_on(std::vector<CurrentLevel>& levels, std::vector<CountedUnit>& units) {
    std::sort(units.begin(), units.end(), [](const CountedUnit& a, const CountedUnit& b) { return is_later(*b.row, *a.row); });
    for (const auto& unit : units) {
        auto& level = levels[unit.competence];
        if (!level.assessed()) {
            level = {unit.row->level, unit.confidence, unit.row};
            continue;
        }
        if (!is_later(*unit.row, *level.evidence)) continue;  // what was said after it says what came of it
        const bool raises = unit.row->level > level.level;
        if (raises || (unit.row->level == level.level && unit.confidence > level.confidence_percent)) {
            level = {std::min(unit.row->level, level.level + 1), unit.confidence, unit.row};
        }
    }
}

}  // namespace

std::vector<CurrentLevel> current_levels(const CompetenceFramework& framework, std::span<const Evidence> evidence, Date today) {
    std::vector<CurrentLevel> levels(framework.competences().size());
    std::vector<CountedUnit> units;
    for (const auto& row : evidence) {
        if (row.withdrawn_at) continue;
        const auto index = framework.index_of(row.competence_id);
        if (!index) continue;
        const int confidence = decayed_confidence(row.confidence_percent, row.assessed_on, today, framework.competence(*index).half_life_months);
        if (row.source == EvidenceSource::completed_unit) {
            units.push_back({*index, confidence, &row});
            continue;
        }
        auto& level = levels[*index];
        if (!level.assessed() || counts_more(row, confidence, *level.evidence, level.confidence_percent)) {
            level = {row.level, confidence, &row};
        }
    }
    if (!units.empty()) build_on(levels, units);
    return levels;
}

namespace {

// Every demand line that concerns this person, with the jobs that ask: general ones always (KO-01), the market's view by role
// profile, the authority's own lines if they are for all authorities or for hers (KO-03). Two jobs give both sets of lines (KO-04).
template <class Visit> void for_each_demand(const CompetenceFramework& framework, const Facts& facts, Visit&& visit) {
    const bool both = facts.jobs.present && facts.jobs.future;
    const auto asked = [&](const DemandLine& line) { return framework.competence(line.competence).published(); };
    for (const auto& line : framework.general_demands()) {
        if (!asked(line)) continue;
        visit(line, facts.jobs.present.has_value() || !facts.jobs.future, both || facts.jobs.future.has_value());
    }
    const auto visit_role = [&](const std::optional<RoleProfileId>& id, bool present) {
        const auto* role = id ? framework.role_profile(*id) : nullptr;
        if (role == nullptr) return;
        for (const auto& line : role->demands) {
            if (!asked(line) || (line.organisation && *line.organisation != facts.organisation)) continue;
            visit(line, present, !present);
        }
    };
    visit_role(facts.jobs.present, true);
    visit_role(facts.jobs.future, false);
}

// What was agreed with today's employer and is not over yet (KO-30).
template <class Visit> void for_each_agreed(const CompetenceFramework& framework, const Facts& facts, Date today, Visit&& visit) {
    for (const auto& demand : facts.agreed) {
        if (demand.organisation_id != facts.organisation || demand.until_day < today) continue;
        const auto index = framework.index_of(demand.competence_id);
        if (index && framework.competence(*index).published()) visit(demand, *index);
    }
}

void raise(TargetLevel& target, int level, int weight) {
    target.level = std::max(target.level, level);
    target.weight = std::max(target.weight, weight);
}

// One level more than today, up to the highest there is (KO-05).
int interest_level(const CurrentLevel& current) { return std::min(level_max, current.level + 1); }

// An interest in an outdated competence is one in those that follow it (TL-34).
template <class Visit> void for_each_interest(const CompetenceFramework& framework, const Facts& facts, Visit&& visit) {
    for (const auto interest : facts.interests) {
        const auto index = framework.index_of(interest);
        if (!index) continue;
        if (framework.competence(*index).published()) visit(*index);
        if (framework.competence(*index).state != FrameworkState::outdated) continue;
        for (const auto& succession : framework.successions()) {
            if (succession.outdated == *index && framework.competence(succession.successor).published()) visit(succession.successor);
        }
    }
}

}  // namespace

std::vector<TargetLevel> target_levels(const CompetenceFramework& framework, const Facts& facts, std::span<const CurrentLevel> current, Date today) {
    std::vector<TargetLevel> targets(framework.competences().size());
    for_each_demand(framework, facts,
                    [&](const DemandLine& line, bool, bool) { raise(targets[line.competence], line.level, line.weight_on(today)); });
    for_each_agreed(framework, facts, today, [&](const AgreedDemand& demand, std::size_t i) { raise(targets[i], demand.level, demand.weight); });
    for_each_interest(framework, facts, [&](std::size_t i) {
        if (targets[i].level == 0) raise(targets[i], interest_level(current[i]), interest_weight);
    });
    return targets;
}

std::vector<Standing> standings(const CompetenceFramework& framework, const Facts& facts, Date today) {
    const auto current = current_levels(framework, facts.evidence, today);
    std::vector<Standing> all(current.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i].competence = i;
        all[i].current = current[i];
    }
    for_each_demand(framework, facts, [&](const DemandLine& line, bool present, bool future) {
        auto& target = all[line.competence].target;
        raise(target.value, line.level, line.weight_on(today));
        target.origins.push_back({&line, present, future});
    });
    for_each_agreed(framework, facts, today, [&](const AgreedDemand& demand, std::size_t i) {
        raise(all[i].target.value, demand.level, demand.weight);
        all[i].target.origins.push_back({nullptr, false, false, &demand});
    });
    for_each_interest(framework, facts, [&](std::size_t i) {
        all[i].interest = true;
        auto& target = all[i].target;
        if (target.asked_for()) return;
        raise(target.value, interest_level(current[i]), interest_weight);
        target.origins.push_back({nullptr, false, false});
    });
    for (const auto skipped : facts.skipped) {
        if (const auto index = framework.index_of(skipped)) all[*index].skipped = true;
    }
    return all;
}

std::vector<std::size_t> gaps(std::span<const Standing> standings) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < standings.size(); ++i) {
        if (standings[i].missing() > 0) found.push_back(i);
    }
    std::stable_sort(found.begin(), found.end(), [&](std::size_t a, std::size_t b) {
        const auto& left = standings[a];
        const auto& right = standings[b];
        if (left.importance() != right.importance()) return left.importance() > right.importance();
        return left.target.value.weight > right.target.value.weight;
    });
    return found;
}

ProfileStep Completeness::next_step() const {
    if (!job) return ProfileStep::job;
    if (!assessment_done()) return ProfileStep::assessment;
    // Interests are voluntary: whoever has gone on to the learning time is not sent back.
    if (!preferences) return interests == 0 ? ProfileStep::interests : ProfileStep::preferences;
    return ProfileStep::done;
}

int Completeness::percent() const {
    // KO-12: Tätigkeit 20, Können 50 by share, Lernzeit 30; interests are voluntary and do not count.
    int share = (job ? 20 : 0) + (preferences ? 30 : 0);
    if (job) share += needed == 0 ? 50 : 50 * (assessed + skipped) / needed;
    return share;
}

Completeness completeness(std::span<const Standing> standings, const Jobs& jobs, bool preferences_stated) {
    Completeness result{.job = jobs.present.has_value(), .preferences = preferences_stated};
    for (const auto& standing : standings) {
        result.interests += standing.interest;
        if (!standing.target.asked_for()) continue;
        ++result.needed;
        if (standing.current.assessed())
            ++result.assessed;
        else if (standing.skipped)
            ++result.skipped;
    }
    return result;
}

}  // namespace kc::competence
