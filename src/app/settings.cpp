// SPDX-License-Identifier: EUPL-1.2
#include "app/settings.hpp"

#include "base/random.hpp"

namespace kc::app {

std::string shared_secret(storage::Database& database, std::string_view name) {
    return database.in_transaction([&](storage::Transaction& transaction) {
        transaction.execute("INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", name, random_token());
        return transaction.get<std::string>("SELECT value FROM settings WHERE name = ?", name);
    });
}

}  // namespace kc::app
