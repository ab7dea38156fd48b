// SPDX-License-Identifier: EUPL-1.2
#include "jobs/jobs.hpp"
#include "tests/support/test_database.hpp"

#include <atomic>
#include <set>
#include <thread>

#include <doctest/doctest.h>

namespace kc::jobs {
namespace {

using namespace std::chrono_literals;
using storage::Database;

const Instant start_of_test{std::chrono::seconds{1772442000}};

JobState state_of(Database& database, JobQueue& queue, JobId id) {
    return database.read([&](Session& session) { return queue.find(session, id)->state; });
}

std::optional<JobId> add(Database& database, JobQueue& queue, const NewJob& job) {
    return database.in_transaction([&](Transaction& tx) { return queue.enqueue(tx, job); });
}

bool soon(const std::function<bool()>& condition) {
    for (int i = 0; i < 500; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

}  // namespace

TEST_CASE("a job runs once, with its payload, when it is due") {
    for (auto& database : kc::test::databases()) {
        FixedClock clock(start_of_test);
        JobQueue queue(clock);
        std::vector<std::string> seen;
        JobWorker worker(*database, clock, {{"greet", [&](const Job& job) { seen.push_back(job.payload); }}});
        const auto id = add(*database, queue, {.kind = "greet", .payload = "{\"to\":1}"});
        const auto later = add(*database, queue, {.kind = "greet", .payload = "{\"to\":2}", .run_at = start_of_test + 60s});
        add(*database, queue, {.kind = "nobody handles this"});
        CHECK(worker.run_due() == 1);
        CHECK(seen == std::vector<std::string>{"{\"to\":1}"});
        CHECK(state_of(*database, queue, *id) == JobState::done);
        CHECK(state_of(*database, queue, *later) == JobState::queued);
        clock.advance(60s);
        CHECK(worker.run_due() == 1);
        CHECK(worker.run_due() == 0);
        CHECK(seen.size() == 2);
    }
}

TEST_CASE("jobs for when nothing else is to be done are taken only while no other is due, however long they have waited") {
    for (auto& database : kc::test::databases()) {
        FixedClock clock(start_of_test);
        JobQueue queue(clock);
        std::vector<std::string> order;
        const auto note = [&](const Job& job) {
            order.push_back(job.kind + job.payload);
            if (job.payload == "1" && job.kind == "long") add(*database, queue, {.kind = "short", .payload = "2"});
        };
        JobWorker worker(*database, clock, {{"long", note}, {"short", note}});
        for (const char* payload : {"1", "2"}) add(*database, queue, {.kind = "long", .payload = payload, .when_idle = true});
        clock.advance(60s);
        add(*database, queue, {.kind = "short", .payload = "1"});
        add(*database, queue, {.kind = "short", .payload = "later", .run_at = start_of_test + 600s});
        CHECK(worker.run_due() == 4);
        CHECK(order == std::vector<std::string>{"short1", "long1", "short2", "long2"});
        // Once somebody waits for it, it is a job like others.
        order.clear();
        add(*database, queue, {.kind = "long", .payload = "other", .when_idle = true});
        add(*database, queue, {.kind = "long", .payload = "same", .unique_key = "same", .when_idle = true});
        CHECK_FALSE(add(*database, queue, {.kind = "long", .payload = "same", .unique_key = "same"}));
        CHECK(worker.run_due() == 2);
        CHECK(order == std::vector<std::string>{"longsame", "longother"});
    }
}

TEST_CASE("a job is not there when its transaction was undone") {
    for (auto& database : kc::test::databases()) {
        FixedClock clock(start_of_test);
        JobQueue queue(clock);
        CHECK_THROWS(database->in_transaction([&](Transaction& tx) {
            queue.enqueue(tx, "greet", "{}");
            throw std::runtime_error("undo");
        }));
        CHECK(database->read([&](Session& session) { return queue.count(session).queued; }) == 0);
    }
}

TEST_CASE("jobs with the same key gather while they are queued, not while one runs") {
    for (auto& database : kc::test::databases()) {
        FixedClock clock(start_of_test);
        JobQueue queue(clock);
        int ran = 0;
        std::optional<JobId> added_while_running;
        JobWorker worker(*database, clock, {{"replan", [&](const Job&) {
                                                 if (++ran == 1)
                                                     added_while_running = add(*database, queue, {.kind = "replan", .unique_key = "person 7"});
                                             }}});
        CHECK(add(*database, queue, {.kind = "replan", .run_at = start_of_test + 100s, .unique_key = "person 7"}).has_value());
        CHECK_FALSE(add(*database, queue, {.kind = "replan", .run_at = start_of_test + 200s, .unique_key = "person 7"}).has_value());
        CHECK(worker.run_due() == 0);
        CHECK_FALSE(add(*database, queue, {.kind = "replan", .unique_key = "person 7"}).has_value());  // brings it forward
        CHECK(add(*database, queue, {.kind = "replan", .unique_key = "person 8"}).has_value());
        CHECK(add(*database, queue, {.kind = "other", .unique_key = "person 7"}).has_value());
        CHECK(worker.run_due() == 3);
        CHECK(added_while_running.has_value());
    }
}

TEST_CASE("a failing job is tried again with growing pauses and finally given up, without the text of foreign errors") {
    for (auto& database : kc::test::databases()) {
        FixedClock clock(start_of_test);
        JobQueue queue(clock);
        int ran = 0;
        JobWorker worker(*database, clock,
                         {{"fail",
                           [&](const Job&) {
                               if (++ran == 3) throw JobFailure("The mail server refuses the connection.");
                               throw std::runtime_error("Erika Musterfrau");
                           }}},
                         {.attempts_max = 3, .first_pause = 10s});
        const auto id = *add(*database, queue, {.kind = "fail"});
        const auto find = [&] { return *database->read([&](Session& session) { return queue.find(session, id); }); };
        CHECK(worker.run_due() == 1);
        CHECK(find().state == JobState::queued);
        CHECK(find().run_at == start_of_test + 10s);
        CHECK(find().last_error->find("Erika") == std::string::npos);
        CHECK(find().last_error->find("runtime_error") != std::string::npos);
        clock.advance(9s);
        CHECK(worker.run_due() == 0);
        clock.advance(1s);
        CHECK(worker.run_due() == 1);
        CHECK(find().run_at == start_of_test + 30s);
        clock.advance(20s);
        CHECK(worker.run_due() == 1);
        CHECK(find().state == JobState::failed);
        CHECK(find().last_error == "The mail server refuses the connection.");
        CHECK(ran == 3);
        // The operator's page.
        database->read([&](Session& session) {
            CHECK(queue.count(session).failed == 1);
            CHECK(queue.list(session, JobState::failed, 0, 10).size() == 1);
            CHECK(queue.list(session, JobState::failed, 1, 10).empty());
        });
        CHECK(database->in_transaction([&](Transaction& tx) { return queue.retry(tx, id); }));
        CHECK_FALSE(database->in_transaction([&](Transaction& tx) { return queue.retry(tx, id); }));
        CHECK(worker.run_due() == 1);
        clock.advance(3600s);
        CHECK(database->in_transaction([&](Transaction& tx) { return queue.remove_finished(tx, clock.now()); }) == 1);
        CHECK(database->read([&](Session& session) { return queue.count(session).queued; }) == 1);
    }
}

TEST_CASE("a failed job whose key is queued again leaves the work to that one") {
    for (auto& database : kc::test::databases()) {
        FixedClock clock(start_of_test);
        JobQueue queue(clock);
        int ran = 0;
        JobWorker worker(*database, clock, {{"replan", [&](const Job&) {
                                                 if (++ran > 1) return;
                                                 add(*database, queue, {.kind = "replan", .unique_key = "7"});
                                                 throw JobFailure("no");
                                             }}});
        const auto id = *add(*database, queue, {.kind = "replan", .unique_key = "7"});
        CHECK(worker.run_due() == 2);
        CHECK(state_of(*database, queue, id) == JobState::done);
        CHECK(database->read([&](Session& session) { return queue.count(session).done; }) == 2);
    }
}

TEST_CASE("a job of a worker that died is taken up after its lease, not before") {
    for (auto& database : kc::test::databases()) {
        FixedClock clock(start_of_test);
        JobQueue queue(clock);
        const auto id = *add(*database, queue, {.kind = "work"});
        database->in_transaction([&](Transaction& tx) {
            tx.execute("UPDATE jobs SET state = 'running', attempts = 1, lease_owner = 'dead', lease_until = ? WHERE id = ?", start_of_test + 60s,
                       id);
        });
        int ran = 0;
        JobWorker worker(*database, clock, {{"work", [&](const Job&) { ++ran; }}}, {.attempts_max = 3});
        CHECK(worker.run_due() == 0);
        clock.advance(61s);
        CHECK(worker.run_due() == 1);
        CHECK(ran == 1);
        // A job that takes its worker down each time is not run for ever.
        const auto deadly = *add(*database, queue, {.kind = "work"});
        database->in_transaction([&](Transaction& tx) {
            tx.execute("UPDATE jobs SET state = 'running', attempts = 3, lease_owner = 'dead', lease_until = ? WHERE id = ?", clock.now() - 1s,
                       deadly);
        });
        CHECK(worker.run_due() == 1);
        CHECK(ran == 1);
        CHECK(state_of(*database, queue, deadly) == JobState::failed);
    }
}

TEST_CASE("a worker that lost its lease changes nothing any more") {
    for (auto& database : kc::test::databases()) {
        FixedClock clock(start_of_test);
        JobQueue queue(clock);
        JobWorker worker(*database, clock, {{"work", [&](const Job& job) {
                                                 database->in_transaction([&](Transaction& tx) {
                                                     tx.execute("UPDATE jobs SET lease_owner = 'other', attempts = 2 WHERE id = ?", job.id);
                                                 });
                                             }}});
        const auto id = *add(*database, queue, {.kind = "work"});
        worker.run_due();
        CHECK(state_of(*database, queue, id) == JobState::running);
    }
}

TEST_CASE("workers of several nodes never run a job twice and wake at once") {
    for (auto& database : kc::test::databases()) {
        const SystemClock clock;
        JobQueue queue(clock);
        std::mutex mutex;
        std::multiset<std::int64_t> ran;
        const auto other_node = storage::open_database(database.owner().url());
        const std::map<std::string, JobHandler> handlers{{"count", [&](const Job& job) {
                                                              const std::lock_guard guard(mutex);
                                                              ran.insert(job.id.value);
                                                          }}};
        JobWorker first(*database, clock, handlers, {.threads = 3, .poll = 20ms});
        JobWorker second(*other_node, clock, handlers, {.threads = 3, .poll = 20ms});
        first.start();
        second.start();
        constexpr int count = 120;
        for (int i = 0; i < count; ++i) add(*database, queue, {.kind = "count"});
        CHECK(soon([&] { return database->read([&](Session& session) { return queue.count(session).done; }) == count; }));
        second.stop();
        first.stop();
        CHECK(ran.size() == count);
        CHECK(std::set<std::int64_t>(ran.begin(), ran.end()).size() == count);
    }
}

TEST_CASE("an enqueued job wakes the worker of its process without waiting for the next look") {
    for (auto& database : kc::test::databases()) {
        const SystemClock clock;
        JobQueue queue(clock);
        std::atomic<bool> ran{false};
        JobWorker worker(*database, clock, {{"now", [&](const Job&) { ran = true; }}}, {.poll = 60s});
        worker.start();
        std::this_thread::sleep_for(50ms);
        add(*database, queue, {.kind = "now"});
        CHECK(soon([&] { return ran.load(); }));
    }
}

TEST_CASE("the lease of a long job is renewed") {
    for (auto& database : kc::test::databases()) {
        const SystemClock clock;
        JobQueue queue(clock);
        std::atomic<int> ran{0};
        const auto other_node = storage::open_database(database.owner().url());
        const std::map<std::string, JobHandler> handlers{{"long", [&](const Job&) {
                                                              ++ran;
                                                              std::this_thread::sleep_for(3500ms);
                                                          }}};
        JobWorker first(*database, clock, handlers, {.lease = 1s, .poll = 50ms});
        JobWorker second(*other_node, clock, handlers, {.lease = 1s, .poll = 50ms});
        first.start();
        second.start();
        const auto id = *add(*database, queue, {.kind = "long"});
        CHECK(soon([&] { return state_of(*database, queue, id) == JobState::done; }));
        CHECK(ran == 1);
    }
}

TEST_CASE("stopping waits for what runs and takes nothing new") {
    for (auto& database : kc::test::databases()) {
        const SystemClock clock;
        JobQueue queue(clock);
        std::atomic<int> begun{0};
        std::atomic<int> ended{0};
        JobWorker worker(*database, clock, {{"slow", [&](const Job&) {
                                                 ++begun;
                                                 std::this_thread::sleep_for(100ms);
                                                 ++ended;
                                             }}});
        worker.start();
        for (int i = 0; i < 10; ++i) add(*database, queue, {.kind = "slow"});
        CHECK(soon([&] { return begun > 0; }));
        worker.stop();
        CHECK(begun == ended);
        CHECK(ended < 10);
        CHECK(database->read([&](Session& session) { return queue.count(session).running; }) == 0);
    }
}

}  // namespace kc::jobs
