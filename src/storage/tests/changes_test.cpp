// SPDX-License-Identifier: EUPL-1.2
#include "storage/changes.hpp"
#include "tests/support/test_database.hpp"

#include <algorithm>
#include <mutex>
#include <set>
#include <thread>

#include <doctest/doctest.h>

namespace kc::storage {
namespace {

using namespace std::chrono_literals;

void change(Database& database, std::int64_t subject, ChangeTopic topic = ChangeTopic::learning_unit) {
    database.in_transaction([&](Transaction& tx) { record_change(tx, topic, subject); });
}

// What a feed has told so far.
class Heard {
public:
    ChangeFeed::Subscriber subscriber() {
        return [this](std::span<const std::int64_t> subjects) {
            const std::lock_guard guard(mutex_);
            all_.insert(all_.end(), subjects.begin(), subjects.end());
        };
    }
    std::vector<std::int64_t> all() const {
        const std::lock_guard guard(mutex_);
        return all_;
    }
    bool soon(const std::set<std::int64_t>& expected) const {
        for (int i = 0; i < 400; ++i) {
            const auto now = all();
            if (std::ranges::all_of(expected, [&](std::int64_t one) { return std::ranges::find(now, one) != now.end(); })) return true;
            std::this_thread::sleep_for(10ms);
        }
        return false;
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::int64_t> all_;
};

}  // namespace

TEST_CASE("a change is told to its subscribers, by other processes as well, and nothing before the position") {
    for (auto& database : kc::test::databases()) {
        const auto other_node = open_database(database.owner().url());
        change(*database, 1);
        const auto position = database->read(change_position);
        change(*database, 2);
        Heard units;
        Heard venues;
        ChangeFeed feed(*database, position);
        feed.subscribe(ChangeTopic::learning_unit, units.subscriber());
        feed.subscribe(ChangeTopic::venue, venues.subscriber());
        feed.start();
        CHECK(units.soon({2}));
        change(*database, 3);
        change(*other_node, 4);
        change(*other_node, 5, ChangeTopic::venue);
        change(*other_node, 6, ChangeTopic::provider);
        CHECK(units.soon({2, 3, 4}));
        CHECK(venues.soon({5}));
        feed.stop();
        auto all = units.all();
        CHECK(std::set<std::int64_t>(all.begin(), all.end()) == std::set<std::int64_t>{2, 3, 4});
        CHECK(all.size() == 3);
    }
}

TEST_CASE("changes of one process arrive at once and those of another within a moment") {
    for (auto& database : kc::test::databases()) {
        const auto other_node = open_database(database.owner().url());
        Heard heard;
        ChangeFeed feed(*database, database->read(change_position), {.interval = 50ms, .fallback_interval = 60s});
        feed.subscribe(ChangeTopic::learning_unit, heard.subscriber());
        feed.start();
        std::this_thread::sleep_for(100ms);
        const auto begin = std::chrono::steady_clock::now();
        change(*other_node, 1);
        CHECK(heard.soon({1}));
        CHECK(std::chrono::steady_clock::now() - begin < 2s);
    }
}

TEST_CASE("a change whose transaction began earlier but ended later is not lost") {
    auto owner = kc::test::postgres_database();
    if (!owner) {
        kc::test::say_skipped();
        return;
    }
    Database& database = **owner;
    Heard heard;
    ChangeFeed feed(database, database.read(change_position), {.fallback_interval = 50ms});
    feed.subscribe(ChangeTopic::learning_unit, heard.subscriber());
    feed.start();
    database.in_transaction([&](Transaction& tx) {
        record_change(tx, ChangeTopic::learning_unit, 1);  // the lower number …
        std::thread([&] { change(database, 2); }).join();  // … while the higher one is committed and told
        CHECK(heard.soon({2}));
        std::this_thread::sleep_for(150ms);
    });
    CHECK(heard.soon({1, 2}));
    // The same around a snapshot that is taken in between.
    std::optional<ChangePosition> between;
    Heard later;
    database.in_transaction([&](Transaction& tx) {
        record_change(tx, ChangeTopic::learning_unit, 11);
        std::thread([&] {
            change(database, 12);
            between = database.read(change_position);
        }).join();
    });
    ChangeFeed second(database, *between);
    second.subscribe(ChangeTopic::learning_unit, later.subscriber());
    second.start();
    CHECK(later.soon({11}));
    CHECK(later.all() == std::vector<std::int64_t>{11});
}

TEST_CASE("many writers lose no change") {
    for (auto& database : kc::test::databases()) {
        Heard heard;
        ChangeFeed feed(*database, database->read(change_position), {.interval = 5ms});
        feed.subscribe(ChangeTopic::learning_unit, heard.subscriber());
        feed.start();
        std::vector<std::thread> writers;
        std::set<std::int64_t> expected;
        for (int number = 0; number < 4; ++number) {
            for (int i = 0; i < 50; ++i) expected.insert(number * 1000 + i);
            writers.emplace_back([&, number] {
                for (int i = 0; i < 50; ++i) change(*database, number * 1000 + i);
            });
        }
        for (auto& writer : writers) writer.join();
        CHECK(heard.soon(expected));
        CHECK(heard.all().size() == expected.size());
    }
}

TEST_CASE("a subscriber that fails is told again") {
    for (auto& database : kc::test::databases()) {
        Heard heard;
        std::atomic<int> calls{0};
        std::atomic<int> problems{0};
        ChangeFeed feed(*database, database->read(change_position));
        feed.subscribe(ChangeTopic::learning_unit, [&, keep = heard.subscriber()](std::span<const std::int64_t> subjects) {
            if (++calls == 1) throw std::runtime_error("not now");
            keep(subjects);
        });
        feed.on_problem([&](const std::string&) { ++problems; });
        feed.start();
        change(*database, 7);
        CHECK(heard.soon({7}));
        CHECK(problems == 1);
    }
}

TEST_CASE("stopping a feed takes no time") {
    for (auto& database : kc::test::databases()) {
        ChangeFeed feed(*database, database->read(change_position), {.interval = 10s, .fallback_interval = 60s});
        feed.start();
        std::this_thread::sleep_for(50ms);
        const auto begin = std::chrono::steady_clock::now();
        feed.stop();
        CHECK(std::chrono::steady_clock::now() - begin < 1s);
        feed.stop();
    }
}

TEST_CASE("old changes are forgotten, the newest one stays") {
    for (auto& database : kc::test::databases()) {
        for (int i = 0; i < 5; ++i) change(*database, i);
        const Instant far_future{std::chrono::seconds{9'999'999'999}};
        CHECK(database->in_transaction([&](Transaction& tx) { return forget_changes(tx, Instant{}); }) == 0);
        CHECK(database->in_transaction([&](Transaction& tx) { return forget_changes(tx, far_future); }) == 4);
        const auto position = database->read(change_position);
        change(*database, 9);
        Heard heard;
        ChangeFeed feed(*database, position);
        feed.subscribe(ChangeTopic::learning_unit, heard.subscriber());
        feed.start();
        CHECK(heard.soon({9}));
    }
}

}  // namespace kc::storage
