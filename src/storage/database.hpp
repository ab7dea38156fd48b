// SPDX-License-Identifier: EUPL-1.2
// Database: the only door to the data. read() gives a consistent snapshot, in_transaction() commits all or nothing.
//
// Isolation. SQLite: one writer at a time, served in the order of asking; readers never wait. PostgreSQL: reads are REPEATABLE READ
// READ ONLY; writes are READ COMMITTED with explicit row locks (find_for_update) and constraints, because SERIALIZABLE
// makes harmless neighbours fail and every store would have to be written for being repeated. Deadlocks and serialization
// failures still happen there, so in_transaction runs the function again, up to five times: it must not touch anything
// outside the transaction. A statement that fails spoils the transaction on both engines: refuse with ON CONFLICT or a check.
#pragma once

#include "base/result.hpp"
#include "storage/session.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace kc::storage {

struct DatabaseOptions {
    int read_connections = 8;                       // as many readers at the same time; more of them wait
    int write_connections = 4;                      // PostgreSQL only: SQLite has one writer
    std::chrono::milliseconds busy_timeout{5000};   // how long to wait for another process's lock
    std::chrono::milliseconds pool_timeout{30000};  // how long to wait for a free connection, one's turn to write or a row lock
    int sqlite_cache_kib = 2048;                    // per connection
    std::int64_t sqlite_mmap_bytes = 0;             // measured: no quicker, and counted as memory per connection
    bool create = true;                             // SQLite: make the file when it is missing
};

class Database {
public:
    virtual ~Database() = default;

    virtual Engine engine() const = 0;
    virtual const std::string& url() const = 0;     // as given; may hold a password
    virtual std::string printable_url() const = 0;  // without the password

    // f(Session&) sees one state of the data. Inside another read or transaction of the same thread it uses that one's session.
    template <class F> auto read(F&& f) {
        ReadScope scope(*this);
        return f(scope.session());
    }

    // f(Transaction&) commits when it returns void, a value or a Result with a value;
    // rolls back on a Result with an error or an exception. Not inside another transaction of the same thread.
    template <class F> auto in_transaction(F&& f);

    // Calls `wake` after each commit of this process that asked for it with Transaction::wake_after_commit(topic), on the committing
    // thread; as long as the returned handle lives. For waking workers, never for data.
    [[nodiscard]] std::shared_ptr<void> on_wake(std::string_view topic, std::function<void()> wake);

    // A connection of one's own, outside the pools and transactions (change feed, backup).
    virtual std::unique_ptr<Connection> connect() = 0;

protected:
    friend class TransactionScope;

    // What this thread has open, innermost first.
    struct Open {
        const Database* database;
        Session* session;
        bool writes;
        Open* outer;
    };
    static Open*& innermost();

    class ReadScope {
    public:
        explicit ReadScope(Database& database);
        ~ReadScope();
        ReadScope(const ReadScope&) = delete;
        Session& session() { return *session_; }

    private:
        Database& database_;
        Session* session_ = nullptr;
        std::optional<Session> own_;  // nothing when the session of an outer scope is used
        Open open_{};
    };

    virtual Connection& borrow_reader() = 0;
    virtual void give_back_reader(Connection& connection) noexcept = 0;
    virtual Connection& borrow_writer() = 0;
    virtual void give_back_writer(Connection& connection) noexcept = 0;

private:
    void wake(std::span<const std::string_view> topics);

    struct Wake {
        std::string topic;
        std::function<void()> call;
    };
    std::mutex wakes_mutex_;
    std::vector<std::weak_ptr<Wake>> wakes_;
};

// One attempt at a transaction; rolls back unless commit() was reached.
class TransactionScope {
public:
    explicit TransactionScope(Database& database);
    ~TransactionScope();
    TransactionScope(const TransactionScope&) = delete;
    Transaction& transaction() { return transaction_; }
    void commit();

    // Whether the failure is one that running again may mend; waits a little before it says yes.
    static bool worth_repeating(const StorageError& error, int attempt);

private:
    Database& database_;
    Connection& connection_;
    Transaction transaction_;
    Database::Open open_;
    bool begun_ = false;
    bool committed_ = false;
};

template <class F> auto Database::in_transaction(F&& f) {
    using Returned = std::invoke_result_t<F&, Transaction&>;
    for (int attempt = 1;; ++attempt) {
        try {
            TransactionScope scope(*this);
            if constexpr (std::is_void_v<Returned>) {
                f(scope.transaction());
                scope.commit();
                return;
            } else {
                Returned returned = f(scope.transaction());
                if constexpr (is_result<Returned>) {
                    if (!returned.has_value()) return returned;
                }
                scope.commit();
                return returned;
            }
        } catch (const StorageError& error) {
            if (!TransactionScope::worth_repeating(error, attempt)) throw;
        }
    }
}

// sqlite:PATH (a file; `sqlite::memory:` is refused, tests use a temporary file) or postgresql://user@host/name.
std::unique_ptr<Database> open_database(const std::string& url, const DatabaseOptions& options = {});

}  // namespace kc::storage
