// SPDX-License-Identifier: EUPL-1.2
#include "tests/support/test_database.hpp"

#include "storage/migrations.hpp"

#include <atomic>
#include <cstdlib>
#include <mutex>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <unistd.h>

namespace kc::test {
namespace {

using storage::Database;
using storage::DatabaseOptions;
using storage::Engine;

int next_number() {
    static std::atomic<int> number{0};
    return ++number;
}

class SqliteTestDatabase final : public TestDatabase {
public:
    SqliteTestDatabase(const std::filesystem::path* copy_of, const DatabaseOptions& options) {
        const auto file = directory_.path() / "campus.db";
        if (copy_of != nullptr) std::filesystem::copy_file(*copy_of, file);
        url_ = "sqlite:" + file.string();
        database_ = storage::open_database(url_, options);
    }
    ~SqliteTestDatabase() override { database_.reset(); }

private:
    TemporaryDirectory directory_;
};

// Migrated once per test program; every test gets a copy of the file.
const std::filesystem::path& sqlite_template() {
    static const TemporaryDirectory directory;
    static const std::filesystem::path file = [] {
        const auto path = directory.path() / "template.db";
        const auto database = storage::open_database("sqlite:" + path.string());
        storage::migrate(*database, migrations_directory());
        return path;  // closing the last connection moves the write-ahead log into the file
    }();
    return file;
}

const char* admin_url() {
    const char* url = std::getenv("KC_TEST_POSTGRES");
    return url == nullptr || *url == '\0' ? nullptr : url;
}

// CREATE and DROP DATABASE run outside transactions.
void administer(const std::string& sql) {
    const auto admin = storage::open_database(admin_url(), {.read_connections = 1, .write_connections = 1});
    admin->connect()->run_script(sql);
}

std::string url_of(const std::string& name) {
    std::string url = admin_url();
    const auto options = url.find('?');
    const std::string tail = options == std::string::npos ? "" : url.substr(options);
    url.resize(std::min(options, url.size()));
    const auto host = url.find("://") + 3;
    const auto slash = url.find('/', host);
    if (slash != std::string::npos) url.resize(slash);
    return url + "/" + name + tail;
}

class PostgresTestDatabase final : public TestDatabase {
public:
    PostgresTestDatabase(const std::string& copy_of, const DatabaseOptions& options) : name_(fmt::format("kc_test_{}_{}", getpid(), next_number())) {
        administer(fmt::format("CREATE DATABASE {} TEMPLATE {}", name_, copy_of));
        url_ = url_of(name_);
        database_ = storage::open_database(url_, options);
    }
    ~PostgresTestDatabase() override {
        database_.reset();
        try {
            administer(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", name_));
        } catch (const std::exception& problem) {
            MESSAGE("the test database " << name_ << " was not removed: " << problem.what());
        }
    }

private:
    const std::string name_;
};

// Named after the migrations and this process, so that test programs that run at the same time do not meet.
class PostgresTemplate {
public:
    PostgresTemplate() {
        std::size_t key = 0;
        const auto migrations = storage::load_migrations(migrations_directory(), Engine::postgres);
        for (const auto& migration : migrations) key = key * 31 + std::hash<std::string>{}(migration.checksum);
        name_ = fmt::format("kc_template_{:08x}_{}", key & 0xffffffff, getpid());
        administer(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", name_));
        administer(fmt::format("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name_));
        try {
            storage::migrate(*storage::open_database(url_of(name_)), migrations);
        } catch (...) {
            remove();
            throw;
        }
    }
    ~PostgresTemplate() { remove(); }
    const std::string& name() const { return name_; }

private:
    void remove() noexcept {
        try {
            administer(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", name_));
        } catch (const std::exception&) {
            // The server has gone before the tests; there is nothing left to remove.
        }
    }
    std::string name_;
};

}  // namespace

void TestDatabase::reopen(const DatabaseOptions& options) {
    database_.reset();
    database_ = storage::open_database(url_, options);
}

void TestDatabase::close() { database_.reset(); }

std::unique_ptr<TestDatabase> copy_of_schema(Engine engine) { return engine == Engine::sqlite ? sqlite_database() : postgres_database(); }

std::unique_ptr<TestDatabase> sqlite_database(const DatabaseOptions& options) {
    return std::make_unique<SqliteTestDatabase>(&sqlite_template(), options);
}

std::unique_ptr<TestDatabase> empty_sqlite_database() { return std::make_unique<SqliteTestDatabase>(nullptr, DatabaseOptions{}); }

std::unique_ptr<TestDatabase> postgres_database(const DatabaseOptions& options) {
    if (admin_url() == nullptr) return nullptr;
    static const PostgresTemplate made;
    return std::make_unique<PostgresTestDatabase>(made.name(), options);
}

std::unique_ptr<TestDatabase> empty_postgres_database() {
    if (admin_url() == nullptr) return nullptr;
    return std::make_unique<PostgresTestDatabase>("template0", DatabaseOptions{});
}

void say_skipped() {
    static std::atomic<bool> said{false};
    if (!said.exchange(true)) MESSAGE("skipped: PostgreSQL (KC_TEST_POSTGRES is not set)");
}

std::vector<DatabaseHandle> databases(const DatabaseOptions& options) {
    std::vector<DatabaseHandle> found;
    found.emplace_back(sqlite_database(options));
    if (auto postgres = postgres_database(options))
        found.emplace_back(std::move(postgres));
    else
        say_skipped();
    return found;
}

TemporaryDirectory::TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "kc_test_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory could be made");
    path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path migrations_directory() { return std::filesystem::path(KC_SOURCE_DIR) / "db" / "migrations"; }

}  // namespace kc::test
