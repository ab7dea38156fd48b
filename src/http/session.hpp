// SPDX-License-Identifier: EUPL-1.2
// One connection from its first byte to its last: reads requests, hands them to workers, writes answers, keeps the deadlines.
#pragma once

#include "http/body_receiver.hpp"
#include "http/message_parser.hpp"
#include "http/prepared_response.hpp"
#include "http/server_core.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace kc::http {

// One request and its answer.
struct Exchange {
    Request request;
    RequestHead head;
    const Route* route = nullptr;
    PreparedResponse answer;
    bool understood = false;
    bool queue_full = false;
    bool keep_alive = false;
    bool body_unread = false;
    std::uint64_t bytes_sent = 0;
    std::chrono::seconds retry_after{0};
    std::chrono::steady_clock::time_point started;
};

class Session : public std::enable_shared_from_this<Session> {
public:
    Session(ServerCore& core, Loop& loop, std::unique_ptr<Transport> transport, std::string peer);
    static Task<void> run(std::shared_ptr<Session> self);

    // All on the loop's thread.
    void check_deadline(std::chrono::steady_clock::time_point now, bool crowded);  // crowded: waiting connections make room
    void begin_stop();                                                             // ends at once if nothing is under way, else after the answer
    void force_close();

private:
    using Clock = std::chrono::steady_clock;
    enum class Phase { handshake, idle, head, body, working, writing, events, closing };

    Task<void> serve();
    Task<bool> serve_one();                     // false: the connection ends
    Task<std::size_t> read_head(int& refusal);  // bytes of the head at the front of the buffer; 0: nothing came
    Task<int> read_body();                      // 0 or a status to refuse with
    Task<void> run_on_worker(WorkerPool& pool, std::function<void()> work, bool bounded);
    Task<void> write_answer();
    Task<void> write_bytes(std::string_view head, std::string_view body);
    Task<void> write_stream();
    Task<void> write_events();
    Task<void> close_gently();  // lets the client read the answer before the connection is gone

    int begin_exchange(std::string_view head);  // 0 or a status
    int take_target();
    void take_identity();
    int receive(std::string_view bytes, BodyReceiver& receiver, std::size_t& consumed, bool& done);
    void answer();                                 // on a worker
    void produce(std::string& piece, bool& more);  // on a worker
    void prepare_refusal(int status);
    AnswerContext context_for_answer() const;
    void record();
    void arm(Phase phase, std::chrono::milliseconds time);
    void disarm(Phase phase);
    std::string_view buffered() const { return std::string_view(buffer_).substr(0, filled_); }
    void make_room(std::size_t free_bytes);
    void drop_front(std::size_t bytes);

    ServerCore& core_;
    Loop& loop_;
    std::unique_ptr<Transport> transport_;
    const std::string peer_;
    MessageParser parser_;
    std::string buffer_;  // grows for bodies, shrinks between requests
    std::size_t filled_ = 0;
    std::optional<Exchange> exchange_;
    Phase phase_ = Phase::idle;
    Clock::time_point deadline_ = Clock::time_point::max();
    Clock::time_point armed_at_{};
    bool timed_out_ = false;
    bool forced_ = false;
    bool write_failed_ = false;
    EventStream::Channel* events_ = nullptr;  // while write_events runs
};

}  // namespace kc::http
