// SPDX-License-Identifier: EUPL-1.2
// The two engines' own ways of backup and restore, for backup.cpp only.
#pragma once

#include "storage/backup.hpp"
#include "storage/durable_file.hpp"

#include <string>

namespace kc::storage {

void back_up_sqlite(const std::string& path, const std::filesystem::path& to, const BackupProgress& progress);
void back_up_postgres(const std::string& url, const std::filesystem::path& to, const BackupProgress& progress);
void restore_sqlite(const std::string& path, const std::filesystem::path& file, const std::vector<Migration>& migrations, RestoreMode mode,
                    const BackupProgress& progress);
void restore_postgres(const std::string& url, const std::filesystem::path& file, const std::vector<Migration>& migrations, RestoreMode mode,
                      const BackupProgress& progress);

// Throws BackupError unless what was restored is a database of this program, not newer than it.
void check_restored(Database& database, const std::vector<Migration>& migrations);

}  // namespace kc::storage
