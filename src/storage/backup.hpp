// SPDX-License-Identifier: EUPL-1.2
// Backup of a running database into one file, and its restore. SQLite: the online backup into a database file;
// PostgreSQL: the custom format of pg_dump, so that its own tools can read it.
#pragma once

#include "storage/migrations.hpp"

#include <filesystem>
#include <functional>
#include <string>

namespace kc::storage {

class BackupError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

using BackupProgress = std::function<void(std::int64_t done, std::int64_t total)>;  // pages on SQLite; 0 or 1 of 1 on PostgreSQL

// Writes beside `file`, makes it durable, then renames: `file` is always either the old or the whole new backup.
void back_up(Database& database, const std::filesystem::path& file, const BackupProgress& progress = {});

enum class RestoreMode { only_into_empty, replace };

// Checks the backup first (readable, intact, not newer than `migrations`), then replaces the contents of the database at `url`,
// which no server may be using. A database with tables is refused unless `replace`.
void restore(const std::string& url, const std::filesystem::path& file, const std::vector<Migration>& migrations,
             RestoreMode mode = RestoreMode::only_into_empty, const BackupProgress& progress = {});

}  // namespace kc::storage
