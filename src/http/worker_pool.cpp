// SPDX-License-Identifier: EUPL-1.2
#include "http/worker_pool.hpp"

#include <algorithm>
#include <utility>

#include <pthread.h>

namespace kc::http {

WorkerPool::WorkerPool(std::string name, unsigned threads, std::size_t queue_max) : queue_max_(queue_max) {
    for (unsigned i = 0; i < std::max(1u, threads); ++i) {
        threads_.emplace_back([this] { work(); });
        ::pthread_setname_np(threads_.back().native_handle(), name.substr(0, 15).c_str());
    }
}

WorkerPool::~WorkerPool() { stop(); }

bool WorkerPool::try_push(Job job) {
    {
        const std::lock_guard lock(mutex_);
        // Idle workers take from the queue at once: they do not count as waiting.
        const auto idle = threads_.size() - std::min(threads_.size(), running_);
        if (stopping_ || queue_.size() >= queue_max_ + idle) return false;
        queue_.push_back(std::move(job));
    }
    changed_.notify_one();
    return true;
}

void WorkerPool::push(Job job) {
    {
        const std::lock_guard lock(mutex_);
        queue_.push_back(std::move(job));
    }
    changed_.notify_one();
}

void WorkerPool::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

std::size_t WorkerPool::queued() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

std::size_t WorkerPool::running() const {
    const std::lock_guard lock(mutex_);
    return running_;
}

void WorkerPool::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        {
            auto job = std::move(queue_.front());
            queue_.pop_front();
            ++running_;
            lock.unlock();
            job();
        }
        lock.lock();
        --running_;
    }
}

}  // namespace kc::http
