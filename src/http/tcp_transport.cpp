// SPDX-License-Identifier: EUPL-1.2
#include "http/transport.hpp"

#include <algorithm>
#include <cerrno>

#include <boost/asio/buffer.hpp>

#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace kc::http {
namespace {

class TcpTransport final : public Transport {
public:
    explicit TcpTransport(Socket socket) : socket_(std::move(socket)) { socket_.native_non_blocking(true); }

    Task<void> handshake(ErrorCode&) override { co_return; }

    Task<std::size_t> read_some(char* data, std::size_t size, ErrorCode& failed) override {
        const asio::mutable_buffer buffer(data, size);
        auto [error, n] = co_await socket_.async_read_some(buffer, awaiting_result);
        failed = error;
        co_return n;
    }

    Task<void> write(std::string_view head, std::string_view body, ErrorCode& failed) override {
        std::size_t sent = 0;
        while (!try_write(head, body, sent, failed)) {
            auto [error] = co_await socket_.async_wait(Socket::wait_write, awaiting_result);
            if (error) {
                failed = error;
                co_return;
            }
        }
    }

    // `sent` counts over both parts.
    bool try_write(std::string_view head, std::string_view body, std::size_t& sent, ErrorCode& failed) override {
        const auto total = head.size() + body.size();
        while (sent < total) {
            iovec parts[2];
            std::size_t count = 0;
            if (sent < head.size()) parts[count++] = {const_cast<char*>(head.data()) + sent, head.size() - sent};
            const auto body_sent = sent > head.size() ? sent - head.size() : 0;
            if (body_sent < body.size()) parts[count++] = {const_cast<char*>(body.data()) + body_sent, body.size() - body_sent};
            msghdr message{};
            message.msg_iov = parts;
            message.msg_iovlen = count;
            const auto n = ::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT | (more_follows ? MSG_MORE : 0));
            if (n < 0) {
                if (errno == EINTR) continue;
                if (errno == EAGAIN || errno == EWOULDBLOCK) return false;
                failed = ErrorCode(errno, boost::system::system_category());
                return true;
            }
            sent += static_cast<std::size_t>(n);
            if (on_progress) on_progress();
        }
        return true;
    }

    // The kernel moves the pages; nothing is copied through this process.
    Task<void> send_file(int file, std::uint64_t offset, std::uint64_t length, ErrorCode& failed) override {
        auto position = static_cast<off_t>(offset);
        while (length > 0) {
            const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(length, 1 << 20));
            const auto n = ::sendfile(socket_.native_handle(), file, &position, wanted);
            if (n > 0) {
                length -= static_cast<std::uint64_t>(n);
                if (on_progress) on_progress();
                continue;
            }
            if (n == 0) {  // the file shrank: the promised length cannot be kept
                failed = asio::error::eof;
                co_return;
            }
            if (errno == EINTR) continue;
            if (errno != EAGAIN) {
                failed = ErrorCode(errno, boost::system::system_category());
                co_return;
            }
            auto [error] = co_await socket_.async_wait(Socket::wait_write, awaiting_result);
            if (error) {
                failed = error;
                co_return;
            }
        }
    }

    Task<void> end_sending() override {
        ErrorCode ignored;
        socket_.shutdown(Socket::shutdown_send, ignored);
        co_return;
    }

    Socket& socket() override { return socket_; }
    bool secure() const override { return false; }

private:
    Socket socket_;
};

}  // namespace

std::unique_ptr<Transport> make_tcp_transport(Socket socket) { return std::make_unique<TcpTransport>(std::move(socket)); }

}  // namespace kc::http
