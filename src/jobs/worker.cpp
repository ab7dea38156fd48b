// SPDX-License-Identifier: EUPL-1.2
// A job belongs to a worker as long as its lease lasts; a thread renews the leases of what runs long. Every update names owner
// and attempt, so a worker that lost its lease can no longer change the job.
#include "base/random.hpp"
#include "jobs/jobs.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>
#include <typeinfo>

#include <spdlog/spdlog.h>
#include <boost/core/demangle.hpp>

namespace kc::jobs {

using storage::Engine;
using storage::StorageError;
using storage::StorageErrorKind;

struct JobWorker::State {
    Database& database;
    const Clock& clock;
    const std::map<std::string, JobHandler> handlers;
    const JobWorkerOptions options;
    const std::string owner = random_token(12);
    storage::TextList kinds;

    std::mutex mutex;
    std::condition_variable changed;
    bool stopping = false;
    std::uint64_t wakes = 0;         // counts enqueues, so that none is missed between looking and waiting
    std::set<std::int64_t> running;  // their leases are renewed
    std::shared_ptr<void> wake_registration;
    std::vector<std::thread> threads;

    State(Database& the_database, const Clock& the_clock, std::map<std::string, JobHandler> the_handlers, JobWorkerOptions the_options)
        : database(the_database), clock(the_clock), handlers(std::move(the_handlers)), options(the_options) {
        std::vector<std::string> names;
        for (const auto& [kind, handler] : handlers) names.push_back(kind);
        kinds = storage::json_texts(names);
    }

    bool anything_due() {
        const Instant now = clock.now();
        return database.read([&](Session& session) {
            return session.get<bool>(
                "SELECT EXISTS (SELECT 1 FROM jobs WHERE state = 'queued' AND run_at <= ? AND kind IN ($TEXTS)) "
                "OR EXISTS (SELECT 1 FROM jobs WHERE state = 'running' AND lease_until < ? AND kind IN ($TEXTS))",
                now, kinds, now, kinds);
        });
    }

    std::optional<Job> lease() {
        if (!anything_due()) return std::nullopt;  // an idle worker does not take SQLite's writer lock
        return database.in_transaction([&](Transaction& tx) { return lease_next(tx); });
    }

    void end(const Job& job) {
        database.in_transaction([&](Transaction& tx) { mark_done(tx, job); });
    }

    // One commit instead of two: where many short jobs wait, it is a good part of their time.
    std::optional<Job> end_and_lease(const Job& job) {
        return database.in_transaction([&](Transaction& tx) {
            mark_done(tx, job);
            return lease_next(tx);
        });
    }

    void mark_done(Transaction& tx, const Job& job) {
        tx.post(
            "UPDATE jobs SET state = 'done', finished_at = ?, lease_owner = NULL, lease_until = NULL "
            "WHERE id = ? AND state = 'running' AND lease_owner = ? AND attempts = ?",
            clock.now(), job.id, owner, job.attempts);
    }

    std::optional<Job> lease_next(Transaction& tx) {
        // What a crashed node left comes first: it has waited longest.
        if (auto job = lease_where(tx, "state = 'running' AND lease_until < ?", "lease_until")) return job;
        return lease_where(tx, "state = 'queued' AND run_at <= ?", "when_idle, run_at");
    }

    std::optional<Job> lease_where(Transaction& tx, const std::string& condition, const std::string& order) {
        const Instant now = clock.now();
        const std::string skip = tx.engine() == Engine::postgres ? " FOR UPDATE SKIP LOCKED" : "";
        return tx.find<Job>(
            "UPDATE jobs SET state = 'running', attempts = attempts + 1, lease_owner = ?, lease_until = ? WHERE id = "
            "(SELECT id FROM jobs WHERE " +
                condition + " AND kind IN ($TEXTS) ORDER BY " + order + ", id LIMIT 1" + skip +
                ") "
                "RETURNING id, kind, payload, unique_key, state, run_at, attempts, last_error, created_at, finished_at",
            owner, now + options.lease, now, kinds);
    }

    // True when the job has done its work: then it is still to be ended. What failed is noted here.
    bool run(const Job& job) {
        if (job.attempts > options.attempts_max) {  // it took its workers down each time
            give_up(job, "Die Aufgabe ist bei jedem Versuch abgebrochen.");
            return false;
        }
        std::string problem;
        try {
            handlers.at(job.kind)(job);
            return true;
        } catch (const JobFailure& failure) {
            problem = failure.what();
        } catch (const StorageError& failure) {
            problem = failure.what();
        } catch (const std::exception& failure) {
            problem = "Ein Fehler der Art " + boost::core::demangle(typeid(failure).name()) + " hat die Aufgabe beendet.";
        }
        spdlog::warn("job {} ({}) failed, attempt {}: {}", job.id.value, job.kind, job.attempts, problem);
        if (job.attempts >= options.attempts_max)
            give_up(job, problem);
        else
            try_later(job, problem);
        return false;
    }

    void give_up(const Job& job, const std::string& problem) {
        database.in_transaction([&](Transaction& tx) {
            tx.execute(
                "UPDATE jobs SET state = 'failed', finished_at = ?, last_error = ?, lease_owner = NULL, lease_until = NULL "
                "WHERE id = ? AND state = 'running' AND lease_owner = ? AND attempts = ?",
                clock.now(), problem, job.id, owner, job.attempts);
        });
    }

