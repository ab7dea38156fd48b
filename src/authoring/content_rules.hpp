// SPDX-License-Identifier: EUPL-1.2
// What a description can never say, complete or not: unknown competences, prices below zero, levels that do not exist. Everything else
// may be saved at any time (RE-44).
#pragma once

#include "authoring/standard.hpp"
#include "base/problem.hpp"
#include "catalogue/catalogue.hpp"
#include "competence/framework.hpp"

namespace kc::authoring {

struct ContentSurroundings {
    const catalogue::CatalogueSnapshot& catalogue;
    const competence::CompetenceFramework& framework;
    std::string_view own_slug;            // of the offer itself
    std::string_view organisation;        // slug of the provider's organisation
    const UnitContent* before = nullptr;  // what was there already may stay
};

// Empty when everything is possible. Fields are members of UnitContent, of lists with their place: "teaches[0]".
std::vector<FieldProblem> impossible_values(const UnitContent& content, const ContentSurroundings& around);

// As it is stored: trimmed, descriptions reduced to what may stand in a page, lists without repetition and in order; of a code-share
// offer the phases, format and participants of its original (RE-48).
UnitContent normalised(UnitContent content, const catalogue::CatalogueSnapshot& catalogue);

}  // namespace kc::authoring
