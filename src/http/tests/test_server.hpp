// SPDX-License-Identifier: EUPL-1.2
// A server on a free port with the routes a test gives it, short limits, and a way to wait for conditions.
#pragma once

#include "http/metrics.hpp"
#include "http/rate_limit.hpp"
#include "http/server.hpp"
#include "http/tests/http_client.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace kc::http::test {

inline bool eventually(const std::function<bool()>& condition, std::chrono::seconds limit = std::chrono::seconds(20)) {
    const auto until = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

class TestServer {
public:
    explicit TestServer(const std::function<void(Router&)>& routes, ServerOptions options = {}) {
        options.worker_threads = std::min(options.worker_threads, 2u);
        options.access_log = [this](std::string_view line) {
            const std::lock_guard lock(log_mutex_);
            log_ += line;
            log_ += '\n';
        };
        routes(router);
        server = std::make_unique<Server>(std::move(options), router, &metrics, &limiter);
        server->start();
        port = server->port();
    }
    std::string log() const {
        const std::lock_guard lock(log_mutex_);
        return log_;
    }

    Router router;
    Metrics metrics;
    RateLimiter limiter;
    std::uint16_t port = 0;

private:
    mutable std::mutex log_mutex_;
    std::string log_;

public:
    std::unique_ptr<Server> server;  // last: ends first
};

// An empty directory that is gone afterwards.
class ScratchDirectory {
public:
    ScratchDirectory() {
        auto name = (std::filesystem::temp_directory_path() / "kc-http-test-XXXXXX").string();
        path = ::mkdtemp(name.data());
    }
    ScratchDirectory(const ScratchDirectory&) = delete;
    ScratchDirectory& operator=(const ScratchDirectory&) = delete;
    ~ScratchDirectory() { std::filesystem::remove_all(path); }
    std::size_t files() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path), std::filesystem::directory_iterator()));
    }
    std::filesystem::path path;
};

}  // namespace kc::http::test
