// SPDX-License-Identifier: EUPL-1.2
// TL-10 to TL-19: what a competence must look like, first for keeping a draft, then for publishing it.
#include "base/text.hpp"
#include "curation/content.hpp"
#include "curation/words.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace kc::curation {

namespace {

using Problems = std::vector<FieldProblem>;

std::string level_field(std::size_t level) { return fmt::format("level_{}", level); }

void check_length(Problems& problems, std::string_view field, std::string_view text, std::size_t letters_max) {
    if (code_points(text) > letters_max) {
        problems.push_back({std::string(field), "curation.problem.too_long", {{"max", std::to_string(letters_max)}}});
    }
}

bool is_number_path(std::string_view text, std::size_t parts_max) {  // "1", "1.2", "1.2.3"
    std::size_t parts = 1, digits = 0;
    for (const char c : text) {
        if (c == '.') {
            if (digits == 0 || ++parts > parts_max) return false;
            digits = 0;
        } else if (c < '0' || c > '9' || ++digits > 2) {
            return false;
        }
    }
    return digits > 0;
}

bool is_concept_number(ForeignFramework framework, std::string_view id) {
    switch (framework) {
        case ForeignFramework::digcomp: return id.size() == 3 && id[1] == '.' && is_number_path(id, 2);
        case ForeignFramework::esco:
            return id.size() == 36 &&
                   std::all_of(id.begin(), id.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-'; });
        case ForeignFramework::kmk: return is_number_path(id, 3);
        case ForeignFramework::kldb:
            return !id.empty() && id.size() <= 5 && std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
    }
    return false;
}

std::string framework_name(ForeignFramework framework) { return boost::describe::enum_to_string(framework, ""); }

void check_alignments(Problems& problems, const CompetenceContent& content) {
    if (content.alignments.size() > alignments_max) {
        problems.push_back({"esco", "curation.problem.too_many", {{"max", std::to_string(alignments_max)}}});
    }
    std::set<std::pair<ForeignFramework, std::string>> seen;
    for (const auto& alignment : content.alignments) {
        const auto field = framework_name(alignment.framework);
        check_length(problems, field, alignment.label, 200);
        if (!seen.emplace(alignment.framework, alignment.concept_id).second) {
            problems.push_back({field, "curation.problem.alignment_twice", {{"id", alignment.concept_id}}});
            continue;
        }
        if (alignment.relation == AlignmentRelation::none) {
            const bool others = std::any_of(content.alignments.begin(), content.alignments.end(), [&](const Alignment& other) {
                return other.framework == alignment.framework && other.relation != AlignmentRelation::none;
            });
            if (others) problems.push_back({field, "curation.problem.alignment_and_none", {}});
        } else if (!is_concept_number(alignment.framework, alignment.concept_id)) {
            problems.push_back({field, "curation.problem.concept_number_" + field, {{"id", alignment.concept_id}}});
        }
    }
}

void check_unique(Problems& problems, std::string_view field, const std::vector<std::string>& entries, std::size_t count_max) {
    if (entries.size() > count_max) problems.push_back({std::string(field), "curation.problem.too_many", {{"max", std::to_string(count_max)}}});
    std::set<std::string> seen;
    for (const auto& entry : entries) {
        check_length(problems, field, entry, phrase_letters_max);
        if (!seen.insert(folded(entry)).second) problems.push_back({std::string(field), "curation.problem.twice", {{"text", entry}}});
    }
}

std::size_t longest_sentence(std::string_view text) {
    std::size_t longest = 0, words = 0;
    bool inside = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool space = c == ' ' || c == '\n' || c == '\t';
        if (!space && !inside) ++words;
        inside = !space;
        // "z. B." and "Nr. 5" do not end a sentence: an end is followed by a space and a capital letter, after a word of three letters.
        const bool end = (c == '.' || c == '!' || c == '?' || c == ':') && i >= 3 && text[i - 2] != ' ' && text[i - 2] != '.' &&
                         (i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '\n');
        longest = std::max(longest, words);
        if (end) words = 0;
    }
    return longest;
}

bool in_first_person(std::string_view text) {
    static constexpr std::array<std::string_view, 10> words{"ich", "mir", "mich", "mein", "meine", "meinen", "meinem", "meiner", "meines", "wir"};
    const auto said = " " + folded(text) + " ";
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return said.find(fmt::format(" {} ", word)) != std::string::npos; });
}

