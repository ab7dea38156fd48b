// SPDX-License-Identifier: EUPL-1.2
// The judged statements and the catalogue they are judged with, read from the project's files.
#pragma once

#include "competence/framework.hpp"
#include "extraction/extraction.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kc::bench {

struct Expected {
    extraction::Polarity polarity{};
    std::optional<int> level;
};

struct JudgedStatement {
    std::string say, group, split;
    std::map<std::string, Expected> expected;  // by competence
    std::set<std::string> also;                // may be proposed, need not be
};

// The competences of sample/competences*.yaml; nothing else of a framework.
std::shared_ptr<const competence::CompetenceFramework> read_catalogue(const std::filesystem::path& folder);
// Throws std::runtime_error naming file and line when a statement names a competence that no file holds.
std::vector<JudgedStatement> read_statements(const std::filesystem::path& file, const competence::CompetenceFramework& framework);

}  // namespace kc::bench
