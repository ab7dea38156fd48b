// SPDX-License-Identifier: EUPL-1.2
#include "storage/backup.hpp"

#include "storage/backup_engines.hpp"

#include <system_error>

#include <fmt/format.h>

namespace kc::storage {

void back_up(Database& database, const std::filesystem::path& file, const BackupProgress& progress) {
    const UnfinishedFile unfinished(file.string() + ".unfinished");
    create_private(unfinished.path());
    try {
        if (database.engine() == Engine::sqlite)
            back_up_sqlite(database.url().substr(7), unfinished.path(), progress);
        else
            back_up_postgres(database.url(), unfinished.path(), progress);
        put_in_place(unfinished.path(), file);
    } catch (const std::system_error& error) {
        throw BackupError(
            fmt::format("Die Sicherung '{}' ließ sich nicht schreiben: {}. Prüfen Sie das Verzeichnis, seine Rechte und den freien Platz.",
                        file.string(), error.code().message()));
    }
}

void restore(const std::string& url, const std::filesystem::path& file, const std::vector<Migration>& migrations, RestoreMode mode,
             const BackupProgress& progress) {
    if (!std::filesystem::is_regular_file(file)) throw BackupError(fmt::format("Die Sicherung '{}' gibt es nicht.", file.string()));
    if (url.starts_with("sqlite:"))
        restore_sqlite(url.substr(7), file, migrations, mode, progress);
    else
        restore_postgres(url, file, migrations, mode, progress);
}

void check_restored(Database& database, const std::vector<Migration>& migrations) {
    try {
        check_not_newer(database, migrations);
    } catch (const MigrationError& error) {
        throw BackupError(fmt::format("Die Sicherung passt nicht zu diesem Programm: {}", error.what()));
    }
}

}  // namespace kc::storage
