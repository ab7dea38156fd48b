// SPDX-License-Identifier: EUPL-1.2
#include "jobs/jobs.hpp"

#include <algorithm>

namespace kc::jobs {

struct Queued {
    JobId id;
    std::int64_t gathered;
};
BOOST_DESCRIBE_STRUCT(Queued, (), (id, gathered))

struct StateCount {
    JobState state;
    std::int64_t number;
};
BOOST_DESCRIBE_STRUCT(StateCount, (), (state, number))

namespace {
constexpr std::string_view job_columns = "id, kind, payload, unique_key, state, run_at, attempts, last_error, created_at, finished_at";
}

std::optional<JobId> JobQueue::enqueue(Transaction& transaction, const NewJob& job) {
    const Instant now = clock_.now();
    const Instant run_at = std::max(job.run_at, now);
    // DO UPDATE rather than DO NOTHING: it locks the queued job until this transaction commits, so that no worker runs it before it
    // can see what this transaction changed.
    const auto queued = transaction.get<Queued>(
        "INSERT INTO jobs (kind, payload, unique_key, state, run_at, created_at, when_idle) VALUES (?, ?, ?, 'queued', ?, ?, ?) "
        "ON CONFLICT (kind, unique_key) WHERE state = 'queued' DO UPDATE SET gathered = jobs.gathered + 1, "
        "run_at = CASE WHEN jobs.run_at < excluded.run_at THEN jobs.run_at ELSE excluded.run_at END, "
        "when_idle = jobs.when_idle AND excluded.when_idle RETURNING id, gathered",
        job.kind, job.payload, job.unique_key, run_at, now, job.when_idle);
    transaction.wake_after_commit("jobs");
    if (queued.gathered > 0) return std::nullopt;
    return queued.id;
}

std::vector<Job> JobQueue::list(Session& session, JobState state, int offset, int limit) {
    return session.query<Job>("SELECT " + std::string(job_columns) + " FROM jobs WHERE state = ? ORDER BY id DESC LIMIT ? OFFSET ?", state, limit,
                              offset);
}

std::optional<Job> JobQueue::find(Session& session, JobId id) {
    return session.find<Job>("SELECT " + std::string(job_columns) + " FROM jobs WHERE id = ?", id);
}

JobCounts JobQueue::count(Session& session) {
    JobCounts counts;
    for (const auto& row : session.query<StateCount>("SELECT state, count(*) AS number FROM jobs GROUP BY state")) {
        switch (row.state) {
            case JobState::queued: counts.queued = row.number; break;
            case JobState::running: counts.running = row.number; break;
            case JobState::done: counts.done = row.number; break;
            case JobState::failed: counts.failed = row.number; break;
        }
    }
    return counts;
}

bool JobQueue::retry(Transaction& transaction, JobId id) {
    const auto job = transaction.find_for_update<Job>("SELECT " + std::string(job_columns) + " FROM jobs WHERE id = ?", id);
    if (!job || job->state != JobState::failed) return false;
    transaction.execute("UPDATE jobs SET state = 'done' WHERE id = ?", id);  // what failed stays on record; the new one has a new number
    enqueue(transaction, NewJob{job->kind, job->payload, {}, job->unique_key});
    return true;
}

std::int64_t JobQueue::remove_finished(Transaction& transaction, Instant before) {
    return transaction.execute("DELETE FROM jobs WHERE state IN ('done', 'failed') AND finished_at < ?", before);
}

}  // namespace kc::jobs
