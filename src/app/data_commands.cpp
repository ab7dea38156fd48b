// SPDX-License-Identifier: EUPL-1.2
// The subcommands that look after the data: migrate, backup, restore, schema.
#include "app/commands.hpp"
#include "storage/backup.hpp"
#include "storage/database.hpp"
#include "storage/migrations.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

namespace kc::app {

namespace {

std::filesystem::path schema_file(const Home& home, storage::Engine engine) {
    return home.root / (engine == storage::Engine::sqlite ? "db/schema.sqlite.sql" : "db/schema.postgres.sql");
}

// One line that is written over, at most once per percent.
storage::BackupProgress progress_line() {
    return [last = std::int64_t{-1}](std::int64_t done, std::int64_t total) mutable {
        const std::int64_t percent = total > 0 ? done * 100 / total : 100;
        if (percent == last) return;
        last = percent;
        fmt::print(stderr, "\r{} %", percent);
        if (percent == 100) fmt::print(stderr, "\n");
    };
}

}  // namespace

int migrate_database(const std::string& url, const Home& home) {
    const auto database = storage::open_database(url);
    const int applied = storage::migrate(*database, home.migrations());
    fmt::print("Die Datenbank ist auf dem Stand dieses Programms ({} Schritte ausgeführt).\n", applied);
    return 0;
}

int back_up_database(const BackupCommand& command, const Home&) {
    storage::DatabaseOptions options;
    options.create = false;
    const auto database = storage::open_database(command.database, options);
    storage::back_up(*database, command.file, progress_line());
    fmt::print("Die Sicherung steht in {}.\n", command.file);
    return 0;
}

int restore_database(const BackupCommand& command, const Home& home) {
    const auto engine = command.database.starts_with("sqlite:") ? storage::Engine::sqlite : storage::Engine::postgres;
    storage::restore(command.database, command.file, storage::load_migrations(home.migrations(), engine),
                     command.replace ? storage::RestoreMode::replace : storage::RestoreMode::only_into_empty, progress_line());
    fmt::print("Die Daten aus {} sind wiederhergestellt.\n", command.file);
    return 0;
}

int dump_schema(const std::string& url, const Home& home) {
    const auto database = storage::open_database(url);
    storage::migrate(*database, home.migrations());
    const auto file = schema_file(home, database->engine());
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << database->read([](storage::Session& session) { return storage::schema_dump(session); });
    if (!out.flush()) {
        fmt::print(stderr, "{} konnte nicht geschrieben werden. Ist der Datenträger voll oder die Datei geschützt?\n", file.string());
        return 1;
    }
    fmt::print("{} ist geschrieben.\n", file.string());
    return 0;
}

int check_schema(const std::string& url, const Home& home) {
    const auto database = storage::open_database(url);
    storage::migrate(*database, home.migrations());
    std::ostringstream kept;
    const auto file = schema_file(home, database->engine());
    kept << std::ifstream(file, std::ios::binary).rdbuf();
    if (kept.str() == database->read([](storage::Session& session) { return storage::schema_dump(session); })) return 0;
    fmt::print(stderr, "{} passt nicht zu db/migrations. Abhilfe: kommunalcampus schema dump --database … und die Datei einchecken.\n",
               file.string());
    return 1;
}

}  // namespace kc::app
