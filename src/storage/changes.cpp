// SPDX-License-Identifier: EUPL-1.2
#include "storage/changes.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace kc::storage {

struct ChangeRow {
    std::string topic;
    std::int64_t subject;
};
BOOST_DESCRIBE_STRUCT(ChangeRow, (), (topic, subject))

void record_change(Transaction& transaction, ChangeTopic topic, std::int64_t subject) {
    transaction.post("INSERT INTO change_log (topic, subject) VALUES (?, ?)", topic, subject);
    transaction.wake_after_commit("changes");
}

void record_changes(Transaction& transaction, ChangeTopic topic, std::span<const std::int64_t> subjects) {
    if (subjects.empty()) return;
    std::vector<std::tuple<ChangeTopic, std::int64_t>> rows;
    for (const auto subject : subjects) rows.emplace_back(topic, subject);
    transaction.bulk_insert("change_log", {"topic", "subject"}, rows);
    transaction.wake_after_commit("changes");
}

ChangePosition change_position(Session& session) {
    return {session.get<std::string>(session.engine() == Engine::sqlite ? "SELECT CAST(coalesce(max(id), 0) AS TEXT) FROM change_log"
                                                                        : "SELECT pg_current_snapshot()::text")};
}

std::int64_t forget_changes(Transaction& transaction, Instant before) {
    // The newest row stays: SQLite would give its number out again, and a feed that has seen it would skip the next change.
    return transaction.execute("DELETE FROM change_log WHERE at < ? AND id < (SELECT max(id) FROM change_log)", before);
}

namespace {

std::vector<ChangeRow> list_changes_since(Session& session, const ChangePosition& position) {
    // SQLite has one writer at a time: numbers are given in the order of commit.
    if (session.engine() == Engine::sqlite)
        return session.query<ChangeRow>("SELECT topic, subject FROM change_log WHERE id > CAST(? AS INTEGER) ORDER BY id", position.value);
    // Exactly what is visible now and was not visible in the old snapshot, whatever the order of numbers and commits.
    return session.query<ChangeRow>(
        "SELECT topic, subject FROM change_log WHERE transaction >= pg_snapshot_xmin(?::pg_snapshot)::text::bigint "
        "AND NOT pg_visible_in_snapshot(transaction::text::xid8, ?::pg_snapshot) ORDER BY id",
        position.value, position.value);
}

}  // namespace

std::vector<std::int64_t> changed_since(Session& session, const ChangePosition& position, std::span<const ChangeTopic> topics) {
    std::vector<std::int64_t> subjects;
    for (const auto& row : list_changes_since(session, position))
        for (const auto topic : topics)
            if (row.topic == boost::describe::enum_to_string(topic, "")) subjects.push_back(row.subject);
    std::sort(subjects.begin(), subjects.end());
    subjects.erase(std::unique(subjects.begin(), subjects.end()), subjects.end());
    return subjects;
}

struct ChangeFeed::State {
    Database& database;
    ChangePosition position;
    ChangeFeedOptions options;
    std::map<std::string, std::vector<Subscriber>> subscribers;
    std::function<void(const std::string&)> report;
    std::shared_ptr<void> own_commits;
    int wake_handle = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    std::atomic<bool> stopping{false};
    std::thread thread;

    State(Database& the_database, ChangePosition from, ChangeFeedOptions the_options)
        : database(the_database), position(std::move(from)), options(the_options) {
        if (wake_handle < 0) throw std::runtime_error("Das Betriebssystem gibt keine weiteren Dateinummern her.");
    }
    ~State() { close(wake_handle); }

    void wake() const {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = write(wake_handle, &one, sizeof one);
    }

    bool wait(int socket, std::chrono::milliseconds timeout) const {
        pollfd handles[2] = {{wake_handle, POLLIN, 0}, {socket, POLLIN, 0}};
        poll(handles, socket < 0 ? 1 : 2, static_cast<int>(timeout.count()));
        std::uint64_t count = 0;
        return read(wake_handle, &count, sizeof count) > 0;
    }

    void run() {
        std::unique_ptr<Connection> connection;
        while (!stopping) {
            try {
                const bool is_new = connection == nullptr;
                if (is_new) {
                    connection = database.connect();
                    connection->listen("kc_changes");
                    connection->others_committed();
                }
                const bool polls = connection->notification_socket() < 0;
                const bool own = !is_new && wait(connection->notification_socket(), polls ? options.interval : options.fallback_interval);
                if (stopping) return;
                // Not skipped on PostgreSQL: a wait that ran out may have lost a notification.
                const bool others = connection->others_committed();
                if (is_new || own || others || !polls) deliver();
            } catch (const std::exception& problem) {
                if (report) report(problem.what());
                connection.reset();
                wait(-1, std::chrono::milliseconds(500));
            }
        }
    }

    void deliver() {
        const auto [rows, now] =
            database.read([&](Session& session) { return std::pair(list_changes_since(session, position), change_position(session)); });
        std::map<std::string, std::set<std::int64_t>> by_topic;
        for (const auto& row : rows) by_topic[row.topic].insert(row.subject);
        for (const auto& [topic, subjects] : by_topic) {
            const auto found = subscribers.find(topic);
            if (found == subscribers.end()) continue;
            const std::vector<std::int64_t> list(subjects.begin(), subjects.end());
            for (const auto& subscriber : found->second) subscriber(list);
        }
        position = now;  // only now: who throws is told again
    }
};

ChangeFeed::ChangeFeed(Database& database, ChangePosition from, ChangeFeedOptions options)
    : state_(std::make_unique<State>(database, std::move(from), options)) {}

ChangeFeed::~ChangeFeed() { stop(); }

void ChangeFeed::subscribe(ChangeTopic topic, Subscriber subscriber) {
    state_->subscribers[boost::describe::enum_to_string(topic, "")].push_back(std::move(subscriber));
}

void ChangeFeed::on_problem(std::function<void(const std::string&)> report) { state_->report = std::move(report); }

void ChangeFeed::start() {
    state_->own_commits = state_->database.on_wake("changes", [state = state_.get()] { state->wake(); });
    state_->thread = std::thread([state = state_.get()] { state->run(); });
}

void ChangeFeed::stop() {
    if (!state_->thread.joinable()) return;
    state_->own_commits.reset();
    state_->stopping = true;
    state_->wake();
    state_->thread.join();
}

}  // namespace kc::storage
