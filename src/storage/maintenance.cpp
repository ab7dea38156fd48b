// SPDX-License-Identifier: EUPL-1.2
#include "storage/maintenance.hpp"

namespace kc::storage {

void refresh_statistics(Database& database) {
    const auto connection = database.connect();
    if (database.engine() == Engine::postgres) {
        connection->run_script("ANALYZE");
        return;
    }
    // A sample of the rows is enough for choosing indexes. PASSIVE waits for nobody; what readers still need stays in the log.
    connection->run_script("PRAGMA analysis_limit = 1000; ANALYZE; PRAGMA wal_checkpoint(PASSIVE)");
}

}  // namespace kc::storage
