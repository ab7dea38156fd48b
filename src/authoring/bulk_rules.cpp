// SPDX-License-Identifier: EUPL-1.2
#include "authoring/bulk_rules.hpp"

#include "base/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::authoring {

namespace {

template <class T> bool holds(const std::vector<T>& list, const T& value) { return std::find(list.begin(), list.end(), value) != list.end(); }

}  // namespace

Money changed_by_percent(Money price, int percent) {
    const auto hundredfold = price * (100 + percent);  // never negative: at most ninety per cent less
    return Money{(hundredfold.value + 50) / 100};
}

std::vector<FieldProblem> check_change(const BulkChange& change, Date today) {
    std::vector<FieldProblem> problems;
    const auto add = [&](std::string_view field, std::string_view name) {
        problems.push_back({std::string(field), fmt::format("authoring.bulk.problem.{}", name), {}});
    };
    switch (change.property) {
        case BulkProperty::price_percent:
            if (change.percent < price_percent_min || change.percent > price_percent_max || change.percent == 0) add("percent", "percent");
            break;
        case BulkProperty::price_set:
            if (change.price_member.value < 0) add("price_member", "price");
            if (change.price_other.value < 0) add("price_other", "price");
            break;
        case BulkProperty::module_add:
        case BulkProperty::module_remove:
            if (change.module.empty()) add("module", "module");
            break;
        case BulkProperty::funding:
            if (change.funded && trim(change.funding).empty()) add("funding", "funding");
            break;
        case BulkProperty::keywords_add:
            if (change.keywords.empty() || change.keywords.size() > bulk_keywords_max) add("keywords", "keywords");
            break;
        case BulkProperty::seal_add:
            if (trim(change.seal.name).empty()) add("seal_name", "seal_name");
            if (trim(change.seal.issuer).empty()) add("seal_issuer", "seal_issuer");
            if (change.seal.valid_until && *change.seal.valid_until < today) add("valid_until", "seal_expired");
            break;
        case BulkProperty::difficulty:
        case BulkProperty::credentials:
        case BulkProperty::accessibility:
        case BulkProperty::retire: break;
    }
    return problems;
}

UnitContent changed(UnitContent content, const BulkChange& change) {
    switch (change.property) {
        case BulkProperty::price_percent:
            content.price_member = changed_by_percent(content.price_member, change.percent);
            content.price_other = changed_by_percent(content.price_other, change.percent);
            break;
        case BulkProperty::price_set:
            content.price_member = change.price_member;
            content.price_other = change.price_other;
            break;
        case BulkProperty::module_add:
            if (!holds(content.modules, change.module)) content.modules.push_back(change.module);
            break;
        case BulkProperty::module_remove:
            std::erase(content.modules, change.module);
            std::erase(content.mandatory_in, change.module);
            break;
        case BulkProperty::funding:
            content.funded = change.funded;
            content.funding = change.funded ? change.funding : std::string();
            break;
        case BulkProperty::difficulty: content.difficulty = change.difficulty; break;
        case BulkProperty::credentials: content.credentials = change.credentials; break;
        case BulkProperty::accessibility: content.accessibility = change.accessibility; break;
        case BulkProperty::keywords_add:
            for (const auto& word : change.keywords) {
                if (!holds(content.keywords, word)) content.keywords.push_back(word);
            }
            break;
        case BulkProperty::seal_add: {
            // The same seal once more is the same seal with a new end.
            const auto known =
                std::find_if(content.seals.begin(), content.seals.end(), [&](const auto& seal) { return seal.name == change.seal.name; });
            if (known != content.seals.end()) {
                *known = change.seal;
            } else {
                content.seals.push_back(change.seal);
            }
            break;
        }
        case BulkProperty::retire: break;  // no matter of the description
    }
    return content;
}

}  // namespace kc::authoring
