// SPDX-License-Identifier: EUPL-1.2
// Random but realistic instances for measuring: provider domains, courses, levels, role profiles, budgets.
// The same seed gives the same instance on every machine; no standard distribution is used, because those differ between libraries.
#pragma once

#include <cstdint>

#include "planning/optimizer/instance.hpp"

namespace kc::planning::optimizer {

struct GeneratorOptions {
    std::uint64_t seed = 1;
    int units = 2000;
    int competences = 120;
    int levels = 5;
    int learners = 200;
    int role_profiles = 60;
    int places = 16;
};

struct Instance {
    Catalogue catalogue;
    std::vector<Learner> learners;
};

Instance generate(const GeneratorOptions& options);

}  // namespace kc::planning::optimizer
