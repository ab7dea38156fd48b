// SPDX-License-Identifier: EUPL-1.2
// Fields: the view structs behind the field partials ({{>web/text_field}} …) with label, hint, problem and kept input.
// A page puts one struct per field into its view and one line per field into its template.
#pragma once

#include "base/language.hpp"
#include "web/form.hpp"
#include "web/messages.hpp"
#include "web/type_name.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace kc::web {

// {{#name}}{{>web/text_field}}{{/name}}, also {{>web/textarea_field}}, {{>web/password_field}}, {{>web/date_field}}
struct TextField {
    std::string id;  // "feld-" + name: the error summary links to it
    std::string name;
    std::string label;
    std::string hint;
    std::string problem;
    std::string value;
    std::string input_type;    // text, email, tel, url, search, number
    std::string autocomplete;  // "email", "given-name", "off" …
    std::string input_mode;    // "decimal", "numeric"
    std::string described_by;  // ids of hint and problem
    bool required = false;
    bool optional_mark = false;  // shows "(freiwillig)"
    std::int64_t max_length = 0;
    std::int64_t rows = 4;
    std::optional<std::string> minimum;  // of a date, as 2026-03-02
    std::optional<std::string> maximum;
};
BOOST_DESCRIBE_STRUCT(TextField, (),
                      (id, name, label, hint, problem, value, input_type, autocomplete, input_mode, described_by, required, optional_mark, max_length,
                       rows, minimum, maximum))

struct Option {
    std::string value;
    std::string label;
    std::string hint;  // one line below a radio button or checkbox
};

struct OptionView {
    std::string id;
    std::string value;
    std::string label;
    std::string hint;
    bool chosen = false;
};
BOOST_DESCRIBE_STRUCT(OptionView, (), (id, value, label, hint, chosen))

// {{>web/select_field}}, {{>web/radio_group}}, {{>web/checkbox_group}}
struct ChoiceField {
    std::string id;
    std::string name;
    std::string label;
    std::string hint;
    std::string problem;
    std::string described_by;
    bool required = false;
    bool optional_mark = false;
    bool horizontal = false;
    bool empty_option = false;  // select: "Bitte wählen" first
    std::vector<OptionView> options;
};
BOOST_DESCRIBE_STRUCT(ChoiceField, (), (id, name, label, hint, problem, described_by, required, optional_mark, horizontal, empty_option, options))

// {{>web/checkbox_field}}: a single box
struct CheckboxField {
    std::string id;
    std::string name;
    std::string label;
    std::string hint;
    std::string problem;
    std::string described_by;
    bool required = false;
    bool checked = false;
};
BOOST_DESCRIBE_STRUCT(CheckboxField, (), (id, name, label, hint, problem, described_by, required, checked))

struct ErrorLink {
    std::string href;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(ErrorLink, (), (href, text))

// {{#errors}}{{>web/error_summary}}{{/errors}}; std::optional in the view: absent when nothing is wrong
struct ErrorSummary {
    std::int64_t count = 0;
    std::vector<ErrorLink> links;
    std::vector<std::string> whole_form;  // problems that belong to no field
};
BOOST_DESCRIBE_STRUCT(ErrorSummary, (), (count, links, whole_form))

// What a page says about one field. Texts are message keys; `…_text` takes finished text instead.
struct FieldText {
    std::string_view label;
    std::string_view hint;
    std::string_view label_text;
    std::string_view hint_text;
    bool required = false;
    std::string_view autocomplete;
    std::size_t max = 200;
    std::int64_t rows = 4;
    std::optional<Date> min_date;
    std::optional<Date> max_date;
    bool horizontal = false;
    bool empty_option = false;
};

// Makes the structs. With a FormReader the input of the refused form is kept and its problems appear.
class Fields {
public:
    Fields(const Messages& messages, Language language, const FormReader* refused = nullptr)
        : messages_(messages), language_(language), refused_(refused) {}

    TextField text(std::string_view name, const FieldText& about, std::string_view value = {}) const;
    TextField email(std::string_view name, const FieldText& about, std::string_view value = {}) const;
    TextField password(std::string_view name, const FieldText& about) const;  // input is never shown again
    TextField integer(std::string_view name, const FieldText& about, std::optional<std::int64_t> value = {}) const;
    TextField hours(std::string_view name, const FieldText& about, std::optional<HalfHours> value = {}) const;
    TextField money(std::string_view name, const FieldText& about, std::optional<Money> value = {}) const;
    TextField date(std::string_view name, const FieldText& about, std::optional<Date> value = {}) const;
    ChoiceField choice(std::string_view name, const FieldText& about, const std::vector<Option>& options, std::string_view value = {}) const;
    ChoiceField choices(std::string_view name, const FieldText& about, const std::vector<Option>& options,
                        const std::vector<std::string>& values = {}) const;
    // All enumerators of a described enum, labelled by their message keys.
    template <class Enum> std::vector<Option> options_of() const;
    CheckboxField checkbox(std::string_view name, const FieldText& about, bool checked = false) const;
    // Call it after the fields are made (in the view: the last member), so that each problem can name its field.
    std::optional<ErrorSummary> errors() const;

    static std::string id_of(std::string_view name);

private:
    TextField basic(std::string_view name, const FieldText& about, std::string value) const;
    ChoiceField basic_choice(std::string_view name, const FieldText& about) const;
    std::string label_of(std::string_view name, const FieldText& about) const;
    std::string hint_of(const FieldText& about) const;
    std::string problem_of(std::string_view name) const;

    const Messages& messages_;
    Language language_;
    const FormReader* refused_;
    mutable std::vector<std::pair<std::string, std::string>> labels_;  // of the fields made so far, by name
};

template <class Enum> std::vector<Option> Fields::options_of() const {
    std::vector<Option> options;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto entry) {
        const auto key = Messages::enumerator_key(type_name<Enum>(), entry.name);
        options.push_back({entry.name, messages_.text(language_, key), {}});
    });
    return options;
}

}  // namespace kc::web
