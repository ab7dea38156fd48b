// SPDX-License-Identifier: EUPL-1.2
#include "storage/migrations.hpp"
#include "storage/audit.hpp"
#include "storage/sql_text.hpp"
#include "tests/support/test_database.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include <doctest/doctest.h>

namespace kc::storage {
namespace {

void write(const std::filesystem::path& path, std::string_view text) { std::ofstream(path) << text; }

std::vector<kc::test::DatabaseHandle> empty_databases() {
    std::vector<kc::test::DatabaseHandle> found;
    found.emplace_back(kc::test::empty_sqlite_database());
    if (auto postgres = kc::test::empty_postgres_database())
        found.emplace_back(std::move(postgres));
    else
        kc::test::say_skipped();
    return found;
}

std::string refusal(const std::function<void()>& call) {
    try {
        call();
    } catch (const MigrationError& error) {
        return error.what();
    }
    return {};
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("migrations are applied once, in order, each as a whole") {
    for (auto& database : empty_databases()) {
        kc::test::TemporaryDirectory directory;
        write(directory.path() / "0001_people.sql",
              "CREATE TABLE people (id $ID, photo $BYTES); -- $ID in a comment\nINSERT INTO people (photo) VALUES (NULL);");
        CHECK(migrate(*database, directory.path()) == 1);
        CHECK(migrate(*database, directory.path()) == 0);
        write(directory.path() / "0002_names.sqlite.sql", "ALTER TABLE people ADD COLUMN name TEXT DEFAULT 'sqlite'");
        write(directory.path() / "0002_names.postgres.sql", "ALTER TABLE people ADD COLUMN name TEXT DEFAULT 'postgres'");
        CHECK(migrate(*database, directory.path()) == 1);
        CHECK(database->read([](Session& session) { return session.get<std::string>("SELECT name FROM people"); }) ==
              (database->engine() == Engine::sqlite ? "sqlite" : "postgres"));
        write(directory.path() / "0003_broken.sql", "CREATE TABLE half (id $ID); CREATE TABLE half (id $ID);");
        CHECK(has(refusal([&] { migrate(*database, directory.path()); }), "'0003_broken' ist gescheitert und wurde zurückgenommen"));
        CHECK_THROWS_AS(database->read([](Session& session) { return session.query<int>("SELECT id FROM half"); }), StorageError);
        CHECK_NOTHROW(database->read([](Session& session) { return session.get<int>("SELECT count(*) FROM people"); }));
    }
}

TEST_CASE("a database that does not fit the program is refused with what to do") {
    for (auto& database : empty_databases()) {
        kc::test::TemporaryDirectory directory;
        write(directory.path() / "0001_a.sql", "CREATE TABLE a (id $ID)");
        write(directory.path() / "0002_b.sql", "CREATE TABLE b (id $ID)");
        const auto both = load_migrations(directory.path(), database->engine());
        CHECK(has(refusal([&] { check_schema_version(*database, both); }), "älter als dieses Programm"));
        migrate(*database, both);
        CHECK_NOTHROW(check_schema_version(*database, both));
        const std::vector<Migration> first(both.begin(), both.begin() + 1);
        CHECK(has(refusal([&] { migrate(*database, first); }), "neuer als dieses Programm"));
        CHECK(has(refusal([&] { check_schema_version(*database, first); }), "neuer als dieses Programm"));
        write(directory.path() / "0001_a.sql", "CREATE TABLE a (id $ID, more TEXT)");
        CHECK(has(refusal([&] { migrate(*database, directory.path()); }), "wurde geändert, nachdem"));
        write(directory.path() / "0001_a.sql", "CREATE TABLE a (id $ID)");
        database->in_transaction([](Transaction& tx) { tx.execute("DELETE FROM schema_migrations WHERE number = 1"); });
        CHECK(has(refusal([&] { migrate(*database, directory.path()); }), "fehlt in der Datenbank"));
    }
}

TEST_CASE("a migration may build a table anew without losing what refers to it, and may not leave torn references") {
    auto database = kc::test::empty_sqlite_database();
    kc::test::TemporaryDirectory directory;
    write(
        directory.path() / "0001_a.sql",
        "CREATE TABLE parents (id $ID, name TEXT); CREATE TABLE children (id $ID, parent BIGINT NOT NULL REFERENCES parents (id) ON DELETE CASCADE);"
        "INSERT INTO parents VALUES (1, 'x'); INSERT INTO children VALUES (1, 1);");
    write(directory.path() / "0002_b.sql",
          "CREATE TABLE parents_new (id $ID, name TEXT NOT NULL); INSERT INTO parents_new SELECT id, name FROM parents;"
          "DROP TABLE parents; ALTER TABLE parents_new RENAME TO parents;");
    CHECK(migrate(**database, directory.path()) == 2);
    const auto children = [&] { return (*database)->read([](Session& session) { return session.get<int>("SELECT count(*) FROM children"); }); };
    CHECK(children() == 1);
    write(directory.path() / "0003_c.sql", "DELETE FROM parents");
    CHECK(has(refusal([&] { migrate(**database, directory.path()); }), "auf fehlende Zeilen verweisen"));
    CHECK((*database)->read([](Session& session) { return session.get<int>("SELECT count(*) FROM parents"); }) == 1);
    (*database)->in_transaction([](Transaction& tx) { tx.execute("DELETE FROM parents"); });  // ordinary connections follow foreign keys
    CHECK(children() == 0);
}

TEST_CASE("migration files with wrong names, gaps or equal numbers are refused") {
    kc::test::TemporaryDirectory directory;
    const auto load = [&] { return load_migrations(directory.path(), Engine::sqlite); };
    CHECK(load().empty());
    CHECK(has(refusal([&] { load_migrations(directory.path() / "none", Engine::sqlite); }), "gibt es nicht"));
    write(directory.path() / "0002_b.sql", "");
    CHECK(has(refusal(load), "Migration 1 fehlt"));
    write(directory.path() / "0001_a.postgres.sql", "");
    CHECK(has(refusal(load), "Migration 1 fehlt"));
    write(directory.path() / "0001_a.sqlite.sql", "");
    CHECK(load().size() == 2);
    CHECK(load()[0].name == "0001_a");
    write(directory.path() / "0002_c.sql", "");
    CHECK(has(refusal(load), "haben dieselbe Nummer"));
    std::filesystem::remove(directory.path() / "0002_c.sql");
    write(directory.path() / "initial.sql", "");
    CHECK(has(refusal(load), "muss einen Namen wie"));
}

TEST_CASE("nodes that start at the same time migrate once") {
    for (auto& database : empty_databases()) {
        kc::test::TemporaryDirectory directory;
        for (int i = 1; i <= 9; ++i)
            write(directory.path() / ("000" + std::to_string(i) + "_t.sql"), "CREATE TABLE t" + std::to_string(i) + " (id $ID)");
        std::atomic<int> applied{0};
        std::vector<std::thread> nodes;
        for (int i = 0; i < 4; ++i) {
            nodes.emplace_back([&] {
                const auto own = open_database(database.owner().url());
                applied += migrate(*own, directory.path());
            });
        }
        for (auto& node : nodes) node.join();
        CHECK(applied == 9);
    }
}

TEST_CASE("substitutions leave quotes, comments and function bodies alone") {
    CHECK(migration_for_engine("a $ID '$ID' -- $ID\n$BYTES $IDX $$ $ID $$", Engine::sqlite) ==
          "a INTEGER PRIMARY KEY '$ID' -- $ID\nBLOB $IDX $$ $ID $$");
    CHECK(sql_for_engine("? '?' /* ? */ \"?\" ?", Engine::postgres).text == "$1 '?' /* ? */ \"?\" $2");
    CHECK(sql_for_engine("IN ($LIST) AND ?", Engine::postgres).text == "IN (SELECT unnest($1::bigint[])) AND $2");
    CHECK(sql_for_engine("IN ($LIST) AND a IN ($LIST)", Engine::postgres, {true, false}).text == "IN ($1) AND a IN (SELECT unnest($2::bigint[]))");
    CHECK(sql_for_engine("'it''s ?' ?", Engine::postgres).parameters == 1);
    CHECK(sql_for_engine("unclosed ' ?", Engine::postgres).parameters == 0);
    CHECK(is_query("  -- words\n (select 1)"));
    CHECK_FALSE(is_query("INSERT INTO t VALUES (1)"));
}

TEST_CASE("the checked-in schema is what the migrations make") {
    for (auto& database : kc::test::databases()) {
        const bool sqlite = database->engine() == Engine::sqlite;
        const auto file = std::filesystem::path(KC_SOURCE_DIR) / "db" / (sqlite ? "schema.sqlite.sql" : "schema.postgres.sql");
        const std::string now = database->read(schema_dump);
        if (std::getenv("KC_WRITE_SCHEMA") != nullptr) {
            write(file, now);
            MESSAGE("written: " << file.string());
            continue;
        }
        std::ostringstream stored;
        stored << std::ifstream(file).rdbuf();
        INFO(
            "After a new migration, write the schema files again: KC_WRITE_SCHEMA=1 build/debug/kc_storage_tests -tc='the checked-in schema*' "
            "with KC_TEST_POSTGRES set (see bin/postgres-for-tests), and commit them.");
        const bool same = stored.str() == now;
        CHECK_MESSAGE(same, file.string() << " differs from the migrations");
    }
}

TEST_CASE("the audit log can only grow") {
    for (auto& database : kc::test::databases()) {
        database->in_transaction([](Transaction& tx) {
            record_audit(tx, {.at = Instant{std::chrono::seconds{1}},
                              .actor = PersonId{7},
                              .action = "profile.changed",
                              .subject_type = "person",
                              .subject_id = 7});
            record_audit(tx, {.at = Instant{std::chrono::seconds{2}}, .action = "import.done", .subject_type = "import", .subject_id = 1});
        });
        for (const char* sql : {"UPDATE audit_log SET actor = NULL", "DELETE FROM audit_log"}) {
            try {
                database->in_transaction([&](Transaction& tx) { tx.execute(sql); });
                FAIL_CHECK("the audit log was changed");
            } catch (const StorageError& error) {
                CHECK(error.kind() == StorageErrorKind::check);
                CHECK(error.violates("audit_log_append_only"));
            }
        }
        CHECK(database->read([](Session& session) { return session.get<int>("SELECT count(*) FROM audit_log"); }) == 2);
    }
}

}  // namespace kc::storage
