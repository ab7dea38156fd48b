// SPDX-License-Identifier: EUPL-1.2
// The schema: numbered files in db/migrations, applied forward only, one transaction each, recorded in schema_migrations.
// Also the dump of the resulting schema as text, which is checked in per engine and compared by a test.
#pragma once

#include "storage/database.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace kc::storage {

struct Migration {
    int number = 0;
    std::string name;      // "0001_foundation"
    std::string sql;       // for this engine, `$ID` and `$BYTES` replaced
    std::string checksum;  // SHA-256 of the file as it is stored
};

// A migration that cannot be applied safely; the text says what to do.
class MigrationError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Files NNNN_name.sql or a pair NNNN_name.sqlite.sql / NNNN_name.postgres.sql, without a gap in the numbers.
std::vector<Migration> load_migrations(const std::filesystem::path& directory, Engine engine);

// Brings the database to the last migration; returns how many were applied. Safe when several nodes start at the same time.
// Refuses when the database is newer than the program, when a released file was changed, or when one is missing.
int migrate(Database& database, const std::vector<Migration>& migrations);
int migrate(Database& database, const std::filesystem::path& directory);

// Throws MigrationError unless the schema is exactly that of `migrations`; for nodes that must not migrate themselves.
void check_schema_version(Database& database, const std::vector<Migration>& migrations);

// The same, but an older schema is fine: for backups, which are migrated after the restore.
void check_not_newer(Database& database, const std::vector<Migration>& migrations);

// Tables, columns, constraints, indexes and triggers as text, in a fixed order.
std::string schema_dump(Session& session);

}  // namespace kc::storage
