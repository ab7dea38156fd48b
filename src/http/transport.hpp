// SPDX-License-Identifier: EUPL-1.2
// One connection's bytes, plain or through TLS. The session is written against this interface and so compiled once.
// Coroutines live in session.cpp and the transports only; g++ 12 destroys aggregate temporaries in a statement with
// co_await twice, so no lambda and no brace initialiser may stand in one (tests/architecture looks).
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace kc::http {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using Executor = asio::io_context::executor_type;  // concrete: the type-erased executor costs on every operation
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
template <class T = void> using Task = asio::awaitable<T, Executor>;
inline constexpr asio::use_awaitable_t<Executor> awaiting;
inline constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> awaiting_result(awaiting);

class TlsSettings;  // certificate and key, shared by all connections

class Transport {
public:
    virtual ~Transport() = default;
    virtual Task<void> handshake(ErrorCode& failed) = 0;
    virtual Task<std::size_t> read_some(char* data, std::size_t size, ErrorCode& failed) = 0;
    virtual Task<void> write(std::string_view head, std::string_view body, ErrorCode& failed) = 0;
    virtual Task<void> send_file(int file, std::uint64_t offset, std::uint64_t length, ErrorCode& failed) = 0;
    virtual Task<void> end_sending() = 0;  // tells the client that nothing follows; reading goes on
    virtual Socket& socket() = 0;
    virtual bool secure() const = 0;

    // What can be written without waiting is: no coroutine, no wait. Returns true when all is gone or failed.
    virtual bool try_write(std::string_view, std::string_view, std::size_t&, ErrorCode&) { return false; }

    // What is written now is only the beginning: wait for more before a packet leaves.
    bool more_follows = false;

    void cancel() {
        ErrorCode ignored;
        socket().cancel(ignored);
    }
    void close() {
        ErrorCode ignored;
        socket().close(ignored);
    }
    std::function<void()> on_progress;  // some bytes of a long write have left: the client is alive
};

std::unique_ptr<Transport> make_tcp_transport(Socket socket);
std::unique_ptr<Transport> make_tls_transport(Socket socket, TlsSettings& settings);
std::shared_ptr<TlsSettings> load_tls_settings(const std::string& certificate_file, const std::string& key_file);  // throws in plain words

}  // namespace kc::http
