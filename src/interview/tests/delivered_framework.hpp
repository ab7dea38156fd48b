// SPDX-License-Identifier: EUPL-1.2
// The competences and role profiles that are delivered, for tests of the delivered guide against all of them.
#pragma once

#include "competence/framework_content.hpp"
#include "tests/support/test_database.hpp"

#include <filesystem>
#include <set>

#include <yaml-cpp/yaml.h>

namespace kc::interview::test {

inline std::vector<YAML::Node> delivered_files(std::string_view prefix) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(KC_SOURCE_DIR) + "/sample")) {
        if (entry.path().filename().string().starts_with(prefix) && entry.path().extension() == ".yaml") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<YAML::Node> all;
    for (const auto& file : files) all.push_back(YAML::LoadFile(file.string()));
    return all;
}

inline competence::FrameworkContent delivered_content() {
    competence::FrameworkContent content;
    content.stated_on = Date{std::chrono::year{2026}, std::chrono::month{1}, std::chrono::day{15}};
    std::set<std::string> known;
    const auto text = [](const YAML::Node& node, const char* field) { return node[field] ? node[field].as<std::string>() : std::string(); };
    for (const auto& file : delivered_files("competences")) {
        if (file["areas"]) {
            for (const auto& area : file["areas"]) content.areas.push_back({text(area, "id"), text(area, "name"), text(area, "name_en")});
        }
        for (const auto& item : file["competences"]) {
            competence::CompetenceContent competence;
            competence.slug = text(item, "id");
            competence.area = text(item, "area");
            competence.name = text(item, "name");
            competence.description = text(item, "description");
            competence.level_0 = text(item, "level_0");
            if (item["half_life_months"]) competence.half_life_months = item["half_life_months"].as<int>();
            for (const auto& level : item["levels"]) competence.descriptors.push_back(level.as<std::string>());
            if (item["phrases"]) {
                for (const auto& phrase : item["phrases"]) competence.phrases.push_back(phrase.as<std::string>());
            }
            known.insert(competence.slug);
            content.competences.push_back(std::move(competence));
        }
    }
    const auto demands = [&](const YAML::Node& list) {
        std::vector<competence::DemandContent> all;
        for (const auto& item : list) {
            const auto slug = text(item, "competence");
            if (known.contains(slug)) all.push_back({slug, item["level"].as<int>(), item["weight"].as<int>(), text(item, "reason"), {}, {}});
        }
        return all;
    };
    for (const auto& file : delivered_files("role_profiles")) {
        if (file["general_demands"]) content.general_demands = demands(file["general_demands"]);
        for (const auto& item : file["profiles"]) {
            competence::RoleProfileContent role;
            role.slug = text(item, "id");
            role.name = text(item, "name");
            role.name_en = text(item, "name_en");
            role.description = text(item, "description");
            role.market = demands(item["market"]);
            if (item["authority"]) role.authority = demands(item["authority"]);
            content.role_profiles.push_back(std::move(role));
        }
    }
    return content;
}

inline std::shared_ptr<const competence::CompetenceFramework> delivered_framework() {
    const auto database = kc::test::sqlite_database();
    (*database)->in_transaction([&](storage::Transaction& transaction) { competence::write_framework(transaction, delivered_content()); });
    return (*database)->read(
        [](storage::Session& session) { return std::make_shared<const competence::CompetenceFramework>(competence::load_framework(session)); });
}

}  // namespace kc::interview::test
