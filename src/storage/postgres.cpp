// SPDX-License-Identifier: EUPL-1.2
#include "storage/postgres_connection.hpp"

#include "storage/postgres_values.hpp"
#include "storage/sql_text.hpp"

#include <array>

#include <fmt/format.h>
#include <poll.h>

namespace kc::storage {
namespace {

std::vector<bool> single_ids(std::span<const Parameter> parameters) {
    std::vector<bool> single;
    for (const Parameter& parameter : parameters) single.push_back(is_single_id(parameter));
    return single;
}

}  // namespace

PostgresConnection::PostgresConnection(const std::string& url, const DatabaseOptions& options) {
    const std::string settings = fmt::format("-c lock_timeout={} -c jit=off -c TimeZone=UTC", options.pool_timeout.count());
    // The URL comes last: what it says itself wins.
    const std::array<const char*, 7> keys{"client_encoding", "options", "connect_timeout", "fallback_application_name", "keepalives_idle",
                                          "dbname",          nullptr};
    const std::array<const char*, 7> values{"UTF8", settings.c_str(), "10", "kommunalcampus", "60", url.c_str(), nullptr};
    handle_ = PQconnectdbParams(keys.data(), values.data(), 1);
    if (PQstatus(handle_) != CONNECTION_OK) {
        std::string reason = PQerrorMessage(handle_);  // host, port, user and name of the database, never the password
        reason.resize(std::min(reason.find('\n'), reason.size()));
        PQfinish(handle_);
        throw StorageError(
            StorageErrorKind::connection,
            fmt::format("Der Datenbankserver ist nicht erreichbar: {}. Prüfen Sie, ob er läuft, und seine Adresse, den Benutzer und das Passwort.",
                        reason));
    }
    PQsetNoticeProcessor(handle_, [](void*, const char*) {}, nullptr);
    enter_pipeline();
}

void PostgresConnection::enter_pipeline() {
    if (PQenterPipelineMode(handle_) != 1) fail(nullptr);
}

void PostgresConnection::leave_pipeline() {
    if (posted_) sync();
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
            if (known.types[i] != type_of(parameters[i])) return false;
        }
        return true;
    };
    PgStatement& statement = cache_.take(sql, same_types, [&] {
        auto made = std::make_unique<PgStatement>();
        auto rewritten = sql_for_engine(sql, Engine::postgres, single_ids(parameters));
        made->name = fmt::format("kc{}", next_name_++);
        made->forgotten = &forgotten_;
        made->text = std::move(rewritten.text);
        made->parameters = rewritten.parameters;
        for (const Parameter& parameter : parameters) made->types.push_back(type_of(parameter));
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
                          statement.types.data()) != 1)
            fail(nullptr);
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

PgResult PostgresConnection::receive_last() {
    PgResult last;
    receive([&](PgResult result) { last = std::move(result); });
    return last;
}

CursorUse PostgresConnection::open(std::string_view sql, std::span<const Parameter> parameters, bool streaming) {
    refuse_after_failure();
    if (streaming && in_transaction_ && is_query(sql)) return open_streaming(sql, parameters);
    PgStatement& statement = statement_for(sql, parameters);
    send(statement, parameters);
    sync();
    PgResult result = receive_last();
    PgCursor& cursor = statement.free_cursor();
    cursor.start(std::move(result));
    cursor.in_use = true;
    return CursorUse(&cursor);
}

void PostgresConnection::send_unwaited(std::string_view sql, std::span<const Parameter> parameters) {
    refuse_after_failure();
    send(statement_for(sql, parameters), parameters);
    posted_ = true;
}

void PostgresConnection::limit_unread() {
    constexpr int unread_max = 300;  // neither side's buffers may fill
    if (sent_ < unread_max) return;
    sync();
    receive([](PgResult) {});
}

void PostgresConnection::post(std::string_view sql, std::span<const Parameter> parameters) {
    send_unwaited(sql, parameters);
    limit_unread();
}

CursorUse PostgresConnection::ask(std::string_view sql, std::span<const Parameter> parameters) {
    send_unwaited(sql, parameters);
    auto* answer = new PgAnswer(*this);
    CursorUse use(answer);
    asked_.emplace_back(sent_ - 1, answer);
    limit_unread();
    return use;
}

void PostgresConnection::receive_asked() {
    refuse_after_failure();
    sync();
    receive([](PgResult) {});
}

void PostgresConnection::give_up_asked() noexcept {
    for (const auto& [number, answer] : asked_) answer->give_up();
    asked_.clear();
}

void PgAnswer::await() {
    if (connection_ != nullptr) connection_->receive_asked();
    if (!arrived_) throw StorageError(StorageErrorKind::other, "The rows asked for cannot come: their transaction has failed or ended before.");
}

void PgAnswer::finish() noexcept {
    if (connection_ != nullptr) connection_->forget(*this);  // its rows will be read past
    delete this;                                             // belongs to no cached statement
}

CursorUse PostgresConnection::open_streaming(std::string_view sql, std::span<const Parameter> parameters) {
    constexpr int portion = 1000;
    auto rewritten = sql_for_engine(sql, Engine::postgres, single_ids(parameters));
    if (rewritten.parameters != static_cast<int>(parameters.size())) throw_parameter_count(rewritten.parameters, parameters.size());
    const std::string name = fmt::format("kc_cursor{}", next_name_++);
    const std::string declare = fmt::format("DECLARE {} NO SCROLL CURSOR FOR {}", name, rewritten.text);
    const std::string fetch = fmt::format("FETCH FORWARD {} FROM {}", portion, name);
    std::vector<Oid> types;
    for (const Parameter& parameter : parameters) types.push_back(type_of(parameter));
    const PgParameters values(parameters);
    send_before();
    if (PQsendQueryParams(handle_, declare.c_str(), values.count(), types.data(), values.values(), values.lengths(), values.formats(), 0) != 1) {
        fail(nullptr);
    }
    ++sent_;
    send_plain(fetch);
    sync();
    struct Streaming final : PgCursor {
        void finish() noexcept override {
            PgCursor::finish();
            delete this;  // belongs to no cached statement
        }
    };
    auto cursor = std::make_unique<Streaming>();
    cursor->start(
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

void PostgresConnection::refuse_after_failure() const {
    if (failed_) throw StorageError(StorageErrorKind::other, "A statement of this transaction failed before, so nothing of it can be kept.");
}

void PostgresConnection::commit() {
    refuse_after_failure();
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
    give_up_asked();
    before_.clear();
    if (!begun || PQstatus(handle_) == CONNECTION_BAD) return;
    try {
        if (posted_) sync();  // otherwise a failure among them would skip the end as well
        send_plain(sql);
        sync();
        if (posted_) receive([](PgResult) {});  // nobody after this transaction is to hear of its errors
    } catch (const StorageError&) {
        // What was given up failed as well, or the connection is lost, and with it the transaction; usable() tells the pool.
    }
    failed_ = false;
}

// A server that was restarted has closed the socket. Asking the operating system is only worth it after a pause.
bool PostgresConnection::usable() {
    if (outdated_ || PQstatus(handle_) == CONNECTION_BAD) return false;
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

std::unique_ptr<Connection> open_postgres(const std::string& url, const DatabaseOptions& options) {
    return std::make_unique<PostgresConnection>(url, options);
}

}  // namespace kc::storage
