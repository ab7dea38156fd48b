// SPDX-License-Identifier: EUPL-1.2
#include "curation/edit_form.hpp"

namespace kc::curation {

namespace {

constexpr std::size_t alignment_rows_max = alignments_max + 1;  // per framework: none that is there may be lost by saving
constexpr std::size_t list_letters_max = 3000;

template <class F> void for_each_framework(F&& f) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<ForeignFramework>>(
        [&](auto entry) { f(static_cast<ForeignFramework>(entry.value), std::string(entry.name)); });
}

std::string row_field(const std::string& framework, std::string_view part, std::size_t row) { return fmt::format("{}_{}_{}", framework, part, row); }

std::string joined_lines(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text += (text.empty() ? "" : "\n") + line;
    return text;
}

std::vector<std::string> split_lines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return lines;
}

std::vector<web::Option> relation_options(const web::Fields& fields) {
    auto options = fields.options_of<AlignmentRelation>();
    std::erase_if(options, [](const web::Option& option) { return option.value == "none"; });
    return options;
}

AlignmentForm alignment_form(const web::Site& site, const http::Request& request, const web::Fields& fields, const CompetenceContent& content,
                             ForeignFramework framework, const std::string& name, const web::FormReader* refused) {
    AlignmentForm form;
    form.id = web::Fields::id_of(name);
    form.title = site.text(request, web::Messages::enumerator_key(web::type_name<ForeignFramework>(), name));
    form.hint = site.text(request, "curation.alignment_hint." + name);
    form.is_esco = framework == ForeignFramework::esco;
    if (refused != nullptr) {
        if (const auto* problem = refused->problem(name)) form.problem = site.messages().text(web::language_of(request), *problem);
    }
    bool none = false;
    std::size_t row = 0;
    const auto add_row = [&](const Alignment& alignment) {
        const auto number = site.text(request, "curation.alignment_number", {{"framework", form.title}, {"number", row + 1}});
        const auto label = site.text(request, "curation.alignment_label", {{"framework", form.title}, {"number", row + 1}});
        const auto relation = site.text(request, "curation.alignment_relation", {{"framework", form.title}, {"number", row + 1}});
        AlignmentRow view{fields.text(row_field(name, "id", row), {.label_text = number, .max = 200}, alignment.concept_id),
                          fields.text(row_field(name, "label", row), {.label_text = label, .max = 200}, alignment.label),
                          fields.choice(row_field(name, "relation", row), {.label_text = relation}, relation_options(fields),
                                        boost::describe::enum_to_string(alignment.relation, "close"))};
        view.concept_id.optional_mark = view.label.optional_mark = view.relation.optional_mark = false;
        form.rows.push_back(std::move(view));
        ++row;
    };
    for (const auto& alignment : content.alignments) {
        if (alignment.framework != framework) continue;
        if (alignment.relation == AlignmentRelation::none)
            none = true;
        else if (row < alignment_rows_max)
            add_row(alignment);
    }
    if (row < alignment_rows_max) add_row({framework, "", "", AlignmentRelation::close});
    form.none = fields.checkbox(name + "_none", {.label_text = site.text(request, "curation.alignment_none", {{"framework", form.title}})}, none);
    return form;
}

}  // namespace

void fill_form(EditView& view, const web::Site& site, const http::Request& request, const CompetenceFramework& framework,
               const CompetenceContent& content, const web::FormReader* refused) {
    const auto fields = site.fields(request, refused);
    const auto language = web::language_of(request);
    view.esco = esco_notice;
    view.title = fields.text("name", {.label = "curation.field.name", .required = true, .max = name_letters_max}, content.name);
    std::vector<web::Option> areas;
    for (const auto& area : framework.areas()) areas.push_back({area.slug, area.name_in(language), {}});
    view.area = fields.choice("area", {.label = "curation.field.area", .required = true, .empty_option = true}, areas, content.area);
    view.description = fields.text(
        "description", {.label = "curation.field.description", .hint = "curation.hint.description", .max = description_letters_max, .rows = 3},
        content.description);
    for (int level = 0; level <= competence::level_max; ++level) {
        const auto name = fmt::format("level_{}", level);
        const auto key = "curation.field." + name;
        const auto hint = fmt::format("curation.hint.{}", level == 0 ? "level_0" : "level");
        const auto at = static_cast<std::size_t>(level);
        view.levels.push_back(fields.text(name, {.label = key, .hint = hint, .max = descriptor_letters_max, .rows = 3},
                                          level == 0                         ? content.level_0
                                          : content.descriptors.size() >= at ? content.descriptors[at - 1]
                                                                             : std::string()));
    }
    view.keywords = fields.text(
        "keywords", {.label = "curation.field.keywords", .hint = "curation.hint.keywords", .max = list_letters_max, .rows = 2}, content.keywords);
    view.phrases = fields.text("phrases", {.label = "curation.field.phrases", .hint = "curation.hint.phrases", .max = list_letters_max, .rows = 8},
                               joined_lines(content.phrases));
    view.half_life = fields.integer("half_life", {.label = "curation.field.half_life", .hint = "curation.hint.half_life", .required = true},
                                    content.half_life_months);
    for (auto* field : {&view.description, &view.keywords, &view.phrases}) field->optional_mark = false;
    for (auto& field : view.levels) field.optional_mark = false;
    for_each_framework([&](ForeignFramework foreign, const std::string& name) {
        view.alignments.push_back(alignment_form(site, request, fields, content, foreign, name, refused));
    });
    view.errors = fields.errors();
}

CompetenceContent read_form(web::FormReader& form, const CompetenceFramework& framework) {
    CompetenceContent content;
    content.name = form.text("name", {.required = true, .max = name_letters_max});
    std::vector<std::string> areas;
    for (const auto& area : framework.areas()) areas.push_back(area.slug);
    content.area = form.choice("area", areas, {.required = true});
    content.description = form.text("description", {.max = description_letters_max, .lines = true});
    content.level_0 = form.text("level_0", {.max = descriptor_letters_max, .lines = true});
    for (int level = 1; level <= competence::level_max; ++level) {
        content.descriptors.push_back(form.text(fmt::format("level_{}", level), {.max = descriptor_letters_max, .lines = true}));
    }
    content.keywords = form.text("keywords", {.max = list_letters_max, .lines = true});
    content.phrases = split_lines(form.text("phrases", {.max = list_letters_max, .lines = true}));
    content.half_life_months = static_cast<int>(form.integer("half_life", {.required = true, .min = 1, .max = half_life_max}).value_or(1));
    for_each_framework([&](ForeignFramework foreign, const std::string& name) {
        if (form.checkbox(name + "_none")) content.alignments.push_back({foreign, "", "", AlignmentRelation::none});
        for (std::size_t row = 0; row < alignment_rows_max; ++row) {
            const auto id = form.text(row_field(name, "id", row), {.max = 200});
            const auto label = form.text(row_field(name, "label", row), {.max = 200});
            const auto relation = form.enumerator<AlignmentRelation>(row_field(name, "relation", row)).value_or(AlignmentRelation::close);
            if (!id.empty() || !label.empty()) {
                // "None" is the tick box above; a row always names something.
                content.alignments.push_back({foreign, id, label, relation == AlignmentRelation::none ? AlignmentRelation::close : relation});
            }
        }
    });
    return content;
}

}  // namespace kc::curation
