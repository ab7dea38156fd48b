// SPDX-License-Identifier: EUPL-1.2
// Server-sent events. A handler returns an EventStream and keeps a copy; any thread may push to it.
// A client that does not read is cut off when its buffer is full: it reconnects and says the last event it saw (Last-Event-ID).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace kc::http {

struct Event {
    std::string name;  // "" is "message"
    std::string data;  // several lines are allowed
    std::string id;
};

class EventStream {
public:
    explicit EventStream(std::size_t buffer_bytes_max = 64 * 1024);

    bool push(const Event& event) const;  // false: closed (client gone, cut off, server stops); forget the stream
    void close() const;                   // what is buffered is still sent
    bool closed() const;

    // For the server: the connection attaches itself and is woken when there is something to send.
    struct Channel;
    const std::shared_ptr<Channel>& channel() const { return channel_; }

private:
    std::shared_ptr<Channel> channel_;
};

}  // namespace kc::http
