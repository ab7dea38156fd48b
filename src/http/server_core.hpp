// SPDX-License-Identifier: EUPL-1.2
// What all connections of one server share, and the event loop each of them runs on. Internal to the room.
#pragma once

#include "http/client_address.hpp"
#include "http/metrics.hpp"
#include "http/rate_limit.hpp"
#include "http/refusal_pages.hpp"
#include "http/request_log.hpp"
#include "http/server.hpp"
#include "http/transport.hpp"
#include "http/worker_pool.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_set>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>

namespace kc::http {

class Session;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;

// One thread, one io_context: nothing in here is locked.
struct Loop {
    Loop() : reaper(context), work(context.get_executor()) {}
    asio::io_context context{1};
    Timer reaper;  // looks ten times a second whose time is up: cheaper than a timer per connection and operation
    asio::executor_work_guard<Executor> work;
    std::unordered_set<Session*> sessions;
    std::thread thread;
    bool ending = false;  // cancelling the reaper does not reach a turn that is due already
};

struct ServerCore {
    ServerCore(ServerOptions options, const Router& router, Metrics* metrics, RateLimiter* limiter);
    void session_ended();  // wakes stop() after the last one
    std::string next_number();

    const ServerOptions options;
    const Router& router;
    RateLimiter* const limiter;
    TrustedProxies proxies;
    RefusalPages pages;
    RequestLog log;
    std::shared_ptr<TlsSettings> tls;
    WorkerPool workers;
    WorkerPool passwords;
    std::atomic<bool> stopping{false};
    std::atomic<bool> discarding{false};  // the grace is over: queued requests are refused instead of run
    std::atomic<std::size_t> connections{0};
    std::mutex ended_mutex;
    std::condition_variable ended;

private:
    std::atomic<std::uint32_t> counter_;
};

}  // namespace kc::http
