// SPDX-License-Identifier: EUPL-1.2
// Adaptive asking (F28): how much the answer about one competence could change what is planned, and which one to ask for first.
// Pure; rules with numbers in docs/rules/interview.md (IV-20 …).
#pragma once

#include "competence/model.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace kc::interview {

inline constexpr int sure_percent = 60;        // IV-20: as sure as a fresh statement of one's own; nothing is asked again
inline constexpr int near_equal_percent = 80;  // IV-22: of the highest worth

// Nothing known: 100. Sure: 0. Between, the less the confidence of today, the more.
int uncertainty_percent(const competence::CurrentLevel& current);

// Weight × levels between the target and 0 × uncertainty: by how much the importance of the gap (KO-10) can still change.
double worth_asking(const competence::Standing& standing);

struct Candidate {
    std::size_t competence = 0;  // index into the framework
    double worth = 0;
    bool soft = false;
};

struct AskRule {
    double threshold = 0;                           // below this nothing is asked (IV-21)
    std::span<const std::string> soft_areas;        // first among near equals (IV-22, R78)
    std::span<const std::string> areas;             // of these only; empty: of all
    std::function<bool(std::size_t)> asked_before;  // in this session
};

// What is worth asking for, in the order of the framework.
std::vector<Candidate> worth_asking(const competence::CompetenceFramework& framework, std::span<const competence::Standing> standings,
                                    const AskRule& rule);

// The one to ask for next; nothing when the list is empty.
const Candidate* ask_first(std::span<const Candidate> candidates);

}  // namespace kc::interview
