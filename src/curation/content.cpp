// SPDX-License-Identifier: EUPL-1.2
#include "curation/content.hpp"

#include "base/require.hpp"
#include "base/text.hpp"
#include "curation/words.hpp"
#include "web/api_response.hpp"

#include <algorithm>

#include <boost/json.hpp>

namespace kc::curation {

namespace {

std::string trimmed(std::string_view text) { return std::string(trim(text)); }

void drop_empty(std::vector<std::string>& lines) {
    for (auto& line : lines) line = trimmed(line);
    std::erase_if(lines, [](const std::string& line) { return line.empty(); });
}

// "http://data.europa.eu/esco/skill/<number>" → the number.
std::string concept_number(ForeignFramework framework, std::string_view id) {
    auto text = trimmed(id);
    if (framework == ForeignFramework::esco) {
        if (const auto slash = text.rfind('/'); slash != std::string::npos) text.erase(0, slash + 1);
        return lower_ascii(text);
    }
    return text;
}

template <class Enum> Enum enum_of(const boost::json::value& value) {
    Enum found{};
    require(boost::describe::enum_from_string(std::string(value.as_string()).c_str(), found));
    return found;
}

std::vector<std::string> texts_of(const boost::json::value& value) {
    std::vector<std::string> texts;
    for (const auto& text : value.as_array()) texts.emplace_back(text.as_string());
    return texts;
}

struct StoredContent {
    std::string slug, area, name, description, keywords;
    int half_life_months = 0;
    std::string level_0;
    std::vector<std::string> descriptors, phrases;
    std::vector<Alignment> alignments;
};
BOOST_DESCRIBE_STRUCT(StoredContent, (), (slug, area, name, description, keywords, half_life_months, level_0, descriptors, phrases, alignments))

std::string joined_lines(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text += (text.empty() ? "" : "\n") + line;
    return text;
}

std::string alignment_lines(const CompetenceContent& content) {
    std::vector<std::string> lines;
    for (const auto& alignment : content.alignments) lines.push_back(alignment_line(alignment));
    std::sort(lines.begin(), lines.end());
    return joined_lines(lines);
}

const std::string& descriptor(const CompetenceContent& content, std::size_t level) {
    static const std::string none;
    return content.descriptors.size() >= level ? content.descriptors[level - 1] : none;
}

}  // namespace

CompetenceContent normalised(CompetenceContent content) {
    for (auto* text : {&content.slug, &content.area, &content.name, &content.description, &content.level_0}) *text = trimmed(*text);
    for (auto& text : content.descriptors) text = trimmed(text);
    content.descriptors.resize(competence::level_max);
    drop_empty(content.phrases);
    content.keywords = joined_keywords(split_keywords(content.keywords));
    for (auto& alignment : content.alignments) {
        alignment.concept_id = concept_number(alignment.framework, alignment.concept_id);
        alignment.label = trimmed(alignment.label);
        if (alignment.relation == AlignmentRelation::none) alignment.concept_id.clear(), alignment.label.clear();
    }
    std::stable_sort(content.alignments.begin(), content.alignments.end(), [](const Alignment& a, const Alignment& b) {
        return std::tie(a.framework, a.concept_id) < std::tie(b.framework, b.concept_id);
    });
    return content;
}

std::string content_json(const CompetenceContent& content) {
    return web::to_json(StoredContent{content.slug, content.area, content.name, content.description, content.keywords, content.half_life_months,
                                      content.level_0, content.descriptors, content.phrases, content.alignments});
}

CompetenceContent content_from_json(std::string_view json) {
    const auto object = boost::json::parse(json).as_object();
    const auto text = [&](const char* member) { return std::string(object.at(member).as_string()); };
    CompetenceContent content{.slug = text("slug"),
                              .area = text("area"),
                              .name = text("name"),
                              .description = text("description"),
                              .keywords = text("keywords"),
                              .half_life_months = static_cast<int>(object.at("half_life_months").as_int64()),
                              .level_0 = text("level_0"),
                              .descriptors = texts_of(object.at("descriptors")),
                              .phrases = texts_of(object.at("phrases")),
                              .alignments = {}};
    for (const auto& value : object.at("alignments").as_array()) {
        const auto& alignment = value.as_object();
        content.alignments.push_back({enum_of<ForeignFramework>(alignment.at("framework")), std::string(alignment.at("concept_id").as_string()),
                                      std::string(alignment.at("label").as_string()), enum_of<AlignmentRelation>(alignment.at("relation"))});
    }
    return content;
}

std::string joined_keywords(const std::vector<std::string>& keywords) {
    std::string text;
    for (const auto& word : keywords) text += (text.empty() ? "" : ", ") + word;
    return text;
}

std::vector<FieldDifference> differences(const CompetenceContent& before, const CompetenceContent& after) {
    std::vector<FieldDifference> found;
    const auto compare = [&](ContentField field, std::string a, std::string b) {
        if (a != b) found.push_back({field, std::move(a), std::move(b)});
    };
    using enum ContentField;
    compare(area, before.area, after.area);
    compare(name, before.name, after.name);
    compare(description, before.description, after.description);
    compare(level_0, before.level_0, after.level_0);
    constexpr ContentField levels[] = {level_1, level_2, level_3, level_4, level_5};
    for (std::size_t i = 0; i < std::size(levels); ++i) compare(levels[i], descriptor(before, i + 1), descriptor(after, i + 1));
    compare(keywords, before.keywords, after.keywords);
    compare(phrases, joined_lines(before.phrases), joined_lines(after.phrases));
    compare(half_life, std::to_string(before.half_life_months), std::to_string(after.half_life_months));
    compare(alignments, alignment_lines(before), alignment_lines(after));
    return found;
}

bool same_content(const CompetenceContent& a, const CompetenceContent& b) { return differences(a, b).empty(); }

std::string alignment_line(const Alignment& alignment) {
    const std::string framework = boost::describe::enum_to_string(alignment.framework, "");
    if (alignment.relation == AlignmentRelation::none) return framework + ": –";
    return fmt::format("{}: {}{}{} ({})", framework, alignment.concept_id, alignment.label.empty() ? "" : " ", alignment.label,
                       boost::describe::enum_to_string(alignment.relation, ""));
}

std::string alignment_address(const Alignment& alignment) {
    if (alignment.relation == AlignmentRelation::none) return {};
    switch (alignment.framework) {
        case ForeignFramework::esco: return "http://data.europa.eu/esco/skill/" + alignment.concept_id;
        case ForeignFramework::digcomp: return "https://joint-research-centre.ec.europa.eu/digcomp_en";
        case ForeignFramework::kmk:
        case ForeignFramework::kldb: return {};
    }
    return {};
}

}  // namespace kc::curation
