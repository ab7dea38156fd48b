// SPDX-License-Identifier: EUPL-1.2
#include "http/rate_limit.hpp"

#include <algorithm>
#include <cmath>
#include <list>
#include <map>
#include <mutex>
#include <unordered_map>

#include <arpa/inet.h>

namespace kc::http {
namespace {

struct Bucket {
    std::string name;  // class, a zero byte, key
    double tokens;
    std::chrono::steady_clock::time_point filled;
};

}  // namespace

struct RateLimiter::State {
    std::size_t buckets_max;
    Now now;
    std::map<std::string, RateClass, std::less<>> classes;
    mutable std::mutex mutex;
    std::list<Bucket> buckets;  // used last in front
    std::unordered_map<std::string_view, std::list<Bucket>::iterator> index;

    RateDecision decide(std::string_view rate_class, std::string_view key, bool take) {
        const std::lock_guard lock(mutex);
        const auto limits = classes.find(rate_class);
        if (limits == classes.end()) return {};
        const auto at = now();
        auto& bucket = find_or_make(rate_class, key, limits->second.burst, at);
        const double per_second = limits->second.per_minute / 60.0;
        const double passed = std::chrono::duration<double>(at - bucket.filled).count();
        bucket.tokens = std::min(limits->second.burst, bucket.tokens + std::max(0.0, passed) * per_second);
        bucket.filled = at;
        if (bucket.tokens >= 1.0) {
            if (take) bucket.tokens -= 1.0;
            return {};
        }
        const double wait = per_second > 0 ? std::ceil((1.0 - bucket.tokens) / per_second) : 3600.0;
        return {false, std::chrono::seconds(std::max(1L, static_cast<long>(wait)))};
    }

    Bucket& find_or_make(std::string_view rate_class, std::string_view key, double burst, std::chrono::steady_clock::time_point at) {
        auto name = full_name(rate_class, key);
        if (const auto found = index.find(name); found != index.end()) {
            buckets.splice(buckets.begin(), buckets, found->second);
            return buckets.front();
        }
        if (buckets.size() >= buckets_max) {
            index.erase(buckets.back().name);
            buckets.pop_back();
        }
        buckets.push_front({std::move(name), burst, at});
        index.emplace(buckets.front().name, buckets.begin());
        return buckets.front();
    }

    static std::string full_name(std::string_view rate_class, std::string_view key) {
        std::string name(rate_class);
        name += '\0';
        name += key.substr(0, 200);  // a key may come from outside
        return name;
    }
};

RateLimiter::RateLimiter(std::size_t buckets_max, Now now) : state_(std::make_unique<State>()) {
    state_->buckets_max = std::max<std::size_t>(1, buckets_max);
    state_->now = std::move(now);
}
RateLimiter::~RateLimiter() = default;

void RateLimiter::define(std::string_view rate_class, RateClass limits) {
    const std::lock_guard lock(state_->mutex);
    state_->classes.insert_or_assign(std::string(rate_class), limits);
}

RateDecision RateLimiter::allow(std::string_view rate_class, std::string_view key) { return state_->decide(rate_class, key, true); }
RateDecision RateLimiter::check(std::string_view rate_class, std::string_view key) { return state_->decide(rate_class, key, false); }

void RateLimiter::forget(std::string_view rate_class, std::string_view key) {
    const std::lock_guard lock(state_->mutex);
    const auto found = state_->index.find(State::full_name(rate_class, key));
    if (found == state_->index.end()) return;
    const auto bucket = found->second;
    state_->index.erase(found);
    state_->buckets.erase(bucket);
}

std::size_t RateLimiter::size() const {
    const std::lock_guard lock(state_->mutex);
    return state_->buckets.size();
}

std::string address_key(std::string_view address) {
    in6_addr six{};
    const std::string text(address);
    if (::inet_pton(AF_INET6, text.c_str(), &six) != 1) return text;
    std::fill(six.s6_addr + 8, six.s6_addr + 16, std::uint8_t{0});
    char out[INET6_ADDRSTRLEN];
    return std::string(::inet_ntop(AF_INET6, &six, out, sizeof out)) + "/64";
}

}  // namespace kc::http
