// SPDX-License-Identifier: EUPL-1.2
// The parts of a session that never wait: what the request says, deadlines, the buffer, the record of the answer.
#include "http/session.hpp"

#include "http/event_stream_channel.hpp"
#include "http/url_coding.hpp"

#include <algorithm>

namespace kc::http {

int Session::take_target() {
    auto& request = exchange_->request;
    std::string_view target = request.target;
    // Proxies send the absolute form; the host in it counts no more than the one in Host.
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (target.size() < scheme.size() || !same_name(target.substr(0, scheme.size()), scheme)) continue;
        const auto path = target.find_first_of("/?", scheme.size());
        request.target = path == std::string_view::npos ? "/" : std::string(target.substr(path));
        if (request.target.front() == '?') request.target.insert(0, "/");
        target = request.target;
        break;
    }
    if (target == "*" && request.method == Method::options) target = request.target = "/";
    const auto mark = target.find('?');
    auto path = decode_path(target.substr(0, mark));
    auto query = decode_form(mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1));
    if (!path || !query) return 400;
    request.path = std::move(*path);
    request.parts().query = std::move(*query);
    return 0;
}

void Session::take_identity() {
    auto& request = exchange_->request;
    request.remote_address = peer_;
    request.secure = transport_->secure();
    if (core_.proxies.contains(peer_)) {
        request.remote_address = core_.proxies.client(peer_, request.header("X-Forwarded-For").value_or(""));
        if (const auto scheme = request.header("X-Forwarded-Proto")) request.secure = same_name(*scheme, "https");
    }
    const auto wanted = request.header("Accept-Language").value_or("");
    if (wanted.size() >= 2 && same_name(wanted.substr(0, 2), "en")) request.language = Language::en;
}

AnswerContext Session::context_for_answer() const {
    auto context = answer_context(exchange_->request);
    context.http_1_1 = exchange_->head.http_1_1;
    context.keep_alive = exchange_->keep_alive && !core_.stopping;
    context.cookies_secure = core_.options.cookies_secure;
    context.compress = core_.options.compress;
    context.compress_bytes_min = core_.options.compress_bytes_min;
    return context;
}

void Session::prepare_refusal(int status) {
    auto& exchange = *exchange_;
    const auto& request = exchange.request;
    auto response = core_.pages.page(status, request.language, request.path.empty() ? request.target : request.path, request.number);
    if (status == 429) response.headers.set("Retry-After", std::to_string(exchange.retry_after.count()));
    if (status == 503) response.headers.set("Retry-After", "1");
    const auto missing_file = [] { return Response(); };
    exchange.answer = prepare(std::move(response), context_for_answer(), missing_file);
    exchange.keep_alive = exchange.answer.keep_alive;
}

void Session::record() {
    const auto& exchange = *exchange_;
    const auto passed = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - exchange.started);
    const RequestRecord record{exchange.request,       exchange.route,      exchange.understood,
                               exchange.answer.status, exchange.bytes_sent, static_cast<std::uint64_t>(passed.count())};
    core_.log.record(record);
}

void Session::arm(Phase phase, std::chrono::milliseconds time) {
    phase_ = phase;
    armed_at_ = Clock::now();
    deadline_ = armed_at_ + time;
    timed_out_ = false;
}

void Session::disarm(Phase phase) {
    phase_ = phase;
    deadline_ = Clock::time_point::max();
}

void Session::check_deadline(Clock::time_point now, bool crowded) {
    const bool makes_room = crowded && phase_ == Phase::idle && now - armed_at_ > std::chrono::seconds(1);
    if (now < deadline_ && !makes_room) return;
    disarm(phase_);
    // Whoever has begun a request is told that it took too long (408); otherwise the connection just ends.
    timed_out_ = phase_ == Phase::head || phase_ == Phase::body;
    if (timed_out_)
        transport_->cancel();
    else
        transport_->close();
}

void Session::begin_stop() {
    if (events_) events_->close();
    ErrorCode ignored;
    const bool nothing_sent = filled_ == 0 && transport_->socket().available(ignored) == 0;
    if (phase_ == Phase::handshake || (phase_ == Phase::idle && nothing_sent)) transport_->close();
}

void Session::force_close() {
    forced_ = true;
    if (events_) events_->close();
    transport_->close();
}

void Session::make_room(std::size_t free_bytes) {
    if (buffer_.size() - filled_ < free_bytes) buffer_.resize(filled_ + free_bytes);
}

void Session::drop_front(std::size_t bytes) {
    if (bytes == 0) return;
    filled_ -= bytes;
    std::copy_n(buffer_.begin() + static_cast<std::ptrdiff_t>(bytes), filled_, buffer_.begin());
}

}  // namespace kc::http
