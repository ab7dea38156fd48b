// SPDX-License-Identifier: EUPL-1.2
// A raw socket with patience: sends exactly the bytes a test wants and reads answers as they come.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace kc::http::test {

struct Answer {
    int status = 0;                              // 0: the connection ended before an answer
    std::map<std::string, std::string> headers;  // lower-case names; repeated ones joined by newline
    std::string body;
    std::string header(const std::string& name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? "" : found->second;
    }
};

class RawClient {
public:
    explicit RawClient(std::uint16_t port);
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;
    ~RawClient();

    void send(std::string_view bytes);              // ignores that the server may have hung up
    Answer read_answer(bool to_head = false);       // waits for one complete answer; 1xx are answers as well
    std::string read_until(std::string_view text);  // raw bytes up to and with `text`; shorter when the connection ends
    bool ended();                                   // waits until the server closes; false when it does not in time
    void close();
    void shrink_receive_buffer();

    static constexpr std::chrono::seconds patience{20};

private:
    bool fill();
    int socket_ = -1;
    std::string buffer_;
};

// One request on a connection of its own.
Answer ask(std::uint16_t port, std::string_view request);
Answer get(std::uint16_t port, std::string_view target, std::string_view extra_headers = "");

}  // namespace kc::http::test
