// SPDX-License-Identifier: EUPL-1.2
#include "storage/backup.hpp"

#include "storage/backup_engines.hpp"

#include <system_error>

#include <fmt/format.h>

namespace kc::storage {

void back_up(Database& database, const std::filesystem::path& file, const BackupProgress& progress) {
    const UnfinishedFile unfinished(file.string() + ".unfinished");
    try {
        if (database.engine() == Engine::sqlite) back_up_sqlite(database.url().substr(7), unfinished.path(), progress);
        else back_up_postgres(database.url(), unfinished.path(), progress);
        std::filesystem::permissions(unfinished.path(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        put_in_place(unfinished.path(), file);
    } catch (const std::system_error& error) {
        throw BackupError(fmt::format("The backup '{}' could not be written: {}. Check the directory, its permissions and the free space.",
                                      file.string(), error.code().message()));
    }
}

void restore(const std::string& url, const std::filesystem::path& file, const std::vector<Migration>& migrations, RestoreMode mode,
             const BackupProgress& progress) {
    if (!std::filesystem::is_regular_file(file)) throw BackupError(fmt::format("The backup '{}' does not exist.", file.string()));
    if (url.starts_with("sqlite:")) restore_sqlite(url.substr(7), file, migrations, mode, progress);
    else restore_postgres(url, file, migrations, mode, progress);
}

void check_restored(Database& database, const std::vector<Migration>& migrations) {
    try {
        check_not_newer(database, migrations);
    } catch (const MigrationError& error) {
        throw BackupError(fmt::format("The backup does not fit this program: {}", error.what()));
    }
}

}  // namespace kc::storage
