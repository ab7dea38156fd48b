// SPDX-License-Identifier: EUPL-1.2
#include "app/home.hpp"

#include <cstdlib>
#include <stdexcept>

namespace kc::app {

namespace fs = std::filesystem;

Home find_home() {
    if (const char* given = std::getenv("KC_HOME"); given && *given) {
        if (!fs::is_directory(fs::path(given) / "db/migrations")) {
            throw std::runtime_error(std::string("KC_HOME zeigt auf ") + given +
                                     ", dort fehlt aber der Ordner db/migrations. Bitte den Ordner der Installation angeben.");
        }
        return {given};
    }
    for (fs::path place = fs::read_symlink("/proc/self/exe").parent_path(); place.has_relative_path(); place = place.parent_path()) {
        if (fs::is_directory(place / "db/migrations")) return {place};
    }
    throw std::runtime_error("Die Dateien des Programms wurden nicht gefunden. Bitte KC_HOME auf den Ordner der Installation setzen.");
}

}  // namespace kc::app
