// SPDX-License-Identifier: EUPL-1.2
// What an engine must be able to do. sqlite.cpp and postgres.cpp implement it; the templates of session.hpp sit thinly on top,
// and nobody else uses it.
#pragma once

#include "storage/parameters.hpp"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace kc::storage {

enum class Engine { sqlite, postgres };

// A statement that has been given its parameters. Views into a row hold until the next call of next().
class Cursor {
public:
    virtual ~Cursor() = default;
    virtual bool next() = 0;
    virtual int columns() const = 0;
    virtual std::string_view column_name(int column) const = 0;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;  // these four throw when the column holds another type
    virtual bool boolean(int column) const = 0;
    virtual double real(int column) const = 0;
    virtual std::string_view text(int column) const = 0;
    virtual Bytes bytes(int column) const = 0;
    virtual std::int64_t rows_changed() = 0;  // runs what has not run yet
    virtual void finish() noexcept = 0;       // gives the statement back to the cache
    virtual void await() {}                   // for what was only asked: returns once the rows are here

    const void* checked_row = nullptr;  // the row type whose names were compared with the columns of this statement
};

// Owns the use of a cursor, not the cursor.
struct FinishCursor {
    void operator()(Cursor* cursor) const noexcept { cursor->finish(); }
};
using CursorUse = std::unique_ptr<Cursor, FinishCursor>;

// Takes many rows for one statement or table.
class BatchWriter {
public:
    virtual ~BatchWriter() = default;  // without finish(): what was begun is given up
    virtual void add(std::span<const Parameter> row) = 0;
    virtual std::int64_t finish() = 0;  // rows changed
};

class Connection {
public:
    virtual ~Connection() = default;
    virtual Engine engine() const = 0;
    virtual CursorUse open(std::string_view sql, std::span<const Parameter> parameters, bool streaming) = 0;
    // May run it as late as with the next statement that is waited for; await() belongs before the first row is read.
    virtual CursorUse ask(std::string_view sql, std::span<const Parameter> parameters) { return open(sql, parameters, false); }
    // Runs it with the next statement at the latest; what goes wrong is thrown there or by commit().
    virtual void post(std::string_view sql, std::span<const Parameter> parameters) = 0;
    virtual std::unique_ptr<BatchWriter> open_batch(std::string_view sql) = 0;
    virtual std::unique_ptr<BatchWriter> open_bulk(std::string_view table, std::span<const std::string_view> columns) = 0;
    virtual void run_script(std::string_view sql) = 0;  // several statements without parameters

    virtual void begin_read() = 0;
    virtual void end_read() noexcept = 0;
    virtual void begin_write() = 0;
    virtual void commit() = 0;  // throws when a statement of this transaction failed before
    virtual void roll_back() noexcept = 0;
    virtual bool usable() = 0;  // false once the connection is lost

    // For the change feed. PostgreSQL: a socket that becomes readable after a notification; SQLite: -1, it must be asked.
    virtual int notification_socket() const { return -1; }
    virtual void listen(std::string_view channel) = 0;
    virtual bool others_committed() = 0;  // since the last call: notified (PostgreSQL) or data version changed (SQLite)

    std::size_t pool_slot = 0;  // belongs to the pool
};

std::unique_ptr<Connection> open_sqlite(const std::string& path, const struct DatabaseOptions& options, bool writes);
std::unique_ptr<Connection> open_postgres(const std::string& url, const struct DatabaseOptions& options);

}  // namespace kc::storage
