// SPDX-License-Identifier: EUPL-1.2
// What PostgreSQL reports, as a StorageError in plain words. Used by the postgres files of this room only: it includes libpq-fe.h.
#pragma once

#include "storage/errors.hpp"

#include <memory>

#include <libpq-fe.h>

namespace kc::storage {

struct ClearResult {
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, ClearResult>;

StorageError postgres_error(PGconn* handle, const PGresult* result);

}  // namespace kc::storage
