// SPDX-License-Identifier: EUPL-1.2
// Session and Transaction: how a store asks questions and writes. Only Database hands them out.
//
// SQL is written once for both engines, with `?` for parameters and `$LIST` / `$TEXTS` for lists (see parameters.hpp).
// Mapped types, as parameters and in rows: bool (BOOLEAN), integers and Id (BIGINT), double, std::string (TEXT), Bytes (BLOB/BYTEA),
// Money and HalfHours (BIGINT), Date (TEXT ISO), Instant (BIGINT seconds UTC), described enums (TEXT, the enumerator's name)
// and std::optional of these; std::string_view as a parameter. A Row is a described struct or one of these types.
#pragma once

#include "base/require.hpp"
#include "storage/connection.hpp"
#include "storage/errors.hpp"
#include "storage/row_mapping.hpp"

#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kc::storage {

// How many statements this thread has run: what a page costs is its difference, shown in the Server-Timing header on request.
inline thread_local std::int64_t statements_on_this_thread = 0;

[[noreturn]] void throw_no_row();
[[noreturn]] void throw_several_rows();

// Rows that were asked for with Session::ask and may still be on their way. They belong to that read or transaction: after its end
// nobody waits for them any more.
template <class Row> class Answer {
public:
    // Waits for these rows, and with them for whatever else was sent; gives them once.
    std::vector<Row> rows() {
        receive();
        return std::move(rows_);
    }

private:
    friend class Session;
    explicit Answer(CursorUse cursor) : cursor_(std::move(cursor)) {}

    void receive() {
        const auto cursor = std::move(cursor_);
        if (!cursor) return;
        cursor->await();
        check_row<Row>(*cursor);
        while (cursor->next()) rows_.push_back(read_row<Row>(*cursor));
    }

    CursorUse cursor_;  // nothing once the rows are here
    std::vector<Row> rows_;
};

class Session {
public:
    explicit Session(Connection& connection) : connection_(connection) {}
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    Engine engine() const { return connection_.engine(); }

    template <class Row, class... P> std::vector<Row> query(std::string_view sql, const P&... parameters) {
        std::vector<Row> rows;
        auto cursor = open(sql, false, parameters...);
        check_row<Row>(*cursor);
        while (cursor->next()) rows.push_back(read_row<Row>(*cursor));
        return rows;
    }

    // At most one row; more than one throws.
    template <class Row, class... P> std::optional<Row> find(std::string_view sql, const P&... parameters) {
        auto cursor = open(sql, false, parameters...);
        check_row<Row>(*cursor);
        if (!cursor->next()) return std::nullopt;
        std::optional<Row> row(read_row<Row>(*cursor));
        if (cursor->next()) throw_several_rows();
        return row;
    }

    // Exactly one row; also for INSERT … RETURNING id.
    template <class Row, class... P> Row get(std::string_view sql, const P&... parameters) {
        auto row = find<Row>(sql, parameters...);
        if (!row) throw_no_row();
        return std::move(*row);
    }

    // As query, where other questions follow that need nothing from this one: PostgreSQL gets them together and is waited for once, by
    // the first answer that is read or the next statement. It runs where it stands between the others. What goes wrong is thrown by
    // whoever waits first, and spoils the transaction. SQLite answers at once.
    template <class Row, class... P> Answer<Row> ask(std::string_view sql, const P&... parameters) {
        ++statements_on_this_thread;
        const std::array<Parameter, sizeof...(P)> list{to_parameter(parameters)...};
        Answer<Row> answer(connection_.ask(sql, list));
        if (engine() == Engine::sqlite) answer.receive();  // a statement reads the parameters and the tables of the moment it is stepped
        return answer;
    }

    // Row by row without holding them all; `each` may run other statements of this session, but not write what is being read.
    // For SELECT, VALUES or WITH … SELECT only.
    template <class Row, class F, class... P> void for_each(std::string_view sql, F&& each, const P&... parameters) {
        auto cursor = open(sql, true, parameters...);
        check_row<Row>(*cursor);
        while (cursor->next()) each(read_row<Row>(*cursor));
    }

