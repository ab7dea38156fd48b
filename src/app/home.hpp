// SPDX-License-Identifier: EUPL-1.2
// Home: where the program's own files are (migrations, templates, public files, sample data).
#pragma once

#include <filesystem>

namespace kc::app {

struct Home {
    std::filesystem::path root;

    std::filesystem::path migrations() const { return root / "db/migrations"; }
    std::filesystem::path rooms() const { return root / "src"; }
    std::filesystem::path public_files() const { return root / "public"; }
    std::filesystem::path sample() const { return root / "sample"; }
    std::filesystem::path guides() const { return root / "config/interview"; }
    std::filesystem::path consents() const { return root / "config/consents"; }
    std::filesystem::path site_file() const { return root / "config/site.yaml"; }
};

// KC_HOME, else the nearest directory above the program that holds db/migrations. Throws when there is none.
Home find_home();

}  // namespace kc::app
