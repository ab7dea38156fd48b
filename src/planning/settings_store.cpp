// SPDX-License-Identifier: EUPL-1.2
#include "planning/settings_store.hpp"

namespace kc::planning {

PlanSettings find_settings(Session& session, PersonId person) {
    return session.find<PlanSettings>("SELECT mails, acceptance, notice_days FROM plan_settings WHERE person_id = ?", person)
        .value_or(PlanSettings{});
}

void put_settings(Transaction& transaction, PersonId person, const PlanSettings& settings, std::optional<Instant> told_until) {
    transaction.execute(
        "INSERT INTO plan_settings (person_id, mails, acceptance, notice_days, told_until) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (person_id) DO UPDATE SET mails = excluded.mails, acceptance = excluded.acceptance, notice_days = excluded.notice_days, "
        "told_until = COALESCE(excluded.told_until, plan_settings.told_until)",
        person, settings.mails, settings.acceptance, settings.notice_days, told_until);
}

void update_told_until(Transaction& transaction, PersonId person, Instant until) {
    transaction.execute("UPDATE plan_settings SET told_until = ? WHERE person_id = ?", until, person);
}

Instant find_told_until(Session& session, PersonId person) {
    return session.find<Instant>("SELECT told_until FROM plan_settings WHERE person_id = ? AND told_until IS NOT NULL", person).value_or(Instant{});
}

void put_feed(Transaction& transaction, PersonId person, const storage::Bytes& token_hash, Instant now) {
    transaction.execute(
        "INSERT INTO calendar_feeds (person_id, token_hash, created_at) VALUES (?, ?, ?) "
        "ON CONFLICT (person_id) DO UPDATE SET token_hash = excluded.token_hash, created_at = excluded.created_at",
        person, token_hash, now);
}

bool remove_feed(Transaction& transaction, PersonId person) {
    return transaction.execute("DELETE FROM calendar_feeds WHERE person_id = ?", person) > 0;
}

std::optional<Instant> find_feed_created(Session& session, PersonId person) {
    return session.find<Instant>("SELECT created_at FROM calendar_feeds WHERE person_id = ?", person);
}

std::optional<FeedReader> find_feed_reader(Session& session, const storage::Bytes& token_hash, Date day) {
    return session.find<FeedReader>(
        "SELECT p.id, p.language FROM calendar_feeds f JOIN people p ON p.id = f.person_id WHERE f.token_hash = ? AND p.state = 'active' AND "
        "EXISTS (SELECT 1 FROM role_assignments r WHERE r.person_id = p.id AND r.role = 'learner' AND r.valid_from <= ? AND "
        "(r.valid_until IS NULL OR r.valid_until >= ?))",
        token_hash, day, day);
}

// A proposal that was put off may have become news again without being changed: the mail itself looks closer.
std::vector<PersonId> list_people_with_news(Session& session, const MailsDue& due, PersonId after, int limit) {
    return session.query<PersonId>(
        "SELECT s.person_id FROM plan_settings s JOIN people p ON p.id = s.person_id WHERE p.state = 'active' AND p.email IS NOT NULL AND "
        "s.person_id > ? AND ((s.mails = 'daily' AND COALESCE(s.told_until, 0) < ?) OR (s.mails = 'weekly' AND COALESCE(s.told_until, 0) < ?)) AND "
        "EXISTS (SELECT 1 FROM curricula c WHERE c.person_id = s.person_id AND "
        "((c.state = 'proposed' AND (c.created_at > COALESCE(s.told_until, 0) OR c.postponed_until IS NOT NULL)) OR "
        "(c.state = 'accepted' AND c.accepted_automatically AND c.decided_at > COALESCE(s.told_until, 0)))) ORDER BY s.person_id LIMIT ?",
        after, due.daily, due.weekly, limit);
}

std::optional<MailReader> find_mail_reader(Session& session, PersonId person) {
    return session.find<MailReader>(
        "SELECT id, email, first_name, last_name, language FROM people WHERE id = ? AND state = 'active' AND email IS NOT NULL", person);
}

}  // namespace kc::planning
