// SPDX-License-Identifier: EUPL-1.2
#include "storage/migrations.hpp"

#include "base/clock.hpp"
#include "storage/sql_text.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <sstream>

#include <fmt/format.h>
#include <sodium.h>

namespace kc::storage {

struct AppliedMigration {
    int number;
    std::string name;
    std::string sha256;
};
BOOST_DESCRIBE_STRUCT(AppliedMigration, (), (number, name, sha256))

namespace {

std::string sha256_hex(std::string_view data) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest;
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(data.data()), data.size());
    return fmt::format("{:02x}", fmt::join(digest, ""));
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) throw MigrationError(fmt::format("Die Migration '{}' lässt sich nicht lesen.", path.string()));
    return std::move(text).str();
}

// A connection of its own: SQLite can only be told outside a transaction not to follow foreign keys, and while a table is built anew
// it must not, or dropping the old one would delete what refers to it.
class MigrationConnection {
public:
    explicit MigrationConnection(Database& database) : connection_(database.connect()) {
        if (connection_->engine() == Engine::sqlite) connection_->run_script("PRAGMA foreign_keys = OFF");
    }

    template <class F> auto in_transaction(F&& f) {
        connection_->begin_write();
        try {
            Session session(*connection_);
            // Nodes that start together take turns.
            if (session.engine() == Engine::postgres) session.run_script("SELECT pg_advisory_xact_lock(7236510)");
            const auto result = f(session);
            check_foreign_keys(session);
            connection_->commit();
            return result;
        } catch (...) {
            connection_->roll_back();
            throw;
        }
    }

private:
    static void check_foreign_keys(Session& session) {
        if (session.engine() == Engine::postgres) return;  // checks by itself
        const auto torn = session.query<std::string>("SELECT DISTINCT \"table\" FROM pragma_foreign_key_check");
        if (!torn.empty()) {
            throw MigrationError(fmt::format(
                "Nach einer Migration würden Zeilen der Tabelle '{}' auf fehlende Zeilen verweisen. Es wurde nichts geändert.", torn.front()));
        }
    }

    std::unique_ptr<Connection> connection_;
};

int create_table(Session& session) {
    session.execute(
        "CREATE TABLE IF NOT EXISTS schema_migrations ("
        "number BIGINT PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at BIGINT NOT NULL)");
    return 0;
}

bool table_exists(Session& session) {
    return session.get<std::int64_t>(session.engine() == Engine::sqlite
                                         ? "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'"
                                         : "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_migrations'") >
           0;
}

std::vector<AppliedMigration> list_applied(Session& session) {
    return session.query<AppliedMigration>("SELECT number, name, sha256 FROM schema_migrations ORDER BY number");
}

// What is applied must be the beginning of what the program has.
void compare(const std::vector<AppliedMigration>& applied, const std::vector<Migration>& migrations) {
    for (std::size_t i = 0; i < applied.size(); ++i) {
        if (i >= migrations.size()) {
            throw MigrationError(
                fmt::format("Die Datenbank ist neuer als dieses Programm: Sie hat schon die Migration '{}'. "
                            "Starten Sie eine neuere Version des Programms, oder spielen Sie die Sicherung von vor der Aktualisierung ein.",
                            applied.back().name));
        }
        if (applied[i].number != migrations[i].number) {
            throw MigrationError(
                fmt::format("Migration {} fehlt in der Datenbank, obwohl '{}' ausgeführt ist. "
                            "Die Datenbank wurde von Hand geändert; spielen Sie eine Sicherung ein.",
                            migrations[i].number, applied[i].name));
        }
        if (applied[i].sha256 != migrations[i].checksum) {
            throw MigrationError(
                fmt::format("Die Migration '{}' wurde geändert, nachdem sie in dieser Datenbank ausgeführt war. Verwenden Sie die Datei "
                            "der Veröffentlichung; Änderungen gehören in eine neue Migration.",
                            applied[i].name));
        }
    }
}

}  // namespace

