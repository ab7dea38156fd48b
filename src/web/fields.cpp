// SPDX-License-Identifier: EUPL-1.2
#include "web/fields.hpp"

#include "web/format.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kc::web {

std::string Fields::id_of(std::string_view name) {
    std::string id = "feld-";
    for (const char c : name) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        id += plain ? c : '-';
    }
    return id;
}

std::string Fields::label_of(std::string_view name, const FieldText& about) const {
    std::string label(about.label_text);
    if (label.empty() && !about.label.empty()) label = messages_.text(language_, about.label);
    labels_.emplace_back(name, label);
    return label;
}

std::string Fields::hint_of(const FieldText& about) const {
    if (!about.hint_text.empty()) return std::string(about.hint_text);
    return about.hint.empty() ? std::string() : messages_.text(language_, about.hint);
}

std::string Fields::problem_of(std::string_view name) const {
    const auto* problem = refused_ ? refused_->problem(name) : nullptr;
    return problem ? messages_.text(language_, *problem) : std::string();
}

namespace {

std::string described_by(const std::string& id, const std::string& hint, const std::string& problem) {
    std::string ids;
    if (!hint.empty()) ids = id + "-hinweis";
    if (!problem.empty()) ids += (ids.empty() ? "" : " ") + id + "-fehler";
    return ids;
}

}  // namespace

TextField Fields::basic(std::string_view name, const FieldText& about, std::string value) const {
    TextField field;
    field.id = id_of(name);
    field.name = name;
    field.label = label_of(name, about);
    field.hint = hint_of(about);
    field.problem = problem_of(name);
    field.value = refused_ && refused_->has(name) ? refused_->raw(name) : std::move(value);
    field.input_type = "text";
    field.autocomplete = about.autocomplete;
    field.described_by = described_by(field.id, field.hint, field.problem);
    field.required = about.required;
    field.optional_mark = !about.required;
    field.max_length = static_cast<std::int64_t>(about.max);
    field.rows = about.rows;
    return field;
}

TextField Fields::text(std::string_view name, const FieldText& about, std::string_view value) const { return basic(name, about, std::string(value)); }

TextField Fields::email(std::string_view name, const FieldText& about, std::string_view value) const {
    auto field = basic(name, about, std::string(value));
    field.input_type = "email";
    field.max_length = 254;
    if (field.autocomplete.empty()) field.autocomplete = "email";
    return field;
}

TextField Fields::password(std::string_view name, const FieldText& about) const {
    auto field = basic(name, about, {});
    field.input_type = "password";
    field.value.clear();
    return field;
}

TextField Fields::integer(std::string_view name, const FieldText& about, std::optional<std::int64_t> value) const {
    auto field = basic(name, about, value ? std::to_string(*value) : std::string());
    field.input_mode = "numeric";
    field.max_length = 20;
    return field;
}

TextField Fields::hours(std::string_view name, const FieldText& about, std::optional<HalfHours> value) const {
    auto field = basic(name, about, value ? format_hours(*value, language_) : std::string());
    field.input_mode = "decimal";
    field.max_length = 20;
    return field;
}

TextField Fields::money(std::string_view name, const FieldText& about, std::optional<Money> value) const {
    std::string text;
    if (value) append_money_input(text, *value, language_);
    auto field = basic(name, about, std::move(text));
    field.input_mode = "decimal";
    field.max_length = 20;
    return field;
}

TextField Fields::date(std::string_view name, const FieldText& about, std::optional<Date> value) const {
    auto field = basic(name, about, value ? to_iso(*value) : std::string());
    field.input_type = "date";
    // A date input shows only ISO values; what was typed as 2.3.2026 is a day as well.
    if (const auto day = parse_day(field.value)) field.value = to_iso(*day);
    if (about.min_date) field.minimum = to_iso(*about.min_date);
    if (about.max_date) field.maximum = to_iso(*about.max_date);
    return field;
}

ChoiceField Fields::basic_choice(std::string_view name, const FieldText& about) const {
    ChoiceField field;
    field.id = id_of(name);
    field.name = name;
    field.label = label_of(name, about);
    field.hint = hint_of(about);
    field.problem = problem_of(name);
    field.described_by = described_by(field.id, field.hint, field.problem);
    field.required = about.required;
    field.optional_mark = !about.required;
    field.horizontal = about.horizontal;
    field.empty_option = about.empty_option;
    return field;
}

namespace {

void add_options(ChoiceField& field, const std::vector<Option>& options, const std::vector<std::string>& chosen) {
    std::size_t number = 0;
    for (const auto& option : options) {
        const bool is_chosen = std::find(chosen.begin(), chosen.end(), option.value) != chosen.end();
        field.options.push_back({fmt::format("{}-{}", field.id, ++number), option.value, option.label, option.hint, is_chosen});
    }
}

}  // namespace

ChoiceField Fields::choice(std::string_view name, const FieldText& about, const std::vector<Option>& options, std::string_view value) const {
    auto field = basic_choice(name, about);
    add_options(field, options, {refused_ ? refused_->raw(name) : std::string(value)});
    return field;
}

ChoiceField Fields::choices(std::string_view name, const FieldText& about, const std::vector<Option>& options,
                            const std::vector<std::string>& values) const {
    auto field = basic_choice(name, about);
    add_options(field, options, refused_ ? refused_->raw_all(name) : values);
    return field;
}

CheckboxField Fields::checkbox(std::string_view name, const FieldText& about, bool checked) const {
    CheckboxField field;
    field.id = id_of(name);
    field.name = name;
    field.label = label_of(name, about);
    field.hint = hint_of(about);
    field.problem = problem_of(name);
    field.described_by = described_by(field.id, field.hint, field.problem);
    field.required = about.required;
    field.checked = refused_ ? !refused_->raw(name).empty() : checked;
    return field;
}

std::optional<ErrorSummary> Fields::errors() const {
    if (!refused_ || refused_->ok()) return std::nullopt;
    ErrorSummary summary;
    for (const auto& problem : refused_->problems()) {
        ++summary.count;
        const auto text = messages_.text(language_, problem);
        if (problem.field.empty()) {
            summary.whole_form.push_back(text);
            continue;
        }
        const auto label = std::find_if(labels_.begin(), labels_.end(), [&](const auto& entry) { return entry.first == problem.field; });
        const bool named = label != labels_.end() && !label->second.empty();
        std::string link;
        if (named) {
            // "Titel: Bitte …", but "Worum geht es? Bitte …"
            const bool sentence = label->second.ends_with('.') || label->second.ends_with('?');
            link = label->second + (sentence ? " " : ": ");
        }
        summary.links.push_back({"#" + id_of(problem.field), link + text});
    }
    return summary;
}

}  // namespace kc::web
