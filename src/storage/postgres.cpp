// SPDX-License-Identifier: EUPL-1.2
// PostgreSQL: prepared statements in libpq's pipeline mode. BEGIN, the first preparation and the first statement travel
// together, and the end of a read is sent without waiting for its answer: a page with three statements waits three times.
#include "storage/database.hpp"
#include "storage/postgres_cursor.hpp"
#include "storage/postgres_values.hpp"
#include "storage/sql_text.hpp"
#include "storage/statement_cache.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <poll.h>

namespace kc::storage {
namespace {

class PostgresConnection;

// A prepared statement; its results are whole, so several cursors may read at once.
struct PgStatement {
    std::string name;
    std::string text;
    std::vector<Oid> types;
    int parameters = 0;
    bool prepared = false;
    std::vector<std::unique_ptr<PgCursor>> cursors;
    std::vector<std::string>* forgotten = nullptr;  // where the server's copy is noted when the cache drops this one

    ~PgStatement() {
        if (prepared) forgotten->push_back(name);
    }
    bool is_in_use() const {
        return std::ranges::any_of(cursors, [](const auto& cursor) { return cursor->in_use; });
    }
    PgCursor& free_cursor() {
        for (auto& cursor : cursors) {
            if (!cursor->in_use) return *cursor;
        }
        cursors.push_back(std::make_unique<PgCursor>());
        return *cursors.back();
    }
};

class PostgresConnection final : public Connection {
public:
    PostgresConnection(const std::string& url, const DatabaseOptions& options);
    ~PostgresConnection() override { PQfinish(handle_); }

    Engine engine() const override { return Engine::postgres; }
    CursorUse open(std::string_view sql, std::span<const Parameter> parameters, bool streaming) override;
    std::unique_ptr<BatchWriter> open_batch(std::string_view sql) override;
    std::unique_ptr<BatchWriter> open_bulk(std::string_view table, std::span<const std::string_view> columns) override;
    void run_script(std::string_view sql) override;

    void begin_read() override { begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); }
    void end_read() noexcept override { end_without_waiting(failed_ ? "ROLLBACK" : "COMMIT"); }
    void begin_write() override { begin("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"); }
    void commit() override;
    void roll_back() noexcept override { end_without_waiting("ROLLBACK"); }
    bool usable() override;

    int notification_socket() const override { return PQsocket(handle_); }
    void listen(std::string_view channel) override { run_script(fmt::format("LISTEN {}", channel)); }
    bool others_committed() override;

    // For the batch writers below.
    PgStatement& statement_for(std::string_view sql, std::span<const Parameter> parameters);
    void send(PgStatement& statement, std::span<const Parameter> parameters);
    void sync();
    template <class F> void receive(F&& each);
    void leave_pipeline();
    void enter_pipeline();
    PGconn* handle() { return handle_; }
    [[noreturn]] void fail(const PGresult* result) {
        failed_ = true;
        throw postgres_error(handle_, result);
    }

private:
    void begin(const char* sql) {
        failed_ = false;
        in_transaction_ = true;
        before_.assign(1, sql);
        begun_ = false;
    }
    void end_without_waiting(const char* sql) noexcept;
    void send_plain(const std::string& sql);
    void send_before();
    PgResult receive_last();
    CursorUse open_streaming(std::string_view sql, std::span<const Parameter> parameters);

