// SPDX-License-Identifier: EUPL-1.2
#include "app/configuration.hpp"

#include <yaml-cpp/yaml.h>

#include <map>
#include <stdexcept>

namespace kc::app {

web::OperatorInfo read_site_file(const std::filesystem::path& file) {
    web::OperatorInfo info;
    const std::map<std::string, std::string*> members{
        {"name", &info.name},
        {"street", &info.street},
        {"town", &info.town},
        {"email", &info.email},
        {"phone", &info.phone},
        {"represented_by", &info.represented_by},
        {"register_entry", &info.register_entry},
        {"data_protection_officer", &info.data_protection_officer},
        {"supervisory_authority", &info.supervisory_authority},
        {"accessibility_contact", &info.accessibility_contact},
        {"enforcement_body", &info.enforcement_body},
    };
    YAML::Node root;
    try {
        root = YAML::LoadFile(file.string());
    } catch (const YAML::Exception& problem) {
        throw std::runtime_error(file.string() + ", Zeile " + std::to_string(problem.mark.line + 1) +
                                 ": Die Datei ist nicht lesbar. Erwartet werden Zeilen der Form „name: Text“.");
    }
    for (const auto& entry : root) {
        const auto key = entry.first.as<std::string>();
        const auto member = members.find(key);
        if (member == members.end() || !entry.second.IsScalar()) {
            throw std::runtime_error(file.string() + ", Zeile " + std::to_string(entry.first.Mark().line + 1) + ": Die Angabe „" + key +
                                     "“ ist unbekannt oder kein Text. Bitte mit config/site.yaml vergleichen.");
        }
        *member->second = entry.second.as<std::string>();
    }
    for (const auto& [key, value] : members) {
        if (value->empty()) throw std::runtime_error(file.string() + ": Die Angabe „" + key + "“ fehlt. Bitte ergänzen.");
    }
    return info;
}

}  // namespace kc::app
