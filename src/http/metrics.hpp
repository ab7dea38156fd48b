// SPDX-License-Identifier: EUPL-1.2
// Numbers about the running server in Prometheus text form. Counters and histograms are lock-free to update.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kc::http {

using Labels = std::vector<std::pair<std::string, std::string>>;

class Counter {
public:
    void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
    std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

// Durations from 100 µs to 10 s; fixed bounds, so that nodes can be added up.
class Histogram {
public:
    static constexpr std::array<std::uint64_t, 14> bounds_us{100,    250,    500,     1'000,   2'500,     5'000,     10'000,
                                                             25'000, 50'000, 100'000, 250'000, 1'000'000, 2'500'000, 10'000'000};
    void observe_us(std::uint64_t microseconds);
    std::uint64_t count() const;
    std::uint64_t sum_us() const { return sum_us_.load(std::memory_order_relaxed); }
    std::uint64_t bucket(std::size_t index) const { return buckets_[index].load(std::memory_order_relaxed); }

private:
    std::array<std::atomic<std::uint64_t>, bounds_us.size() + 1> buckets_{};
    std::atomic<std::uint64_t> sum_us_{0};
};

class Metrics {
public:
    Metrics();
    ~Metrics();
    // The same name and labels give the same object; it lives as long as this registry.
    Counter& counter(std::string_view name, std::string_view help, Labels labels = {});
    Histogram& histogram(std::string_view name, std::string_view help, Labels labels = {});
    void add_gauge(std::string_view name, std::string_view help, std::function<double()> read, Labels labels = {});
    std::string text() const;  // text/plain; version=0.0.4

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kc::http
