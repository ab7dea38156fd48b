// SPDX-License-Identifier: EUPL-1.2
// Counts searches without a hit (F42) in memory and writes the counts now and then in one transaction, so that no search page waits for
// them. Knows nothing about who searched. What is lost in a crash are some counts of the last half minute.
#pragma once

#include "base/clock.hpp"
#include "discovery/search_query.hpp"
#include "storage/database.hpp"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace kc::discovery {

struct DemandRecorderOptions {
    std::chrono::milliseconds interval{30'000};
    std::size_t entries_max = 2000;  // different searches between two writes; further ones are not counted
};

class DemandRecorder {
public:
    DemandRecorder(storage::Database& database, const Clock& clock, DemandRecorderOptions options = {});
    ~DemandRecorder();  // stops
    DemandRecorder(const DemandRecorder&) = delete;

    void note(const SearchQuery& query);  // some microseconds, no statement
    int flush();                          // how many rows were written

    void start();
    void stop();  // writes what is left

private:
    struct Key {
        Date day{};
        std::string text, filters;
        auto operator<=>(const Key&) const = default;
    };
    void run(const std::stop_token& stop);

    storage::Database& database_;
    const Clock& clock_;
    const DemandRecorderOptions options_;
    std::mutex mutex_;  // guards counts_
    std::condition_variable_any wake_;
    std::map<Key, std::int64_t> counts_;
    std::jthread thread_;
};

}  // namespace kc::discovery
