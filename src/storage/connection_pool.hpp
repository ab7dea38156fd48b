// SPDX-License-Identifier: EUPL-1.2
// A fixed number of connections, opened when first needed. A thread gets the same connection again when it is free, because that
// one has its statements prepared and its pages cached.
#pragma once

#include "storage/connection.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace kc::storage {

class ConnectionPool {
public:
    ConnectionPool(int size, std::chrono::milliseconds timeout, std::function<std::unique_ptr<Connection>()> open);

    Connection& borrow();  // throws StorageError busy when none becomes free in time, connection when it cannot be opened
    void give_back(Connection& connection) noexcept;

private:
    struct Slot {
        std::atomic<bool> taken{false};
        std::unique_ptr<Connection> connection;
    };

    Slot* try_take();
    Connection& ready(Slot& slot);
    void release(Slot& slot) noexcept;

    std::vector<Slot> slots_;
    const std::chrono::milliseconds timeout_;
    const std::function<std::unique_ptr<Connection>()> open_;
    std::atomic<int> waiting_{0};
    std::mutex mutex_;
    std::condition_variable freed_;
};

}  // namespace kc::storage
