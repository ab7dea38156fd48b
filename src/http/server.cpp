// SPDX-License-Identifier: EUPL-1.2
#include "http/server.hpp"

#include "http/server_core.hpp"
#include "http/session.hpp"

#include "base/random.hpp"

#include <algorithm>
#include <charconv>
#include <csignal>
#include <stdexcept>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>

#include <netinet/tcp.h>

namespace kc::http {
namespace {

using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

std::string base32(std::uint64_t value, int digits) {
    static constexpr char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // no I, L, O, U: read out on the telephone
    std::string out(static_cast<std::size_t>(digits), '0');
    for (auto digit = out.rbegin(); digit != out.rend(); ++digit, value >>= 5) *digit = alphabet[value & 31];
    return out;
}

}  // namespace

ListenAddress parse_listen_address(std::string_view text) {
    ListenAddress result;
    auto port = text;
    if (const auto colon = text.rfind(':'); colon != std::string_view::npos) {
        port = text.substr(colon + 1);
        auto address = text.substr(0, colon);
        if (address.size() > 2 && address.front() == '[' && address.back() == ']') address = address.substr(1, address.size() - 2);
        result.address = address == "localhost" ? "127.0.0.1" : std::string(address);
    }
    const auto [end, failed] = std::from_chars(port.data(), port.data() + port.size(), result.port);
    if (port.empty() || failed != std::errc{} || end != port.data() + port.size() || !parse_address(result.address)) {
        throw std::invalid_argument(fmt::format("\"{}\" is no address to listen on; write for example 127.0.0.1:8080 or [::1]:8080", text));
    }
    return result;
}

ServerCore::ServerCore(ServerOptions given, const Router& routes, Metrics* metrics, RateLimiter* rate_limiter)
    : options(std::move(given)),
      router(routes),
      limiter(rate_limiter),
      proxies(options.trusted_proxies),
      pages(routes),
      log(options.access_log, routes, metrics),
      workers("worker", options.worker_threads, options.queue_max),
      passwords("password", options.password_threads, options.password_queue_max) {
    if (options.tls_certificate.empty() != options.tls_key.empty()) throw std::runtime_error("TLS needs both a certificate and its key");
    if (!options.tls_certificate.empty()) tls = load_tls_settings(options.tls_certificate.string(), options.tls_key.string());
    std::uint32_t start = 0;
    fill_random(std::as_writable_bytes(std::span(&start, 1)));  // two nodes, or a restart within a second, must not meet
    counter_ = start;
}

void ServerCore::session_ended() {
    if (connections.fetch_sub(1) == 1) {
        const std::lock_guard lock(ended_mutex);
        ended.notify_all();
    }
}

std::string ServerCore::next_number() {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    return base32(static_cast<std::uint64_t>(seconds), 6) + '-' + base32(counter_.fetch_add(1, std::memory_order_relaxed), 4);
}

struct Server::State {
    State(ServerOptions options, const Router& router, Metrics* metrics, RateLimiter* limiter) : core(std::move(options), router, metrics, limiter) {
        for (unsigned i = 0; i < std::max(1u, core.options.io_threads); ++i) loops.push_back(std::make_unique<Loop>());
    }

    Acceptor open(const ListenAddress& address);
    Task<void> accept(Acceptor& acceptor);
    void take(Socket socket, Loop& loop);
    void watch_deadlines(Loop& loop);
    void on_every_loop(const std::function<void(Loop&)>& what);

    ServerCore core;
    std::vector<std::unique_ptr<Loop>> loops;
    std::vector<std::unique_ptr<Acceptor>> acceptors;
    std::vector<std::uint16_t> ports;
    std::size_t next_loop = 0;
    bool started = false;
    bool stopped = false;
};

Acceptor Server::State::open(const ListenAddress& wanted) {
    ErrorCode failed;
    const auto address = asio::ip::make_address(wanted.address, failed);
    if (failed) throw std::runtime_error(fmt::format("\"{}\" is no address to listen on", wanted.address));
    const asio::ip::tcp::endpoint endpoint(address, wanted.port);
    Acceptor acceptor(loops.front()->context);
    acceptor.open(endpoint.protocol(), failed);
    if (!failed) acceptor.set_option(Acceptor::reuse_address(true), failed);
    if (!failed) acceptor.bind(endpoint, failed);
    if (!failed) acceptor.listen(1024, failed);
    if (failed == asio::error::address_in_use) {
        throw std::runtime_error(fmt::format("port {} on {} is already taken by another program; choose another one, for example --listen {}:{}",
                                             wanted.port, wanted.address, wanted.address, wanted.port == 65535 ? 8080 : wanted.port + 1));
    }
    if (failed == asio::error::access_denied) {
        throw std::runtime_error(
            fmt::format("port {} needs special rights; choose one above 1023, for example --listen {}:8080", wanted.port, wanted.address));
    }
    if (failed) throw std::runtime_error(fmt::format("cannot listen on {}:{}: {}", wanted.address, wanted.port, failed.message()));
    return acceptor;
}

Task<void> Server::State::accept(Acceptor& acceptor) {
    while (!core.stopping) {
        auto& loop = *loops[next_loop++ % loops.size()];
        Socket socket(loop.context);
        auto [failed] = co_await acceptor.async_accept(socket, awaiting_result);
        if (!failed) {
            take(std::move(socket), loop);
        } else if (core.stopping || failed == asio::error::operation_aborted || failed == asio::error::bad_descriptor) {
            co_return;
        } else {
            // Out of descriptors, most likely: connections end all the time, so try again a little later.
            Timer pause(loops.front()->context);
            pause.expires_after(std::chrono::milliseconds(100));
            co_await pause.async_wait(awaiting_result);
        }
    }
}

void Server::State::take(Socket socket, Loop& loop) {
    ErrorCode failed;
    const auto peer = socket.remote_endpoint(failed);
    if (failed) return;
    if (core.connections.fetch_add(1) >= core.options.connections_max) {
        static constexpr std::string_view full =
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        if (!core.tls) socket.send(asio::const_buffer(full.data(), full.size()), 0, failed);
        core.session_ended();
        return;
    }
    socket.set_option(asio::ip::tcp::no_delay(true), failed);
    // Without this the kernel takes megabytes for a slow client at once and then looks as if nothing moved for minutes.
    const int unsent_bytes_max = 256 * 1024;
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent_bytes_max, sizeof unsent_bytes_max);
    auto address = plain_address(peer.address().to_string());
    auto transport = core.tls ? make_tls_transport(std::move(socket), *core.tls) : make_tcp_transport(std::move(socket));
    auto session = std::make_shared<Session>(core, loop, std::move(transport), std::move(address));
    asio::post(loop.context, [session, &loop] { asio::co_spawn(loop.context.get_executor(), Session::run(session), asio::detached); });
}

