// SPDX-License-Identifier: EUPL-1.2
// The bounded buffer between the threads that push events and the connection that sends them.
#pragma once

#include "http/event_stream.hpp"

#include <mutex>

namespace kc::http {

struct EventStream::Channel {
    explicit Channel(std::size_t bytes_max) : buffer_bytes_max(bytes_max) {}

    // The wake-up runs under the lock, so that detach() really ends it; it must only post to the event loop.
    bool push(std::string_view text);
    void close();
    void attach(std::function<void()> on_change);  // calls it at once when something is waiting already
    void detach();                                 // nothing is called after it returns; pushes are refused from now on
    std::string take(bool& is_closed);

    const std::size_t buffer_bytes_max;
    mutable std::mutex mutex;
    std::string buffer;
    bool closed = false;
    std::function<void()> wake;
};

}  // namespace kc::http
