// SPDX-License-Identifier: EUPL-1.2
// The raw client itself; named as a test so that the build picks it up.
#include "http/tests/http_client.hpp"

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <utility>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kc::http::test {

RawClient::RawClient(std::uint16_t port) {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("cannot connect");
}

RawClient::~RawClient() { close(); }

void RawClient::close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
}

void RawClient::shrink_receive_buffer() {
    const int size = 4096;
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
}

void RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

bool RawClient::fill() {
    pollfd wait{socket_, POLLIN, 0};
    if (::poll(&wait, 1, static_cast<int>(std::chrono::milliseconds(patience).count())) <= 0) throw std::runtime_error("the server does not answer");
    char bytes[16384];
    const auto n = ::recv(socket_, bytes, sizeof bytes, 0);
    if (n <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(n));
    return true;
}

std::string RawClient::read_until(std::string_view text) {
    for (;;) {
        const auto at = buffer_.find(text);
        if (at != std::string::npos) {
            auto result = buffer_.substr(0, at + text.size());
            buffer_.erase(0, at + text.size());
            return result;
        }
        if (!fill()) return std::exchange(buffer_, {});
    }
}

bool RawClient::ended() {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < until) {
        if (!fill()) return true;
    }
    return false;
}

Answer RawClient::read_answer(bool to_head) {
    Answer answer;
    const auto head = read_until("\r\n\r\n");
    if (!head.starts_with("HTTP/1.") || head.size() < 12) return answer;
    answer.status = std::stoi(head.substr(9, 3));
    for (auto at = head.find("\r\n"); at + 4 < head.size();) {
        const auto end = head.find("\r\n", at + 2);
        const auto line = head.substr(at + 2, end - at - 2);
        const auto colon = line.find(": ");
        auto name = line.substr(0, colon);
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        auto& slot = answer.headers[name];
        slot += (slot.empty() ? "" : "\n") + line.substr(colon + 2);
        at = end;
    }
    if (to_head || answer.status < 200 || answer.status == 204 || answer.status == 304) return answer;
    if (answer.header("transfer-encoding") == "chunked") {
        for (;;) {
            const auto size = std::stoul(read_until("\r\n"), nullptr, 16);
            while (buffer_.size() < size + 2 && fill()) {
            }
            if (buffer_.size() < size + 2) return {};
            answer.body += buffer_.substr(0, size);
            buffer_.erase(0, size + 2);
            if (size == 0) return answer;
        }
    }
    if (!answer.headers.contains("content-length")) {
        while (fill()) {
        }
        answer.body = std::exchange(buffer_, {});
        return answer;
    }
    const auto size = std::stoul(answer.header("content-length"));
    while (buffer_.size() < size) {
        if (!fill()) return {};
    }
    answer.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return answer;
}

Answer ask(std::uint16_t port, std::string_view request) {
    RawClient client(port);
    client.send(request);
    return client.read_answer(request.starts_with("HEAD "));
}

Answer get(std::uint16_t port, std::string_view target, std::string_view extra_headers) {
    std::string request = "GET ";
    request += target;
    request += " HTTP/1.1\r\nHost: localhost\r\n";
    request += extra_headers;
    request += "\r\n";
    return ask(port, request);
}

}  // namespace kc::http::test
