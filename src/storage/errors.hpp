// SPDX-License-Identifier: EUPL-1.2
// StorageError: the database did not do what was asked. Its text says what to do next and never holds a bound value,
// because it ends up in logs. What an operator can meet and mend is said in German; what only a defect of the program brings about
// (a wrong column name), in English. A store may turn a named unique constraint into a refusal; everything else passes through.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include <boost/describe/enum.hpp>

namespace kc::storage {

enum class StorageErrorKind { unique, foreign_key, check, not_null, busy, serialization, connection, other };
BOOST_DESCRIBE_ENUM(StorageErrorKind, unique, foreign_key, check, not_null, busy, serialization, connection, other)

class StorageError : public std::runtime_error {
public:
    StorageError(StorageErrorKind kind, const std::string& message, std::string constraint = {})
        : std::runtime_error(message), kind_(kind), constraint_(std::move(constraint)) {}

    StorageErrorKind kind() const noexcept { return kind_; }

    // The same name on both engines: that of the unique index or named CHECK; for constraints without a name of their own
    // PostgreSQL's default ("people_pkey", "people_email_key"); "table.column" for NOT NULL. Empty for foreign keys on SQLite.
    const std::string& constraint() const noexcept { return constraint_; }

    bool violates(std::string_view constraint) const noexcept { return constraint_ == constraint; }

private:
    StorageErrorKind kind_;
    std::string constraint_;
};

}  // namespace kc::storage
