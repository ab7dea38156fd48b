// SPDX-License-Identifier: EUPL-1.2
// SQLite: WAL, one connection per thread at a time, statements cached by their text.
#include "storage/database.hpp"
#include "storage/durable_file.hpp"
#include "storage/sql_text.hpp"
#include "storage/sqlite_error.hpp"
#include "storage/statement_cache.hpp"

#include <cstring>

#include <fmt/format.h>

namespace kc::storage {
namespace {

class SqliteConnection;

class SqliteStatement final : public Cursor {
public:
    SqliteStatement(SqliteConnection& connection, std::string_view sql);
    ~SqliteStatement() override { sqlite3_finalize(statement_); }

    void bind(std::span<const Parameter> parameters);
    bool next() override;
    int columns() const override { return sqlite3_column_count(statement_); }
    std::string_view column_name(int column) const override { return sqlite3_column_name(statement_, column); }
    bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
    std::int64_t integer(int column) const override {
        expect(column, SQLITE_INTEGER, "number");
        return sqlite3_column_int64(statement_, column);
    }
    bool boolean(int column) const override {
        const auto value = integer(column);
        if (value != 0 && value != 1) throw_type(column, "truth value");
        return value == 1;
    }
    double real(int column) const override {
        if (sqlite3_column_type(statement_, column) != SQLITE_INTEGER) expect(column, SQLITE_FLOAT, "number");
        return sqlite3_column_double(statement_, column);
    }
    std::string_view text(int column) const override {
        expect(column, SQLITE_TEXT, "text");
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
        return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }
    Bytes bytes(int column) const override {
        expect(column, SQLITE_BLOB, "bytes");
        const auto* data = static_cast<const std::byte*>(sqlite3_column_blob(statement_, column));
        return data == nullptr ? Bytes{} : Bytes(data, data + sqlite3_column_bytes(statement_, column));
    }
    std::int64_t rows_changed() override;
    void finish() noexcept override {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);  // they refer to the caller's memory
        in_use = false;
    }

    bool in_use = false;
    bool is_in_use() const { return in_use; }

private:
    void expect(int column, int type, const char* wanted) const {
        if (sqlite3_column_type(statement_, column) != type) throw_type(column, wanted);
    }
    [[noreturn]] void throw_type(int column, const char* wanted) const {
        throw StorageError(StorageErrorKind::other, fmt::format("Column '{}' does not hold a {}.", column_name(column), wanted));
    }

    SqliteConnection& connection_;
    sqlite3_stmt* statement_ = nullptr;
    bool done_ = false;
};

class SqliteConnection final : public Connection {
public:
    SqliteConnection(const std::string& path, const DatabaseOptions& options, bool writes);
    ~SqliteConnection() override {
        cache_.clear();
        begin_.reset(), begin_immediate_.reset(), commit_.reset(), roll_back_.reset(), data_version_.reset();
        sqlite3_close_v2(handle_);
    }

