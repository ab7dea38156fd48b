// SPDX-License-Identifier: EUPL-1.2
// One property of many descriptions changed at once (RE-80 …): what may be changed, and what it does to one description. Pure.
#pragma once

#include "authoring/standard.hpp"
#include "base/problem.hpp"

namespace kc::authoring {

enum class BulkProperty {
    price_percent,
    price_set,
    module_add,
    module_remove,
    funding,
    difficulty,
    credentials,
    accessibility,
    keywords_add,
    seal_add,
    retire,
};
BOOST_DESCRIBE_ENUM(BulkProperty, price_percent, price_set, module_add, module_remove, funding, difficulty, credentials, accessibility, keywords_add,
                    seal_add, retire)

inline constexpr int price_percent_min = -90, price_percent_max = 200;
inline constexpr std::size_t bulk_keywords_max = 10;

// Only what belongs to the property is looked at.
struct BulkChange {
    BulkProperty property{};
    int percent = 0;
    Money price_member, price_other;
    std::string module;
    bool funded = false;
    std::string funding;
    catalogue::Difficulty difficulty{};
    std::vector<catalogue::CredentialKind> credentials;
    std::vector<catalogue::AccessibilityFeature> accessibility;
    std::vector<std::string> keywords;
    catalogue::SealContent seal;
};

std::vector<FieldProblem> check_change(const BulkChange& change, Date today);
UnitContent changed(UnitContent content, const BulkChange& change);

// Five per cent more of 99,99 € is 104,99 €: to the cent, half cents away from zero.
Money changed_by_percent(Money price, int percent);

}  // namespace kc::authoring
