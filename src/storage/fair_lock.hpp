// SPDX-License-Identifier: EUPL-1.2
// A lock that is granted in the order of asking. SQLite's own waiting backs off by chance and lets a writer starve for half a
// second under load; std::mutex promises no order either.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>

namespace kc::storage {

class FairLock {
public:
    // False when the lock was not granted in time.
    bool lock_within(std::chrono::milliseconds timeout) {
        std::unique_lock guard(mutex_);
        if (!taken_ && waiting_.empty()) {
            taken_ = true;
            return true;
        }
        Waiter me;
        waiting_.push_back(&me);
        if (me.turn.wait_for(guard, timeout, [&] { return me.granted; })) return true;
        std::erase(waiting_, &me);
        return false;
    }

    void unlock() {
        const std::lock_guard guard(mutex_);
        if (waiting_.empty()) {
            taken_ = false;
            return;
        }
        Waiter* next = waiting_.front();  // the lock passes on without ever being free, so nobody can push in
        waiting_.pop_front();
        next->granted = true;
        next->turn.notify_one();
    }

private:
    struct Waiter {
        std::condition_variable turn;
        bool granted = false;
    };

    std::mutex mutex_;
    std::deque<Waiter*> waiting_;
    bool taken_ = false;
};

}  // namespace kc::storage