    Engine engine() const override { return Engine::sqlite; }
    CursorUse open(std::string_view sql, std::span<const Parameter> parameters, bool) override {
        refuse_after_failure();
        SqliteStatement& statement = take(sql);
        CursorUse use(&statement);
        statement.bind(parameters);
        return use;
    }
    void post(std::string_view sql, std::span<const Parameter> parameters) override { open(sql, parameters, false)->rows_changed(); }
    std::unique_ptr<BatchWriter> open_batch(std::string_view sql) override;
    std::unique_ptr<BatchWriter> open_bulk(std::string_view table, std::span<const std::string_view> columns) override;
    void run_script(std::string_view sql) override {
        refuse_after_failure();
        const int code = sqlite3_exec(handle_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
        if (code != SQLITE_OK) throw failure(code);
    }

    void begin_read() override { run(begin_, "BEGIN"); }
    void end_read() noexcept override {
        try {
            run(commit_, "COMMIT");
        } catch (const StorageError&) {
            roll_back();  // nothing was written; the next read begins afresh
        }
    }
    void begin_write() override {
        failed_ = false;
        run(begin_immediate_, "BEGIN IMMEDIATE");
        writing_ = true;
    }
    void commit() override {
        refuse_after_failure();
        run(commit_, "COMMIT");
        writing_ = false;
    }
    void roll_back() noexcept override {
        writing_ = false;
        failed_ = false;
        if (sqlite3_get_autocommit(handle_) == 0) {
            try {
                run(roll_back_, "ROLLBACK");
            } catch (const StorageError&) {
                sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
            }
        }
        failed_ = false;
    }
    bool usable() override { return true; }

    void listen(std::string_view) override {}
    bool others_committed() override {
        if (!data_version_) data_version_ = std::make_unique<SqliteStatement>(*this, "PRAGMA data_version");
        data_version_->bind({});
        data_version_->next();
        const auto version = data_version_->integer(0);
        data_version_->finish();
        return std::exchange(last_version_, version) != version;
    }

    sqlite3* handle() { return handle_; }
    StorageError failure(int code) {
        failed_ = writing_;
        return sqlite_error(handle_, code);
    }

private:
    SqliteStatement& take(std::string_view sql) {
        SqliteStatement& statement = cache_.take(
            sql, [](const SqliteStatement& known) { return !known.in_use; }, [&] { return std::make_unique<SqliteStatement>(*this, sql); });
        statement.in_use = true;
        return statement;
    }

    // SQLite would go on after a failed statement where PostgreSQL does not; a store must not come to rely on that.
    void refuse_after_failure() const {
        if (failed_) {
            throw StorageError(StorageErrorKind::other, "A statement of this transaction failed before, so nothing of it can be kept.");
        }
    }

    void run(std::unique_ptr<SqliteStatement>& statement, const char* sql) {
        if (!statement) statement = std::make_unique<SqliteStatement>(*this, sql);
        const CursorUse use(statement.get());
        statement->bind({});
        statement->next();
    }

    sqlite3* handle_ = nullptr;
    StatementCache<SqliteStatement> cache_;
    std::unique_ptr<SqliteStatement> begin_, begin_immediate_, commit_, roll_back_, data_version_;
    bool writing_ = false;
    bool failed_ = false;
    std::int64_t last_version_ = 0;
};

SqliteStatement::SqliteStatement(SqliteConnection& connection, std::string_view sql) : connection_(connection) {
    const EngineSql rewritten = sql_for_engine(sql, Engine::sqlite);
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(connection.handle(), rewritten.text.c_str(), static_cast<int>(rewritten.text.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement_, &rest);
    if (code != SQLITE_OK) throw connection.failure(code);
    const bool more = std::string_view(rest).find_first_not_of(" \t\r\n;") != std::string_view::npos;
    if (statement_ == nullptr || more) {
        sqlite3_finalize(statement_);
        throw StorageError(StorageErrorKind::other, "Exactly one statement is expected; several go through run_script.");
    }
}

void SqliteStatement::bind(std::span<const Parameter> parameters) {
    done_ = false;
    const int expected = sqlite3_bind_parameter_count(statement_);
    if (expected != static_cast<int>(parameters.size())) throw_parameter_count(expected, parameters.size());
    for (int i = 0; i < expected; ++i) {
        const Parameter& parameter = parameters[static_cast<std::size_t>(i)];
        if (parameter.is_null()) continue;  // unbound parameters are NULL, and finish() has cleared the others
        int code = SQLITE_OK;
        switch (parameter.kind()) {
            case Parameter::Kind::integer:
            case Parameter::Kind::boolean: code = sqlite3_bind_int64(statement_, i + 1, parameter.integer()); break;
            case Parameter::Kind::real: code = sqlite3_bind_double(statement_, i + 1, parameter.real()); break;
            case Parameter::Kind::text:
            case Parameter::Kind::id_list:
            case Parameter::Kind::text_list: {
                const auto text = parameter.text();
                refuse_nul(text);
                // A null pointer would mean NULL, also for an empty text. Text inside the parameter itself dies before the row is read.
                code = sqlite3_bind_text64(statement_, i + 1, text.empty() ? "" : text.data(), text.size(),
                                           parameter.is_inline() ? SQLITE_TRANSIENT : SQLITE_STATIC, SQLITE_UTF8);
                break;
            }
            case Parameter::Kind::bytes: {
                const auto bytes = parameter.bytes();
                code = bytes.empty() ? sqlite3_bind_zeroblob(statement_, i + 1, 0)
                                     : sqlite3_bind_blob64(statement_, i + 1, bytes.data(), bytes.size(), SQLITE_STATIC);
                break;
            }
        }
        if (code != SQLITE_OK) throw connection_.failure(code);
    }
}

bool SqliteStatement::next() {
    if (done_) return false;
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) throw connection_.failure(code);
    done_ = true;  // stepping on would run the statement a second time
    return false;
}

std::int64_t SqliteStatement::rows_changed() {
    sqlite3* handle = connection_.handle();
    const auto before = sqlite3_total_changes64(handle);
    while (next()) {
    }
    // sqlite3_changes keeps the number of an earlier statement when this one changes nothing.
    return sqlite3_total_changes64(handle) == before ? 0 : sqlite3_changes64(handle);
}

SqliteConnection::SqliteConnection(const std::string& path, const DatabaseOptions& options, bool writes) {
    if (options.create) create_private(path);  // SQLite gives its log the same permissions
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | (options.create ? SQLITE_OPEN_CREATE : 0);
    const int code = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr);
    if (code != SQLITE_OK) {
        const auto error = sqlite_error(handle_, code);
        sqlite3_close_v2(handle_);
        throw error;
    }
    try {
        sqlite3_busy_timeout(handle_, static_cast<int>(options.busy_timeout.count()));
        // "text" in double quotes would silently be a string on SQLite and an error on PostgreSQL.
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
        if (writes) run_script("PRAGMA journal_mode = WAL");
        run_script(
            fmt::format("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
                        "PRAGMA cache_size = -{}; PRAGMA mmap_size = {}; PRAGMA journal_size_limit = 67108864;{}",
                        options.sqlite_cache_kib, options.sqlite_mmap_bytes, writes ? "" : "PRAGMA query_only = ON;"));
    } catch (...) {
        sqlite3_close_v2(handle_);
        throw;
    }
}

class SqliteBatch final : public BatchWriter {
public:
    SqliteBatch(SqliteConnection& connection, std::string_view sql) : statement_(connection, sql) {}
    void add(std::span<const Parameter> row) override {
        const CursorUse use(&statement_);
        statement_.bind(row);
        changed_ += statement_.rows_changed();
    }
    std::int64_t finish() override { return changed_; }

private:
    SqliteStatement statement_;
    std::int64_t changed_ = 0;
};

std::unique_ptr<BatchWriter> SqliteConnection::open_batch(std::string_view sql) {
    refuse_after_failure();
    return std::make_unique<SqliteBatch>(*this, sql);
}

std::unique_ptr<BatchWriter> SqliteConnection::open_bulk(std::string_view table, std::span<const std::string_view> columns) {
    std::string values;
    for (std::size_t i = 0; i < columns.size(); ++i) values += i == 0 ? "?" : ", ?";
    return open_batch(fmt::format("INSERT INTO {} ({}) VALUES ({})", table, fmt::join(columns, ", "), values));
}

}  // namespace

std::unique_ptr<Connection> open_sqlite(const std::string& path, const DatabaseOptions& options, bool writes) {
    return std::make_unique<SqliteConnection>(path, options, writes);
}

}  // namespace kc::storage
