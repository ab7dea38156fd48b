// SPDX-License-Identifier: EUPL-1.2
#include "search/collection.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>
#include <zlib.h>
#include <algorithm>
#include <boost/json.hpp>
#include <set>
#include <stdexcept>

namespace kc::bench {
namespace {

std::string text_of(const YAML::Node& unit, const char* key) { return unit[key] && unit[key].IsScalar() ? unit[key].Scalar() : std::string(); }

void append(std::string& text, const std::string& more) {
    if (!text.empty()) text += '\n';
    text += more;
}

std::map<std::string, std::string> names(const std::filesystem::path& file, const char* list) {
    std::map<std::string, std::string> result;
    const YAML::Node document = YAML::LoadFile(file.string());
    for (const auto& entry : document[list]) result[entry["id"].Scalar()] = entry["name"].Scalar();
    return result;
}

std::vector<std::filesystem::path> unit_files(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const auto name = entry.path().filename().string();
        if (name.starts_with("learning_units") && name.ends_with(".yaml")) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<JudgedQuery> read_queries(const std::filesystem::path& file, const std::set<std::string>& known) {
    std::vector<JudgedQuery> queries;
    if (!std::filesystem::exists(file)) return queries;
    YAML::Node list = YAML::LoadFile(file.string());
    if (list.IsMap()) list = list["queries"];
    for (const auto& node : list) {
        JudgedQuery query{node["query"].Scalar(), node["kind"].Scalar(), node["split"].Scalar(), {}};
        for (const auto& entry : node["relevant"]) {
            const auto id = entry.first.Scalar();
            if (!known.contains(id))
                throw std::runtime_error(fmt::format("{}:{}: no such offer: {}", file.string(), entry.first.Mark().line + 1, id));
            query.grade[id] = entry.second.as<int>();
        }
        queries.push_back(std::move(query));
    }
    return queries;
}

std::string unpacked(const std::filesystem::path& file) {
    const gzFile stream = gzopen(file.c_str(), "rb");
    if (!stream) throw std::runtime_error(fmt::format("{} cannot be read", file.string()));
    std::string text;
    char buffer[1 << 16];
    for (int bytes = 0; (bytes = gzread(stream, buffer, sizeof buffer)) > 0;) text.append(buffer, static_cast<std::size_t>(bytes));
    gzclose(stream);
    return text;
}

}  // namespace

// The fields and weights are those of the product's offers (discovery/documents.cpp), as far as words stand in them.
Collection read_offers(const std::filesystem::path& folder, const std::filesystem::path& queries) {
    Collection result;
    result.name = "Angebote der Beispielregion";
    result.fields = {{"title", 6, 5, true, false},           {"keywords", 5, 6, false, false}, {"competences", 3, 6, false, false},
                     {"objective", 2.5F, 18, false, false},  {"audience", 2, 8, false, true},  {"general", 1.2F, 35, false, false},
                     {"specialist", 1.2F, 35, false, false}, {"practice", 1, 20, false, false}};
    const auto competences = names(folder / "competences.yaml", "competences");
    for (const auto& file : unit_files(folder)) {
        const YAML::Node document = YAML::LoadFile(file.string());
        for (const auto& unit : document["units"]) {
            std::string keywords, taught;
            for (const auto& keyword : unit["keywords"]) append(keywords, keyword.Scalar());
            std::set<std::string> seen;
            for (const auto& entry : unit["teaches"]) {
                const auto id = entry["competence"].Scalar();
                if (const auto name = competences.find(id); name != competences.end() && seen.insert(id).second) append(taught, name->second);
            }
            result.ids.push_back(unit["id"].Scalar());
            result.texts.push_back({text_of(unit, "title"), keywords, taught, text_of(unit, "objective"), text_of(unit, "audience"),
                                    text_of(unit, "description_general"), text_of(unit, "description_specialist"), text_of(unit, "practice")});
        }
    }
    result.queries = read_queries(queries, {result.ids.begin(), result.ids.end()});
    return result;
}

Collection read_musterdatenkatalog(const std::filesystem::path& folder) {
    Collection result;
    result.name = "Musterdatenkatalog";
    result.fields = {{"title", 1, 8, true, false}};
    const auto file = folder / "titel-gelabelt.jsonl.gz";
    if (!std::filesystem::exists(file)) return result;
    std::map<std::string, std::map<std::string, int>> by_label;
    const std::string text = unpacked(file);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (end > at) {
            const auto record = boost::json::parse({text.data() + at, end - at}).as_object();
            const auto* title = record.if_contains("titel");
            const auto* label = record.if_contains("label");
            at = end + 1;
            if (!title || !label || !title->is_string() || !label->is_string()) continue;
            const auto id = fmt::format("t{}", result.ids.size());
            result.ids.push_back(id);
            result.texts.push_back({std::string(title->as_string())});
            by_label[std::string(label->as_string())][id] = 1;
        }
        at = end + 1;
    }
    for (auto& [label, grade] : by_label) {
        std::string query = label;
        if (const auto dash = query.find(" - "); dash != std::string::npos) query.replace(dash, 3, " ");
        result.queries.push_back({std::move(query), "label", "test", std::move(grade)});
    }
    return result;
}

}  // namespace kc::bench
