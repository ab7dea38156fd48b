// SPDX-License-Identifier: EUPL-1.2
// kommunalcampus history verify and rotate-key.
#include "app/commands.hpp"
#include "app/settings.hpp"
#include "base/clock.hpp"
#include "learning_history/verify_command.hpp"

#include <fstream>
#include <iostream>
#include <iterator>

#include <fmt/format.h>

namespace kc::app {

std::string read_seal_key(const std::string& file) {
    if (file.empty()) return {};
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error(fmt::format("Die Schlüsseldatei {} lässt sich nicht lesen.", file));
    std::string content{std::istreambuf_iterator<char>(in), {}};
    // Less could be guessed: 32 random bytes, or as many letters of base64.
    if (content.size() < 32) throw std::runtime_error(fmt::format("Die Schlüsseldatei {} ist zu kurz: mindestens 32 Bytes Zufall.", file));
    return content;
}

int verify_history(const HistoryVerifyCommand& command, const Home& home) {
    const auto database = command.database.empty() ? nullptr : open_existing(command.database, home);
    learning_history::VerifyCommand verify{.file = command.file, .key = {}};
    if (!command.key.empty()) verify.key = command.key;
    return learning_history::run_verify(verify, database.get(), std::cout, std::cerr);
}

int rotate_history_key(const HistoryRotateCommand& command, const Home& home) {
    const SystemClock clock;
    const auto database = open_existing(command.database, home);
    const learning_history::IssuerKeys keys(
        clock, learning_history::KeySeal(shared_secret(*database, "learning_history"), read_seal_key(command.seal_key_file)));
    const auto thumbprint = database->in_transaction([&](storage::Transaction& transaction) { return keys.rotate(transaction, std::nullopt); });
    fmt::print(
        "Neuer Schlüssel: {}\nFrühere Schlüssel bleiben zum Prüfen gültig. Geben Sie den neuen den Stellen, die Lernhistorien von hier annehmen.\n",
        thumbprint);
    if (keys.lies_beside_data()) fmt::print("Er liegt in derselben Datenbank wie die Daten; --seal-key-file trennt ihn davon.\n");
    return 0;
}

}  // namespace kc::app
