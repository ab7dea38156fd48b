// SPDX-License-Identifier: EUPL-1.2
#include "identity/sessions.hpp"

#include "identity/token.hpp"
#include "storage/audit.hpp"
#include "storage/changes.hpp"

namespace kc::identity {

std::optional<LoadedSession> Sessions::load(std::string_view token) {
    if (!looks_like_token(token)) return std::nullopt;
    const storage::Bytes hash = token_hash(token);
    const std::string key(reinterpret_cast<const char*>(hash.data()), hash.size());

    std::optional<LoadedSession> session = find_cached(key);
    if (!session) {
        std::uint64_t epoch = 0;
        {
            const std::lock_guard lock(mutex_);
            epoch = epoch_;
        }
        const auto rows = database_.read([&](storage::Session& s) { return store::load_session(s, hash, clock_.today()); });
        if (rows.empty()) return std::nullopt;
        const auto& first = rows.front();
        session = LoadedSession{first.session_id,
                                Viewer{first.person_id, first.organisation_id, display_name(first.first_name, first.last_name), first.language, {}},
                                first.last_seen_at, first.expires_at};
        for (const auto& row : rows) {
            if (row.role && row.role_organisation_id) session->viewer.roles.push_back({*row.role, *row.role_organisation_id});
        }
        if (!is_alive(*session)) return std::nullopt;
        keep(key, *session, epoch);
    }
    if (!is_alive(*session)) return std::nullopt;
    const Instant now = clock_.now();
    if (now - session->last_seen_at >= last_seen_granularity) {
        database_.in_transaction([&](storage::Transaction& tx) { store::update_last_seen(tx, session->id, now); });
        session->last_seen_at = now;
        const std::lock_guard lock(mutex_);
        if (const auto cached = cache_.find(key); cached != cache_.end()) cached->second.session.last_seen_at = now;
    }
    return session;
}

bool Sessions::is_alive(const LoadedSession& session) const {
    const Instant now = clock_.now();
    return now < session.expires_at && now - session.last_seen_at < session_idle_max;
}

std::optional<LoadedSession> Sessions::find_cached(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto cached = cache_.find(key);
    if (cached == cache_.end()) return std::nullopt;
    if (cached->second.until <= std::chrono::steady_clock::now()) {
        cache_.erase(cached);
        return std::nullopt;
    }
    return cached->second.session;
}

void Sessions::keep(const std::string& key, const LoadedSession& session, std::uint64_t epoch) {
    const std::lock_guard lock(mutex_);
    if (epoch != epoch_) return;
    const auto now = std::chrono::steady_clock::now();
    if (cache_.size() >= cache_max) std::erase_if(cache_, [&](const auto& entry) { return entry.second.until <= now; });
    if (cache_.size() >= cache_max) cache_.clear();  // a flood within five seconds: begin anew rather than grow
    cache_.insert_or_assign(key, Cached{session, now + cached_for});
}

void Sessions::forget(PersonId person) {
    const std::lock_guard lock(mutex_);
    ++epoch_;
    std::erase_if(cache_, [&](const auto& entry) { return entry.second.session.viewer.person == person; });
}

void Sessions::forget_all() {
    const std::lock_guard lock(mutex_);
    ++epoch_;
    cache_.clear();
}

std::string Sessions::start(storage::Transaction& tx, PersonId person, std::string_view device) {
    const std::string token = new_token();
    const Instant now = clock_.now();
    store::insert_session(tx, token_hash(token), person, now, now + session_age_max, device);
    return token;
}

std::vector<store::SessionRow> Sessions::list(const Viewer& viewer) {
    const Instant now = clock_.now();
    return database_.read([&](storage::Session& s) { return store::list_sessions(s, viewer.person, now - session_idle_max, now); });
}

Result<void, SessionError> Sessions::end(const Viewer& viewer, SessionId id) {
    const auto ended = database_.in_transaction([&](storage::Transaction& tx) -> Result<void, SessionError> {
        if (!store::remove_session(tx, id, viewer.person)) return refuse(SessionError::not_found);
        storage::record_audit(tx, {clock_.now(), viewer.person, "session.ended", "session", id.value, "{}"});
        storage::record_change(tx, storage::ChangeTopic::person, viewer.person.value);
        return {};
    });
    forget(viewer.person);
    return ended;
}

std::int64_t Sessions::end_others(const Viewer& viewer, SessionId keep) {
    const auto ended = database_.in_transaction([&](storage::Transaction& tx) {
        const std::int64_t count = store::remove_sessions(tx, viewer.person, keep);
        if (count > 0) {
            storage::record_audit(
                tx, {clock_.now(), viewer.person, "session.others_ended", "person", viewer.person.value, fmt::format(R"({{"count":{}}})", count)});
            storage::record_change(tx, storage::ChangeTopic::person, viewer.person.value);
        }
        return count;
    });
    forget(viewer.person);
    return ended;
}

}  // namespace kc::identity
