// SPDX-License-Identifier: EUPL-1.2
// The order of the rooms, read from the #include lines: a room includes only rooms that stand before it.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

// Neighbours in one entry do not include each other. planning/optimizer is a room of its own that knows nothing but base.
const std::vector<std::set<std::string>> order{
    {"base"},
    {"storage", "http"},
    {"mail", "jobs", "search", "print"},
    {"web"},
    {"privacy"},
    {"identity"},
    {"consent"},
    {"competence"},
    {"extraction"},
    {"curation", "roles", "interview", "placement", "reflection"},
    {"catalogue"},
    {"authoring", "discovery"},
    {"planning", "sample"},
    {"development", "learning_history"},
    {"teams"},
    {"exchange"},
    {"app"},
};

int place_of(const std::string& room) {
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (order[i].contains(room)) return static_cast<int>(i);
    }
    return -1;
}

struct Include {
    std::string file;
    int line;
    std::string target;
};

std::vector<fs::path> sources_below(const fs::path& directory) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        const auto extension = entry.path().extension();
        if (extension == ".cpp" || extension == ".hpp") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<Include> own_includes(const fs::path& file) {
    std::vector<Include> found;
    std::ifstream in(file);
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        if (line.rfind("#include \"", 0) == 0) found.push_back({file.string(), number, line.substr(10, line.find('"', 10) - 10)});
    }
    return found;
}

const fs::path source = fs::path(KC_SOURCE_DIR) / "src";

bool is_test(const fs::path& file) { return file.string().find("/tests/") != std::string::npos; }

}  // namespace

TEST_CASE("every folder under src is a room of the order") {
    for (const auto& entry : fs::directory_iterator(source)) {
        if (!entry.is_directory()) continue;
        CAPTURE(entry.path().filename().string());
        CHECK(place_of(entry.path().filename().string()) >= 0);
    }
}

TEST_CASE("a room includes only rooms before it") {
    for (const auto& file : sources_below(source)) {
        const auto room = fs::relative(file, source).begin()->string();
        if (!fs::is_directory(source / room) || is_test(file)) continue;
        for (const auto& include : own_includes(file)) {
            const auto target = fs::path(include.target).begin()->string();
            if (target == room) continue;
            CAPTURE(include.file);
            CAPTURE(include.line);
            CAPTURE(include.target);
            CHECK(place_of(target) >= 0);
            CHECK(place_of(target) < place_of(room));
        }
    }
}

TEST_CASE("model, store and service know neither pages nor requests") {
    for (const auto& file : sources_below(source)) {
        const auto stem = file.stem().string();
        const bool inner = stem.ends_with("model") || stem.ends_with("store") || stem.ends_with("service");
        const auto room = fs::relative(file, source).begin()->string();
        if (!inner || is_test(file) || room == "http" || room == "web" || room == "app") continue;
        for (const auto& include : own_includes(file)) {
            CAPTURE(include.file);
            CAPTURE(include.target);
            CHECK_FALSE(include.target.starts_with("http/"));
            CHECK_FALSE(include.target.starts_with("web/"));
        }
    }
}

TEST_CASE("the optimiser takes plain structs: it includes only itself and base") {
    for (const auto& file : sources_below(source / "planning/optimizer")) {
        for (const auto& include : own_includes(file)) {
            CAPTURE(include.file);
            CAPTURE(include.target);
            CHECK((include.target.starts_with("planning/optimizer/") || include.target.starts_with("base/")));
        }
    }
}

