// SPDX-License-Identifier: EUPL-1.2
#include "http/session.hpp"

#include "http/answer_request.hpp"

#include "http/event_stream_channel.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>

namespace kc::http {
namespace {

constexpr std::size_t read_bytes = 4 * 1024;
constexpr std::size_t body_read_bytes = 64 * 1024;
constexpr std::size_t linger_bytes_max = 4 * 1024 * 1024;
constexpr std::chrono::milliseconds linger_time{2'000};
constexpr std::size_t chunk_head_bytes_max = 16 * 1024;  // what a chunked body may keep unparsed

std::string chunk_head(std::size_t size) { return fmt::format("{:x}\r\n", size); }

}  // namespace

Session::Session(ServerCore& core, Loop& loop, std::unique_ptr<Transport> transport, std::string peer)
    : core_(core), loop_(loop), transport_(std::move(transport)), peer_(std::move(peer)) {
    transport_->on_progress = [this] {
        if (phase_ == Phase::writing) arm(Phase::writing, core_.options.write_timeout);
    };
}

Task<void> Session::run(std::shared_ptr<Session> self) {
    self->loop_.sessions.insert(self.get());
    try {
        co_await self->serve();
    } catch (const std::exception& problem) {
        spdlog::error("a connection broke: {}", problem.what());
    }
    self->disarm(Phase::closing);
    self->transport_->close();
    self->loop_.sessions.erase(self.get());
    self->core_.session_ended();
}

Task<void> Session::serve() {
    if (core_.discarding) co_return;  // accepted in the last moment, behind the order to close everything
    if (transport_->secure()) {
        ErrorCode failed;
        arm(Phase::handshake, core_.options.header_timeout);
        co_await transport_->handshake(failed);
        if (failed) co_return;
    }
    bool more = true;
    while (more && !forced_) more = co_await serve_one();
    if (!forced_ && !write_failed_) co_await close_gently();
}

Task<bool> Session::serve_one() {
    const bool first = !exchange_.has_value();
    exchange_.reset();
    if (filled_ == 0 && buffer_.size() > 4 * read_bytes) buffer_ = std::string();  // a waiting connection should cost little
    // A new connection gets no more time for its first byte than for a head.
    arm(Phase::idle, first ? core_.options.header_timeout : core_.options.idle_timeout);
    if (core_.stopping) begin_stop();
    int refusal = 0;
    const auto head_size = co_await read_head(refusal);
    if (head_size == 0 && refusal == 0) co_return false;
    exchange_.emplace();
    exchange_->request.number = core_.next_number();
    exchange_->started = Clock::now();
    if (refusal == 0) {
        refusal = begin_exchange(buffered().substr(0, head_size));
        drop_front(head_size);
    }
    if (refusal == 0 && exchange_->head.has_body()) refusal = co_await read_body();
    if (refusal == 0) {
        disarm(Phase::working);
        exchange_->started = Clock::now();
        auto& pool = exchange_->route && exchange_->route->options.pool == Pool::passwords ? core_.passwords : core_.workers;
        std::function<void()> work = [this] { answer(); };
        co_await run_on_worker(pool, std::move(work), true);
        if (exchange_->queue_full) refusal = 503;
    } else {
        exchange_->body_unread = true;
        exchange_->keep_alive = false;
    }
    if (refusal != 0) prepare_refusal(refusal);
    if (core_.stopping) exchange_->keep_alive = false;
    co_await write_answer();
    record();
    co_return exchange_->keep_alive && !write_failed_;
}

Task<std::size_t> Session::read_head(int& refusal) {
    std::size_t searched = 0;
    for (;;) {
        // Some clients put an empty line between requests; the standard asks to overlook it.
        while (buffered().starts_with("\r\n")) drop_front(2);
        if (filled_ > 0 && phase_ == Phase::idle) arm(Phase::head, core_.options.header_timeout);
        const auto end = MessageParser::find_head_end(buffered(), searched);
        if (end != std::string_view::npos && end <= core_.options.header_bytes_max) co_return end;
        if (filled_ >= core_.options.header_bytes_max || end != std::string_view::npos) {
            const auto line_end = buffered().find("\r\n");
            refusal = line_end == std::string_view::npos || line_end > core_.options.target_bytes_max ? 414 : 431;
            co_return 0;
        }
        make_room(read_bytes);
        ErrorCode failed;
        const auto n = co_await transport_->read_some(buffer_.data() + filled_, buffer_.size() - filled_, failed);
        filled_ += n;
        if (timed_out_) refusal = 408;
        if (failed || timed_out_) co_return 0;
    }
}

int Session::begin_exchange(std::string_view block) {
    auto& exchange = *exchange_;
    const HeadLimits limits{core_.options.target_bytes_max};
    const int malformed = parser_.parse_head(block, limits, exchange.head);
    auto& head = exchange.head;
    auto& request = exchange.request;
    request.method = head.method;
    request.target = std::move(head.target);
    request.host = std::move(head.host);
    request.parts().headers = std::move(head.headers);
    take_identity();
    if (malformed != 0) return malformed;
    if (const int refusal = take_target()) return refusal;
    exchange.understood = true;
    exchange.keep_alive = head.keep_alive;
    exchange.route = core_.router.match(request.method, request.path);
    const auto limit = exchange.route ? exchange.route->options.body_bytes_max.value_or(core_.options.body_bytes_max) : core_.options.body_bytes_max;
    if (head.content_length && *head.content_length > limit) return 413;
    if (core_.limiter && exchange.route && !exchange.route->options.rate_class.empty()) {
        const auto decision = core_.limiter->allow(exchange.route->options.rate_class, address_key(request.remote_address));
        if (!decision) {
            exchange.retry_after = decision.retry_after;
            return 429;
        }
    }
    return 0;
}

Task<int> Session::read_body() {
    auto& exchange = *exchange_;
    const auto& options = core_.options;
    BodyReceiver::Options limits;
    limits.bytes_max = exchange.route ? exchange.route->options.body_bytes_max.value_or(options.body_bytes_max) : options.body_bytes_max;
    limits.in_memory_max = options.body_in_memory_max;
    limits.to_file = exchange.route && exchange.route->options.upload_to_file;
    limits.directory = options.upload_directory;
    std::optional<BodyReceiver> receiver;
    try {
        receiver.emplace(exchange.request, limits);
    } catch (const std::exception& problem) {
        spdlog::error("request={} cannot take an upload: {}", exchange.request.number, problem.what());
        co_return 500;
    }
    if (exchange.head.expects_continue && filled_ == 0 && receiver->refusal() == 0) {
        co_await write_bytes("HTTP/1.1 100 Continue\r\n\r\n", "");
    }
    const auto begun = Clock::now();
    bool done = false;
    for (;;) {
        std::size_t consumed = 0;
        const int refusal = receive(buffered(), *receiver, consumed, done);
        drop_front(consumed);
        if (refusal != 0) co_return refusal;
        if (done) break;
        if (filled_ > chunk_head_bytes_max) co_return 400;
        const auto passed = Clock::now() - begun;
        const auto expected = std::chrono::duration<double>(passed).count() * static_cast<double>(options.body_bytes_per_second_min);
        if (passed > options.body_timeout && static_cast<double>(receiver->received()) < expected) co_return 408;
        make_room(body_read_bytes);
        arm(Phase::body, options.body_timeout);
        ErrorCode failed;
        const auto n = co_await transport_->read_some(buffer_.data() + filled_, buffer_.size() - filled_, failed);
        filled_ += n;
        if (timed_out_) co_return 408;
        if (failed) {
            write_failed_ = true;  // the client has gone in the middle: nobody to answer
            co_return 400;
        }
    }
    co_return receiver->finish();
}

int Session::receive(std::string_view bytes, BodyReceiver& receiver, std::size_t& consumed, bool& done) {
    try {
        const auto step = parser_.parse_body(bytes, receiver);
        consumed = step.consumed;
        done = step.done;
        return step.refusal != 0 ? step.refusal : receiver.refusal();
    } catch (const std::exception& problem) {
        spdlog::error("request={} cannot store its body: {}", exchange_->request.number, problem.what());
        return 500;
    }
}

// Suspends until a worker has run `work`. With `bounded` a full queue is noticed instead (Exchange::queue_full).
Task<void> Session::run_on_worker(WorkerPool& pool, std::function<void()> work, bool bounded) {
    auto initiate = [this, &pool, bounded](auto handler, std::function<void()> job_work) {
        auto resume = std::make_shared<decltype(handler)>(std::move(handler));
        auto& context = loop_.context;
        WorkerPool::Job job = [job_work = std::move(job_work), resume, &context]() mutable {
            job_work();
            asio::post(context, [resume = std::move(resume)] { (*resume)(); });
        };
        if (!bounded) {
            pool.push(std::move(job));
        } else if (!pool.try_push(std::move(job))) {
            exchange_->queue_full = true;
            asio::post(context, [resume = std::move(resume)] { (*resume)(); });
        }
    };
    return asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(initiate, awaiting, std::move(work));
}

void Session::answer() {
    auto& request = exchange_->request;
    const auto missing_file = [&] { return core_.router.refuse(request, 404); };
    try {
        auto response =
            core_.discarding ? core_.pages.page(503, request.language, request.path, request.number) : answer_request(core_.router, request);
        exchange_->answer = prepare(std::move(response), context_for_answer(), missing_file);
    } catch (const std::exception& problem) {
        spdlog::error("request={} has an answer that cannot be sent: {}", request.number, problem.what());
        prepare_refusal(500);
    }
    exchange_->keep_alive = exchange_->answer.keep_alive;
}

Task<void> Session::write_answer() {
    auto& answer = exchange_->answer;
    if (write_failed_) co_return;
    arm(Phase::writing, core_.options.write_timeout);
    if (!answer.has_body) {
        co_await write_bytes(answer.head, "");
    } else if (std::holds_alternative<FilePart>(answer.body)) {
        auto& part = std::get<FilePart>(answer.body);
        transport_->more_follows = part.length > 0;
        co_await write_bytes(answer.head, "");
        transport_->more_follows = false;
        if (!write_failed_) {
            ErrorCode failed;
            co_await transport_->send_file(part.file.get(), part.offset, part.length, failed);
            write_failed_ = static_cast<bool>(failed);
            exchange_->bytes_sent += failed ? 0 : part.length;
        }
    } else if (std::holds_alternative<StreamBody>(answer.body)) {
        co_await write_stream();
    } else if (std::holds_alternative<EventStream>(answer.body)) {
        co_await write_events();
    } else {
        co_await write_bytes(answer.head, answer.bytes());
    }
}

Task<void> Session::write_bytes(std::string_view head, std::string_view body) {
    std::size_t sent = 0;
    ErrorCode failed;
    // Almost every answer fits the socket's buffer: no suspension then.
    if (!transport_->try_write(head, body, sent, failed)) {
        const auto head_rest = head.substr(std::min(sent, head.size()));
        const auto body_rest = body.substr(sent > head.size() ? sent - head.size() : 0);
        co_await transport_->write(head_rest, body_rest, failed);
    }
    if (failed)
        write_failed_ = true;
    else if (exchange_)
        exchange_->bytes_sent += body.size();
}

Task<void> Session::write_stream() {
    auto& answer = exchange_->answer;
    std::string_view head = answer.head;
    std::string piece;
    bool more = true;
    while (more && !write_failed_ && !forced_) {
        disarm(Phase::working);
        piece.clear();
        std::function<void()> work = [this, &piece, &more] { produce(piece, more); };
        co_await run_on_worker(core_.workers, std::move(work), false);
        if (write_failed_) co_return;  // the producer failed: the missing end tells the client
        arm(Phase::writing, core_.options.write_timeout);
        std::string framed;
        if (answer.chunked && !piece.empty()) framed = chunk_head(piece.size());
        if (answer.chunked && !piece.empty()) piece += "\r\n";
        if (answer.chunked && !more) piece += "0\r\n\r\n";
        framed.insert(0, head);
        head = {};
        co_await write_bytes(framed, piece);
    }
}

void Session::produce(std::string& piece, bool& more) {
    struct PieceWriter final : BodyWriter {
        std::string& out;
        explicit PieceWriter(std::string& target) : out(target) {}
        void write(std::string_view bytes) override { out += bytes; }
    } writer(piece);
    try {
        more = std::get<StreamBody>(exchange_->answer.body).produce(writer);
    } catch (const std::exception& problem) {
        spdlog::error("request={} failed while its answer was being sent: {}", exchange_->request.number, problem.what());
        write_failed_ = true;
    }
}

Task<void> Session::write_events() {
    auto& answer = exchange_->answer;
    const auto channel = std::get<EventStream>(answer.body).channel();
    Timer wake_up(loop_.context);
    bool changed = false;
    // The stream may outlive the session: the weak pointer keeps a late push from touching it.
    const auto alive = std::make_shared<bool>(true);
    std::weak_ptr<bool> watch = alive;
    std::function<void()> on_change = [this, &wake_up, &changed, watch] {
        asio::post(loop_.context, [&wake_up, &changed, watch] {
            if (watch.expired()) return;
            changed = true;
            wake_up.cancel();
        });
    };
    events_ = channel.get();
    std::string head = answer.head;
    channel->attach(std::move(on_change));
    co_await write_bytes(head, "");
    bool closed = false;
    while (!closed && !write_failed_ && !forced_) {
        changed = false;
        auto pending = channel->take(closed);
        if (pending.empty() && !closed) {
            disarm(Phase::events);
            wake_up.expires_after(core_.options.event_heartbeat);
            auto [cancelled] = co_await wake_up.async_wait(awaiting_result);
            if (cancelled || changed) continue;
            pending = ": \n\n";  // a comment: keeps proxies from giving up and shows whether the client is still there
        }
        arm(Phase::writing, core_.options.write_timeout);
        if (!pending.empty()) {
            const auto size = pending.size();
            if (answer.chunked) pending = chunk_head(size) + pending + "\r\n";
            co_await write_bytes(pending, "");
            exchange_->bytes_sent += size;
        }
    }
    channel->detach();
    events_ = nullptr;
    if (answer.chunked && !write_failed_) co_await write_bytes("0\r\n\r\n", "");
    exchange_->keep_alive = false;
}

Task<void> Session::close_gently() {
    // Closing with unread bytes would reset the connection and could take the answer with it.
    arm(Phase::closing, linger_time);
    co_await transport_->end_sending();
    if (!exchange_ || !exchange_->body_unread) co_return;
    std::size_t discarded = 0;
    make_room(body_read_bytes);
    while (discarded < linger_bytes_max && !forced_) {
        ErrorCode failed;
        const auto n = co_await transport_->read_some(buffer_.data(), buffer_.size(), failed);
        discarded += n;
        if (failed || n == 0) co_return;
    }
}

}  // namespace kc::http
