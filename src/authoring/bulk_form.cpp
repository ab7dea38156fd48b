// SPDX-License-Identifier: EUPL-1.2
#include "authoring/bulk_form.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace kc::authoring {

namespace {

using catalogue::AccessibilityFeature;
using catalogue::CredentialKind;
using catalogue::Difficulty;

template <class Enum> std::vector<std::string> names_of() {
    std::vector<std::string> names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto entry) { names.emplace_back(entry.name); });
    return names;
}

template <class Enum> std::vector<Enum> read_list(web::FormReader& form, std::string_view field) {
    std::vector<Enum> list;
    for (const auto& name : form.choices(field, names_of<Enum>())) {
        Enum value{};
        if (boost::describe::enum_from_string(name.c_str(), value)) list.push_back(value);
    }
    return list;
}

std::vector<std::string> read_keywords(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(",;\n"), text.size());
        const std::string word(trim(text.substr(0, end)));
        if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

}  // namespace

const std::vector<std::string>& bulk_value_names() {
    static const std::vector<std::string> names{"direction", "percent",   "price_member", "price_other", "module",
                                                "funded",    "funding",   "difficulty",   "credentials", "accessibility",
                                                "keywords",  "seal_name", "seal_issuer",  "valid_until"};
    return names;
}

BulkValueFields bulk_value_fields(const web::Site& site, const http::Request& request, const web::Fields& fields, BulkProperty property,
                                  const catalogue::CatalogueSnapshot& snapshot) {
    BulkValueFields view;
    switch (property) {
        case BulkProperty::price_percent:
            view.direction = fields.choice("direction", {.label = "authoring.bulk.direction", .required = true},
                                           {{"more", site.text(request, "authoring.bulk.direction_more"), {}},
                                            {"less", site.text(request, "authoring.bulk.direction_less"), {}}},
                                           "more");
            view.percent = fields.integer("percent", {.label = "authoring.bulk.percent", .hint = "authoring.bulk.percent_hint", .required = true});
            break;
        case BulkProperty::price_set:
            view.price_member = fields.money("price_member", {.label = "authoring.bulk.price_member", .required = true});
            view.price_other = fields.money("price_other", {.label = "authoring.bulk.price_other", .required = true});
            break;
        case BulkProperty::module_add:
        case BulkProperty::module_remove: {
            std::vector<web::Option> modules;
            for (const auto& module : snapshot.modules()) modules.push_back({module.slug, module.name, {}});
            view.module = fields.choice("module", {.label = "authoring.bulk.module", .required = true, .empty_option = true}, modules);
            break;
        }
        case BulkProperty::funding:
            view.funded = fields.checkbox("funded", {.label = "authoring.bulk.funded", .hint = "authoring.bulk.funded_hint"});
            view.funding = fields.text("funding", {.label = "authoring.bulk.funding", .hint = "authoring.bulk.funding_hint"});
            break;
        case BulkProperty::difficulty:
            view.difficulty =
                fields.choice("difficulty", {.label = "authoring.bulk_property.difficulty", .required = true}, fields.options_of<Difficulty>());
            break;
        case BulkProperty::credentials:
            view.credentials = fields.choices("credentials", {.label = "authoring.bulk_property.credentials", .hint = "authoring.bulk.replaces"},
                                              fields.options_of<CredentialKind>());
            break;
        case BulkProperty::accessibility:
            view.accessibility =
                fields.choices("accessibility", {.label = "authoring.bulk_property.accessibility", .hint = "authoring.bulk.replaces"},
                               fields.options_of<AccessibilityFeature>());
            break;
        case BulkProperty::keywords_add:
            view.keywords = fields.text("keywords", {.label = "authoring.bulk.keywords", .hint = "authoring.bulk.keywords_hint", .required = true});
            break;
        case BulkProperty::seal_add:
            view.seal_name = fields.text("seal_name", {.label = "authoring.bulk.seal_name", .required = true});
            view.seal_issuer = fields.text("seal_issuer", {.label = "authoring.bulk.seal_issuer", .required = true});
            view.valid_until = fields.date("valid_until", {.label = "authoring.bulk.valid_until", .hint = "authoring.bulk.valid_until_hint"});
            break;
        case BulkProperty::retire: break;
    }
    return view;
}

BulkChange read_bulk_change(web::FormReader& form, BulkProperty property, const catalogue::CatalogueSnapshot& snapshot) {
    BulkChange change;
    change.property = property;
    switch (property) {
        case BulkProperty::price_percent: {
            const bool less = form.choice("direction", {"more", "less"}, {.required = true}) == "less";
            const auto most = less ? -price_percent_min : price_percent_max;
            const auto percent = static_cast<int>(form.integer("percent", {.required = true, .min = 1, .max = most}).value_or(0));
            change.percent = less ? -percent : percent;
            break;
        }
        case BulkProperty::price_set:
            change.price_member = form.money("price_member", {.required = true}).value_or(Money{});
            change.price_other = form.money("price_other", {.required = true}).value_or(Money{});
            break;
        case BulkProperty::module_add:
        case BulkProperty::module_remove: {
            std::vector<std::string> allowed;
            for (const auto& module : snapshot.modules()) allowed.push_back(module.slug);
            change.module = form.choice("module", allowed, {.required = true});
            break;
        }
        case BulkProperty::funding:
            change.funded = form.checkbox("funded");
            change.funding = form.text("funding");
            break;
        case BulkProperty::difficulty:
            change.difficulty = form.enumerator<Difficulty>("difficulty", {.required = true}).value_or(Difficulty::basic);
            break;
        case BulkProperty::credentials: change.credentials = read_list<CredentialKind>(form, "credentials"); break;
        case BulkProperty::accessibility: change.accessibility = read_list<AccessibilityFeature>(form, "accessibility"); break;
        case BulkProperty::keywords_add: change.keywords = read_keywords(form.text("keywords", {.required = true, .max = 500})); break;
        case BulkProperty::seal_add:
            change.seal.name = form.text("seal_name", {.required = true});
            change.seal.issuer = form.text("seal_issuer", {.required = true});
            change.seal.valid_until = form.date("valid_until");
            break;
        case BulkProperty::retire: break;
    }
    return change;
}

}  // namespace kc::authoring
