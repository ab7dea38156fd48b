// SPDX-License-Identifier: EUPL-1.2
// The server at the edge: connections, limits, timeouts, TLS, worker pools, orderly stop. It knows routes, no domain.
#pragma once

#include "http/router.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kc::http {

class Metrics;
class RateLimiter;

struct ListenAddress {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // 0: any free one, see Server::port()
};
ListenAddress parse_listen_address(std::string_view text);  // "8080", "0.0.0.0:8080", "[::1]:8080"; throws std::invalid_argument

// One line per request; spdlog writes it from its own buffer. "-" is standard output. Declared here so that no header needs spdlog.
using AccessLog = std::function<void(std::string_view line)>;
AccessLog open_access_log(const std::filesystem::path& file);

struct ServerOptions {
    std::vector<ListenAddress> listen{ListenAddress{}};
    unsigned io_threads = 1;
    unsigned worker_threads = 4;
    std::size_t queue_max = 256;  // waiting requests; beyond that 503 at once
    unsigned password_threads = 1;
    std::size_t password_queue_max = 20;
    std::size_t header_bytes_max = 16 * 1024;
    std::size_t target_bytes_max = 8 * 1024;
    std::uint64_t body_bytes_max = 1024 * 1024;      // unless the route says otherwise
    std::uint64_t body_in_memory_max = 1024 * 1024;  // larger bodies wait on disk; Request::body() maps them
    std::filesystem::path upload_directory;          // empty: the system's temporary directory
    std::chrono::milliseconds header_timeout{10'000};
    std::chrono::milliseconds body_timeout{30'000};  // without a byte; slow but steady is allowed
    std::uint64_t body_bytes_per_second_min = 1024;  // steady, but not at a crawl, averaged after body_timeout
    std::chrono::milliseconds idle_timeout{60'000};
    std::chrono::milliseconds write_timeout{30'000};  // without progress
    std::chrono::milliseconds event_heartbeat{15'000};
    std::size_t connections_max = 4096;
    std::filesystem::path tls_certificate;  // PEM chain; both empty: plain HTTP
    std::filesystem::path tls_key;
    std::vector<std::string> trusted_proxies;  // addresses or networks ("10.0.0.0/8") whose X-Forwarded-For and -Proto count
    bool cookies_secure = false;
    bool compress = true;  // brotli (or gzip) for text made on the fly
    std::size_t compress_bytes_min = 1024;
    AccessLog access_log;  // empty: none
};

class Server {
public:
    // The router must be complete and outlive the server; metrics and limiter may be null.
    Server(ServerOptions options, const Router& router, Metrics* metrics = nullptr, RateLimiter* limiter = nullptr);
    ~Server();  // stops without grace if stop() was not called

    void start();  // binds and serves in background threads; throws std::runtime_error in plain words (port taken)
    // Stops accepting, finishes what runs, closes the rest when the grace is over; returns when all threads have ended.
    // A handler that is running is always waited for.
    void stop(std::chrono::milliseconds grace = std::chrono::seconds(30));
    std::uint16_t port(std::size_t listener = 0) const;
    bool stopping() const;  // for /readyz

    struct Numbers {
        std::size_t connections = 0, queued = 0, queued_passwords = 0, running = 0;
    };
    Numbers numbers() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kc::http