    PGconn* handle_ = nullptr;
    std::vector<std::string> forgotten_;  // prepared statements the server may drop
    StatementCache<PgStatement> cache_;
    std::vector<std::string> before_;  // what must be sent before the next statement: BEGIN, CLOSE
    int syncs_unread_ = 0;             // how many sent portions have answers to come
    int sent_ = 0;                     // commands in them
    std::vector<std::pair<int, PgStatement*>> preparing_;  // which of these commands prepares what
    int next_name_ = 0;
    std::unique_ptr<PgCursor> streaming_cursor_;
    bool in_transaction_ = false;
    bool begun_ = false;  // BEGIN has been sent
    bool failed_ = false;
    std::chrono::steady_clock::time_point last_use_ = std::chrono::steady_clock::now();
};

PostgresConnection::PostgresConnection(const std::string& url, const DatabaseOptions& options) {
    const std::string settings = fmt::format("-c lock_timeout={} -c jit=off -c TimeZone=UTC", options.pool_timeout.count());
    // The URL comes last: what it says itself wins.
    const std::array<const char*, 7> keys{"client_encoding", "options", "connect_timeout", "fallback_application_name", "keepalives_idle", "dbname", nullptr};
    const std::array<const char*, 7> values{"UTF8", settings.c_str(), "10", "kommunalcampus", "60", url.c_str(), nullptr};
    handle_ = PQconnectdbParams(keys.data(), values.data(), 1);
    if (PQstatus(handle_) != CONNECTION_OK) {
        std::string reason = PQerrorMessage(handle_);  // host, port, user and name of the database, never the password
        while (!reason.empty() && (reason.back() == '\n' || reason.back() == ' ')) reason.pop_back();
        PQfinish(handle_);
        throw StorageError(StorageErrorKind::connection,
                           fmt::format("The database server cannot be reached: {}. Check that it runs, and its address, user and password.", reason));
    }
    PQsetNoticeProcessor(handle_, [](void*, const char*) {}, nullptr);
    enter_pipeline();
}

void PostgresConnection::enter_pipeline() {
    if (PQenterPipelineMode(handle_) != 1) fail(nullptr);
}

void PostgresConnection::leave_pipeline() {
    receive([](PgResult) {});
    if (PQexitPipelineMode(handle_) != 1) fail(nullptr);
}

void PostgresConnection::send_plain(const std::string& sql) {
    if (PQsendQueryParams(handle_, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) != 1) fail(nullptr);
    ++sent_;
}

void PostgresConnection::send_before() {
    if (before_.empty()) return;
    for (const auto& sql : before_) send_plain(sql);
    before_.clear();
    begun_ = begun_ || in_transaction_;
}

PgStatement& PostgresConnection::statement_for(std::string_view sql, std::span<const Parameter> parameters) {
    const auto same_types = [&](const PgStatement& known) {
        if (known.types.size() != parameters.size()) return known.parameters != static_cast<int>(parameters.size());
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            if (known.types[i] != type_of(parameters[i].kind())) return false;
        }
        return true;
    };
    PgStatement& statement = cache_.take(sql, same_types, [&] {
        auto made = std::make_unique<PgStatement>();
        auto rewritten = sql_for_engine(sql, Engine::postgres);
        made->name = fmt::format("kc{}", next_name_++);
        made->forgotten = &forgotten_;
        made->text = std::move(rewritten.text);
        made->parameters = rewritten.parameters;
        for (const Parameter& parameter : parameters) made->types.push_back(type_of(parameter.kind()));
        return made;
    });
    if (statement.parameters != static_cast<int>(parameters.size())) throw_parameter_count(statement.parameters, parameters.size());
    return statement;
}

void PostgresConnection::send(PgStatement& statement, std::span<const Parameter> parameters) {
    const PgParameters values(parameters);
    send_before();
    for (const auto& name : std::exchange(forgotten_, {})) send_plain("DEALLOCATE " + name);
    if (!statement.prepared) {
        if (PQsendPrepare(handle_, statement.name.c_str(), statement.text.c_str(), static_cast<int>(statement.types.size()),
                          statement.types.data()) != 1) fail(nullptr);
        statement.prepared = true;
        preparing_.emplace_back(sent_++, &statement);
    }
    if (PQsendQueryPrepared(handle_, statement.name.c_str(), values.count(), values.values(), values.lengths(), values.formats(), 0) != 1) {
        fail(nullptr);
    }
    ++sent_;
}

void PostgresConnection::sync() {
    if (PQpipelineSync(handle_) != 1) fail(nullptr);
    ++syncs_unread_;
}

// Reads all answers there are, hands each to `each`, and throws the first error once everything is read.
template <class F> void PostgresConnection::receive(F&& each) {
    PgResult first_error;
    bool after_end = false;
    int answers = 0;
    const auto not_done = [&](int answer) {
        for (const auto& [number, statement] : preparing_) {
            if (number == answer) statement->prepared = false;
        }
    };
    while (syncs_unread_ > 0) {
        PgResult result(PQgetResult(handle_));
        if (!result) {
            if (after_end && PQstatus(handle_) == CONNECTION_BAD) fail(nullptr);  // otherwise it only ends one answer
            after_end = true;
            continue;
        }
        after_end = false;
        switch (PQresultStatus(result.get())) {
            case PGRES_PIPELINE_SYNC: --syncs_unread_; break;
            case PGRES_PIPELINE_ABORTED: not_done(answers++); break;
            case PGRES_FATAL_ERROR:
            case PGRES_BAD_RESPONSE:
                not_done(answers++);
                if (!first_error) first_error = std::move(result);
                if (PQstatus(handle_) == CONNECTION_BAD) fail(first_error.get());
                break;
            default:
                ++answers;
                each(std::move(result));
        }
    }
    sent_ = 0;
    preparing_.clear();
    last_use_ = std::chrono::steady_clock::now();
    if (first_error) fail(first_error.get());
}

