// SPDX-License-Identifier: EUPL-1.2
// Fresh databases with the whole schema for tests:
//     for (auto& database : kc::test::databases()) { database->in_transaction(…); }
// gives a SQLite file and, where the environment names a server in KC_TEST_POSTGRES, a PostgreSQL database.
#pragma once

#include "storage/database.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace kc::test {

// A database of one's own, removed with this object.
class TestDatabase {
public:
    virtual ~TestDatabase() = default;

    storage::Database& operator*() const { return *database_; }
    storage::Database* operator->() const { return database_.get(); }
    const std::string& url() const { return url_; }

    // As the end of the program and a second start do.
    void close();
    void reopen(const storage::DatabaseOptions& options);

protected:
    std::unique_ptr<storage::Database> database_;
    std::string url_;
};

std::unique_ptr<TestDatabase> sqlite_database(const storage::DatabaseOptions& options = {});
std::unique_ptr<TestDatabase> postgres_database(const storage::DatabaseOptions& options = {});  // nothing without KC_TEST_POSTGRES

// One more with the schema, of an engine that is known to be there.
std::unique_ptr<TestDatabase> copy_of_schema(storage::Engine engine);

void say_skipped();  // that PostgreSQL is left out; once per program

// The same without tables, for tests of the migrations themselves.
std::unique_ptr<TestDatabase> empty_sqlite_database();
std::unique_ptr<TestDatabase> empty_postgres_database();

// Each engine there is; says so when PostgreSQL is skipped. The loop variable behaves like a pointer to a storage::Database.
class DatabaseHandle {
public:
    explicit DatabaseHandle(std::unique_ptr<TestDatabase> owner) : owner_(std::move(owner)) {}
    storage::Database& operator*() const { return **owner_; }
    storage::Database* operator->() const { return &**owner_; }
    TestDatabase& owner() const { return *owner_; }

private:
    std::unique_ptr<TestDatabase> owner_;
};
std::vector<DatabaseHandle> databases(const storage::DatabaseOptions& options = {});

// A directory of one's own, removed with this object.
class TemporaryDirectory {
public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

std::filesystem::path migrations_directory();

}  // namespace kc::test
