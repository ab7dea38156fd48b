// SPDX-License-Identifier: EUPL-1.2
#include "discovery/digest_report.hpp"

namespace kc::discovery {

std::vector<PersonId> list_due_people(storage::Session& session, const DueBefore& due, PersonId after, int limit) {
    return session.query<PersonId>(
        "SELECT p.id FROM people p WHERE p.state = 'active' AND p.id > ? AND ("
        "EXISTS (SELECT 1 FROM saved_searches s WHERE s.person_id = p.id AND "
        "((s.digest = 'daily' AND (s.last_sent_at IS NULL OR s.last_sent_at < ?)) OR "
        "(s.digest = 'weekly' AND (s.last_sent_at IS NULL OR s.last_sent_at < ?)))) OR "
        "EXISTS (SELECT 1 FROM digest_choices d WHERE d.person_id = p.id AND "
        "((d.watch_digest = 'daily' AND (d.watch_sent_at IS NULL OR d.watch_sent_at < ?)) OR "
        "(d.watch_digest = 'weekly' AND (d.watch_sent_at IS NULL OR d.watch_sent_at < ?))))) ORDER BY p.id LIMIT ?",
        after, due.daily, due.weekly, due.daily, due.weekly, limit);
}

std::optional<DigestReader> find_digest_reader(storage::Session& session, PersonId person) {
    return session.find<DigestReader>(
        "SELECT id, organisation_id, email, first_name, last_name, language FROM people WHERE id = ? AND state = 'active' AND email IS NOT NULL",
        person);
}

}  // namespace kc::discovery
