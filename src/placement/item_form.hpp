// SPDX-License-Identifier: EUPL-1.2
// The form in which a question is written: six places for answers, of which a statement needs none. Included by item_pages.cpp alone.
#pragma once

#include "placement/competence_choice.hpp"
#include "placement/item_service.hpp"

#include <fmt/format.h>

namespace kc::placement {

struct OptionFields {
    web::TextField label;
    web::CheckboxField right;
};
BOOST_DESCRIBE_STRUCT(OptionFields, (), (label, right))

struct ItemFormView {
    bool is_new = false, published = false, outdated = false, conflict = false;
    std::string action, back, name;
    int version = 1, revision = 0;
    web::ChoiceField competence, level, kind, statement;
    web::TextField question, explanation;
    std::vector<OptionFields> options;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(ItemFormView, (),
                      (is_new, published, outdated, conflict, action, back, name, version, revision, competence, level, kind, statement, question,
                       explanation, options, errors))

inline std::string option_field(std::size_t number) { return fmt::format("option_{}", number); }
inline std::string right_field(std::size_t number) { return fmt::format("right_{}", number); }

// `with_competence`: the chosen one, empty where none is chosen yet.
inline void fill_form(ItemFormView& view, const web::Site& site, const http::Request& request, const competence::CompetenceFramework& framework,
                      const ItemEdit& edit, std::string_view competence_slug, const web::FormReader* refused) {
    const auto fields = site.fields(request, refused);
    view.competence = fields.choice("competence", {.label = "placement.item.competence", .required = true, .empty_option = true},
                                    competence_options(framework, web::language_of(request)), competence_slug);
    view.level = fields.choice("level", {.label = "placement.item.level", .hint = "placement.item.level_hint", .required = true},
                               level_options(site, request, 1), std::to_string(edit.level));
    view.kind = fields.choice("kind", {.label = "placement.item.kind", .required = true}, fields.options_of<ItemKind>(),
                              boost::describe::enum_to_string(edit.kind, ""));
    view.question = fields.text(
        "question", {.label = "placement.item.question", .hint = "placement.item.question_hint", .required = true, .max = question_max, .rows = 4},
        edit.question);
    const bool is_statement = edit.kind == ItemKind::true_false;
    for (std::size_t number = 1; number <= options_max; ++number) {
        const bool filled = !is_statement && number <= edit.options.size();
        const auto label = site.text(request, "placement.item.option", {{"number", static_cast<int>(number)}});
        const auto right = site.text(request, "placement.item.option_right", {{"number", static_cast<int>(number)}});
        auto text = fields.text(option_field(number), {.label_text = label, .max = option_max},
                                filled ? std::string_view(edit.options[number - 1].label) : std::string_view());
        text.optional_mark = false;
        view.options.push_back({std::move(text), fields.checkbox(right_field(number), {.label_text = right},
                                                                 filled && edit.kind != ItemKind::ordering && edit.options[number - 1].is_right)});
    }
    const bool holds = !is_statement || edit.options.empty() || edit.options.front().is_right;
    view.statement = fields.choice(
        "statement", {.label = "placement.item.statement", .hint = "placement.item.statement_hint", .required = true, .horizontal = true},
        {{"true", site.text(request, "placement.item.holds"), {}}, {"false", site.text(request, "placement.item.holds_not"), {}}},
        holds ? "true" : "false");
    view.explanation = fields.text(
        "explanation", {.label = "placement.item.explanation", .hint = "placement.item.explanation_hint", .max = explanation_max}, edit.explanation);
    view.explanation.optional_mark = false;
    view.errors = fields.errors();
}

inline std::vector<ItemOption> statement_options(bool holds) { return {{"Stimmt", holds}, {"Stimmt nicht", !holds}}; }

inline ItemEdit read_item_form(web::FormReader& form, const competence::CompetenceFramework& framework) {
    ItemEdit edit;
    edit.competence = read_competence(form, framework, "competence", true).value_or(CompetenceId{});
    edit.level = static_cast<int>(form.integer("level", {.required = true, .min = 1, .max = competence::level_max}).value_or(1));
    edit.kind = form.enumerator<ItemKind>("kind", {.required = true}).value_or(ItemKind::single_choice);
    edit.question = form.text("question", {.required = true, .max = question_max, .lines = true});
    for (std::size_t number = 1; number <= options_max; ++number) {
        auto label = form.text(option_field(number), {.max = option_max});
        const bool right = form.checkbox(right_field(number));
        if (label.empty() && right) form.refuse(option_field(number), "placement.item_fault.right_without_text");
        if (!label.empty()) edit.options.push_back({std::move(label), right});
    }
    if (edit.kind == ItemKind::true_false) {
        if (!edit.options.empty()) form.refuse(option_field(1), "placement.item_fault.statement_has_options");
        edit.options = statement_options(form.choice("statement", {"true", "false"}, {.required = true}) != "false");
    }
    edit.explanation = form.text("explanation", {.max = explanation_max, .lines = true});
    return edit;
}

}  // namespace kc::placement
