// SPDX-License-Identifier: EUPL-1.2
#include "storage/postgres_error.hpp"

#include <string_view>

#include <fmt/format.h>

namespace kc::storage {
namespace {

std::string field(const PGresult* result, int code) {
    const char* text = result == nullptr ? nullptr : PQresultErrorField(result, code);
    return text == nullptr ? "" : text;
}

}  // namespace

// Only the primary message is ever repeated, and not even that for class 22 (data exceptions): DETAIL and those hold values.
StorageError postgres_error(PGconn* handle, const PGresult* result) {
    using enum StorageErrorKind;
    const std::string state = field(result, PG_DIAG_SQLSTATE);
    const std::string name = field(result, PG_DIAG_CONSTRAINT_NAME);
    const std::string_view group = std::string_view(state).substr(0, 2);
    if (state.empty() || PQstatus(handle) == CONNECTION_BAD || group == "08" || state == "57P01" || state == "57P02" || state == "57P03") {
        return {StorageErrorKind::connection, "The connection to the database was lost. It is made anew with the next request; if this "
                                              "goes on, check that the database server runs and can be reached."};
    }
    if (state == "53300") return {StorageErrorKind::connection, "The database server accepts no more connections. Allow more there or fewer here."};
    if (state == "23505") return {unique, fmt::format("The value exists already (unique constraint '{}').", name), name};
    if (state == "23503") return {foreign_key, fmt::format("The row refers to one that does not exist, or is still referred to ('{}').", name), name};
    if (state == "23514") return {check, fmt::format("The rule '{}' of the database forbids this.", name), name};
    if (state == "23502") {
        const auto column = field(result, PG_DIAG_TABLE_NAME) + "." + field(result, PG_DIAG_COLUMN_NAME);
        return {not_null, fmt::format("A value is missing in {}.", column), column};
    }
    if (state == "40001" || state == "40P01") return {serialization, "The transaction collided with another one and was undone. Try again."};
    if (state == "55P03") return {busy, "Another transaction holds the rows and did not release them in time. Try again later."};
    if (state == "53100") return {other, "The disk of the database server is full. Nothing of this operation was stored. Free some space, then try again."};
    if (state == "25006") return {other, "The database accepts no writing now (a read-only transaction or a standby server)."};
    if (state == "XX001" || state == "XX002") return {other, "The database is damaged. Stop the server and restore the last backup."};
    if (group == "28" || state == "3D000") {
        return {StorageErrorKind::connection, fmt::format("The database server refused the connection (SQLSTATE {}). Check user, password and name of the database.", state)};
    }
    if (group == "22") return {other, fmt::format("The database could not use a value of a statement (SQLSTATE {}).", state)};
    return {other, fmt::format("The database refused a statement: {} (SQLSTATE {}).", field(result, PG_DIAG_MESSAGE_PRIMARY), state)};
}

}  // namespace kc::storage