void Server::State::watch_deadlines(Loop& loop) {
    loop.reaper.expires_after(std::chrono::milliseconds(100));
    loop.reaper.async_wait([this, &loop](const ErrorCode& cancelled) {
        if (cancelled || loop.ending) return;
        const auto now = std::chrono::steady_clock::now();
        // Nearly full: who only waits has to make room for who asks.
        const bool crowded = core.connections * 10 > core.options.connections_max * 9;
        for (auto* session : loop.sessions) session->check_deadline(now, crowded);
        watch_deadlines(loop);
    });
}

void Server::State::on_every_loop(const std::function<void(Loop&)>& what) {
    for (auto& loop : loops) asio::post(loop->context, [&loop = *loop, what] { what(loop); });
}

Server::Server(ServerOptions options, const Router& router, Metrics* metrics, RateLimiter* limiter)
    : state_(std::make_unique<State>(std::move(options), router, metrics, limiter)) {
    if (!metrics) return;
    auto& core = state_->core;
    metrics->add_gauge("kc_http_connections", "Open connections", [&core] { return static_cast<double>(core.connections.load()); });
    for (const auto& [name, pool] : {std::pair("workers", &core.workers), {"passwords", &core.passwords}}) {
        metrics->add_gauge("kc_http_queue", "Requests waiting for a worker", [pool = pool] { return static_cast<double>(pool->queued()); },
                           {{"pool", name}});
        metrics->add_gauge("kc_http_running", "Requests being worked on", [pool = pool] { return static_cast<double>(pool->running()); },
                           {{"pool", name}});
    }
}

Server::~Server() { stop(std::chrono::milliseconds(0)); }

void Server::start() {
    auto& state = *state_;
    // A client that leaves while sendfile() runs would otherwise end the whole program: that call has no flag against it.
    ::signal(SIGPIPE, SIG_IGN);
    for (const auto& address : state.core.options.listen) {
        state.acceptors.push_back(std::make_unique<Acceptor>(state.open(address)));
        state.ports.push_back(state.acceptors.back()->local_endpoint().port());
    }
    state.started = true;
    for (auto& acceptor : state.acceptors) asio::co_spawn(state.loops.front()->context.get_executor(), state.accept(*acceptor), asio::detached);
    for (auto& loop : state.loops) {
        state.watch_deadlines(*loop);
        loop->thread = std::thread([&loop = *loop] { loop.context.run(); });
    }
}

void Server::stop(std::chrono::milliseconds grace) {
    auto& state = *state_;
    if (!state.started || std::exchange(state.stopped, true)) return;
    auto& core = state.core;
    core.stopping = true;
    asio::post(state.loops.front()->context, [&state] {
        ErrorCode ignored;
        for (auto& acceptor : state.acceptors) acceptor->close(ignored);
        // Only now no new session can appear behind this message.
        state.on_every_loop([](Loop& loop) {
            for (auto* session : loop.sessions) session->begin_stop();
        });
    });
    const auto all_ended = [&core] { return core.connections == 0; };
    {
        std::unique_lock lock(core.ended_mutex);
        if (!core.ended.wait_for(lock, grace, all_ended)) {
            core.discarding = true;
            state.on_every_loop([](Loop& loop) {
                for (auto* session : loop.sessions) session->force_close();
            });
            core.ended.wait(lock, all_ended);
        }
    }
    core.workers.stop();
    core.passwords.stop();
    state.on_every_loop([](Loop& loop) {
        loop.ending = true;
        loop.reaper.cancel();
        loop.work.reset();
    });
    for (auto& loop : state.loops) loop->thread.join();
}

std::uint16_t Server::port(std::size_t listener) const { return state_->ports.at(listener); }
bool Server::stopping() const { return state_->core.stopping; }

Server::Numbers Server::numbers() const {
    const auto& core = state_->core;
    return {core.connections, core.workers.queued(), core.passwords.queued(), core.workers.running() + core.passwords.running()};
}

}  // namespace kc::http
