// SPDX-License-Identifier: EUPL-1.2
#include "storage/connection_pool.hpp"

#include "storage/errors.hpp"

namespace kc::storage {
namespace {

// Threads are numbered as they come, so that few of them prefer the same slot.
std::size_t thread_number() {
    static std::atomic<std::size_t> next{0};
    thread_local const std::size_t number = next++;
    return number;
}

}  // namespace

ConnectionPool::ConnectionPool(int size, std::chrono::milliseconds timeout, std::function<std::unique_ptr<Connection>()> open)
    : slots_(static_cast<std::size_t>(size > 0 ? size : 1)), timeout_(timeout), open_(std::move(open)) {}

ConnectionPool::Slot* ConnectionPool::try_take() {
    const std::size_t first = thread_number();
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        Slot& slot = slots_[(first + i) % slots_.size()];
        if (!slot.taken.load(std::memory_order_relaxed) && !slot.taken.exchange(true)) return &slot;
    }
    return nullptr;
}

Connection& ConnectionPool::borrow() {
    if (Slot* slot = try_take()) return ready(*slot);
    std::unique_lock guard(mutex_);
    ++waiting_;  // before looking again: whoever gives back after this look sees that somebody waits
    const auto deadline = std::chrono::steady_clock::now() + timeout_;
    Slot* slot = nullptr;
    while ((slot = try_take()) == nullptr) {
        if (freed_.wait_until(guard, deadline) == std::cv_status::timeout && (slot = try_take()) == nullptr) break;
        if (slot != nullptr) break;
    }
    --waiting_;
    guard.unlock();
    if (slot == nullptr) {
        throw StorageError(StorageErrorKind::busy,
                           "Alle Verbindungen zur Datenbank blieben belegt. Versuchen Sie es später noch "
                           "einmal. Geschieht das oft, erlauben Sie mehr Verbindungen.");
    }
    return ready(*slot);
}

Connection& ConnectionPool::ready(Slot& slot) {
    try {
        if (slot.connection == nullptr || !slot.connection->usable()) {
            slot.connection.reset();
            slot.connection = open_();
            slot.connection->pool_slot = static_cast<std::size_t>(&slot - slots_.data());
        }
        return *slot.connection;
    } catch (...) {
        release(slot);
        throw;
    }
}

void ConnectionPool::give_back(Connection& connection) noexcept { release(slots_[connection.pool_slot]); }

void ConnectionPool::release(Slot& slot) noexcept {
    slot.taken.store(false);
    if (waiting_.load() > 0) {
        const std::lock_guard guard(mutex_);
        freed_.notify_one();
    }
}

}  // namespace kc::storage