    std::chrono::seconds pause_after(int attempts) const {
        std::chrono::seconds pause = options.first_pause;
        for (int i = 1; i < attempts && pause < options.longest_pause; ++i) pause *= 2;
        return std::min(pause, options.longest_pause);
    }

    // When another job with the same key was queued meanwhile, that one stands for both.
    void try_later(const Job& job, const std::string& problem) {
        const auto once = [&] {
            database.in_transaction([&](Transaction& tx) {
                const auto queued = tx.execute(
                    "UPDATE jobs SET state = 'queued', run_at = ?, last_error = ?, lease_owner = NULL, lease_until = NULL "
                    "WHERE id = ? AND state = 'running' AND lease_owner = ? AND attempts = ? AND NOT EXISTS "
                    "(SELECT 1 FROM jobs other WHERE other.kind = jobs.kind AND other.unique_key = jobs.unique_key AND other.state = 'queued')",
                    clock.now() + pause_after(job.attempts), problem, job.id, owner, job.attempts);
                if (queued > 0) return;
                tx.execute(
                    "UPDATE jobs SET state = 'done', finished_at = ?, last_error = ?, lease_owner = NULL, lease_until = NULL "
                    "WHERE id = ? AND state = 'running' AND lease_owner = ? AND attempts = ?",
                    clock.now(), problem, job.id, owner, job.attempts);
            });
        };
        try {
            once();
        } catch (const StorageError& error) {
            if (error.kind() != StorageErrorKind::unique) throw;
            once();  // the other one was queued at this very moment and is seen now
        }
    }

    struct RunningMark {
        State& state;
        const JobId id;
        RunningMark(State& the_state, JobId the_id) : state(the_state), id(the_id) {
            const std::lock_guard guard(state.mutex);
            state.running.insert(id.value);
        }
        ~RunningMark() {
            const std::lock_guard guard(state.mutex);
            state.running.erase(id.value);
        }
    };

    bool is_stopping() {
        const std::lock_guard guard(mutex);
        return stopping;
    }

    void run_until_idle() {
        for (auto job = lease(); job;) {
            const RunningMark mark(*this, job->id);
            const bool done = run(*job);
            if (is_stopping()) {
                if (done) end(*job);
                return;
            }
            job = done ? end_and_lease(*job) : lease();
        }
    }

    int run_due() {
        int count = 0;
        for (auto job = lease(); job; ++count) job = run(*job) ? end_and_lease(*job) : lease();
        return count;
    }

    void work() {
        for (;;) {
            std::uint64_t seen = 0;
            {
                const std::lock_guard guard(mutex);
                if (stopping) return;
                seen = wakes;
            }
            try {
                run_until_idle();
            } catch (const std::exception& problem) {  // a job whose end could not be stored comes back after its lease
                spdlog::error("the worker of the jobs cannot reach the database: {}", problem.what());
            }
            std::unique_lock guard(mutex);
            changed.wait_for(guard, options.poll, [&] { return stopping || wakes != seen; });
        }
    }

    void renew_leases() {
        const auto interval = std::chrono::milliseconds(options.lease) / 3;
        std::unique_lock guard(mutex);
        while (!stopping || !running.empty()) {
            // While stopping the wait cannot end by the flag any more; running jobs are looked at every now and then.
            if (stopping)
                changed.wait_for(guard, std::min<std::chrono::milliseconds>(interval, std::chrono::milliseconds(20)));
            else
                changed.wait_for(guard, interval, [&] { return stopping; });
            if (running.empty()) continue;
            const auto ids = storage::json_ids(running);
            guard.unlock();
            try {
                database.in_transaction([&](Transaction& tx) {
                    tx.execute("UPDATE jobs SET lease_until = ? WHERE id IN ($LIST) AND state = 'running' AND lease_owner = ?",
                               clock.now() + options.lease, ids, owner);
                });
            } catch (const std::exception& problem) {
                spdlog::warn("the leases of running jobs were not renewed: {}", problem.what());
            }
            guard.lock();
        }
    }
};

JobWorker::JobWorker(Database& database, const Clock& clock, std::map<std::string, JobHandler> handlers, JobWorkerOptions options)
    : state_(std::make_unique<State>(database, clock, std::move(handlers), options)) {}

JobWorker::~JobWorker() { stop(); }

void JobWorker::start() {
    require(state_->threads.empty());
    state_->wake_registration = state_->database.on_wake("jobs", [state = state_.get()] {
        {
            const std::lock_guard guard(state->mutex);
            ++state->wakes;
        }
        state->changed.notify_all();
    });
    for (int i = 0; i < state_->options.threads; ++i) state_->threads.emplace_back([state = state_.get()] { state->work(); });
    state_->threads.emplace_back([state = state_.get()] { state->renew_leases(); });
}

void JobWorker::stop() {
    if (state_->threads.empty()) return;
    state_->wake_registration.reset();
    {
        const std::lock_guard guard(state_->mutex);
        state_->stopping = true;
    }
    state_->changed.notify_all();
    for (auto& thread : state_->threads) thread.join();
    state_->threads.clear();
}

int JobWorker::run_due() { return state_->run_due(); }

}  // namespace kc::jobs