    // INSERT, UPDATE, DELETE: the number of rows changed.
    template <class... P> std::int64_t execute(std::string_view sql, const P&... parameters) {
        return open(sql, false, parameters...)->rows_changed();
    }

    // One statement for many rows; `rows` is any range of tuples or described structs. Returns the rows changed.
    template <class Rows> std::int64_t execute_many(std::string_view sql, const Rows& rows) { return write_all(*connection_.open_batch(sql), rows); }

    // The fastest way to insert very many rows (COPY on PostgreSQL): no ON CONFLICT, no RETURNING.
    template <class Rows> std::int64_t bulk_insert(std::string_view table, std::initializer_list<std::string_view> columns, const Rows& rows) {
        return write_all(*connection_.open_bulk(table, {columns.begin(), columns.size()}), rows);
    }

    // Several statements without parameters, for migrations and tests.
    void run_script(std::string_view sql) { connection_.run_script(sql); }

    // The SQL that stands for a list parameter, for SQL that is put together in code; `IN ($LIST)` in plain SQL says the same.
    static constexpr std::string_view id_list() { return "($LIST)"; }

    Connection& connection() { return connection_; }

protected:
    template <class... P> CursorUse open(std::string_view sql, bool streaming, const P&... parameters) {
        ++statements_on_this_thread;
        if constexpr (sizeof...(P) == 0) {
            return connection_.open(sql, {}, streaming);
        } else {
            const Parameter list[] = {to_parameter(parameters)...};
            return connection_.open(sql, list, streaming);
        }
    }

    template <class Rows> std::int64_t write_all(BatchWriter& writer, const Rows& rows) {
        std::vector<Parameter> parameters;
        for (const auto& row : rows) {
            parameters.clear();
            append_parameters(parameters, row);
            writer.add(parameters);
        }
        return writer.finish();
    }

    Connection& connection_;
};

// Only Database::in_transaction makes one, so a function that takes a Transaction& says that it writes.
class Transaction : public Session {
public:
    // Rows that stay as they were read until the end of this transaction: adds FOR UPDATE on PostgreSQL. SQLite has one
    // writer at a time and needs nothing. Not for aggregates, DISTINCT or GROUP BY.
    template <class Row, class... P> std::vector<Row> query_for_update(std::string_view sql, const P&... parameters) {
        return query<Row>(for_update(sql), parameters...);
    }
    template <class Row, class... P> std::optional<Row> find_for_update(std::string_view sql, const P&... parameters) {
        return find<Row>(for_update(sql), parameters...);
    }
    template <class Row, class... P> Answer<Row> ask_for_update(std::string_view sql, const P&... parameters) {
        return ask<Row>(for_update(sql), parameters...);
    }
    std::string for_update(std::string_view sql) const { return std::string(sql) + (engine() == Engine::postgres ? " FOR UPDATE" : ""); }

    // After the commit, calls what Database::on_wake registered for this topic in this process. `topic` is a literal.
    void wake_after_commit(std::string_view topic) {
        for (const auto known : wakes_)
            if (known == topic) return;
        wakes_.push_back(topic);
    }

    // As execute, where nobody needs the number of rows: PostgreSQL gets it together with the next statement and is not waited for.
    // What goes wrong is thrown by that one or by the commit, so not for statements whose refusal is to be caught.
    template <class... P> void post(std::string_view sql, const P&... parameters) {
        ++statements_on_this_thread;
        const std::array<Parameter, sizeof...(P)> list{to_parameter(parameters)...};
        connection_.post(sql, list);
    }
    template <class Rows> void post_many(std::string_view sql, const Rows& rows) {
        std::vector<Parameter> parameters;
        for (const auto& row : rows) {
            parameters.clear();
            append_parameters(parameters, row);
            connection_.post(sql, parameters);
        }
    }

private:
    friend class Database;
    friend class TransactionScope;
    explicit Transaction(Connection& connection) : Session(connection) {}

    std::vector<std::string_view> wakes_;
};

}  // namespace kc::storage
