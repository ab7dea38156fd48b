// SPDX-License-Identifier: EUPL-1.2
#include "storage/database.hpp"

#include "base/require.hpp"
#include "storage/connection_pool.hpp"
#include "storage/fair_lock.hpp"

#include <filesystem>
#include <random>
#include <thread>

#include <fmt/format.h>

namespace kc::storage {

Database::Open*& Database::innermost() {
    thread_local Open* open = nullptr;
    return open;
}

Database::ReadScope::ReadScope(Database& database) : database_(database) {
    for (Open* open = innermost(); open != nullptr; open = open->outer) {
        if (open->database == &database) {
            session_ = open->session;
            return;
        }
    }
    Connection& connection = database.borrow_reader();
    try {
        connection.begin_read();
    } catch (...) {
        database.give_back_reader(connection);
        throw;
    }
    session_ = &own_.emplace(connection);
    open_ = {&database, session_, false, innermost()};
    innermost() = &open_;
}

Database::ReadScope::~ReadScope() {
    if (!own_) return;
    innermost() = open_.outer;
    own_->connection().end_read();
    database_.give_back_reader(own_->connection());
}

namespace {
// A transaction inside a transaction of the same thread would wait for itself.
bool writes_already(const auto* open, const Database& database) {
    for (; open != nullptr; open = open->outer) {
        if (open->database == &database && open->writes) return true;
    }
    return false;
}
}  // namespace

TransactionScope::TransactionScope(Database& database)
    : database_((require(!writes_already(Database::innermost(), database)), database)),
      connection_(database.borrow_writer()),
      transaction_(connection_),
      open_{&database, &transaction_, true, Database::innermost()} {
    try {
        connection_.begin_write();
    } catch (...) {
        database_.give_back_writer(connection_);
        throw;
    }
    Database::innermost() = &open_;
}

TransactionScope::~TransactionScope() {
    Database::innermost() = open_.outer;
    if (!committed_) connection_.roll_back();
    database_.give_back_writer(connection_);
    if (committed_ && !transaction_.wakes_.empty()) database_.wake(transaction_.wakes_);
}

void TransactionScope::commit() {
    connection_.commit();
    committed_ = true;
}

bool TransactionScope::worth_repeating(const StorageError& error, int attempt) {
    constexpr int attempts_max = 5;
    if (error.kind() != StorageErrorKind::serialization || attempt >= attempts_max) return false;
    // Those who collided must not come back at the same moment.
    thread_local std::minstd_rand random{std::random_device{}()};
    const int most_ms = 4 << attempt;
    std::this_thread::sleep_for(std::chrono::milliseconds(std::uniform_int_distribution<>(1, most_ms)(random)));
    return true;
}

std::shared_ptr<void> Database::on_wake(std::string_view topic, std::function<void()> wake) {
    auto registered = std::make_shared<Wake>(Wake{std::string(topic), std::move(wake)});
    const std::lock_guard guard(wakes_mutex_);
    std::erase_if(wakes_, [](const auto& known) { return known.expired(); });
    wakes_.push_back(registered);
    return registered;
}

void Database::wake(std::span<const std::string_view> topics) {
    std::vector<std::shared_ptr<Wake>> calls;
    {
        const std::lock_guard guard(wakes_mutex_);
        for (const auto& known : wakes_) {
            if (auto wake = known.lock(); wake && std::ranges::find(topics, wake->topic) != topics.end()) calls.push_back(std::move(wake));
        }
    }
    for (const auto& wake : calls) wake->call();
}

namespace {

class SqliteDatabase final : public Database {
public:
    SqliteDatabase(std::string url, std::string path, const DatabaseOptions& options)
        : url_(std::move(url)),
          path_(std::move(path)),
          options_(options),
          writer_(open_sqlite(path_, options_, true)),
          readers_(options.read_connections, options.pool_timeout, [this] { return open_sqlite(path_, options_, false); }) {}

    Engine engine() const override { return Engine::sqlite; }
    const std::string& url() const override { return url_; }
    std::string printable_url() const override { return url_; }
    std::unique_ptr<Connection> connect() override { return open_sqlite(path_, options_, true); }

protected:
    Connection& borrow_reader() override { return readers_.borrow(); }
    void give_back_reader(Connection& connection) noexcept override { readers_.give_back(connection); }
    Connection& borrow_writer() override {
        if (!writer_lock_.lock_within(options_.pool_timeout)) {
            throw StorageError(StorageErrorKind::busy,
                               "Ein anderer Vorgang schreibt zu lange in die Datenbank. Versuchen Sie es später noch einmal.");
        }
        return *writer_;
    }
    void give_back_writer(Connection&) noexcept override { writer_lock_.unlock(); }

private:
    const std::string url_;
    const std::string path_;
    const DatabaseOptions options_;
    FairLock writer_lock_;
    std::unique_ptr<Connection> writer_;
    ConnectionPool readers_;
};

// Reads and writes have separate pools: a thread that reads may still begin to write when all readers are taken.
class PostgresDatabase final : public Database {
public:
    PostgresDatabase(std::string url, const DatabaseOptions& options)
        : url_(std::move(url)),
          options_(options),
          readers_(options.read_connections, options.pool_timeout, [this] { return open_postgres(url_, options_); }),
          writers_(options.write_connections, options.pool_timeout, [this] { return open_postgres(url_, options_); }) {
        readers_.give_back(readers_.borrow());  // a wrong address or password is told at the start
    }

    Engine engine() const override { return Engine::postgres; }
    const std::string& url() const override { return url_; }
    std::string printable_url() const override {
        const auto user = url_.find("://");
        const auto at = url_.find('@');
        const auto colon = user == std::string::npos ? user : url_.find(':', user + 3);
        if (at == std::string::npos || colon == std::string::npos || colon > at) return url_;
        return url_.substr(0, colon) + url_.substr(at);
    }
    std::unique_ptr<Connection> connect() override { return open_postgres(url_, options_); }

protected:
    Connection& borrow_reader() override { return readers_.borrow(); }
    void give_back_reader(Connection& connection) noexcept override { readers_.give_back(connection); }
    Connection& borrow_writer() override { return writers_.borrow(); }
    void give_back_writer(Connection& connection) noexcept override { writers_.give_back(connection); }

private:
    const std::string url_;
    const DatabaseOptions options_;
    ConnectionPool readers_;
    ConnectionPool writers_;
};

}  // namespace

std::unique_ptr<Database> open_database(const std::string& url, const DatabaseOptions& options) {
    if (url.starts_with("sqlite:")) {
        const std::string path = url.substr(7);
        if (path.empty() || path == ":memory:") {
            throw StorageError(StorageErrorKind::connection, "Zur Adresse 'sqlite:' fehlt der Pfad einer Datei, zum Beispiel sqlite:var/campus.db.");
        }
        try {
            return std::make_unique<SqliteDatabase>(url, path, options);
        } catch (const StorageError& problem) {
            throw StorageError(problem.kind(), fmt::format("{} Datei: {}", problem.what(), path), problem.constraint());
        }
    }
    if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return std::make_unique<PostgresDatabase>(url, options);
    throw StorageError(StorageErrorKind::connection,
                       "Die Adresse der Datenbank ist nicht verständlich. Möglich sind sqlite:PFAD und postgresql://benutzer@rechner/name.");
}

}  // namespace kc::storage
