// SPDX-License-Identifier: EUPL-1.2
// SQLite's online backup. The source is read inside one read transaction: the copy shows one moment, writers go on meanwhile, and
// their commits do not make the copy begin anew.
#include "storage/backup_engines.hpp"
#include "storage/sqlite_error.hpp"

#include <fmt/format.h>

namespace kc::storage {
namespace {

class Handle {
public:
    Handle(const std::filesystem::path& path, int flags) {
        const int code = sqlite3_open_v2(path.c_str(), &handle_, flags | SQLITE_OPEN_EXRESCODE, nullptr);
        if (code != SQLITE_OK) {
            const auto error = sqlite_error(handle_, code);
            sqlite3_close(handle_);
            throw error;
        }
        sqlite3_busy_timeout(handle_, 5000);
    }
    ~Handle() { sqlite3_close(handle_); }
    Handle(const Handle&) = delete;
    sqlite3* get() const { return handle_; }

    std::string run(const char* sql) const {  // the first column of the last row
        std::string found;
        const auto keep = [](void* to, int columns, char** values, char**) {
            if (columns > 0 && values[0] != nullptr) *static_cast<std::string*>(to) = values[0];
            return 0;
        };
        const int code = sqlite3_exec(handle_, sql, keep, &found, nullptr);
        if (code != SQLITE_OK) throw sqlite_error(handle_, code);
        return found;
    }

private:
    sqlite3* handle_ = nullptr;
};

void copy(const Handle& from, const Handle& to, const BackupProgress& progress) {
    from.run("BEGIN; SELECT count(*) FROM sqlite_master");
    sqlite3_backup* backup = sqlite3_backup_init(to.get(), "main", from.get(), "main");
    if (backup == nullptr) throw sqlite_error(to.get(), sqlite3_extended_errcode(to.get()));
    int code = SQLITE_OK;
    do {
        constexpr int pages = 1024;  // 4 MiB between two reports
        code = sqlite3_backup_step(backup, pages);
        const int total = sqlite3_backup_pagecount(backup);
        if (progress) progress(total - sqlite3_backup_remaining(backup), total);
    } while (code == SQLITE_OK);
    const int finished = sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE) throw sqlite_error(to.get(), code);
    if (finished != SQLITE_OK) throw sqlite_error(to.get(), finished);
    from.run("COMMIT");
}

void check_intact(const std::filesystem::path& file) {
    std::string verdict;
    try {
        const Handle handle(file, SQLITE_OPEN_READONLY);
        verdict = handle.run("PRAGMA integrity_check");
        if (verdict == "ok") verdict = handle.run("PRAGMA foreign_key_check").empty() ? "ok" : "Zeilen verweisen auf fehlende Zeilen";
    } catch (const StorageError& error) {
        throw BackupError(fmt::format("Die Sicherung '{}' ist nicht verwendbar: {}", file.string(), error.what()));
    }
    if (verdict != "ok") throw BackupError(fmt::format("Die Sicherung '{}' ist beschädigt ({}). Verwenden Sie eine ältere.", file.string(), verdict));
}

bool has_tables(const std::filesystem::path& path) {
    if (!std::filesystem::exists(path)) return false;
    return Handle(path, SQLITE_OPEN_READWRITE).run("SELECT count(*) FROM sqlite_master") != "0";
}

// Ends the write-ahead log of what is being replaced, which also fails while a server has the file open.
void close_log(const std::filesystem::path& path) {
    if (!std::filesystem::exists(path)) return;
    const Handle handle(path, SQLITE_OPEN_READWRITE);
    handle.run("PRAGMA busy_timeout = 0");
    std::string mode;
    try {
        mode = handle.run("PRAGMA journal_mode = DELETE");
    } catch (const StorageError&) {
        mode = "wal";
    }
    if (mode != "delete") {
        throw BackupError(
            fmt::format("Die Datenbank '{}' ist in Gebrauch. Halten Sie den Server an und spielen Sie die Sicherung dann ein.", path.string()));
    }
}

}  // namespace

void back_up_sqlite(const std::string& path, const std::filesystem::path& to, const BackupProgress& progress) {
    const Handle source(path, SQLITE_OPEN_READWRITE);
    const Handle target(to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    target.run("PRAGMA synchronous = OFF");  // flushed as a whole before it gets its name
    copy(source, target, progress);
    target.run("PRAGMA journal_mode = DELETE");  // a single file, without a log beside it
}

void restore_sqlite(const std::string& path, const std::filesystem::path& file, const std::vector<Migration>& migrations, RestoreMode mode,
                    const BackupProgress& progress) {
    check_intact(file);
    const std::filesystem::path target(path);
    if (mode == RestoreMode::only_into_empty && has_tables(target)) {
        throw BackupError(fmt::format(
            "Die Datenbank '{}' ist nicht leer. Es wurde nichts geändert. Soll sie ersetzt werden, geben Sie das ausdrücklich an.", path));
    }
    const UnfinishedFile unfinished(path + ".unfinished");
    create_private(unfinished.path());
    try {
        {
            const Handle source(file, SQLITE_OPEN_READONLY);
            const Handle copied(unfinished.path(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
            copied.run("PRAGMA synchronous = OFF");
            copy(source, copied, progress);
            copied.run("PRAGMA journal_mode = DELETE");
        }
        {
            DatabaseOptions options;
            options.create = false;
            options.read_connections = 1;
            const auto restored = open_database("sqlite:" + unfinished.path().string(), options);
            check_restored(*restored, migrations);
        }  // closing the last connection removes its log
        close_log(target);
        put_in_place(unfinished.path(), target);
    } catch (const std::system_error& error) {
        throw BackupError(
            fmt::format("Die Datenbank '{}' ließ sich nicht schreiben: {}. Prüfen Sie das Verzeichnis, seine Rechte und den freien Platz.", path,
                        error.code().message()));
    }
}

}  // namespace kc::storage
