// SPDX-License-Identifier: EUPL-1.2
// Sessions: who a cookie stands for. Opaque tokens, ended after 12 hours without use and after 14 days at the latest (ID-20).
// A small cache keeps a signed-in page at no or one statement; other nodes hear of changes through the change feed.
#pragma once

#include "base/clock.hpp"
#include "identity/session_store.hpp"

#include <atomic>
#include <mutex>
#include <unordered_map>

namespace kc::identity {

inline constexpr std::chrono::hours session_idle_max{12};
inline constexpr std::chrono::hours session_age_max{14 * 24};
inline constexpr std::chrono::minutes last_seen_granularity{5};

struct LoadedSession {
    SessionId id;
    Viewer viewer;
    Instant last_seen_at{};
    Instant expires_at{};
};

enum class SessionError { not_found };

class Sessions {
public:
    Sessions(storage::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    // At most one statement; writes the time of use at most every five minutes.
    std::optional<LoadedSession> load(std::string_view token);

    // Part of a transaction that signs somebody in. The token goes into the cookie and is stored nowhere.
    std::string start(storage::Transaction& tx, PersonId person, std::string_view device);

    std::vector<store::SessionRow> list(const Viewer& viewer);
    Result<void, SessionError> end(const Viewer& viewer, SessionId id);  // own ones only
    std::int64_t end_others(const Viewer& viewer, SessionId keep);

    // After a commit that changed what a session says about a person; also for the subscriber of ChangeTopic::person.
    void forget(PersonId person);
    void forget_all();

private:
    struct Cached {
        LoadedSession session;
        std::chrono::steady_clock::time_point until;
    };
    static constexpr std::size_t cache_max = 20'000;
    static constexpr std::chrono::seconds cached_for{5};

    std::optional<LoadedSession> find_cached(const std::string& key);
    void keep(const std::string& key, const LoadedSession& session, std::uint64_t epoch);
    bool is_alive(const LoadedSession& session) const;

    storage::Database& database_;
    const Clock& clock_;
    std::mutex mutex_;
    std::unordered_map<std::string, Cached> cache_;  // by hash of the token
    // Counts forget(): a session that was read before it must not enter the cache after it.
    std::uint64_t epoch_ = 0;
};

}  // namespace kc::identity