void check_sentence(Problems& problems, std::string field, std::string_view text) {
    if (text.empty()) {
        problems.push_back({std::move(field), "curation.problem.level_missing", {}});
        return;
    }
    if (longest_sentence(text) > sentence_words_max) {
        problems.push_back({field, "curation.problem.sentence_too_long", {{"max", std::to_string(sentence_words_max)}}});
    }
    if (!in_first_person(text)) problems.push_back({std::move(field), "curation.problem.first_person", {}});
}

}  // namespace

std::vector<FieldProblem> impossible_values(const CompetenceContent& content, const CompetenceFramework& framework) {
    Problems problems;
    if (content.name.empty()) problems.push_back({"name", "curation.problem.name_missing", {}});
    check_length(problems, "name", content.name, name_letters_max);
    check_length(problems, "description", content.description, description_letters_max);
    check_length(problems, "level_0", content.level_0, descriptor_letters_max);
    if (content.descriptors.size() > competence::level_max) problems.push_back({"level_5", "curation.problem.too_many", {{"max", "5"}}});
    for (std::size_t i = 0; i < content.descriptors.size() && i < competence::level_max; ++i) {
        check_length(problems, level_field(i + 1), content.descriptors[i], descriptor_letters_max);
    }
    const auto& areas = framework.areas();
    if (std::none_of(areas.begin(), areas.end(), [&](const auto& area) { return area.slug == content.area; })) {
        problems.push_back({"area", "curation.problem.unknown_area", {}});
    }
    if (content.half_life_months < 1 || content.half_life_months > half_life_max) {
        problems.push_back({"half_life", "curation.problem.half_life", {{"max", std::to_string(half_life_max)}}});
    }
    check_unique(problems, "keywords", split_keywords(content.keywords), keywords_max);
    check_unique(problems, "phrases", content.phrases, phrases_max);
    check_alignments(problems, content);
    for (const auto& other : framework.competences()) {
        if (other.slug != content.slug && other.state != FrameworkState::outdated && folded(other.name) == folded(content.name)) {
            problems.push_back({"name", "curation.problem.name_taken", {}});
            break;
        }
    }
    return problems;
}

std::vector<FieldProblem> open_points(const CompetenceContent& content, const CompetenceFramework& framework) {
    auto problems = impossible_values(content, framework);
    if (content.description.empty()) problems.push_back({"description", "curation.problem.description_missing", {}});
    check_sentence(problems, "level_0", content.level_0);
    for (std::size_t i = 0; i < competence::level_max; ++i) {
        check_sentence(problems, level_field(i + 1), i < content.descriptors.size() ? content.descriptors[i] : std::string_view());
    }
    if (split_keywords(content.keywords).empty()) problems.push_back({"keywords", "curation.problem.keywords_missing", {}});
    if (content.phrases.empty()) problems.push_back({"phrases", "curation.problem.phrases_missing", {}});
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<ForeignFramework>>([&](auto entry) {
        const bool decided = std::any_of(content.alignments.begin(), content.alignments.end(),
                                         [&](const Alignment& alignment) { return alignment.framework == entry.value; });
        if (!decided) problems.push_back({entry.name, "curation.problem.alignment_missing", {}});
    });
    return problems;
}

bool is_reserved_slug(std::string_view slug) {
    // Addresses of this room beside /themenlandkarte/{slug}.
    static constexpr std::array<std::string_view, 6> reserved{"bearbeiten", "neu", "bereiche", "vorschlaege", "importe", "bedarf"};
    return slug.empty() || std::find(reserved.begin(), reserved.end(), slug) != reserved.end();
}

}  // namespace kc::curation
