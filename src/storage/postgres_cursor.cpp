// SPDX-License-Identifier: EUPL-1.2
#include "storage/postgres_cursor.hpp"

#include "storage/postgres_values.hpp"

#include <charconv>

#include <fmt/format.h>

namespace kc::storage {

void PgCursor::start(PgResult result, std::function<PgResult()> fetch, std::function<void()> close) {
    result_ = std::move(result);
    fetch_ = std::move(fetch);
    close_ = std::move(close);
    row_ = -1;
}

bool PgCursor::next() {
    if (row_ + 1 < PQntuples(result_.get())) {
        ++row_;
        return true;
    }
    if (!fetch_ || PQntuples(result_.get()) == 0) return false;
    result_ = fetch_();
    row_ = 0;
    return PQntuples(result_.get()) > 0;
}

void PgCursor::throw_type(int column, const char* wanted) const {
    throw StorageError(StorageErrorKind::other, fmt::format("Column '{}' does not hold a {}.", column_name(column), wanted));
}

std::int64_t PgCursor::integer(int column) const {
    const Oid type = PQftype(result_.get(), column);
    if (type != oid::int8 && type != oid::int4 && type != oid::int2 && type != oid::numeric) throw_type(column, "number");
    const auto text = raw(column);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) throw_type(column, "whole number of 64 bits");
    return value;
}

bool PgCursor::boolean(int column) const {
    if (PQftype(result_.get(), column) != oid::boolean) throw_type(column, "truth value");
    return raw(column) == "t";
}

double PgCursor::real(int column) const {
    const Oid type = PQftype(result_.get(), column);
    if (type != oid::float8 && type != oid::float4 && type != oid::numeric && type != oid::int8 && type != oid::int4 && type != oid::int2) {
        throw_type(column, "number");
    }
    const auto text = raw(column);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) throw_type(column, "number");
    return value;
}

std::string_view PgCursor::text(int column) const {
    const Oid type = PQftype(result_.get(), column);
    if (type != oid::text && type != oid::varchar && type != oid::bpchar && type != oid::name && type != oid::json && type != oid::jsonb) {
        throw_type(column, "text");
    }
    return raw(column);
}

Bytes PgCursor::bytes(int column) const {
    const auto text = raw(column);
    if (PQftype(result_.get(), column) != oid::bytea || !text.starts_with("\\x")) throw_type(column, "sequence of bytes");
    const auto digit = [](char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); };
    Bytes bytes;
    bytes.reserve(text.size() / 2 - 1);
    for (std::size_t i = 2; i + 1 < text.size(); i += 2) bytes.push_back(static_cast<std::byte>(digit(text[i]) << 4 | digit(text[i + 1])));
    return bytes;
}

std::int64_t PgCursor::rows_changed() {
    const std::string_view command = PQcmdStatus(result_.get());
    if (!command.starts_with("INSERT") && !command.starts_with("UPDATE") && !command.starts_with("DELETE") && !command.starts_with("MERGE")) return 0;
    const std::string_view text = PQcmdTuples(result_.get());
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

void PgCursor::finish() noexcept {
    result_.reset();
    fetch_ = {};
    if (close_) std::exchange(close_, {})();
    in_use = false;
}

}  // namespace kc::storage
