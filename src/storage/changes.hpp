// SPDX-License-Identifier: EUPL-1.2
// The change log: what snapshots in memory (catalogue, framework, search) must renew, on every node. A change is recorded in the
// transaction that makes it; a ChangeFeed on each node tells its subscribers, each change at least once.
#pragma once

#include "storage/database.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace kc::storage {

// Stored by name; a room that publishes something new adds its topic here.
enum class ChangeTopic {
    framework,
    role_profile,
    learning_unit,
    tutorial_date,
    provider,
    module,
    venue,
    person,
    profile,
    person_plan,
    organisation,
    settings,
    search_vocabulary
};
BOOST_DESCRIBE_ENUM(ChangeTopic, framework, role_profile, learning_unit, tutorial_date, provider, module, venue, person, profile, person_plan,
                    organisation, settings, search_vocabulary)

void record_change(Transaction& transaction, ChangeTopic topic, std::int64_t subject);
void record_changes(Transaction& transaction, ChangeTopic topic, std::span<const std::int64_t> subjects);

// Where a snapshot stands: taken inside the read that builds the snapshot, so that nothing falls between it and the feed.
struct ChangePosition {
    std::string value;  // SQLite: the last number; PostgreSQL: its snapshot, because there a lower number may be committed later
};
ChangePosition change_position(Session& session);

// What has changed since then, of any of these topics: for work prepared outside the transaction that stores it.
std::vector<std::int64_t> changed_since(Session& session, const ChangePosition& position, std::span<const ChangeTopic> topics);

// Deletes entries older than `before`; every node must have been running or have rebuilt its snapshots since then.
std::int64_t forget_changes(Transaction& transaction, Instant before);

struct ChangeFeedOptions {
    std::chrono::milliseconds interval{100};            // how often SQLite is asked (one cheap pragma)
    std::chrono::milliseconds fallback_interval{2000};  // PostgreSQL: in case a notification is lost
};

class ChangeFeed {
public:
    using Subscriber = std::function<void(std::span<const std::int64_t> subjects)>;

    ChangeFeed(Database& database, ChangePosition from, ChangeFeedOptions options = {});
    ~ChangeFeed();  // stops
    ChangeFeed(const ChangeFeed&) = delete;

    // Before start(). Subjects come without repetition, several changes of one round at once. A subscriber that throws is told
    // the same subjects again in the next round.
    void subscribe(ChangeTopic topic, Subscriber subscriber);
    void on_problem(std::function<void(const std::string&)> report);  // for the log; the feed itself goes on

    void start();
    void stop();  // returns when the thread has ended, within some 10 ms

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kc::storage
