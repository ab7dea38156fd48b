// SPDX-License-Identifier: EUPL-1.2
// Writing many rows to PostgreSQL: pipelined executions of one statement, or COPY.
#include "storage/postgres_connection.hpp"
#include "storage/postgres_values.hpp"

#include <fmt/format.h>

namespace kc::storage {
namespace {

// Sends many executions without waiting; answers are read every few hundred rows so that neither side's buffers fill.
class PgBatch final : public BatchWriter {
public:
    PgBatch(PostgresConnection& connection, std::string_view sql) : connection_(connection), sql_(sql), posted_before_(connection.unread()) {}
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
            if (posted_before_ > 0) {  // not of this statement
                --posted_before_;
                return;
            }
            PgCursor cursor;
            cursor.start(std::move(result));
            changed_ += cursor.rows_changed();
        });
    }

    PostgresConnection& connection_;
    const std::string sql_;
    int posted_before_;
    int unread_ = 0;
    std::int64_t changed_ = 0;
};

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

}  // namespace

std::unique_ptr<BatchWriter> PostgresConnection::open_batch(std::string_view sql) { return std::make_unique<PgBatch>(*this, sql); }

std::unique_ptr<BatchWriter> PostgresConnection::open_bulk(std::string_view table, std::span<const std::string_view> columns) {
    return std::make_unique<PgCopy>(*this, table, columns);
}

}  // namespace kc::storage
