// SPDX-License-Identifier: EUPL-1.2
// What the pages show of one competence: finished texts, made from its content, so that a preview looks like the page.
#pragma once

#include "curation/content.hpp"
#include "curation/store.hpp"
#include "web/page.hpp"

#include <boost/describe.hpp>

namespace kc::curation {

struct LevelView {
    int level = 0;
    std::string descriptor;
};
BOOST_DESCRIBE_STRUCT(LevelView, (), (level, descriptor))

struct AlignmentView {
    ForeignFramework framework{};
    std::string concept_id, label, address;
    AlignmentRelation relation{};
    bool none = false;
};
BOOST_DESCRIBE_STRUCT(AlignmentView, (), (framework, concept_id, label, address, relation, none))

struct TextView {
    std::string slug, name, area, description;
    int half_life_months = 0;
    std::vector<LevelView> levels;  // 0 to 5, without those nobody wrote
    std::vector<std::string> keywords, phrases;
    std::vector<AlignmentView> alignments;
    bool shows_esco = false;
};
BOOST_DESCRIBE_STRUCT(TextView, (), (slug, name, area, description, half_life_months, levels, keywords, phrases, alignments, shows_esco))

TextView text_view(const CompetenceFramework& framework, const CompetenceContent& content, Language language);

struct DifferenceView {
    ContentField field{};
    std::string before, after;
};
BOOST_DESCRIBE_STRUCT(DifferenceView, (), (field, before, after))

// Areas by name, alignments in words.
std::vector<DifferenceView> difference_views(const web::Messages& messages, Language language, const CompetenceFramework& framework,
                                             const CompetenceContent& before, const CompetenceContent& after);

struct OpenPointView {
    std::string href, text;
};
BOOST_DESCRIBE_STRUCT(OpenPointView, (), (href, text))
std::vector<OpenPointView> open_point_views(const web::Messages& messages, Language language, const std::vector<FieldProblem>& problems,
                                            std::string_view form_path);

}  // namespace kc::curation
