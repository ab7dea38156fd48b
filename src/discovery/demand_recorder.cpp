// SPDX-License-Identifier: EUPL-1.2
#include "discovery/demand_recorder.hpp"

#include "discovery/demand_text.hpp"

#include <tuple>
#include <vector>

namespace kc::discovery {

DemandRecorder::DemandRecorder(storage::Database& database, const Clock& clock, DemandRecorderOptions options)
    : database_(database), clock_(clock), options_(options) {}

DemandRecorder::~DemandRecorder() { stop(); }

void DemandRecorder::note(const SearchQuery& query) {
    auto text = demand_text(query.text);
    if (!text) return;
    auto rest = without_view(query);
    rest.text.clear();
    Key key{clock_.today(), std::move(*text), address_of(rest)};
    if (key.text.empty() && key.filters.empty()) return;  // an empty catalogue is nobody's demand
    const std::lock_guard lock(mutex_);
    const auto found = counts_.find(key);
    if (found != counts_.end())
        ++found->second;
    else if (counts_.size() < options_.entries_max)
        counts_.emplace(std::move(key), 1);
}

int DemandRecorder::flush() {
    std::map<Key, std::int64_t> counts;
    {
        const std::lock_guard lock(mutex_);
        counts.swap(counts_);
    }
    if (counts.empty()) return 0;
    std::vector<std::tuple<Date, std::string, std::string, std::int64_t>> rows;
    for (const auto& [key, count] : counts) rows.emplace_back(key.day, key.text, key.filters, count);
    try {
        database_.in_transaction([&](storage::Transaction& transaction) {
            transaction.execute_many(
                "INSERT INTO unmet_demands (day, query_normalised, filters, count) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (day, query_normalised, filters) DO UPDATE SET count = unmet_demands.count + excluded.count",
                rows);
        });
    } catch (const storage::StorageError&) {
        // Put back what the database did not take; it is asked again after the next pause.
        const std::lock_guard lock(mutex_);
        for (auto& [key, count] : counts) {
            if (counts_.size() < options_.entries_max || counts_.contains(key)) counts_[key] += count;
        }
        return 0;
    }
    return static_cast<int>(rows.size());
}

void DemandRecorder::start() {
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void DemandRecorder::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(mutex_);
            wake_.wait_for(lock, stop, options_.interval, [] { return false; });
        }
        flush();
    }
}

void DemandRecorder::stop() {
    if (thread_.joinable()) {
        thread_.request_stop();
        thread_.join();
        flush();  // what came since the last round
    }
}

}  // namespace kc::discovery
