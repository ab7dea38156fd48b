// SPDX-License-Identifier: EUPL-1.2
// The rows of one PostgreSQL result, of a server-side cursor that is fetched in portions, or of a question that was only sent.
#pragma once

#include "storage/connection.hpp"
#include "storage/postgres_error.hpp"

#include <functional>
#include <string>

namespace kc::storage {

class PgCursor : public Cursor {
public:
    // `fetch` gives the next portion of a server-side cursor; empty when the result is whole.
    void start(PgResult result, std::function<PgResult()> fetch = {}, std::function<void()> close = {});

    bool next() override;
    int columns() const override { return PQnfields(result_.get()); }
    std::string_view column_name(int column) const override { return PQfname(result_.get(), column); }
    bool is_null(int column) const override { return PQgetisnull(result_.get(), row_, column) != 0; }
    std::int64_t integer(int column) const override;
    bool boolean(int column) const override;
    double real(int column) const override;
    std::string_view text(int column) const override;
    Bytes bytes(int column) const override;
    std::int64_t rows_changed() override;
    void finish() noexcept override;

    bool in_use = false;

private:
    std::string_view raw(int column) const {
        return {PQgetvalue(result_.get(), row_, column), static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
    }
    [[noreturn]] void throw_type(int column, const char* wanted) const;

    PgResult result_;
    std::function<PgResult()> fetch_;
    std::function<void()> close_;
    int row_ = -1;
};

// The rows of a question whose answer is still to come. The connection hands them over with whatever it receives next; the cursor
// belongs to its reader, who may go away before.
class PgAnswer final : public PgCursor {
public:
    explicit PgAnswer(class PostgresConnection& connection) : connection_(&connection) {}
    void arrive(PgResult result) {
        start(std::move(result));
        arrived_ = true;
        connection_ = nullptr;
    }
    void give_up() { connection_ = nullptr; }

    void await() override;
    void finish() noexcept override;

private:
    PostgresConnection* connection_;  // nothing once the rows are here or cannot come any more
    bool arrived_ = false;
};

}  // namespace kc::storage
