// SPDX-License-Identifier: EUPL-1.2
// Where a value of the profile comes from, in words with the address where one can look (F25). Included by the pages of this room only.
#pragma once

#include "competence/pages.hpp"
#include "competence/views.hpp"

#include <string>
#include <string_view>

namespace kc::competence {

struct OriginWords {
    std::string text;  // empty: the source says it all
    std::string path;  // empty: nowhere to look
};

// "interview:2026-1:office-software", "test:data-protection:2", "document:17", "confirmation:5", "unit:8", "history:…:4".
OriginWords origin_in_words(const web::Site& site, const http::Request& request, std::string_view origin, const ProfileLinks& links);

bool has_placement_test(const ProfileLinks& links, CompetenceId competence);
void mark_checks(CompetencesView& competences, const ProfileLinks& links);  // fills may_check (KO-21)

}  // namespace kc::competence
