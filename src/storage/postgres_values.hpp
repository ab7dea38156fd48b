// SPDX-License-Identifier: EUPL-1.2
// Values on their way to and from PostgreSQL: parameters as text (bytes binary) with their types named, results as text.
// Text costs a little more than binary numbers and is right for every type, numeric sums included.
#pragma once

#include "storage/parameters.hpp"

#include <span>
#include <string>
#include <vector>

#include <libpq-fe.h>

namespace kc::storage {

namespace oid {
inline constexpr Oid boolean = 16, bytea = 17, name = 19, int8 = 20, int2 = 21, int4 = 23, text = 25, json = 114, float4 = 700, float8 = 701,
                     int8_array = 1016, bpchar = 1042, varchar = 1043, numeric = 1700, jsonb = 3802;
}

Oid type_of(const Parameter& parameter);
bool is_single_id(const Parameter& parameter);  // a list of one id, which is sent as that id

// Keeps the texts that the pointers for libpq refer to.
class PgParameters {
public:
    explicit PgParameters(std::span<const Parameter> parameters);

    int count() const { return static_cast<int>(pointers_.size()); }
    const char* const* values() const { return pointers_.data(); }
    const int* lengths() const { return lengths_.data(); }
    const int* formats() const { return formats_.data(); }

private:
    std::vector<std::string> texts_;
    std::vector<const char*> pointers_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

// One row of COPY … FROM STDIN in its text format, appended to `to`.
void append_copy_row(std::string& to, std::span<const Parameter> row);

}  // namespace kc::storage
