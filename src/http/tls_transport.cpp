// SPDX-License-Identifier: EUPL-1.2
#include "http/transport.hpp"

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <openssl/ssl.h>
#include <unistd.h>

namespace kc::http {

class TlsSettings {
public:
    TlsSettings() : context(asio::ssl::context::tls_server) {}
    asio::ssl::context context;
};

namespace {

constexpr std::size_t record_bytes = 16 * 1024;  // the most one TLS record carries

class TlsTransport final : public Transport {
public:
    TlsTransport(Socket socket, asio::ssl::context& context) : stream_(std::move(socket), context) {}

    Task<void> handshake(ErrorCode& failed) override {
        auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, awaiting_result);
        failed = error;
    }

    Task<std::size_t> read_some(char* data, std::size_t size, ErrorCode& failed) override {
        const asio::mutable_buffer buffer(data, size);
        auto [error, n] = co_await stream_.async_read_some(buffer, awaiting_result);
        failed = error;
        co_return n;
    }

    Task<void> write(std::string_view head, std::string_view body, ErrorCode& failed) override {
        // Head and the beginning of the body share a record.
        std::string first(head);
        const auto taken = std::min(body.size(), first.size() < record_bytes ? record_bytes - first.size() : 0);
        first += body.substr(0, taken);
        co_await write_all(first, failed);
        if (!failed && taken < body.size()) co_await write_all(body.substr(taken), failed);
    }

    Task<void> send_file(int file, std::uint64_t offset, std::uint64_t length, ErrorCode& failed) override {
        std::vector<char> piece(4 * record_bytes);
        while (length > 0 && !failed) {
            const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(length, piece.size()));
            const auto n = ::pread(file, piece.data(), wanted, static_cast<off_t>(offset));
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) {
                failed = asio::error::eof;
                co_return;
            }
            const std::string_view bytes(piece.data(), static_cast<std::size_t>(n));
            co_await write_all(bytes, failed);
            offset += bytes.size();
            length -= bytes.size();
        }
    }

    Task<void> end_sending() override {
        // Our close_notify is sent; the client's is not waited for.
        ::SSL_set_quiet_shutdown(stream_.native_handle(), 0);
        ::SSL_set_shutdown(stream_.native_handle(), SSL_RECEIVED_SHUTDOWN);
        co_await stream_.async_shutdown(awaiting_result);
        ErrorCode ignored;
        stream_.next_layer().shutdown(Socket::shutdown_send, ignored);
    }

    Socket& socket() override { return stream_.next_layer(); }
    bool secure() const override { return true; }

private:
    Task<void> write_all(std::string_view bytes, ErrorCode& failed) {
        while (!bytes.empty()) {
            const asio::const_buffer buffer(bytes.data(), std::min(bytes.size(), record_bytes));
            auto [error, n] = co_await stream_.async_write_some(buffer, awaiting_result);
            if (error) {
                failed = error;
                co_return;
            }
            bytes.remove_prefix(n);
            if (on_progress) on_progress();
        }
    }

    asio::ssl::stream<Socket> stream_;
};

}  // namespace

std::unique_ptr<Transport> make_tls_transport(Socket socket, TlsSettings& settings) {
    return std::make_unique<TlsTransport>(std::move(socket), settings.context);
}

std::shared_ptr<TlsSettings> load_tls_settings(const std::string& certificate_file, const std::string& key_file) {
    auto settings = std::make_shared<TlsSettings>();
    auto& context = settings->context;
    context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 | asio::ssl::context::no_sslv3 |
                        asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
    ::SSL_CTX_set_options(context.native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    ::SSL_CTX_set_mode(context.native_handle(), SSL_MODE_RELEASE_BUFFERS);  // idle connections keep no buffers
    ErrorCode failed;
    context.use_certificate_chain_file(certificate_file, failed);
    if (failed) throw std::runtime_error(fmt::format("cannot read the TLS certificate {}: {}", certificate_file, failed.message()));
    context.use_private_key_file(key_file, asio::ssl::context::pem, failed);
    if (failed) throw std::runtime_error(fmt::format("cannot read the TLS key {}: {}", key_file, failed.message()));
    if (::SSL_CTX_check_private_key(context.native_handle()) != 1) {
        throw std::runtime_error(fmt::format("the TLS key {} does not belong to the certificate {}", key_file, certificate_file));
    }
    return settings;
}

}  // namespace kc::http
