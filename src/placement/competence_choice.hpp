// SPDX-License-Identifier: EUPL-1.2
// Choosing a competence and a level in the forms of this room, and handing out a stored document. Included by its pages only.
#pragma once

#include "competence/framework.hpp"
#include "web/page.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kc::placement {

// Published competences by name, with their area.
std::vector<web::Option> competence_options(const competence::CompetenceFramework& framework, Language language);
std::vector<web::Option> level_options(const web::Site& site, const http::Request& request, int least);
std::optional<CompetenceId> read_competence(web::FormReader& form, const competence::CompetenceFramework& framework, const std::string& field,
                                            bool required);

// Always as a download and never kept by anybody on the way: what a stranger's file does in a browser is not ours to try out.
http::Response document_answer(const std::string& file_name, const std::string& media_type, std::string content);

}  // namespace kc::placement