TEST_CASE("heavy libraries stay out of the headers that other rooms read") {
    // Reachable from a file of another room, directly or through other headers; what only its own room includes costs nobody else.
    std::set<std::string> exposed;
    std::vector<std::string> to_follow;
    const auto expose = [&](const std::string& header) {
        if (exposed.insert(header).second) to_follow.push_back(header);
    };
    for (const auto& file : sources_below(source)) {
        const auto room = fs::relative(file, source).begin()->string();
        for (const auto& include : own_includes(file)) {
            if (include.target.substr(0, include.target.find('/')) != room) expose(include.target);
        }
    }
    while (!to_follow.empty()) {
        const auto header = to_follow.back();
        to_follow.pop_back();
        for (const auto& include : own_includes(source / header)) expose(include.target);
    }
    for (const auto& file : sources_below(source)) {
        if (file.extension() != ".hpp" || !exposed.contains(fs::relative(file, source).string())) continue;
        const auto room = fs::relative(file, source).begin()->string();
        std::ifstream in(file);
        std::string line;
        while (std::getline(in, line)) {
            if (line.rfind("#include <", 0) != 0) continue;
            CAPTURE(file.string());
            CAPTURE(line);
            const bool edge = room == "http";  // the edge's inner headers may name Asio
            for (const char* heavy : {"boost/json", "CLI/", "spdlog/", "sqlite3.h", "libpq-fe.h", "yaml-cpp/", "curl/", "cairo", "pango/", "qpdf/"}) {
                CHECK(line.find(heavy) == std::string::npos);
            }
            if (!edge) CHECK(line.find("boost/asio") == std::string::npos);
            if (!edge) CHECK(line.find("boost/beast") == std::string::npos);
        }
    }
}

TEST_CASE("one domain writes each table: INSERT, UPDATE and DELETE stand in the room that owns it") {
    const std::map<std::string, std::set<std::string>> owners{
        {"people", {"identity"}},
        {"sessions", {"identity"}},
        {"role_assignments", {"identity"}},
        {"invitations", {"identity"}},
        {"mail_outbox", {"mail"}},
        {"evidence", {"competence"}},
        {"person_jobs", {"competence"}},
        {"learning_preferences", {"competence"}},
        {"learning_units", {"catalogue"}},
        {"unit_versions", {"catalogue"}},
        {"tutorial_dates", {"catalogue"}},
        {"venues", {"catalogue"}},
        {"courses", {"catalogue"}},
        {"providers", {"catalogue"}},
        {"unit_drafts", {"authoring"}},
        {"freshness_reminders", {"authoring"}},
        {"watched_units", {"discovery"}},
        {"saved_searches", {"discovery"}},
        {"unmet_demands", {"discovery"}},
        {"search_vocabulary", {"discovery"}},
        {"import_runs", {"exchange"}},
        {"import_sources", {"exchange"}},
        {"agreed_demands", {"competence"}},
        {"role_demands", {"competence"}},
        {"role_profiles", {"competence"}},
        {"competences", {"competence"}},
        {"goals", {"development"}},
        {"goal_versions", {"development"}},
        {"talk_notes", {"development"}},
        {"development_talks", {"development"}},
        {"talk_items", {"development"}},
        {"career_shortlist", {"development"}},
        {"demand_changes", {"roles"}},
        {"job_descriptions", {"roles"}},
        {"reflection_cards", {"reflection"}},
        {"reflection_history", {"reflection"}},
        {"competence_drafts", {"curation"}},
        {"framework_proposals", {"curation"}},
        {"curricula", {"planning"}},
        {"curriculum_items", {"planning"}},
        {"plan_choices", {"planning"}},
        {"jobs", {"jobs"}},
        {"audit_log", {"storage"}},
        {"change_log", {"storage"}},
    };
    for (const auto& file : sources_below(source)) {
        if (is_test(file)) continue;
        const auto room = fs::relative(file, source).begin()->string();
        if (room == "sample") continue;  // it fills all tables of an empty database
        std::ifstream in(file);
        std::string line;
        while (std::getline(in, line)) {
            for (const auto& [table, rooms] : owners) {
                for (const std::string verb : {"INSERT INTO ", "UPDATE ", "DELETE FROM "}) {
                    const auto at = line.find(verb + table);
                    if (at == std::string::npos) continue;
                    const auto after = at + verb.size() + table.size();
                    if (after < line.size() && (std::isalnum(static_cast<unsigned char>(line[after])) || line[after] == '_')) continue;
                    CAPTURE(file.string());
                    CAPTURE(line);
                    CHECK(rooms.contains(room));
                }
            }
        }
    }
}
