// SPDX-License-Identifier: EUPL-1.2
// Work that is done later: recorded in the same transaction as its cause, done by workers on any node, at least once.
// A handler must therefore be able to run twice with the same result.
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "storage/database.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kc::jobs {

using storage::Database;
using storage::Session;
using storage::Transaction;

enum class JobState { queued, running, done, failed };
BOOST_DESCRIBE_ENUM(JobState, queued, running, done, failed)

struct NewJob {
    std::string kind;                       // "mail.send", "planning.replan"
    std::string payload = "{}";             // JSON text, ids rather than personal values
    Instant run_at{};                       // not before; the epoch means at once
    std::optional<std::string> unique_key;  // while one with this kind and key is queued, another is not added
    bool when_idle = false;                 // taken only while no other job is due: long work that nobody waits for
};

struct Job {
    JobId id;
    std::string kind;
    std::string payload;
    std::optional<std::string> unique_key;
    JobState state{};
    Instant run_at{};
    int attempts = 0;
    std::optional<std::string> last_error;
    Instant created_at{};
    std::optional<Instant> finished_at;
};
BOOST_DESCRIBE_STRUCT(Job, (), (id, kind, payload, unique_key, state, run_at, attempts, last_error, created_at, finished_at))

struct JobCounts {
    std::int64_t queued = 0, running = 0, done = 0, failed = 0;
};

class JobQueue {
public:
    explicit JobQueue(const Clock& clock) : clock_(clock) {}

    // The new job, or nothing when a queued one with the same kind and unique key already stands for it (it then runs at the
    // earlier of both times).
    std::optional<JobId> enqueue(Transaction& transaction, const NewJob& job);
    std::optional<JobId> enqueue(Transaction& transaction, std::string kind, std::string payload, Instant run_at = {},
                                 std::optional<std::string> unique_key = std::nullopt) {
        return enqueue(transaction, NewJob{std::move(kind), std::move(payload), run_at, std::move(unique_key)});
    }

    // For the operator's page.
    std::vector<Job> list(Session& session, JobState state, int offset, int limit);
    std::optional<Job> find(Session& session, JobId id);
    JobCounts count(Session& session);
    bool retry(Transaction& transaction, JobId id);  // false unless it had failed
    std::int64_t remove_finished(Transaction& transaction, Instant before);

private:
    const Clock& clock_;
};

// A failure whose text may be shown to the operator; any other exception is recorded as its kind only, because its text
// could hold personal values.
class JobFailure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

using JobHandler = std::function<void(const Job&)>;

struct JobWorkerOptions {
    int threads = 1;
    std::chrono::seconds lease{60};        // a job of a crashed node is taken up again after this long
    std::chrono::milliseconds poll{1000};  // how often other nodes' jobs are looked for; own ones wake it at once
    int attempts_max = 8;
    std::chrono::seconds first_pause{10};          // doubled after each failure …
    std::chrono::seconds longest_pause{6 * 3600};  // … up to this
};

class JobWorker {
public:
    // Only kinds that have a handler here are taken.
    JobWorker(Database& database, const Clock& clock, std::map<std::string, JobHandler> handlers, JobWorkerOptions options = {});
    ~JobWorker();  // stops
    JobWorker(const JobWorker&) = delete;

    void start();
    void stop();  // waits for the jobs that are running

    // Runs what is due on the calling thread until nothing is left; returns how many ran. For tests and the command line.
    int run_due();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kc::jobs
