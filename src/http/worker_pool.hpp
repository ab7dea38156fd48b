// SPDX-License-Identifier: EUPL-1.2
// Threads that run handlers, behind a queue with a bound: when it is full the caller learns at once.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace kc::http {

class WorkerPool {
public:
    using Job = std::function<void()>;
    WorkerPool(std::string name, unsigned threads, std::size_t queue_max);
    ~WorkerPool();

    bool try_push(Job job);  // false: full
    void push(Job job);      // for the next piece of an answer already begun; bounded by the number of connections
    void stop();             // runs what is queued, then joins
    std::size_t queued() const;
    std::size_t running() const;

private:
    void work();
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> queue_;
    const std::size_t queue_max_;
    std::size_t running_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace kc::http