PgResult PostgresConnection::receive_last() {
    PgResult last;
    receive([&](PgResult result) { last = std::move(result); });
    return last;
}

CursorUse PostgresConnection::open(std::string_view sql, std::span<const Parameter> parameters, bool streaming) {
    if (failed_) throw StorageError(StorageErrorKind::other, "A statement of this transaction failed before, so nothing of it can be kept.");
    if (streaming && in_transaction_ && is_query(sql)) return open_streaming(sql, parameters);
    PgStatement& statement = statement_for(sql, parameters);
    PgResult result;
    try {
        send(statement, parameters);
        sync();
        result = receive_last();
    } catch (const StorageError&) {
        if (!in_transaction_) failed_ = false;
        throw;
    }
    PgCursor& cursor = statement.free_cursor();
    cursor.start(std::move(result));
    cursor.in_use = true;
    return CursorUse(&cursor);
}

CursorUse PostgresConnection::open_streaming(std::string_view sql, std::span<const Parameter> parameters) {
    constexpr int portion = 1000;
    auto rewritten = sql_for_engine(sql, Engine::postgres);
    if (rewritten.parameters != static_cast<int>(parameters.size())) throw_parameter_count(rewritten.parameters, parameters.size());
    const std::string name = fmt::format("kc_cursor{}", next_name_++);
    const std::string declare = fmt::format("DECLARE {} NO SCROLL CURSOR FOR {}", name, rewritten.text);
    const std::string fetch = fmt::format("FETCH FORWARD {} FROM {}", portion, name);
    std::vector<Oid> types;
    for (const Parameter& parameter : parameters) types.push_back(type_of(parameter.kind()));
    const PgParameters values(parameters);
    send_before();
    if (PQsendQueryParams(handle_, declare.c_str(), values.count(), types.data(), values.values(), values.lengths(), values.formats(), 0) != 1) {
        fail(nullptr);
    }
    ++sent_;
    send_plain(fetch);
    sync();
    struct Streaming final : Cursor {
        PgCursor rows;
        bool next() override { return rows.next(); }
        int columns() const override { return rows.columns(); }
        std::string_view column_name(int column) const override { return rows.column_name(column); }
        bool is_null(int column) const override { return rows.is_null(column); }
        std::int64_t integer(int column) const override { return rows.integer(column); }
        bool boolean(int column) const override { return rows.boolean(column); }
        double real(int column) const override { return rows.real(column); }
        std::string_view text(int column) const override { return rows.text(column); }
        Bytes bytes(int column) const override { return rows.bytes(column); }
        std::int64_t rows_changed() override { return 0; }
        void finish() noexcept override {
            rows.finish();
            delete this;  // belongs to no cached statement
        }
    };
    auto cursor = std::make_unique<Streaming>();
    cursor->rows.start(
        receive_last(),
        [this, fetch] {
            send_before();
            send_plain(fetch);
            sync();
            return receive_last();
        },
        [this, close = "CLOSE " + name] {
            if (in_transaction_ && !failed_) before_.push_back(close);
        });
    return CursorUse(cursor.release());
}

void PostgresConnection::commit() {
    if (failed_) throw StorageError(StorageErrorKind::other, "A statement of this transaction failed before, so nothing of it can be kept.");
    in_transaction_ = false;
    before_.clear();
    if (!begun_) return;  // nothing was asked of the server
    send_plain("COMMIT");
    sync();
    const PgResult result = receive_last();
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") {
        throw StorageError(StorageErrorKind::other, "The database undid the transaction instead of keeping it.");
    }
}

void PostgresConnection::end_without_waiting(const char* sql) noexcept {
    const bool begun = begun_;
    in_transaction_ = failed_ = begun_ = false;
    before_.clear();
    if (!begun || PQstatus(handle_) == CONNECTION_BAD) return;
    try {
        send_plain(sql);
        sync();
    } catch (const StorageError&) {
        // The connection is lost, and with it the transaction; usable() tells the pool.
    }
    failed_ = false;
}

// A server that was restarted has closed the socket. Asking the operating system is only worth it after a pause.
bool PostgresConnection::usable() {
    if (PQstatus(handle_) == CONNECTION_BAD) return false;
    if (std::chrono::steady_clock::now() - last_use_ < std::chrono::seconds(1)) return true;
    try {
        receive([](PgResult) {});
    } catch (const StorageError&) {
        return false;
    }
    pollfd socket{PQsocket(handle_), POLLIN, 0};
    if (poll(&socket, 1, 0) > 0 && PQconsumeInput(handle_) != 1) return false;
    return PQstatus(handle_) == CONNECTION_OK;
}

