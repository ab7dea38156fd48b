// SPDX-License-Identifier: EUPL-1.2
#include "curation/views.hpp"

#include "curation/words.hpp"

namespace kc::curation {

namespace {

std::string area_name(const CompetenceFramework& framework, std::string_view slug, Language language) {
    for (const auto& area : framework.areas()) {
        if (area.slug == slug) return area.name_in(language);
    }
    return std::string(slug);
}

template <class Enum> std::string word(const web::Messages& messages, Language language, Enum value) {
    return messages.text(language, web::Messages::enumerator_key(web::type_name<Enum>(), boost::describe::enum_to_string(value, "")));
}

std::string alignments_in_words(const web::Messages& messages, Language language, const CompetenceContent& content) {
    std::string text;
    for (const auto& alignment : content.alignments) {
        if (!text.empty()) text += '\n';
        text += word(messages, language, alignment.framework) + ": ";
        if (alignment.relation != AlignmentRelation::none) text += alignment.concept_id + ' ' + alignment.label + ", ";
        text += word(messages, language, alignment.relation);
    }
    return text;
}

}  // namespace

TextView text_view(const CompetenceFramework& framework, const CompetenceContent& content, Language language) {
    TextView view{.slug = content.slug,
                  .name = content.name,
                  .area = area_name(framework, content.area, language),
                  .description = content.description,
                  .half_life_months = content.half_life_months,
                  .levels = {},
                  .keywords = split_keywords(content.keywords),
                  .phrases = content.phrases,
                  .alignments = {}};
    if (!content.level_0.empty()) view.levels.push_back({0, content.level_0});
    for (std::size_t i = 0; i < content.descriptors.size(); ++i) {
        if (!content.descriptors[i].empty()) view.levels.push_back({static_cast<int>(i) + 1, content.descriptors[i]});
    }
    for (const auto& alignment : content.alignments) {
        const bool none = alignment.relation == AlignmentRelation::none;
        view.alignments.push_back(
            {alignment.framework, alignment.concept_id, alignment.label, alignment_address(alignment), alignment.relation, none});
        view.shows_esco = view.shows_esco || (alignment.framework == ForeignFramework::esco && !none);
    }
    return view;
}

std::vector<DifferenceView> difference_views(const web::Messages& messages, Language language, const CompetenceFramework& framework,
                                             const CompetenceContent& before, const CompetenceContent& after) {
    std::vector<DifferenceView> views;
    for (auto& difference : differences(before, after)) {
        if (difference.field == ContentField::area) {
            difference.before = area_name(framework, difference.before, language);
            difference.after = area_name(framework, difference.after, language);
        }
        if (difference.field == ContentField::alignments) {
            difference.before = alignments_in_words(messages, language, before);
            difference.after = alignments_in_words(messages, language, after);
        }
        views.push_back({difference.field, std::move(difference.before), std::move(difference.after)});
    }
    return views;
}

std::vector<OpenPointView> open_point_views(const web::Messages& messages, Language language, const std::vector<FieldProblem>& problems,
                                            std::string_view form_path) {
    std::vector<OpenPointView> views;
    for (const auto& problem : problems) {
        const auto label = messages.text(language, "curation.field." + problem.field);
        views.push_back({fmt::format("{}#{}", form_path, web::Fields::id_of(problem.field)), label + ": " + messages.text(language, problem)});
    }
    return views;
}

}  // namespace kc::curation
