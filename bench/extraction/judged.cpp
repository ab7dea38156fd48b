// SPDX-License-Identifier: EUPL-1.2
#include "extraction/judged.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>
#include <algorithm>
#include <stdexcept>

namespace kc::bench {
namespace {

std::string text_of(const YAML::Node& node) { return node && node.IsScalar() ? node.Scalar() : std::string(); }

}  // namespace

std::shared_ptr<const competence::CompetenceFramework> read_catalogue(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const auto name = entry.path().filename().string();
        if (name.starts_with("competences") && name.ends_with(".yaml")) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    competence::CompetenceFramework::Parts parts;
    parts.areas.push_back({{1}, "all", "Alle", "All", 0});
    for (const auto& file : files) {
        for (const auto& node : YAML::LoadFile(file.string())["competences"]) {
            competence::Competence made;
            made.id = {static_cast<std::int64_t>(parts.competences.size()) + 1};
            made.slug = node["id"].Scalar();
            made.name = node["name"].Scalar();
            made.description = text_of(node["description"]);
            for (const auto& keyword : node["keywords"]) made.keywords += (made.keywords.empty() ? "" : ", ") + keyword.Scalar();
            made.level_0 = text_of(node["level_0"]);
            for (std::size_t level = 0; level < made.descriptors.size() && level < node["levels"].size(); ++level)
                made.descriptors[level] = node["levels"][level].Scalar();
            for (const auto& phrase : node["phrases"]) made.phrases.push_back(phrase.Scalar());
            parts.competences.push_back(std::move(made));
        }
    }
    return std::make_shared<const competence::CompetenceFramework>(std::move(parts));
}

std::vector<JudgedStatement> read_statements(const std::filesystem::path& file, const competence::CompetenceFramework& framework) {
    std::vector<JudgedStatement> statements;
    const auto known = [&](const YAML::Node& node) {
        if (!framework.competence_by_slug(node.Scalar()))
            throw std::runtime_error(fmt::format("{}:{}: no such competence: {}", file.string(), node.Mark().line + 1, node.Scalar()));
        return node.Scalar();
    };
    for (const auto& node : YAML::LoadFile(file.string())["statements"]) {
        JudgedStatement statement{node["say"].Scalar(), node["group"].Scalar(), node["split"].Scalar(), {}, {}};
        const auto expect = [&](const char* list, extraction::Polarity polarity) {
            for (const auto& entry : node[list]) {
                Expected expected{polarity, std::nullopt};
                if (!entry.second.IsNull()) expected.level = entry.second.as<int>();
                statement.expected[known(entry.first)] = expected;
            }
        };
        expect("has", extraction::Polarity::has);
        expect("lacks", extraction::Polarity::lacks);
        expect("wants", extraction::Polarity::wants);
        for (const auto& entry : node["also"]) statement.also.insert(known(entry));
        statements.push_back(std::move(statement));
    }
    return statements;
}

}  // namespace kc::bench
