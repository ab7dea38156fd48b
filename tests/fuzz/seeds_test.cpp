// SPDX-License-Identifier: EUPL-1.2
// Every seed of the fuzzers, former findings among them, once with the normal compiler. Fuzzing itself: bin/fuzz.
#include "tests/fuzz/targets.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace kc::fuzz;

namespace {

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    REQUIRE(in);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return std::move(bytes).str();
}

void run_folder(const Target& target, const std::filesystem::path& folder, const std::string& ending, int& runs) {
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        if (!ending.empty() && file.path().extension() != ending) continue;
        CAPTURE(target.name);
        CAPTURE(file.path().filename().string());
        const std::string bytes = bytes_of(file.path());
        CHECK_NOTHROW(target.run(bytes));
        // Cut off in the middle is what a broken transfer looks like.
        CHECK_NOTHROW(target.run(std::string_view(bytes).substr(0, bytes.size() / 2)));
        ++runs;
    }
}

}  // namespace

TEST_CASE("nothing unsound comes out of any seed, whole or cut off") {
    const std::filesystem::path root(KC_SOURCE_DIR);
    for (const auto& target : targets()) {
        int runs = 0;
        run_folder(target, root / "tests/fuzz/seeds" / target.name, "", runs);
        CAPTURE(target.name);
        CHECK(runs > 0);
    }
}

TEST_CASE("every reader is sound with the files of every other one") {
    const auto fixtures = std::filesystem::path(KC_SOURCE_DIR) / "src/exchange/tests/fixtures";
    for (const auto& target : targets()) {
        int runs = 0;
        for (const auto ending : {".json", ".xml", ".csv"}) run_folder(target, fixtures, ending, runs);
        CHECK(runs > 0);
    }
}