void PostgresConnection::run_script(std::string_view sql) {
    if (in_transaction_ && !begun_) {
        send_before();
        sync();
    }
    leave_pipeline();
    const PgResult result(PQexec(handle_, std::string(sql).c_str()));
    const auto status = PQresultStatus(result.get());
    if (PQstatus(handle_) == CONNECTION_OK) enter_pipeline();
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        failed_ = in_transaction_;
        throw postgres_error(handle_, result.get());
    }
}

bool PostgresConnection::others_committed() {
    if (PQconsumeInput(handle_) != 1) throw postgres_error(handle_, nullptr);
    bool any = false;
    while (PGnotify* notification = PQnotifies(handle_)) {
        PQfreemem(notification);
        any = true;
    }
    return any;
}

// Sends many executions without waiting; answers are read every few hundred rows so that neither side's buffers fill.
class PgBatch final : public BatchWriter {
public:
    PgBatch(PostgresConnection& connection, std::string_view sql) : connection_(connection), sql_(sql) {}
    void add(std::span<const Parameter> row) override {
        connection_.send(connection_.statement_for(sql_, row), row);
        if (++unread_ == 500) read_answers();
    }
    std::int64_t finish() override {
        if (unread_ > 0) read_answers();
        return changed_;
    }

private:
    void read_answers() {
        unread_ = 0;
        connection_.sync();
        connection_.receive([&](PgResult result) {
            PgCursor cursor;
            cursor.start(std::move(result));
            changed_ += cursor.rows_changed();
        });
    }

    PostgresConnection& connection_;
    const std::string sql_;
    int unread_ = 0;
    std::int64_t changed_ = 0;
};

std::unique_ptr<BatchWriter> PostgresConnection::open_batch(std::string_view sql) { return std::make_unique<PgBatch>(*this, sql); }

class PgCopy final : public BatchWriter {
public:
    PgCopy(PostgresConnection& connection, std::string_view table, std::span<const std::string_view> columns)
        : connection_(connection), columns_(columns.size()) {
        connection_.run_script("SELECT 1");  // sends BEGIN when it is still due
        connection_.leave_pipeline();
        const PgResult result(PQexec(connection_.handle(), fmt::format("COPY {} ({}) FROM STDIN", table, fmt::join(columns, ", ")).c_str()));
        if (PQresultStatus(result.get()) != PGRES_COPY_IN) {
            connection_.enter_pipeline();
            connection_.fail(result.get());
        }
    }
    ~PgCopy() override {
        if (!open_) return;
        PQputCopyEnd(connection_.handle(), "given up");
        read_to_end();
        PQenterPipelineMode(connection_.handle());
    }
    void add(std::span<const Parameter> row) override {
        if (row.size() != columns_) throw_parameter_count(static_cast<int>(columns_), row.size());
        append_copy_row(buffer_, row);
        if (buffer_.size() > (64u << 10)) flush();
    }
    std::int64_t finish() override {
        flush();
        if (PQputCopyEnd(connection_.handle(), nullptr) != 1) connection_.fail(nullptr);
        open_ = false;
        const PgResult result = read_to_end();
        if (PQstatus(connection_.handle()) == CONNECTION_OK) connection_.enter_pipeline();
        if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) connection_.fail(result.get());
        return std::stoll(PQcmdTuples(result.get()));
    }

private:
    void flush() {
        if (PQputCopyData(connection_.handle(), buffer_.data(), static_cast<int>(buffer_.size())) != 1) connection_.fail(nullptr);
        buffer_.clear();
    }
    PgResult read_to_end() {
        PgResult first(PQgetResult(connection_.handle()));
        while (PgResult more{PQgetResult(connection_.handle())}) {
        }
        return first;
    }

    PostgresConnection& connection_;
    const std::size_t columns_;
    std::string buffer_;
    bool open_ = true;
};

std::unique_ptr<BatchWriter> PostgresConnection::open_bulk(std::string_view table, std::span<const std::string_view> columns) {
    return std::make_unique<PgCopy>(*this, table, columns);
}

}  // namespace

std::unique_ptr<Connection> open_postgres(const std::string& url, const DatabaseOptions& options) {
    return std::make_unique<PostgresConnection>(url, options);
}

}  // namespace kc::storage
