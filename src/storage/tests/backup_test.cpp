// SPDX-License-Identifier: EUPL-1.2
#include "storage/backup.hpp"
#include "tests/support/test_database.hpp"

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <thread>

#include <doctest/doctest.h>

namespace kc::storage {
namespace {

std::string refusal(const std::function<void()>& call) {
    try {
        call();
    } catch (const BackupError& error) {
        return error.what();
    }
    return {};
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

void enqueue(Database& database, int number) {
    database.in_transaction([&](Transaction& tx) {
        // Two rows that belong together: a backup must not tear them apart.
        tx.execute("INSERT INTO jobs (kind, payload, state, run_at, created_at) VALUES ('first', ?, 'queued', 0, 0)", std::to_string(number));
        tx.execute("INSERT INTO jobs (kind, payload, state, run_at, created_at) VALUES ('second', ?, 'queued', 0, 0)", std::to_string(number));
    });
}

std::int64_t count(Database& database, std::string_view kind) {
    return database.read([&](Session& session) { return session.get<std::int64_t>("SELECT count(*) FROM jobs WHERE kind = ?", kind); });
}

std::unique_ptr<kc::test::TestDatabase> empty(Engine engine) {
    return engine == Engine::sqlite ? kc::test::empty_sqlite_database() : kc::test::empty_postgres_database();
}

// The address of a database whose own connections are closed, as restore expects it.
std::string closed(kc::test::TestDatabase& database) {
    const std::string url = database.url();
    database.close();
    return url;
}

}  // namespace

TEST_CASE("a backup that is made while others write holds one moment, and can be restored") {
    for (auto& database : kc::test::databases()) {
        const auto migrations = load_migrations(kc::test::migrations_directory(), database->engine());
        kc::test::TemporaryDirectory directory;
        const auto file = directory.path() / "campus.backup";
        for (int i = 0; i < 200; ++i) enqueue(*database, i);
        std::atomic<bool> stop{false};
        std::thread writer([&] {
            for (int i = 200; !stop; ++i) enqueue(*database, i);
        });
        int reports = 0;
        back_up(*database, file, [&](std::int64_t, std::int64_t) { ++reports; });
        back_up(*database, file);  // replaces the older one
        stop = true;
        writer.join();
        CHECK(reports > 0);
        CHECK(std::filesystem::status(file).permissions() == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
        CHECK(std::distance(std::filesystem::directory_iterator(directory.path()), {}) == 1);

        auto target = empty(database->engine());
        const auto url = closed(*target);
        restore(url, file, migrations);
        target->reopen({});
        CHECK(count(**target, "first") >= 200);
        CHECK(count(**target, "first") == count(**target, "second"));
        CHECK_NOTHROW(check_schema_version(**target, migrations));
        enqueue(**target, 1);  // identity values go on where they were

        // Into a database with data only when asked.
        const auto before = count(**target, "first");
        closed(*target);
        CHECK(has(refusal([&] { restore(url, file, migrations); }), "ist nicht leer"));
        target->reopen({});
        CHECK(count(**target, "first") == before);
        closed(*target);
        restore(url, file, migrations, RestoreMode::replace);
        target->reopen({});
        CHECK(count(**target, "first") == before - 1);
    }
}

TEST_CASE("a database in use is not replaced") {
    for (auto& database : kc::test::databases()) {
        const auto migrations = load_migrations(kc::test::migrations_directory(), database->engine());
        kc::test::TemporaryDirectory directory;
        const auto file = directory.path() / "campus.backup";
        enqueue(*database, 1);
        back_up(*database, file);
        enqueue(*database, 2);
        CHECK(has(refusal([&] { restore(database.owner().url(), file, migrations, RestoreMode::replace); }), "ist in Gebrauch"));
        CHECK(count(*database, "first") == 2);
        enqueue(*database, 3);
    }
}

TEST_CASE("a backup of a newer program, a damaged one or a foreign file is refused and nothing is changed") {
    for (auto& database : kc::test::databases()) {
        const auto migrations = load_migrations(kc::test::migrations_directory(), database->engine());
        kc::test::TemporaryDirectory directory;
        const auto file = directory.path() / "campus.backup";
        enqueue(*database, 1);
        back_up(*database, file);

        auto target = kc::test::copy_of_schema(database->engine());
        enqueue(**target, 1);
        enqueue(**target, 2);
        const auto url = closed(*target);
        const auto unchanged = [&] {
            target->reopen({});
            CHECK(count(**target, "first") == 2);
            closed(*target);
        };
        const std::vector<Migration> older(migrations.begin(), migrations.begin() + 1);
        if (migrations.size() > 1) {
            CHECK(has(refusal([&] { restore(url, file, older, RestoreMode::replace); }), "neuer als dieses Programm"));
            unchanged();
        }
        CHECK(has(refusal([&] { restore(url, directory.path() / "none", migrations, RestoreMode::replace); }), "gibt es nicht"));
        std::ofstream(directory.path() / "foreign") << "This is a text and no backup at all, but long enough to look like a file of some kind.\n";
        CHECK_FALSE(refusal([&] { restore(url, directory.path() / "foreign", migrations, RestoreMode::replace); }).empty());
        unchanged();
        std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
        CHECK_FALSE(refusal([&] { restore(url, file, migrations, RestoreMode::replace); }).empty());
        unchanged();
    }
}

TEST_CASE("a backup into a directory that does not exist says so") {
    for (auto& database : kc::test::databases()) {
        CHECK_THROWS(back_up(*database, "/nonexistent/directory/campus.backup"));
    }
}

TEST_CASE("without PostgreSQL's client programs the backup says what to install") {
    auto owner = kc::test::postgres_database();
    if (!owner) {
        kc::test::say_skipped();
        return;
    }
    kc::test::TemporaryDirectory directory;
    const std::string path = std::getenv("PATH");
    setenv("PATH", directory.path().c_str(), 1);
    const auto message = refusal([&] { back_up(**owner, directory.path() / "x"); });
    setenv("PATH", path.c_str(), 1);
    CHECK(has(message, "postgresql-client"));
}

}  // namespace kc::storage
