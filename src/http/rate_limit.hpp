// SPDX-License-Identifier: EUPL-1.2
// Token buckets per (class, key): how often one address or one account may do something. Memory is bounded: the bucket
// unused for longest makes room. A class nobody defined never refuses.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace kc::http {

struct RateClass {
    double burst = 10;       // so many at once
    double per_minute = 10;  // and so many more each minute
};

struct RateDecision {
    bool allowed = true;
    std::chrono::seconds retry_after{0};
    explicit operator bool() const { return allowed; }
};

class RateLimiter {
public:
    using Now = std::function<std::chrono::steady_clock::time_point()>;
    explicit RateLimiter(std::size_t buckets_max = 100'000, Now now = std::chrono::steady_clock::now);
    ~RateLimiter();
    void define(std::string_view rate_class, RateClass limits);             // before the server starts
    RateDecision allow(std::string_view rate_class, std::string_view key);  // takes a token; any thread
    RateDecision check(std::string_view rate_class, std::string_view key);  // looks without taking
    void forget(std::string_view rate_class, std::string_view key);         // after a successful sign-in
    std::size_t size() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

// The key for an address: IPv4 whole, IPv6 by its /64, since one customer owns that many addresses.
std::string address_key(std::string_view address);

}  // namespace kc::http
