// SPDX-License-Identifier: EUPL-1.2
// The searches within the editor: competences of the framework and other offers. Both work without script.
#include "authoring/section_form.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace kc::authoring {

namespace {

constexpr std::size_t found_max = 12;

// All words of the search occur somewhere in the text.
bool contains_all(const std::string& text, const std::vector<std::string>& words) {
    return std::all_of(words.begin(), words.end(), [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

std::vector<std::string> lower_words(std::string_view search) {
    std::vector<std::string> words;
    for (const auto& word : words_of(search)) words.push_back(lower_german(word));
    return words;
}

std::vector<web::Option> level_options(const web::Messages& messages, Language language, int from, int to) {
    std::vector<web::Option> options;
    for (int level = from; level <= to; ++level)
        options.push_back({std::to_string(level), messages.text(language, "authoring.text.level", {{"level", level}}), {}});
    return options;
}

}  // namespace

CompetenceForm SectionForms::competence_form(const http::Request& request, const web::Fields& fields, const UnitContent& content) const {
    const auto language = web::language_of(request);
    const ContentTexts texts(site_.messages(), language, authoring_.catalogue(), authoring_.framework());
    const auto text = [&](const char* key, const std::string& name) { return site_.text(request, key, {{"name", name}}); };
    CompetenceForm form;
    form.asks_needs = !is_light(content.kind);
    for (const auto& range : ranges_of(content.teaches)) {
        const auto number = std::to_string(form.teaches.size());
        const auto name = texts.competence_name(range.competence);
        const auto from_label = text("authoring.competence.from", name), to_label = text("authoring.competence.to", name);
        LevelRow row{range.competence, name, number,
                     fields.choice("lehrt_von_" + number, {.label_text = from_label},
                                   level_options(site_.messages(), language, 0, competence::level_max - 1), std::to_string(range.from)),
                     fields.choice("lehrt_bis_" + number, {.label_text = to_label},
                                   level_options(site_.messages(), language, 1, competence::level_max), std::to_string(range.to))};
        row.from.optional_mark = row.to.optional_mark = false;
        form.teaches.push_back(std::move(row));
    }
    for (const auto& need : content.needs) {
        const auto number = std::to_string(form.needs.size());
        const auto name = texts.competence_name(need.competence);
        const auto label = text("authoring.competence.needs", name);
        LevelRow row{need.competence,
                     name,
                     number,
                     {},
                     fields.choice("braucht_bis_" + number, {.label_text = label},
                                   level_options(site_.messages(), language, 1, competence::level_max), std::to_string(need.level))};
        row.to.optional_mark = false;
        form.needs.push_back(std::move(row));
    }
    const std::string search(trim(request.query("kompetenz").value_or("")));
    form.search = fields.text("kompetenz", {.label = "authoring.competence.search", .hint = "authoring.competence.search_hint"}, search);
    form.search.optional_mark = false;
    form.search.input_type = "search";
    const auto words = lower_words(search);
    form.searched = !words.empty();
    if (!form.searched) return form;
    const auto frameworks = authoring_.framework();
    const auto has = [](const std::vector<catalogue::LevelContent>& list, const std::string& slug) {
        return std::any_of(list.begin(), list.end(), [&](const auto& level) { return level.competence == slug; });
    };
    // Those whose name matches come first.
    for (const bool by_name : {true, false}) {
        for (const auto& competence : frameworks->competences()) {
            const auto name = lower_german(competence.name);
            const bool in_name = contains_all(name, words);
            const auto& area = frameworks->area_of(competence);
            if (by_name != in_name) continue;
            if (!in_name && !contains_all(name + " " + lower_german(competence.description + " " + competence.keywords + " " + area.name), words))
                continue;
            if (form.found.size() == found_max) return form;
            form.found.push_back({competence.slug, competence.name, area.name_in(language), competence.description,
                                  has(content.teaches, competence.slug), has(content.needs, competence.slug)});
        }
    }
    return form;
}

ConnectionForm SectionForms::connection_form(const http::Request& request, const web::Fields& fields, const Offer& offer,
                                             const UnitContent& content) const {
    const auto snapshot = authoring_.catalogue();
    const ContentTexts texts(site_.messages(), web::language_of(request), snapshot, authoring_.framework());
    ConnectionForm form;
    if (content.code_share_of) form.original = ChosenOffer{*content.code_share_of, texts.offer_title(*content.code_share_of)};
    if (content.after) form.predecessor = ChosenOffer{*content.after, texts.offer_title(*content.after)};
    form.asks_predecessor = !is_light(content.kind);
    const std::string search(trim(request.query("angebot").value_or("")));
    form.search = fields.text("angebot", {.label = "authoring.connection.search", .hint = "authoring.connection.search_hint"}, search);
    form.search.optional_mark = false;
    form.search.input_type = "search";
    const auto words = lower_words(search);
    form.searched = !words.empty();
    if (!form.searched) return form;
    for (const auto& unit : snapshot->units()) {
        if (unit.id == offer.unit.id || !unit.visible_to(offer.provider.organisation_id)) continue;
        const auto& provider = snapshot->provider_of(unit);
        if (!contains_all(lower_german(unit.title + " " + provider.name), words)) continue;
        const bool own = provider.id == offer.provider.id;
        form.found.push_back({unit.slug, unit.title, provider.name, own, !unit.code_share_of.has_value()});
        if (form.found.size() == found_max) break;
    }
    return form;
}

}  // namespace kc::authoring
