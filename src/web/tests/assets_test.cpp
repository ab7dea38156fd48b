// SPDX-License-Identifier: EUPL-1.2
#include "web/assets.hpp"

#include "base/random.hpp"

#include <doctest/doctest.h>
#include <fstream>

namespace kc::web {

TEST_CASE("addresses come from the manifest, an unknown file or a broken manifest is refused") {
    const auto directory = std::filesystem::temp_directory_path() / ("kc-assets-" + random_token(8));
    std::filesystem::create_directories(directory);
    CHECK_THROWS_WITH_AS(Assets::load(directory), doctest::Contains("bin/build-assets"), std::runtime_error);
    std::ofstream(directory / "manifest.json") << R"({"app.css": "/assets/app.3f2a.css"})";
    const auto assets = Assets::load(directory);
    CHECK(assets.address("app.css") == "/assets/app.3f2a.css");
    CHECK_THROWS_AS(assets.address("gone.js"), std::runtime_error);
    std::ofstream(directory / "manifest.json") << "{";
    CHECK_THROWS_WITH_AS(Assets::load(directory), doctest::Contains("broken"), std::runtime_error);
    CHECK(Assets::unhashed().address("app.css") == "/assets/app.css");
    std::filesystem::remove_all(directory);
}

}  // namespace kc::web
