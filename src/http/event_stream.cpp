// SPDX-License-Identifier: EUPL-1.2
#include "http/event_stream.hpp"

#include "http/event_stream_channel.hpp"

#include <utility>

namespace kc::http {
namespace {

// A line break inside a name or id would end the field; inside data every line becomes a data line of its own.
void append_field(std::string& out, std::string_view field, std::string_view value) {
    out += field;
    out += ": ";
    for (const char c : value) {
        if (c != '\n' && c != '\r' && c != '\0') out += c;
    }
    out += '\n';
}

std::string serialise(const Event& event) {
    std::string out;
    if (!event.id.empty()) append_field(out, "id", event.id);
    if (!event.name.empty()) append_field(out, "event", event.name);
    std::string_view rest = event.data;
    for (;;) {
        const auto end = rest.find_first_of("\r\n");
        append_field(out, "data", rest.substr(0, end));
        if (end == std::string_view::npos) break;
        const bool pair = rest[end] == '\r' && end + 1 < rest.size() && rest[end + 1] == '\n';
        rest = rest.substr(end + (pair ? 2 : 1));
    }
    out += '\n';
    return out;
}

}  // namespace

EventStream::EventStream(std::size_t buffer_bytes_max) : channel_(std::make_shared<Channel>(buffer_bytes_max)) {}
bool EventStream::push(const Event& event) const { return channel_->push(serialise(event)); }
void EventStream::close() const { channel_->close(); }
bool EventStream::closed() const {
    const std::lock_guard lock(channel_->mutex);
    return channel_->closed;
}

bool EventStream::Channel::push(std::string_view text) {
    const std::lock_guard lock(mutex);
    if (closed) return false;
    if (buffer.size() + text.size() > buffer_bytes_max) {
        // The client does not keep up. Half an event would be worse than a clean cut: drop all, let it reconnect.
        closed = true;
        buffer.clear();
    } else {
        buffer += text;
    }
    if (wake) wake();
    return !closed;
}

void EventStream::Channel::close() {
    const std::lock_guard lock(mutex);
    if (std::exchange(closed, true)) return;
    if (wake) wake();
}

void EventStream::Channel::attach(std::function<void()> on_change) {
    const std::lock_guard lock(mutex);
    wake = std::move(on_change);
    if (closed || !buffer.empty()) wake();
}

void EventStream::Channel::detach() {
    const std::lock_guard lock(mutex);
    wake = nullptr;
    closed = true;
    buffer.clear();
}

std::string EventStream::Channel::take(bool& is_closed) {
    const std::lock_guard lock(mutex);
    is_closed = closed;
    return std::exchange(buffer, {});
}

}  // namespace kc::http