std::vector<Migration> load_migrations(const std::filesystem::path& directory, Engine engine) {
    if (!std::filesystem::is_directory(directory)) {
        throw MigrationError(fmt::format("Das Verzeichnis der Migrationen, '{}', gibt es nicht.", directory.string()));
    }
    const std::string own = engine == Engine::sqlite ? ".sqlite.sql" : ".postgres.sql";
    const std::string others = engine == Engine::sqlite ? ".postgres.sql" : ".sqlite.sql";
    std::map<int, Migration> found;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
        const std::string file = entry.path().filename().string();
        if (!file.ends_with(".sql") || file.ends_with(others)) continue;
        if (file.size() < 10 || !std::all_of(file.begin(), file.begin() + 4, [](char c) { return c >= '0' && c <= '9'; }) || file[4] != '_') {
            throw MigrationError(fmt::format("Die Migration '{}' muss einen Namen wie 0042_what_changes.sql haben.", file));
        }
        Migration migration;
        migration.number = std::stoi(file.substr(0, 4));
        migration.name = file.substr(0, file.size() - (file.ends_with(own) ? own.size() : 4));
        const std::string text = read_file(entry.path());
        migration.checksum = sha256_hex(text);
        migration.sql = migration_for_engine(text, engine);
        if (const auto [known, is_new] = found.emplace(migration.number, migration); !is_new) {
            throw MigrationError(fmt::format("Die Migrationen '{}' und '{}' haben dieselbe Nummer.", known->second.name, migration.name));
        }
    }
    std::vector<Migration> migrations;
    for (auto& [number, migration] : found) {
        if (number != static_cast<int>(migrations.size()) + 1) {
            throw MigrationError(
                fmt::format("Migration {} fehlt in '{}'. Installieren Sie das Programm vollständig.", migrations.size() + 1, directory.string()));
        }
        migrations.push_back(std::move(migration));
    }
    return migrations;
}

int migrate(Database& database, const std::vector<Migration>& migrations) {
    MigrationConnection connection(database);
    if (!database.read(table_exists)) connection.in_transaction(create_table);
    const auto applied = database.read(list_applied);
    compare(applied, migrations);
    int count = 0;
    for (std::size_t i = applied.size(); i < migrations.size(); ++i) {
        const Migration& migration = migrations[i];
        count += connection.in_transaction([&](Session& tx) {
            const auto now_applied = list_applied(tx);
            compare(now_applied, migrations);
            if (now_applied.size() > i) return 0;  // another node was faster
            try {
                tx.run_script(migration.sql);
            } catch (const StorageError& error) {
                throw MigrationError(fmt::format("Die Migration '{}' ist gescheitert und wurde zurückgenommen: {}", migration.name, error.what()));
            }
            tx.execute("INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES (?, ?, ?, ?)", migration.number, migration.name,
                       migration.checksum, SystemClock{}.now());
            return 1;
        });
    }
    return count;
}

int migrate(Database& database, const std::filesystem::path& directory) { return migrate(database, load_migrations(directory, database.engine())); }

void check_not_newer(Database& database, const std::vector<Migration>& migrations) {
    const auto applied =
        database.read([](Session& session) { return table_exists(session) ? list_applied(session) : std::vector<AppliedMigration>{}; });
    if (applied.empty()) throw MigrationError("Es sind keine Tabellen dieses Programms darin.");
    compare(applied, migrations);
}

void check_schema_version(Database& database, const std::vector<Migration>& migrations) {
    const auto applied =
        database.read([](Session& session) { return table_exists(session) ? list_applied(session) : std::vector<AppliedMigration>{}; });
    compare(applied, migrations);
    if (applied.size() < migrations.size()) {
        throw MigrationError(
            fmt::format("Die Datenbank ist älter als dieses Programm: Die Migration '{}' ist nicht ausgeführt. "
                        "Führen Sie zuerst `kommunalcampus migrate` aus.",
                        migrations[applied.size()].name));
    }
}

}  // namespace kc::storage
