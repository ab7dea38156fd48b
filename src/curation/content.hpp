// SPDX-License-Identifier: EUPL-1.2
// The text of one competence as it is edited, kept and compared: its JSON, its rules (docs/rules/curation.md, TL-10 …), its differences.
#pragma once

#include "base/problem.hpp"
#include "competence/framework_content.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace kc::curation {

using competence::Alignment;
using competence::AlignmentRelation;
using competence::CompetenceContent;
using competence::CompetenceFramework;
using competence::ForeignFramework;
using competence::FrameworkState;

inline constexpr std::size_t name_letters_max = 80, description_letters_max = 400, descriptor_letters_max = 300, phrase_letters_max = 80;
inline constexpr std::size_t sentence_words_max = 25;
inline constexpr std::size_t keywords_max = 30, phrases_max = 30, alignments_max = 20;
inline constexpr int half_life_max = 240;

// Trims, drops empty lines, takes an ESCO address for its number.
CompetenceContent normalised(CompetenceContent content);

std::string content_json(const CompetenceContent& content);
// What was written by content_json. Anything else is broken storage and throws.
CompetenceContent content_from_json(std::string_view json);

// split_keywords of words.hpp takes them apart again.
std::string joined_keywords(const std::vector<std::string>& keywords);

inline constexpr std::size_t slug_bytes_max = 60;
bool is_reserved_slug(std::string_view slug);

// Impossible values, refused even for a draft (TL-11).
std::vector<FieldProblem> impossible_values(const CompetenceContent& content, const CompetenceFramework& framework);
// What must still be done before it can be published (TL-12 …); includes the impossible values.
std::vector<FieldProblem> open_points(const CompetenceContent& content, const CompetenceFramework& framework);

// Which fields differ; lists are compared as lists.
enum class ContentField { area, name, description, level_0, level_1, level_2, level_3, level_4, level_5, keywords, phrases, half_life, alignments };
BOOST_DESCRIBE_ENUM(ContentField, area, name, description, level_0, level_1, level_2, level_3, level_4, level_5, keywords, phrases, half_life,
                    alignments)

struct FieldDifference {
    ContentField field{};
    std::string before, after;
    bool operator==(const FieldDifference&) const = default;
};
BOOST_DESCRIBE_STRUCT(FieldDifference, (), (field, before, after))
std::vector<FieldDifference> differences(const CompetenceContent& before, const CompetenceContent& after);
bool same_content(const CompetenceContent& a, const CompetenceContent& b);

// "esco a1b2… Texte verfassen (close)", one line each; for differences and exports.
std::string alignment_line(const Alignment& alignment);
// Where the concept can be read; empty: the framework has no page of its own for it.
std::string alignment_address(const Alignment& alignment);

}  // namespace kc::curation
