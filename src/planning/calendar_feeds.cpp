// SPDX-License-Identifier: EUPL-1.2
#include "planning/calendar_feeds.hpp"

#include "identity/token.hpp"
#include "storage/audit.hpp"

namespace kc::planning {

std::optional<Instant> CalendarFeeds::created_at(const Viewer& viewer) const {
    if (!viewer.may(Permission::plan_own_curriculum)) return std::nullopt;
    return database_.read([&](Session& session) { return find_feed_created(session, viewer.person); });
}

Result<std::string, CurriculumError> CalendarFeeds::renew(const Viewer& viewer) {
    if (!viewer.may(Permission::plan_own_curriculum)) return refuse(CurriculumError::not_permitted);
    const auto token = identity::new_token();
    return database_.in_transaction([&](Transaction& transaction) -> Result<std::string, CurriculumError> {
        if (lock_people(transaction, std::span(&viewer.person, 1)).empty()) return refuse(CurriculumError::not_permitted);
        put_feed(transaction, viewer.person, identity::token_hash(token), clock_.now());
        storage::record_audit(transaction, {.at = clock_.now(),
                                            .actor = viewer.person,
                                            .action = "calendar_feed.renewed",
                                            .subject_type = "person",
                                            .subject_id = viewer.person.value});
        return token;
    });
}

Result<void, CurriculumError> CalendarFeeds::revoke(const Viewer& viewer) {
    if (!viewer.may(Permission::plan_own_curriculum)) return refuse(CurriculumError::not_permitted);
    return database_.in_transaction([&](Transaction& transaction) -> Result<void, CurriculumError> {
        if (lock_people(transaction, std::span(&viewer.person, 1)).empty()) return refuse(CurriculumError::not_permitted);
        if (!remove_feed(transaction, viewer.person)) return {};
        storage::record_audit(transaction, {.at = clock_.now(),
                                            .actor = viewer.person,
                                            .action = "calendar_feed.revoked",
                                            .subject_type = "person",
                                            .subject_id = viewer.person.value});
        return {};
    });
}

std::optional<CalendarFeeds::Feed> CalendarFeeds::find(std::string_view token) const {
    if (!identity::looks_like_token(token)) return std::nullopt;
    return database_.read([&](Session& session) -> std::optional<Feed> {
        const auto reader = find_feed_reader(session, identity::token_hash(token), clock_.today());
        if (!reader) return std::nullopt;
        auto state = find_state(session, reader->id);
        if (!state) return std::nullopt;
        return Feed{*reader, std::move(*state)};
    });
}

}  // namespace kc::planning
