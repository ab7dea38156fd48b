// SPDX-License-Identifier: EUPL-1.2
// The one SQL text of a store, made into that of an engine: `$LIST` and `$TEXTS` are replaced, and on PostgreSQL `?` becomes `$1`,
// `$2`, …; quoted text, quoted names and comments stay as they are.
#pragma once

#include "storage/connection.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kc::storage {

struct EngineSql {
    std::string text;
    int parameters = 0;
};

// `single[i]`: the list given for parameter i has one member. PostgreSQL then compares with a plain value, whose plan it keeps; a list of
// unknown length is planned anew with every execution.
EngineSql sql_for_engine(std::string_view sql, Engine engine, const std::vector<bool>& single = {});

// Replaces `$ID`, `$BYTES` in a migration, outside quotes and comments as well.
std::string migration_for_engine(std::string_view sql, Engine engine);

// "SELECT …" and the like: may be read through a cursor of the database.
bool is_query(std::string_view sql);

}  // namespace kc::storage
