// SPDX-License-Identifier: EUPL-1.2
// One connection to PostgreSQL: prepared statements in libpq's pipeline mode. BEGIN, the first preparation and the first statement
// travel together, and the end of a read is sent without waiting for its answer: a page with three statements waits three times, and
// once where they are asked without waiting.
// Used by the postgres files of this room only: it includes libpq-fe.h.
#pragma once

#include "storage/database.hpp"
#include "storage/postgres_cursor.hpp"
#include "storage/statement_cache.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace kc::storage {

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
    ~PostgresConnection() override {
        give_up_asked();
        PQfinish(handle_);
    }

    Engine engine() const override { return Engine::postgres; }
    CursorUse open(std::string_view sql, std::span<const Parameter> parameters, bool streaming) override;
    CursorUse ask(std::string_view sql, std::span<const Parameter> parameters) override;
    void post(std::string_view sql, std::span<const Parameter> parameters) override;
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
    int unread() const { return sent_ - static_cast<int>(asked_.size()); }  // commands whose answers receive() will hand to `each`
    // For PgAnswer.
    void receive_asked();
    void forget(const PgAnswer& answer) noexcept {
        std::erase_if(asked_, [&](const auto& asked) { return asked.second == &answer; });
    }
    [[noreturn]] void fail(const PGresult* result) {
        failed_ = in_transaction_;
        // "cached plan must not change result type": another node has migrated, and this connection's statements are outdated.
        const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
        outdated_ = outdated_ || (state != nullptr && std::string_view(state) == "0A000");
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
    void refuse_after_failure() const;
    void send_plain(const std::string& sql);
    void send_before();
    void send_unwaited(std::string_view sql, std::span<const Parameter> parameters);
    void limit_unread();
    void give_up_asked() noexcept;
    PgResult receive_last();
    CursorUse open_streaming(std::string_view sql, std::span<const Parameter> parameters);

    PGconn* handle_ = nullptr;
    std::vector<std::string> forgotten_;  // prepared statements the server may drop
    StatementCache<PgStatement> cache_;
    std::vector<std::string> before_;                      // what must be sent before the next statement: BEGIN, CLOSE
    int syncs_unread_ = 0;                                 // how many sent portions have answers to come
    int sent_ = 0;                                         // commands in them
    bool posted_ = false;                                  // some of them were posted or asked: nobody has seen yet whether they failed
    std::vector<std::pair<int, PgAnswer*>> asked_;         // which of them has a reader of its own, in this order
    std::vector<std::pair<int, PgStatement*>> preparing_;  // which of these commands prepares what
    int next_name_ = 0;
    bool in_transaction_ = false;
    bool begun_ = false;  // BEGIN has been sent
    bool failed_ = false;
    bool outdated_ = false;
    std::chrono::steady_clock::time_point last_use_ = std::chrono::steady_clock::now();
};

// Reads all answers there are and throws the first error once everything is read. What was asked for goes to its reader, the rest
// to `each`.
template <class F> void PostgresConnection::receive(F&& each) {
    PgResult first_error;
    bool after_end = false;
    int answers = 0;
    const auto not_done = [&](int answer) {
        for (const auto& [number, statement] : preparing_) {
            if (number == answer) statement->prepared = false;
        }
    };
    auto asked = asked_.begin();
    const auto hand_over = [&](int answer, PgResult result) {
        while (asked != asked_.end() && asked->first < answer) ++asked;
        if (asked != asked_.end() && asked->first == answer)
            asked->second->arrive(std::move(result));
        else
            each(std::move(result));
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
            default: hand_over(answers++, std::move(result));
        }
    }
    sent_ = 0;
    posted_ = false;
    give_up_asked();  // those whose rows are here need nothing more, the others failed or came after a failure
    preparing_.clear();
    last_use_ = std::chrono::steady_clock::now();
    if (first_error) fail(first_error.get());
}

}  // namespace kc::storage
