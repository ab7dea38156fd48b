// SPDX-License-Identifier: EUPL-1.2
// What SQLite reports, as a StorageError in plain words. Used by the sqlite files of this room only: it includes sqlite3.h.
#pragma once

#include "storage/errors.hpp"

#include <string>

#include <sqlite3.h>

namespace kc::storage {

// Reads the last error of `handle`; for a unique violation it looks up the name of the index.
StorageError sqlite_error(sqlite3* handle, int code);

}  // namespace kc::storage
