// SPDX-License-Identifier: EUPL-1.2
// One line and a few counters per answered request. No query values, no whole addresses, a person only as a number.
#pragma once

#include "http/metrics.hpp"
#include "http/request.hpp"
#include "http/router.hpp"
#include "http/server.hpp"

#include <array>
#include <atomic>
#include <unordered_map>

namespace kc::http {

struct RequestRecord {
    const Request& request;
    const Route* route;  // null: none matched, or refused before one was looked for
    bool understood;     // false: what was sent is not shown
    int status;
    std::uint64_t bytes;
    std::uint64_t microseconds;
};

class RequestLog {
public:
    RequestLog(AccessLog sink, const Router& router, Metrics* metrics);
    void record(const RequestRecord& record);

private:
    struct RouteNumbers {
        std::array<std::atomic<Counter*>, 6> by_class{};  // made when first needed: most stay unused
        Histogram* durations = nullptr;
    };
    AccessLog sink_;
    Metrics* metrics_;
    std::unordered_map<const Route*, RouteNumbers> numbers_;
};

}  // namespace kc::http
