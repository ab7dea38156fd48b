// SPDX-License-Identifier: EUPL-1.2
// The form of one competence: its fields, and how what was sent becomes a content again.
#pragma once

#include "curation/map_view.hpp"
#include "curation/service.hpp"

namespace kc::curation {

struct AlignmentRow {
    web::TextField concept_id, label;
    web::ChoiceField relation;
};
BOOST_DESCRIBE_STRUCT(AlignmentRow, (), (concept_id, label, relation))

struct AlignmentForm {
    std::string id;  // where problems of this framework are shown
    std::string title, hint, problem;
    web::CheckboxField none;
    std::vector<AlignmentRow> rows;
    bool is_esco = false;
};
BOOST_DESCRIBE_STRUCT(AlignmentForm, (), (id, title, hint, problem, none, rows, is_esco))

struct ConflictView {
    std::vector<DifferenceView> differences;  // before: what the colleague saved, after: what was typed here
};
BOOST_DESCRIBE_STRUCT(ConflictView, (), (differences))

struct EditView {
    std::string slug, name, action;
    bool is_new = false, draft = false, has_draft = false;
    int version = 0, revision = 0;
    std::optional<Instant> changed_at;
    std::optional<ConflictView> conflict;
    std::vector<OpenPointView> open_points;
    web::TextField title;
    web::ChoiceField area;
    web::TextField description;
    std::vector<web::TextField> levels;
    web::TextField keywords, phrases, half_life;
    std::vector<AlignmentForm> alignments;
    std::string esco;
    std::optional<web::ErrorSummary> errors;
};
BOOST_DESCRIBE_STRUCT(EditView, (),
                      (slug, name, action, is_new, draft, has_draft, version, revision, changed_at, conflict, open_points, title, area, description,
                       levels, keywords, phrases, half_life, alignments, esco, errors))

// Fills everything but slug, conflict and buttons; `errors` last.
void fill_form(EditView& view, const web::Site& site, const http::Request& request, const CompetenceFramework& framework,
               const CompetenceContent& content, const web::FormReader* refused);
CompetenceContent read_form(web::FormReader& form, const CompetenceFramework& framework);

}  // namespace kc::curation
