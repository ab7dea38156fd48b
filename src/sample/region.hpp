// SPDX-License-Identifier: EUPL-1.2
// The sample region: fills an empty database with the Metropolregion Rhein-Neckar, its invented people and their offers, at any
// size. The same seed and day give the same rows, apart from the salt of the one password.
#pragma once

#include "base/date.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/viewer.hpp"
#include "identity/password.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace kc::storage {
class Database;
}

namespace kc::sample {

struct SampleOptions {
    std::int64_t people = 50'000;  // employees of towns and counties; some 50 people of providers, hosts and the cooperative on top
    std::int64_t offers = 0;       // at least so many, by variants of the written ones
    std::uint64_t seed = 1;
    Date today{};
    std::filesystem::path data_directory = "sample";
    identity::PasswordCost password_cost = identity::PasswordCost::interactive();
    std::vector<std::string> employers;  // only these towns get departments and people; empty: all 165
};

// One for each role, to be printed.
struct SampleSignIn {
    Role role{};
    std::string label;  // who this is, in German
    std::string email;
    std::string password;
    PersonId person;
};

struct SampleResult {
    std::int64_t organisations = 0, departments = 0, people = 0, evidence = 0, units = 0, dates = 0;
    std::vector<SampleSignIn> sign_ins;
};

enum class SampleRefusal { database_not_empty, unknown_employer };
std::string_view explain(SampleRefusal refusal);  // German, with what to do

using SampleProgress = std::function<void(std::int64_t people, std::int64_t of)>;

// Writes in several transactions, so that memory stays small: after an interruption start again with an empty database.
// Throws SampleFileError (sample_yaml.hpp) when a content file is wrong; nothing is written then.
Result<SampleResult, SampleRefusal> create_sample_region(storage::Database& database, const SampleOptions& options,
                                                         const SampleProgress& progress = {});

}  // namespace kc::sample
