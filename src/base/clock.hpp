// SPDX-License-Identifier: EUPL-1.2
// Code asks a Clock for the time, never the system, so that tests can fix it.
#pragma once

#include "base/berlin_time.hpp"
#include "base/date.hpp"

#include <atomic>

namespace kc {

class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
    Date today() const { return berlin_date(now()); }  // the day in Germany
};

class SystemClock final : public Clock {
public:
    Instant now() const override { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }
};

// Stands still until it is moved; may be moved while other threads read it.
class FixedClock final : public Clock {
public:
    explicit FixedClock(Instant instant) : seconds_(instant.time_since_epoch().count()) {}
    Instant now() const override { return Instant{std::chrono::seconds{seconds_.load()}}; }
    void advance(std::chrono::seconds by) { seconds_ += by.count(); }

private:
    std::atomic<std::int64_t> seconds_;
};

}  // namespace kc
